"""What of a contract cannot be meant: errors by field, in the words of the core."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from math import isfinite
from typing import Any

from homeassistant.const import CONF_NAME

from ..core.tariff import TariffError
from ..tariffs import contracts as keys
from ..tariffs.contracts import ContractKind, contract_of, fees_of, import_price_of


def failing(field: str, build: Callable[[], object]) -> dict[str, str]:
    """Return the error of a field whose value cannot be meant."""
    try:
        build()
    except TariffError as err:
        return {field: err.key.value}
    return {}


def price_errors(data: Mapping[str, Any], entered: Mapping[str, Any]) -> dict[str, str]:
    """Return errors by field of the prices of what is imported."""
    kind = ContractKind(data[keys.CONF_KIND])
    if kind is ContractKind.WINDOWS and not entered.get(keys.CONF_RATES):
        return {keys.CONF_RATES: "rates_empty"}
    errors: dict[str, str] = {}
    for key in (keys.CONF_PRICE, keys.CONF_PEAK_PRICE, keys.CONF_OFF_PEAK_PRICE):
        if key in entered:
            plain = {keys.CONF_KIND: ContractKind.SINGLE, keys.CONF_PRICE: entered[key]}
            errors |= failing(key, partial(import_price_of, plain))
    if errors:
        return errors
    field = {ContractKind.WINDOWS: keys.CONF_RATES, ContractKind.DYNAMIC: keys.CONF_ADDER}.get(kind, "base")
    if kind is ContractKind.DYNAMIC and not isfinite(entered[keys.CONF_FACTOR]):
        field = keys.CONF_FACTOR
    return failing(field, partial(import_price_of, data))


def feed_in_errors(data: Mapping[str, Any]) -> dict[str, str]:
    """Return errors by field of the feed-in prices."""
    feed_in = data[keys.CONF_FEED_IN] or []
    if any(
        each.get(keys.CONF_FACTOR) is not None and each.get(keys.CONF_OFF_PEAK_PRICE) is not None for each in feed_in
    ):
        return {keys.CONF_FEED_IN: "feed_in_both"}
    return failing(keys.CONF_FEED_IN, partial(contract_of, data, date.min))


def cost_errors(data: Mapping[str, Any]) -> dict[str, str]:
    """Return errors by field of grid fees and levies."""
    only = {key: data[key] for key in (CONF_NAME, keys.CONF_VAT)}
    errors: dict[str, str] = {}
    for key in (keys.CONF_DISTRIBUTION, keys.CONF_DISTRIBUTION_RATES, keys.CONF_CAPACITY_PRICE):
        if data.get(key) is not None:
            errors |= failing(key, partial(fees_of, only | {key: data[key]}, date.min))
    if any(not (each.get(CONF_NAME) or "").strip() for each in data.get(keys.CONF_LEVIES) or ()):
        errors[keys.CONF_LEVIES] = "levy_name"
    return errors | failing(keys.CONF_LEVIES, partial(contract_of, data, date.min))
