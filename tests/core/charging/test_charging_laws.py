"""What holds for every mode, car, station and weather."""

from dataclasses import replace
from datetime import time
from itertools import pairwise
from random import Random

from hypothesis import HealthCheck, given, settings as quick, strategies as st

from custom_components.overshot.core.control import step
from custom_components.overshot.core.control.charging.phases import INTERVAL, PER_HOUR
from custom_components.overshot.core.control.charging.settings import EnergyTarget, PhaseManagement
from custom_components.overshot.core.model import ChargingMode, Snapshot
from tests.core.charging.driveway import Car, Driveway, Moment, Station, driveway, phase_changes, switching

TICK = 10.0
HOUR = 3600.0

cars = st.builds(
    Car,
    phases=st.sampled_from([1, 2, 3]),
    minimum=st.sampled_from([6.0, 6.0, 8.0, 9.5]),
    maximum=st.sampled_from([7.0, 16.0, 32.0]),
    wants=st.sampled_from([0.0, 1500.0, 60_000.0]),
    delay=st.sampled_from([0.0, 10.0]),
)
modes = st.sampled_from(list(ChargingMode))


@st.composite
def homes(draw: st.DrawFn) -> Driveway:
    """Return a driveway in restless weather, with quirks."""
    random = Random(draw(st.integers(0, 10_000)))
    sun = [random.choice([0, 1500, 3000, 4300, 5000, 9000]) for _ in range(60)]
    house = [random.choice([200, 400, 3000]) for _ in range(60)]
    every = draw(st.sampled_from([60, 200, 400]))
    station = Station(
        car=draw(cars),
        phases=draw(st.sampled_from([1, 3])),
        tells_phases=draw(st.booleans()),
        tells_energy=draw(st.booleans()),
        keeps_phases=draw(st.sampled_from([False, False, True])),
    )
    return driveway(
        draw(modes),
        station=station,
        points=(switching(switches_phases=draw(st.booleans()), max_current=draw(st.sampled_from([16.0, 32.0]))),),
        solar=lambda t: float(sun[int(t / every) % 60]),
        base=lambda t: float(house[int(t / every) % 60]),
        on_phase=draw(st.sampled_from([None, 0, 1])),
        battery=draw(st.sampled_from([None, 3000.0])),
        fuse=draw(st.sampled_from([16.0, 25.0, 63.0])),
        tick=TICK,
        phase_management=draw(st.sampled_from(list(PhaseManagement))),
        guaranteed_energy=draw(st.sampled_from([0.0, 2000.0])),
        targets=(EnergyTarget(weekday=6, at=time(13), energy=5000.0),),
        hold_time=draw(st.sampled_from([0.0, 60.0, 300.0])),
    )


def changing_modes(home: Driveway, seed: int) -> list[Moment]:
    """Live for three hours while the user changes the mode now and then, the car leaves, and we restart."""
    random = Random(seed)
    moments: list[Moment] = []
    for _ in range(12):
        moments += home.live(HOUR / 4)
        event = random.randrange(4)
        if event == 0:
            (wished,) = home.settings.charge_points.values()
            mode = random.choice(list(ChargingMode))
            home.settings = replace(home.settings, charge_points={"car": replace(wished, mode=mode)})
        elif event == 1:
            home.restart()
        elif event == 2:
            home.station.car = None if home.station.car is not None else Car()
    return moments


@quick(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(homes(), st.integers(0, 10_000))
def test_current_is_nothing_or_at_least_the_minimum_and_phases_are_switched_seldom(home: Driveway, seed: int) -> None:
    """And the car is never offered more than may be."""
    moments = changing_modes(home, seed)
    (point,) = home.site.charge_points
    for moment in moments:
        told = moment.decision.setpoints["car"]
        assert told.current is not None
        assert told.current == 0 or point.min_current <= told.current <= point.max_current
        assert told.phases in (None, 1, 3)
        assert told.reason.key
    changes = phase_changes(moments)
    if moments and moments[0].decision.setpoints["car"].phases is None:
        assert all(later - before >= INTERVAL.total_seconds() for before, later in pairwise(changes))
        assert all(third - first >= HOUR for first, third in zip(changes, changes[PER_HOUR:], strict=False))
    if not point.switches_phases:
        assert changes == []


@quick(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(homes())
def test_the_guaranteed_energy_is_reached_whenever_the_laws_leave_the_minimum(home: Driveway) -> None:
    """Whatever the sun does, at no less than the minimum on one phase."""
    home.base = lambda _: 300.0
    home.station.keeps_phases = False
    home.station.car = Car(phases=home.car.phases)
    (wished,) = home.settings.charge_points.values()
    wished = replace(wished, mode=ChargingMode.SAFE_PV_SURPLUS, guaranteed_energy=2000.0)
    home.settings = replace(home.settings, charge_points={"car": wished})
    slowest = 6 * 230 / 1000
    home.live(HOUR * 2.0 / slowest + 600)
    assert home.car.taken >= 1990


@quick(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(homes())
def test_the_same_input_gives_the_same_decision(home: Driveway) -> None:
    """Nothing but its arguments decides."""
    seen: list[tuple[Snapshot, object]] = []
    home.live(HOUR / 2)
    snapshot = home.snapshot()
    for _ in range(2):
        decision = step(home.site, home.settings, home.memory, snapshot, None, home.now())
        seen.append((snapshot, decision))
    assert seen[0] == seen[1]
