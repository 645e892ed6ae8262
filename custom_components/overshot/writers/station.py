"""Write setpoints to a charging station."""

from dataclasses import dataclass
from typing import Final, override

from homeassistant.core import callback

from ..const import LOGGER
from ..coordinator import DeviceCoordinator
from ..core.model import ChargePointReading, ChargePointSetpoint, ReasonKey, RecoveryAction
from ..devices.driver import ChargePointOrders
from .base import RETRY_DELAY, Memo, Writer

CHARGE_POINT: Final = 1
"""A station Overshot steers has one charge point."""

TOLERANCE: Final = 0.05
"""A current read back agrees with what was written within this (A)."""

CONFIRM_DELAY: Final = 3.0
"""A fallback current is written again when it was not read back for this long (s)."""

PHASES_AGAIN: Final = 60.0
"""Phases that are not read back as ordered are ordered again after this (s): contactors wear."""


@dataclass(frozen=True, slots=True)
class StationOrder:
    """What a station is told (A)."""

    current: float
    fallback: float | None
    phases: int | None = None
    recovery: RecoveryAction | None = None


class StationWriter(Writer[StationOrder]):
    """Carries currents to one station.

    The fallback current goes first. The controller raises no limit before it has seen it read back. Phases are changed
    only while the station is told 0 A: no car is switched over under load.
    """

    def __init__(self, device: DeviceCoordinator, orders: ChargePointOrders) -> None:
        """Prepare for a station; nothing is written until an order comes."""
        super().__init__(device)
        self.release_to: float | None = None
        """What the station is left at when it is let go of (A); None leaves it as it is."""

        self.silent = False
        """Whether nothing is written for the sake of a test: the station's own watchdog must notice. A limit that has to
        be lower ends it; that the station is not heard of meanwhile is no such limit."""

        self._orders = orders
        self._current = Memo[float]()
        self._fallback = Memo[float]()
        self._phases = Memo[int]()
        self._refused = False
        self._repeat = False
        self._out_of_service = False

    @property
    @override
    def lets_go_by_itself(self) -> bool:
        return self._orders.capabilities.has_fallback

    @callback
    def order(self, setpoint: ChargePointSetpoint) -> None:
        """Take a new order; one without current ends control."""
        current, before = setpoint.current, self._order
        if self.silent and before is not None and current is not None:
            if setpoint.reason.key is ReasonKey.STATION_SILENT or current >= before.current - TOLERANCE:
                return
        self.silent = False
        if setpoint.recovery is RecoveryAction.REPEAT and (before is None or before.recovery is not setpoint.recovery):
            # It is asked for in one step, and carried whenever the station can be reached.
            self._repeat = True
        if current is None:
            self._repeat = False
            self._take(None)
        elif setpoint.recovery in (RecoveryAction.PAUSE, RecoveryAction.RESTART):
            self._take(StationOrder(0.0, setpoint.fallback_current, setpoint.phases, setpoint.recovery))
        else:
            self._take(StationOrder(current, setpoint.fallback_current, setpoint.phases, setpoint.recovery))

    @override
    async def _let_go(self) -> None:
        await self._put_in_service()
        if self.release_to is None:
            return
        await self._orders.set_current(self.release_to)
        self._current.note(self.release_to)
        self.writes += 1

    @override
    async def _carry(self, order: StationOrder) -> None:
        reading = self.device.data.charge_points.get(CHARGE_POINT)
        if reading is None or self.silent:
            return
        try:
            await self._carry_fallback(order, reading)
        except (ValueError, NotImplementedError) as err:
            # A station may have no such fallback. The controller raises nothing then, but must still be able to lower.
            if not self._refused:
                LOGGER.warning("%s: takes no fallback current like this: %s", self.device.name, err)
            self._refused = True
        if order.recovery is not RecoveryAction.RESTART:
            await self._put_in_service()
        if self._repeat or self._due(order.current, reading):
            await self._orders.set_current(order.current)
            self._repeat = False
            self._current.note(order.current)
            self.writes += 1
        await self._carry_phases(order, reading)
        if order.recovery is RecoveryAction.RESTART and not self._out_of_service:
            await self._take_out_of_service()

    async def _carry_phases(self, order: StationOrder, reading: ChargePointReading) -> None:
        """Order the phases while the station is paused, unless it charges on them already."""
        can = self._orders.capabilities
        if order.phases is None or not can.switches_phases or order.current > 0:
            return
        held = reading.phases if reading.phases is not None else self._phases.value
        told = self._phases.value == order.phases
        if held == order.phases and (told or self._phases.value is None):
            return
        if self._phases.age < (PHASES_AGAIN if told else can.min_write_interval):
            return
        await self._orders.set_phases(order.phases)
        self._phases.note(order.phases)
        self.writes += 1

    async def _take_out_of_service(self) -> None:
        """Switch a station off that does not obey, where it can be; it is switched on again when this is over."""
        if self._orders.capabilities.sets_availability:
            await self._orders.set_available(False)
            self._out_of_service = True
            self.writes += 1

    async def _put_in_service(self) -> None:
        """Switch a station on again that was switched off to bring it back."""
        if self._out_of_service:
            await self._orders.set_available(True)
            self._out_of_service = False
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
