"""The quarter of an hour as an energy budget, and who keeps within it."""
