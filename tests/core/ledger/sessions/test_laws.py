"""What holds of sessions in any life of a station: nothing is lost, nothing is counted twice."""

import itertools
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.overshot.core.ledger.sessions.session import SessionStatus

from .station import CHARGING, Station

_DURATION = st.integers(1, 4000)
_LOOKED = st.one_of(
    st.tuples(st.just("watch"), _DURATION),
    st.tuples(st.just("silent"), _DURATION),
    st.tuples(st.just("plug"), st.sampled_from([0.0, 1400.0, CHARGING, 11_000.0])),
    st.tuples(st.just("draw"), st.sampled_from([0.0, 1400.0, CHARGING])),
    st.tuples(st.just("unplug"), st.just(0)),
    st.tuples(st.just("counter"), st.booleans()),
    st.tuples(st.just("restart"), _DURATION),
    st.tuples(st.just("crash"), _DURATION),
)


def act(station: Station, what: str, value: Any) -> None:
    """Let something happen; all is written down each minute."""
    there = station.vehicle.connected
    match what:
        case "watch" | "silent":
            for _ in range(value // 60):
                station.watch(60, silent=what == "silent")
                station.write()
            if value % 60:
                station.watch(value % 60, silent=what == "silent")
        case "plug" if not there:
            station.plug(value)
        case "draw" if there:
            station.draw(value)
        case "unplug":
            station.unplug()
        case "counter":
            station.has_counter = value
        case "restart":
            station.restart(value)
        case "crash":
            station.crash(value)


@settings(max_examples=150, deadline=None)
@given(
    life=st.lists(_LOOKED, max_size=25),
    step=st.sampled_from([1.0, 100.0]),
    interval=st.sampled_from([1.0, 7.0, 30.0]),
    ledger_error=st.sampled_from([0.9, 1.0, 1.05]),
)
def test_the_sum_of_the_sessions_is_what_the_meter_counted(
    life: list[tuple[str, Any]], step: float, interval: float, ledger_error: float
) -> None:
    station = Station(step=step, interval=interval, ledger_error=ledger_error)
    station.look()
    station.write()
    for what, value in life:
        act(station, what, value)
    station.has_counter = True
    station.watch(60)
    station.unplug()
    station.watch(200)

    points = station.memory.points.values()
    # What was estimated while the meter was silent is put right only where no other car came in between.
    estimated = sum(session.estimated for session in station.sessions)
    assert station.total == pytest.approx(station.given, abs=step + estimated + 1)
    if ("counter", False) not in life:
        assert estimated == 0
        assert station.total == pytest.approx(station.given, abs=step + 1)
    assert all(point.session is None for point in points)


@settings(max_examples=100, deadline=None)
@given(life=st.lists(_LOOKED, max_size=25), interval=st.sampled_from([7.0, 30.0]), has_count=st.booleans())
def test_sessions_follow_each_other(life: list[tuple[str, Any]], interval: float, has_count: bool) -> None:
    station = Station(interval=interval, has_count=has_count)
    station.look()
    station.write()
    for what, value in life:
        act(station, what, value)
    station.watch(100)
    sessions = station.sessions
    assert len({session.id for session in sessions}) == len(sessions)
    for before, after in itertools.pairwise(sessions):
        assert before.status is not SessionStatus.RUNNING
        assert before.ended is not None and before.started <= before.ended <= after.started
    for session in sessions:
        assert 0 <= sum(session.sources.values()) <= session.energy * 1.000001 + 1e-6
        assert sum(session.profile.values()) == pytest.approx(session.energy, abs=1e-3)
        assert session.charging_time <= session.duration(station.now) + 30
