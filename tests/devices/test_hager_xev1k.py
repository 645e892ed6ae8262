"""A Hager XEV1K22T2E3DC: found by trying, no power, phases that count from the next start on."""

from modbus_connection import IllegalDataAddressError, ModbusTimeoutError, ServerDeviceBusyError
from modbus_connection.mock import MockModbusConnection, MockModbusUnit, WriteEvent
import pytest

from custom_components.overshot.core.model import ChargePointFault, ChargePointReading, VehicleState
from custom_components.overshot.devices.driver import Identity
from custom_components.overshot.devices.hager_xev1k import HagerXev1k
from simulator.servers.hager_xev1k import HagerXev1kServer

from .conftest import fill
from .registers import text
from .simulated import simulated
from .xev1k_map import XEV1K

type Values = dict[int, int | list[int]]


@pytest.fixture
def unit(link: MockModbusConnection) -> MockModbusUnit:
    """Return the registers of a station that charges."""
    fill(link.for_unit(1), XEV1K)
    return link.for_unit(1)


@pytest.fixture
def writes(unit: MockModbusUnit) -> list[WriteEvent]:
    """Return what is written."""
    events: list[WriteEvent] = []
    unit.on_write(events.append)
    return events


@pytest.fixture
def station(link: MockModbusConnection, unit: MockModbusUnit) -> HagerXev1k:
    """Return a driver for that station."""
    return HagerXev1k(link.for_unit, 1)


async def test_identity(station: HagerXev1k, writes: list[WriteEvent]) -> None:
    assert await station.identify() == Identity(
        family="hager_xev1k_e3dc",
        serial="OVSXEV1K0001",
        manufacturer="Hager",
        model="XEVFR",
        sw_version="7.0.5.0/1.0.2.0",
    )
    await station.poll()
    assert writes == []


def test_what_it_promises() -> None:
    can = HagerXev1k.capabilities
    assert (can.sets_current, can.switches_phases, can.has_fallback, can.sets_fallback) == (True, True, False, False)
    assert HagerXev1k.experimental


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        ("no magic word", {0: 0}),
        ("a storage system of the same maker", {3: text("HagerEnergy GmbH", 16), 19: text("S10 X COMPACT", 16)}),
        ("another maker", {3: text("E3/DC GmbH", 16)}),
        ("another product", {19: text("S10", 16)}),
        ("no id", {35: text("", 16)}),
    ],
)
async def test_another_device(station: HagerXev1k, unit: MockModbusUnit, problem: str, changes: Values) -> None:
    fill(unit, changes)
    assert await station.identify() is None, problem


async def test_a_device_without_these_registers(station: HagerXev1k, unit: MockModbusUnit) -> None:
    unit.fail_read(0, IllegalDataAddressError())
    assert await station.identify() is None


@pytest.mark.parametrize("error", [ModbusTimeoutError(), ServerDeviceBusyError()])
async def test_a_busy_station_is_not_taken_for_another_one(
    station: HagerXev1k, unit: MockModbusUnit, error: Exception
) -> None:
    unit.fail_requests(error)
    with pytest.raises(type(error)):
        await station.identify()


async def test_a_car_charging(station: HagerXev1k) -> None:
    readings = await station.poll()
    assert readings.failed == frozenset()
    assert readings.charge_points[1] == ChargePointReading(
        vehicle=VehicleState.C, currents=(12.9, 13.1, 12.8), setpoint=13.0
    )


@pytest.mark.parametrize(
    ("code", "error", "vehicle", "fault"),
    [
        (b"F\0", 0, VehicleState.A, None),
        (b"A1", 0, VehicleState.B, None),
        (b"C2", 0, VehicleState.C, None),
        (b"D1", 4, VehicleState.D, ChargePointFault.STATION),
        (b"E\0", 2, VehicleState.E, ChargePointFault.STATION),
        (b"F\0", 130, VehicleState.F, ChargePointFault.STATION),
        (b"X9", 0, None, None),
        (b"\0\0", 0xFFFF, None, None),
    ],
)
async def test_state(
    station: HagerXev1k,
    unit: MockModbusUnit,
    code: bytes,
    error: int,
    vehicle: VehicleState | None,
    fault: ChargePointFault | None,
) -> None:
    fill(unit, {69: int.from_bytes(code), 84: error})
    reading = (await station.poll()).charge_points[1]
    assert (reading.vehicle, reading.fault) == (vehicle, fault)


@pytest.mark.parametrize(
    ("problem", "changes", "field"),
    [
        ("one current not served", {72: 0xFFFF}, "currents"),
        ("current beyond any station", {72: 5000}, "currents"),
        ("setpoint not served", {80: 0xFFFF}, "setpoint"),
        ("setpoint beyond any station", {80: 300}, "setpoint"),
    ],
)
async def test_what_cannot_be_is_not_known(
    station: HagerXev1k, unit: MockModbusUnit, problem: str, changes: Values, field: str
) -> None:
    fill(unit, changes)
    assert getattr((await station.poll()).charge_points[1], field) is None, problem


async def test_phases_count_from_the_next_start_on(station: HagerXev1k, unit: MockModbusUnit) -> None:
    async def phases(code: bytes) -> int | None:
        fill(unit, {69: int.from_bytes(code)})
        return (await station.poll()).charge_points[1].phases

    assert await phases(b"C2") is None  # it started before anybody looked
    assert await phases(b"A1") == 3
    assert await phases(b"C2") == 3
    await station.set_phases(1)
    assert await phases(b"C2") == 3
    assert await phases(b"A1") == 1
    assert await phases(b"C2") == 1


async def test_a_refused_block_leaves_the_other_alone(station: HagerXev1k, unit: MockModbusUnit) -> None:
    fill(unit, {69: int.from_bytes(b"A1")})
    unit.fail_read(3, IllegalDataAddressError(), register_type="coil")
    readings = await station.poll()
    assert readings.failed == {"phases"}
    assert (readings.charge_points[1].phases, readings.charge_points[1].setpoint) == (None, 13.0)
    unit.fail_read(3, None, register_type="coil")
    unit.fail_read(70, IllegalDataAddressError())
    readings = await station.poll()
    assert readings.failed == {"state"}
    assert readings.charge_points[1] == ChargePointReading()


@pytest.mark.parametrize(("current", "register"), [(0, 0), (6, 6), (7.9, 7), (32, 32)])
async def test_setpoint(station: HagerXev1k, writes: list[WriteEvent], current: float, register: int) -> None:
    await station.set_current(current)
    assert writes == [WriteEvent("holding", 80, [register], 0x06)]


@pytest.mark.parametrize("current", [-1, 5.9, 16.1, 33, float("nan")])
async def test_a_current_out_of_range_never_leaves(
    station: HagerXev1k, unit: MockModbusUnit, writes: list[WriteEvent], current: float
) -> None:
    fill(unit, {67: 16})
    await station.poll()
    with pytest.raises(ValueError):
        await station.set_current(current)
    assert writes == []


@pytest.mark.parametrize(("phases", "single"), [(1, True), (3, False)])
async def test_phases(station: HagerXev1k, writes: list[WriteEvent], phases: int, single: bool) -> None:
    await station.set_phases(phases)
    assert writes == [WriteEvent("coil", 3, [single], 0x05)]


async def test_what_it_does_not_take(station: HagerXev1k, writes: list[WriteEvent]) -> None:
    with pytest.raises(ValueError):
        await station.set_fallback(6)
    with pytest.raises(ValueError):
        await station.set_phases(2)
    assert writes == []


@pytest.mark.usefixtures("socket_enabled")
async def test_over_a_socket_with_a_change_of_phases_and_no_watchdog() -> None:
    async with simulated(HagerXev1kServer) as rig:
        station = HagerXev1k(rig.link.for_unit, 1)
        identity = await station.identify()
        assert identity is not None
        assert identity.serial == "SIMXEV1K0001"
        await station.poll()
        await station.set_current(12)
        rig.live(10)
        readings = await station.poll()
        reading = readings.charge_points[1]
        assert readings.failed == frozenset()
        assert (reading.vehicle, reading.setpoint, reading.phases) == (VehicleState.C, 12.0, 3)
        assert reading.currents == (12.0, 12.0, 12.0)

        await station.set_phases(1)
        rig.live(20)
        reading = (await station.poll()).charge_points[1]
        assert (reading.phases, reading.currents) == (3, (12.0, 12.0, 12.0))
        await station.set_current(0)
        rig.live(10)
        await station.poll()
        rig.live(10)
        await station.set_current(12)
        rig.live(10)
        reading = (await station.poll()).charge_points[1]
        assert (reading.phases, reading.currents) == (1, (12.0, 0.0, 0.0))

        rig.live(600)
        assert rig.station.offered == 12.0  # nothing stops it when nobody speaks
