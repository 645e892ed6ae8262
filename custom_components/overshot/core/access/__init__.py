"""Who may charge, and who it is: cards, persons, groups and vehicles."""
