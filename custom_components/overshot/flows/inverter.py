"""Add an inverter or a battery to a site: its grid role, the ratings of its battery, and what differs by house."""

from collections.abc import Mapping
from contextlib import suppress
from math import isfinite
from typing import Any, Final, override

from homeassistant.config_entries import ConfigSubentry, SubentryFlowContext, SubentryFlowResult

from ..const import (
    CONF_CAPACITY,
    CONF_FAMILY,
    CONF_INVERT_METER,
    CONF_MAX_CHARGE,
    CONF_MAX_DISCHARGE,
    CONF_PLANNED,
    CONF_USES_WALLBOXES,
    FAMILY_ENTITIES,
)
from ..devices.driver import DeviceKind, Driver
from ..devices.e3dc import E3dc
from ..devices.errors import DeviceError
from ..devices.register_map_driver import FAMILY as FAMILY_OWN_MAP
from ..drivers import driver_class
from ..from_entities import keys
from .described import DescribedDevice
from .device import ModbusDeviceFlow, of_entities
from .drafts import DeviceDraft
from .entities_inverter import InverterEntitySteps
from .forms import Form, inverter_form
from .look import async_look
from .register_map import RegisterMapSteps
from .words import async_said, notes_of, with_notes

_BOUNDS: Final = {
    CONF_CAPACITY: (0.5, 1000.0),
    CONF_MAX_CHARGE: (100.0, 1_000_000.0),
    CONF_MAX_DISCHARGE: (100.0, 1_000_000.0),
}
"""kWh and W."""
_FLAGS: Final = (CONF_INVERT_METER, CONF_USES_WALLBOXES)


class InverterFlow(
    ModbusDeviceFlow,
    InverterEntitySteps,
    RegisterMapSteps[SubentryFlowContext, SubentryFlowResult, tuple[str, str]],
):
    """Add or change an inverter or battery."""

    kind = DeviceKind.INVERTER
    map_kind = DeviceKind.INVERTER
    other_ways = ("entities", "own_map")

    # Own register map

    @property
    @override
    def described(self) -> ConfigSubentry | None:
        return self.changed

    @override
    async def async_map_back(self) -> SubentryFlowResult:
        return await (self.async_step_user() if self.changed is None else self.async_step_reconfigure())

    @override
    async def async_map_accepted(self, device: DescribedDevice) -> SubentryFlowResult:
        if self.changed is not None:
            return self.async_change(self.redescribed(self.changed, device))
        return await self.async_drafted(DeviceDraft.of_found(device))

    # Ratings and options

    @override
    async def async_settle(self) -> SubentryFlowResult:
        return await self.async_step_inverter()

    @override
    async def async_entities_ready(self, draft: DeviceDraft) -> SubentryFlowResult:
        if self.changed is None:
            return await self.async_drafted(draft)
        self.draft = draft
        return await self.async_step_inverter()

    async def async_step_inverter(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the ratings of the battery and what differs by house, where the device has any of it."""
        data = self._data
        if user_input is None:
            self._form, self._said = await self._async_options(data)
        errors: dict[str, str] = {}
        entered: dict[str, Any] = {}
        if user_input is not None:
            entered, errors = _checked(user_input)
        if (user_input is not None and not errors) or not self._form.schema:
            kept = {key: value for key, value in data.items() if key not in (*_BOUNDS, *_FLAGS)}
            if self.changed is not None:
                return self.async_change({**kept, **entered})
            assert self.draft is not None
            return self.async_add(self.draft.changed(**entered))
        return self.async_show_form(
            step_id="inverter",
            data_schema=self.add_suggested_values_to_schema(self._form, user_input or data),
            errors=errors,
            description_placeholders=with_notes({"device": self._title}, self._said),
        )

    _form: Form
    _said = ""

    async def _async_options(self, data: Mapping[str, Any]) -> tuple[Form, str]:
        """Return the form, and what is to be said: as the device itself narrows it, else as its family is at most."""
        if data[CONF_FAMILY] == FAMILY_ENTITIES:
            return inverter_form(battery=keys.ORDERS in data, turns_meter=False, wallboxes=False), ""
        driver: type[Driver] | Driver = driver_class(data)
        if not data.get(CONF_PLANNED):
            with suppress(DeviceError):
                driver = (await async_look(self.hass, data)).driver
        can = driver.capabilities
        form = inverter_form(
            battery=can.controls_battery, turns_meter=can.turns_meter, wallboxes=data[CONF_FAMILY] == E3dc.family
        )
        return form, await async_said(self.hass, notes_of(driver))

    @property
    def _data(self) -> Mapping[str, Any]:
        """Return the data of the device: as it is to be, else as it is."""
        if self.draft is not None:
            return self.draft.data
        return self._get_reconfigure_subentry().data

    @property
    def _title(self) -> str:
        """Return what the device is called."""
        return self.draft.title if self.draft is not None else self._get_reconfigure_subentry().title

    # Change

    @override
    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what to change: the entities, the ratings, the map, or the address."""
        own = self._get_reconfigure_subentry()
        if of_entities(own):
            return await self.async_change_entities()
        where = ["address"]
        if own.data[CONF_FAMILY] == FAMILY_OWN_MAP:
            self.describe(own)
            where = ["own_map", "reach"]
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=["inverter", *where],
            description_placeholders={"device": own.title},
        )


def _checked(entered: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what is stored, and errors by field."""
    ratings = {key: float(entered[key]) for key in _BOUNDS if entered.get(key) is not None}
    errors: dict[str, str] = {}
    for key, value in ratings.items():
        lowest, highest = _BOUNDS[key]
        if not isfinite(value) or not lowest <= value <= highest:
            errors[key] = f"invalid_{key}"
    return {**ratings, **{key: bool(entered[key]) for key in _FLAGS if key in entered}}, errors
