"""What the plan asks for at this moment; the laws and minimum demands stand above it."""
