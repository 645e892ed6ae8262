"""Measured homes, lived through by the production forecaster, planner and controller, and by references beside them."""
