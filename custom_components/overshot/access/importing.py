"""Take tables of persons, vehicles and cards into the access list: all of it, or, where one line cannot be, nothing.

A name that is there already is changed by what its line tells, one that is not is added; nothing is removed. Groups that
persons name are made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.ulid import ulid_now

from ..const import SUBENTRY_CARD, SUBENTRY_CHARGE_POINT, SUBENTRY_GROUP, SUBENTRY_PERSON, SUBENTRY_VEHICLE
from ..core.access import MOST_CARDS, tables
from ..core.access.tables import AccessTableError, Mistake, Row, Table, Wrong
from .learning import of_id
from .subentries import CONF_CHARGE_POINT, CONF_HINT, CONF_TAG, key_of

KINDS: Final = {Table.PERSONS: SUBENTRY_PERSON, Table.VEHICLES: SUBENTRY_VEHICLE, Table.CARDS: SUBENTRY_CARD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Something of the list as it will be."""

    kind: str
    name: str
    key: str
    data: Mapping[str, Any]
    own: ConfigSubentry | None = None
    """What it is now; None: it is new."""


def plan_import(entry: ConfigEntry, texts: Mapping[Table, str], secret: str) -> list[Planned]:
    """Return what tables make of the list of a site; nothing is stored. Raises `AccessTableError`."""
    read: dict[Table, tuple[Row, ...]] = {}
    wrong: list[Wrong] = []
    for table, text in texts.items():
        try:
            read[table] = tables.read_table(table, text)
        except AccessTableError as err:
            wrong += err.wrong
    if wrong:
        raise AccessTableError(wrong)
    making = _Making(entry, secret)
    making.groups(read.get(Table.PERSONS, ()))
    for table, rows in read.items():
        for row in rows:
            making.begin(KINDS[table], row.name)
    for table, rows in read.items():
        for row in rows:
            making.take(table, row)
    making.look_at_cards(read.get(Table.CARDS, ()))
    if making.wrong:
        raise AccessTableError(making.wrong)
    return list(making.planned.values())


@callback
def async_store(hass: HomeAssistant, entry: ConfigEntry, planned: Iterable[Planned]) -> tuple[int, int]:
    """Store what was planned; return how many were added and changed."""
    added = changed = 0
    for it in planned:
        if it.own is None:
            subentry = ConfigSubentry(
                data=MappingProxyType(dict(it.data)), subentry_type=it.kind, title=it.name, unique_id=it.key
            )
            hass.config_entries.async_add_subentry(entry, subentry)
            added += 1
        elif hass.config_entries.async_update_subentry(entry, it.own, data=dict(it.data), title=it.name):
            changed += 1
    return added, changed


class _Making:
    """The list as it becomes, line by line."""

    def __init__(self, entry: ConfigEntry, secret: str) -> None:
        """Start with what there is."""
        self.wrong: list[Wrong] = []
        self.planned: dict[tuple[str, str], Planned] = {}
        """By kind and name."""

        self._secret = secret
        self._known = {
            (each.subentry_type, each.title.casefold()): each
            for each in entry.subentries.values()
            if each.subentry_type in {*KINDS.values(), SUBENTRY_GROUP}
        }
        self._points = {
            each.title.casefold(): each.subentry_id for each in entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)
        }

    def begin(self, kind: str, name: str) -> None:
        """Take in that somebody of this name will be there."""
        place = (kind, name.casefold())
        if place not in self.planned:
            own = self._known.get(place)
            key = key_of(own) if own is not None else f"{kind}_{ulid_now()}"
            data = dict(own.data) if own is not None else {}
            self.planned[place] = Planned(kind=kind, name=name, key=key, data=data, own=own)

    def groups(self, persons: Iterable[Row]) -> None:
        """Make the groups that persons name and that are not there."""
        for row in persons:
            name = row.values.get(tables.GROUP)
            if name is not None and (SUBENTRY_GROUP, name.casefold()) not in self._known:
                self.begin(SUBENTRY_GROUP, name)

    def take(self, table: Table, row: Row) -> None:
        """Take in what a line tells."""
        place = (KINDS[table], row.name.casefold())
        before = self.planned[place]
        changes = {key: value for key, value in row.values.items() if key != tables.CARD_ID}
        for key, kind in (
            (tables.GROUP, SUBENTRY_GROUP),
            (tables.OWNER, SUBENTRY_PERSON),
            (tables.PERSON, SUBENTRY_PERSON),
        ):
            if key in changes:
                changes[key] = self._key(table, row, key, kind)
        if tables.PHASES in changes:
            changes[tables.PHASES] = str(changes[tables.PHASES])
        if isinstance(day := changes.get(tables.VALID_UNTIL), date):
            changes[tables.VALID_UNTIL] = day.isoformat()
        if tables.CHARGE_POINT in changes:
            changes[CONF_CHARGE_POINT] = self._point(table, row, tables.CHARGE_POINT, changes[tables.CHARGE_POINT])
        if tables.CHARGE_POINTS in changes:
            named = changes[tables.CHARGE_POINTS]
            changes[tables.CHARGE_POINTS] = [self._point(table, row, tables.CHARGE_POINTS, name) for name in named]
        if (id_ := row.values.get(tables.CARD_ID)) is not None:
            held = of_id(id_, self._secret)
            changes |= {CONF_TAG: held.tag, CONF_HINT: held.hint}
        self.planned[place] = Planned(
            kind=before.kind, name=row.name, key=before.key, data={**before.data, **changes}, own=before.own
        )

    def look_at_cards(self, rows: Iterable[Row]) -> None:
        """Note cards that are there twice, and those that are too many."""
        untouched = [
            each
            for (kind, name), each in self._known.items()
            if kind == SUBENTRY_CARD and (kind, name) not in self.planned
        ]
        seen = {each.data[CONF_TAG] for each in untouched}
        count = len(untouched)
        for row in rows:
            card = self.planned[SUBENTRY_CARD, row.name.casefold()]
            count += 1
            if card.data[CONF_TAG] in seen:
                hint = f"...{card.data[CONF_HINT]}"
                self.wrong.append(Wrong(Mistake.CARD_KNOWN, Table.CARDS, row.row, "id", hint))
            if count == MOST_CARDS + 1:
                self.wrong.append(Wrong(Mistake.CARDS_FULL, Table.CARDS, row.row, value=str(MOST_CARDS)))
            seen.add(card.data[CONF_TAG])

    def _key(self, table: Table, row: Row, column: str, kind: str) -> str | None:
        """Return what somebody who is named is known by; note a name that nobody has."""
        name = str(row.values[column])
        place = (kind, name.casefold())
        if place in self.planned:
            return self.planned[place].key
        if place in self._known:
            return key_of(self._known[place])
        self.wrong.append(Wrong(Mistake.UNKNOWN, table, row.row, column, name))
        return None

    def _point(self, table: Table, row: Row, column: str, name: str) -> str:
        """Return the id of a charge point; note a name that none has."""
        id_ = self._points.get(name.casefold(), "")
        if not id_:
            self.wrong.append(Wrong(Mistake.UNKNOWN, table, row.row, column, name))
        return id_
