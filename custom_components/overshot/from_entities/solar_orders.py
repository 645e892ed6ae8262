"""Limit the output of an inverter through a number of another integration.

Such a number stays where it was set when Home Assistant stops: Overshot sets it to its highest value on unload and stop, and
after a crash the last limit stands until Overshot is back.
"""

from dataclasses import replace
from math import floor, isfinite
from typing import Final, override

from homeassistant.core import HomeAssistant

from ..core.model import BatteryMode
from ..devices.driver import BatteryOrders, Capabilities, Role
from .actions import async_set_number, target_state
from .battery_orders import WRITE_INTERVAL, EntityBatteryOrders
from .points import Quantity

_HAIR: Final = 1e-6
"""Added before rounding down, so that 0.3 in steps of 0.1 stays 0.3."""


class EntityInverterOrders(BatteryOrders):
    """An inverter whose output a number limits (W or kW), with its battery where that takes orders."""

    def __init__(self, hass: HomeAssistant, limit_entity: str, battery: EntityBatteryOrders | None = None) -> None:
        """Prepare orders; nothing is called."""
        self._hass = hass
        self._limit = limit_entity
        self._battery = battery
        if battery is None:
            self.capabilities = Capabilities(
                roles=frozenset({Role.SOLAR}), limits_output=True, min_write_interval=WRITE_INTERVAL
            )
        else:
            can = battery.capabilities
            self.capabilities = replace(can, roles=can.roles | {Role.SOLAR}, limits_output=True)

    @property
    @override
    def modes(self) -> frozenset[BatteryMode]:
        return self._battery.modes if self._battery is not None else frozenset()

    @override
    async def set_battery(self, mode: BatteryMode, power: float = 0.0) -> None:
        """Command the battery. Raises `NotImplementedError` where it takes no orders."""
        if self._battery is None:
            raise NotImplementedError("there is no battery that takes orders")
        await self._battery.set_battery(mode, power)

    @override
    async def release_battery(self) -> None:
        """Give the battery back to its own automatic."""
        await self.set_battery(BatteryMode.AUTO)

    @override
    async def set_output_limit(self, limit: float | None) -> None:
        """Set the number (W), rounded down to its step, and within what it takes; None sets its highest value.

        Raises `HomeAssistantError` where it is unavailable, `ValueError` for a number that is no power.
        """
        if limit is not None and (not isfinite(limit) or limit < 0):
            raise ValueError(f"{limit} W is no limit")
        target = target_state(self._hass, self._limit)
        unit, converter = target.attributes.get("unit_of_measurement"), Quantity.POWER.converter
        if unit not in converter.VALID_UNITS:
            raise ValueError(f"{self._limit} is no power: its unit is {unit}")
        lowest, highest = float(target.attributes["min"]), float(target.attributes["max"])
        value = highest
        if limit is not None:
            step = float(target.attributes.get("step") or 1.0)
            told = converter.convert(limit, Quantity.POWER.value, unit)
            value = min(max(round(floor(told / step + _HAIR) * step, 6), lowest), highest)
        await async_set_number(self._hass, self._limit, value)
