"""An Alfen Eve: two units, floats that may be no numbers, a setpoint that expires, a safe current nobody can write."""

from modbus_connection import (
    IllegalDataAddressError,
    IllegalDataValueError,
    IllegalFunctionError,
    ModbusTimeoutError,
    ServerDeviceBusyError,
)
from modbus_connection.mock import MockModbusConnection, WriteEvent
import pytest

from custom_components.overshot.core.model import ChargePointFault, ChargePointReading, VehicleState
from custom_components.overshot.devices.alfen import Alfen
from custom_components.overshot.devices.driver import Identity
from simulator.servers.alfen import AlfenServer
from simulator.station import StationSpec

from .alfen_map import ALFEN_SOCKET, ALFEN_STATION, NAN, f64
from .conftest import fill
from .registers import f32, text, u32
from .simulated import simulated


@pytest.fixture
def link() -> MockModbusConnection:
    """Return a link to a station with one socket."""
    link = MockModbusConnection()
    fill(link.for_unit(200), ALFEN_STATION)
    fill(link.for_unit(1), ALFEN_SOCKET)
    return link


@pytest.fixture
def writes(link: MockModbusConnection) -> list[WriteEvent]:
    """Return what is written to the socket."""
    events: list[WriteEvent] = []
    link.for_unit(1).on_write(events.append)
    link.for_unit(200).on_write(events.append)
    return events


async def test_identity(link: MockModbusConnection, writes: list[WriteEvent]) -> None:
    socket = Alfen(link.for_unit, 1)
    assert await socket.identify() == Identity(
        family="alfen_eve", serial="OVS0000001", manufacturer="Alfen", model="Eve NG910", sw_version="4.9.0-4187"
    )
    assert writes == []


async def test_the_unit_of_the_station_stands_for_socket_1(link: MockModbusConnection) -> None:
    socket = Alfen(link.for_unit, 200)
    assert (await socket.identify()) == (await Alfen(link.for_unit, 1).identify())
    assert (await socket.poll()).charge_points[1].power == 8940.0


async def test_socket_2_is_a_device_of_its_own(link: MockModbusConnection) -> None:
    assert await Alfen(link.for_unit, 2).identify() is None
    fill(link.for_unit(200), {1105: 2})
    identity = await Alfen(link.for_unit, 2).identify()
    assert identity is not None
    assert identity.serial == "OVS0000001-2"


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        ("another maker with the same table", {117: text("ETAP", 5)}),
        ("no maker", {117: text("", 5)}),
        ("no serial number", {157: text(" ", 11)}),
        ("no socket", {1105: 0}),
        ("more sockets than there are", {1105: 7}),
        ("sockets not told", {1105: 0xFFFF}),
    ],
)
async def test_another_device(link: MockModbusConnection, problem: str, changes: dict[int, int | list[int]]) -> None:
    fill(link.for_unit(200), changes)
    assert await Alfen(link.for_unit, 1).identify() is None, problem


@pytest.mark.parametrize("address", [100, 1100])
async def test_a_device_without_these_registers(link: MockModbusConnection, address: int) -> None:
    link.for_unit(200).fail_read(address, IllegalDataAddressError())
    assert await Alfen(link.for_unit, 1).identify() is None


@pytest.mark.parametrize("error", [ModbusTimeoutError(), ServerDeviceBusyError()])
async def test_a_busy_station_is_not_taken_for_another_one(link: MockModbusConnection, error: Exception) -> None:
    link.for_unit(200).fail_requests(error)
    with pytest.raises(type(error)):
        await Alfen(link.for_unit, 1).identify()


async def test_a_car_charging(link: MockModbusConnection) -> None:
    readings = await Alfen(link.for_unit, 1).poll()
    assert readings.failed == frozenset()
    assert readings.charge_points[1] == ChargePointReading(
        vehicle=VehicleState.C,
        power=8940.0,
        currents=(12.875, 13.125, 12.75),
        voltages=(230.5, 231.0, 229.75),
        setpoint=13.0,
        fallback_current=6.0,
        phases=3,
        energy=1_234_567.5,
    )


async def test_an_expired_setpoint_is_not_in_force(link: MockModbusConnection) -> None:
    fill(link.for_unit(1), {1208: u32(0)})
    assert (await Alfen(link.for_unit, 1).poll()).charge_points[1].setpoint == 6.0


async def test_terminals_that_are_not_wired_carry_nothing(link: MockModbusConnection) -> None:
    fill(link.for_unit(1), {308: [*NAN, *NAN], 322: [*NAN, *NAN]})
    reading = (await Alfen(link.for_unit, 1).poll()).charge_points[1]
    assert reading.currents == (12.875, 0.0, 0.0)
    assert reading.voltages == (230.5, 0.0, 0.0)


@pytest.mark.parametrize(
    ("problem", "changes", "field"),
    [
        ("power is no number", {344: NAN}, "power"),
        ("power of a power station", {344: f32(2e9)}, "power"),
        ("one of three currents is no number", {322: NAN}, "currents"),
        ("current beyond any station", {320: f32(4000.0)}, "currents"),
        ("voltage beyond any house", {306: f32(4000.0)}, "voltages"),
        ("setpoint beyond any station", {1210: f32(400.0)}, "setpoint"),
        ("validity not told", {1208: u32(0xFFFFFFFF)}, "setpoint"),
        ("safe current is no number", {1212: NAN}, "fallback_current"),
        ("phases not told", {1215: 0xFFFF}, "phases"),
        ("energy is no number", {374: f64(float("nan"))}, "energy"),
        ("a state nobody knows", {1201: text("X9", 5)}, "vehicle"),
        ("no state", {1201: text("", 5)}, "vehicle"),
    ],
)
async def test_what_cannot_be_is_not_known(
    link: MockModbusConnection, problem: str, changes: dict[int, int | list[int]], field: str
) -> None:
    fill(link.for_unit(1), changes)
    assert getattr((await Alfen(link.for_unit, 1).poll()).charge_points[1], field) is None, problem


@pytest.mark.parametrize(
    ("state", "availability", "vehicle", "fault"),
    [
        ("A", 1, VehicleState.A, None),
        ("B1", 1, VehicleState.B, None),
        ("D2", 1, VehicleState.D, None),
        ("E", 1, VehicleState.E, None),
        ("F", 1, VehicleState.F, ChargePointFault.STATION),
        ("A", 0, VehicleState.A, ChargePointFault.STATION),
        ("A", 0xFFFF, VehicleState.A, None),
    ],
)
async def test_state(
    link: MockModbusConnection,
    state: str,
    availability: int,
    vehicle: VehicleState,
    fault: ChargePointFault | None,
) -> None:
    fill(link.for_unit(1), {1200: availability, 1201: text(state, 5)})
    reading = (await Alfen(link.for_unit, 1).poll()).charge_points[1]
    assert (reading.vehicle, reading.fault) == (vehicle, fault)


@pytest.mark.parametrize(
    ("address", "block", "lost", "kept"),
    [
        (306, "meter", ("power", "currents", "voltages"), ("vehicle", "setpoint", "energy")),
        (1200, "control", ("vehicle", "setpoint", "fallback_current", "phases"), ("power", "energy")),
        (374, "energy", ("energy",), ("power", "vehicle")),
    ],
)
async def test_a_refused_block_leaves_the_others_alone(
    link: MockModbusConnection, address: int, block: str, lost: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    link.for_unit(1).fail_read(address, IllegalDataAddressError())
    readings = await Alfen(link.for_unit, 1).poll()
    reading = readings.charge_points[1]
    assert readings.failed == {block}
    assert {field: getattr(reading, field) for field in lost} == dict.fromkeys(lost)
    assert all(getattr(reading, field) is not None for field in kept)


@pytest.mark.parametrize("current", [0, 6, 7.26, 16])
async def test_setpoint(link: MockModbusConnection, writes: list[WriteEvent], current: float) -> None:
    await Alfen(link.for_unit, 1).set_current(current)
    assert [(event.address, event.values, event.function_code) for event in writes] == [
        (1210, f32(int(current * 10) / 10), 0x10)
    ]


@pytest.mark.parametrize("current", [-1, 3, 5.9, 16.1, float("nan"), float("inf")])
async def test_a_current_out_of_range_never_leaves(
    link: MockModbusConnection, writes: list[WriteEvent], current: float
) -> None:
    socket = Alfen(link.for_unit, 1)
    await socket.identify()
    with pytest.raises(ValueError):
        await socket.set_current(current)
    assert writes == []


@pytest.mark.parametrize(("wanted", "safe", "fine"), [(6, 6.0, True), (8, 6.0, True), (6, 8.0, False), (0, 6.0, False)])
async def test_the_safe_current_is_looked_at_but_not_written(
    link: MockModbusConnection, writes: list[WriteEvent], wanted: float, safe: float, fine: bool
) -> None:
    fill(link.for_unit(1), {1212: f32(safe)})
    socket = Alfen(link.for_unit, 1)
    if fine:
        await socket.set_fallback(wanted)
    else:
        with pytest.raises(ValueError, match="its own settings"):
            await socket.set_fallback(wanted)
    assert writes == []


async def test_a_safe_current_that_is_not_known_is_not_taken_for_safe(link: MockModbusConnection) -> None:
    fill(link.for_unit(1), {1212: NAN})
    with pytest.raises(ValueError):
        await Alfen(link.for_unit, 1).set_fallback(16)


@pytest.mark.parametrize("phases", [1, 3])
async def test_phases(link: MockModbusConnection, writes: list[WriteEvent], phases: int) -> None:
    await Alfen(link.for_unit, 1).set_phases(phases)
    assert [(event.address, event.values, event.function_code) for event in writes] == [(1215, [phases], 0x10)]


async def test_phases_of_firmware_that_wants_the_other_function(
    link: MockModbusConnection, writes: list[WriteEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(address: int, values: list[int]) -> None:
        raise IllegalFunctionError

    monkeypatch.setattr(link.for_unit(1), "write_registers", refuse)
    await Alfen(link.for_unit, 1).set_phases(1)
    assert [(event.address, event.values, event.function_code) for event in writes] == [(1215, [1], 0x06)]


async def test_phases_the_installer_did_not_allow_are_told(link: MockModbusConnection) -> None:
    link.for_unit(1).fail_write(1215, IllegalDataValueError())
    with pytest.raises(IllegalDataValueError):
        await Alfen(link.for_unit, 1).set_phases(1)


@pytest.mark.parametrize("phases", [0, 2, 4])
async def test_phases_out_of_range(link: MockModbusConnection, writes: list[WriteEvent], phases: int) -> None:
    with pytest.raises(ValueError):
        await Alfen(link.for_unit, 1).set_phases(phases)
    assert writes == []


@pytest.mark.usefixtures("socket_enabled")
async def test_over_a_socket_the_setpoint_runs_out_and_the_safe_current_rules() -> None:
    async with simulated(AlfenServer, StationSpec(fallback_current=6.0, watchdog=60.0)) as rig:
        socket = Alfen(rig.link.for_unit, 1)
        identity = await socket.identify()
        assert identity is not None
        assert identity.serial == "ACE0SIM0001"
        rig.live(10)
        reading = (await socket.poll()).charge_points[1]
        assert (rig.station.offered, reading.setpoint, reading.fallback_current) == (6.0, 6.0, 6.0)

        await socket.set_fallback(6)
        await socket.set_current(12.5)
        rig.live(10)
        readings = await socket.poll()
        reading = readings.charge_points[1]
        assert readings.failed == frozenset()
        assert rig.station.offered == 12.5
        assert (reading.vehicle, reading.setpoint) == (VehicleState.C, 12.5)
        assert reading.power == pytest.approx(rig.station.power, rel=1e-6)
        assert reading.energy == rig.station.energy

        rig.live(40)
        await socket.set_current(12.5)
        rig.live(40)
        assert rig.station.offered == 12.5
        for _ in range(5):  # reading does not prolong it
            rig.live(5)
            reading = (await socket.poll()).charge_points[1]
        assert (rig.station.offered, reading.setpoint) == (6.0, 6.0)

        await socket.set_current(8)
        rig.live(5)
        assert rig.station.offered == 8.0


@pytest.mark.usefixtures("socket_enabled")
async def test_over_a_socket_phases_and_a_single_phase_station() -> None:
    async with simulated(AlfenServer) as rig:
        socket = Alfen(rig.link.for_unit, 1)
        await socket.set_phases(1)
        await socket.set_current(10)
        rig.live(30)
        reading = (await socket.poll()).charge_points[1]
        assert (rig.station.phases, reading.phases, reading.currents) == (1, 1, (10.0, 0.0, 0.0))
    async with simulated(AlfenServer, StationSpec(phases=1)) as rig:
        reading = (await Alfen(rig.link.for_unit, 1).poll()).charge_points[1]
        assert reading.voltages is not None
        assert reading.voltages[1:] == (0.0, 0.0)
