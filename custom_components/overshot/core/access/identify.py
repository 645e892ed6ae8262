"""Who charges, and with what: by the card that was held to the station, by name, or by the car that is there.

Whether somebody may charge is another question, answered in one place only: `control.charging.access.barred_by`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .register import Card, Person, Register, Vehicle


class KnownBy(StrEnum):
    """What told who it is."""

    CARD = "card"
    NAME = "name"
    """Somebody was let in by name (`authorize`)."""

    VEHICLE = "vehicle"
    """The car's own integration says that it is plugged in here."""

    CHARGE_POINT = "charge_point"
    """It is the car that always charges here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """What is known of one session before anybody asked who it is."""

    tag: str | None = None
    """Hash of the tag held to the station for it."""

    person: str | None = None
    """Who was let in by name, ..."""

    card: str | None = None
    """...or whose card was meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who charges, as far as it is known; ids are those of the register, names as they are called today."""

    tag: str | None = None
    """Hash of the tag held to the station, also where nobody knows it."""

    card: str | None = None
    card_name: str = ""
    person: str | None = None
    person_name: str = ""
    group: str | None = None
    group_name: str = ""
    cost_centre: str = ""
    vehicle: str | None = None
    vehicle_name: str = ""
    consumption: float | None = None
    """Of the vehicle (Wh/km)."""

    priority: int | None = None
    """Of the session; None: that of the charge point."""

    known_by: KnownBy | None = None
    """None: nobody is known."""


NOBODY = Identity()


def identify_all(
    register: Register,
    stays: Mapping[str, Stay],
    present: Collection[str] = frozenset(),
    absent: Collection[str] = frozenset(),
) -> dict[str, Identity]:
    """Return who charges at each charge point with a vehicle (`stays`, by charge point).

    `present` are the vehicles that say themselves that they are plugged in, `absent` those that say they are not. Where
    that does not tell which one of several stands where, nothing is guessed.
    """
    taken = {vehicle.id for id_, stay in stays.items() if (vehicle := _by_card(register, id_, stay)) is not None}
    waiting = [id_ for id_, stay in stays.items() if _by_card(register, id_, stay) is None]
    shown = [register.vehicles[id_] for id_ in sorted(present) if id_ in register.vehicles and id_ not in taken]
    return {
        id_: identify(register, id_, stay, _shown_at(id_, shown, waiting) if id_ in waiting else None, absent)
        for id_, stay in stays.items()
    }


def identify(
    register: Register,
    charge_point: str,
    stay: Stay,
    shown: Vehicle | None = None,
    absent: Collection[str] = frozenset(),
) -> Identity:
    """Return who charges at one charge point; `shown` is the vehicle that says itself that it is there."""
    card = _card(register, stay)
    vehicle, known_by = _by_card(register, charge_point, stay), None
    if card is not None:
        known_by = KnownBy.CARD if stay.card is None else KnownBy.NAME
    elif stay.person in register.persons:
        known_by = KnownBy.NAME
    if vehicle is None and shown is not None:
        vehicle, known_by = shown, known_by or KnownBy.VEHICLE
    if vehicle is None and (usual := _usual(register, charge_point, _person(register, card, stay), absent)) is not None:
        vehicle, known_by = usual, known_by or KnownBy.CHARGE_POINT
    person = _person(register, card, stay)
    if person is None and vehicle is not None and known_by in (KnownBy.VEHICLE, KnownBy.CHARGE_POINT):
        person = register.persons.get(vehicle.owner or "")
    group = register.groups.get(person.group or "") if person is not None else None
    return Identity(
        tag=stay.tag,
        card=card.id if card is not None else None,
        card_name=card.name if card is not None else "",
        person=person.id if person is not None else None,
        person_name=person.name if person is not None else "",
        group=group.id if group is not None else None,
        group_name=group.name if group is not None else "",
        cost_centre=person.cost_centre if person is not None else "",
        vehicle=vehicle.id if vehicle is not None else None,
        vehicle_name=vehicle.name if vehicle is not None else "",
        consumption=vehicle.consumption if vehicle is not None else None,
        priority=register.priority_of(card, person),
        known_by=known_by,
    )


def _card(register: Register, stay: Stay) -> Card | None:
    """Return the card of a session: the one that was meant by name, else the one held to the station."""
    if stay.card is not None or stay.person is not None:
        return register.cards.get(stay.card or "")
    return register.card_of(stay.tag)


def _person(register: Register, card: Card | None, stay: Stay) -> Person | None:
    """Return the person of a session, by name or by card."""
    return register.persons.get(stay.person or (card.person if card is not None else None) or "")


def _by_card(register: Register, charge_point: str, stay: Stay) -> Vehicle | None:
    """Return the vehicle that the card, or the person, of a session tells.

    Of several that a person has, the one that always charges here; where there is none, the person's card tells nothing.
    """
    card = _card(register, stay)
    if card is not None:
        of_card = [each for each in register.vehicles.values() if card.id in each.cards]
        if len(of_card) == 1:
            return of_card[0]
    person = _person(register, card, stay)
    if person is None:
        return None
    own = [each for each in register.vehicles.values() if each.owner == person.id]
    if len(own) > 1:
        own = [each for each in own if each.charge_point == charge_point]
    return own[0] if len(own) == 1 else None


def _shown_at(charge_point: str, shown: Collection[Vehicle], waiting: Collection[str]) -> Vehicle | None:
    """Return the vehicle that is there by its own word: the one bound to it, or the only one at the only place left."""
    bound = [each for each in shown if each.charge_point == charge_point]
    if len(bound) == 1:
        return bound[0]
    # Those that are bound elsewhere stand where they are bound to, if a car waits there.
    free = [each for each in shown if each.charge_point is None or each.charge_point not in waiting]
    places = [id_ for id_ in waiting if not any(each.charge_point == id_ for each in shown)]
    return next(iter(free)) if len(free) == 1 and places == [charge_point] else None


def _usual(register: Register, charge_point: str, person: Person | None, absent: Collection[str]) -> Vehicle | None:
    """Return the vehicle that always charges here; that of somebody else does not come with a person who is known."""
    found = [
        each
        for each in register.vehicles.values()
        if each.charge_point == charge_point
        and each.id not in absent
        and (person is None or each.owner in (None, person.id))
    ]
    return found[0] if len(found) == 1 else None
