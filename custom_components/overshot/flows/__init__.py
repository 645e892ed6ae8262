"""The steps of the config flow and of the flows that add a device, by what they ask about."""
