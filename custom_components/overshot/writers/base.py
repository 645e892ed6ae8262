"""What all writers share: one task a device, the newest order only, trying again, counting, and letting go."""

from abc import ABC, abstractmethod
import asyncio
from contextlib import suppress
from time import monotonic
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from modbus_connection import ModbusError

from ..const import LOGGER
from ..coordinator import DeviceCoordinator, OvershotConfigEntry
from ..devices.errors import NotTakenError

RETRY_DELAY: Final = 1.0
"""After a failed order the next attempt waits this long (s)..."""

LONGEST_DELAY: Final = 60.0
"""...and twice as long after each further one, up to this (s)."""

IDLE_TICK: Final = 1.0
"""Without a new order, heartbeat and read-back are looked at this often (s)."""

TRIES: Final = 3
"""A device that fails so many times in a row is told to the user."""

ORDER_ERRORS: Final = (ModbusError, HomeAssistantError, ValueError, NotImplementedError)
"""What goes wrong when an order is given, however the device is reached."""


class Memo[T]:
    """What was written last, and when."""

    def __init__(self) -> None:
        """Know of nothing written yet."""
        self.value: T | None = None
        self.at = float("-inf")

    @property
    def age(self) -> float:
        """Return how long ago it was written (s)."""
        return monotonic() - self.at

    def note(self, value: T | None) -> None:
        """Remember what was written now."""
        self.value = value
        self.at = monotonic()


class Writer[O](ABC):
    """Carries the newest order to one device; older orders that were not carried yet are dropped.

    Nothing is written to a device that is not the one that was added (`DeviceCoordinator.writable`). Letting go has
    precedence over orders and is tried until it succeeds, or a new order takes the device over again.
    """

    def __init__(self, device: DeviceCoordinator) -> None:
        """Prepare for a device; nothing is written until an order comes."""
        self.device = device
        self.writes = 0
        """Orders given since the site was loaded."""

        self.unreleased = False
        """Whether the device has still to be let go of."""

        self.not_taken = False
        """Whether it acknowledges an order and does not obey, again and again."""

        self._order: O | None = None
        self._changed = asyncio.Event()
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._failures = 0
        self._failed: tuple[bool, O | None] | None = None
        self._retry_at = float("-inf")

    @property
    def lets_go_by_itself(self) -> bool:
        """Whether the device ends an order by itself when nobody repeats it."""
        return False

    @property
    def release_failed(self) -> bool:
        """Whether the device could not be let go of, again and again."""
        return self.unreleased and self._failures >= TRIES

    @abstractmethod
    async def _carry(self, order: O) -> None:
        """Write what the order and the state of the device ask for. Raises any of `ORDER_ERRORS`."""

    @abstractmethod
    async def _let_go(self) -> None:
        """Leave the device to itself. Raises any of `ORDER_ERRORS`."""

    @callback
    def async_start(self, hass: HomeAssistant, entry: OvershotConfigEntry) -> None:
        """Begin to carry orders."""
        self._task = entry.async_create_background_task(hass, self._run(), f"{self.device.name} orders")

    @callback
    def _take(self, order: O | None) -> None:
        """Take a new order; None ends control."""
        self._order = order
        if order is not None:
            self.unreleased = False
        self._changed.set()

    async def async_release(self) -> None:
        """Let go of the device now; where that fails it is tried again while the site is loaded."""
        self._order = None
        self.unreleased = True
        await self._attempt()

    async def async_stop(self, *, release: bool) -> None:
        """Stop carrying orders, and let go of the device where that is wanted or still owed."""
        if self._task is not None:
            async with self._lock:  # a write under way is finished, not cut
                self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        self._order = None
        self.unreleased |= release
        for attempt in range(TRIES):
            if attempt:
                await asyncio.sleep(RETRY_DELAY)
            self._retry_at = float("-inf")
            await self._attempt()
            if not self.unreleased:
                return
            if not self.device.writable:
                break
        if self.lets_go_by_itself and not self.device.writable:
            self.unreleased = False

    async def _run(self) -> None:
        """Carry orders for as long as the site is loaded."""
        while True:
            self._changed.clear()
            await self._attempt()
            with suppress(TimeoutError):
                async with asyncio.timeout(IDLE_TICK):
                    await self._changed.wait()

    async def _attempt(self) -> None:
        """Let go, or carry the order, unless that has just failed."""
        async with self._lock:
            order, releasing = self._order, self.unreleased
            if (order is None and not releasing) or not self.device.writable:
                return
            if monotonic() < self._retry_at and self._failed == (releasing, order):
                return
            try:
                if releasing:
                    await self._let_go()
                    self.unreleased = False
                elif order is not None:
                    await self._carry(order)
            except ORDER_ERRORS as err:
                self._fail(err, releasing, order)
            else:
                self._succeed()

    def _fail(self, err: Exception, releasing: bool, order: O | None) -> None:
        """Note a failure; only the first one is logged."""
        if not self._failures:
            what = "could not be let go of" if releasing else "an order was not accepted"
            LOGGER.warning("%s: %s: %s", self.device.name, what, err)
        self._failures += 1
        self._failed = (releasing, order)
        self._retry_at = monotonic() + self._delay(err)
        if isinstance(err, NotTakenError) and self._failures >= TRIES:
            self.not_taken = True

    def _succeed(self) -> None:
        """Note that the device obeys."""
        if self._failures:
            LOGGER.info("%s: orders are accepted again", self.device.name)
        self._failures = 0
        self._failed = None
        self.not_taken = False

    def _delay(self, err: Exception) -> float:
        """Return how long to wait after a failure (s)."""
        return min(LONGEST_DELAY, RETRY_DELAY * 2.0 ** min(self._failures - 1, 10))
