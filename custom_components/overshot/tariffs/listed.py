"""Lists of prices as integrations write them, in responses of actions and in attributes of entities.

Seen in code (2026.10): Nord Pool, EnergyZero, easyEnergy and Tibber of Home Assistant; of HACS the entities of Nord Pool
(`raw_today`, `today`), ENTSO-e (`prices`, each with `time`), EPEX Spot (`data`) and Frank Energie (`prices`, each with
`from` and `till`) as published. Whatever else names its times and values like one of these is read as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import isfinite
from typing import Any, Final

from ..core.tariff import RawPrice, TariffError, of_day
from ..moments import read_moment

_START_KEYS: Final = ("start", "start_time", "starts_at", "startsAt", "from", "timestamp", "time", "datetime", "hour")
_END_KEYS: Final = ("end", "end_time", "ends_at", "endsAt", "till", "to")
_VALUE_KEYS: Final = ("price", "value", "price_per_kwh", "total", "price_per_mwh", "price_ct_per_kwh")

_LISTS: Final = (
    "raw_today",
    "raw_tomorrow",
    "prices_today",
    "prices_tomorrow",
    "prices",
    "data",
    "forecast",
    "price_forecast",
    "rates",
)
"""Attributes that hold times and prices; later ones fill what earlier ones leave open."""

_PLAIN: Final = (("today", 0), ("tomorrow", 1))
"""Attributes that hold nothing but the prices of a local day."""


def listed_prices(items: object) -> tuple[RawPrice, ...]:
    """Return the prices of a list; what is none in it is left out, and so is what has no time."""
    found: list[RawPrice] = []
    for item in items if isinstance(items, Sequence) and not isinstance(items, str | bytes) else ():
        if not isinstance(item, Mapping):
            continue
        start = read_moment(_first(item, _START_KEYS))
        if start is None:
            continue
        found.append(
            RawPrice(start=start, end=read_moment(_first(item, _END_KEYS)), value=_number(_first(item, _VALUE_KEYS)))
        )
    return tuple(found)


def attribute_prices(attributes: Mapping[str, Any], today: date, time_zone: str) -> tuple[RawPrice, ...]:
    """Return the prices in the attributes of an entity, empty where there are none.

    Lists with times come first. A plain list of a day is only read where there is no other, as it says nothing of its day
    but its name; one of a wrong length is left out.
    """
    for group in (_LISTS[:2], _LISTS[2:4], *((name,) for name in _LISTS[4:])):
        found = [price for name in group for price in listed_prices(attributes.get(name))]
        if any(price.value is not None for price in found):
            return tuple(found)
    plain: list[RawPrice] = []
    for name, days in _PLAIN:
        values = attributes.get(name)
        if not isinstance(values, Sequence) or isinstance(values, str | bytes) or not values:
            continue
        try:
            plain += of_day(today + timedelta(days=days), time_zone, [_number(value) for value in values])
        except TariffError:
            continue
    return tuple(plain)


def has_prices(attributes: Mapping[str, Any]) -> bool:
    """Return whether an entity tells a list of prices."""
    if any(isinstance(attributes.get(name), list) and attributes[name] for name, _ in _PLAIN):
        return True
    return any(price.value is not None for name in _LISTS for price in listed_prices(attributes.get(name)))


def _first(item: Mapping[str, Any], keys: Iterable[str]) -> Any:
    """Return the first value there is."""
    return next((item[key] for key in keys if item.get(key) is not None), None)


def _number(value: Any) -> float | None:
    """Return a number, or None for what is none."""
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except TypeError, ValueError, OverflowError:
        return None
    return number if isfinite(number) else None
