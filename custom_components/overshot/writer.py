"""Write setpoints to a charging station: on change, as a heartbeat, and never to the wrong device."""

import asyncio
from contextlib import suppress
from time import monotonic

from homeassistant.core import HomeAssistant, callback
from modbus_connection import ModbusError

from .const import LOGGER
from .coordinator import ModbusCoordinator, OvershotConfigEntry
from .core.model import ChargePointReading, ChargePointSetpoint
from .devices.driver import ChargePointDriver

CHARGE_POINT = 1
"""A station Overshot steers has one charge point."""

TOLERANCE = 0.05
"""A current read back agrees with what was written within this (A)."""

RETRY_DELAY = 1.0
"""After a failed write the next attempt waits this long (s)."""

IDLE_TICK = 1.0
"""Without a new order, heartbeat and read-back are looked at this often (s)."""

CONFIRM_DELAY = 3.0
"""A fallback current is written again when it was not read back for this long (s)."""


class StationWriter:
    """Carries the newest order to one station; older orders that were not carried yet are dropped.

    The fallback current goes first. The controller raises no limit before it has seen it read back.
    """

    def __init__(self, coordinator: ModbusCoordinator, driver: ChargePointDriver) -> None:
        """Prepare for a station; nothing is written until an order comes."""
        self.writes = 0
        self._coordinator = coordinator
        self._driver = driver
        self._order: ChargePointSetpoint | None = None
        self._changed = asyncio.Event()
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._written: float | None = None
        self._written_at = float("-inf")
        self._fallback_at = float("-inf")
        self._failing = False
        self._refused = False

    @callback
    def async_start(self, hass: HomeAssistant, entry: OvershotConfigEntry) -> None:
        """Begin to carry orders."""
        self._task = entry.async_create_background_task(hass, self._run(), f"{self._coordinator.name} setpoints")

    @callback
    def order(self, setpoint: ChargePointSetpoint) -> None:
        """Take a new order; one without current ends control."""
        self._order = setpoint if setpoint.current is not None else None
        self._changed.set()

    async def async_stop(self, release_to: float | None) -> None:
        """Stop carrying orders and leave the station at `release_to` (A), or untouched where that is None."""
        if self._task is not None:
            async with self._lock:  # a write under way is finished, not cut
                self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        if release_to is not None:
            await self.async_release(release_to)

    async def async_release(self, current: float) -> None:
        """Leave the station at a safe current (A) when Overshot lets go of it."""
        self._order = None
        if not self._coordinator.writable:
            return
        try:
            async with self._lock:
                await self._driver.set_current(current)
        except (ModbusError, ValueError) as err:
            LOGGER.warning("%s: could not be released to %s A: %s", self._coordinator.name, current, err)
        else:
            self._count(current)

    async def _run(self) -> None:
        """Carry orders for as long as the site is loaded."""
        while True:
            self._changed.clear()
            try:
                async with self._lock:
                    await self._carry()
            except (ModbusError, ValueError) as err:
                if not self._failing:
                    LOGGER.warning("%s: a setpoint could not be written: %s", self._coordinator.name, err)
                self._failing = True
            else:
                if self._failing:
                    LOGGER.info("%s: setpoints are accepted again", self._coordinator.name)
                self._failing = False
            if self._failing:
                await asyncio.sleep(RETRY_DELAY)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(IDLE_TICK):
                    await self._changed.wait()

    async def _carry(self) -> None:
        """Write what the order and the station's state ask for."""
        order = self._order
        reading = self._coordinator.data.charge_points.get(CHARGE_POINT)
        if order is None or order.current is None or reading is None or not self._coordinator.writable:
            return
        try:
            await self._carry_fallback(order, reading)
        except ValueError as err:
            # A station may have no such fallback. The controller raises nothing then, but must still be able to lower.
            if not self._refused:
                LOGGER.warning("%s: takes no fallback current like this: %s", self._coordinator.name, err)
            self._refused = True
        if self._due(order.current, reading):
            await self._driver.set_current(order.current)
            self._count(order.current)

    async def _carry_fallback(self, order: ChargePointSetpoint, reading: ChargePointReading) -> None:
        """Write the fallback current unless the station reads it back already."""
        can = self._driver.capabilities
        if order.fallback_current is None or not (can.has_fallback and can.sets_fallback):
            return
        held = reading.fallback_current
        if held is not None and abs(held - order.fallback_current) <= TOLERANCE:
            return
        if monotonic() - self._fallback_at < CONFIRM_DELAY:
            return
        await self._driver.set_fallback(order.fallback_current)
        self._fallback_at = monotonic()
        self.writes += 1

    def _due(self, current: float, reading: ChargePointReading) -> bool:
        """Whether the current must be written: lower at once, higher not too often, equal as a heartbeat."""
        elapsed = monotonic() - self._written_at
        held = reading.setpoint if reading.setpoint is not None else self._written
        if self._written is not None and elapsed < CONFIRM_DELAY:
            # What was read back may be older than what was written.
            held = self._written
        if held is None or current < held - TOLERANCE:
            return True
        if current > held + TOLERANCE:
            return elapsed >= self._driver.capabilities.min_write_interval
        heartbeat = self._driver.capabilities.heartbeat
        return heartbeat is not None and elapsed >= heartbeat / 2

    def _count(self, current: float) -> None:
        """Remember a write."""
        self._written = current
        self._written_at = monotonic()
        self.writes += 1
