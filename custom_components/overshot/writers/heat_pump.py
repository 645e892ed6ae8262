"""Write SG-Ready states to a heat pump."""

from typing import Final, override

from homeassistant.core import callback

from ..coordinator import DeviceCoordinator
from ..core.model import HeatPumpSetpoint
from ..devices.driver import HeatPumpOrders
from .base import Memo, Writer

HEAT_PUMP: Final = 1
"""A device that switches a heat pump has one."""

NORMAL: Final = 2
CONFIRM_DELAY: Final = 10.0
"""A state that is read back so long after it was written is newer than that (s)."""


class HeatPumpWriter(Writer[int]):
    """Carries SG-Ready states to one heat pump. Normal goes at once, all else waits for the device's interval."""

    def __init__(self, device: DeviceCoordinator, orders: HeatPumpOrders) -> None:
        """Prepare for a heat pump; nothing is written until an order comes."""
        super().__init__(device)
        self._orders = orders
        self._state = Memo[int]()

    @property
    @override
    def lets_go_by_itself(self) -> bool:
        return self._orders.capabilities.heartbeat is not None

    @callback
    def order(self, setpoint: HeatPumpSetpoint) -> None:
        """Take a new order; one without a state ends control."""
        self._take(setpoint.state)

    @override
    async def _carry(self, order: int) -> None:
        if self._due(order):
            await self._orders.set_sg_ready(order)
            self._state.note(order)
            self.writes += 1

    @override
    async def _let_go(self) -> None:
        await self._orders.release_heat_pump()
        self._state.note(NORMAL)
        self.writes += 1

    def _due(self, state: int) -> bool:
        """Whether the state must be written: other than it is, or as a heartbeat."""
        can = self._orders.capabilities
        held = self._state.value
        reading = self.device.data.heat_pumps.get(HEAT_PUMP)
        if reading is not None and reading.state is not None and self._state.age >= CONFIRM_DELAY:
            # Somebody else may have switched it, or the board lost its supply.
            held = reading.state
        if held == state:
            return can.heartbeat is not None and self._state.age >= can.heartbeat / 2
        return state == NORMAL or self._state.age >= can.min_write_interval
