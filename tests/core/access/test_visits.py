"""What was said of a session: it waits for the car, holds until it leaves, and means nothing to the next one."""

from datetime import timedelta

import pytest

from custom_components.overshot.core.access.visits import NO_VISIT, WAITS, Order, Visit, authorize, go_on, order
from custom_components.overshot.core.control.charging.memory import SessionMemory
from custom_components.overshot.core.model import ChargingMode
from tests.core.house import START, at

EMPTY = SessionMemory()
HERE = SessionMemory(since=START)
NEXT = SessionMemory(since=at(3600))


def let_in(session: SessionMemory = EMPTY) -> Visit:
    """Return a visit that begins now."""
    return authorize(NO_VISIT, session, START, person="anna")


@pytest.mark.parametrize(
    ("problem", "visit", "session", "seconds", "kept"),
    [
        ("it waits for the car", let_in(), EMPTY, 600, True),
        ("not for ever: somebody else might come", let_in(), EMPTY, WAITS.total_seconds(), False),
        ("the car has come", let_in(), HERE, 600, True),
        ("it stays", let_in(HERE), HERE, 86_400, True),
        ("it has left", let_in(HERE), EMPTY, 60, False),
        ("another one is there already", let_in(HERE), NEXT, 3700, False),
    ],
)
def test_how_long_it_holds(problem: str, visit: Visit, session: SessionMemory, seconds: float, kept: bool) -> None:
    assert ("car" in go_on({"car": visit}, {"car": session}, at(seconds))) is kept, problem


def test_the_car_that_comes_takes_it_over_and_the_next_one_does_not() -> None:
    visits = go_on({"car": let_in()}, {"car": HERE}, at(60))
    assert visits["car"] == Visit(session=START, authorized=True, person="anna")
    assert go_on(visits, {"car": HERE}, at(86_400)) is visits
    assert go_on(visits, {"car": EMPTY}, at(90_000)) == {}


def test_a_station_that_was_not_heard_of_yet_changes_nothing() -> None:
    """As after a restart."""
    visits = {"car": let_in(HERE)}
    assert go_on(visits, {}, at(0) + timedelta(days=1)) is visits


def test_who_stops_does_not_take_back_who_was_let_in() -> None:
    visit = order(let_in(HERE), HERE, Order.STOP, ChargingMode.BOOST)
    assert (visit.authorized, visit.person, visit.order) == (True, "anna", Order.STOP)
    started = order(visit, HERE, Order.TURBO, ChargingMode.BOOST)
    assert (started.order, started.mode, started.authorized) == (Order.TURBO, ChargingMode.BOOST, True)
