"""Who charges, and with what: by card, by name, by car; where nothing tells, nothing is guessed."""

from collections.abc import Collection, Mapping

import pytest

from custom_components.overshot.core.access import (
    NOBODY,
    Card,
    Group,
    Identity,
    KnownBy,
    Person,
    Register,
    Stay,
    Vehicle,
    identify,
    identify_all,
)

ANNA_CARD, BEN_CARD, POOL_CARD = "hash of Anna's", "hash of Ben's", "hash of the pool's"

REGISTER = Register(
    groups={"drivers": Group(id="drivers", name="Drivers", priority=7)},
    persons={
        "anna": Person(id="anna", name="Anna", group="drivers", cost_centre="4711"),
        "ben": Person(id="ben", name="Ben", priority=2),
    },
    cards={
        "anna_card": Card(id="anna_card", name="Anna's card", tag=ANNA_CARD, person="anna"),
        "ben_card": Card(id="ben_card", name="Ben's card", tag=BEN_CARD, person="ben"),
        "pool": Card(id="pool", name="Pool", tag=POOL_CARD, priority=9),
    },
    vehicles={
        "zoe": Vehicle(id="zoe", name="Zoe", owner="anna", consumption=160.0),
        "van": Vehicle(id="van", name="Van", owner="ben", charge_point="drive"),
        "bus": Vehicle(id="bus", name="Bus", owner="ben"),
        "pool_car": Vehicle(id="pool_car", name="Pool car", cards=frozenset({"pool"})),
    },
)


@pytest.mark.parametrize(
    ("problem", "stay", "who"),
    [
        ("no card, no car", Stay(), (None, None, None, None)),
        ("a card that nobody knows", Stay(tag="hash of a stranger's"), (None, None, None, None)),
        ("a card tells the person, and that one's only car", Stay(tag=ANNA_CARD), ("anna_card", "anna", "zoe", "card")),
        ("of several cars none is guessed", Stay(tag=BEN_CARD), ("ben_card", "ben", None, "card")),
        ("a card that is only used with a car", Stay(tag=POOL_CARD), ("pool", None, "pool_car", "card")),
        ("let in by name", Stay(person="anna"), (None, "anna", "zoe", "name")),
        ("let in as a card", Stay(person="anna", card="anna_card"), ("anna_card", "anna", "zoe", "name")),
        ("the name goes before the card held", Stay(tag=BEN_CARD, person="anna"), (None, "anna", "zoe", "name")),
        ("a person who was removed", Stay(person="gone"), (None, None, None, None)),
    ],
)
def test_who_it_is_by_card_or_name(problem: str, stay: Stay, who: tuple[str | None, ...]) -> None:
    found = identify(REGISTER, "garage", stay)
    assert (found.card, found.person, found.vehicle, found.known_by) == who, problem


def test_everything_that_is_known_is_told() -> None:
    assert identify(REGISTER, "garage", Stay(tag=ANNA_CARD)) == Identity(
        tag=ANNA_CARD,
        card="anna_card",
        card_name="Anna's card",
        person="anna",
        person_name="Anna",
        group="drivers",
        group_name="Drivers",
        cost_centre="4711",
        vehicle="zoe",
        vehicle_name="Zoe",
        consumption=160.0,
        priority=7,
        known_by=KnownBy.CARD,
    )
    assert identify(REGISTER, "garage", Stay()) == NOBODY


type Stays = Mapping[str, Stay]


@pytest.mark.parametrize(
    ("problem", "stays", "present", "vehicles"),
    [
        ("the car that always charges there", {"drive": Stay()}, (), {"drive": "van"}),
        ("not with somebody else's card", {"drive": Stay(tag=ANNA_CARD)}, (), {"drive": "zoe"}),
        ("with its owner's card it is clear", {"drive": Stay(tag=BEN_CARD)}, (), {"drive": "van"}),
        ("the only one that says it is here", {"garage": Stay()}, ("zoe",), {"garage": "zoe"}),
        ("it goes before the usual one", {"drive": Stay()}, ("zoe",), {"drive": "zoe"}),
        (
            "two places and one that says so: nobody knows which",
            {"garage": Stay(), "street": Stay()},
            ("zoe",),
            {"garage": None, "street": None},
        ),
        ("two that say so at one place", {"garage": Stay()}, ("bus", "zoe"), {"garage": None}),
        (
            "one stands where it always does, so the other is elsewhere",
            {"garage": Stay(), "drive": Stay()},
            ("van", "zoe"),
            {"garage": "zoe", "drive": "van"},
        ),
        (
            "one came with a card, so the other one needs none",
            {"garage": Stay(tag=ANNA_CARD), "street": Stay()},
            ("bus", "zoe"),
            {"garage": "zoe", "street": "bus"},
        ),
        ("a vehicle that was removed", {"garage": Stay()}, ("gone",), {"garage": None}),
    ],
)
def test_which_car_it_is(
    problem: str, stays: Stays, present: Collection[str], vehicles: Mapping[str, str | None]
) -> None:
    found = identify_all(REGISTER, stays, present)
    assert {id_: who.vehicle for id_, who in found.items()} == vehicles, problem


def test_the_owner_of_a_car_that_is_known_charges() -> None:
    """It says so itself, or it always does so there; somebody's name goes before."""
    by_car = identify_all(REGISTER, {"garage": Stay()}, ("zoe",))["garage"]
    assert (by_car.person, by_car.priority, by_car.known_by) == ("anna", 7, KnownBy.VEHICLE)
    by_place = identify_all(REGISTER, {"drive": Stay()})["drive"]
    assert (by_place.person, by_place.priority, by_place.known_by) == ("ben", 2, KnownBy.CHARGE_POINT)
    named = identify_all(REGISTER, {"garage": Stay(person="ben")}, ("zoe",))["garage"]
    assert (named.person, named.vehicle) == ("ben", "zoe")


def test_a_pool_card_tells_no_person() -> None:
    assert identify(REGISTER, "garage", Stay(tag=POOL_CARD)).person is None
