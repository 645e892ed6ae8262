"""The forms that make a device of entities: which fields each has, and what may be picked in them.

As in `forms`, bounds are checked by the steps. No form has more than five fields.
"""

from collections.abc import Iterable
from typing import Any, Final

from homeassistant.const import UnitOfTime
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    DeviceSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import voluptuous as vol

from ..const import CONF_CURRENT_ENTITIES, CONF_EXPORT_ENTITIES, CONF_POWER_ENTITIES
from ..from_entities import keys
from ..from_entities.ocpp_profiles import OcppVersion

type Form = Any
"""A schema: Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know."""

CONF_ADJUST: Final = "adjust"
"""A section of scale, sign and attribute; what is in it is stored beside the rest."""
CONF_PARTS: Final = "parts"
STATES_A: Final = "states_a"
STATES_B: Final = "states_b"
STATES_C: Final = "states_c"
STATES_F: Final = "states_f"

READABLE: Final = ["sensor", "number", "input_number"]
SWITCHES: Final = ["switch", "input_boolean", "light", "valve"]
SELECTS: Final = ["select", "input_select"]
NUMBERS: Final = ["number", "input_number"]
BUTTONS: Final = ["button", "input_button"]
CHARGER_STATES: Final = ["sensor", "binary_sensor", "select", "input_select", "input_boolean", "input_text"]

_TEXT: Final = TextSelector()
_YES_NO: Final = BooleanSelector()


def _entity(domains: list[str], *, multiple: bool = False) -> EntitySelector:
    """Return a list of entities to pick one from, or some in order."""
    config = EntitySelectorConfig(domain=domains, multiple=multiple)
    if multiple:
        config["reorder"] = True
    return EntitySelector(config)


def _number(unit: str | None = None) -> NumberSelector:
    """Return a box for a number."""
    config = NumberSelectorConfig(mode=NumberSelectorMode.BOX, step="any")
    if unit:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


def _choice(translation_key: str, options: Iterable[str], *, multiple: bool = False) -> SelectSelector:
    """Return translated options to choose from."""
    return SelectSelector(
        SelectSelectorConfig(
            options=list(options),
            translation_key=translation_key,
            mode=SelectSelectorMode.LIST if multiple else SelectSelectorMode.DROPDOWN,
            multiple=multiple,
        )
    )


def _said(options: Iterable[str], *, multiple: bool = False) -> SelectSelector:
    """Return the words of another integration to choose from, or to add to."""
    return SelectSelector(
        SelectSelectorConfig(
            options=[SelectOptionDict(value=option, label=option) for option in options],
            mode=SelectSelectorMode.DROPDOWN,
            custom_value=True,
            multiple=multiple,
        )
    )


def _adjust() -> dict[Any, Any]:
    """Return the section for scale, sign and attribute of the power."""
    fields: Form = vol.Schema(
        {vol.Required(keys.POWER_FACTOR, default=1.0): _number(), vol.Optional(keys.POWER_ATTRIBUTE): _TEXT}
    )
    return {vol.Required(CONF_ADJUST): section(fields, {"collapsed": True})}


SOURCE_FORM: Final[Form] = vol.Schema(
    {vol.Optional(keys.SOURCE_DEVICE): DeviceSelector(), vol.Optional(keys.SOURCE_ENTITY): EntitySelector()}
)

METER_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.SOURCE_DEVICE): DeviceSelector(),
        vol.Optional(CONF_POWER_ENTITIES): _entity(READABLE, multiple=True),
        vol.Optional(CONF_EXPORT_ENTITIES): _entity(READABLE, multiple=True),
        vol.Optional(CONF_CURRENT_ENTITIES): _entity(READABLE, multiple=True),
        vol.Required(keys.POWER_FACTOR, default=1.0): _number(),
    }
)

INVERTER_SOURCE_FORM: Final[Form] = SOURCE_FORM.extend(
    {
        vol.Required(CONF_PARTS, default=[keys.SOLAR, keys.BATTERY]): _choice(
            CONF_PARTS, (keys.SOLAR, keys.BATTERY), multiple=True
        )
    }
)

SOLAR_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.POWER_ENTITIES): _entity(READABLE, multiple=True),
        vol.Optional(keys.ENERGY_ENTITY): _entity(READABLE),
        vol.Optional(keys.LIMIT_ENTITY): _entity(NUMBERS),
        **_adjust(),
    }
)

BATTERY_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.POWER_ENTITIES): _entity(READABLE, multiple=True),
        vol.Optional(keys.SOC_ENTITY): _entity(READABLE),
        **_adjust(),
    }
)

_SCALE_AND_SIGN: Final[Form] = vol.Schema(
    {
        vol.Required(keys.POWER_FACTOR, default=1.0): _number(),
        vol.Required(keys.POWER_SIGN, default=keys.PowerSign.UNSIGNED.value): _choice(keys.POWER_SIGN, keys.PowerSign),
    }
)

BATTERY_ORDERS_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.MODE_ENTITY): _entity([*SELECTS, *SWITCHES]),
        vol.Optional(keys.ENABLE_ENTITY): _entity([*SELECTS, *SWITCHES]),
        vol.Optional(keys.POWER_ENTITIES): _entity(NUMBERS, multiple=True),
        vol.Required(CONF_ADJUST): section(_SCALE_AND_SIGN, {"collapsed": True}),
    }
)

BATTERY_ACTION_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.ACTION): _TEXT,
        vol.Optional(keys.DATA): ObjectSelector(),
        vol.Required(keys.POWER_FACTOR, default=1.0): _number(),
    }
)

STATION_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.VEHICLE_ENTITY): _entity(CHARGER_STATES),
        vol.Optional(keys.CHARGING_ENTITY): _entity(["binary_sensor", "switch", "input_boolean"]),
        vol.Optional(keys.POWER_ENTITY): _entity(READABLE),
        **_adjust(),
    }
)

STATION_MORE_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.CURRENT_ENTITIES): _entity(READABLE, multiple=True),
        vol.Optional(keys.SESSION_ENTITY): _entity(READABLE),
        vol.Optional(keys.SETPOINT_ENTITY): _entity(READABLE),
        vol.Optional(keys.TAG_ENTITY): _entity(["sensor"]),
        vol.Required(keys.REPORT_INTERVAL, default=10): _number(UnitOfTime.SECONDS),
    }
)

STATION_ORDERS_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.CURRENT_ENTITY): _entity([*NUMBERS, *SELECTS]),
        vol.Optional(keys.PAUSE_ENTITY): _entity([*SWITCHES, *BUTTONS]),
        vol.Optional(keys.RESUME_ENTITY): _entity(BUTTONS),
        vol.Optional(keys.PHASES_ENTITY): _entity([*SELECTS, *SWITCHES]),
        vol.Required(keys.CURRENT_FACTOR, default=1.0): _number(),
    }
)

STATION_ACTION_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.ACTION): _TEXT,
        vol.Optional(keys.DATA): ObjectSelector(),
        vol.Required(keys.ACTION_STEP, default=1.0): _number("A"),
        vol.Optional(keys.PAUSE_ACTION): _TEXT,
        vol.Optional(keys.RESUME_ACTION): _TEXT,
    }
)

STATION_OCPP_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.DEVID): _TEXT,
        vol.Required(keys.CONNECTOR, default=1): _number(),
        vol.Required(keys.OCPP_VERSION, default=OcppVersion.V16.value): _choice(keys.OCPP_VERSION, OcppVersion),
    }
)

CONTACTS_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.SG1_ENTITY): _entity(SWITCHES),
        vol.Optional(keys.SG2_ENTITY): _entity(SWITCHES),
        vol.Required(keys.SG1_INVERTED, default=False): _YES_NO,
        vol.Required(keys.SG2_INVERTED, default=False): _YES_NO,
    }
)

SG_STATES_FORM: Final[Form] = vol.Schema({vol.Optional(keys.STATE_ENTITY): _entity(SELECTS)})


def one_entity(domains: list[str]) -> EntitySelector:
    """Return a list of entities to pick one from."""
    return _entity(domains)


def entity_list(domains: list[str]) -> EntitySelector:
    """Return a list of entities to pick some from, in order."""
    return _entity(domains, multiple=True)


def states_form(states: Iterable[str]) -> Form:
    """Ask which words of a station mean which vehicle state."""
    words = list(states)
    return vol.Schema(
        {vol.Optional(key): _said(words, multiple=True) for key in (STATES_A, STATES_B, STATES_C, STATES_F)}
    )


def options_form(fields: Iterable[tuple[str, Iterable[str]]]) -> Form:
    """Ask which option stands for what; each field with the options its entity has now."""
    return vol.Schema({vol.Optional(key): _said(options) for key, options in fields})
