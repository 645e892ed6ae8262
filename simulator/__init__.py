"""A simulated house: its physics, and servers that speak its devices' own protocols.

Independent of the drivers on purpose: register tables and telegrams are written here a second time, from the same
public sources, so that a mistake in one does not hide a mistake in the other.
"""
