"""A KEBA KeContact: one value a read, its failsafe, its slow pace."""

from modbus_connection import IllegalDataAddressError, IllegalDataValueError, ModbusTimeoutError, ServerDeviceBusyError
from modbus_connection.mock import MockModbusConnection, MockModbusUnit, WriteEvent
import pytest

from custom_components.overshot.core.model import ChargePointFault, ChargePointReading, VehicleState
from custom_components.overshot.devices.driver import Identity
from custom_components.overshot.devices.keba import FAILSAFE_TIMEOUT, Keba
from simulator.servers.keba import KebaServer
from simulator.station import StationSpec

from .conftest import fill
from .keba_map import KEBA
from .registers import u32
from .simulated import simulated


class Hasty(Keba):
    """A driver that does not wait between requests."""

    read_gap = 0.0
    write_gap = 0.0


@pytest.fixture
def unit(link: MockModbusConnection) -> MockModbusUnit:
    """Return the registers of a station that charges."""
    fill(link.for_unit(255), KEBA)
    return link.for_unit(255)


@pytest.fixture
def writes(unit: MockModbusUnit) -> list[tuple[int, int, int]]:
    """Return address, value and function of every write."""
    events: list[tuple[int, int, int]] = []

    def note(event: WriteEvent) -> None:
        events.append((event.address, int(event.values[0]), event.function_code))

    unit.on_write(note)
    return events


@pytest.fixture
def station(link: MockModbusConnection, unit: MockModbusUnit) -> Keba:
    """Return a driver for that station."""
    return Hasty(link.for_unit, 255)


async def test_identity(station: Keba, writes: list[object]) -> None:
    assert await station.identify() == Identity(
        family="keba_kecontact",
        serial="20000001",
        manufacturer="KEBA",
        model="KeContact P30 310231",
        sw_version="3.10.42",
    )
    assert writes == []


async def test_a_p40_tells_its_version_otherwise(station: Keba, unit: MockModbusUnit) -> None:
    fill(unit, {1016: u32(4_102_310), 1018: u32(10_201)})
    identity = await station.identify()
    assert identity is not None
    assert (identity.model, identity.sw_version) == ("KeContact P40 4102310", "1.2.1")


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        ("another product", {1016: u32(510_231)}),
        ("a product code too short", {1016: u32(31_023)}),
        ("a product code too long", {1016: u32(31_023_100)}),
        ("no product", {1016: u32(0)}),
        ("product not served", {1016: u32(0xFFFFFFFF)}),
        ("no serial number", {1014: u32(0)}),
    ],
)
async def test_another_device(
    station: Keba, unit: MockModbusUnit, problem: str, changes: dict[int, int | list[int]]
) -> None:
    fill(unit, changes)
    assert await station.identify() is None, problem


async def test_a_device_without_these_registers(station: Keba, unit: MockModbusUnit) -> None:
    unit.fail_read(1014, IllegalDataAddressError())
    assert await station.identify() is None


@pytest.mark.parametrize("error", [ModbusTimeoutError(), ServerDeviceBusyError()])
async def test_a_busy_station_is_not_taken_for_another_one(
    station: Keba, unit: MockModbusUnit, error: Exception
) -> None:
    unit.fail_requests(error)
    with pytest.raises(type(error)):
        await station.identify()


async def test_a_car_charging(station: Keba) -> None:
    await station.identify()
    readings = await station.poll()
    assert readings.failed == frozenset()
    assert readings.charge_points[1] == ChargePointReading(
        vehicle=VehicleState.C,
        power=8940.5,
        currents=(12.9, 13.1, 12.8),
        voltages=(230.0, 231.0, 229.0),
        setpoint=13.0,
        fallback_current=6.0,
        phases=3,
        session_energy=4321.0,
        energy=1_234_567.5,
    )


async def test_one_value_a_read(station: Keba, unit: MockModbusUnit) -> None:
    await station.identify()
    await station.poll()
    assert {event.count for event in unit.read_events} == {2}
    assert (Keba.read_gap, Keba.write_gap, Keba.capabilities.min_write_interval) == (0.5, 5.0, 5.0)


async def test_only_a_keba_is_asked_slowly(link: MockModbusConnection, unit: MockModbusUnit) -> None:
    station = Keba(link.for_unit, 255)
    assert unit.message_spacing == 0.0
    await station.identify()
    assert unit.message_spacing == 0.5
    fill(unit, {1016: u32(0)})
    await station.identify()
    assert unit.message_spacing == 0.0


async def test_slow_values_take_turns_and_stay_known(station: Keba, unit: MockModbusUnit) -> None:
    await station.poll()
    everything = len(unit.read_events)
    unit.read_events.clear()
    for _ in range(4):
        reading = (await station.poll()).charge_points[1]
        assert None not in (reading.voltages, reading.fallback_current, reading.energy)
    asked = [event.address for event in unit.read_events]
    assert len(asked) == 4 * 7 + (everything - 7 - 1), "the card of a car that charges is known"
    assert [asked.count(address) for address in (1000, 1100, 1600, 1040, 1036, 1550)] == [4, 4, 1, 1, 1, 1]


async def test_a_slow_value_that_is_refused_is_not_known_any_more(station: Keba, unit: MockModbusUnit) -> None:
    await station.poll()
    unit.fail_read(1600, IllegalDataAddressError())
    readings = [await station.poll() for _ in range(4)]
    assert {name for it in readings for name in it.failed} == {"failsafe"}
    assert readings[-1].charge_points[1].fallback_current is None
    assert readings[-1].charge_points[1].voltages is not None


async def test_a_station_without_meter_tells_no_power(station: Keba, unit: MockModbusUnit) -> None:
    fill(unit, {1016: u32(310_201)})
    await station.identify()
    reading = (await station.poll()).charge_points[1]
    assert (reading.power, reading.currents, reading.energy, reading.voltages) == (None, None, None, None)
    assert (reading.vehicle, reading.setpoint) == (VehicleState.C, 13.0)


@pytest.mark.parametrize(("firmware", "energy"), [(10_200, 12_345_675.0), (10_201, 1_234_567.5)])
async def test_a_p40_with_old_software_counts_in_wh(
    station: Keba, unit: MockModbusUnit, firmware: int, energy: float
) -> None:
    fill(unit, {1016: u32(4_102_310), 1018: u32(firmware)})
    await station.identify()
    assert (await station.poll()).charge_points[1].energy == energy


@pytest.mark.parametrize(
    ("problem", "charging", "cable", "vehicle", "fault"),
    [
        ("starting", 0, 0, VehicleState.A, ChargePointFault.STARTING),
        ("no vehicle", 1, 3, VehicleState.A, None),
        ("not authorised", 1, 7, VehicleState.B, ChargePointFault.UNAUTHORISED),
        ("ready", 2, 7, VehicleState.B, None),
        ("plugged in, not locked", 2, 5, VehicleState.B, None),
        ("charging", 3, 7, VehicleState.C, None),
        ("error", 4, 7, VehicleState.F, ChargePointFault.STATION),
        ("suspended", 5, 7, VehicleState.B, None),
        ("cable not served", 3, 0xFFFFFFFF, None, None),
        ("state not served", 0xFFFFFFFF, 7, None, None),
    ],
)
async def test_state(
    station: Keba,
    unit: MockModbusUnit,
    problem: str,
    charging: int,
    cable: int,
    vehicle: VehicleState | None,
    fault: ChargePointFault | None,
) -> None:
    fill(unit, {1000: u32(charging), 1004: u32(cable)})
    reading = (await station.poll()).charge_points[1]
    assert (reading.vehicle, reading.fault) == (vehicle, fault), problem


@pytest.mark.parametrize(
    ("problem", "changes", "field", "expected"),
    [
        ("suspended is a setpoint of 0", {1000: u32(5)}, "setpoint", 0.0),
        ("limit beyond any station", {1100: u32(400_000)}, "setpoint", None),
        ("a failsafe without timeout is none", {1602: u32(0)}, "fallback_current", None),
        ("power not served", {1020: u32(0xFFFFFFFF)}, "power", None),
        ("power of a power station", {1020: u32(4_000_000_000)}, "power", None),
        ("one current not served", {1010: u32(0xFFFFFFFF)}, "currents", None),
        ("voltage beyond any house", {1040: u32(4000)}, "voltages", None),
        ("others switch the phases", {1550: u32(0)}, "phases", None),
        ("a phase code nobody knows", {1552: u32(9)}, "phases", None),
    ],
)
async def test_what_is_made_of_odd_values(
    station: Keba,
    unit: MockModbusUnit,
    problem: str,
    changes: dict[int, int | list[int]],
    field: str,
    expected: float | None,
) -> None:
    fill(unit, changes)
    await station.identify()
    assert getattr((await station.poll()).charge_points[1], field) == expected, problem


@pytest.mark.parametrize(("series", "code", "phases"), [(310_231, 0, 1), (310_231, 1, 3), (4_102_310, 1, 1)])
async def test_phases_as_each_series_tells_them(
    station: Keba, unit: MockModbusUnit, series: int, code: int, phases: int
) -> None:
    fill(unit, {1016: u32(series), 1018: u32(10_300), 1552: u32(code)})
    await station.identify()
    assert (await station.poll()).charge_points[1].phases == phases


@pytest.mark.parametrize(("current", "register"), [(0, 0), (6, 6000), (7.26, 7200), (16.1, 16100), (32, 32000)])
async def test_setpoint(station: Keba, writes: list[object], current: float, register: int) -> None:
    await station.set_current(current)
    assert writes == [(5004, register, 0x06)]


@pytest.mark.parametrize("current", [-1, 0.1, 5.9, 20.1, 33, float("nan")])
async def test_a_current_out_of_range_never_leaves(
    station: Keba, unit: MockModbusUnit, writes: list[object], current: float
) -> None:
    fill(unit, {1110: u32(20_000)})
    await station.identify()
    with pytest.raises(ValueError):
        await station.set_current(current)
    with pytest.raises(ValueError):
        await station.set_fallback(current)
    assert writes == []


@pytest.mark.parametrize(
    ("problem", "before", "current", "expected"),
    [
        ("as wanted", {}, 6, []),
        ("another current", {1600: u32(32_000)}, 6, [(5016, 6000, 6)]),
        ("off: current first, then the timeout", {1600: u32(0), 1602: u32(0)}, 6, [(5016, 6000, 6), (5018, 30, 6)]),
        ("another timeout", {1602: u32(600)}, 6, [(5018, 30, 6)]),
        ("no current at all", {}, 0, [(5016, 0, 6)]),
    ],
)
async def test_fallback(
    station: Keba,
    unit: MockModbusUnit,
    writes: list[object],
    problem: str,
    before: dict[int, int | list[int]],
    current: float,
    expected: list[tuple[int, int, int]],
) -> None:
    fill(unit, before)
    await station.set_fallback(current)
    assert writes == expected, problem
    assert FAILSAFE_TIMEOUT == 30


@pytest.mark.parametrize(
    ("phases", "source", "expected"),
    [(1, 3, [(5052, 0, 6)]), (3, 3, [(5052, 1, 6)]), (1, 0, [(5050, 3, 6), (5052, 0, 6)])],
)
async def test_phases(
    station: Keba, unit: MockModbusUnit, writes: list[object], phases: int, source: int, expected: list[object]
) -> None:
    fill(unit, {1550: u32(source)})
    await station.set_phases(phases)
    assert writes == expected


async def test_phases_out_of_range_and_refused(station: Keba, unit: MockModbusUnit, writes: list[object]) -> None:
    with pytest.raises(ValueError):
        await station.set_phases(2)
    assert writes == []
    unit.fail_write(5052, IllegalDataValueError())
    with pytest.raises(IllegalDataValueError):
        await station.set_phases(1)


SPEED = 500.0
"""How much faster the station's clock runs in the test below: its pace is the same, in milliseconds."""


class Paced(Keba):
    """A driver whose pace is that of a station that runs faster, and a hair slower."""

    read_gap = 0.5 / SPEED + 0.002
    write_gap = 5.0 / SPEED + 0.002


@pytest.mark.usefixtures("socket_enabled")
async def test_over_a_socket_at_the_pace_of_the_station_down_to_its_failsafe() -> None:
    async with simulated(KebaServer, StationSpec(fallback_current=32.0)) as rig:
        rig.server.speed = SPEED
        station = Paced(rig.link.for_unit, 255)
        identity = await station.identify()
        assert identity is not None
        assert identity.serial == "21000001"
        assert (await station.poll()).charge_points[1].fallback_current is None

        await station.set_fallback(6)
        await station.set_current(12)
        rig.live(15)
        readings = await station.poll()
        reading = readings.charge_points[1]
        assert readings.failed == frozenset()
        assert (reading.vehicle, reading.setpoint, reading.fallback_current) == (VehicleState.C, 12.0, 6.0)
        assert reading.power == pytest.approx(rig.station.power, abs=0.001)

        rig.live(30)
        assert rig.station.offered == 6.0
        assert (await station.poll()).charge_points[1].setpoint == 6.0
        rig.live(5)
        assert rig.station.offered == 6.0  # reading does not end it
        await station.set_current(12)
        rig.live(5)
        assert rig.station.offered == 12.0

        await station.set_current(0)
        rig.live(5)
        assert (await station.poll()).charge_points[1].setpoint == 0.0
        await station.set_phases(1)
        rig.live(30)
        assert rig.station.phases == 1
        assert isinstance(rig.server, KebaServer)
        assert rig.server.too_fast == 0


@pytest.mark.usefixtures("socket_enabled")
async def test_over_a_socket_the_station_notices_who_is_hasty() -> None:
    async with simulated(KebaServer) as rig:
        rig.server.speed = 50.0
        await Hasty(rig.link.for_unit, 255).identify()  # the link asks again on its own where the station is busy
        assert isinstance(rig.server, KebaServer)
        assert rig.server.too_fast > 0


async def test_the_card_of_a_session_is_told_once_it_is_known(station: Keba, unit: MockModbusUnit) -> None:
    """It is asked for while the car waits to be let in, and no more while it charges: each value takes its time."""

    async def tag() -> str | None:
        return (await station.poll()).charge_points[1].tag

    fill(unit, {1000: u32(1), 1004: u32(7), 1500: u32(0)})
    await station.identify()
    assert [await tag(), await tag()] == [None, None]
    fill(unit, {1500: u32(0x0408EA58)})
    assert await tag() == "0408EA58"
    fill(unit, {1000: u32(3)})
    assert await tag() == "0408EA58"
    fill(unit, {1500: u32(0xFFFFFFF0)})
    assert await tag() == "0408EA58", "another one cannot start the same session"
    fill(unit, {1000: u32(1), 1004: u32(3), 1500: u32(0)})
    assert [await tag(), await tag()] == [None, None]
    fill(unit, {1004: u32(7)})
    assert [await tag(), await tag()] == [None, None], "the next car needs a card of its own"
