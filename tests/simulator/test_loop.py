"""The loop gives the controller what a real house would: readings with an age, orders that take a while, faults."""

from dataclasses import replace
from typing import Any

from custom_components.overshot.core.model import ChargingMode, ReasonKey
from simulator.loop import Loop

from .houses import a_scenario


def _loop(**changes: Any) -> Loop:
    settings = {"charge_points": {"garage": {"mode": "boost", "hold_time": 10}}}
    return Loop(a_scenario(**{"settings": settings, **changes}))


def _run(loop: Loop, until: float) -> list[tuple[float, ReasonKey, float | None]]:
    """Live until `until` and return time, reason and setpoint of each step."""
    seen = []
    while loop.world.t < until:
        setpoint = loop.step().setpoints["garage"]
        seen.append((loop.world.t, setpoint.reason.key, setpoint.current))
    return seen


def test_a_car_is_charged_only_after_the_station_holds_a_safe_fallback() -> None:
    loop = _loop()
    station = loop.world.stations["garage"]
    assert station.fallback_current == 32
    raised = None
    for _ in range(40):
        held = station.fallback_current
        loop.step()
        if raised is None and station.car is not None and station.setpoint > 6:
            raised = held
    assert raised == 6
    assert station.power > 10_000


def test_orders_arrive_a_second_later() -> None:
    loop = _loop()
    _run(loop, 40)
    station = loop.world.stations["garage"]
    off = replace(loop.settings.charge_points["garage"], mode=ChargingMode.OFF)
    loop.settings = replace(loop.settings, charge_points={"garage": off})
    before = station.setpoint
    assert loop.step().setpoints["garage"].current == 0
    assert station.setpoint == before
    loop.step()
    assert station.setpoint == before
    loop.step()
    assert station.setpoint == 0


def test_readings_have_their_own_rhythm() -> None:
    loop = _loop()
    _run(loop, 23)
    now = loop.world.now
    assert loop.snapshot.grid is not None
    assert loop.snapshot.grid.age(now) == 0
    assert loop.snapshot.charge_points["garage"].age(now) == 0
    assert loop.snapshot.batteries["goodwe"].age(now) == 2
    assert loop.snapshot.solar["goodwe"].age(now) == 2


def test_a_silent_meter_brings_the_car_to_its_fallback_within_ten_seconds_and_back() -> None:
    loop = _loop(faults=[{"device": "p1", "kind": "silent", "at": 60, "for": 20}])
    _run(loop, 60)
    assert loop.world.stations["garage"].currents[0] > 6
    _run(loop, 70)
    assert loop.world.stations["garage"].currents[0] <= 6
    seen = _run(loop, 80)
    assert {reason for _, reason, _ in seen} == {ReasonKey.METER_STALE}
    assert _run(loop, 100)[-1][1] is not ReasonKey.METER_STALE


def test_a_late_meter_tells_how_old_its_readings_are() -> None:
    loop = _loop(faults=[{"device": "p1", "kind": "late", "at": 30, "for": 30, "lateness": 3}])
    _run(loop, 45)
    assert loop.snapshot.grid is not None
    assert loop.snapshot.grid.age(loop.world.now) == 3


def test_a_silent_station_is_neither_read_nor_written_and_falls_back_by_itself() -> None:
    loop = _loop(faults=[{"device": "garage", "kind": "refused", "at": 50}])
    _run(loop, 50)
    station = loop.world.stations["garage"]
    assert station.currents[0] == 16
    writes = loop.writes
    assert ReasonKey.STATION_SILENT in {reason for _, reason, _ in _run(loop, 75)}
    assert station.currents[0] == 16
    _run(loop, 100)
    assert station.currents[0] == 6
    assert loop.writes == writes


def test_a_late_station_obeys_late() -> None:
    late = [{"device": "garage", "kind": "late", "lateness": 4}]
    prompt, tardy = _loop(), _loop(faults=late)
    when = []
    for loop in (prompt, tardy):
        while loop.world.stations["garage"].setpoint == 32:
            loop.step()
        when.append(loop.world.t)
    assert when[1] - when[0] >= 4


def test_settings_events_change_what_the_controller_wishes() -> None:
    events = [
        {"at": 10, "type": "car_arrives", "charge_point": "garage"},
        {"at": 40, "type": "set_max_current", "charge_point": "garage", "current": 10},
        {"at": 60, "type": "set_mode", "charge_point": "garage", "mode": "off"},
        {"at": 80, "type": "set_control", "charge_point": "garage", "controlled": False},
    ]
    loop = _loop(events=events)
    assert _run(loop, 40)[-1][2] == 16
    assert _run(loop, 60)[-1][2] == 10
    assert _run(loop, 80)[-1][1:] == (ReasonKey.OFF, 0)
    assert _run(loop, 100)[-1][1:] == (ReasonKey.READ_ONLY, None)
