"""Heat pumps, boilers and other loads that wait for the sun, and yield to a limit."""
