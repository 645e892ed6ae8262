"""What the benchmark `poll` is made of: simulated devices, both sides that read them, and what is measured."""
