"""Servers that speak the protocols of the devices in the simulated house."""
