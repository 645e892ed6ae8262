"""Batteries that follow a plan: by the grid power it leaves, under minimum, month's peak and orders."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.control.batteries.memory import ChargeOrder, StorageMemory
from custom_components.overshot.core.control.batteries.settings import BatterySettings, BatteryStrategy, StorageSettings
from custom_components.overshot.core.control.batteries.strategy import Ahead, wish_batteries
from custom_components.overshot.core.control.peak.budget import Budget
from custom_components.overshot.core.control.planned.follow import follow
from custom_components.overshot.core.control.settings import SiteSettings
from custom_components.overshot.core.model import (
    Battery,
    BatteryMode,
    BatteryReading,
    ConnectionType,
    GridConnection,
    Reading,
    Series,
    Site,
    Snapshot,
)
from tests.core.house import START
from tests.core.planned.plans import planned

A = Battery(id="a", name="A", capacity=10_000.0, max_charge=5000.0, max_discharge=4000.0)
B = Battery(id="b", name="B", capacity=5_000.0, max_charge=2500.0, max_discharge=2500.0)
ONE = Site(
    connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=25), batteries=(A,), time_zone="Europe/Brussels"
)
TWO = replace(ONE, batteries=(A, B))
CALM = Budget()
ROOM = Budget(duty=0.0, recharge=0.0, left=1450.0, target=2500.0)
DUTY = Budget(duty=1500.0, recharge=0.0, left=-1500.0, target=2500.0)
LATER = [0.0, 0.0, 2000.0, 2000.0]


def told(
    grid,
    power,
    net,
    *,
    soc=60.0,
    budget=CALM,
    fast=False,
    peak=2500.0,
    battery=None,
    orders=None,
    recharging=False,
    min_soc=20.0,
):
    """Return what one battery should do whose plan asks for these powers now (W)."""
    plan = planned(START, [grid, 0, 0, 0], batteries={"a": [power, *LATER[1:]]}, peak=peak)
    settings = SiteSettings(
        batteries={"a": battery or BatterySettings(controlled=True)}, storage=StorageSettings(min_soc=min_soc)
    )
    seen = Snapshot(batteries={"a": Reading(BatteryReading(power=0.0, soc=soc), START)})
    ahead = Ahead(net=net, orders=orders or {}, followed=follow(plan, START))
    wishes, _ = wish_batteries(ONE, settings, StorageMemory(recharging=recharging), seen, budget, fast, START, ahead)
    wish = wishes["a"]
    return wish.mode.value, wish.power, wish.reason.key.value


@pytest.mark.parametrize(
    ("problem", "grid", "power", "net", "known", "expected"),
    [
        ("the grid at zero: whatever the house takes", 0, 800, 1500, {}, ("auto", 0, "plan_house")),
        ("the grid at zero: whatever the sun gives", 0, -800, -300, {}, ("auto", 0, "plan_surplus")),
        ("and at zero when a cloud comes", 0, -800, 400, {}, ("auto", 0, "plan_surplus")),
        ("kept for the evening", 900, 0, 900, {}, ("hold", 0, "plan_keep")),
        ("kept, a kettle: it is not emptied into it", 900, 0, 2900, {}, ("hold", 0, "plan_keep")),
        ("kept, but for the peak", 900, 0, 4000, {"budget": DUTY}, ("discharge", 1500, "peak_shaving")),
        ("kept, and the sun comes out", 900, 0, -1250, {}, ("charge", 1200, "plan_surplus")),
        ("kept, and the sun is to be sold", -1200, 0, -1250, {}, ("hold", 0, "plan_keep")),
        ("bought at the planned power", 3000, -2000, 1000, {}, ("charge", 2000, "plan_cheap")),
        ("bought, and the sun gives more", 3000, -2000, -3150, {}, ("charge", 3100, "plan_surplus")),
        ("bought, and the quarter leaves less", 3000, -2000, 1000, {"budget": ROOM}, ("charge", 1400, "plan_cheap")),
        (
            "bought, and the quarter leaves nothing",
            3000,
            -2000,
            4000,
            {"budget": DUTY},
            ("discharge", 1500, "peak_shaving"),
        ),
        ("part of the sun taken, part sold", -1000, -2000, -3000, {}, ("charge", 2000, "plan_surplus")),
        ("no grid for what was to come from the sun", -1000, -2000, -750, {}, ("charge", 700, "plan_surplus")),
        ("for the house, as much as planned", 1500, 1000, 2500, {}, ("discharge", 1000, "plan_house")),
        ("for the house: a higher load comes from the grid", 1500, 1000, 3500, {}, ("discharge", 1000, "plan_house")),
        ("for the house: nothing is exported", 1500, 1000, 450, {}, ("discharge", 400, "plan_house")),
        ("for the house, and the sun comes out", 1500, 1000, -450, {}, ("charge", 400, "plan_house")),
        (
            "at the peak: what the quarter needs, and no more",
            2500,
            2000,
            3600,
            {"budget": replace(DUTY, duty=1100.0)},
            ("discharge", 1100, "plan_peak"),
        ),
        ("at the peak, and the quarter needs nothing", 2500, 2000, 2000, {"budget": ROOM}, ("hold", 0, "plan_peak")),
        (
            "at the peak, and it needs more than planned",
            2500,
            500,
            4000,
            {"budget": DUTY},
            ("discharge", 1500, "peak_shaving"),
        ),
        ("sold at the planned power", -3000, 3500, 500, {}, ("discharge", 3500, "plan_export")),
        ("sold, no more than planned reaches the grid", -3000, 3500, 100, {}, ("discharge", 3100, "plan_export")),
        ("sold, the house takes more", -3000, 3500, 2000, {}, ("discharge", 3500, "plan_export")),
        ("at its minimum it gives nothing", 0, 800, 1500, {"soc": 20}, ("hold", 0, "keeping_reserve")),
        ("at its minimum it is not sold", -3000, 3500, 500, {"soc": 20}, ("hold", 0, "keeping_reserve")),
        ("at its minimum it takes the sun", 0, -800, -850, {"soc": 20}, ("charge", 800, "plan_surplus")),
        ("at its minimum, no cloud makes it give", 0, -800, 400, {"soc": 20}, ("hold", 0, "plan_surplus")),
        (
            "below its minimum it is recharged first",
            900,
            0,
            900,
            {"soc": 12, "recharging": True},
            ("charge", 5000, "recharging_minimum"),
        ),
        ("not emptied into a car that charges fast", 0, 4000, 11_000, {"fast": True}, ("hold", 0, "locked_for_car")),
        ("but for the peak", 0, 4000, 11_000, {"fast": True, "budget": DUTY}, ("discharge", 1500, "peak_shaving")),
        ("bought beside a car that charges fast", 9000, -2000, 7000, {"fast": True}, ("charge", 2000, "plan_cheap")),
        (
            "a hand order stands above the plan",
            900,
            0,
            900,
            {"battery": BatterySettings(controlled=True, mode=BatteryMode.DISCHARGE, power=700.0)},
            ("discharge", 700, "by_hand"),
        ),
        (
            "noise does not make it take and let the sun",
            900,
            0,
            -120,
            {"orders": {"a": ChargeOrder(200.0, START)}},
            ("charge", 100, "plan_surplus"),
        ),
        ("as little as that is not begun with", 900, 0, -120, {}, ("hold", 0, "plan_keep")),
    ],
)
def test_what_a_battery_does_as_planned(problem, grid, power, net, known, expected):
    assert told(grid, power, net, **known) == expected, problem


def both(grid, powers, net, budget=CALM, socs=(60.0, 60.0)):
    """Return what two batteries should do."""
    batteries = {"a": [powers[0], *LATER[1:]], "b": [powers[1], *LATER[1:]]}
    followed = follow(planned(START, [grid, 0, 0, 0], batteries=batteries, peak=2500.0), START)
    settings = SiteSettings(
        batteries={id_: BatterySettings(controlled=True) for id_ in "ab"}, storage=StorageSettings(min_soc=20.0)
    )
    seen = Snapshot(
        batteries={id_: Reading(BatteryReading(power=0.0, soc=soc), START) for id_, soc in zip("ab", socs, strict=True)}
    )
    ahead = Ahead(net=net, followed=followed)
    wishes, _ = wish_batteries(TWO, settings, StorageMemory(), seen, budget, False, START, ahead)
    return {id_: (wish.mode.value, wish.power) for id_, wish in wishes.items()}


def test_two_share_as_planned():
    assert both(4000, (-2000, -1000), 1000) == {"a": ("charge", 2000), "b": ("charge", 1000)}
    assert both(4000, (-2000, -1000), 1000, ROOM) == {
        "a": ("charge", pytest.approx(1400 * 2 / 3)),
        "b": ("charge", pytest.approx(1400 / 3)),
    }
    assert both(0, (800, 0), 900) == {"a": ("auto", 0), "b": ("hold", 0)}


def test_two_that_keep_share_an_unplanned_sun():
    taken = both(900, (0, 0), -3000)
    assert sum(power for _, power in taken.values()) == pytest.approx(3000)


def test_one_that_balances_is_helped_at_the_peak():
    """It gives 4 kW by itself; the other one the rest."""
    duty = replace(DUTY, duty=5000.0)
    assert both(0, (800, 0), 9000, duty) == {"a": ("auto", 0), "b": ("discharge", pytest.approx(1000))}
    assert both(0, (800, 0), 9000, duty, socs=(60, 20)) == {"a": ("auto", 0), "b": ("hold", 0)}


def test_one_that_the_plan_does_not_know_balances():
    followed = follow(planned(START, [900.0], batteries={"a": [0.0]}), START)
    settings = SiteSettings(batteries={id_: BatterySettings(controlled=True) for id_ in "ab"})
    seen = Snapshot(batteries={id_: Reading(BatteryReading(power=0.0, soc=60.0), START) for id_ in "ab"})
    ahead = Ahead(net=900.0, followed=followed)
    wishes, _ = wish_batteries(TWO, settings, StorageMemory(), seen, CALM, False, START, ahead)
    assert (wishes["a"].mode, wishes["b"].mode) == (BatteryMode.HOLD, BatteryMode.AUTO)


powers = st.floats(-12_000, 12_000)


@given(
    grid=powers,
    power=st.floats(-5000, 4000),
    net=powers,
    soc=st.floats(0, 100),
    duty=st.sampled_from([0.0, 800.0, 9000.0]),
    left=st.none() | powers,
    fast=st.booleans(),
    peak=st.sampled_from([0.0, 2500.0, 6000.0]),
)
def test_laws_of_a_planned_battery(grid, power, net, soc, duty, left, fast, peak):
    """Nothing is given at the minimum, nothing bought beyond the peak, nothing beyond the ratings."""
    budget = Budget(duty=duty, left=left, recharge=0.0, target=None if left is None else 3000.0)
    mode, watts, reason = told(grid, power, net, soc=soc, budget=budget, fast=fast, peak=peak, recharging=soc < 20)
    assert reason
    if soc <= 20:
        assert mode in ("hold", "charge")
    if mode == "discharge":
        assert 0 < watts <= A.max_discharge
        # What is not sold as planned stays in the house; what the quarter needs is imported else.
        assert watts <= max(net, net - min(grid, 0), duty) + 1e-6
    if mode == "charge":
        assert 0 <= watts <= A.max_charge
        if left is not None and soc >= 20:
            assert watts <= max(0.0, left, -net) + 1e-6


DAY = Series.of(START - timedelta(hours=12), [0.30] * 4 * 6 + [0.10, 0.20, 0.10, 0.20] + [0.14] * 4 + [0.40] * 4 * 16)
"""From 22:00 UTC, midnight in Brussels: the seventh hour costs 0.15 in the mean, the eighth 0.14."""


@pytest.mark.parametrize(
    ("problem", "hour", "net", "hours", "budget", "expected"),
    [
        ("the cheapest hour", 7.5, 500, 1, CALM, ("charge", 5000, "cheapest_hours")),
        ("a cheap quarter makes no cheap hour", 6.1, 500, 1, CALM, ("auto", 0, "balancing")),
        ("the second one", 6.1, 500, 2, CALM, ("charge", 5000, "cheapest_hours")),
        ("of equal hours the first ones", 0.1, 500, 3, CALM, ("charge", 5000, "cheapest_hours")),
        ("and not the others", 5.9, 500, 3, CALM, ("auto", 0, "balancing")),
        ("within the peak", 7.5, 500, 1, replace(ROOM, recharge=1700.0), ("charge", 1700, "cheapest_hours")),
        ("while the sun suffices nothing is bought", 7.5, -100, 1, CALM, ("auto", 0, "balancing")),
        ("it is switched off", 7.5, 500, 0, CALM, ("auto", 0, "balancing")),
        ("no price is known of now", 30.0, 500, 3, CALM, ("auto", 0, "balancing")),
    ],
)
def test_the_cheapest_hours_of_the_day(problem, hour, net, hours, budget, expected):
    now = START - timedelta(hours=12) + timedelta(hours=hour)
    storage = StorageSettings(strategy=BatteryStrategy.CHEAPEST_HOURS, cheapest_hours=hours)
    settings = SiteSettings(batteries={"a": BatterySettings(controlled=True)}, storage=storage)
    seen = Snapshot(batteries={"a": Reading(BatteryReading(power=0.0, soc=60.0), now)})
    ahead = Ahead(net=net, prices=DAY)
    wishes, _ = wish_batteries(ONE, settings, StorageMemory(), seen, budget, False, now, ahead)
    wish = wishes["a"]
    assert (wish.mode.value, wish.power, wish.reason.key.value) == expected, problem
