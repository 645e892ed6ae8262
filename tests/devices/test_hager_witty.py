"""A witty plus station: who it is, what it measures, what its states mean."""

from modbus_connection import (
    IllegalDataAddressError,
    ModbusConnectionError,
    ModbusError,
    ModbusProtocolError,
    ModbusTimeoutError,
)
from modbus_connection.mock import MockModbusConnection
import pytest

from custom_components.overshot.core.model import ChargePointFault, ChargePointReading, VehicleState
from custom_components.overshot.devices.driver import Identity, Role
from custom_components.overshot.devices.hager_witty import HagerWitty

from .conftest import fill
from .registers import i16, i32, text, u32
from .witty_map import WITTY


@pytest.fixture
def station(link: MockModbusConnection) -> HagerWitty:
    """Return a driver for a station that charges."""
    fill(link.for_unit(1), WITTY)
    return HagerWitty(link.for_unit, 1)


async def test_identity(station: HagerWitty) -> None:
    identity = await station.identify()
    assert identity == Identity(
        family="hager_witty_plus",
        serial="OVS-WITTY-0001",
        manufacturer="Hager",
        model="XVP1K22T2S",
        sw_version="1.4.27",
    )
    assert station.identity is identity


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        ("another table", {0x1001: 2}),
        ("no product", {0x1003: text("", 16)}),
        ("no unique id", {0x1013: text("   ", 16)}),
        ("an id that cannot be printed", {0x1013: [0xFFFF] * 16}),
    ],
)
async def test_another_device(
    station: HagerWitty, link: MockModbusConnection, problem: str, changes: dict[int, int]
) -> None:
    fill(link.for_unit(1), changes)
    assert await station.identify() is None, problem


async def test_a_device_without_these_registers(station: HagerWitty, link: MockModbusConnection) -> None:
    link.for_unit(1).fail_read(0x1001, IllegalDataAddressError())
    assert await station.identify() is None


async def test_nobody_answers(station: HagerWitty, link: MockModbusConnection) -> None:
    link.for_unit(1).fail_requests(ModbusTimeoutError())
    with pytest.raises(ModbusTimeoutError):
        await station.identify()
    with pytest.raises(ModbusTimeoutError):
        await station.poll()


async def test_a_car_charging(station: HagerWitty) -> None:
    readings = await station.poll()
    assert readings.charge_points == {
        1: ChargePointReading(
            vehicle=VehicleState.C,
            power=6867.0,
            currents=(9.9, 10.1, 9.8),
            voltages=(230.4, 231.1, 229.8),
            setpoint=10.0,
            fallback_current=6.0,
            phases=3,
            session_energy=4321.0,
        )
    }
    assert readings.failed == frozenset()


def test_what_it_can_do() -> None:
    can = HagerWitty.capabilities
    assert can.roles == {Role.CHARGE_POINT}
    assert (can.sets_current, can.switches_phases, can.has_fallback) == (True, True, True)
    assert (can.current_step, can.heartbeat) == (0.1, 10.0)
    assert (HagerWitty.default_unit, HagerWitty.poll_interval) == (1, 1.0)


@pytest.mark.parametrize(
    ("problem", "code", "status", "expected"),
    [
        ("no car", b"A1", 1, VehicleState.A),
        ("plugged in", b"B1", 2, VehicleState.B),
        ("plugged in, current offered", b"B2", 4, VehicleState.B),
        ("charging", b"C2", 6, VehicleState.C),
        ("charging with ventilation", b"D2", 6, VehicleState.D),
        ("pilot shorted", b"E\0", 1, VehicleState.E),
        ("out of order", b"F\0", 1, VehicleState.F),
        ("letter in the low byte", b"\0B", 2, VehicleState.B),
        ("small letters", b"c2", 6, VehicleState.C),
        ("a number, idle", b"\0\1", 1, VehicleState.A),
        ("a number, the status word says charging", b"\0\2", 6, VehicleState.C),
        ("a number, waiting for energy", b"\0\2", 4, VehicleState.B),
        ("a number, finished", b"\0\2", 8, VehicleState.B),
        ("a number, error", b"\0\2", 0xF00001, VehicleState.F),
        ("a number and a status nobody knows", b"\0\2", 77, None),
        ("nonsense with a known status", b"\xff\xff", 6, VehicleState.C),
    ],
)
async def test_vehicle_state(
    station: HagerWitty,
    link: MockModbusConnection,
    problem: str,
    code: bytes,
    status: int,
    expected: VehicleState | None,
) -> None:
    fill(link.for_unit(1), {0x3008: int.from_bytes(code), 0x302B: u32(status << 8)})
    assert (await station.poll()).charge_points[1].vehicle is expected, problem


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (1, VehicleState.A),
        (3, VehicleState.C),
        (6, VehicleState.F),
        (0xA, VehicleState.A),
        (0xC, VehicleState.C),
        (0, None),
    ],
)
async def test_a_number_without_a_status_word(
    station: HagerWitty, link: MockModbusConnection, word: int, expected: VehicleState | None
) -> None:
    fill(link.for_unit(1), {0x3008: word})
    link.for_unit(1).fail_read(0x302B, IllegalDataAddressError())
    assert (await station.poll()).charge_points[1].vehicle is expected


@pytest.mark.parametrize(
    ("problem", "status", "finished", "fault"),
    [
        ("idle", 1 << 8, False, None),
        ("charging, with a detail in the low byte", (6 << 8) | 0x7F, False, None),
        ("finished", 8 << 8, True, None),
        ("reserved", 16 << 8, False, ChargePointFault.UNAUTHORISED),
        ("error", 0xF00000 << 8, False, ChargePointFault.STATION),
        ("error 5", 0xF0000500, False, ChargePointFault.STATION),
        ("not served", 0xFFFFFFFF, False, None),
    ],
)
async def test_status_word(
    station: HagerWitty,
    link: MockModbusConnection,
    problem: str,
    status: int,
    finished: bool,
    fault: ChargePointFault | None,
) -> None:
    fill(link.for_unit(1), {0x302B: u32(status)})
    reading = (await station.poll()).charge_points[1]
    assert (reading.finished, reading.fault) == (finished, fault), problem


@pytest.mark.parametrize(
    ("problem", "changes", "field"),
    [
        ("current beyond any station", {0x300A: 0x7FFF}, "currents"),
        ("voltage not served", {0x300D: 0xFFFF}, "voltages"),
        ("power of a power station", {0x3013: i32(2_000_000_000)}, "power"),
        ("setpoint not served", {0x301E: 0xFFFF}, "setpoint"),
        ("fallback beyond any station", {0x301F: 5000}, "fallback_current"),
        ("a phase code nobody knows", {0x3022: 9}, "phases"),
        ("session not served", {0x5000: u32(0xFFFFFFFF)}, "session_energy"),
    ],
)
async def test_what_cannot_be_is_not_known(
    station: HagerWitty, link: MockModbusConnection, problem: str, changes: dict[int, int], field: str
) -> None:
    fill(link.for_unit(1), changes)
    assert getattr((await station.poll()).charge_points[1], field) is None, problem


async def test_a_small_negative_current_is_a_current(station: HagerWitty, link: MockModbusConnection) -> None:
    fill(link.for_unit(1), {0x300A: [i16(-1), 0, 0], 0x3013: i32(-1)})
    reading = (await station.poll()).charge_points[1]
    assert reading.currents == (-0.1, 0.0, 0.0)
    assert reading.power == -1.0


@pytest.mark.parametrize(
    ("address", "block", "lost", "kept"),
    [
        (0x3006, "measurements", ("vehicle", "power", "currents"), ("setpoint", "session_energy")),
        (0x301E, "control", ("setpoint", "fallback_current"), ("power", "vehicle", "phases")),
        (0x3022, "phases", ("phases",), ("setpoint", "fallback_current", "vehicle")),
        (0x302B, "status", ("fault",), ("vehicle", "setpoint")),
        (0x5000, "session", ("session_energy",), ("vehicle", "setpoint")),
    ],
)
@pytest.mark.parametrize("error", [IllegalDataAddressError(), ModbusProtocolError("garbage")])
async def test_a_refused_block_leaves_the_others_alone(
    station: HagerWitty,
    link: MockModbusConnection,
    address: int,
    block: str,
    lost: tuple[str, ...],
    kept: tuple[str, ...],
    error: ModbusError,
) -> None:
    await station.poll()
    link.for_unit(1).fail_read(address, error)
    readings = await station.poll()
    reading = readings.charge_points[1]
    assert readings.failed == {block}
    assert {field: getattr(reading, field) for field in lost} == dict.fromkeys(lost)
    assert all(getattr(reading, field) is not None for field in kept)


@pytest.mark.parametrize("error", [ModbusConnectionError(), ModbusTimeoutError(), ModbusProtocolError()])
async def test_no_block_at_all(station: HagerWitty, link: MockModbusConnection, error: ModbusError) -> None:
    link.for_unit(1).fail_requests(error)
    with pytest.raises(type(error)):
        await station.poll()


async def test_the_card_of_a_session(station: HagerWitty, link: MockModbusConnection) -> None:
    """It is asked for while the car waits, and no more while it charges."""
    unit = link.for_unit(1)

    async def tag() -> str | None:
        return (await station.poll()).charge_points[1].tag

    fill(unit, {0x3008: int.from_bytes(b"B2"), 0x4001: [0, 0, 0, 0, 0, 0]})
    assert [await tag(), await tag()] == [None, None]
    fill(unit, {0x4001: [4, 0x04A2, 0x2B91, 0, 0, 0]})
    assert await tag() == "04A22B91"
    fill(unit, {0x3008: int.from_bytes(b"C2")})
    assert await tag() == "04A22B91"
    fill(unit, {0x4001: [7, 0xFFFF, 0xFFFF, 0xFFFF, 0xFF00, 0]})
    assert await tag() == "04A22B91"
    fill(unit, {0x3008: int.from_bytes(b"A1")})
    assert await tag() is None
    fill(unit, {0x3008: int.from_bytes(b"B2"), 0x4001: [11, 1, 2, 3, 4, 5]})
    assert [await tag(), await tag()] == [None, None], "no card has eleven bytes"
    fill(unit, {0x4001: [7, 0x0408, 0xEA58, 0x1122, 0x3300, 0]})
    assert await tag() == "0408EA58112233"


async def test_firmware_that_tells_no_card_is_not_asked_again(station: HagerWitty, link: MockModbusConnection) -> None:
    unit = link.for_unit(1)
    fill(unit, {0x3008: int.from_bytes(b"B2")})
    unit.fail_read(0x4001, IllegalDataAddressError())
    readings = [await station.poll() for _ in range(3)]
    assert all(not reading.failed for reading in readings)
    assert [event.address for event in unit.read_events].count(0x4001) <= 1
