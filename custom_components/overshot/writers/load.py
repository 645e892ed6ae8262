"""Write powers to a load that can be switched or set."""

from typing import Final, override

from homeassistant.core import callback

from ..coordinator import DeviceCoordinator
from ..core.model import LoadSetpoint
from ..devices.load_orders import LoadOrders
from .base import Memo, Writer

LOAD: Final = 1
"""A device that is a load is one."""

CONFIRM_DELAY: Final = 10.0
"""A power that is read back so long after it was written is newer than that (s)."""

SAME: Final = 0.02
"""A power read back is the one that was written within this share of it: numbers have steps."""

AGAIN: Final = 60.0
"""A power that is not read back as written is written again after this (s)."""


class LoadWriter(Writer[float]):
    """Carries powers to one load. Less goes at once, more waits for the load's interval; let go of, it is off."""

    def __init__(self, device: DeviceCoordinator, orders: LoadOrders) -> None:
        """Prepare for a load; nothing is written until an order comes."""
        super().__init__(device)
        self._orders = orders
        self._power = Memo[float]()

    @callback
    def order(self, setpoint: LoadSetpoint) -> None:
        """Take a new order; one without a power ends control."""
        self._take(setpoint.power)

    @override
    async def _carry(self, order: float) -> None:
        if self._due(order):
            await self._orders.set_power(order)
            self._power.note(order)
            self.writes += 1

    @override
    async def _let_go(self) -> None:
        # What Overshot never switched on is none of its business.
        if self._power.value:
            await self._orders.set_power(0.0)
            self._power.note(0.0)
            self.writes += 1

    def _due(self, power: float) -> bool:
        """Whether the power must be written: other than it is."""
        held = self._power.value
        reading = self.device.data.loads.get(LOAD)
        if reading is not None and reading.setpoint is not None and self._power.age >= CONFIRM_DELAY:
            # Somebody else may have set it.
            held = reading.setpoint
        if held is not None and abs(held - power) <= SAME * max(abs(power), abs(held)):
            return False
        if self._power.value == power:
            # It was told, and shows something else.
            return self._power.age >= AGAIN
        return held is None or power < held or self._power.age >= self._orders.capabilities.min_write_interval
