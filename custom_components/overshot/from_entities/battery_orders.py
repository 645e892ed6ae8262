"""Orders to a battery through entities or actions of other integrations.

A mode that was set stays when Home Assistant stops, unless the device itself ends it: Overshot gives the battery back to its
own automatic on unload and stop, and after a crash the last order stands.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Final, override

from homeassistant.core import HomeAssistant, State

from ..core.model import BatteryMode
from ..devices.driver import BatteryOrders, Capabilities, Role
from . import keys
from .actions import async_act, async_set_number, async_set_option, filled, target_state
from .points import Quantity, text_of

WRITE_INTERVAL: Final = 15.0
"""Nobody knows how an integration reaches its device, nor what a change of mode wears: no oftener than this (s)."""

OPTIONS: Final[Mapping[BatteryMode, str]] = {
    BatteryMode.AUTO: keys.OPTION_AUTO,
    BatteryMode.HOLD: keys.OPTION_HOLD,
    BatteryMode.CHARGE: keys.OPTION_CHARGE,
    BatteryMode.DISCHARGE: keys.OPTION_DISCHARGE,
}


class EntityBatteryOrders(BatteryOrders):
    """What both of them share. Each order raises `HomeAssistantError` where it could not be given."""

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders as the subentry's data describes them; nothing is called."""
        self._hass = hass
        self._data = data
        self.capabilities = Capabilities(
            roles=frozenset({Role.BATTERY}),
            controls_battery=True,
            has_fallback=False,
            heartbeat=data.get(keys.HEARTBEAT),
            min_write_interval=WRITE_INTERVAL,
        )

    @property
    @override
    def modes(self) -> frozenset[BatteryMode]:
        """Return what can be ordered."""
        return frozenset(mode for mode, key in OPTIONS.items() if self._data.get(key))

    @property
    def entities(self) -> list[str]:
        """Return the entities that must be there for an order to be taken."""
        return []

    @override
    async def set_battery(self, mode: BatteryMode, power: float = 0.0) -> None:
        """Command the battery. Raises `NotImplementedError` for a mode nobody named an option for."""
        if not isfinite(power) or power < 0:
            raise ValueError(f"{power} W is no power to charge or discharge with")
        if mode not in self.modes:
            raise NotImplementedError(f"takes no order to {mode}")
        await self._order(mode, power if mode in (BatteryMode.CHARGE, BatteryMode.DISCHARGE) else 0.0)

    @override
    async def release_battery(self) -> None:
        """Give the battery back to its own automatic."""
        await self.set_battery(BatteryMode.AUTO)

    @abstractmethod
    async def _order(self, mode: BatteryMode, power: float) -> None:
        """Give an order that was checked (W)."""


class EntitySetBattery(EntityBatteryOrders):
    """Through a select or switch for the mode, and numbers for the power.

    The power goes before the mode, so that no mode begins with the power of an older order.
    """

    def __init__(self, hass: HomeAssistant, data: Mapping[str, Any]) -> None:
        """Prepare orders; nothing is called."""
        super().__init__(hass, data)
        self._mode: str = data[keys.MODE_ENTITY]
        self._enable: str | None = data.get(keys.ENABLE_ENTITY)
        self._power: Sequence[str] = data.get(keys.POWER_ENTITIES) or ()
        self._factor = float(data.get(keys.POWER_FACTOR, 1.0))
        self._sign = keys.PowerSign(data.get(keys.POWER_SIGN, keys.PowerSign.UNSIGNED))

    @property
    @override
    def entities(self) -> list[str]:
        return [self._mode, *([self._enable] if self._enable else []), *self._power]

    @override
    async def _order(self, mode: BatteryMode, power: float) -> None:
        option = self._data[OPTIONS[mode]]
        if mode is BatteryMode.AUTO:
            await self._choose(self._enable or self._mode, option)
            return
        await self._set_power(mode, power)
        await self._choose(self._mode, option)
        if self._enable:
            await self._choose(self._enable, self._data[keys.OPTION_ENABLED])

    async def _set_power(self, mode: BatteryMode, power: float) -> None:
        """Set the numbers: one for both directions, or one for charging and one for discharging."""
        if len(self._power) == 2:
            charging, discharging = self._power
            chosen = {BatteryMode.CHARGE: [charging], BatteryMode.DISCHARGE: [discharging]}.get(mode, self._power)
            for entity in chosen:
                await self._set_number(entity, power)
        elif self._power:
            turned = self._sign is keys.PowerSign.CHARGE_POSITIVE
            direction = -1.0 if (mode is BatteryMode.CHARGE) is not turned else 1.0
            await self._set_number(
                self._power[0], power if self._sign is keys.PowerSign.UNSIGNED else direction * power
            )

    async def _set_number(self, entity: str, power: float) -> None:
        """Set a number, within what it takes and no stronger than ordered."""
        target = target_state(self._hass, entity)
        lowest, highest = float(target.attributes.get("min", 0.0)), float(target.attributes.get("max", 1e6))
        value = power / self._scale(target)
        step = float(target.attributes.get("step") or 1.0)
        # Towards zero: never stronger than ordered.
        value = round(int(value / step + (1e-6 if value >= 0 else -1e-6)) * step, 6)
        taken = min(max(value, lowest), highest) + 0.0
        if abs(taken) > abs(value) or taken * value < 0:
            raise ValueError(f"{entity} takes no {value:g}, only {lowest:g} to {highest:g}")
        await async_set_number(self._hass, entity, taken)

    def _scale(self, target: State) -> float:
        """Return how many W one step of the number's own unit is."""
        unit = target.attributes.get("unit_of_measurement")
        converter = Quantity.POWER.converter
        known = converter.convert(1.0, unit, Quantity.POWER.value) if unit in converter.VALID_UNITS else 1.0
        return known * self._factor

    async def _choose(self, entity: str, option: str) -> None:
        """Choose an option unless it is chosen: modes are often kept in memory that wears, but for those that expire."""
        target_state(self._hass, entity)
        if self.capabilities.heartbeat is not None or text_of(self._hass, entity) != option:
            await async_set_option(self._hass, entity, option)


class ActionSetBattery(EntityBatteryOrders):
    """Through an action with `{mode}` and `{power}` in its data."""

    @override
    async def _order(self, mode: BatteryMode, power: float) -> None:
        values: dict[str, float | str] = {
            "mode": self._data[OPTIONS[mode]],
            "power": power / float(self._data.get(keys.POWER_FACTOR, 1.0)),
        }
        await async_act(self._hass, self._data[keys.ACTION], filled(self._data[keys.DATA], values))
