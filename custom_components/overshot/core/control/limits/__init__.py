"""The laws: what flows, what that leaves on each phase, and how it is shared."""
