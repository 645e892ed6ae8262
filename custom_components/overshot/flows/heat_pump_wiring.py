"""The forms of a heat pump's two contacts: which outputs of which board they are."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.data_entry_flow import section
import voluptuous as vol

from ..devices.hager_htc320h import HagerHtc320h
from ..devices.waveshare_relay import WaveshareRelay
from ..drivers import WIRING_KIND
from .forms import CONF_MORE, YES_NO, Form, choice, number, whole

CONF_INVERTED: Final = "inverted"
CONF_OUTPUTS: Final = "outputs"
CONF_READ_COUNT: Final = "read_count"
CONF_REGISTER: Final = "register"
CONF_SG1: Final = "sg1"
CONF_SG2: Final = "sg2"
CONF_WRITES_MANY: Final = "writes_many"

COILS: Final = "coils"
REGISTER_BITS: Final = "register_bits"
REGISTER_BITS_MANY: Final = "register_bits_many"
"""The same, written with FC16 instead of FC06."""

MOST_RELAYS: Final = 256
HIGHEST_REGISTER: Final = 0xFFFF
HIGHEST_BIT: Final = 15

type Checked = tuple[dict[str, Any], dict[str, str]]
"""What is stored, and errors by field."""

_INVERTED: Final = ("sg1_inverted", "sg2_inverted")

_RELAYS: Final[Form] = vol.Schema(
    {
        vol.Required(CONF_INVERTED, default=False): YES_NO,
        vol.Required(CONF_WRITES_MANY, default=True): YES_NO,
        vol.Required(CONF_READ_COUNT, default=1): number(),
    }
)

RELAY_BOARD_FORM: Final[Form] = vol.Schema(
    {
        vol.Required(CONF_SG1, default=1): number(),
        vol.Required(CONF_SG2, default=2): number(),
        vol.Required(CONF_MORE): section(_RELAYS, {"collapsed": True}),
    }
)

OUTPUTS_FORM: Final[Form] = vol.Schema(
    {
        vol.Required(CONF_OUTPUTS): choice(CONF_OUTPUTS, (COILS, REGISTER_BITS, REGISTER_BITS_MANY)),
        vol.Required(CONF_SG1, default=0): number(),
        vol.Required(CONF_SG2, default=1): number(),
        vol.Optional(CONF_REGISTER): number(),
        vol.Required(CONF_INVERTED, default=False): YES_NO,
    }
)


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


WIRING_FORMS: Final[Mapping[str, Any]] = {
    WaveshareRelay.family: (RELAY_BOARD_FORM, _relays, _shown_relays),
    HagerHtc320h.family: (OUTPUTS_FORM, _outputs, _shown_outputs),
}
"""By family: the form, what checks it, and what fills it from what is stored."""
