"""Devices made of Home Assistant entities: whatever Home Assistant knows already can play a part in the house."""
