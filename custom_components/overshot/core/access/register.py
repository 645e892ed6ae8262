"""The access list of a site: its cards, its persons and their groups, and the vehicles they come with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

MOST_CARDS: Final = 10
"""Cards of a site at most: what Hager's stations keep (seed table 3)."""


class CardState(StrEnum):
    """Whether a card lets anybody charge."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    """The user blocked it, as one that was lost."""

    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Persons with something in common: a household, the tenants, the company's drivers."""

    id: str
    name: str
    priority: int | None = None
    """Of their sessions, the lower the earlier; None: that of the charge point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who charges."""

    id: str
    name: str
    entity: str | None = None
    """The person in Home Assistant it is."""

    group: str | None = None
    priority: int | None = None
    """None: that of the group."""

    cost_centre: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A car, and how it is known when it comes."""

    id: str
    name: str
    consumption: float | None = None
    """Wh/km."""

    capacity: float | None = None
    """Usable energy of its battery (Wh)."""

    max_current: float | None = None
    """What its charger takes on a phase at most (A)."""

    phases: int | None = None
    """What its charger charges on (1..3)."""

    owner: str | None = None
    """The person it belongs to."""

    cards: frozenset[str] = frozenset()
    """Cards that are only used with it."""

    charge_point: str | None = None
    """The charge point where it is taken for granted."""

    target_soc: float | None = None
    """What it is charged to by the plan (%), where its state of charge is known; None: that is left to targets and habits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An RFID card. The card itself is a secret: only its HMAC is known here."""

    id: str
    name: str
    tag: str
    """See `control.charging.access.tag_hash`."""

    hint: str = ""
    """The last two characters of its id, to tell cards apart."""

    person: str | None = None
    priority: int | None = None
    """None: that of the person."""

    charge_points: frozenset[str] = frozenset()
    """Where it may be used; empty: everywhere."""

    valid_until: date | None = None
    """The last local day on which it may be used; None: for ever."""

    blocked: bool = False

    def expires(self, zone: tzinfo) -> datetime | None:
        """Return when it is not valid any more: the local midnight that ends its last day (UTC)."""
        if self.valid_until is None or self.valid_until == date.max:
            return None
        return datetime.combine(self.valid_until + timedelta(days=1), time(), zone).astimezone(UTC)

    def state(self, now: datetime, zone: tzinfo) -> CardState:
        """Return whether it lets anybody charge at a moment (aware); blocked goes before expired."""
        if self.blocked:
            return CardState.BLOCKED
        end = self.expires(zone)
        return CardState.EXPIRED if end is not None and now >= end else CardState.ACTIVE

    def opens(self, charge_point: str) -> bool:
        """Whether it may be used at a charge point, as long as it is active."""
        return not self.charge_points or charge_point in self.charge_points


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Everybody and everything that is known; each by its id. A reference to what is gone means nothing."""

    cards: Mapping[str, Card] = field(default_factory=dict)
    persons: Mapping[str, Person] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    vehicles: Mapping[str, Vehicle] = field(default_factory=dict)
    key: str = field(default="", repr=False)
    """Secret of the installation that the hashes of the tags were made with."""

    def card_of(self, tag: str | None) -> Card | None:
        """Return the card with this hash, whatever its state."""
        return next((card for card in self.cards.values() if card.tag == tag), None) if tag else None

    def allowed_tags(self, charge_point: str, now: datetime, zone: tzinfo) -> frozenset[str]:
        """Return the hashes of the cards that let somebody charge at a charge point now."""
        return frozenset(
            card.tag
            for card in self.cards.values()
            if card.opens(charge_point) and card.state(now, zone) is CardState.ACTIVE
        )

    def priority_of(self, card: Card | None, person: Person | None) -> int | None:
        """Return the priority of a session: that of its card, else of its person, else of the group of that one."""
        group = self.groups.get(person.group or "") if person is not None else None
        ranks = (each.priority for each in (card, person, group) if each is not None)
        return next((rank for rank in ranks if rank is not None), None)
