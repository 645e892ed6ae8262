"""Signs that are turned: a meter wired, or programmed, the other way round than its driver expects."""

from enum import StrEnum


class Turn(StrEnum):
    """Which values of a device count the other way round. A device has a set of them."""

    GRID = "grid"
    """Power, currents and both counters of the grid meter: its transformers face the other way."""

    GRID_POWER = "grid_power"
    """Power and currents alone: its counters tell import and export rightly."""

    SOLAR = "solar"
    """Power of the solar inverter."""

    BATTERY = "battery"
    """Power and both counters of the battery."""

    BATTERY_POWER = "battery_power"
    """Power alone: its counters tell charging and discharging rightly."""

    METER = "meter"
    """Power, currents and both counters of every other meter the device has."""

    @property
    def of_power_alone(self) -> bool:
        """Whether the counters stay as they are."""
        return self in (Turn.GRID_POWER, Turn.BATTERY_POWER)
