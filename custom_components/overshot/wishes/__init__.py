"""What the user wishes: where each wish stands, and the tables of the numbers, selects and switches that change it."""
