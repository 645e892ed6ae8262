"""Add or change a vehicle: what it takes and holds, how it is known when it comes, and what tells how full it is."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_NAME, PERCENTAGE, Platform, UnitOfElectricCurrent, UnitOfEnergy
from homeassistant.helpers.selector import EntitySelector, EntitySelectorConfig, TextSelector
import voluptuous as vol

from ..access.subentries import (
    CONF_CARDS,
    CONF_CHARGE_POINT,
    CONF_CONSUMPTION,
    CONF_OWNER,
    CONF_PRESENCE,
    CONF_SOC_ENTITY,
    CONF_TARGET_SOC,
)
from ..const import (
    CONF_CAPACITY,
    CONF_MAX_CURRENT,
    CONF_PHASES,
    SUBENTRY_CARD,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_PERSON,
    SUBENTRY_VEHICLE,
)
from .access_list import AccessListFlow, within
from .forms import Form, choice as translated_choice
from .wiring import choice, number_box

BOUNDS: Final = {
    CONF_CONSUMPTION: (5.0, 100.0),
    CONF_CAPACITY: (1.0, 250.0),
    CONF_MAX_CURRENT: (6.0, 80.0),
    CONF_TARGET_SOC: (10.0, 100.0),
}
"""kWh/100 km, kWh, A, %."""

DETAILS_FORM: Final[Form] = vol.Schema(
    {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Optional(CONF_CONSUMPTION): number_box("kWh/100 km"),
        vol.Optional(CONF_CAPACITY): number_box(UnitOfEnergy.KILO_WATT_HOUR),
        vol.Optional(CONF_MAX_CURRENT): number_box(UnitOfElectricCurrent.AMPERE),
        vol.Optional(CONF_PHASES): translated_choice("vehicle_phases", ("1", "2", "3")),
    }
)

LEVEL_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(CONF_SOC_ENTITY): EntitySelector(
            EntitySelectorConfig(domain=Platform.SENSOR, device_class=SensorDeviceClass.BATTERY)
        ),
        vol.Optional(CONF_TARGET_SOC): number_box(PERCENTAGE),
    }
)


class VehicleFlow(AccessListFlow):
    """Add or change a vehicle in three steps."""

    kind = SUBENTRY_VEHICLE

    def __init__(self) -> None:
        """Start with nothing entered."""
        self._data: dict[str, Any] = {}

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what it takes and holds."""
        return await self._async_details("user", user_input)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change what it takes and holds."""
        return await self._async_details("reconfigure", user_input)

    async def _async_details(self, step: str, entered: dict[str, Any] | None) -> SubentryFlowResult:
        """Ask until everything can be."""
        errors: dict[str, str] = {}
        if entered is not None:
            errors = self.basic_errors(entered) | _errors(entered)
            if not errors:
                self._data = dict(entered)
                return await self.async_step_recognised()
        return self.show(step, DETAILS_FORM, entered or self._known(), errors)

    async def async_step_recognised(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask whose it is, and how it is known when it comes."""
        if user_input is not None:
            self._data |= user_input
            return await self.async_step_level()
        return self.show("recognised", self._recognised_form(), self._known(), {})

    async def async_step_level(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what tells how full it is, and how full it should be."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = _errors(user_input)
            target = user_input.get(CONF_TARGET_SOC)
            if not errors and target is not None:
                if not user_input.get(CONF_SOC_ENTITY):
                    errors[CONF_SOC_ENTITY] = "soc_entity_needed"
                elif self._data.get(CONF_CAPACITY) is None:
                    errors[CONF_TARGET_SOC] = "capacity_needed"
            if not errors:
                return self.store({**self._data, **user_input})
        return self.show("level", LEVEL_FORM, user_input or self._known(), errors)

    def _known(self) -> dict[str, Any] | None:
        """Return what is stored of a vehicle that is changed."""
        return {CONF_NAME: self.own.title, **self.own.data} if self.own is not None else None

    def _recognised_form(self) -> Form:
        """Return the form; what there is none of is not asked for."""
        fields: dict[Any, Any] = {}
        if persons := self.names(SUBENTRY_PERSON):
            fields[vol.Optional(CONF_OWNER)] = choice(persons)
        if cards := self.names(SUBENTRY_CARD):
            fields[vol.Optional(CONF_CARDS)] = choice(cards, multiple=True)
        if points := self.names(SUBENTRY_CHARGE_POINT):
            fields[vol.Optional(CONF_CHARGE_POINT)] = choice(points)
        fields[vol.Optional(CONF_PRESENCE)] = EntitySelector(
            EntitySelectorConfig(
                domain=[Platform.BINARY_SENSOR, Platform.DEVICE_TRACKER, "input_boolean"], multiple=True
            )
        )
        return vol.Schema(fields)


def _errors(entered: Mapping[str, Any]) -> dict[str, str]:
    """Return the errors of numbers out of bounds by field."""
    return {
        key: f"invalid_vehicle_{key}"
        for key, (lowest, highest) in BOUNDS.items()
        if (value := entered.get(key)) is not None and not within(value, lowest, highest)
    }
