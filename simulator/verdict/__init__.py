"""Whether a house was kept well: what must not happen by the controller's doing, and what it all came to."""
