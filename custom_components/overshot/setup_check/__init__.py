"""The guided check of an installation: one car at a time, a hand on a switch, and what the meter shows of it."""
