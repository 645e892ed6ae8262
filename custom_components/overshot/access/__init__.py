"""Who may charge and who may change things: cards, persons and groups, and the rights of Home Assistant's users."""
