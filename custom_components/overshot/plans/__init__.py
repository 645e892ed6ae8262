"""The plan in Home Assistant: what it is made from, when it is made again, and how it is told."""
