"""The forms that ask for a contract, and what they are filled with before anybody typed anything."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from homeassistant.const import CONF_NAME, PERCENTAGE, WEEKDAYS
from homeassistant.helpers.selector import (
    DateSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TimeSelector,
)
import voluptuous as vol

from ..core.tariff import PriceUnit
from ..core.tariff.data import CONTRACTS, ENERGY_TAX, GRID_OPERATORS, NET_METERING_UNTIL, TAX_CREDIT
from ..tariffs import contracts as keys
from ..tariffs.contracts import DEFAULT_PEAK, ContractKind
from .forms import YES_NO, Form, choice
from .wiring import choice as choice_by_name

PER_KWH: Final = "EUR/kWh"

VAT: Final = {"BE": 6.0, "NL": 21.0, "LU": 8.0, "DE": 19.0, "FR": 20.0, "AT": 20.0}
"""On electricity of a household (%); a first entry, the tariff card says it."""

FLANDERS: Final = "flanders"
BELGIUM: Final = "BE"
NETHERLANDS: Final = "NL"


def number(unit: str) -> NumberSelector:
    """Return a box for a number."""
    return NumberSelector(NumberSelectorConfig(mode=NumberSelectorMode.BOX, step="any", unit_of_measurement=unit))


def _field(selector: Any, *, required: bool = False) -> ObjectSelectorField:
    """Return a field of a list."""
    return ObjectSelectorField(selector=selector.serialize()["selector"], required=required)


def _list(key: str, label: str, described_by: str, fields: dict[str, ObjectSelectorField]) -> ObjectSelector:
    """Return a list of things to add to."""
    return ObjectSelector(
        ObjectSelectorConfig(
            multiple=True, translation_key=key, label_field=label, description_field=described_by, fields=fields
        )
    )


_WEEKDAYS: Final = SelectSelector(
    SelectSelectorConfig(
        options=list(WEEKDAYS), multiple=True, translation_key="weekday", mode=SelectSelectorMode.DROPDOWN
    )
)

RATES: Final = _list(
    "price_window",
    keys.CONF_PRICE,
    keys.CONF_START,
    {
        keys.CONF_PRICE: _field(number(PER_KWH), required=True),
        keys.CONF_START: _field(TimeSelector(), required=True),
        keys.CONF_END: _field(TimeSelector(), required=True),
        keys.CONF_WEEKDAYS: _field(_WEEKDAYS),
        CONF_NAME: _field(TextSelector()),
    },
)

FEED_IN: Final = _list(
    "feed_in_price",
    keys.CONF_PRICE,
    keys.CONF_SHARE,
    {
        keys.CONF_PRICE: _field(number(PER_KWH), required=True),
        keys.CONF_OFF_PEAK_PRICE: _field(number(PER_KWH)),
        keys.CONF_FACTOR: _field(number("x")),
        keys.CONF_SHARE: _field(number(PERCENTAGE)),
        CONF_NAME: _field(TextSelector()),
    },
)

LEVIES: Final = _list(
    "levy",
    CONF_NAME,
    keys.CONF_PER_KWH,
    {
        CONF_NAME: _field(TextSelector(), required=True),
        keys.CONF_PER_KWH: _field(number(PER_KWH)),
        keys.CONF_PER_MONTH: _field(number("EUR")),
        keys.CONF_WITHOUT_VAT: _field(YES_NO),
    },
)

CONTRACT_FORM: Final[Form] = vol.Schema(
    {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Optional(keys.CONF_STARTS): DateSelector(),
        vol.Required(keys.CONF_KIND): choice("contract_kind", [kind.value for kind in ContractKind]),
        vol.Required(keys.CONF_VAT): number(PERCENTAGE),
        vol.Optional(keys.CONF_MONTHLY_FEE): number("EUR"),
    }
)

PRICE_FORMS: Final[Mapping[ContractKind, Form]] = {
    ContractKind.SINGLE: vol.Schema({vol.Required(keys.CONF_PRICE): number(PER_KWH)}),
    ContractKind.TWO_RATES: vol.Schema(
        {
            vol.Required(keys.CONF_PEAK_PRICE): number(PER_KWH),
            vol.Required(keys.CONF_OFF_PEAK_PRICE): number(PER_KWH),
            vol.Required(keys.CONF_PEAK_START, default=DEFAULT_PEAK[0].isoformat()): TimeSelector(),
            vol.Required(keys.CONF_PEAK_END, default=DEFAULT_PEAK[1].isoformat()): TimeSelector(),
            vol.Required(keys.CONF_BY_METER, default=False): YES_NO,
        }
    ),
    ContractKind.WINDOWS: vol.Schema(
        {vol.Optional(keys.CONF_RATES): RATES, vol.Required(keys.CONF_PRICE): number(PER_KWH)}
    ),
    ContractKind.DYNAMIC: vol.Schema(
        {vol.Required(keys.CONF_FACTOR): number("x"), vol.Required(keys.CONF_ADDER): number(PER_KWH)}
    ),
}


def feed_in_form(*, nettable: bool) -> Form:
    """Ask what is paid for what is exported; whether it is netted, where it may be."""
    fields: dict[Any, Any] = {vol.Optional(keys.CONF_FEED_IN): FEED_IN}
    if nettable:
        fields[vol.Required(keys.CONF_NET_METERING, default=False)] = YES_NO
    return vol.Schema(fields)


def source_form(sources: Mapping[str, str]) -> Form:
    """Ask who tells the day-ahead prices."""
    fields: dict[Any, Any] = {vol.Optional(keys.CONF_SOURCE): choice_by_name(sources)} if sources else {}
    return vol.Schema(
        {
            **fields,
            vol.Optional(keys.CONF_PRICE_ENTITY): EntitySelector(EntitySelectorConfig()),
            vol.Optional(keys.CONF_PRICE_UNIT): SelectSelector(
                SelectSelectorConfig(options=[unit.value for unit in PriceUnit], mode=SelectSelectorMode.DROPDOWN)
            ),
        }
    )


def costs_form(*, capacity: bool) -> Form:
    """Ask for levies and grid fees; for a capacity tariff where there is one."""
    fields: dict[Any, Any] = {
        vol.Optional(keys.CONF_DISTRIBUTION): number(PER_KWH),
        vol.Optional(keys.CONF_DISTRIBUTION_RATES): RATES,
        vol.Optional(keys.CONF_LEVIES): LEVIES,
    }
    if capacity:
        fields[vol.Optional(keys.CONF_CAPACITY_PRICE)] = number("EUR/kW")
    return vol.Schema(fields)


MAXIMUM_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(keys.CONF_MAXIMUM_PRICE): number(PER_KWH),
        vol.Optional(keys.CONF_YEARLY_IMPORT): number("kWh"),
    }
)


def first_entries(country: str | None, today: date) -> dict[str, Any]:
    """Return what a new contract is filled with: the tables of the core, none of which is an offer."""
    dynamic = CONTRACTS[0].import_price.value
    entries: dict[str, Any] = {
        keys.CONF_VAT: VAT.get(country or "", 0.0),
        keys.CONF_FACTOR: dynamic.factor,
        keys.CONF_ADDER: dynamic.adder,
    }
    if country == NETHERLANDS:
        entries[keys.CONF_NET_METERING] = today < NET_METERING_UNTIL.value
        entries[keys.CONF_PEAK_END] = "23:00:00"
        entries[keys.CONF_LEVIES] = [
            {CONF_NAME: "Energiebelasting", keys.CONF_PER_KWH: ENERGY_TAX.value},
            {CONF_NAME: "Vermindering energiebelasting", keys.CONF_PER_MONTH: round(-TAX_CREDIT.value / 12, 4)},
        ]
    return entries


def of_flanders() -> dict[str, Any]:
    """Return what the grid fees of a new contract in Flanders are filled with."""
    return {keys.CONF_CAPACITY_PRICE: GRID_OPERATORS[0].capacity.value}
