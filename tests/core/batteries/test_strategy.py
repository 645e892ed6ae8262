"""What the batteries should do: Jullix' rules, orders, timers, and the reserve that binds them all."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.control.batteries.memory import StorageMemory
from custom_components.overshot.core.control.batteries.settings import (
    BatterySettings,
    BatteryStrategy,
    BatteryTimer,
    StorageSettings,
)
from custom_components.overshot.core.control.batteries.sharing import BatteryWish
from custom_components.overshot.core.control.batteries.strategy import (
    available_for_peak,
    check,
    full_charge_due,
    state_of_charge,
    wish_batteries,
)
from custom_components.overshot.core.control.peak.budget import Budget
from custom_components.overshot.core.control.peak.settings import PeakSettings
from custom_components.overshot.core.control.settings import SiteSettings
from custom_components.overshot.core.model import (
    Battery,
    BatteryMode,
    BatteryReading,
    ConnectionType,
    GridConnection,
    Reading,
    Site,
    Snapshot,
)

NOW = datetime(2026, 6, 21, 9, tzinfo=UTC)
A = Battery(id="a", name="A", capacity=10_000.0, max_charge=5000.0, max_discharge=4000.0)
B = Battery(id="b", name="B", capacity=5_000.0, max_charge=2500.0, max_discharge=2500.0)
ONE = Site(
    connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=25), batteries=(A,), time_zone="Europe/Brussels"
)
TWO = replace(ONE, batteries=(A, B))
HELD = PeakSettings(active=True, wished=3000.0)
STORAGE = StorageSettings(min_soc=20.0, buffer=20.0)
DUTY = Budget(duty=1500.0, recharge=0.0)
ROOM = Budget(duty=0.0, recharge=2000.0)
NOTHING_LEFT = Budget(duty=0.0, recharge=0.0)


def snapshot(**socs: float | None) -> Snapshot:
    """Return what batteries tell of their state of charge (%)."""
    return Snapshot(batteries={id_: Reading(BatteryReading(power=0.0, soc=soc), NOW) for id_, soc in socs.items()})


def wish(
    soc: float | None,
    budget: Budget,
    *,
    recharging: bool = False,
    fast: bool = False,
    peak: PeakSettings = HELD,
    storage: StorageSettings = STORAGE,
    battery: BatterySettings | None = None,
    now: datetime = NOW,
) -> tuple[BatteryWish, StorageMemory]:
    """Return what one battery should do."""
    settings = SiteSettings(batteries={"a": battery or BatterySettings(controlled=True)}, storage=storage, peak=peak)
    seen = Snapshot(batteries={"a": Reading(BatteryReading(power=0.0, soc=soc), now)})
    wishes, memory = wish_batteries(ONE, settings, StorageMemory(recharging=recharging), seen, budget, fast, now)
    return wishes["a"], memory


@pytest.mark.parametrize(
    ("problem", "soc", "budget", "recharging", "fast", "expected"),
    [
        ("above minimum and buffer: it balances", 60, ROOM, False, False, ("auto", 0, "balancing")),
        ("balancing holds the peak by itself", 60, DUTY, False, False, ("auto", 0, "balancing")),
        (
            "in the buffer, no peak in sight: it gives nothing (peers 5)",
            35,
            ROOM,
            False,
            False,
            ("hold", 0, "keeping_reserve"),
        ),
        ("in the buffer, a peak: it gives the excess", 35, DUTY, False, False, ("discharge", 1500, "peak_shaving")),
        (
            "no more than it can",
            35,
            Budget(duty=9000.0, recharge=0.0),
            False,
            False,
            ("discharge", 4000, "peak_shaving"),
        ),
        (
            "between half and whole buffer it is not recharged yet",
            31,
            ROOM,
            False,
            False,
            ("hold", 0, "keeping_reserve"),
        ),
        (
            "below half the buffer: recharged at the wished peak",
            29,
            ROOM,
            False,
            False,
            ("charge", 2000, "recharging_buffer"),
        ),
        ("once begun, it goes on to the whole buffer", 35, ROOM, True, False, ("charge", 2000, "recharging_buffer")),
        ("until there", 40.1, ROOM, True, False, ("auto", 0, "balancing")),
        ("the quarter leaves nothing to recharge with", 29, NOTHING_LEFT, True, False, ("hold", 0, "keeping_reserve")),
        ("recharging yields to a peak", 29, DUTY, True, False, ("discharge", 1500, "peak_shaving")),
        (
            "below the minimum: recharged at the wished peak",
            15,
            ROOM,
            False,
            False,
            ("charge", 2000, "recharging_minimum"),
        ),
        ("below the minimum: recharged anyway", 15, DUTY, False, False, ("charge", 500, "recharging_minimum")),
        (
            "at the minimum it gives nothing, peak or not",
            20,
            replace(DUTY, recharge=0.0),
            True,
            False,
            ("hold", 0, "keeping_reserve"),
        ),
        ("a car charges fast: not into the car (peers 17)", 80, ROOM, False, True, ("hold", 0, "locked_for_car")),
        ("a car charges fast and the peak is in danger", 80, DUTY, False, True, ("discharge", 1500, "peak_shaving")),
        ("it does not tell its state of charge", None, DUTY, False, False, ("auto", 0, "automatic")),
    ],
)
def test_jullix_rules(problem, soc, budget, recharging, fast, expected):
    told, _ = wish(soc, budget, recharging=recharging, fast=fast)
    assert (told.mode.value, told.power, told.reason.key.value) == expected


@pytest.mark.parametrize(
    ("problem", "strategy", "soc", "budget", "expected"),
    [
        ("self-consumption balances", BatteryStrategy.SELF_CONSUMPTION, 60, ROOM, "auto"),
        ("but keeps the reserve", BatteryStrategy.SELF_CONSUMPTION, 35, ROOM, "hold"),
        ("and does not buy for it", BatteryStrategy.SELF_CONSUMPTION, 25, ROOM, "hold"),
        ("the minimum is bought", BatteryStrategy.SELF_CONSUMPTION, 15, ROOM, "charge"),
        ("by hand: its own automatic", BatteryStrategy.MANUAL, 60, ROOM, "auto"),
        ("by hand: the reserve is kept", BatteryStrategy.MANUAL, 35, ROOM, "hold"),
        ("no plan yet: Jullix' rules", BatteryStrategy.PLAN, 29, ROOM, "charge"),
    ],
)
def test_the_reserve_binds_every_strategy(problem, strategy, soc, budget, expected):
    told, _ = wish(soc, budget, storage=replace(STORAGE, strategy=strategy))
    assert told.mode.value == expected


def test_without_a_peak_to_hold_there_is_no_buffer():
    told, _ = wish(25, Budget(), peak=PeakSettings())
    assert told.mode is BatteryMode.AUTO


def test_the_lock_can_be_switched_off():
    told, _ = wish(80, ROOM, fast=True, storage=replace(STORAGE, lock_while_charging=False))
    assert told.mode is BatteryMode.AUTO


# Orders and timers


@pytest.mark.parametrize(
    ("problem", "settings", "soc", "budget", "expected"),
    [
        (
            "forced charge keeps below the wished peak",
            BatterySettings(controlled=True, mode=BatteryMode.CHARGE, power=5000),
            50,
            ROOM,
            ("charge", 2000, "by_hand"),
        ),
        (
            "forced charge where no peak is held",
            BatterySettings(controlled=True, mode=BatteryMode.CHARGE, power=9000),
            50,
            Budget(),
            ("charge", 5000, "by_hand"),
        ),
        (
            "forced discharge",
            BatterySettings(controlled=True, mode=BatteryMode.DISCHARGE, power=3000),
            50,
            ROOM,
            ("discharge", 3000, "by_hand"),
        ),
        (
            "forced discharge stops at the minimum",
            BatterySettings(controlled=True, mode=BatteryMode.DISCHARGE, power=3000),
            20,
            ROOM,
            ("hold", 0, "keeping_reserve"),
        ),
        ("hold", BatterySettings(controlled=True, mode=BatteryMode.HOLD), 90, ROOM, ("hold", 0, "by_hand")),
        (
            "an order that has ended",
            BatterySettings(controlled=True, mode=BatteryMode.HOLD, until=NOW),
            90,
            ROOM,
            ("auto", 0, "balancing"),
        ),
        (
            "a timer, at 11 in Brussels",
            BatterySettings(
                controlled=True,
                timers=(BatteryTimer(start=time(11), end=time(12), mode=BatteryMode.CHARGE, power=1800),),
            ),
            50,
            ROOM,
            ("charge", 1800, "timer"),
        ),
        (
            "a timer of another day",
            BatterySettings(
                controlled=True,
                timers=(
                    BatteryTimer(
                        start=time(11), end=time(12), mode=BatteryMode.CHARGE, power=1800, weekdays=frozenset({0})
                    ),
                ),
            ),
            50,
            ROOM,
            ("auto", 0, "balancing"),
        ),
        (
            "a timer that has reached its state of charge",
            BatterySettings(
                controlled=True,
                timers=(BatteryTimer(start=time(11), end=time(12), mode=BatteryMode.CHARGE, power=1800, until_soc=50),),
            ),
            50,
            ROOM,
            ("auto", 0, "balancing"),
        ),
        (
            "a timer that discharges, down to its state of charge",
            BatterySettings(
                controlled=True,
                timers=(
                    BatteryTimer(start=time(22), end=time(12), mode=BatteryMode.DISCHARGE, power=900, until_soc=60),
                ),
            ),
            70,
            ROOM,
            ("discharge", 900, "timer"),
        ),
        (
            "an order by hand comes before a timer",
            BatterySettings(
                controlled=True,
                mode=BatteryMode.HOLD,
                timers=(BatteryTimer(start=time(11), end=time(12), mode=BatteryMode.CHARGE, power=1800),),
            ),
            50,
            ROOM,
            ("hold", 0, "by_hand"),
        ),
    ],
)
def test_orders_and_timers(problem, settings, soc, budget, expected):
    told, _ = wish(soc, budget, battery=settings)
    assert (told.mode.value, told.power, told.reason.key.value) == expected


def test_one_that_is_only_observed_gets_no_wish():
    wishes, _ = wish_batteries(ONE, SiteSettings(), StorageMemory(), snapshot(a=50.0), ROOM, False, NOW)
    assert wishes == {}


# The full charge every so many days


def test_a_full_charge_is_due_after_so_many_days_in_the_sunny_hours():
    # After 14 days unless the user says otherwise, or 0 (iLusmart's maintenance mode).
    battery = BatterySettings(controlled=True)
    settings = SiteSettings(batteries={"a": battery}, storage=STORAGE, peak=HELD)
    _, memory = wish(100, ROOM, battery=battery)
    later = NOW + timedelta(days=14)
    seen = Snapshot(batteries={"a": Reading(BatteryReading(soc=70.0), later)})
    assert full_charge_due(ONE, settings, memory, later - timedelta(seconds=1)) == ()
    assert full_charge_due(ONE, settings, memory, later) == ("a",)
    wishes, _ = wish_batteries(ONE, settings, memory, seen, ROOM, False, later)
    assert (wishes["a"].mode, wishes["a"].power, wishes["a"].reason.key.value) == (
        BatteryMode.CHARGE,
        2000,
        "full_charge",
    )
    night = later + timedelta(hours=10)
    seen = Snapshot(batteries={"a": Reading(BatteryReading(soc=70.0), night)})
    wishes, _ = wish_batteries(ONE, settings, memory, seen, ROOM, False, night)
    assert wishes["a"].mode is BatteryMode.AUTO


# Several batteries


def test_the_state_of_charge_is_weighted_by_capacity():
    assert state_of_charge(TWO, snapshot(a=30.0, b=90.0), NOW) == 50
    assert state_of_charge(TWO, snapshot(a=30.0), NOW) == 30
    assert state_of_charge(TWO, snapshot(), NOW) is None


def both(**changes) -> SiteSettings:
    """Return settings that control both batteries."""
    on = BatterySettings(controlled=True)
    return SiteSettings(batteries={"a": on, "b": on}, storage=STORAGE, peak=HELD, **changes)


def test_the_fuller_one_gives_more():
    wishes, _ = wish_batteries(TWO, both(), StorageMemory(), snapshot(a=25.0, b=50.0), DUTY, False, NOW)
    assert wishes["b"].power == pytest.approx(3 * wishes["a"].power)
    assert wishes["a"].power + wishes["b"].power == pytest.approx(1500)


def test_one_at_its_minimum_gives_nothing():
    wishes, _ = wish_batteries(TWO, both(), StorageMemory(), snapshot(a=15.0, b=60.0), DUTY, False, NOW)
    assert (wishes["a"].mode, wishes["b"].mode) == (BatteryMode.HOLD, BatteryMode.DISCHARGE)
    assert wishes["b"].power == 1500


def test_what_may_hold_the_peak():
    assert available_for_peak(TWO, both(), snapshot(a=15.0, b=60.0), NOW) == 2500
    assert available_for_peak(TWO, SiteSettings(storage=STORAGE), snapshot(a=50.0, b=60.0), NOW) == 0


@pytest.mark.parametrize("soc", [0, 5, 9.9])
def test_a_minimum_that_harms_the_battery_is_refused(soc):
    with pytest.raises(ValueError, match="min_soc_too_low"):
        check(StorageSettings(min_soc=soc))
    check(StorageSettings(min_soc=10))


@given(
    st.floats(0, 100),
    st.floats(0, 100),
    st.floats(0, 20_000),
    st.floats(0, 20_000),
    st.booleans(),
    st.booleans(),
    st.sampled_from(BatteryStrategy),
)
def test_no_battery_gives_below_its_minimum_nor_more_than_it_can(a, b, duty, recharge, fast, latch, strategy):
    settings = both()
    settings = replace(settings, storage=replace(STORAGE, strategy=strategy))
    budget = Budget(duty=duty, recharge=recharge)
    wishes, _ = wish_batteries(TWO, settings, StorageMemory(recharging=latch), snapshot(a=a, b=b), budget, fast, NOW)
    given_power = sum(wish.power for wish in wishes.values() if wish.mode is BatteryMode.DISCHARGE)
    assert given_power <= duty + 1e-6
    for battery, soc in ((A, a), (B, b)):
        told = wishes[battery.id]
        if told.mode is BatteryMode.DISCHARGE:
            assert soc > STORAGE.min_soc
            assert 0 < told.power <= battery.max_discharge + 1e-6
        if told.mode is BatteryMode.CHARGE:
            assert 0 <= told.power <= battery.max_charge + 1e-6
    modes = {wish.mode for wish in wishes.values()}
    assert not {BatteryMode.CHARGE, BatteryMode.DISCHARGE} <= modes
    again, _ = wish_batteries(TWO, settings, StorageMemory(recharging=latch), snapshot(a=a, b=b), budget, fast, NOW)
    assert again == wishes
