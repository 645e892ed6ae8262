"""Write setpoints to a charging station."""

from dataclasses import dataclass
from typing import Final, override

from homeassistant.core import callback

from ..const import LOGGER
from ..coordinator import DeviceCoordinator
from ..core.model import ChargePointReading, ChargePointSetpoint
from ..devices.driver import ChargePointOrders
from .base import RETRY_DELAY, Memo, Writer

CHARGE_POINT: Final = 1
"""A station Overshot steers has one charge point."""

TOLERANCE: Final = 0.05
"""A current read back agrees with what was written within this (A)."""

CONFIRM_DELAY: Final = 3.0
"""A fallback current is written again when it was not read back for this long (s)."""


@dataclass(frozen=True, slots=True)
class StationOrder:
    """What a station is told (A)."""

    current: float
    fallback: float | None


class StationWriter(Writer[StationOrder]):
    """Carries currents to one station.

    The fallback current goes first. The controller raises no limit before it has seen it read back.
    """

    def __init__(self, device: DeviceCoordinator, orders: ChargePointOrders) -> None:
        """Prepare for a station; nothing is written until an order comes."""
        super().__init__(device)
        self.release_to: float | None = None
        """What the station is left at when it is let go of (A); None leaves it as it is."""

        self._orders = orders
        self._current = Memo[float]()
        self._fallback = Memo[float]()
        self._refused = False

    @property
    @override
    def lets_go_by_itself(self) -> bool:
        return self._orders.capabilities.has_fallback

    @callback
    def order(self, setpoint: ChargePointSetpoint) -> None:
        """Take a new order; one without current ends control."""
        current = setpoint.current
        self._take(StationOrder(current, setpoint.fallback_current) if current is not None else None)

    @override
    async def _let_go(self) -> None:
        if self.release_to is None:
            return
        await self._orders.set_current(self.release_to)
        self._current.note(self.release_to)
        self.writes += 1

    @override
    async def _carry(self, order: StationOrder) -> None:
        reading = self.device.data.charge_points.get(CHARGE_POINT)
        if reading is None:
            return
        try:
            await self._carry_fallback(order, reading)
        except (ValueError, NotImplementedError) as err:
            # A station may have no such fallback. The controller raises nothing then, but must still be able to lower.
            if not self._refused:
                LOGGER.warning("%s: takes no fallback current like this: %s", self.device.name, err)
            self._refused = True
        if self._due(order.current, reading):
            await self._orders.set_current(order.current)
            self._current.note(order.current)
            self.writes += 1

    async def _carry_fallback(self, order: StationOrder, reading: ChargePointReading) -> None:
        """Write the fallback current unless the station reads it back already."""
        can = self._orders.capabilities
        if order.fallback is None or not (can.has_fallback and can.sets_fallback):
            return
        held = reading.fallback_current
        if held is not None and abs(held - order.fallback) <= TOLERANCE:
            return
        if self._fallback.age < CONFIRM_DELAY:
            return
        await self._orders.set_fallback(order.fallback)
        self._fallback.note(order.fallback)
        self.writes += 1

    def _due(self, current: float, reading: ChargePointReading) -> bool:
        """Whether the current must be written: lower at once, higher not too often, equal as a heartbeat."""
        elapsed, written = self._current.age, self._current.value
        held = reading.setpoint if reading.setpoint is not None else written
        if written is not None and elapsed < CONFIRM_DELAY:
            # What was read back may be older than what was written.
            held = written
        if held is None or current < held - TOLERANCE:
            return True
        can = self._orders.capabilities
        if current > held + TOLERANCE:
            return elapsed >= can.min_write_interval
        return can.heartbeat is not None and elapsed >= can.heartbeat / 2

    @override
    def _delay(self, err: Exception) -> float:
        """Try again soon: a car may be above what the fuse leaves."""
        return RETRY_DELAY
