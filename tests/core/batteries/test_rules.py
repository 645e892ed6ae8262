"""What batteries are told: what the user orders, never more than the fuse leaves, and nothing while anything is silent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.control import BatterySettings, Memory, SiteSettings, step
from custom_components.overshot.core.control.batteries.memory import ChargeOrder, StorageMemory
from custom_components.overshot.core.control.batteries.rules import POWER_STEP, SETTLE, order_batteries
from custom_components.overshot.core.control.batteries.strategy import wish_batteries
from custom_components.overshot.core.control.peak.budget import Budget
from custom_components.overshot.core.model import (
    Battery,
    BatteryMode,
    BatteryReading,
    BatterySetpoint,
    ChargingMode,
    ConnectionType,
    PhaseVector,
    Reading,
    ReasonKey,
    Site,
    Snapshot,
)

from ..house import START, Controller, V, at, house, meter, point, snapshot, station, wishes

AUTO, HOLD, CHARGE, DISCHARGE = BatteryMode.AUTO, BatteryMode.HOLD, BatteryMode.CHARGE, BatteryMode.DISCHARGE


def with_battery(site: Site | None = None, **ratings: Any) -> Site:
    """Return a house with a battery of 5 kW on one phase, or as told."""
    battery = Battery(**{"id": "battery", "name": "Battery", **ratings})
    return replace(site or replace(house(), charge_points=()), batteries=(battery,))


def ordered(site: Site, mode: BatteryMode, power: float = 0.0, **more: Any) -> SiteSettings:
    """Return wishes for the battery under control, cars boosting."""
    settings = wishes(site, ChargingMode.BOOST)
    return replace(settings, batteries={"battery": BatterySettings(controlled=True, mode=mode, power=power, **more)})


FORCED = BatterySettings(controlled=True, mode=CHARGE, power=3000)


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is known, what is wished, and what must come of it."""

    name: str
    settings: BatterySettings = FORCED
    amps: PhaseVector | None = (2.0, 2.0, 2.0)
    power: float | None = 0.0
    battery_age: float = 0.0
    on_backup: bool = False
    ratings: Mapping[str, Any] | None = None
    mode: BatteryMode | None
    told: float = 0.0
    reason: ReasonKey


def by_hand(mode: BatteryMode, power: float = 0.0, **more: Any) -> BatterySettings:
    """Return an order of the user."""
    return BatterySettings(controlled=True, mode=mode, power=power, **more)


CASES = (
    Case(
        name="nobody switched control on",
        settings=BatterySettings(mode=CHARGE, power=3000),
        mode=None,
        reason=ReasonKey.READ_ONLY,
    ),
    Case(name="charge by hand", mode=CHARGE, told=3000, reason=ReasonKey.BY_HAND),
    Case(name="never above the rating", settings=by_hand(CHARGE, 9000), mode=CHARGE, told=4000, reason=ReasonKey.BY_HAND,
         ratings={"max_charge": 4000.0}),
    Case(name="discharge never above the rating", settings=by_hand(DISCHARGE, 9000), mode=DISCHARGE, told=5000,
         reason=ReasonKey.BY_HAND),
    Case(name="hold has no power", settings=by_hand(HOLD, 3000), mode=HOLD, reason=ReasonKey.BY_HAND),
    Case(name="automatic", settings=by_hand(AUTO, 3000), mode=AUTO, reason=ReasonKey.AUTOMATIC),
    Case(name="an order whose time is over", settings=by_hand(CHARGE, 3000, until=at(0)), mode=AUTO,
         reason=ReasonKey.AUTOMATIC),
    Case(name="an order that still holds", settings=by_hand(CHARGE, 3000, until=at(60)), mode=CHARGE, told=3000,
         reason=ReasonKey.BY_HAND),
    Case(name="a silent meter gives it back", amps=None, mode=AUTO, reason=ReasonKey.METER_STALE),
    Case(name="a silent meter ends a discharge too", amps=None, settings=by_hand(DISCHARGE, 500), mode=AUTO,
         reason=ReasonKey.METER_STALE),
    Case(name="a silent battery is told nothing else", battery_age=61, mode=AUTO, reason=ReasonKey.BATTERY_SILENT),
    Case(name="a battery read half a minute ago is not silent", battery_age=30, mode=CHARGE, told=3000,
         reason=ReasonKey.BY_HAND),
    Case(name="on backup power it feeds the house as it sees fit", on_backup=True, mode=AUTO, reason=ReasonKey.ON_BACKUP),
    Case(name="the fuse leaves 8 A on its unknown phase", amps=(2.0, 12.0, 2.0), mode=CHARGE, told=1800,
         reason=ReasonKey.FUSE_LIMITED),
    Case(name="what it draws already is its own", amps=(19.0, 2.0, 2.0), power=-2990, mode=CHARGE, told=3000,
         reason=ReasonKey.BY_HAND),
    Case(name="above the limit it yields the excess", amps=(23.0, 2.0, 2.0), power=-3000, mode=CHARGE, told=2300,
         reason=ReasonKey.FUSE_LIMITED),
    Case(name="no room at all: a charge of nothing", amps=(25.0, 2.0, 2.0), mode=CHARGE, told=0,
         reason=ReasonKey.FUSE_LIMITED),
    Case(name="on three phases a third of it each", amps=(2.0, 12.0, 2.0), settings=by_hand(CHARGE, 5000), mode=CHARGE,
         told=5000, ratings={"phases": 3}, reason=ReasonKey.BY_HAND),
    Case(name="sun gives no extra room: a cloud takes it away", amps=(-15.0, -15.0, -15.0), settings=by_hand(CHARGE, 9000),
         ratings={"max_charge": 9000.0}, mode=CHARGE, told=4600, reason=ReasonKey.FUSE_LIMITED),
    Case(name="a discharge takes from nobody", amps=(25.0, 2.0, 2.0), settings=by_hand(DISCHARGE, 2000), mode=DISCHARGE,
         told=2000, reason=ReasonKey.BY_HAND),
    Case(name="a battery that does not tell its power", power=None, mode=CHARGE, told=3000, reason=ReasonKey.BY_HAND),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_battery_is_told(case: Case) -> None:
    site = with_battery(**(case.ratings or {}))
    known = snapshot(
        0,
        meter(case.amps) if case.amps is not None else None,
        battery=BatteryReading(power=case.power),
        battery_age=case.battery_age,
    )
    settings = SiteSettings(batteries={"battery": case.settings})
    decision = step(site, settings, Memory(), replace(known, on_backup=case.on_backup), None, START)
    setpoint = decision.batteries["battery"]
    assert (setpoint.mode, setpoint.power, setpoint.reason.key) == (case.mode, case.told, case.reason)


def test_a_battery_that_was_never_heard_runs_by_itself() -> None:
    site = with_battery()
    decision = step(site, ordered(site, CHARGE, 3000), Memory(), snapshot(0, meter((1, 1, 1))), None, START)
    assert decision.batteries["battery"].reason.key is ReasonKey.BATTERY_SILENT


def test_cars_keep_room_for_a_charge_that_was_ordered() -> None:
    """Between the order and its draw nobody else is given the same amperes."""
    site = with_battery(replace(house(), charge_points=(point(max_current=32.0),)))
    controller = Controller(site, ordered(site, CHARGE, 2300))
    resting = BatteryReading(power=0.0)
    controller.live(2, meter((1, 1, 1)), battery=resting, car=station())
    decision = controller.live(1, meter((1, 1, 1)), battery=resting, car=station())
    current = decision.setpoints["car"].current
    assert current is not None
    assert decision.batteries["battery"].power + current * V <= 19 * V + 1


def test_two_batteries_share_what_is_left() -> None:
    site = replace(house(), charge_points=(), batteries=(Battery(id="one", name="One"), Battery(id="two", name="Two")))
    order = BatterySettings(controlled=True, mode=CHARGE, power=3000)
    resting = Reading(BatteryReading(power=0.0), START)
    known = Snapshot(grid=Reading(meter((2, 2, 2)), START), batteries={"one": resting, "two": resting})
    told = step(site, SiteSettings(batteries={"one": order, "two": order}), Memory(), known, None, START).batteries
    assert (told["one"].power, told["two"].power) == (3000, 1100)


def settled(power: float, seconds: float = 60) -> dict[str, ChargeOrder]:
    """Return an order to charge that was given so long ago."""
    return {"battery": ChargeOrder(power, START - timedelta(seconds=seconds))}


@given(
    amps=st.tuples(*[st.floats(-40, 60)] * 3),
    lately=st.tuples(*[st.floats(0, 30)] * 3),
    drawn=st.floats(-6000, 6000),
    wished=st.floats(0, 10_000),
    before=st.none() | st.tuples(st.floats(0, 8000), st.sampled_from([0.0, 5.0, SETTLE, 60.0, -10.0])),
    age=st.sampled_from([0.0, 4.0, 14.0, 30.0]),
    phases=st.sampled_from([1, 3]),
    kind=st.sampled_from(list(ConnectionType)),
)
def test_no_order_to_charge_brings_a_phase_above_its_limit(
    amps: PhaseVector,
    lately: PhaseVector,
    drawn: float,
    wished: float,
    before: tuple[float, float] | None,
    age: float,
    phases: int,
    kind: ConnectionType,
) -> None:
    """Whatever was measured: what is added to the newest reading fits, and what is above it is taken off."""
    site = with_battery(replace(house(connection=kind), charge_points=()), phases=phases, max_charge=10_000.0)
    limit = site.connection.limit
    per_ampere = kind.power_per_ampere(phases, V)
    headroom = (limit - amps[0], limit - amps[1], limit - amps[2])
    left = (headroom[0] - lately[0], headroom[1] - lately[1], headroom[2] - lately[2])
    known = Snapshot(batteries={"battery": Reading(BatteryReading(power=drawn), START - timedelta(seconds=age))})
    orders = settled(*before) if before is not None else {}
    settings = ordered(site, CHARGE, wished)
    wishes, _ = wish_batteries(site, settings, StorageMemory(), known, Budget(), False, START)
    told = order_batteries(site, settings, wishes, orders, known, lambda _: left, lambda _: headroom, START)["battery"]
    worst = min(headroom[: kind.phases])
    charging = max(0.0, -drawn)
    assert told.mode is CHARGE
    assert 0 <= told.power <= wished
    settling = before is not None and before[0] > 0 and 0 <= before[1] < SETTLE
    if settling and worst >= 0:
        assert before is not None
        assert told.power <= before[0], "nothing is added before it is seen"
    elif worst < 0:
        assert told.power <= max(0.0, charging + worst * per_ampere) + 1e-6
    else:
        assert amps_after(amps, told, charging, per_ampere, kind) <= limit + 1e-6


def amps_after(
    amps: PhaseVector, told: BatterySetpoint, charging: float, per_ampere: float, kind: ConnectionType
) -> float:
    """Return the current of the worst phase once the battery follows (A), were it on that phase."""
    return max(amps[: kind.phases]) + max(0.0, told.power - charging) / per_ampere


@dataclass
class Live:
    """A battery that answers two seconds late, polled every five, in a house with other loads."""

    site: Site
    settings: SiteSettings
    load: Callable[[int], PhaseVector]
    polled: int = 5
    delay: int = 2

    def run(self, seconds: int) -> tuple[list[PhaseVector], list[float]]:
        """Live, and return the currents of the grid (A) and the orders (W) of each second."""
        memory, orders, currents = Memory(), [0.0] * self.delay, []
        reading = Reading(BatteryReading(power=0.0), START)
        for second in range(seconds):
            now = at(second)
            charging = orders[-self.delay]
            if second % self.polled == 0:
                reading = Reading(BatteryReading(power=-charging), now)
            load = self.load(second)
            amps = (load[0] + charging / V, load[1], load[2])
            known = Snapshot(grid=Reading(meter(amps), now), batteries={"battery": reading})
            decision = step(self.site, self.settings, memory, known, None, now)
            memory = decision.memory
            orders.append(decision.batteries["battery"].power)
            currents.append(amps)
        return currents, orders[self.delay :]


def test_a_limited_charge_stands_still_in_a_still_house() -> None:
    """Its own draw, read late, must not lower it, nor its reduction lower it twice."""
    site = with_battery()
    currents, orders = Live(site, ordered(site, CHARGE, 5000), lambda _: (8.0, 3.0, 3.0)).run(180)
    assert orders[-1] == pytest.approx(12 * V, abs=POWER_STEP)
    assert len({round(power) for power in orders[40:]}) == 1
    assert max(amps[0] for amps in currents) <= 20.0


def test_a_kettle_is_yielded_to_at_once_and_the_charge_comes_back() -> None:
    site = with_battery()

    def load(second: int) -> PhaseVector:
        return (14.0 if 60 <= second < 120 else 5.0, 3.0, 3.0)

    currents, orders = Live(site, ordered(site, CHARGE, 3000), load).run(200)
    over = [second for second, amps in enumerate(currents) if amps[0] > 20.01]
    assert over == [60, 61], "as long as the battery takes to answer"
    assert orders[100] == pytest.approx(6 * V, abs=2 * POWER_STEP)
    assert min(orders[62:120]) >= 6 * V - 3 * POWER_STEP, "a reduction is made once"
    assert orders[-1] == 3000


@given(st.lists(st.tuples(st.integers(5, 40), st.floats(-10, 19), st.floats(-10, 19)), min_size=1, max_size=6))
def test_in_any_house_no_overload_by_the_battery_lasts(loads: list[tuple[int, float, float]]) -> None:
    """Where the other loads alone fit, the battery does not keep the grid above the limit longer than it takes to answer."""
    site = with_battery()
    timeline = [(l1, l2, 0.0) for seconds, l1, l2 in loads for _ in range(seconds)]
    live = Live(site, ordered(site, CHARGE, 5000), timeline.__getitem__)
    currents, _ = live.run(len(timeline))
    streak = 0
    for amps in currents:
        streak = streak + 1 if amps[0] > 20.01 else 0
        assert streak <= 3
