"""Carry orders to devices: on change, no oftener than they like, as a heartbeat, and let go of them at the end."""
