"""Who gets what: reserved first, the minimum to all, the rest by priority; a queue that rotates; what is not used is given back."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from custom_components.overshot.core.control.limits.queue import RETRY, ROTATION
from custom_components.overshot.core.control.settings import GridLimit, TieBreak
from custom_components.overshot.core.model import NO_PHASES, ChargingMode, PhaseVector, Rotation
from tests.core.house import V, at

from .garage import Car, Garage, charge_point, circuit, one_phase, site_of


@pytest.mark.parametrize(
    ("problem", "limit", "each", "expected"),
    [
        ("alike: equally", 30, {}, {"a": 10, "b": 10, "c": 10}),
        ("the first priority has all it wishes, the others their minimum", 44, {"b": {"priority": -1}}, (6, 32, 6)),
        ("two priorities: within one, equally", 40, {"c": {"priority": 1}}, (17, 17, 6)),
        ("who wishes less leaves it to the others", 40, {"a": {"max_current": 8}}, (8, 16, 16)),
        ("reserved is there for it before all others", 32, {"c": {"reserved_current": 20, "priority": 9}}, (6, 6, 20)),
        ("reserved counts towards an equal share, not on top", 45, {"c": {"reserved_current": 10}}, (15, 15, 15)),
        (
            "reserved stays free while the car wishes nothing",
            32,
            {"c": {"reserved_current": 20, "mode": ChargingMode.OFF}},
            (6, 6, 0),
        ),
        ("more reserved than there is: what there is", 15, {"c": {"reserved_current": 20}}, (0, 0, 15)),
        ("less than its minimum reserved: its minimum", 12, {"c": {"reserved_current": 1}}, (6, 0, 6)),
        ("room for two of three: the first two", 17, {}, (8, 8, 0)),
        ("room for two of three: by priority", 17, {"a": {"priority": 1}}, (0, 8, 8)),
    ],
)
def test_three_cars_on_one_circuit(
    problem: str,
    limit: float,
    each: dict[str, dict[str, object]],
    expected: tuple[float, ...] | Mapping[str, float],
) -> None:
    """What each gets of a static circuit."""
    site = site_of(*(charge_point(id_, "box") for id_ in "abc"), circuits=(circuit("box", limit),))
    told = Garage(site, each=each).run(60)
    assert told == (expected if isinstance(expected, dict) else dict(zip("abc", expected, strict=True))), problem


def test_a_reservation_is_only_for_a_vehicle_that_is_there() -> None:
    """Nobody plugged in: the others have it."""
    site = site_of(*(charge_point(id_, "box") for id_ in "ab"), circuits=(circuit("box", 32),))
    garage = Garage(site, each={"b": {"reserved_current": 20}})
    garage.cars["b"].here = False
    assert garage.run(30)["a"] == 32
    garage.cars["b"].here = True
    assert garage.run(30) == {"a": 12, "b": 20}


class TestGivenBack:
    """What a car does not take of what it is told."""

    def garage(self) -> Garage:
        """Return two cars on 32 A, of which the first one takes 8 A."""
        site = site_of(*(charge_point(id_, "box", current_step=0.1) for id_ in "ab"), circuits=(circuit("box", 32),))
        return Garage(site, {"a": Car(wants=8), "b": Car()})

    def test_is_given_to_others_but_for_a_margin_to_grow_into(self) -> None:
        """Half a minute later."""
        garage = self.garage()
        assert garage.run(20) == {"a": 16, "b": 16}
        assert garage.run(40) == {"a": 9, "b": 23}

    def test_is_its_own_again_when_it_takes_more(self) -> None:
        """It warms up, and then wants all it can get."""
        garage = self.garage()
        garage.run(60)
        garage.cars["a"].wants = 32
        assert garage.run(30) == {"a": 16, "b": 16}

    def test_does_not_swing(self) -> None:
        """Each is told once, and left alone."""
        garage = self.garage()
        garage.run(60)
        garage.run(300)
        assert len(set(garage.history("a")[60:])) == 1
        assert len(set(garage.history("b")[60:])) == 1

    def test_is_kept_where_nobody_else_wants_it(self) -> None:
        """No order without a reason."""
        garage = self.garage()
        garage.each["b"]["mode"] = ChargingMode.OFF
        assert garage.run(120)["a"] == 32


class TestQueue:
    """Room for one of two."""

    def garage(self, *, count: int = 2, **settings: Any) -> Garage:
        """Return so many cars on 10 A."""
        ids = "abcdef"[:count]
        site = site_of(*(charge_point(id_, "box") for id_ in ids), circuits=(circuit("box", 10),))
        return Garage(site, **settings)

    def charging(self, garage: Garage) -> str:
        """Return who charges."""
        return "".join(id_ for id_, car in garage.cars.items() if car.current)

    def test_the_longest_waiting_takes_the_place_of_the_longest_served(self) -> None:
        """After a quarter of an hour, and back after the next; nobody is left out."""
        garage = self.garage(count=3)
        seen = []
        for _ in range(6):
            garage.run(ROTATION.total_seconds() + 30)
            seen.append(self.charging(garage))
        assert seen == ["b", "c", "a", "b", "c", "a"]

    def test_it_is_told_that_it_waits(self) -> None:
        """Where, and that others come first."""
        garage = self.garage()
        garage.run(30)
        assert garage.reason("b") == ("queue_waiting", {"phase": "L1", "current": 0, "circuit": "Box"})

    def test_they_never_charge_both(self) -> None:
        """The one is lowered before the other is raised."""
        garage = self.garage()
        for _ in range(3000):
            garage.second()
            assert max(garage.flows()[3:]) <= 10

    def test_the_order_of_the_site_does_not_decide_for_ever(self) -> None:
        """Each of four has a fair share of two hours."""
        garage = self.garage(count=4)
        garage.run(8 * 60 * 16)
        shares = [sum(1 for told in garage.history(id_) if told) for id_ in "abcd"]
        assert min(shares) > 0.8 * max(shares)

    def test_a_lower_priority_waits_for_ever(self) -> None:
        """Turns are taken within a priority."""
        garage = self.garage(each={"b": {"priority": 1}})
        garage.run(3 * ROTATION.total_seconds())
        assert set(garage.history("b")) == {0.0}

    @pytest.mark.parametrize(
        ("problem", "tie_break", "socs", "first"),
        [
            ("the emptiest first", TieBreak.LOWEST_SOC, (60.0, 40.0, 50.0), "b"),
            ("who tells nothing comes last", TieBreak.LOWEST_SOC, (None, None, 90.0), "c"),
            ("all alike: the order of the site", TieBreak.LOWEST_SOC, (50.0, 50.0, 50.0), "a"),
        ],
    )
    def test_the_emptiest_vehicle_first(
        self, problem: str, tie_break: TieBreak, socs: tuple[float | None, ...], first: str
    ) -> None:
        """It keeps its place for a while, even when another one is emptier by then."""
        garage = self.garage(count=3, tie_break=tie_break)
        for id_, soc in zip("abc", socs, strict=True):
            garage.cars[id_].soc = soc
        garage.run(60)
        assert self.charging(garage) == first, problem
        other = next(id_ for id_ in "abc" if id_ != first)
        garage.cars[other].soc = 1.0
        garage.run(60)
        assert self.charging(garage) == first, problem
        garage.run(ROTATION.total_seconds())
        assert self.charging(garage) == other, problem

    def test_a_full_car_gives_its_place_away(self) -> None:
        """It takes nothing for two minutes; the other one need not wait a quarter of an hour."""
        garage = self.garage()
        garage.run(60)
        assert self.charging(garage) == "a"
        garage.cars["a"].wants = 0
        garage.run(240)
        assert self.charging(garage) == "b"
        garage.run(2 * ROTATION.total_seconds())
        assert self.charging(garage) == "b"

    def test_a_car_that_was_asleep_is_tried_again(self) -> None:
        """An hour later, and where it takes nothing then, for two minutes only."""
        garage = self.garage()
        garage.cars["a"].wants = 0
        garage.run(RETRY.total_seconds() + 600)
        told = garage.history("a")[600:]
        assert sum(1 for before, now in pairwise(told) if now and not before) == 1
        assert 60 <= sum(1 for current in told if current) <= 240
        assert self.charging(garage) == "b"


def test_after_a_shortage_they_return_one_after_the_other() -> None:
    """Four paused at once by a load on their circuit: five seconds between two."""
    site = site_of(*(charge_point(id_, "box") for id_ in "abcd"), circuits=(circuit("box", 40, metered=True),))
    garage = Garage(site)
    assert set(garage.run(30).values()) == {10}
    garage.others["box"] = (38.0, 38.0, 38.0)
    assert set(garage.run(30).values()) == {0}
    garage.others["box"] = NO_PHASES
    garage.run(90)
    since = 60
    starts = sorted(next(n for n, told in enumerate(garage.history(id_)[since:]) if told) for id_ in "abcd")
    assert all(later - earlier >= 5 for earlier, later in pairwise(starts))
    assert set(garage.run(10).values()) == {10}


class TestCaps:
    """Limits on power: the grid operator's, and the user's on all charging."""

    SITE = site_of(charge_point("a"), charge_point("b"))

    def test_the_grid_operators_limit_counts_what_else_is_imported(self) -> None:
        """15 kW, of which the house takes 3.45: 5 A of house, 2 x 8 A of cars on three phases."""
        garage = Garage(self.SITE, house=(5.0, 5.0, 5.0), grid_limit=GridLimit(power=15_000))
        assert garage.run(60) == {"a": 8, "b": 8}
        assert garage.reason("a") == ("grid_operator_limit", {"power": 15_000, "current": 8})
        assert max(sum(garage.flows()[:3]) * V for _ in [0]) <= 15_000

    def test_it_ends_when_it_was_said_to(self) -> None:
        """And not before."""
        garage = Garage(self.SITE, grid_limit=GridLimit(power=0, until=at(60)))
        assert garage.run(59) == {"a": 0, "b": 0}
        assert garage.reason("a")[0] == "grid_operator_limit"
        assert garage.run(30) == {"a": 32, "b": 32}

    def test_export_of_one_phase_makes_up_for_import_of_another(self) -> None:
        """It is the sum that is limited."""
        garage = Garage(self.SITE, house=(-20.0, 5.0, 5.0), grid_limit=GridLimit(power=6 * 3 * V))
        # 18 A are allowed on all phases together, 10 A of house are exported: 28 A, 9 A on three phases.
        assert garage.run(60) == {"a": 9, "b": 0}

    def test_the_limit_on_all_charging_knows_no_house(self) -> None:
        """20 A on three phases for both, whatever the house takes."""
        garage = Garage(self.SITE, house=(50.0, 50.0, 50.0), charging_limit=20 * 3 * V)
        assert garage.run(60) == {"a": 10, "b": 10}
        assert garage.reason("b") == ("charging_limit", {"power": 20 * 3 * V, "current": 10})

    def test_an_observed_car_counts_towards_it(self) -> None:
        """We do not steer it, but it charges."""
        garage = Garage(self.SITE, {"a": Car(), "b": Car(wants=16)}, charging_limit=26 * 3 * V)
        garage.run(30)
        garage.each["b"]["controlled"] = False
        garage.cars["b"].hear = lambda current: None  # type: ignore[method-assign]
        assert garage.run(30)["a"] == 26 - garage.cars["b"].current

    def test_a_one_phase_car_counts_as_what_it_draws(self) -> None:
        """16 A on one phase are no 11 kW."""
        site = site_of(one_phase("a", Rotation.L1), one_phase("b", Rotation.L2))
        assert Garage(site, charging_limit=40 * V).run(60) == {"a": 20, "b": 20}


class TestObserved:
    """A station we do not steer is booked on its circuit, which no meter watches."""

    def garage(self, *, metered: bool) -> Garage:
        """Return an observed car and one of ours on 30 A."""
        site = site_of(
            charge_point("seen", "box"), charge_point("ours", "box"), circuits=(circuit("box", 30, metered=metered),)
        )
        garage = Garage(site, each={"seen": {"controlled": False}})
        car = garage.cars["seen"]
        car.current = 16.0
        car.hear = lambda current: None  # type: ignore[method-assign]
        return garage

    @pytest.mark.parametrize("metered", [True, False])
    def test_as_it_draws(self, metered: bool) -> None:
        """16 A of 30."""
        garage = self.garage(metered=metered)
        assert garage.run(30)["ours"] == 14
        garage.cars["seen"].current = 20.0
        assert garage.run(3)["ours"] == 10
        garage.cars["seen"].current = 0.0
        assert garage.run(60)["ours"] in (29, 30)


@pytest.mark.parametrize(
    ("problem", "house", "limit", "expected"),
    [
        ("no limit: all they wish", (0.0, 0.0, 0.0), None, (32, 32)),
        ("20 A: those on the strong phase yield", (15.0, 0.0, 0.0), 20.0, (6, 20)),
        ("a strong phase of the house alone: never below the minimum", (40.0, 0.0, 0.0), 20.0, (6, 20)),
        ("sun on the weak phase counts", (0.0, 0.0, -5.0), 20.0, (15, 15)),
        ("6 A must be possible whatever the limit says", (0.0, 0.0, 0.0), 1.0, (6, 6)),
    ],
)
def test_the_phases_are_kept_alike(
    problem: str, house: PhaseVector, limit: float | None, expected: tuple[float, float]
) -> None:
    """A one-phase car on L1, one on L2; a three-phase one changes nothing."""
    site = site_of(one_phase("a", Rotation.L1), one_phase("b", Rotation.L2), unbalance_limit=limit)
    garage = Garage(site, house=house)
    told = garage.run(60)
    assert (told["a"], told["b"]) == expected, problem
    if limit is not None:
        assert garage.reason("a")[0] == "unbalance", problem
