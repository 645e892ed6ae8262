"""Where each watt-hour came from and what it cost: accounts, quarters, reports and savings."""
