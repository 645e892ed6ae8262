"""Add a heat pump to a site: which board switches its two contacts, what they say now, and what it draws."""

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import Any, Final, override

from homeassistant.config_entries import ConfigSubentry, SubentryFlowContext, SubentryFlowResult

from ..const import (
    CONF_FAMILY,
    CONF_NOMINAL_POWER,
    CONF_PHASES,
    CONF_ROTATION,
    CONF_START_CURRENT,
    CONF_UNIT_ID,
    CONF_WIRING,
)
from ..core.model import Rotation
from ..devices.driver import DeviceKind
from ..devices.hager_htc320h import HagerHtc320h
from ..devices.sg_ready import CONTACTS
from ..devices.waveshare_relay import WaveshareRelay
from ..drivers import driver_class
from ..layout import connection_of
from ..modbus_link import link_of
from .described import DescribedDevice
from .device import DeviceFlow, of_entities
from .drafts import DeviceDraft
from .entities_heat_pump import HeatPumpEntitySteps
from .forms import CONF_AGAIN
from .heat_pump_wiring import WIRING_FORMS, Checked
from .register_map import RegisterMapSteps
from .search import NONE
from .wiring import heat_pump_form
from .words import async_said, notes_of, with_notes

TITLE: Final = "Heat pump"
POWER_BOUNDS: Final = (100.0, 100_000.0)
"""W."""
CURRENT_BOUNDS: Final = (1.0, 300.0)
"""A."""


class HeatPumpFlow(
    DeviceFlow,
    HeatPumpEntitySteps,
    RegisterMapSteps[SubentryFlowContext, SubentryFlowResult, tuple[str, str]],
):
    """Add or change a heat pump."""

    map_kind = DeviceKind.HEAT_PUMP

    def __init__(self) -> None:
        """Start with nothing described."""
        super().__init__()
        self.device: DescribedDevice | None = None
        """What answered as described."""

    # What switches it

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what switches its state."""
        return self.async_show_menu(step_id="user", menu_options=["relay_board", "htc320h", "entities", "own_map"])

    async def async_step_relay_board(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which relays of a board are the two contacts."""
        return await self._async_wiring("relay_board", WaveshareRelay.family, user_input)

    async def async_step_htc320h(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask where the two outputs of the module are: its registers are not public."""
        return await self._async_wiring("htc320h", HagerHtc320h.family, user_input)

    async def _async_wiring(self, step: str, family: str, entered: dict[str, Any] | None) -> SubentryFlowResult:
        """Ask for a wiring."""
        form, check, shown = WIRING_FORMS[family]
        errors: dict[str, str] = {}
        if entered is not None:
            wiring, errors = check(entered)
            if not errors:
                self.description = {CONF_FAMILY: family, CONF_WIRING: wiring}
                return await self.async_description_taken()
        own = self.changed
        stored = shown(own.data[CONF_WIRING]) if own is not None else {}
        return self.async_show_form(
            step_id=step, data_schema=self.add_suggested_values_to_schema(form, entered or stored), errors=errors
        )

    # How it is reached

    @property
    @override
    def described(self) -> ConfigSubentry | None:
        return self.changed

    @override
    async def async_reach_back(self) -> SubentryFlowResult:
        if self.changed is not None:
            return await self.async_step_reconfigure()
        return await (self.async_step_user() if CONF_WIRING in self.description else self.async_step_own_map())

    @override
    async def async_map_back(self) -> SubentryFlowResult:
        return await (self.async_step_user() if self.changed is None else self.async_step_reconfigure())

    @override
    async def async_described(self, device: DescribedDevice) -> SubentryFlowResult:
        if CONF_WIRING not in self.description:
            return await super().async_described(device)
        return await self.async_map_accepted(device)

    @override
    async def async_map_accepted(self, device: DescribedDevice) -> SubentryFlowResult:
        self.device = device
        return await self.async_alone_on_line(device.data(), self.async_step_heat_pump)

    # What its contacts say, and what it draws

    async def async_step_heat_pump(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Show what the contacts say now, switching nothing, and ask for power and start current."""
        own = self.changed
        if self.device is None:
            assert own is not None
            self.describe(own)
        errors: dict[str, str] = {}
        if user_input is not None:
            ratings, errors = _ratings(user_input)
            if not errors and not user_input[CONF_AGAIN]:
                return self._settled(ratings)
        if self.device is None or user_input is not None:
            await self._async_read_again()
        stored = user_input or (own.data if own is not None else {})
        shown = {CONF_ROTATION: Rotation.L1.value, **stored, CONF_AGAIN: False}
        shown[CONF_PHASES] = str(stored.get(CONF_PHASES, 1))
        form = heat_pump_form(connection_of(self._get_entry().data).type)
        made = driver_class(self.description)
        return self.async_show_form(
            step_id="heat_pump",
            data_schema=self.add_suggested_values_to_schema(form, shown),
            errors=errors,
            description_placeholders=with_notes(self._contacts(), await async_said(self.hass, notes_of(made))),
        )

    async def _async_read_again(self) -> None:
        """Look at the device once more; one that does not answer now is none."""
        own = self.changed
        where = self.device.data() if self.device is not None else own.data if own is not None else {}
        device, _ = await self.async_look_at(link_of(where), int(where[CONF_UNIT_ID]))
        self.look = None if device is None else self.look

    def _contacts(self) -> dict[str, str]:
        """Return what the contacts say, for the text."""
        heat_pump = self.look.readings.heat_pumps.get(1) if self.look is not None else None
        state = heat_pump.state if heat_pump is not None else None
        if state is None:
            return {"state": NONE, "contacts": NONE}
        return {"state": str(state), "contacts": ":".join(str(int(closed)) for closed in CONTACTS[state])}

    def _settled(self, ratings: Mapping[str, Any]) -> SubentryFlowResult:
        """Store the heat pump."""
        own = self.changed
        if own is None:
            assert self.device is not None
            return self.async_add(DeviceDraft.of_found(self.device).retitled(TITLE).changed(**ratings))
        data = dict(own.data) if self.device is None else self.redescribed(own, self.device)
        return self.async_change({**{key: value for key, value in data.items() if key not in _ASKED}, **ratings})

    # Change

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what to change."""
        own = self._get_reconfigure_subentry()
        if of_entities(own):
            return await self.async_change_entities()
        self.describe(own)
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=["heat_pump", _STEPS.get(own.data[CONF_FAMILY], "own_map"), "reach"],
            description_placeholders={"device": own.title},
        )

    # Entities

    @override
    async def async_entities_ready(self, draft: DeviceDraft) -> SubentryFlowResult:
        """Ask what a heat pump draws that is made of entities."""
        self._of_entities = draft
        return await self.async_step_ratings()

    _of_entities: DeviceDraft

    async def async_step_ratings(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for power and start current, and for the phases where there are several."""
        draft, errors = self._of_entities, dict[str, str]()
        if user_input is not None:
            ratings, errors = _ratings(user_input)
            if not errors:
                data = {key: value for key, value in draft.data.items() if key not in _ASKED} | ratings
                return self.async_add(replace(draft, data=data)) if self.changed is None else self.async_change(data)
        shown = dict(user_input or draft.data)
        if CONF_PHASES in shown:
            shown[CONF_PHASES] = str(shown[CONF_PHASES])
        form = heat_pump_form(connection_of(self._get_entry().data).type, wired=False)
        return self.async_show_form(
            step_id="ratings", data_schema=self.add_suggested_values_to_schema(form, shown), errors=errors
        )


def _ratings(entered: Mapping[str, Any]) -> Checked:
    """Return power and start current as far as they are known, and the phases where they were asked for."""
    ratings: dict[str, Any] = {key: float(entered[key]) for key in _RATINGS if entered.get(key) is not None}
    errors: dict[str, str] = {}
    for key, bounds in _RATINGS.items():
        value = ratings.get(key, bounds[0])
        if not isfinite(value) or not bounds[0] <= value <= bounds[1]:
            errors[key] = f"invalid_{key}"
    if CONF_PHASES in entered:
        ratings |= {CONF_PHASES: int(entered[CONF_PHASES]), CONF_ROTATION: str(entered[CONF_ROTATION])}
        if len(Rotation(ratings[CONF_ROTATION]).terminals) != ratings[CONF_PHASES]:
            errors[CONF_ROTATION] = "rotation_mismatch"
    return ratings, errors


_RATINGS: Final = {CONF_NOMINAL_POWER: POWER_BOUNDS, CONF_START_CURRENT: CURRENT_BOUNDS}
_ASKED: Final = (*_RATINGS, CONF_PHASES, CONF_ROTATION)
_STEPS: Final = {WaveshareRelay.family: "relay_board", HagerHtc320h.family: "htc320h"}
