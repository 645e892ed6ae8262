"""Random houses, weather, cars and faults: long runs that look for what nobody thought of."""
