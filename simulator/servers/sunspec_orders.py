"""What a SunSpec device has been told through models 124 and 123 or 704, and until when."""

from math import inf

from ..battery import Battery
from ..solar import Solar
from ..world import World

CHARGE_LIMITED = 1
DISCHARGE_LIMITED = 2


class SunSpecOrders:
    """The orders in force. One that has a timer ends when nobody repeats it; a timer of 0 never ends."""

    def __init__(self, world: World, solar: Solar, battery: Battery | None) -> None:
        """Start without any."""
        self._world = world
        self._solar = solar
        self._battery = battery
        self.storage_mode = 0
        self.discharge_rate = 100.0
        """Most that the battery may give (%); below 0 it must take."""
        self.charge_rate = 100.0
        """Most that it may take (%); below 0 it must give."""
        self.storage_reverts = 0.0
        self.grid_charging = 0
        self._storage_told = 0.0
        self.limit = 100.0
        self.limit_enabled = 0
        self.limit_reverts = 0.0
        self._limit_told = 0.0

    def step(self) -> None:
        """End what is over, and hand the rest to the house."""
        t = self._world.t
        if self.storage_mode and 0 < self.storage_reverts <= t - self._storage_told:
            self.storage_mode = 0
        if self.limit_enabled and 0 < self.limit_reverts <= t - self._limit_told:
            self.limit_enabled = 0
        solar, battery = self._solar, self._battery
        solar.output_limit = self.limit / 100 * solar.spec.peak if self.limit_enabled else None
        if battery is None:
            return
        spec = battery.spec
        lowest = -self.charge_rate / 100 * spec.max_charge if self.storage_mode & CHARGE_LIMITED else -inf
        highest = inf
        if self.storage_mode & DISCHARGE_LIMITED:
            highest = self.discharge_rate / 100 * (spec.max_discharge if self.discharge_rate > 0 else spec.max_charge)
            if not self.grid_charging:
                highest = max(highest, -solar.power)
        battery.window = (lowest, highest) if self.storage_mode else None

    def set_storage_mode(self, value: float) -> None:
        """Put limits of the battery in force."""
        if value > CHARGE_LIMITED | DISCHARGE_LIMITED:
            raise ValueError("there are two bits")
        self.storage_mode = int(value)
        self._storage_told = self._world.t

    def set_discharge_rate(self, value: float) -> None:
        """Limit what the battery gives (%)."""
        self.discharge_rate = _rate(value)
        self._storage_told = self._world.t

    def set_charge_rate(self, value: float) -> None:
        """Limit what the battery takes (%)."""
        self.charge_rate = _rate(value)
        self._storage_told = self._world.t

    def set_storage_timer(self, value: float) -> None:
        """Say how long the limits of the battery hold (s)."""
        self.storage_reverts = value
        self._storage_told = self._world.t

    def set_grid_charging(self, value: float) -> None:
        """Allow the battery to be charged from the grid."""
        if value not in (0, 1):
            raise ValueError("from the panels, or from the grid")
        self.grid_charging = int(value)

    def set_limit(self, value: float) -> None:
        """Limit the output (%)."""
        if value > 100:
            raise ValueError("a limit is at most 100 %")
        self.limit = value
        self._limit_told = self._world.t

    def set_limit_timer(self, value: float) -> None:
        """Say how long that limit holds (s)."""
        self.limit_reverts = value
        self._limit_told = self._world.t

    def enable_limit(self, value: float) -> None:
        """Put that limit in force."""
        if value not in (0, 1):
            raise ValueError("a switch is 0 or 1")
        self.limit_enabled = int(value)
        self._limit_told = self._world.t


def _rate(value: float) -> float:
    """Return a rate (%). Raises ValueError where it is none."""
    if abs(value) > 100:
        raise ValueError("a rate is at most 100 %")
    return value
