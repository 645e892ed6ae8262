"""The forms of the flows: which fields each has, and how they are entered.

Bounds are checked by the steps, not here: what a form refuses by itself it refuses untranslated. Fields that are optional
although a step needs them are the way back: leaving them empty returns to where the user came from.
"""

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any, Final

from homeassistant.const import (
    CONF_COUNTRY,
    CONF_DESCRIPTION,
    CONF_DEVICE,
    CONF_DEVICES,
    CONF_HOST,
    CONF_LOCATION,
    CONF_NAME,
    CONF_PORT,
    CONF_URL,
    PERCENTAGE,
    UnitOfElectricCurrent,
    UnitOfEnergy,
    UnitOfPower,
)
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    CountrySelector,
    LocationSelector,
    LocationSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    SerialPortSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from ..const import (
    CONF_BAUDRATE,
    CONF_CAPACITY,
    CONF_CONNECTION_TYPE,
    CONF_CT_RATIO,
    CONF_DERATING,
    CONF_EXPORT_LIMIT,
    CONF_FAMILY,
    CONF_FUSE,
    CONF_GRID_ROLE,
    CONF_INVERT_METER,
    CONF_LINE_FORMAT,
    CONF_MAX_CHARGE,
    CONF_MAX_DISCHARGE,
    CONF_METER_ROLE,
    CONF_PEAK_POWER,
    CONF_SERIAL_FORMAT,
    CONF_UNIT_ID,
    CONF_USES_WALLBOXES,
    DEFAULT_MODBUS_PORT,
)
from ..core.model import ConnectionType
from ..devices.p1_source import SerialFormat
from ..modbus_link import LineFormat

type Form = Any
"""A schema: Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know."""

CONF_AGAIN: Final = "again"
CONF_BY_HAND: Final = "by_hand"
CONF_CONFIRM: Final = "confirm"
CONF_LINE: Final = "line"
CONF_MORE: Final = "more"
CONF_MOVED: Final = "moved"
CONF_NETWORKS: Final = "networks"
CONF_PLAN: Final = "plan"
CONF_PORTS: Final = "ports"
CONF_SKIP: Final = "skip"
CONF_USE_METER: Final = "use_meter"

FAMILY_AUTO: Final = "auto"

DEFAULT_P1_PORT: Final = 23
"""Where most P1 adapters serve the raw telegram."""

_TEXT: Final = TextSelector()
YES_NO: Final = BooleanSelector()
_ENTITY_DOMAINS: Final = ["sensor", "input_number", "number"]


def number(unit: str | None = None) -> NumberSelector:
    """Return a box for a number."""
    config = NumberSelectorConfig(mode=NumberSelectorMode.BOX, step="any" if unit else 1)
    if unit:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


def choice(translation_key: str, options: Iterable[str]) -> SelectSelector:
    """Return a list of translated options to choose one from."""
    return SelectSelector(
        SelectSelectorConfig(options=list(options), translation_key=translation_key, mode=SelectSelectorMode.DROPDOWN)
    )


def _devices(options: Mapping[str, str], *, multiple: bool) -> SelectSelector:
    """Return a list of devices to choose from, by serial number or subentry id."""
    return SelectSelector(
        SelectSelectorConfig(
            options=[SelectOptionDict(value=value, label=label) for value, label in options.items()],
            multiple=multiple,
            mode=SelectSelectorMode.LIST,
        )
    )


def whole(value: float | None, lowest: int, highest: int) -> int | None:
    """Return a whole number within bounds, or None."""
    if value is None or not isfinite(value) or value != int(value) or not lowest <= value <= highest:
        return None
    return int(value)


def house_form(name: str, location: Mapping[str, float], country: str | None) -> Form:
    """Ask for the house; the rest is Home Assistant's own until told otherwise."""
    return vol.Schema(
        {
            vol.Required(CONF_NAME, default=name): _TEXT,
            vol.Required(CONF_LOCATION, default=dict(location)): LocationSelector(LocationSelectorConfig(radius=False)),
            vol.Required(CONF_COUNTRY, default=country or vol.UNDEFINED): CountrySelector(),
            vol.Optional(CONF_DESCRIPTION): TextSelector(TextSelectorConfig(multiline=True)),
        }
    )


CONNECTION_FORM: Final[Form] = vol.Schema(
    {
        vol.Required(CONF_CONNECTION_TYPE): choice(CONF_CONNECTION_TYPE, ConnectionType),
        vol.Required(CONF_FUSE): number(UnitOfElectricCurrent.AMPERE),
        vol.Required(CONF_DERATING, default=80): NumberSelector(
            NumberSelectorConfig(
                min=50, max=100, step=1, mode=NumberSelectorMode.SLIDER, unit_of_measurement=PERCENTAGE
            )
        ),
        vol.Optional(CONF_EXPORT_LIMIT): NumberSelector(
            NumberSelectorConfig(
                min=0, max=250_000, step=100, mode=NumberSelectorMode.BOX, unit_of_measurement=UnitOfPower.WATT
            )
        ),
    }
)

CONFIRM_FORM: Final[Form] = vol.Schema({})
"""Nothing but a click."""

DERATING_CONFIRM_FORM: Final[Form] = vol.Schema({vol.Required(CONF_CONFIRM, default=False): YES_NO})

CT_RATIO_FORM: Final[Form] = vol.Schema({vol.Required(CONF_CT_RATIO, default=1): number()})

P1_TCP_FORM: Final[Form] = vol.Schema(
    {vol.Optional(CONF_HOST): _TEXT, vol.Required(CONF_PORT, default=DEFAULT_P1_PORT): number()}
)

P1_SERIAL_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(CONF_DEVICE): SerialPortSelector(),
        vol.Required(CONF_SERIAL_FORMAT, default=SerialFormat.V5.value): choice(CONF_SERIAL_FORMAT, SerialFormat),
    }
)

CONNECTION_DIFFERS_FORM: Final[Form] = vol.Schema({vol.Required(CONF_USE_METER, default=True): YES_NO})


def search_form(networks: str, *, may_skip: bool) -> Form:
    """Ask where to search."""
    fields: dict[Any, Any] = {vol.Optional(CONF_NETWORKS, description={"suggested_value": networks}): _TEXT}
    if may_skip:
        fields[vol.Required(CONF_SKIP, default=False)] = YES_NO
    more: Form = vol.Schema({vol.Required(CONF_PORTS, default=str(DEFAULT_MODBUS_PORT)): _TEXT})
    fields[vol.Required(CONF_MORE)] = section(more, {"collapsed": True})
    return vol.Schema(fields)


def choose_many_form(options: Mapping[str, str], chosen: Iterable[str]) -> Form:
    """Ask which of the found devices belong to the site."""
    return vol.Schema(
        {
            vol.Required(CONF_DEVICES, default=list(chosen)): _devices(options, multiple=True),
            vol.Required(CONF_BY_HAND, default=False): YES_NO,
        }
    )


def choose_again_form(new: Mapping[str, str], elsewhere: Mapping[str, str]) -> Form:
    """Ask which of the devices that a later search found belong to the site, and which have moved."""
    fields: dict[Any, Any] = {}
    if new:
        fields[vol.Required(CONF_DEVICES, default=list(new))] = _devices(new, multiple=True)
    if elsewhere:
        fields[vol.Required(CONF_MOVED, default=list(elsewhere))] = _devices(elsewhere, multiple=True)
    return vol.Schema(fields)


def choose_one_form(options: Mapping[str, str], default: str) -> Form:
    """Ask for one of some devices."""
    return vol.Schema({vol.Required(CONF_DEVICE, default=default): _devices(options, multiple=False)})


def by_hand_form(families: Iterable[str], *, may_plan: bool = False) -> Form:
    """Ask where a device is."""
    return vol.Schema(
        {
            vol.Required(CONF_FAMILY, default=FAMILY_AUTO): choice(CONF_FAMILY, (FAMILY_AUTO, *families)),
            vol.Optional(CONF_HOST): _TEXT,
            vol.Required(CONF_PORT, default=DEFAULT_MODBUS_PORT): number(),
            vol.Optional(CONF_UNIT_ID): number(),
            **_plan(may_plan),
        }
    )


def by_serial_form(families: Iterable[str], *, may_plan: bool = False) -> Form:
    """Ask for a serial port and a unit on its line; for the family too, where there is a choice."""
    line: Form = vol.Schema(
        {vol.Optional(CONF_BAUDRATE): number(), vol.Optional(CONF_LINE_FORMAT): choice(CONF_LINE_FORMAT, LineFormat)}
    )
    return vol.Schema(
        {
            **_family_of(families),
            vol.Optional(CONF_DEVICE): SerialPortSelector(),
            vol.Optional(CONF_UNIT_ID): number(),
            vol.Required(CONF_LINE): section(line, {"collapsed": True}),
            **_plan(may_plan),
        }
    )


def by_gateway_form(families: Iterable[str], *, may_plan: bool = False) -> Form:
    """Ask for a gateway and a unit on its line; for the family too, where there is a choice."""
    return vol.Schema(
        {
            **_family_of(families),
            vol.Optional(CONF_HOST): _TEXT,
            vol.Optional(CONF_PORT): number(),
            vol.Optional(CONF_UNIT_ID): number(),
            **_plan(may_plan),
        }
    )


def _plan(may_plan: bool) -> dict[Any, Any]:
    """Return the field that asks whether to add a device that is not there yet, where it may be."""
    return {vol.Required(CONF_PLAN, default=False): YES_NO} if may_plan else {}


def _family_of(families: Iterable[str]) -> dict[Any, Any]:
    """Return the field that asks for a family, where there is one to choose."""
    options = list(families)
    if not options:
        return {}
    return {vol.Required(CONF_FAMILY, default=FAMILY_AUTO): choice(CONF_FAMILY, (FAMILY_AUTO, *options))}


def address_form(*, may_plan: bool = False) -> Form:
    """Ask where a device has moved to."""
    return vol.Schema(
        {
            vol.Required(CONF_HOST): _TEXT,
            vol.Required(CONF_PORT): number(),
            vol.Required(CONF_UNIT_ID): number(),
            **_plan(may_plan),
        }
    )


GRID_ROLE_FORM: Final[Form] = vol.Schema({vol.Required(CONF_GRID_ROLE, default=True): YES_NO})


P1_HTTP_FORM: Final[Form] = vol.Schema(
    {vol.Optional(CONF_URL): TextSelector(TextSelectorConfig(type=TextSelectorType.URL))}
)


def meter_role_form(roles: Iterable[str], *, turns_meter: bool) -> Form:
    """Ask what a meter measures; which way round it is wired too, where that may differ."""
    return vol.Schema(
        {
            vol.Required(CONF_METER_ROLE): choice(CONF_METER_ROLE, roles),
            vol.Optional(CONF_PEAK_POWER): number(UnitOfPower.WATT),
            **_inverted_meter(turns_meter),
        }
    )


def inverter_form(*, battery: bool, turns_meter: bool, wallboxes: bool) -> Form:
    """Ask for the ratings of a battery, and for what may be different in one house than in the next."""
    fields: dict[Any, Any] = {}
    if battery:
        fields[vol.Optional(CONF_CAPACITY)] = number(UnitOfEnergy.KILO_WATT_HOUR)
        fields[vol.Optional(CONF_MAX_CHARGE)] = number(UnitOfPower.WATT)
        fields[vol.Optional(CONF_MAX_DISCHARGE)] = number(UnitOfPower.WATT)
    fields |= _inverted_meter(turns_meter)
    if wallboxes:
        fields[vol.Required(CONF_USES_WALLBOXES, default=False)] = YES_NO
    return vol.Schema(fields)


def _inverted_meter(turns_meter: bool) -> dict[Any, Any]:
    """Return the field that asks whether a meter counts the other way round, where it may."""
    return {vol.Required(CONF_INVERT_METER, default=False): YES_NO} if turns_meter else {}
