"""A Mennekes Amtron: a limit of 0 is none, and nothing counts without heartbeat."""

from functools import partial

from modbus_connection import IllegalDataAddressError, IllegalDataValueError, ModbusTimeoutError, ServerDeviceBusyError
from modbus_connection.mock import MockModbusConnection, MockModbusUnit, WriteEvent
import pytest

from custom_components.overshot.core.model import ChargePointFault, ChargePointReading, VehicleState
from custom_components.overshot.devices.driver import Identity, SerialSettings
from custom_components.overshot.devices.mennekes import HEARTBEAT, Mennekes
from simulator.servers.mennekes import MennekesServer
from simulator.station import StationSpec

from .conftest import fill
from .mennekes_map import MENNEKES
from .registers import f32, text
from .simulated import simulated

type Values = dict[int, int | list[int]]

LIMIT, IN_FORCE, SETTING, BEAT, ASKED, RELEASE = 0x0302, 0x030E, 0x073A, 0x0D00, 0x0D04, 0x0D05
NAN = f32(float("nan"))


@pytest.fixture
def unit(link: MockModbusConnection) -> MockModbusUnit:
    """Return the registers of a station that charges."""
    fill(link.for_unit(50), MENNEKES)
    return link.for_unit(50)


@pytest.fixture
def writes(unit: MockModbusUnit) -> list[tuple[int, list[int]]]:
    """Return address and values of every write."""
    events: list[tuple[int, list[int]]] = []

    def note(event: WriteEvent) -> None:
        events.append((event.address, [int(value) for value in event.values]))

    unit.on_write(note)
    return events


@pytest.fixture
def station(link: MockModbusConnection, unit: MockModbusUnit) -> Mennekes:
    """Return a driver for that station."""
    return Mennekes(link.for_unit, 50)


async def test_identity(station: Mennekes, writes: list[object]) -> None:
    assert await station.identify() == Identity(
        family="mennekes_amtron", serial="OVS1400000001", manufacturer="Mennekes", model="Amtron", sw_version="4.20"
    )
    await station.poll()
    assert writes == []
    assert Mennekes.default_serial == SerialSettings(baudrate=57_600, parity="N", stopbits=2)


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        ("another table", {0x0000: 0x200}),
        ("all zeros", {0x0000: 0}),
        ("no serial number", {0x0013: text("", 8)}),
        ("no firmware", {0x0001: text("", 8)}),
        ("a rating no station has", {0x0306: f32(1000.0)}),
        ("a rating with its words swapped", {0x0306: f32(32.0)[::-1]}),
        ("a rating that is no number", {0x0306: NAN}),
    ],
)
async def test_another_device(station: Mennekes, unit: MockModbusUnit, problem: str, changes: Values) -> None:
    fill(unit, changes)
    assert await station.identify() is None, problem


@pytest.mark.parametrize("address", [0x0000, 0x0013, 0x0306])
async def test_a_device_without_these_registers(station: Mennekes, unit: MockModbusUnit, address: int) -> None:
    unit.fail_read(address, IllegalDataAddressError())
    assert await station.identify() is None


@pytest.mark.parametrize("error", [ModbusTimeoutError(), ServerDeviceBusyError()])
async def test_a_busy_station_is_not_taken_for_another_one(
    station: Mennekes, unit: MockModbusUnit, error: Exception
) -> None:
    unit.fail_requests(error)
    with pytest.raises(type(error)):
        await station.identify()


async def test_a_car_charging(station: Mennekes) -> None:
    readings = await station.poll()
    assert readings.failed == frozenset()
    assert readings.charge_points[1] == ChargePointReading(
        vehicle=VehicleState.C,
        power=8927.0,
        currents=(12.875, 13.125, 12.75),
        voltages=(230.5, 231.0, 229.75),
        setpoint=13.0,
        fallback_current=6.0,
        phases=3,
        session_energy=4500.0,
        energy=1_234_500.0,
    )


@pytest.mark.parametrize(
    ("code", "authorisation", "release", "vehicle", "fault"),
    [
        (0, 0, 1, None, ChargePointFault.STARTING),
        (1, 0, 1, VehicleState.A, None),
        (2, 0, 1, VehicleState.B, None),
        (2, 2, 1, VehicleState.B, ChargePointFault.UNAUTHORISED),
        (2, 2, 0, VehicleState.B, None),
        (3, 1, 1, VehicleState.B, None),
        (4, 1, 1, VehicleState.B, None),
        (6, 0, 1, VehicleState.F, ChargePointFault.STATION),
        (7, 0, 1, VehicleState.F, ChargePointFault.STATION),
        (99, 0, 1, None, None),
    ],
)
async def test_state(
    station: Mennekes,
    unit: MockModbusUnit,
    code: int,
    authorisation: int,
    release: int,
    vehicle: VehicleState | None,
    fault: ChargePointFault | None,
) -> None:
    fill(unit, {0x0100: [code, authorisation], RELEASE: release})
    reading = (await station.poll()).charge_points[1]
    assert (reading.vehicle, reading.fault) == (vehicle, fault)


@pytest.mark.parametrize(
    ("problem", "changes", "field", "expected"),
    [
        ("no release is a pause", {RELEASE: 0}, "setpoint", 0.0),
        ("no limit is the rating", {LIMIT: f32(0.0)}, "setpoint", 32.0),
        ("a limit too low for any car", {LIMIT: f32(3.0)}, "setpoint", 0.0),
        ("a limit that is no number", {LIMIT: NAN}, "setpoint", None),
        ("a limit beyond any station", {LIMIT: f32(900.0)}, "setpoint", None),
        ("a release nobody knows", {RELEASE: 7}, "setpoint", None),
        ("goes on without heartbeat", {IN_FORCE: 0}, "fallback_current", None),
        ("pauses without heartbeat", {IN_FORCE: 1}, "fallback_current", 0.0),
        ("a fallback nobody knows", {IN_FORCE: 3}, "fallback_current", None),
        ("one phase", {0x0E02: 1}, "phases", 1),
        ("phases nobody knows", {0x0E02: 5}, "phases", None),
        ("power is no number", {0x0512: NAN}, "power", None),
        ("power of a power station", {0x0512: f32(1e7)}, "power", None),
        ("one current is no number", {0x0502: NAN}, "currents", None),
        ("voltage beyond any house", {0x0506: f32(900.0)}, "voltages", None),
        ("session is no number", {0x0B02: NAN}, "session_energy", None),
        ("a counter below nothing", {0x1000: f32(-5.0)}, "energy", None),
    ],
)
async def test_what_is_made_of_odd_values(
    station: Mennekes, unit: MockModbusUnit, problem: str, changes: Values, field: str, expected: float | None
) -> None:
    await station.identify()
    fill(unit, changes)
    assert getattr((await station.poll()).charge_points[1], field) == expected, problem


@pytest.mark.parametrize(
    ("address", "block", "lost"),
    [
        (0x0100, "state", "vehicle"),
        (0x0500, "measurements", "power"),
        (LIMIT, "control", "setpoint"),
        (IN_FORCE, "fallback", "fallback_current"),
        (0x0E02, "phases", "phases"),
        (0x0B02, "session", "session_energy"),
        (0x1000, "energy", "energy"),
    ],
)
async def test_a_refused_block_leaves_the_others_alone(
    station: Mennekes, unit: MockModbusUnit, address: int, block: str, lost: str
) -> None:
    unit.fail_read(address, IllegalDataAddressError())
    readings = await station.poll()
    reading = readings.charge_points[1]
    assert readings.failed == {block}
    fields = ("vehicle", "power", "setpoint", "fallback_current", "phases", "session_energy", "energy")
    assert [field for field in fields if getattr(reading, field) is None] == [lost]


@pytest.mark.parametrize("current", [6, 7.26, 32])
async def test_the_heartbeat_goes_first(station: Mennekes, writes: list[object], current: float) -> None:
    await station.set_current(current)
    assert writes == [(BEAT, [HEARTBEAT]), (LIMIT, f32(int(current * 10) / 10)), (RELEASE, [1])]


async def test_a_pause_never_writes_a_limit_of_0(station: Mennekes, writes: list[object]) -> None:
    await station.set_current(0)
    assert writes == [(BEAT, [HEARTBEAT]), (RELEASE, [0])]


@pytest.mark.parametrize("current", [-1, 0.5, 5.9, 16.1, float("nan")])
async def test_a_current_out_of_range_never_leaves(
    station: Mennekes, unit: MockModbusUnit, writes: list[object], current: float
) -> None:
    fill(unit, {0x0306: f32(16.0)})
    await station.identify()
    with pytest.raises(ValueError):
        await station.set_current(current)
    with pytest.raises(ValueError):
        await station.set_fallback(current)
    assert writes == []


@pytest.mark.parametrize(
    ("before", "current", "expected"),
    [(6, 6, []), (16, 6, [(SETTING, [6])]), (0, 8, [(SETTING, [8])]), (6, 0, [(SETTING, [1])]), (1, 0, [])],
)
async def test_fallback(
    station: Mennekes, unit: MockModbusUnit, writes: list[object], before: int, current: float, expected: list[object]
) -> None:
    fill(unit, {IN_FORCE: before})
    await station.identify()
    await station.set_fallback(current)
    assert writes == expected


@pytest.mark.parametrize(("held", "current", "fine"), [(6, 6, True), (1, 6, True), (16, 6, False), (0, 6, False)])
async def test_the_fallback_of_an_older_station_is_looked_at_only(
    station: Mennekes, unit: MockModbusUnit, writes: list[object], held: int, current: float, fine: bool
) -> None:
    fill(unit, {0x0000: 0x102, IN_FORCE: held})
    await station.identify()
    if fine:
        await station.set_fallback(current)
    else:
        with pytest.raises(ValueError, match="its own switches"):
            await station.set_fallback(current)
    assert writes == []


async def test_phases(station: Mennekes, unit: MockModbusUnit, writes: list[object]) -> None:
    await station.identify()
    await station.set_phases(1)
    await station.set_phases(3)
    assert writes == [(ASKED, [1]), (ASKED, [0])]
    writes.clear()
    with pytest.raises(ValueError):
        await station.set_phases(2)
    fill(unit, {0x030C: 1})
    await station.identify()
    with pytest.raises(ValueError):
        await station.set_phases(1)
    assert writes == []
    fill(unit, {0x030C: 2})
    await station.identify()
    unit.fail_write(ASKED, IllegalDataValueError())
    with pytest.raises(IllegalDataValueError):
        await station.set_phases(1)


@pytest.mark.usefixtures("socket_enabled")
async def test_over_rtu_down_to_the_fallback() -> None:
    async with simulated(MennekesServer, StationSpec(fallback_current=16.0)) as rig:
        station = Mennekes(rig.link.for_unit, 50)
        identity = await station.identify()
        assert identity is not None
        assert identity.serial == "SIM1400000001"
        await station.set_fallback(6)
        await station.set_current(12)
        rig.live(5)
        await station.set_current(12)
        rig.live(5)
        readings = await station.poll()
        reading = readings.charge_points[1]
        assert readings.failed == frozenset()
        assert (reading.vehicle, reading.setpoint, reading.fallback_current) == (VehicleState.C, 12.0, 6.0)
        assert reading.power == pytest.approx(rig.station.power, rel=1e-6)
        rig.live(4)
        await station.poll()
        assert rig.station.offered == 12.0
        rig.live(5)
        assert rig.station.offered == 6.0  # reading does not stand for the heartbeat
        await station.set_current(0)
        rig.live(2)
        assert (rig.station.offered, (await station.poll()).charge_points[1].setpoint) == (0.0, 0.0)
        await station.set_phases(1)
        await station.set_current(10)
        rig.live(30)
        assert rig.station.phases == 1


@pytest.mark.usefixtures("socket_enabled")
async def test_over_rtu_an_older_station_without_a_fallback_is_not_taken_for_safe() -> None:
    async with simulated(partial(MennekesServer, table=0x102), StationSpec(fallback_current=0.0)) as rig:
        station = Mennekes(rig.link.for_unit, 50)
        await station.identify()
        assert (await station.poll()).charge_points[1].fallback_current is None
        with pytest.raises(ValueError):
            await station.set_fallback(6)
