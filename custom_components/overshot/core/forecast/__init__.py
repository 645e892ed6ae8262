"""What is to come: the sun on the roof, the house's own load, and when the cars come and go."""
