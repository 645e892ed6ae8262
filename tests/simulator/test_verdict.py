"""The verdict finds what must not happen, and forgives what is nobody's doing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from custom_components.overshot.core.control import Decision
from custom_components.overshot.core.model import HeatPumpSetpoint, Reason, ReasonKey
from simulator.loop import Loop
from simulator.report import Report

from .houses import a_scenario

type Meddle = Callable[[Loop, Decision], Decision]


def _found(meddle: Meddle, seconds: int = 120, **changes: Any) -> list[dict[str, Any]]:
    """Return the violations of a house whose controller somebody meddles with."""
    loop = Loop(a_scenario(**{"duration": seconds, **changes}))
    report = Report(loop, keep_steps=False)
    for _ in range(seconds):
        report.add(meddle(loop, loop.step()))
    violations: list[dict[str, Any]] = report.summary(1.0)["violations"]
    return violations


def _nothing(_: Loop, decision: Decision) -> Decision:
    return decision


def _offers(current: float) -> Meddle:
    """Return somebody who offers the car so much, and lets no order of the controller arrive."""

    def meddle(loop: Loop, decision: Decision) -> Decision:
        loop.orders.forget()
        loop.world.stations["garage"].setpoint = current
        return decision

    return meddle


BOOST = {"charge_points": {"garage": {"mode": "boost"}}}
SMALL = {"connection": {"type": "three_phase", "fuse": 16}, "charge_points": [{"id": "garage"}]}


def test_a_house_left_alone_is_kept_well() -> None:
    assert _found(_nothing) == []


def test_a_car_that_is_left_above_the_limit() -> None:
    (first, *others) = _found(_offers(16), site=SMALL, settings=BOOST, series={})
    assert (first["kind"], first["circuit"], first["phase"]) == ("phase_above_limit", "connection", "L1")
    assert first["duration"] > 80
    assert {it["phase"] for it in others} == {"L2", "L3"}


def test_a_circuit_above_its_limit_while_the_connection_is_not() -> None:
    site = {
        "connection": {"type": "three_phase", "fuse": 40},
        "circuits": [{"id": "annex", "limit": 10, "fuse": 40}],
        "charge_points": [{"id": "garage", "circuit": "annex"}],
    }
    found = _found(_offers(16), site=site, settings=BOOST, series={})
    assert {it["circuit"] for it in found} == {"annex"}


def test_a_deaf_station_is_not_the_controllers_fault() -> None:
    deaf = {"at": 40, "type": "station_ignores", "charge_point": "garage"}
    oven = {"at": 45, "type": "appliance_on", "name": "oven", "power": 3000, "phases": ["l1"]}
    arrives = {"at": 5, "type": "car_arrives", "charge_point": "garage"}
    assert _found(_nothing, site=SMALL, settings=BOOST, series={}, events=[arrives, deaf, oven]) == []


def test_a_heat_pump_that_is_switched_to_and_fro() -> None:
    def meddle(loop: Loop, decision: Decision) -> Decision:
        state = 3 if loop.world.t % 60 < 30 else 2
        told = HeatPumpSetpoint(state=state, reason=Reason(ReasonKey.SURPLUS))
        return replace(decision, heat_pumps={"heat_pump": told})

    settings = {"heat_pumps": {"heat_pump": {"surplus": {"min_on": 300}}}}
    kinds = [it["kind"] for it in _found(meddle, settings=settings)]
    assert set(kinds) == {"switched_on_too_soon", "switched_off_too_soon"}


@pytest.mark.parametrize("key", [ReasonKey.LOAD_MANAGER, ReasonKey.METER_STALE, ReasonKey.BY_HAND])
def test_a_law_waits_for_no_minimum_time(key: ReasonKey) -> None:
    def meddle(loop: Loop, decision: Decision) -> Decision:
        told = HeatPumpSetpoint(state=3 if loop.world.t < 30 else 1, reason=Reason(key))
        return replace(decision, heat_pumps={"heat_pump": told})

    assert _found(meddle, settings={"heat_pumps": {"heat_pump": {"surplus": {"min_on": 300}}}}) == []


@pytest.mark.parametrize("current", [3.0, 17.0])
def test_a_current_that_no_car_may_be_told(current: float) -> None:
    def meddle(loop: Loop, decision: Decision) -> Decision:
        told = replace(decision.setpoints["garage"], current=current)
        return replace(decision, setpoints={"garage": told})

    assert {it["kind"] for it in _found(meddle)} >= {"current_out_of_range"}


def test_more_than_two_changes_of_phases_an_hour() -> None:
    def meddle(loop: Loop, decision: Decision) -> Decision:
        if loop.world.t % 30 == 0:
            station = loop.world.stations["garage"]
            station.switch_phases(1 if station.wanted_phases == 3 else 3, loop.world.t)
        return decision

    assert "too_many_phase_switches" in [it["kind"] for it in _found(meddle, 100)]


def test_a_setpoint_that_goes_up_and_down_in_a_calm_house() -> None:
    def meddle(loop: Loop, decision: Decision) -> Decision:
        told = replace(decision.setpoints["garage"], current=8.0 + 4 * (loop.world.t // 10 % 2))
        return replace(decision, setpoints={"garage": told})

    big = {**SMALL, "connection": {"type": "three_phase", "fuse": 40}}
    found = _found(meddle, 200, site=big, settings=BOOST, series={})
    assert {it["kind"] for it in found} == {"oscillation"}


@pytest.mark.parametrize(("mode", "kinds"), [("turbo", {"quarter_above_target"}), ("boost", set())])
def test_a_quarter_above_its_target(mode: str, kinds: set[str]) -> None:
    found = _found(
        _offers(16),
        900,
        site={**SMALL, "connection": {"type": "three_phase", "fuse": 40, "month_peak": 2500}},
        settings={"charge_points": {"garage": {"mode": mode}}, "peak": {"active": True}},
        series={},
    )
    assert {it["kind"] for it in found} == kinds


def test_a_quarter_that_nothing_could_save() -> None:
    found = _found(
        _nothing,
        900,
        site={**SMALL, "connection": {"type": "three_phase", "fuse": 40, "month_peak": 2500}},
        settings={"peak": {"active": True}},
        series={"load": {"l1": 4000}},
    )
    assert found == []


def test_a_car_above_its_fallback_while_the_meter_is_silent() -> None:
    silent = [{"device": "p1", "kind": "silent", "at": 40, "for": 60}]
    big = {**SMALL, "connection": {"type": "three_phase", "fuse": 40}}
    assert _found(_nothing, faults=silent, site=big, settings=BOOST, series={}) == []
    found = _found(_offers(16), faults=silent, site=big, settings=BOOST, series={})
    assert {it["kind"] for it in found} == {"above_fallback"}


def test_where_the_energy_of_a_car_came_from() -> None:
    loop = Loop(a_scenario(duration=3000))
    report = Report(loop, keep_steps=False)
    for _ in range(3000):
        report.add(loop.step())
    summary = report.summary(1.0)
    assert sum(summary["cars_from"].values()) == pytest.approx(summary["energy"]["car"], rel=0.01)
    assert sum(summary["house_from"].values()) == pytest.approx(
        summary["energy"]["house"] - summary["energy"]["car"], rel=0.01
    )
    assert summary["cars_solar_share"] > 0.9


@pytest.mark.parametrize(("guaranteed", "reached"), [(10, True), (900_000, False)])
def test_what_was_guaranteed_to_a_car(guaranteed: float, reached: bool) -> None:
    wish = {"mode": "safe_pv_surplus", "guaranteed_energy": guaranteed}
    loop = Loop(a_scenario(settings={"charge_points": {"garage": wish}}))
    report = Report(loop, keep_steps=False)
    for _ in range(120):
        report.add(loop.step())
    summary = report.summary(1.0)
    assert summary["goals_reached"] is reached
    assert [goal["wanted"] for goal in summary["goals"]] == [guaranteed]
