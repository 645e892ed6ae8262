"""Whatever is planned: the laws hold, the same inputs give the same decision, and an old plan is none."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings as hypothesis_settings, strategies as st

from custom_components.overshot.core.control import BatterySettings, HeatPumpSettings, Memory, SiteSettings, step
from custom_components.overshot.core.control.appliances.settings import SurplusSwitch
from custom_components.overshot.core.control.batteries.settings import BatteryStrategy, StorageSettings
from custom_components.overshot.core.control.peak.settings import PeakSettings
from custom_components.overshot.core.control.persistence import memory_from_dict, memory_to_dict
from custom_components.overshot.core.model import (
    Battery,
    BatteryMode,
    BatteryReading,
    ChargingMode,
    HeatPump,
    HeatPumpReading,
    Reading,
    Site,
    Snapshot,
)
from custom_components.overshot.core.planning.plan import Plan, PlanReason, PlanReasonKey, PlanStatus
from tests.core.house import START, V, house, meter, station, wishes

from .plans import planned

SITE: Site = replace(
    house(),
    batteries=(Battery(id="battery", name="Battery", capacity=10_000.0),),
    heat_pumps=(HeatPump(id="pump", name="Pump"),),
    time_zone="Europe/Brussels",
)
MIN_SOC = 15.0
WISHES = replace(
    wishes(SITE, ChargingMode.EFFICIENT_PV_SURPLUS),
    batteries={"battery": BatterySettings(controlled=True)},
    heat_pumps={"pump": HeatPumpSettings(controlled=True, surplus=SurplusSwitch())},
    storage=StorageSettings(min_soc=MIN_SOC),
)
power = st.sampled_from([0.0, -20.0, 800.0, 2500.0, 6000.0, 11_000.0])
signed = st.sampled_from([0.0, -4000.0, -900.0, 900.0, 3000.0, 9000.0])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Return any plan, good or bad."""
    count = 4
    return planned(
        START,
        draw(st.lists(signed, min_size=count, max_size=count)),
        batteries={"battery": draw(st.lists(signed, min_size=count, max_size=count))},
        loads={
            "car": draw(st.lists(power, min_size=count, max_size=count)),
            "pump": draw(st.lists(power, min_size=count, max_size=count)),
        },
        peak=draw(st.sampled_from([0.0, 2500.0, 7000.0])),
        why=PlanReason(draw(st.sampled_from([PlanReasonKey.DEADLINE, PlanReasonKey.CHEAP, PlanReasonKey.MISSED]))),
    )


def seen(seconds: float, amps: float, car: float, soc: float, battery: float) -> Snapshot:
    """Return what is measured: the house's current and the car's (A on each phase), a battery (%, W)."""
    now = START + timedelta(seconds=seconds)
    grid = amps + car - battery / 3 / V
    return Snapshot(
        grid=Reading(meter((grid, grid, grid)), now),
        charge_points={"car": Reading(station((car, car, car)), now)},
        batteries={"battery": Reading(BatteryReading(power=battery, soc=soc), now)},
        heat_pumps={"pump": Reading(HeatPumpReading(state=2), now)},
    )


def live(plan: Plan | None, settings: SiteSettings, seconds: int, amps: float, soc: float, memory: Memory, since=0):
    """Return the decisions of so many seconds; the car draws at once what it is told, the battery what it is ordered."""
    decisions = []
    car = battery = 0.0
    for second in range(since, since + seconds):
        now = START + timedelta(seconds=second)
        decision = step(SITE, settings, memory, seen(second, amps, car, soc, battery), plan, now)
        # What is stored is enough to go on from.
        memory = decision.memory
        memory_from_dict(memory_to_dict(memory))
        decisions.append((amps + car - battery / 3 / V, decision))
        car = decision.setpoints["car"].current or 0.0
        order = decision.batteries["battery"]
        battery = {BatteryMode.CHARGE: -order.power, BatteryMode.DISCHARGE: order.power}.get(
            order.mode or BatteryMode.AUTO, 0.0
        )
    return decisions


@hypothesis_settings(max_examples=40, deadline=None)
@given(
    plan=plans(),
    amps=st.sampled_from([-20.0, -3.0, 1.0, 9.0, 17.0, 30.0]),
    soc=st.sampled_from([5.0, 15.0, 15.5, 60.0, 100.0]),
)
def test_law_no_plan_stands_above_fuse_minimum_or_station(plan, amps, soc):
    limit = SITE.connection.limit
    above = 0
    for grid, decision in live(plan, WISHES, 60, amps, soc, Memory()):
        above = above + 1 if grid > max(limit, amps) + 1e-6 else 0
        assert above <= 10
        setpoint, battery = decision.setpoints["car"], decision.batteries["battery"]
        current = setpoint.current or 0.0
        assert current == 0 or 6 <= current <= 16
        assert current == 0 or amps < limit
        if soc <= MIN_SOC:
            assert battery.mode in (BatteryMode.HOLD, BatteryMode.CHARGE)
        if battery.mode is BatteryMode.CHARGE and soc >= MIN_SOC:
            assert battery.power <= max(0.0, limit - amps) * 3 * V + 100
        assert decision.heat_pumps["pump"].state in (1, 2, 4)
        reasons = (setpoint.reason, battery.reason, decision.heat_pumps["pump"].reason)
        assert all(reason.key for reason in reasons)


@hypothesis_settings(max_examples=15, deadline=None)
@given(plan=plans(), amps=st.sampled_from([-9.0, 3.0]), soc=st.sampled_from([15.0, 60.0]))
def test_law_the_same_inputs_give_the_same_decision(plan, amps, soc):
    first, second = (live(plan, WISHES, 20, amps, soc, Memory()) for _ in range(2))
    assert first == second


@hypothesis_settings(max_examples=15, deadline=None)
@given(
    plan=plans(),
    how=st.sampled_from(["old", "rules", "over", "strategy"]),
    amps=st.sampled_from([-9.0, 3.0, 15.0]),
    peak=st.booleans(),
)
def test_law_a_plan_that_does_not_count_is_none(plan, how, amps, peak):
    settings, since = replace(WISHES, peak=PeakSettings(active=peak)), 0
    if how == "old":
        plan, since = replace(plan, made_at=START - timedelta(hours=2, seconds=1)), 0
    elif how == "rules":
        plan = replace(plan, status=PlanStatus.RULES)
    elif how == "over":
        since = 3601
    else:
        settings = replace(settings, storage=replace(settings.storage, strategy=BatteryStrategy.JULLIX))
    assert live(plan, settings, 20, amps, 60.0, Memory(), since) == live(
        None, settings, 20, amps, 60.0, Memory(), since
    )
