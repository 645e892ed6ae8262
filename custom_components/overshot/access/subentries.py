"""The access list as Home Assistant stores it: a subentry for each card, person, group and vehicle.

They name each other by `key_of`, which stays the same when one is changed or imported anew; charge points are named by the
id of their subentry.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry

from ..const import (
    CONF_CAPACITY,
    CONF_MAX_CURRENT,
    CONF_PHASES,
    SUBENTRY_CARD,
    SUBENTRY_GROUP,
    SUBENTRY_PERSON,
    SUBENTRY_VEHICLE,
)
from ..core.access import Card, Group, Person, Register, Vehicle

CONF_BLOCKED: Final = "blocked"
CONF_CARDS: Final = "cards"
CONF_CHARGE_POINT: Final = "charge_point"
CONF_CHARGE_POINTS: Final = "charge_points"
CONF_CONSUMPTION: Final = "consumption"
"""kWh/100 km."""
CONF_COST_CENTRE: Final = "cost_centre"
CONF_GROUP: Final = "group"
CONF_HINT: Final = "hint"
"""The last two characters of a card's id."""
CONF_OWNER: Final = "owner"
CONF_PERSON: Final = "person"
CONF_PERSON_ENTITY: Final = "person_entity"
CONF_PRESENCE: Final = "presence_entities"
"""Entities that all say so while the vehicle is plugged in at home."""
CONF_PRIORITY: Final = "priority"
CONF_SOC_ENTITY: Final = "soc_entity"
"""What tells the state of charge of a vehicle (%)."""
CONF_TAG: Final = "tag_hash"
CONF_TARGET_SOC: Final = "target_soc"
CONF_VALID_UNTIL: Final = "valid_until"
"""ISO date: the last day of a card."""

_MEAN_NOTHING: Final[tuple[Any, ...]] = (None, "", [])


def key_of(subentry: ConfigSubentry) -> str:
    """Return what one of the list is called where others name it."""
    return subentry.unique_id or subentry.subentry_id


def register_of(entry: ConfigEntry, secret: str) -> Register:
    """Return the access list of a site."""
    return Register(
        cards=_all(entry, SUBENTRY_CARD, _card),
        persons=_all(entry, SUBENTRY_PERSON, _person),
        groups=_all(entry, SUBENTRY_GROUP, _group),
        vehicles=_all(entry, SUBENTRY_VEHICLE, _vehicle),
        key=secret,
    )


def names_of(entry: ConfigEntry, kind: str, *, without: ConfigSubentry | None = None) -> dict[str, str]:
    """Return the names of all of one kind by key; charge points by the id of their subentry."""
    return {
        each.subentry_id if kind == CONF_CHARGE_POINT else key_of(each): each.title
        for each in entry.get_subentries_of_type(kind)
        if each is not without
    }


def without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was entered without what was left empty."""
    return {key: value for key, value in data.items() if value not in _MEAN_NOTHING}


def _all[T](entry: ConfigEntry, kind: str, read: Callable[[str, str, Mapping[str, Any]], T]) -> dict[str, T]:
    """Return all of one kind by key."""
    return {key_of(each): read(key_of(each), each.title, each.data) for each in entry.get_subentries_of_type(kind)}


def _card(id_: str, name: str, data: Mapping[str, Any]) -> Card:
    last = data.get(CONF_VALID_UNTIL)
    return Card(
        id=id_,
        name=name,
        tag=data[CONF_TAG],
        hint=data.get(CONF_HINT, ""),
        person=data.get(CONF_PERSON),
        priority=_whole(data.get(CONF_PRIORITY)),
        charge_points=frozenset(data.get(CONF_CHARGE_POINTS, ())),
        valid_until=date.fromisoformat(last) if last else None,
        blocked=bool(data.get(CONF_BLOCKED)),
    )


def _person(id_: str, name: str, data: Mapping[str, Any]) -> Person:
    return Person(
        id=id_,
        name=name,
        entity=data.get(CONF_PERSON_ENTITY),
        group=data.get(CONF_GROUP),
        priority=_whole(data.get(CONF_PRIORITY)),
        cost_centre=data.get(CONF_COST_CENTRE, ""),
    )


def _group(id_: str, name: str, data: Mapping[str, Any]) -> Group:
    return Group(id=id_, name=name, priority=_whole(data.get(CONF_PRIORITY)))


def _vehicle(id_: str, name: str, data: Mapping[str, Any]) -> Vehicle:
    consumption, capacity = data.get(CONF_CONSUMPTION), data.get(CONF_CAPACITY)
    return Vehicle(
        id=id_,
        name=name,
        consumption=None if consumption is None else 10 * float(consumption),
        capacity=None if capacity is None else 1000 * float(capacity),
        max_current=data.get(CONF_MAX_CURRENT),
        phases=_whole(data.get(CONF_PHASES)),
        owner=data.get(CONF_OWNER),
        cards=frozenset(data.get(CONF_CARDS, ())),
        charge_point=data.get(CONF_CHARGE_POINT),
        target_soc=data.get(CONF_TARGET_SOC),
    )


def _whole(value: Any) -> int | None:
    """Return a stored number as a whole one."""
    return None if value is None else int(value)
