"""Decide what to do: plain Python without Home Assistant, network, clock or files."""
