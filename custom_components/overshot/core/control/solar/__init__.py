"""When the sun is held back, and to what: the export limit of the connection, and feeding in that costs money."""
