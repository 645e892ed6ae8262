"""An installer's own register map: the example of the manual at work, and every mistake told with its place."""

from collections.abc import Callable
import copy
import json
from pathlib import Path
import re
from typing import Any

import jsonschema
from modbus_connection import IllegalDataAddressError, ModbusTimeoutError
from modbus_connection.mock import MockModbusConnection, MockModbusUnit, WriteEvent
import pytest

from custom_components.overshot.core.model import BatteryMode, BatteryReading, BatteryState, VehicleState
from custom_components.overshot.devices.driver import DeviceKind, Identity, Role
from custom_components.overshot.devices.errors import NotTakenError
from custom_components.overshot.devices.register_map import QUANTITIES
from custom_components.overshot.devices.register_map_check import RegisterMapError
from custom_components.overshot.devices.register_map_driver import (
    RegisterMapBattery,
    RegisterMapChargePoint,
    RegisterMapDriver,
    RegisterMapHeatPump,
    driver_for,
)
from custom_components.overshot.devices.register_map_parse import parse_register_map, read_register_map

from .conftest import fill
from .modbus_server import modbus_link, modbus_server
from .registers import f32, i16, i32, u32

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs/own-register-map.md").read_text(encoding="utf-8")
EXAMPLE: dict[str, Any] = json.loads(re.findall(r"```json\n(.*?)```", MANUAL, re.DOTALL)[0])
SCHEMA = json.loads((ROOT / "custom_components/overshot/devices/register_map.schema.json").read_text(encoding="utf-8"))
STATION: dict[str, Any] = {
    "format": 1,
    "manufacturer": "Example",
    "model": "Box",
    "unit": 7,
    "word_order": "low_first",
    "readings": {
        "charge_point": {
            "vehicle": {"register": 0, "type": "uint16", "table": "input", "values": {"0": "A", "1": "B", "2": "C"}},
            "power": {"register": 1, "type": "uint32", "table": "input"},
            "setpoint": {"register": 10, "type": "uint16", "unit": "mA"},
            "phases": {"register": 12, "type": "uint16", "values": {"5": "1", "6": "3"}},
        }
    },
    "controls": {
        "charge_point": {
            "current": {"register": 10, "type": "uint16", "unit": "mA", "minimum": 6, "maximum": 16, "step": 0.5},
            "fallback_current": {
                "register": 20,
                "type": "float32",
                "minimum": 6,
                "maximum": 16,
                "scale": 0.1,
                "write_many": True,
            },
            "phases": {"register": 12, "type": "uint16", "write_many": True, "values": {"5": "1", "6": "3"}},
        }
    },
}


def _order(value: int) -> list[dict[str, Any]]:
    return [{"register": 5, "type": "uint16", "value": value}]


HEAT_PUMP: dict[str, Any] = {
    "format": 1,
    "manufacturer": "Example",
    "model": "Warm",
    "readings": {
        "heat_pump": {
            "state": {
                "register": 5,
                "type": "uint16",
                "values": {"10": "block", "20": "normal", "30": "recommend", "40": "force"},
            }
        }
    },
    "controls": {"heat_pump": {"normal": _order(20), "recommend": _order(30), "force": _order(40)}},
}
HYBRID: dict[int, int | list[int]] = {
    0: 5000,
    1: u32(123456),
    100: i32(-2500),
    102: [i16(-35), i16(12), i16(0)],
    105: u32(98765),
    110: f32(3.25)[::-1],
    120: [i16(-1500), 834, 2],
    200: [0, 0],
}


@pytest.fixture
def unit(link: MockModbusConnection) -> MockModbusUnit:
    """Return the registers of the manual's inverter."""
    fill(link.for_unit(1), HYBRID)
    return link.for_unit(1)


@pytest.fixture
def inverter(link: MockModbusConnection, unit: MockModbusUnit) -> RegisterMapBattery:
    """Return a driver made of the manual's example."""
    driver = driver_for(EXAMPLE)(link.for_unit, 1)
    assert isinstance(driver, RegisterMapBattery)
    return driver


@pytest.fixture
def station(link: MockModbusConnection) -> RegisterMapChargePoint:
    """Return a driver of a charge point."""
    link.for_unit(7).input.update({0: 2, 1: 0x1234, 2: 0x0000})
    fill(link.for_unit(7), {10: 12_000, 12: 6})
    driver = driver_for(STATION)(link.for_unit, 7)
    assert isinstance(driver, RegisterMapChargePoint)
    return driver


def notes(unit: MockModbusUnit) -> list[tuple[int, list[int], int]]:
    """Return address, values and function of every write from now on."""
    events: list[tuple[int, list[int], int]] = []

    def note(event: WriteEvent) -> None:
        events.append((event.address, [int(value) for value in event.values], event.function_code))

    unit.on_write(note)
    return events


async def test_the_example_tells_who_it_is(inverter: RegisterMapBattery, unit: MockModbusUnit) -> None:
    assert await inverter.identify() == Identity(
        family="own_register_map", serial="123456", manufacturer="Example", model="Hybrid 5000"
    )
    assert (inverter.kind, inverter.poll_interval, inverter.tells_serial) == (DeviceKind.INVERTER, 5.0, True)
    can = inverter.capabilities
    assert can.roles == {Role.GRID_METER, Role.SOLAR, Role.BATTERY}
    assert (can.per_phase, can.controls_battery, can.sets_current, can.heartbeat) == (True, True, False, 30.0)
    fill(unit, {0: 3000})
    assert await inverter.identify() is None
    unit.fail_read(0, IllegalDataAddressError())
    assert await inverter.identify() is None


async def test_the_example_is_read_in_the_signs_and_units_of_the_house(inverter: RegisterMapBattery) -> None:
    readings = await inverter.poll()
    assert readings.failed == frozenset()
    assert readings.grid is not None
    assert (readings.grid.power, readings.grid.currents) == (-2500.0, (-3.5, 1.2, 0.0))
    assert readings.grid.energy_import == 9_876_500.0
    assert readings.solar is not None
    assert readings.solar.power == 3250.0
    assert readings.battery == BatteryReading(power=1500.0, soc=83.4, state=BatteryState.DISCHARGING)


@pytest.mark.parametrize(
    ("problem", "registers", "role", "field"),
    [
        ("power not available", {100: i32(2147483647)}, "grid", "power"),
        ("absurd power", {100: i32(2_000_000)}, "grid", "power"),
        ("not a number", {110: [0, 0x7FC0]}, "solar", "power"),
        ("words swapped into infinity", {110: [0, 0x7F80]}, "solar", "power"),
        ("state of charge not available", {121: 0xFFFF}, "battery", "soc"),
        ("state of charge of 255 %", {121: 2550}, "battery", "soc"),
        ("a state nobody named", {122: 5}, "battery", "state"),
    ],
)
async def test_not_known_is_not_a_number(
    inverter: RegisterMapBattery, unit: MockModbusUnit, problem: str, registers: Any, role: str, field: str
) -> None:
    fill(unit, registers)
    assert getattr(getattr(await inverter.poll(), role), field) is None, problem


async def test_a_refused_role_leaves_the_others_alone(inverter: RegisterMapBattery, unit: MockModbusUnit) -> None:
    unit.fail_read(121, IllegalDataAddressError())
    readings = await inverter.poll()
    assert (readings.failed, readings.battery) == (frozenset({"battery"}), None)
    assert readings.solar is not None
    unit.fail_requests(ModbusTimeoutError())
    with pytest.raises(ModbusTimeoutError):
        await inverter.poll()


@pytest.mark.parametrize(
    ("mode", "power", "expected"),
    [
        (BatteryMode.HOLD, 0.0, [(200, [1], 6)]),
        (BatteryMode.CHARGE, 2599.0, [(201, [2500], 6), (200, [2], 6)]),
        (BatteryMode.DISCHARGE, 5000.0, [(201, [5000], 6), (200, [3], 6)]),
    ],
)
async def test_orders(
    inverter: RegisterMapBattery, unit: MockModbusUnit, mode: BatteryMode, power: float, expected: Any
) -> None:
    writes = notes(unit)
    await inverter.set_battery(mode, power)
    assert writes == expected
    await inverter.release_battery()
    assert writes[len(expected) :] == [(200, [0], 6)]


@pytest.mark.parametrize("power", [-1.0, 5001.0, float("nan"), float("inf")])
async def test_a_power_out_of_range_never_leaves(
    inverter: RegisterMapBattery, unit: MockModbusUnit, power: float
) -> None:
    writes = notes(unit)
    with pytest.raises(ValueError):
        await inverter.set_battery(BatteryMode.CHARGE, power)
    assert writes == []


async def test_a_charge_point(station: RegisterMapChargePoint, link: MockModbusConnection) -> None:
    assert (station.kind, station.default_unit) == (DeviceKind.CHARGE_POINT, 7)
    can = station.capabilities
    assert (can.current_step, can.switches_phases, can.has_fallback, can.persistent_memory) == (0.5, True, True, True)
    identity = await station.identify()
    assert identity is not None
    assert (identity.serial, station.tells_serial) == ("7", False)
    reading = (await station.poll()).charge_points[1]
    assert (reading.vehicle, reading.power, reading.setpoint, reading.phases) == (VehicleState.C, 0x1234, 12.0, 3)

    writes = notes(link.for_unit(7))
    await station.set_current(9.9)
    await station.set_current(0)
    await station.set_fallback(6)
    await station.set_phases(1)
    assert writes == [(10, [9500], 6), (10, [0], 6), (20, f32(60)[::-1], 16), (12, [5], 16)]
    for current in (5.9, 16.1, -6.0, float("nan")):
        with pytest.raises(ValueError):
            await station.set_current(current)
    with pytest.raises(ValueError):
        await station.set_phases(2)
    assert len(writes) == 4


async def test_what_the_map_does_not_say_is_not_done(link: MockModbusConnection) -> None:
    document = copy.deepcopy(STATION)
    del document["controls"]["charge_point"]["phases"]
    del document["controls"]["charge_point"]["fallback_current"]
    driver = driver_for(document)(link.for_unit, 7)
    assert isinstance(driver, RegisterMapChargePoint)
    assert (driver.capabilities.switches_phases, driver.capabilities.has_fallback) == (False, False)
    writes = notes(link.for_unit(7))
    with pytest.raises(NotImplementedError):
        await driver.set_phases(1)
    with pytest.raises(NotImplementedError):
        await driver.set_fallback(6)
    del document["controls"]
    assert not isinstance(driver_for(document)(link.for_unit, 7), RegisterMapChargePoint)
    assert writes == []


async def test_a_heat_pump_takes_the_states_that_its_map_knows(link: MockModbusConnection) -> None:
    unit = link.for_unit(1)
    fill(unit, {5: 20})
    driver = driver_for(HEAT_PUMP)(link.for_unit, 1)
    assert isinstance(driver, RegisterMapHeatPump)
    assert (driver.kind, driver.capabilities.sets_sg_ready) == (DeviceKind.HEAT_PUMP, True)
    assert (await driver.poll()).heat_pumps[1].state == 2
    writes = notes(unit)
    await driver.set_sg_ready(4)
    await driver.release_heat_pump()
    assert [written for _, written, _ in writes] == [[40], [20]]
    with pytest.raises(NotImplementedError):
        await driver.set_sg_ready(1)
    with pytest.raises(ValueError):
        await driver.set_sg_ready(5)
    assert len(writes) == 2


async def test_a_heat_pump_that_does_not_obey_is_told(link: MockModbusConnection) -> None:
    document = copy.deepcopy(HEAT_PUMP)
    document["readings"]["heat_pump"]["state"]["register"] = 6
    fill(link.for_unit(1), {5: 20, 6: 20})
    driver = driver_for(document)(link.for_unit, 1)
    assert isinstance(driver, RegisterMapHeatPump)
    with pytest.raises(NotTakenError):
        await driver.set_sg_ready(3)


def test_a_heat_pump_without_a_way_back_is_refused() -> None:
    document = copy.deepcopy(HEAT_PUMP)
    del document["controls"]["heat_pump"]["normal"]
    document["controls"]["heat_pump"]["force"] = []
    document["controls"]["heat_pump"]["recommend"][0]["value"] = "power"
    with pytest.raises(RegisterMapError) as caught:
        parse_register_map(document)
    assert {problem.split(":")[0] for problem in caught.value.problems} >= {
        "$.controls.heat_pump",
        "$.controls.heat_pump.recommend[0].value",
        "$.controls.heat_pump.force",
    }


async def test_reads_as_the_device_wants(station: RegisterMapChargePoint, link: MockModbusConnection) -> None:
    unit, counts = link.for_unit(7), {}
    for name, reads in {"runs": {}, "gaps": {"gaps": 1}, "single": {"one_value_a_read": True}}.items():
        unit.read_events.clear()
        await driver_for({**STATION, "reads": reads})(link.for_unit, 7).poll()
        counts[name] = len(unit.read_events)
    assert counts == {"runs": 3, "gaps": 2, "single": 4}


def _without(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        inner: Any = document
        for key in path[:-1]:
            inner = inner[key]
        del inner[path[-1]]

    return change


def _with(value: Any, *path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        inner: Any = document
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value

    return change


SOC = ("readings", "battery", "soc")
CHARGE = ("controls", "battery", "charge", 0)


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        (_without("model"), "$", "'model' is missing"),
        (_with(2, "format"), "$.format", "must be between 1 and 1, not 2"),
        (_with("", "model"), "$.model", "must be a text, not ''"),
        (_with(300, "unit"), "$.unit", "must be between 0 and 255, not 300"),
        (_with(True, "unit"), "$.unit", "must be a whole number, not true"),
        (_with(0, "poll_interval"), "$.poll_interval", "must be at least 1, not 0"),
        (_with({}, "readings"), "$.readings", "must describe at least one role"),
        (_with({}, "readings", "solar"), "$.readings.solar", "must describe at least one value"),
        (_with({"power": 5}, "readings", "solar"), "$.readings.solar.power", "must be an object, not 5"),
        (_with({}, "readings", "batery"), "$.readings.batery", "unknown; did you mean 'battery'?"),
        (_with(1, *SOC, "scal"), "$.readings.battery.soc.scal", "unknown; did you mean 'scale'?"),
        (_without(*SOC, "register"), "$.readings.battery.soc", "'register' is missing"),
        (_with(70000, *SOC, "register"), "$.readings.battery.soc.register", "must be between 0 and 65535, not 70000"),
        (_with("uint17", *SOC, "type"), "$.readings.battery.soc.type", "must be one of uint16"),
        (_with("W", *SOC, "unit"), "$.readings.battery.soc.unit", "must be one of %, not 'W'"),
        (_with(0, *SOC, "scale"), "$.readings.battery.soc.scale", "must not be 0"),
        (_with(2, *SOC, "sign"), "$.readings.battery.soc.sign", "must be 1 or -1, not 2"),
        (_with([70000], *SOC, "not_available"), "$.readings.battery.soc.not_available[0]", "between 0 and 65535"),
        (_with([], "readings", "grid_meter", "currents"), "$.readings.grid_meter.currents", "must have 3 items, not 0"),
        (
            _with("idle", "readings", "battery", "state", "values", "0"),
            "$.readings.battery.state.values.0",
            "must be one of standby, charging, discharging, fault, not 'idle'",
        ),
        (_without("identify", 0, "equals"), "$.identify[0]", "'equals' is missing"),  # type: ignore[arg-type]
        (_without("controls", "battery", "auto"), "$.controls.battery", "'auto' is missing"),
        (_without("readings", "battery"), "$.controls.battery", "describe $.readings.battery"),
        (_without(*CHARGE, "maximum"), "$.controls.battery.charge[0]", "'maximum' is missing"),  # type: ignore[arg-type]
        (_with(70000, *CHARGE, "maximum"), "$.controls.battery.charge[0]", "70000 does not fit the registers"),
        (_with(6000, *CHARGE, "minimum"), "$.controls.battery.charge[0]", "5000 is below the minimum 6000"),
        (_with("full", *CHARGE, "value"), "$.controls.battery.charge[0].value", "a whole number or 'power'"),
        (_with("power", "controls", "battery", "hold", 0, "value"), "$.controls.battery.hold[0].value", "no power"),
        (
            _with({"current": {}}, "controls", "charge_point"),
            "$.controls.battery",
            "a map sets one thing, here the charge_point",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(change: Callable[[dict[str, Any]], None], place: str, message: str) -> None:
    document = copy.deepcopy(EXAMPLE)
    change(document)
    with pytest.raises(RegisterMapError) as caught:
        parse_register_map(document)
    told = [problem for problem in caught.value.problems if problem.startswith(f"{place}: ")]
    assert any(message in problem for problem in told), caught.value.problems


def test_all_mistakes_are_told_at_once() -> None:
    document = copy.deepcopy(EXAMPLE)
    document["readings"]["solar"]["power"]["type"] = "double"
    document["unit"] = "one"
    with pytest.raises(RegisterMapError) as caught:
        parse_register_map(document)
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["$.unit", "$.readings.solar.power.type"]


def _places(inner: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    children = inner.items() if isinstance(inner, dict) else enumerate(inner) if isinstance(inner, list) else ()
    return [place for key, child in children for place in ((*path, key), *_places(child, (*path, key)))]


@pytest.mark.parametrize("document", [EXAMPLE, STATION, HEAT_PUMP])
def test_whatever_stands_anywhere_is_taken_or_told(document: dict[str, Any]) -> None:
    refused = 0
    for place in _places(document):
        odd: Any
        for odd in (None, [], {}, "", "odd", -1, 10**400, float("nan"), True, [[]], {"a": 1}):
            changed = copy.deepcopy(document)
            _with(odd, *place)(changed)
            try:
                driver_for(changed)
            except RegisterMapError as err:
                refused += all(problem.startswith("$") for problem in err.problems)
    assert refused > 300


@pytest.mark.parametrize("text", ["1" * 5000, "", "{", "[1,]", "[" * 100_000, "null", "[]", "7", '"text"'])
def test_what_is_no_map_at_all(text: str) -> None:
    with pytest.raises(RegisterMapError):
        read_register_map(text)


@pytest.mark.parametrize("document", [EXAMPLE, STATION, HEAT_PUMP])
def test_the_schema_says_the_same(document: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(document, SCHEMA)
    read_register_map(json.dumps(document))
    document = copy.deepcopy(document)
    for role, fields in document["readings"].items():
        for point in fields.values():
            (point[0] if isinstance(point, list) else point)["type"] = "uint17"
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(document, SCHEMA)
        with pytest.raises(RegisterMapError):
            parse_register_map(document)
        assert role in MANUAL


def test_schema_and_manual_know_every_value() -> None:
    described = SCHEMA["properties"]["readings"]["properties"]
    assert {role: set(known["properties"]) for role, known in described.items()} == {
        role.value: set(fields) for role, fields in QUANTITIES.items()
    }
    for fields in QUANTITIES.values():
        for name in fields:
            assert f"`{name}`" in MANUAL


@pytest.mark.usefixtures("socket_enabled")
async def test_over_a_socket() -> None:
    async with modbus_server({1: HYBRID}) as port, modbus_link(port) as link:
        driver: RegisterMapDriver = driver_for(EXAMPLE)(link.for_unit, 1)
        assert await driver.identify() is not None
        assert isinstance(driver, RegisterMapBattery)
        await driver.set_battery(BatteryMode.CHARGE, 1234.0)
        assert await link.for_unit(1).read_holding_registers(200, 2) == [2, 1200]
        reading = (await driver.poll()).battery
        assert reading is not None
        assert reading.power == 1500.0
