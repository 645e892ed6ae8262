"""What the batteries are told: orders, timers and the rules of a strategy, within the limits."""
