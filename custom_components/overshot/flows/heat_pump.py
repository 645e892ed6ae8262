"""Add a heat pump to a site: which board switches its two contacts, what they say now, and what it draws."""

from collections.abc import Mapping
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
from ..drivers import WIRING_KIND, driver_class
from ..layout import connection_of
from ..modbus_link import link_of
from .described import DescribedDevice
from .device import DeviceFlow, of_entities
from .drafts import DeviceDraft
from .entities_heat_pump import HeatPumpEntitySteps
from .forms import (
    COILS,
    CONF_AGAIN,
    CONF_INVERTED,
    CONF_MORE,
    CONF_OUTPUTS,
    CONF_READ_COUNT,
    CONF_REGISTER,
    CONF_SG1,
    CONF_SG2,
    CONF_WRITES_MANY,
    OUTPUTS_FORM,
    REGISTER_BITS,
    REGISTER_BITS_MANY,
    RELAY_BOARD_FORM,
    whole,
)
from .register_map import RegisterMapSteps
from .search import NONE
from .wiring import heat_pump_form
from .words import async_said, notes_of, with_notes

TITLE: Final = "Heat pump"
MOST_RELAYS: Final = 256
HIGHEST_REGISTER: Final = 0xFFFF
HIGHEST_BIT: Final = 15
POWER_BOUNDS: Final = (100.0, 100_000.0)
"""W."""
CURRENT_BOUNDS: Final = (1.0, 300.0)
"""A."""

type Checked = tuple[dict[str, Any], dict[str, str]]
"""What is stored, and errors by field."""


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
        form, check, shown = _WIRINGS[family]
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
        asked = (*_RATINGS, CONF_PHASES, CONF_ROTATION)
        return self.async_change({**{key: value for key, value in data.items() if key not in asked}, **ratings})

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

    async def async_entities_ready(self, draft: DeviceDraft) -> SubentryFlowResult:
        """Add or change a heat pump that is made of entities."""
        return self.async_change(draft.data) if self.changed is not None else self.async_add(draft)


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


def _relays(entered: Mapping[str, Any]) -> Checked:
    """Return the wiring of a board whose relays are counted from 1, as its terminals are."""
    more = entered[CONF_MORE]
    places = [whole(entered[key], 1, MOST_RELAYS) for key in (CONF_SG1, CONF_SG2)]
    count = whole(more[CONF_READ_COUNT], 1, MOST_RELAYS)
    if errors := _places(places):
        return {}, errors
    if count is None:
        return {}, {"base": "invalid_read_count"}
    first, second = (place - 1 for place in places if place is not None)
    stored = {WIRING_KIND: COILS, CONF_SG1: first, CONF_SG2: second, **_inverted(more)}
    return {**stored, CONF_WRITES_MANY: bool(more[CONF_WRITES_MANY]), CONF_READ_COUNT: count}, {}


def _shown_relays(wiring: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored wiring as the form shows it."""
    more = {key: wiring[key] for key in (CONF_WRITES_MANY, CONF_READ_COUNT)}
    return {
        CONF_SG1: wiring[CONF_SG1] + 1,
        CONF_SG2: wiring[CONF_SG2] + 1,
        CONF_MORE: {CONF_INVERTED: wiring[_INVERTED[0]], **more},
    }


def _outputs(entered: Mapping[str, Any]) -> Checked:
    """Return the wiring of outputs that are coils, or bits of a register, counted from 0."""
    coils, many = entered[CONF_OUTPUTS] == COILS, entered[CONF_OUTPUTS] == REGISTER_BITS_MANY
    places = [whole(entered[key], 0, HIGHEST_REGISTER if coils else HIGHEST_BIT) for key in (CONF_SG1, CONF_SG2)]
    if errors := _places(places):
        return {}, errors
    stored = {CONF_SG1: places[0], CONF_SG2: places[1], **_inverted(entered)}
    if coils:
        return {WIRING_KIND: COILS, **stored}, {}
    register = whole(entered.get(CONF_REGISTER), 0, HIGHEST_REGISTER)
    if register is None:
        return {}, {CONF_REGISTER: "invalid_register"}
    return {WIRING_KIND: REGISTER_BITS, **stored, CONF_REGISTER: register, CONF_WRITES_MANY: many}, {}


def _shown_outputs(wiring: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored wiring as the form shows it."""
    many = wiring.get(CONF_WRITES_MANY, False)
    return {
        CONF_OUTPUTS: REGISTER_BITS_MANY if many else wiring[WIRING_KIND],
        **{key: wiring[key] for key in (CONF_SG1, CONF_SG2, CONF_REGISTER) if key in wiring},
        CONF_INVERTED: wiring[_INVERTED[0]],
    }


def _inverted(entered: Mapping[str, Any]) -> dict[str, bool]:
    """Return whether the contacts are inverted: whoever wires one to normally closed wires both so."""
    return dict.fromkeys(_INVERTED, bool(entered[CONF_INVERTED]))


def _places(places: list[int | None]) -> dict[str, str]:
    """Return what is wrong with the places of the two contacts."""
    for key, place in zip((CONF_SG1, CONF_SG2), places, strict=True):
        if place is None:
            return {key: "invalid_output"}
    return {CONF_SG2: "same_output"} if places[0] == places[1] else {}


_INVERTED: Final = ("sg1_inverted", "sg2_inverted")
_RATINGS: Final = {CONF_NOMINAL_POWER: POWER_BOUNDS, CONF_START_CURRENT: CURRENT_BOUNDS}
_WIRINGS: Final[Mapping[str, Any]] = {
    WaveshareRelay.family: (RELAY_BOARD_FORM, _relays, _shown_relays),
    HagerHtc320h.family: (OUTPUTS_FORM, _outputs, _shown_outputs),
}
"""By family: the form, what checks it, and what fills it from what is stored."""
_STEPS: Final = {WaveshareRelay.family: "relay_board", HagerHtc320h.family: "htc320h"}
