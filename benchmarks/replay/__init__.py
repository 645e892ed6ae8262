"""A real garage, replayed: who plugged in when, in a house that is drawn by lot, and what could have been delivered at best."""
