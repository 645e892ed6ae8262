"""Orders to a load through a switch, a number or a select of another integration."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant, split_entity_id

from ..const import CONF_LEVELS, CONF_LOWEST_POWER, CONF_POWER
from ..devices.driver import Capabilities, Role
from ..devices.load_orders import LoadOrders
from . import keys
from .actions import async_set_number, async_set_option, async_switch, target_state
from .charge_point_orders import SELECTS
from .points import Quantity, text_of

WRITE_INTERVAL: Final = 10.0
"""Relays wear: a load is set no oftener than this (s)."""

NUMBERS: Final = frozenset({"number", "input_number"})
PERCENT: Final = "%"


def load_orders(hass: HomeAssistant, data: Mapping[str, Any]) -> EntityLoadOrders:
    """Return what takes orders for a load; the kind of its entity says how."""
    domain = split_entity_id(data[keys.LOAD_ENTITY])[0]
    if domain in NUMBERS:
        return LoadByNumber(hass, data)
    return LoadBySelect(hass, data) if domain in SELECTS else LoadBySwitch(hass, data)


class EntityLoadOrders(LoadOrders):
    """What all of them share. Each order raises `HomeAssistantError` where it could not be given."""

    capabilities = Capabilities(roles=frozenset({Role.LOAD}), has_fallback=False, min_write_interval=WRITE_INTERVAL)
    modulating = False

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders as the subentry's data describes them; nothing is called."""
        self._hass = hass
        self.entity: str = data[keys.LOAD_ENTITY]
        self._power = float(data[CONF_POWER])
        self.levels = (0.0, self._power)

    @abstractmethod
    def setpoint(self) -> float | None:
        """Return the power it is set to (W) as the entity shows it, or None where it does not."""


class LoadBySwitch(EntityLoadOrders):
    """On or off."""

    @override
    def setpoint(self) -> float | None:
        return {STATE_ON: self._power, STATE_OFF: 0.0}.get(text_of(self._hass, self.entity) or "")

    @override
    async def set_power(self, power: float) -> None:
        await async_switch(self._hass, [self.entity], power > 0)


class LoadByNumber(EntityLoadOrders):
    """Any power within bounds: a number that counts W or kW, or else a share of the highest power."""

    modulating = True

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders; nothing is called."""
        super().__init__(hass, data)
        lowest = float(data.get(CONF_LOWEST_POWER) or 0.0)
        self.levels = (0.0, lowest, self._power) if 0 < lowest < self._power else (0.0, self._power)

    @override
    def setpoint(self) -> float | None:
        try:
            shown = float(text_of(self._hass, self.entity) or "")
        except ValueError:
            return None
        return shown * self._watts()

    @override
    async def set_power(self, power: float) -> None:
        state = target_state(self._hass, self.entity)
        value = power / self._watts()
        step = float(state.attributes.get("step") or 1.0)
        # Rounded down: what is not there must not be drawn.
        value = value // step * step if step > 0 else value
        await async_set_number(self._hass, self.entity, round(value, 6))

    def _watts(self) -> float:
        """Return how much one unit of the number is (W)."""
        state = self._hass.states.get(self.entity)
        unit = state.attributes.get("unit_of_measurement") if state is not None else None
        if unit in Quantity.POWER.converter.VALID_UNITS:
            return Quantity.POWER.converter.convert(1.0, unit, Quantity.POWER.value)
        return self._power / 100


class LoadBySelect(EntityLoadOrders):
    """Steps: an option for each power."""

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders; nothing is called."""
        super().__init__(hass, data)
        self._options = {option: float(power) for option, power in data[CONF_LEVELS].items()}
        self.levels = tuple(sorted({0.0, *self._options.values()}))

    @override
    def setpoint(self) -> float | None:
        return self._options.get(text_of(self._hass, self.entity) or "")

    @override
    async def set_power(self, power: float) -> None:
        """Choose the option. Raises `ValueError` for a power that has none."""
        option = next((option for option, level in self._options.items() if level == power), None)
        if option is None:
            raise ValueError(f"has no option for {power:g} W")
        await async_set_option(self._hass, self.entity, option)
