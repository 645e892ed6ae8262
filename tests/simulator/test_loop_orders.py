"""What the controller decides reaches batteries, heat pumps, loads and contactors, with the lag of real ones."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.overshot.core.control import Decision, SiteState
from custom_components.overshot.core.control.memory import Memory
from custom_components.overshot.core.model import (
    BatteryMode,
    BatterySetpoint,
    ChargePointSetpoint,
    ChargePointStatus,
    HeatPumpSetpoint,
    LoadSetpoint,
    Reason,
    ReasonKey,
    RecoveryAction,
    SolarSetpoint,
)
from simulator.battery import EmsMode
from simulator.loop import Loop

from .houses import a_scenario

WHY = Reason(ReasonKey.BY_HAND)
SITE = {
    "connection": {"type": "three_phase", "fuse": 40},
    "charge_points": [{"id": "garage", "switches_phases": True, "station": {"setpoint": 0}}],
    "battery": {"soc": 60, "backup": True},
    "more_batteries": [{"id": "attic", "soc": 50}],
    "heat_pump": {"temperature": 50},
    "loads": [{"id": "boiler"}],
}


def _loop(**changes: Any) -> Loop:
    return Loop(a_scenario(**{"site": SITE, "settings": {}, "series": {}, **changes}))


def _decided(**parts: Any) -> Decision:
    state = SiteState(meter_stale=False, surplus=None, other_load=None, headroom=None)
    return Decision(**{"setpoints": {}, "memory": Memory(), "state": state, **parts})


def _obey(loop: Loop, decision: Decision, seconds: int) -> None:
    """Live with one decision again and again, whatever the controller says."""
    for _ in range(seconds):
        loop.orders.arrive(loop.world.t)
        loop.world.step()
        loop._read(loop.world.t)
        snapshot = replace(loop.snapshot, charge_points=loop._points, heat_pumps=loop._heat_pumps, loads=loop._loads)
        loop.orders.send(loop.world.t, decision, snapshot)


def _station(current: float, phases: int | None = None, recovery: RecoveryAction | None = None) -> Decision:
    setpoint = ChargePointSetpoint(
        current=current,
        fallback_current=6.0,
        phases=phases,
        recovery=recovery,
        reason=WHY,
        status=ChargePointStatus.CHARGING_REGULATED,
    )
    return _decided(setpoints={"garage": setpoint})


@pytest.mark.parametrize(
    ("mode", "power", "ems", "ends_at"),
    [
        (BatteryMode.CHARGE, 2000.0, EmsMode.CHARGE_BATTERY, -2000),
        (BatteryMode.DISCHARGE, 1500.0, EmsMode.DISCHARGE_BATTERY, 1500),
        (BatteryMode.HOLD, 0.0, EmsMode.BATTERY_STANDBY, 0),
    ],
)
def test_a_battery_follows_its_order_with_its_lag(
    mode: BatteryMode, power: float, ems: EmsMode, ends_at: float
) -> None:
    loop = _loop(events=[])
    attic = loop.world.batteries["attic"]
    order = BatterySetpoint(mode=mode, power=power, reason=WHY)
    _obey(loop, _decided(batteries={"attic": order}), 4)
    assert attic.mode is ems
    assert attic.power == pytest.approx(ends_at, abs=max(1, abs(ends_at) * 0.4))
    _obey(loop, _decided(batteries={"attic": order}), 20)
    assert attic.power == pytest.approx(ends_at, abs=1)
    assert loop.writes == 1
    auto = BatterySetpoint(mode=BatteryMode.AUTO, power=0.0, reason=WHY)
    _obey(loop, _decided(batteries={"attic": auto}), 4)
    assert attic.mode is EmsMode.AUTO


def test_two_batteries_on_their_automatic_share_the_house() -> None:
    loop = _loop(events=[], series={"load": {"l1": 3000}})
    for _ in range(40):
        loop.step()
    assert loop.world.grid.power == pytest.approx(0, abs=5)
    assert {round(battery.power / 100) for battery in loop.world.batteries.values()} == {15}


def test_heat_pump_and_load_do_as_they_are_told() -> None:
    loop = _loop(events=[])
    told = _decided(
        heat_pumps={"heat_pump": HeatPumpSetpoint(state=4, reason=WHY)},
        loads={"boiler": LoadSetpoint(power=2000.0, reason=WHY)},
    )
    _obey(loop, told, 12)
    pump = loop.world.heat_pump
    assert pump is not None
    assert (pump.state, pump.power, loop.world.boilers["boiler"].power) == (4, 2000, 2000)
    assert loop.writes == 2


def test_phases_change_once_and_a_restart_of_the_station_ends() -> None:
    loop = _loop()
    station = loop.world.stations["garage"]
    for event in loop.scenario.house_events():
        event[1].apply(loop.world)
    seen = []
    for phases in (3, 1):
        _obey(loop, _station(10.0, phases), 30)
        seen.append(station.currents)
    assert seen == [(10, 10, 10), (10, 0, 0)]
    assert station.switches == 1
    available = []
    for recovery, seconds in ((RecoveryAction.RESTART, 10), (None, 20)):
        _obey(loop, _station(10.0, 1, recovery), seconds)
        available.append(station.available)
    assert available == [False, True]
    assert station.currents == (10, 0, 0)


def test_a_restart_keeps_what_is_stored_and_nothing_else() -> None:
    loop = _loop(events=[{"at": 60, "type": "restart", "for": 30}])
    for _ in range(60):
        loop.step()
    quarter = loop.memory.quarter
    loop.step()
    assert loop.snapshot.charge_points == {}
    down = [loop.down]
    for count in (28, 4):
        for _ in range(count):
            loop.step()
        down.append(loop.down)
    assert down == [True, True, False]
    assert loop.snapshot.grid is not None
    assert (loop.memory.quarter.start, loop.memory.quarter.month) == (quarter.start, quarter.month)


def test_without_the_street_the_battery_carries_the_house_and_the_meter_is_silent() -> None:
    loop = _loop(
        events=[{"at": 20, "type": "grid_lost"}, {"at": 60, "type": "grid_back"}],
        series={"load": {"l1": 700, "l2": 500}},
    )
    while loop.world.t < 50:
        loop.step()
    world = loop.world
    backup = [world.on_backup, loop.snapshot.on_backup]
    assert world.battery is not None
    assert world.grid.power == 0
    assert world.battery.power == pytest.approx(world.house_power)
    assert loop.snapshot.grid is not None
    assert loop.snapshot.grid.age(world.now) > 25
    while loop.world.t < 80:
        loop.step()
    assert [*backup, loop.snapshot.on_backup] == [True, True, False]
    assert loop.snapshot.grid.age(world.now) < 2


def test_a_house_without_backup_is_dark() -> None:
    site = {**SITE, "battery": {"soc": 60}}
    loop = _loop(site=site, events=[{"at": 20, "type": "grid_lost"}], series={"load": {"l1": 700}})
    while loop.world.t < 30:
        loop.step()
    assert (loop.world.house_power, loop.world.battery_power, loop.world.on_backup) == (0, 0, False)


def test_noise_is_the_same_in_every_run() -> None:
    shown = []
    for noise in (0, 50, 50):
        loop = _loop(site={**SITE, "grid_meter": {"noise": noise}}, events=[])
        for _ in range(5):
            loop.step()
        assert loop.snapshot.grid is not None
        shown.append(loop.snapshot.grid.value.power)
    assert shown[1] == shown[2] != shown[0]


def test_an_inverter_obeys_its_limits_until_they_are_lifted() -> None:
    site = {
        "connection": {"type": "three_phase", "fuse": 25},
        "solar": {"peak": 6000, "limits": "output"},
        "more_solar": [{"id": "barn", "peak": 3000, "limits": "export"}],
    }
    loop = _loop(site=site, series={"solar": {"power": 9000}, "load": {"l1": 500}}, events=[])
    solar, barn = loop.world.solar, loop.world.arrays["barn"]
    assert solar is not None
    limited = {
        "goodwe": SolarSetpoint(output_limit=1200.0, reason=WHY),
        "barn": SolarSetpoint(export_limit=0.0, reason=WHY),
    }
    _obey(loop, _decided(solar=limited), 60)
    assert solar.power == 1200
    assert barn.power == pytest.approx(0, abs=1), "the other one feeds in already"
    writes = loop.writes
    _obey(loop, _decided(solar=limited), 60)
    assert loop.writes == writes, "told once"
    _obey(loop, _decided(solar={id_: SolarSetpoint(reason=WHY) for id_ in limited}), 10)
    assert (solar.power, barn.power) == (6000, 3000)


def test_an_inverter_that_is_only_read_keeps_its_limit() -> None:
    site = {"connection": {"type": "three_phase", "fuse": 25}, "solar": {"peak": 6000, "limits": "output"}}
    loop = _loop(site=site, series={"solar": {"power": 6000}}, events=[])
    assert loop.world.solar is not None
    loop.world.solar.output_limit = 2000.0
    reading = SolarSetpoint(reason=Reason(ReasonKey.READ_ONLY))
    _obey(loop, _decided(solar={"goodwe": reading}), 10)
    assert loop.world.solar.power == 2000
