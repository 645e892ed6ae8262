"""What the controller is asked for while somebody charges, and what it does then."""

from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest

from custom_components.overshot.core.access import Card, Identity, Register, Stay, Vehicle, identify_all
from custom_components.overshot.core.access.apply import asked
from custom_components.overshot.core.access.plugged import plugged_in
from custom_components.overshot.core.access.visits import NO_VISIT, Order, Visit, authorize, order
from custom_components.overshot.core.control import ChargePointSettings
from custom_components.overshot.core.control.charging.access import tag_hash
from custom_components.overshot.core.control.charging.settings import Access, PhaseManagement
from custom_components.overshot.core.model import ChargePointStatus, ChargingMode, PhaseVector, ReasonKey, VehicleState
from tests.core.house import START, Controller, at, house, meter, snapshot, station, wishes

KEY = "a secret of this house"
REGISTER = Register(
    key=KEY,
    cards={
        "anna": Card(id="anna", name="Anna", tag=tag_hash("04A22B91", KEY), priority=1),
        "lost": Card(id="lost", name="Lost", tag=tag_hash("DEADBEEF", KEY), blocked=True),
    },
    vehicles={
        "zoe": Vehicle(
            id="zoe", name="Zoe", cards=frozenset({"anna"}), consumption=160.0, capacity=52_000.0, max_current=10.0
        ),
        "one": Vehicle(id="one", name="One", phases=1, max_current=32.0),
    },
)
QUIET: PhaseVector = (1.0, 1.0, 1.0)
HERE = Visit(session=START)


def settings_of(visit: Visit = NO_VISIT, who: Identity | None = None, **changes: Any) -> ChargePointSettings:
    """Return what is asked of the one charge point."""
    site = house(fuse=63)
    settings = wishes(site, **{"mode": ChargingMode.PV_SURPLUS, **changes})
    result = asked(settings, REGISTER, {"car": visit}, {"car": who} if who else {}, START, UTC)
    return result.charge_points["car"]


@pytest.mark.parametrize(
    ("problem", "visit", "before", "after"),
    [
        ("nothing was said", NO_VISIT, {}, {}),
        ("stopped", replace(HERE, order=Order.STOP), {}, {"stopped": True}),
        (
            "started",
            replace(HERE, order=Order.TURBO, mode=ChargingMode.PV_SURPLUS),
            {},
            {"mode": ChargingMode.TURBO},
        ),
        (
            "started, though it was off",
            replace(HERE, order=Order.BOOST, mode=ChargingMode.OFF),
            {"mode": ChargingMode.OFF},
            {"mode": ChargingMode.BOOST},
        ),
        (
            "who chooses a mode after that means it",
            replace(HERE, order=Order.TURBO, mode=ChargingMode.PV_SURPLUS),
            {"mode": ChargingMode.EFFICIENT_PV_SURPLUS},
            {},
        ),
        (
            "Boost stays Boost",
            replace(HERE, order=Order.TURBO, mode=ChargingMode.BOOST),
            {"mode": ChargingMode.BOOST},
            {},
        ),
        ("let in", replace(HERE, authorized=True), {"access": Access.KEY}, {"authorized": True}),
        (
            "let in before the car is there",
            Visit(until=at(600), authorized=True),
            {"access": Access.KEY},
            {"authorized": True},
        ),
    ],
)
def test_what_was_said_of_a_session(problem: str, visit: Visit, before: dict[str, Any], after: dict[str, Any]) -> None:
    plain = settings_of(**before)
    assert settings_of(visit, **before) == replace(plain, **after), problem


@pytest.mark.parametrize(
    ("problem", "who", "before", "after"),
    [
        ("a priority of its own", Identity(priority=0), {"priority": 5}, {"priority": 0}),
        ("none of its own", Identity(), {"priority": 5}, {}),
        (
            "a vehicle with numbers of its own",
            Identity(vehicle="zoe"),
            {},
            {"consumption": 160.0, "vehicle_capacity": 52_000.0, "max_current": 10.0},
        ),
        (
            "one that takes one phase, and more than the station gives",
            Identity(vehicle="one"),
            {},
            {"phase_management": PhaseManagement.SINGLE_PHASE},
        ),
        (
            "the user wants three phases all the same",
            Identity(vehicle="one"),
            {"phase_management": PhaseManagement.THREE_PHASE},
            {},
        ),
        ("a vehicle that was removed", Identity(vehicle="gone"), {}, {}),
    ],
)
def test_what_it_means_who_charges(problem: str, who: Identity, before: dict[str, Any], after: dict[str, Any]) -> None:
    plain = settings_of(**before)
    assert settings_of(who=who, **before) == replace(plain, **after), problem


def test_only_cards_that_may_be_used_open_it() -> None:
    found = settings_of()
    assert (found.allowed_tags, found.tag_key) == (frozenset({REGISTER.cards["anna"].tag}), KEY)


class Life:
    """A charge point that asks for cards, from one cycle to the next."""

    def __init__(self, **settings: Any) -> None:
        """Start without a car."""
        self.site = house(fuse=63)
        self.settings = wishes(self.site, **{"mode": ChargingMode.PV_SURPLUS, "access": Access.RFID, **settings})
        self.control = Controller(self.site, self.settings)
        self.visit = NO_VISIT

    def live(self, seconds: float, **car: Any) -> tuple[float | None, ReasonKey, ChargePointStatus]:
        """Return current, reason and status after some time with a car that says this."""
        reading = station(**car)
        for _ in range(int(seconds)):
            memory = self.control.memory.charge_points
            sessions = plugged_in({}, memory, snapshot(0, None, car=reading), KEY)
            stays = {
                id_: Stay(tag=it.tag, person=self.visit.person) for id_, it in sessions.items() if it.since is not None
            }
            who = identify_all(REGISTER, stays)
            self.control.settings = asked(self.settings, REGISTER, {"car": self.visit}, who, START, UTC)
            decision = self.control.live(1, meter(QUIET), car=reading)
        told = decision.setpoints["car"]
        return told.current, told.reason.key, told.status

    @property
    def session(self) -> Any:
        """Return the session as the controller remembers it."""
        return self.control.memory.charge_points["car"].session


def test_a_session_that_is_let_in_started_and_stopped() -> None:
    life = Life()
    current, reason, _ = life.live(5, fallback_current=0.0)
    assert (current, reason) == (0, ReasonKey.TAG_MISSING)
    life.visit = authorize(NO_VISIT, life.session, at(5), person="anna")
    assert life.live(5)[1] is ReasonKey.SURPLUS_WAITING, "it may charge, as soon as the sun shines"
    life.visit = order(life.visit, life.session, Order.TURBO, ChargingMode.PV_SURPLUS)
    assert life.live(5)[:2] == (16, ReasonKey.TURBO)
    life.visit = order(life.visit, life.session, Order.STOP, ChargingMode.PV_SURPLUS)
    current, reason, status = life.live(5)
    assert (current, reason, status) == (0, ReasonKey.STOPPED, ChargePointStatus.CONNECTED)
    assert life.control.memory.charge_points["car"].setpoint == 0


def test_a_stopped_station_must_not_start_by_itself_either() -> None:
    """Its watchdog would, had it any fallback current left."""
    life = Life(access=Access.FREE, mode=ChargingMode.BOOST)
    life.live(5)
    life.visit = order(NO_VISIT, life.session, Order.STOP, ChargingMode.BOOST)
    life.live(5)
    assert life.control.settings.charge_points["car"].stopped
    decision = life.control.live(1, meter(QUIET), car=station())
    assert decision.setpoints["car"].fallback_current == 0


def test_a_card_brings_its_car_with_it() -> None:
    life = Life(mode=ChargingMode.BOOST)
    assert life.live(10, tag="04:a2:2b:91")[0] == 10, "which takes 10 A at most"


def test_a_lost_card_opens_nothing() -> None:
    life = Life(mode=ChargingMode.BOOST)
    assert life.live(5, tag="deadbeef", fallback_current=0.0)[:2] == (0, ReasonKey.TAG_UNKNOWN)


@pytest.mark.parametrize(
    ("problem", "readings", "since", "tag"),
    [
        ("empty", [VehicleState.A], None, None),
        ("a car", [VehicleState.B, VehicleState.C], 0, None),
        ("a car that came later", [VehicleState.A, VehicleState.B], 1, None),
        ("the station says nothing for a moment", [VehicleState.B, None], 0, None),
        ("it left", [VehicleState.B, VehicleState.A], None, None),
    ],
)
def test_a_charge_point_that_is_only_looked_at(
    problem: str, readings: list[VehicleState | None], since: float | None, tag: str | None
) -> None:
    sessions = plugged_in({}, {}, snapshot(0, None), KEY)
    for second, vehicle in enumerate(readings):
        sessions = plugged_in(sessions, {}, snapshot(second, None, car=station(vehicle=vehicle)), KEY)
    assert sessions["car"].since == (None if since is None else at(since)), problem
    assert sessions["car"].tag == tag


def test_the_card_is_remembered_without_being_steered_too() -> None:
    held = station(vehicle=VehicleState.B, tag="04A22B91")
    sessions = plugged_in({}, {}, snapshot(0, None, car=held), KEY)
    sessions = plugged_in(sessions, {}, snapshot(1, None, car=station()), KEY)
    assert sessions["car"].tag == REGISTER.cards["anna"].tag
    assert plugged_in({}, {}, snapshot(0, None, car=held), "")["car"].tag is None, "never without a secret"
