"""What is made of quarters that were recorded: sums by local hour, day, month and year, charts, bills and savings."""
