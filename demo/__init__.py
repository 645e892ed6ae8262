"""The demo: a simulated house, a real Home Assistant, and a morning lived through with both."""
