"""Tell a controller that steers its stations itself which of them to hurry, and take that back at the end."""

from collections.abc import Iterable
from typing import Final, override

from homeassistant.core import callback

from ..coordinator import DeviceCoordinator
from ..devices.driver import BoostOrders
from .base import TRIES, Memo, Writer

FEEDBACK: Final = 35.0
"""A controller shows a boost, or that it will not, within this (s): 20 s were seen, and it is polled every few."""

type Wishes = frozenset[tuple[int, bool]]
"""Charge point by number, and whether it is to boost."""


class BoostWriter(Writer[Wishes]):
    """Carries boosts to one controller: wishes that end once they are met, for the stations obey the controller alone."""

    def __init__(self, device: DeviceCoordinator, orders: BoostOrders) -> None:
        """Prepare for a controller; nothing is written until a boost is wished."""
        super().__init__(device)
        self.given: set[int] = set()
        """Charge points that boost because Overshot said so."""

        self._orders = orders
        self._wishes: dict[int, bool] = {}
        self._told: dict[int, Memo[bool]] = {}
        self._tries: dict[int, int] = {}

    @callback
    def boost(self, number: int, active: bool) -> None:
        """Wish that a charge point boosts, or does as the controller decides."""
        if self._wishes.get(number) is not active:
            self._tries[number] = 0
            self._wishes[number] = active
        self.not_taken = False
        self._take(frozenset(self._wishes.items()))

    @callback
    def take_back(self, numbers: Iterable[int]) -> None:
        """End boosts that Overshot gave."""
        for number in numbers:
            self.boost(number, False)

    @callback
    def look(self) -> None:
        """Forget boosts that the controller ended by itself."""
        for number in tuple(self.given):
            if number not in self._wishes and self._shown(number) is False:
                self.given.discard(number)

    @override
    async def _carry(self, order: Wishes) -> None:
        for number, active in sorted(order):
            if self._wishes.get(number) is active:
                await self._carry_one(number, active)
        if not self._wishes:
            self._order = None

    async def _carry_one(self, number: int, active: bool) -> None:
        """Write a wish, and wait for the controller to show it."""
        told = self._told.setdefault(number, Memo())
        if told.value is active:
            if told.age < FEEDBACK:
                return
            if self._shown(number) is active:
                self._met(number, active)
                return
            if self._tries[number] >= TRIES:
                self._wishes.pop(number)
                self.not_taken = True
                return
        elif told.age < self._orders.capabilities.min_write_interval:
            return
        self._tries[number] += 1
        await self._write(number, active)

    def _met(self, number: int, active: bool) -> None:
        """Note that the controller does what was wished."""
        self._wishes.pop(number)
        if not active:
            self.given.discard(number)

    async def _write(self, number: int, active: bool) -> None:
        """Write a boost."""
        await self._orders.set_boost(number, active)
        self._told.setdefault(number, Memo()).note(active)
        self.writes += 1
        if active:
            self.given.add(number)

    @override
    async def _let_go(self) -> None:
        self._wishes.clear()
        for number in sorted(self.given):
            told = self._told.get(number)
            # What it shows may be older than what it was told.
            if self._shown(number) is not False or (told is not None and told.age < FEEDBACK):
                await self._write(number, False)
            self.given.discard(number)

    @override
    def _succeed(self) -> None:
        """Keep that a boost was not taken until the next one is wished: writing is all that succeeded."""
        not_taken = self.not_taken
        super()._succeed()
        self.not_taken = not_taken

    def _shown(self, number: int) -> bool | None:
        """Return what the controller says of a charge point."""
        reading = self.device.data.charge_points.get(number)
        return reading.boost if reading is not None else None
