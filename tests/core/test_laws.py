"""Whatever the readings and the wishes: the laws hold, nothing raises, and nothing grows."""

from dataclasses import replace
from datetime import datetime, timedelta
import json

from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from custom_components.overshot.core.control import ChargePointSettings, Decision, Memory, SiteSettings, step
from custom_components.overshot.core.control.charging.view import look
from custom_components.overshot.core.control.limits.circuits import tree_of
from custom_components.overshot.core.control.limits.rooms import find_rooms
from custom_components.overshot.core.model import (
    BatteryReading,
    ChargePoint,
    ChargePointFault,
    ChargePointReading,
    ChargingMode,
    ConnectionType,
    GridConnection,
    GridMeter,
    MeterReading,
    Reading,
    ReasonKey,
    Rotation,
    Site,
    Snapshot,
    VehicleState,
)

from .house import START

vectors = st.tuples(*[st.floats(-120, 250)] * 3)
odd_voltages = st.tuples(*[st.sampled_from([230.0, 241.5, 0.0, -230.0, 1.0, 400.0, 6553.5])] * 3)
powers = st.floats(-60_000, 100_000)


def maybe[T](values: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Return the values, or nothing."""
    return st.none() | values


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """Return any site the config flow could make."""
    points = []
    for index in range(draw(st.integers(1, 3))):
        phases = draw(st.sampled_from([1, 3]))
        minimum = draw(st.sampled_from([6.0, 6.5, 8.0, 10.0]))
        points.append(
            ChargePoint(
                id=f"p{index}",
                name=f"Point {index}",
                phases=phases,
                rotation=draw(st.sampled_from(list(Rotation))),
                min_current=minimum,
                max_current=draw(st.sampled_from([10.0, 16.0, 20.0, 32.0])),
                fallback_current=draw(st.sampled_from([0.0, 6.0, 6.5, 13.0])),
                current_step=draw(st.sampled_from([0.1, 0.5, 1.0, 2.0])),
                has_fallback=draw(st.booleans()),
            )
        )
    return Site(
        connection=GridConnection(
            type=draw(st.sampled_from(list(ConnectionType))),
            fuse=draw(st.sampled_from([16.0, 25.0, 40.0, 63.0])),
            derating=draw(st.sampled_from([0.8, 1.0])),
        ),
        grid_meter=GridMeter(interval=draw(st.sampled_from([1.0, 5.0, 10.0]))),
        charge_points=tuple(points),
    )


@st.composite
def any_wishes(draw: st.DrawFn, site: Site) -> SiteSettings:
    """Return any wishes for a site; one charge point may have none."""
    chosen = [point.id for point in site.charge_points if draw(mostly(st.just(True), st.just(False)))]
    return SiteSettings(
        charge_points={
            id_: ChargePointSettings(
                mode=draw(
                    mostly(st.sampled_from([ChargingMode.BOOST, ChargingMode.PV_SURPLUS]), st.just(ChargingMode.OFF))
                ),
                max_current=draw(mostly(st.sampled_from([9.7, 16.0, 32.0]), st.sampled_from([0.0, 5.0, 6.0]))),
                controlled=draw(mostly(st.just(True), st.just(False))),
                hold_time=draw(st.sampled_from([0.0, 3.0, 300.0])),
            )
            for id_ in chosen
        },
        resume_delay=draw(st.sampled_from([0.0, 5.0, 60.0])),
    )


def mostly[T](usual: st.SearchStrategy[T], odd: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Return the usual values, and now and then an odd one."""
    return st.integers(0, 9).flatmap(lambda dice: odd if dice == 9 else usual)


normal_currents = st.tuples(*[st.floats(-15, 25)] * 3)
normal_meters = normal_currents.map(
    lambda amps: MeterReading(power=sum(amps) * 230, phase_power=(amps[0] * 230, amps[1] * 230, amps[2] * 230))
)
odd_meters = st.builds(
    MeterReading,
    power=maybe(powers),
    phase_power=maybe(st.tuples(*[powers] * 3)),
    currents=maybe(vectors),
    voltages=maybe(odd_voltages),
)
draws = st.sampled_from([0.0, 6.0, 10.0, 16.0]).flatmap(
    lambda amps: st.sampled_from([(amps, amps, amps), (amps, 0.0, 0.0), (amps, amps, 0.0)])
)
odd_stations = st.builds(
    ChargePointReading,
    vehicle=maybe(st.sampled_from(list(VehicleState))),
    power=maybe(st.floats(-500, 25_000)),
    currents=maybe(st.tuples(*[st.floats(-5, 40)] * 3)),
    voltages=maybe(odd_voltages),
    setpoint=maybe(st.floats(0, 40)),
    fallback_current=maybe(st.sampled_from([0.0, 5.0, 6.0, 6.5, 13.0])),
    phases=maybe(st.integers(-1, 5)),
    finished=st.booleans(),
    fault=maybe(st.sampled_from(list(ChargePointFault))),
)
batteries = st.builds(BatteryReading, power=maybe(st.floats(-10_000, 10_000)))
ages = mostly(st.sampled_from([0.0, 0.4, 1.0]), st.sampled_from([4.0, 5.0, 12.0, 70.0, -3.0, -4000.0]))
strides = mostly(st.sampled_from([0.5, 1.0, 1.0, 1.0]), st.sampled_from([0.0, 6.0, 61.0, -3600.0]))


def normal_stations(fallback: float) -> st.SearchStrategy[ChargePointReading]:
    """Return what a station with a car says that holds a fallback current."""
    return draws.map(
        lambda amps: ChargePointReading(
            vehicle=VehicleState.C, currents=amps, power=sum(amps) * 230, setpoint=16.0, fallback_current=fallback
        )
    )


@st.composite
def lives(draw: st.DrawFn) -> tuple[Site, SiteSettings, list[tuple[datetime, Snapshot]]]:
    """Return a house and what is known at some moments of its life; the clock may be set back."""
    site = draw(sites())
    settings = draw(any_wishes(site))
    now = START
    moments = []
    # What the stations hold as fallback: asked of the controller itself, so that most of them are confirmed.
    asked = step(site, settings, Memory(), Snapshot(), None, now).setpoints
    for _ in range(draw(st.integers(1, 12))):
        now += timedelta(seconds=draw(strides))

        def measured[T](value: T, now: datetime = now) -> Reading[T]:
            return Reading(value, now - timedelta(seconds=draw(ages)))

        moments.append(
            (
                now,
                Snapshot(
                    grid=draw(mostly(mostly(normal_meters, odd_meters).map(measured), st.none())),
                    charge_points={
                        point.id: measured(
                            draw(mostly(normal_stations(asked[point.id].fallback_current or 0.0), odd_stations))
                        )
                        for point in site.charge_points
                        if draw(st.integers(0, 9))
                    },
                    batteries={"battery": measured(draw(batteries))} if draw(st.booleans()) else {},
                ),
            )
        )
    return site, settings, moments


@given(lives())
@hypothesis_settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_laws_hold_in_every_life(life):
    site, settings, moments = life
    memory = Memory()
    for now, snapshot in moments:
        decision = step(site, settings, memory, snapshot, None, now)
        assert step(site, settings, memory, snapshot, None, now) == decision, "same inputs, same decision"
        for point in site.charge_points:
            _one_setpoint(point, settings, memory, snapshot, decision, now)
        _phases(site, settings, memory, snapshot, decision, now)
        _memory_is_bounded(decision.memory)
        memory = decision.memory


def _one_setpoint(
    point: ChargePoint,
    settings: SiteSettings,
    memory: Memory,
    snapshot: Snapshot,
    decision: Decision,
    now: datetime,
) -> None:
    """Check the laws of one charge point."""
    setpoint = decision.setpoints[point.id]
    assert isinstance(setpoint.reason.key, ReasonKey)
    json.dumps(dict(setpoint.reason.details))
    wish = settings.charge_points.get(point.id, ChargePointSettings())
    if not wish.controlled:
        assert setpoint.current is None
        assert setpoint.fallback_current is None
        assert point.id not in decision.memory.charge_points
        return
    current, fallback = setpoint.current, setpoint.fallback_current
    assert current is not None
    assert fallback is not None
    assert current == 0 or point.min_current <= current <= min(point.max_current, wish.max_current)
    assert 0 <= fallback <= min(point.fallback_current, max(0.0, wish.max_current))
    if wish.mode is ChargingMode.OFF:
        assert current == 0
        assert fallback == 0
    if decision.state.meter_stale:
        assert current <= fallback
    heard = snapshot.charge_points.get(point.id)
    known = memory.charge_points.get(point.id)
    if point.has_fallback and heard is not None and known is not None and heard.value.vehicle is not None:
        held = heard.value.fallback_current
        if held is None or abs(held - fallback) > 0.06:
            assert current <= known.setpoint, "raised before the safe current was read back"
            if heard.value.setpoint is not None and abs(heard.age(now)) <= 10:
                assert current <= heard.value.setpoint


def _phases(
    site: Site, settings: SiteSettings, memory: Memory, snapshot: Snapshot, decision: Decision, now: datetime
) -> None:
    """Check that all setpoints together fit the room on each phase."""
    if decision.state.meter_stale:
        return
    views = [
        look(
            site,
            point,
            settings.charge_points.get(point.id, ChargePointSettings()),
            memory.charge_points.get(point.id),
            snapshot,
            now,
        )
        for point in site.charge_points
    ]
    rooms = find_rooms(tree_of(site), decision.memory.loads, {}, frozenset(), views, (), snapshot)
    most, certain = rooms.most, rooms.certain
    steered = [view for view in views if view.steered]
    for phase in range(3):
        assert certain[phase] <= most[phase]
        total = sum(decision.setpoints[view.point.id].current or 0.0 for view in steered if view.loads[phase])
        assert total <= max(0.0, most[phase]) + 1e-6


def _memory_is_bounded(memory: Memory) -> None:
    """Check that nothing is kept longer than its window: a step a second or less fills at most so many entries."""
    assert len(memory.loads.suspected) <= 40
    assert len(memory.loads.matched) <= 40
    assert len(memory.loads.unmatched) <= 40
    assert len(memory.loads.foreseen) <= 40
    for point in memory.charge_points.values():
        assert len(point.draws) <= 20
        assert len(point.orders) <= 30


def test_ten_hours_leave_no_more_in_memory_than_a_minute():
    site = Site(connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=25), charge_points=(_POINT,))
    settings = SiteSettings(
        charge_points={"p": ChargePointSettings(mode=ChargingMode.PV_SURPLUS, controlled=True, hold_time=0)}
    )
    memory = Memory()
    sizes = []
    for second in range(36_000):
        now = START + timedelta(seconds=second)
        wobble = -3000.0 - 2000 * (second * 7919 % 101) / 101
        snapshot = Snapshot(
            grid=Reading(MeterReading(power=3 * wobble, phase_power=(wobble, wobble, wobble)), now),
            charge_points={"p": Reading(_CHARGING, now - timedelta(seconds=0.3))},
        )
        memory = step(site, settings, memory, snapshot, None, now).memory
        if second % 60 == 59:
            point = memory.charge_points["p"]
            loads = memory.loads
            sizes.append(sum(map(len, (point.draws, point.orders, loads.suspected, loads.matched, loads.unmatched))))
    assert max(sizes[1:]) <= sizes[0] + 6


_POINT = ChargePoint(id="p", name="P", current_step=0.1)
_CHARGING = ChargePointReading(vehicle=VehicleState.C, currents=(9.0, 9.0, 9.0), power=6210.0, fallback_current=6.0)


@given(lives(), st.data())
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_silent_meter_never_raises_anybody_above_the_fallback(life, data):
    """Whatever happened before: once the meter is silent, every order is the fallback at most."""
    site, settings, moments = life
    memory = Memory()
    for now, snapshot in moments:
        memory = step(site, settings, memory, snapshot, None, now).memory
    now, last = moments[-1]
    old = replace(last, grid=data.draw(st.none() | st.just(Reading(MeterReading(power=0.0), now - timedelta(hours=1)))))
    decision = step(site, settings, memory, old, None, now)
    assert decision.state.meter_stale
    for setpoint in decision.setpoints.values():
        assert setpoint.current is None or setpoint.current <= (setpoint.fallback_current or 0.0)
