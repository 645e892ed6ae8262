"""Orders to a heat pump's SG-Ready interface through entities of other integrations.

Which contacts make which state, and in which order two contacts switch that cannot switch at once, is `devices.sg_ready`'s.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant

from ..devices.driver import Capabilities, HeatPumpOrders, Role
from ..devices.errors import NotTakenError
from ..devices.sg_ready import BLOCK, CONTACTS, DWELL, FORCE, NORMAL, RECOMMEND, STATES, Contacts
from . import keys
from .actions import async_set_option, async_switch, target_state
from .points import text_of

CONFIRM_TIME: Final = 5.0
"""Entities show what was ordered within this, or it was not taken (s)."""

CONFIRM_STEP: Final = 0.2

OPTIONS: Final[Mapping[int, str]] = {
    BLOCK: keys.OPTION_BLOCK,
    NORMAL: keys.OPTION_NORMAL,
    RECOMMEND: keys.OPTION_RECOMMEND,
    FORCE: keys.OPTION_FORCE,
}

_OPEN: Final[Contacts] = (False, False)


class EntityHeatPumpOrders(HeatPumpOrders):
    """What both of them share. Each order raises `HomeAssistantError` where it could not be given."""

    capabilities = Capabilities(
        roles=frozenset({Role.HEAT_PUMP}), sets_sg_ready=True, has_fallback=False, min_write_interval=10.0
    )
    entities: list[str]
    """Those that show the state and take it."""

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders as the subentry's data describes them; nothing is called."""
        self._hass = hass
        self._data = data

    @property
    def states(self) -> frozenset[int]:
        """Return the states that can be ordered."""
        return frozenset(CONTACTS)

    def state(self) -> int | None:
        """Return the state in force as the entities show it, or None where they do not."""
        raise NotImplementedError

    async def _confirm(self, wanted: int) -> None:
        """Wait until the entities show a state. Raises `NotTakenError`."""
        for _ in range(round(CONFIRM_TIME / CONFIRM_STEP)):
            if self.state() == wanted:
                return
            await asyncio.sleep(CONFIRM_STEP)
        raise NotTakenError(f"SG-Ready state {wanted} was ordered, but the entities show {self.state() or 'none'}")


class SwitchedContacts(EntityHeatPumpOrders):
    """Two switches on the SG-Ready terminals."""

    dwell = DWELL

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders; nothing is called."""
        super().__init__(hass, data)
        self.entities = [data[keys.SG1_ENTITY], data[keys.SG2_ENTITY]]
        self._inverted = (bool(data.get(keys.SG1_INVERTED)), bool(data.get(keys.SG2_INVERTED)))

    @override
    def state(self) -> int | None:
        contacts = self._contacts()
        return None if contacts is None else STATES[contacts]

    @override
    async def set_sg_ready(self, state: int) -> None:
        """Switch both contacts, in one call where both go the same way."""
        if state not in CONTACTS:
            raise ValueError(f"an SG-Ready state is 1 to 4, not {state}")
        for entity in self.entities:
            target_state(self._hass, entity)
        wanted, now = CONTACTS[state], self._contacts()
        if now == wanted:
            return
        # A contact whose place is not known is switched as well.
        before = now if now is not None else (not wanted[0], not wanted[1])
        relays = [value != turned for value, turned in zip(wanted, self._inverted, strict=True)]
        if before[0] != wanted[0] and before[1] != wanted[1] and relays[0] == relays[1]:
            await async_switch(self._hass, self.entities, relays[0])
        else:
            await self._one_by_one(before, wanted, relays)
        await self._confirm(state)

    async def _one_by_one(self, before: Contacts, wanted: Contacts, relays: list[bool]) -> None:
        """Switch what differs, by way of normal or recommendation, never of block or force."""
        now = list(before)
        # SG1 alone is a block: it opens first and closes last.
        for number in (1, 0) if wanted[0] else (0, 1):
            if now[number] == wanted[number]:
                continue
            await async_switch(self._hass, [self.entities[number]], relays[number])
            now[number] = wanted[number]
            if tuple(now) == _OPEN and wanted != _OPEN:
                await asyncio.sleep(self.dwell)

    def _contacts(self) -> Contacts | None:
        """Return which contacts are closed, or None where that is not known."""
        closed = [{STATE_ON: True, STATE_OFF: False}.get(text_of(self._hass, entity) or "") for entity in self.entities]
        if closed[0] is None or closed[1] is None:
            return None
        return (closed[0] != self._inverted[0], closed[1] != self._inverted[1])


class SelectedState(EntityHeatPumpOrders):
    """One select with an option for each state."""

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders; nothing is called."""
        super().__init__(hass, data)
        self.entities = [data[keys.STATE_ENTITY]]
        self._options = {state: data[key] for state, key in OPTIONS.items() if data.get(key)}

    @property
    @override
    def states(self) -> frozenset[int]:
        return frozenset(self._options)

    @override
    def state(self) -> int | None:
        said = text_of(self._hass, self.entities[0])
        return next((state for state, option in self._options.items() if option == said), None)

    @override
    async def set_sg_ready(self, state: int) -> None:
        """Choose the option of a state."""
        if state not in CONTACTS:
            raise ValueError(f"an SG-Ready state is 1 to 4, not {state}")
        if state not in self._options:
            raise NotImplementedError(f"has no option for state {state}")
        if self.state() == state:
            target_state(self._hass, self.entities[0])
            return
        await async_set_option(self._hass, self.entities[0], self._options[state])
        await self._confirm(state)
