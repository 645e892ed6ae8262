"""A home energy management system."""
