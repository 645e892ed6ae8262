"""What was used, where it came from and what it cost: kept for years, told by day, month and year."""
