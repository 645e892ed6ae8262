"""An ABB Terra AC: no fallback that is promised, a state hidden in a byte, polling that keeps it calm."""

from functools import partial

from modbus_connection import IllegalDataAddressError, IllegalDataValueError, ModbusTimeoutError, ServerDeviceBusyError
from modbus_connection.mock import MockModbusConnection, MockModbusUnit, WriteEvent
import pytest

from custom_components.overshot.core.model import ChargePointFault, ChargePointReading, VehicleState
from custom_components.overshot.devices.abb_terra import AbbTerra
from custom_components.overshot.devices.driver import Identity
from simulator.servers.abb_terra import TIMEOUT, AbbTerraServer

from .abb_map import ABB
from .conftest import fill
from .registers import u32
from .simulated import simulated

type Values = dict[int, int | list[int]]


@pytest.fixture
def unit(link: MockModbusConnection) -> MockModbusUnit:
    """Return the registers of a station that charges."""
    fill(link.for_unit(1), ABB)
    return link.for_unit(1)


@pytest.fixture
def writes(unit: MockModbusUnit) -> list[WriteEvent]:
    """Return what is written."""
    events: list[WriteEvent] = []
    unit.on_write(events.append)
    return events


@pytest.fixture
def station(link: MockModbusConnection, unit: MockModbusUnit) -> AbbTerra:
    """Return a driver for that station."""
    return AbbTerra(link.for_unit, 1)


async def test_identity(station: AbbTerra, writes: list[WriteEvent]) -> None:
    assert await station.identify() == Identity(
        family="abb_terra_ac", serial="541104000B190001", manufacturer="ABB", model="Terra AC", sw_version="1.8.12"
    )
    await station.poll()
    assert writes == []


def test_what_it_promises() -> None:
    can = AbbTerra.capabilities
    assert (can.sets_current, can.has_fallback, can.sets_fallback, can.switches_phases) == (True, False, False, False)
    assert can.heartbeat is None
    assert AbbTerra.poll_interval <= 30.0


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        ("all zeros", dict.fromkeys(range(0x4000, 0x4020), 0)),
        ("all ones", dict.fromkeys(range(0x4000, 0x4020), 0xFFFF)),
        ("no serial number", {0x4000: [0, 0, 0, 0]}),
        ("no firmware", {0x4004: u32(0)}),
        ("a rating no station has", {0x4006: u32(500)}),
        ("a limit no station has", {0x400E: u32(4_000_000)}),
        ("a state nobody knows", {0x400C: u32(0x0900)}),
    ],
)
async def test_another_device(station: AbbTerra, unit: MockModbusUnit, problem: str, changes: Values) -> None:
    fill(unit, changes)
    assert await station.identify() is None, problem


@pytest.mark.parametrize("address", [0x4000, 0x400C])
async def test_a_device_without_these_registers(station: AbbTerra, unit: MockModbusUnit, address: int) -> None:
    unit.fail_read(address, IllegalDataAddressError())
    assert await station.identify() is None


@pytest.mark.parametrize("error", [ModbusTimeoutError(), ServerDeviceBusyError()])
async def test_a_busy_station_is_not_taken_for_another_one(
    station: AbbTerra, unit: MockModbusUnit, error: Exception
) -> None:
    unit.fail_requests(error)
    with pytest.raises(type(error)):
        await station.identify()


async def test_a_car_charging(station: AbbTerra) -> None:
    await station.identify()
    readings = await station.poll()
    assert readings.failed == frozenset()
    assert readings.charge_points[1] == ChargePointReading(
        vehicle=VehicleState.C,
        power=8940.0,
        currents=(12.9, 13.1, 12.8),
        voltages=(230.4, 231.1, 229.8),
        setpoint=13.0,
        fallback_current=10.0,
        session_energy=4321.0,
    )


async def test_older_firmware_tells_no_fallback(station: AbbTerra, unit: MockModbusUnit) -> None:
    unit.fail_read(0x4020, IllegalDataAddressError())
    await station.identify()
    readings = await station.poll()
    assert (readings.failed, readings.charge_points[1].fallback_current) == (frozenset(), None)


@pytest.mark.parametrize(
    ("state", "lock", "error", "vehicle", "fault"),
    [
        (0x0000, 0x0000, 0, VehicleState.A, None),
        (0x0100, 0x0101, 0, VehicleState.B, ChargePointFault.UNAUTHORISED),
        (0x0200, 0x0111, 0, VehicleState.B, None),
        (0x0300, 0x0111, 0, VehicleState.C, None),
        (0x8400, 0x0111, 0, VehicleState.C, None),
        (0x0500, 0x0111, 0, VehicleState.B, None),
        (0x0500, 0x0011, 0, VehicleState.A, None),
        (0x0500, 0xFFFFFFFF, 0, None, None),
        (0x0000, 0x0000, 2, VehicleState.A, ChargePointFault.STATION),
        (0x0900, 0x0000, 0, None, None),
    ],
)
async def test_state(
    station: AbbTerra,
    unit: MockModbusUnit,
    state: int,
    lock: int,
    error: int,
    vehicle: VehicleState | None,
    fault: ChargePointFault | None,
) -> None:
    fill(unit, {0x400C: u32(state), 0x400A: u32(lock), 0x4008: u32(error)})
    reading = (await station.poll()).charge_points[1]
    assert (reading.vehicle, reading.fault) == (vehicle, fault)


@pytest.mark.parametrize(
    ("problem", "changes", "field"),
    [
        ("power not served", {0x401C: u32(0xFFFFFFFF)}, "power"),
        ("power of a power station", {0x401C: u32(1_000_000)}, "power"),
        ("one current not served", {0x4012: u32(0xFFFFFFFF)}, "currents"),
        ("voltage beyond any house", {0x4016: u32(9000)}, "voltages"),
        ("limit not served", {0x400E: u32(0xFFFFFFFF)}, "setpoint"),
        ("session not served", {0x401E: u32(0xFFFFFFFF)}, "session_energy"),
        ("a fallback without timeout", {0x4020: 0}, "fallback_current"),
    ],
)
async def test_what_cannot_be_is_not_known(
    station: AbbTerra, unit: MockModbusUnit, problem: str, changes: Values, field: str
) -> None:
    await station.identify()
    fill(unit, changes)
    assert getattr((await station.poll()).charge_points[1], field) is None, problem


async def test_a_refused_block_leaves_the_other_alone(station: AbbTerra, unit: MockModbusUnit) -> None:
    await station.identify()
    unit.fail_read(0x4010, IllegalDataAddressError())
    readings = await station.poll()
    assert readings.failed == {"status"}
    assert readings.charge_points[1] == ChargePointReading(fallback_current=10.0)


@pytest.mark.parametrize(("current", "register"), [(0, 0), (6, 6000), (7.26, 7200), (32, 32_000)])
async def test_setpoint(station: AbbTerra, writes: list[WriteEvent], current: float, register: int) -> None:
    await station.set_current(current)
    assert [(event.address, event.values, event.function_code) for event in writes] == [(0x4100, u32(register), 0x10)]


@pytest.mark.parametrize("current", [-1, 5.9, 16.1, 33, float("nan")])
async def test_a_current_out_of_range_never_leaves(
    station: AbbTerra, unit: MockModbusUnit, writes: list[WriteEvent], current: float
) -> None:
    fill(unit, {0x4006: u32(16_000)})
    await station.identify()
    with pytest.raises(ValueError):
        await station.set_current(current)
    assert writes == []


async def test_what_it_does_not_take(station: AbbTerra, unit: MockModbusUnit, writes: list[WriteEvent]) -> None:
    with pytest.raises(ValueError):
        await station.set_fallback(6)
    with pytest.raises(ValueError):
        await station.set_phases(1)
    assert writes == []
    unit.fail_write(0x4100, IllegalDataValueError())
    with pytest.raises(IllegalDataValueError):
        await station.set_current(6)


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("rtu", [False, True])
@pytest.mark.parametrize(("fallback", "offered"), [(None, 0.0), (8, 8.0)])
async def test_over_a_socket_polling_keeps_it_calm(rtu: bool, fallback: int | None, offered: float) -> None:
    async with simulated(partial(AbbTerraServer, rtu=rtu, fallback=fallback)) as rig:
        station = AbbTerra(rig.link.for_unit, 1)
        identity = await station.identify()
        assert identity is not None
        assert identity.serial == "541104000B190001"
        await station.set_current(12)
        rig.live(20)
        readings = await station.poll()
        reading = readings.charge_points[1]
        assert readings.failed == frozenset()
        assert (reading.vehicle, reading.setpoint, reading.fallback_current) == (VehicleState.C, 12.0, fallback)
        assert reading.power == pytest.approx(rig.station.power, abs=1)
        rig.live(50)
        await station.poll()
        rig.live(50)
        assert rig.station.offered == 12.0
        rig.live(int(TIMEOUT))
        assert rig.station.offered == offered
        await station.poll()
        rig.live(2)
        assert rig.station.offered == 12.0
