"""A GoodWe hybrid inverter: solar, battery and its own meter, in the house's signs."""

from modbus_connection import IllegalDataAddressError, ModbusConnectionError, ModbusError, ModbusTimeoutError
from modbus_connection.mock import MockModbusConnection
import pytest

from custom_components.overshot.core.model import BatteryReading, BatteryState, MeterReading, SolarReading
from custom_components.overshot.devices.driver import DeviceKind, Identity, Role
from custom_components.overshot.devices.goodwe_et import GoodweEt

from .conftest import fill
from .goodwe_map import GOODWE
from .registers import f32, i32, text, u32


@pytest.fixture
def inverter(link: MockModbusConnection) -> GoodweEt:
    """Return a driver for an inverter in the sun."""
    fill(link.for_unit(247), GOODWE)
    return GoodweEt(link.for_unit, 247)


async def test_identity(inverter: GoodweEt) -> None:
    assert await inverter.identify() == Identity(
        family="goodwe_et", serial="9010KETU00000OVS", manufacturer="GoodWe", model="GW10K-ET"
    )
    assert (GoodweEt.kind, GoodweEt.default_unit, GoodweEt.poll_interval) == (DeviceKind.INVERTER, 247, 5.0)
    assert GoodweEt.capabilities.roles == {Role.SOLAR, Role.BATTERY, Role.GRID_METER}
    assert GoodweEt.capabilities.sets_current is False


@pytest.mark.parametrize(
    ("problem", "serial", "model", "known"),
    [
        ("a hybrid whose model is not told", "9010KETU00000OVS", "", True),
        ("a three-phase hybrid of the next generation", "9015KETT00000OVS", "GW15K-ET", True),
        ("letters nobody knows, but a GoodWe", "9010KXYZ00000OVS", "GW10K-XX", True),
        ("an inverter without battery, other registers", "9010KDTU00000OVS", "GW10K-DT", False),
        ("an old hybrid, other registers", "95048ESU00000OVS", "GW5048-ES", False),
        ("another maker", "SN1234567890", "X3-HYB", False),
        ("no serial number", "", "GW10K-ET", False),
        ("a serial number that is none", "....////", "GW10K-ET", False),
    ],
)
async def test_which_inverters_it_knows(
    inverter: GoodweEt, link: MockModbusConnection, problem: str, serial: str, model: str, known: bool
) -> None:
    fill(link.for_unit(247), {35003: text(serial, 8), 35011: text(model, 5)})
    assert (await inverter.identify() is not None) is known, problem


async def test_another_device(inverter: GoodweEt, link: MockModbusConnection) -> None:
    link.for_unit(247).fail_read(35003, IllegalDataAddressError())
    assert await inverter.identify() is None


async def test_a_sunny_moment(inverter: GoodweEt) -> None:
    readings = await inverter.poll()
    assert readings.solar == SolarReading(power=5590.0, energy=12_345_600.0)
    assert readings.battery == BatteryReading(
        power=-2150.0,
        soc=71.0,
        state=BatteryState.CHARGING,
        energy_charged=3_456_700.0,
        energy_discharged=3_123_400.0,
    )
    # The meter counts export positive, the house import.
    assert readings.grid == MeterReading(
        power=-1900.0,
        phase_power=(-1200.0, 340.0, -1040.0),
        currents=(-5.2, 1.6, -4.5),
        voltages=(231.8, 230.9, 232.5),
        energy_import=3_100_000.0,
        energy_export=4_200_000.0,
    )
    assert readings.house_power == 1490.0
    assert readings.failed == frozenset()


@pytest.mark.parametrize(
    ("problem", "changes", "expected"),
    [
        ("discharging", {35182: i32(1800), 35184: 2}, (1800.0, 71.0, BatteryState.DISCHARGING)),
        ("standby", {35182: i32(0), 35184: 1}, (0.0, 71.0, BatteryState.STANDBY)),
        ("-1 W is a power", {35182: i32(-1), 35184: 1}, (-1.0, 71.0, BatteryState.STANDBY)),
        ("a mode nobody knows", {35184: 9}, (-2150.0, 71.0, None)),
        ("the battery's controller sleeps", {37007: 0xFFFF}, (-2150.0, None, BatteryState.CHARGING)),
        ("state of charge of 255 %", {37007: 255}, (-2150.0, None, BatteryState.CHARGING)),
        ("the battery reports an error", {37006: 4}, (-2150.0, 71.0, BatteryState.FAULT)),
        (
            "an error word not served is no error",
            {37006: 0xFFFF, 37012: 0xFFFF},
            (-2150.0, 71.0, BatteryState.CHARGING),
        ),
    ],
)
async def test_battery(
    inverter: GoodweEt,
    link: MockModbusConnection,
    problem: str,
    changes: dict[int, int | list[int]],
    expected: tuple[float, float | None, BatteryState | None],
) -> None:
    fill(link.for_unit(247), changes)
    battery = (await inverter.poll()).battery
    assert battery is not None
    assert (battery.power, battery.soc, battery.state) == expected, problem


async def test_without_battery(inverter: GoodweEt, link: MockModbusConnection) -> None:
    fill(link.for_unit(247), {35182: i32(0), 35184: 0, 37007: 0xFFFF})
    assert (await inverter.poll()).battery is None


@pytest.mark.parametrize(
    ("problem", "changes", "power"),
    [
        ("night", {35103: [0, 0], 35105: u32(0), 35107: [0, 0], 35109: u32(0)}, 0.0),
        ("a string without voltage does not count", {35111: [0xFFFF, 0], 35113: u32(60_000)}, 5590.0),
        ("third string", {35111: [6000, 10], 35113: u32(600)}, 6190.0),
        ("no string served", dict.fromkeys((35105, 35109, 35113, 35117), u32(0xFFFFFFFF)), None),
    ],
)
async def test_solar(
    inverter: GoodweEt,
    link: MockModbusConnection,
    problem: str,
    changes: dict[int, int | list[int]],
    power: float | None,
) -> None:
    fill(link.for_unit(247), changes)
    solar = (await inverter.poll()).solar
    assert (solar.power if solar else None) == power, problem


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        ("the inverter has lost its meter", {36004: 0}),
        ("the meter was taken off", {36004: 0xFFFF, 36025: i32(0)}),
        ("power of a power station", {36025: i32(-2_000_000_000)}),
    ],
)
async def test_no_meter_no_reading(
    inverter: GoodweEt, link: MockModbusConnection, problem: str, changes: dict[int, int | list[int]]
) -> None:
    fill(link.for_unit(247), changes)
    readings = await inverter.poll()
    assert readings.grid is None, problem
    assert readings.solar is not None


async def test_counters_that_are_no_number(inverter: GoodweEt, link: MockModbusConnection) -> None:
    fill(link.for_unit(247), {36015: f32(float("nan")), 36017: f32(float("inf")), 35191: u32(0xFFFFFFFF)})
    readings = await inverter.poll()
    assert readings.grid is not None
    assert (readings.grid.energy_export, readings.grid.energy_import) == (None, None)
    assert readings.solar is not None
    assert readings.solar.energy is None


@pytest.mark.parametrize(
    ("address", "block", "lost"),
    [
        (35100, "running", {"solar", "battery", "house_power"}),
        (36004, "meter", {"grid"}),
        (36052, "meter_phases", set()),
        (37007, "battery", set()),
    ],
)
async def test_a_refused_block_leaves_the_others_alone(
    inverter: GoodweEt, link: MockModbusConnection, address: int, block: str, lost: set[str]
) -> None:
    await inverter.poll()
    # The whole block is read at once: its first field may lie behind the refused register.
    for register in range(address, address + 8):
        link.for_unit(247).fail_read(register, IllegalDataAddressError())
    readings = await inverter.poll()
    assert readings.failed == {block}
    unknown = {name for name in ("grid", "solar", "battery", "house_power") if getattr(readings, name) is None}
    assert unknown == lost
    if block == "meter_phases":
        assert readings.grid is not None
        assert readings.grid.currents is None
        assert readings.grid.phase_power is not None
    if block == "battery":
        assert readings.battery is not None
        assert readings.battery.soc is None


@pytest.mark.parametrize("error", [ModbusConnectionError(), ModbusTimeoutError(), IllegalDataAddressError()])
async def test_nothing_answers(inverter: GoodweEt, link: MockModbusConnection, error: ModbusError) -> None:
    link.for_unit(247).fail_requests(error)
    with pytest.raises(type(error)):
        await inverter.poll()


async def test_it_reads_in_three_requests_and_writes_nothing(inverter: GoodweEt, link: MockModbusConnection) -> None:
    """Its own reserve is asked for besides, now and then."""
    written: list[object] = []
    link.for_unit(247).on_write(written.append)
    await inverter.poll()
    first = len(link.for_unit(247).read_events)
    await inverter.poll()
    events = link.for_unit(247).read_events
    assert (first, len(events)) == (4, 7)
    assert all(event.count <= 125 for event in events)
    assert written == []


@pytest.mark.parametrize(("depth", "expected"), [(80, 20.0), (100, 0.0), (0, None), (0xFFFF, None), (101, None)])
async def test_where_it_stops_discharging_by_itself(
    inverter: GoodweEt, link: MockModbusConnection, depth: int, expected: float | None
) -> None:
    link.for_unit(247).holding[45356] = depth
    assert (await inverter.poll()).battery_min_soc == expected


async def test_firmware_that_does_not_tell_its_reserve(inverter: GoodweEt, link: MockModbusConnection) -> None:
    link.for_unit(247).fail_read(45356, IllegalDataAddressError())
    readings = await inverter.poll()
    assert readings.battery_min_soc is None
    assert readings.failed == frozenset()


@pytest.mark.parametrize(
    ("problem", "registers", "on_backup", "power"),
    [
        ("on the grid", {35187: 1, 35170: 312}, False, 312.0),
        ("the grid is gone", {35187: 2, 35170: 1480}, True, 1480.0),
        ("a fault is no island", {35187: 3, 35170: 0}, False, 0.0),
        ("not told", {35187: 0xFFFF, 35170: 0xFFFF}, None, None),
    ],
)
async def test_the_backup_circuit(
    inverter: GoodweEt,
    link: MockModbusConnection,
    problem: str,
    registers: dict[int, int | list[int]],
    on_backup: bool | None,
    power: float | None,
) -> None:
    fill(link.for_unit(247), registers)
    readings = await inverter.poll()
    assert (readings.on_backup, readings.backup_power) == (on_backup, power), problem
