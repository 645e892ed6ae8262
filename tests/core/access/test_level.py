"""How full a vehicle is by its own, rare word, and what the plan is told that it needs."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from custom_components.overshot.core.access import Identity, Register, Vehicle
from custom_components.overshot.core.access.level import EFFICIENCY, Level, follow_levels, needs, with_levels
from custom_components.overshot.core.control import ChargePointMemory, ChargePointSettings, SiteSettings
from custom_components.overshot.core.control.charging.memory import SessionMemory
from custom_components.overshot.core.control.charging.settings import EnergyTarget, RangeWish
from custom_components.overshot.core.model import ChargingMode
from tests.core.house import START, at, snapshot, station

ZOE = Identity(vehicle="zoe")
CAPACITY = 50_000.0
REGISTER = Register(vehicles={"zoe": Vehicle(id="zoe", name="Zoe", capacity=CAPACITY, target_soc=80)})


def session(energy: float = 0.0, since: datetime = START) -> dict[str, ChargePointMemory]:
    """Return what is remembered of the one charge point."""
    return {"car": ChargePointMemory(session=SessionMemory(since=since, energy=energy))}


def level(soc: float = 50.0, energy: float = 0.0) -> Level:
    """Return what the vehicle told."""
    return Level(vehicle="zoe", session=START, soc=soc, energy=energy)


def test_what_was_given_since_counts_until_it_tells_more() -> None:
    levels = follow_levels({}, {"car": ZOE}, {"zoe": 40.0}, session())
    assert levels == {"car": level(40.0)}
    again = follow_levels(levels, {"car": ZOE}, {"zoe": 40.0}, session(10_000))
    assert again is levels, "it sleeps, and tells what it told before"
    assert levels["car"].now(10_000, CAPACITY) == pytest.approx(40 + 20 * EFFICIENCY)
    assert follow_levels(levels, {"car": ZOE}, {}, session(10_000)) is levels, "nor is silence news"
    awake = follow_levels(levels, {"car": ZOE}, {"zoe": 57.0}, session(10_000))
    assert awake == {"car": level(57.0, 10_000)}
    assert awake["car"].now(1e6, CAPACITY) == 100


@pytest.mark.parametrize(
    ("problem", "who", "told", "since", "kept"),
    [
        ("the next session", ZOE, {}, at(3600), False),
        ("another vehicle", Identity(vehicle="van"), {}, START, False),
        ("nobody is known any more", Identity(), {}, START, False),
        ("what no state of charge is", ZOE, {"zoe": 4000.0}, START, True),
        ("the same", ZOE, {"zoe": 50.0}, START, True),
    ],
)
def test_what_it_told_is_kept_for_its_session(
    problem: str, who: Identity, told: dict[str, float], since: datetime, kept: bool
) -> None:
    after = follow_levels({"car": level()}, {"car": who}, told, session(since=since))
    assert after == ({"car": level()} if kept else {}), problem


def test_a_station_that_tells_it_itself_goes_before() -> None:
    seen = snapshot(0, None, car=station(), other=station(vehicle_soc=30.0))
    after = with_levels(seen, {"car": level(), "other": level(), "gone": level()})
    assert [after.charge_points[id_].value.vehicle_soc for id_ in ("car", "other")] == [50.0, 30.0]
    assert with_levels(seen, {}) is seen


def wanted(
    told: Level, energy: float = 0.0, register: Register = REGISTER, **settings: object
) -> tuple[float | None, datetime | None] | None:
    """Return energy and departure that the plan is told."""
    wishes = ChargePointSettings(**{"mode": ChargingMode.EFFICIENT_PV_SURPLUS, **settings})  # type: ignore[arg-type]
    found = needs(
        register, {"car": told}, SiteSettings(charge_points={"car": wishes}), session(energy), "Europe/Brussels", START
    )
    return (found["car"].energy, found["car"].departure) if found else None


@pytest.mark.parametrize(
    ("problem", "told", "energy", "expected"),
    [
        ("just plugged in", level(), 0.0, 15_000 / EFFICIENCY),
        ("half of it is given, and it tells nothing new", level(), 7500 / EFFICIENCY, 15_000 / EFFICIENCY),
        ("it tells that less arrived", level(60.0, 10_000), 10_000.0, 10_000 + 10_000 / EFFICIENCY),
        ("it is there", level(80.0, 15_000), 15_000.0, 15_000.0),
        ("it came with more than that", level(95.0), 0.0, 0.0),
    ],
)
def test_what_it_needs_from_plug_in_on(problem: str, told: Level, energy: float, expected: float) -> None:
    found = wanted(told, energy)
    assert found is not None
    assert found[0] == pytest.approx(expected), problem


def test_who_charges_with_the_sun_alone_asks_for_nothing() -> None:
    assert wanted(level(), mode=ChargingMode.PV_SURPLUS) is None


@pytest.mark.parametrize("changes", [{"target_soc": None}, {"capacity": None}])
def test_without_a_wish_or_a_capacity_targets_and_habits_decide(changes: dict[str, None]) -> None:
    zoe = replace(REGISTER.vehicles["zoe"], **changes)  # type: ignore[arg-type]
    assert wanted(level(), register=Register(vehicles={"zoe": zoe})) is None
    assert wanted(level(), register=Register()) is None


def test_it_leaves_when_the_user_says() -> None:
    """The start is Sunday, June 21, noon in Brussels."""
    monday = EnergyTarget(weekday=0, at=time(7), energy=20_000)
    by_target = wanted(level(), targets=(monday,))
    assert by_target is not None
    assert by_target[1] == datetime.fromisoformat("2026-06-22T05:00:00+00:00")
    sooner = wanted(level(), targets=(monday,), range_wish=RangeWish(distance=100, until=START + timedelta(hours=4)))
    assert sooner is not None
    assert sooner[1] == START + timedelta(hours=4)
    by_habit = wanted(level())
    assert by_habit is not None
    assert by_habit[1] is None
