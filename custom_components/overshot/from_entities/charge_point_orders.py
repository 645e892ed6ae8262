"""Orders to a charging station through entities or actions of other integrations.

No fallback: what the station does when Home Assistant stops is between it and its own integration.
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from math import floor, isfinite
import re
from typing import Any, Final, override

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant, State, split_entity_id

from ..core.model import EV_MIN_CURRENT
from ..devices.driver import Capabilities, ChargePointOrders, Role
from . import keys
from .actions import async_act, async_press, async_set_number, async_set_option, filled, mentions, target_state
from .points import Point, Quantity, text_of

WRITE_INTERVAL: Final = 5.0
"""Nobody knows how an integration reaches its device: orders go no oftener than this (s)."""

BUTTONS: Final = frozenset({"button", "input_button"})
SELECTS: Final = frozenset({"select", "input_select"})

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_HAIR: Final = 1e-6


class EntityChargePointOrders(ChargePointOrders):
    """What all of them share. Each order raises `HomeAssistantError` where it could not be given."""

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders as the subentry's data describes them; nothing is called."""
        self._hass = hass
        self._data = data
        self._read_back = _point(data.get(keys.SETPOINT_ENTITY))
        self.capabilities = Capabilities(
            roles=frozenset({Role.CHARGE_POINT}),
            sets_current=True,
            current_step=self.step,
            switches_phases=self.switches_phases,
            has_fallback=False,
            min_write_interval=WRITE_INTERVAL,
        )

    @property
    @abstractmethod
    def step(self) -> float:
        """Return the smallest change of current (A)."""

    @property
    @abstractmethod
    def switches_phases(self) -> bool:
        """Whether `set_phases` works."""

    @property
    def entities(self) -> list[str]:
        """Return the entities that show what was ordered."""
        return []

    def setpoint(self) -> float | None:
        """Return the current limit in force as the entities show it (A), or None where they do not."""
        measured = self._read_back.read(self._hass) if self._read_back is not None else None
        return None if measured is None else measured.value

    def phases(self) -> int | None:
        """Return the phases switched on, where the entities show it."""
        return None

    @override
    async def set_fallback(self, current: float) -> None:
        """Raise `NotImplementedError`: a station reached through its entities has no fallback that Overshot knows."""
        raise NotImplementedError("sets no fallback")


class EntitySetCurrent(EntityChargePointOrders):
    """Through a number or a select, and a switch or two buttons for the pause."""

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders; nothing is called."""
        self._current: str = data[keys.CURRENT_ENTITY]
        self._factor = float(data.get(keys.CURRENT_FACTOR, 1.0))
        self._pause: str | None = data.get(keys.PAUSE_ENTITY)
        self._resume: str | None = data.get(keys.RESUME_ENTITY)
        self._phases: str | None = data.get(keys.PHASES_ENTITY)
        self._point = Point(entity=self._current, quantity=Quantity.CURRENT, factor=self._factor)
        self._paused = False
        super().__init__(hass, data)

    @property
    @override
    def step(self) -> float:
        return float(self._data.get(keys.CURRENT_STEP, 1.0))

    @property
    @override
    def switches_phases(self) -> bool:
        return self._phases is not None

    @property
    @override
    def entities(self) -> list[str]:
        return [entity for entity in (self._current, self._pause, self._phases) if entity]

    @override
    def setpoint(self) -> float | None:
        """Return what the number or the select shows; 0 while the switch pauses. A button shows nothing."""
        if self._pauses_by_switch and text_of(self._hass, self._pause) == STATE_OFF:
            return 0.0
        if self._paused and not self._pauses_by_switch:
            return None
        if (told := super().setpoint()) is not None:
            return told
        if split_entity_id(self._current)[0] in SELECTS:
            said = text_of(self._hass, self._current)
            amps = amperes([said], self._factor) if said is not None else {}
            return next(iter(amps.values()), None)
        measured = self._point.read(self._hass)
        if measured is None:
            return None
        # A number below what a car charges at is how a station without a pause of its own pauses.
        return measured.value if measured.value >= EV_MIN_CURRENT else 0.0

    @override
    def phases(self) -> int | None:
        said = text_of(self._hass, self._phases)
        return {self._data.get(keys.OPTION_1): 1, self._data.get(keys.OPTION_3): 3}.get(said) if said else None

    @property
    def _pauses_by_switch(self) -> bool:
        return self._pause is not None and split_entity_id(self._pause)[0] not in BUTTONS

    @override
    async def set_current(self, current: float) -> None:
        """Limit the current, rounded down to what the entity takes; below its minimum charging pauses.

        The limit goes first and the pause ends last, so that nobody charges at an old limit meanwhile.
        """
        if not isfinite(current) or (current != 0 and current < EV_MIN_CURRENT):
            raise ValueError(f"{current} A is neither 0 nor at least {EV_MIN_CURRENT:g} A")
        target = target_state(self._hass, self._current)
        if split_entity_id(self._current)[0] in SELECTS:
            await self._set_option(target, current)
        else:
            await self._set_number(target, current)

    async def _set_number(self, target: State, current: float) -> None:
        """Set a number; the lowest one pauses where nothing else does."""
        scale = self._point.factor * Quantity.CURRENT.converter.convert(1.0, _unit(target), Quantity.CURRENT.value)
        lowest = float(target.attributes.get("min", 0.0))
        highest = float(target.attributes.get("max", 80.0))
        step = float(target.attributes.get("step") or 1.0)
        value = min(current / scale, highest)
        value = round(lowest + floor((value - lowest) / step + _HAIR) * step, 6)
        if current == 0 or value < lowest:
            if self._pause:
                await self._pause_now()
            elif lowest * scale < EV_MIN_CURRENT:
                await async_set_number(self._hass, self._current, max(lowest, 0.0))
            else:
                raise ValueError(f"{self._current} goes no lower than {lowest * scale:g} A and cannot pause")
            return
        await async_set_number(self._hass, self._current, value)
        await self._resume_now()

    async def _set_option(self, target: State, current: float) -> None:
        """Choose the nearest lower option."""
        amps = amperes(target.attributes.get("options", ()), self._factor)
        below = {option: value for option, value in amps.items() if value <= current + _HAIR}
        option = max(below, key=lambda name: below[name], default=None)
        if self._pause and (current == 0 or option is None):
            await self._pause_now()
        elif option is None:
            raise ValueError(f"{self._current} has no option for {current:g} A or less")
        else:
            await async_set_option(self._hass, self._current, option)
            if current:
                await self._resume_now()

    async def _pause_now(self) -> None:
        """Pause; said again each time, for what is shown may be older than the last order."""
        assert self._pause is not None
        if self._pauses_by_switch:
            await async_set_option(self._hass, self._pause, STATE_OFF)
        else:
            await async_press(self._hass, self._pause)
        self._paused = True

    async def _resume_now(self) -> None:
        """End a pause."""
        if self._pauses_by_switch and text_of(self._hass, self._pause) != STATE_ON:
            assert self._pause is not None
            await async_set_option(self._hass, self._pause, STATE_ON)
        elif self._resume and self._paused:
            await async_press(self._hass, self._resume)
        self._paused = False

    @override
    async def set_phases(self, phases: int) -> None:
        """Choose the option of the phases' select, or switch it."""
        if phases not in (1, 3):
            raise ValueError(f"phases are 1 or 3, not {phases}")
        if self._phases is None:
            raise NotImplementedError("switches no phases")
        option = self._data[keys.OPTION_1 if phases == 1 else keys.OPTION_3]
        await async_set_option(self._hass, self._phases, option)


class ActionSetCurrent(EntityChargePointOrders):
    """Through an action with `{current}` in its data; `{phases}` where it takes phases."""

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders; nothing is called."""
        self._pause: str | None = data.get(keys.PAUSE_ACTION)
        self._resume: str | None = data.get(keys.RESUME_ACTION)
        self._last = 0.0
        self._paused: bool | None = None
        self._phase_count = 3
        super().__init__(hass, data)

    @property
    @override
    def step(self) -> float:
        return float(self._data.get(keys.ACTION_STEP, 1.0))

    @property
    @override
    def switches_phases(self) -> bool:
        return mentions(self._data[keys.DATA], "phases")

    @override
    def setpoint(self) -> float | None:
        """Return what the read-back entity shows; nothing shows whether the pause action was obeyed."""
        return None if self._paused else super().setpoint()

    @override
    async def set_current(self, current: float) -> None:
        """Call the action, or the one that pauses."""
        if not isfinite(current) or (current != 0 and current < EV_MIN_CURRENT):
            raise ValueError(f"{current} A is neither 0 nor at least {EV_MIN_CURRENT:g} A")
        if current == 0 and self._pause:
            await async_act(self._hass, self._pause, self._target)
            self._paused = True
            return
        current = floor(current / self.step + _HAIR) * self.step
        await self._call(current)
        # What it was before Overshot came is not known: it is resumed once.
        if self._resume and self._paused is not False:
            await async_act(self._hass, self._resume, self._target)
        self._paused = False

    @override
    async def set_phases(self, phases: int) -> None:
        """Call the action with the last current on so many phases."""
        if phases not in (1, 3):
            raise ValueError(f"phases are 1 or 3, not {phases}")
        if not self.switches_phases:
            raise NotImplementedError("switches no phases")
        self._phase_count = phases
        await self._call(self._last)

    async def _call(self, current: float) -> None:
        """Call the action."""
        values = {"current": round(current, 3), "phases": float(self._phase_count)}
        await async_act(self._hass, self._data[keys.ACTION], filled(self._data[keys.DATA], values))
        self._last = current

    @property
    def _target(self) -> dict[str, Any]:
        """Return what the pausing actions get: whom it is for, and nothing of the current."""
        data: Mapping[str, Any] = self._data[keys.DATA]
        return {key: value for key, value in data.items() if key in ("entity_id", "device_id")}


def amperes(options: Iterable[str], factor: float = 1.0) -> dict[str, float]:
    """Return what each option of a select means (A): the first number in it."""
    found: dict[str, float] = {}
    for option in options:
        if match := _NUMBER.search(option):
            found[option] = float(match[0].replace(",", ".")) * factor
    return found


def _unit(target: State) -> str:
    """Return the unit a number counts in; A where it says none."""
    return str(target.attributes.get("unit_of_measurement") or Quantity.CURRENT.value)


def _point(entity: str | None) -> Point | None:
    """Return a point that reads a current."""
    return Point(entity=entity, quantity=Quantity.CURRENT) if entity else None
