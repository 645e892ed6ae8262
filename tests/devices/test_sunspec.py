"""A device that speaks SunSpec: found wherever its map begins, read in the house's signs, unknown where it says so."""

from collections.abc import Sequence

from modbus_connection import (
    IllegalDataAddressError,
    ModbusConnectionError,
    ModbusError,
    ModbusProtocolError,
    ModbusTimeoutError,
)
from modbus_connection.mock import MockModbusConnection
import pytest

from custom_components.overshot.core.model import BatteryReading, BatteryState, MeterReading, SolarReading
from custom_components.overshot.devices.driver import Identity, Role
from custom_components.overshot.devices.sunspec import GoodweUt, SunSpec

from .conftest import fill
from .registers import f32, i16, text, u32
from .sunspec_map import (
    COMMON,
    CONTROLS,
    HYBRID,
    INVERTER,
    METER,
    NOT_AVAILABLE,
    SETTINGS,
    Block,
    module,
    offset_of,
    sunspec,
    with_model,
    without,
)


def a_device(link: MockModbusConnection, blocks: Sequence[Block] = HYBRID, base: int = 40000, unit: int = 1) -> SunSpec:
    """Return a driver for a device with these models."""
    fill(link.for_unit(unit), sunspec(blocks, base))
    return SunSpec(link.for_unit, unit)


@pytest.mark.parametrize("base", [40000, 0, 50000])
async def test_identity_wherever_the_map_begins(link: MockModbusConnection, base: int) -> None:
    for other in {40000, 0, 50000} - {base}:
        link.for_unit(1).fail_read(other, IllegalDataAddressError())
    device = a_device(link, base=base)
    assert await device.identify() == Identity(
        family="sunspec",
        serial="OVS-34119999",
        manufacturer="Fronius",
        model="Symo GEN24 10.0",
        sw_version="1.30.7-1",
    )


async def test_it_looks_nowhere_else(link: MockModbusConnection) -> None:
    device = a_device(link, base=39999)
    assert await device.identify() is None
    assert {event.address for event in link.for_unit(1).read_events} == {40000, 0, 50000}


@pytest.mark.parametrize(
    ("problem", "blocks"),
    [
        ("no serial number", ((1, 66, {2: text("Acme", 16), 50: text("", 16)}), INVERTER)),
        ("no model of use", (COMMON, CONTROLS)),
        ("nothing but the mark", ()),
        ("no common model", (INVERTER,)),
    ],
)
async def test_who_it_does_not_know(link: MockModbusConnection, problem: str, blocks: tuple[Block, ...]) -> None:
    assert await a_device(link, blocks).identify() is None, problem


@pytest.mark.parametrize("missing", [0, 1])
async def test_a_chain_that_does_not_end_as_it_should(link: MockModbusConnection, missing: int) -> None:
    device = a_device(link)
    end = max(address for address in link.for_unit(1).holding if address >= 40000) - 1
    for address in range(end + missing, end + 4):
        link.for_unit(1).fail_read(address, IllegalDataAddressError())
    assert await device.identify() is not None
    assert (await device.poll()).failed == frozenset()


async def test_a_chain_without_end(link: MockModbusConnection) -> None:
    device = a_device(link, (COMMON, INVERTER, *[(900, 1, {})] * 200))
    assert await device.identify() is not None
    assert len(link.for_unit(1).read_events) < 80


async def test_a_sunny_moment(link: MockModbusConnection) -> None:
    readings = await a_device(link).poll()
    # Only the inputs that panels hang on are solar.
    assert readings.solar == SolarReading(power=5100.0, energy=12_000_000.0)
    assert readings.battery == BatteryReading(
        power=-1234.5,
        soc=71.5,
        state=BatteryState.CHARGING,
        energy_charged=900_000.0,
        energy_discharged=800_000.0,
    )
    assert readings.grid == MeterReading(
        power=-1900.0,
        phase_power=(-1200.0, 340.0, -1040.0),
        currents=(-5.2, 1.6, -4.5),
        voltages=(231.8, 230.9, 232.5),
        energy_import=3_100_000.0,
        energy_export=4_200_000.0,
    )
    assert readings.meters == {}
    assert readings.failed == frozenset()


async def test_a_meter_that_counts_the_other_way_round(link: MockModbusConnection) -> None:
    device = a_device(link)
    device.invert_meter = True
    assert (await device.poll()).grid == MeterReading(
        power=1900.0,
        phase_power=(1200.0, -340.0, 1040.0),
        currents=(5.2, -1.6, 4.5),
        voltages=(231.8, 230.9, 232.5),
        energy_import=4_200_000.0,
        energy_export=3_100_000.0,
    )


async def test_what_it_can_do(link: MockModbusConnection) -> None:
    device = a_device(link)
    await device.identify()
    assert device.capabilities.roles == {Role.SOLAR, Role.BATTERY, Role.GRID_METER}
    assert device.capabilities.controls_battery
    assert device.capabilities.limits_output
    assert device.capabilities.turns_meter
    assert device.capabilities.heartbeat == 20
    assert not device.capabilities.limits_export

    inverter = a_device(link, without(HYBRID, 123, 124, 160, 203), unit=2)
    await inverter.identify()
    assert inverter.capabilities.roles == {Role.SOLAR}
    assert not inverter.capabilities.controls_battery
    assert not inverter.capabilities.limits_output
    assert inverter.capabilities.heartbeat is None
    assert not inverter.capabilities.turns_meter


SOLAR_ONLY = (COMMON, INVERTER, SETTINGS, CONTROLS)


@pytest.mark.parametrize(
    ("problem", "blocks", "power"),
    [
        ("an inverter alone", SOLAR_ONLY, 4321.0),
        ("it draws a little at night", with_model(SOLAR_ONLY, 103, {14: i16(-8)}), 0.0),
        ("not implemented", with_model(SOLAR_ONLY, 103, {14: NOT_AVAILABLE}), None),
        ("asleep and silent", with_model(SOLAR_ONLY, 103, {14: NOT_AVAILABLE, 38: 2}), 0.0),
        ("no scale factor", with_model(SOLAR_ONLY, 103, {15: NOT_AVAILABLE}), None),
        ("a scale factor that cannot be", with_model(SOLAR_ONLY, 103, {15: 12}), None),
        ("power of a power station", with_model(SOLAR_ONLY, 103, {15: 3}), None),
        ("a scale factor of -1", with_model(SOLAR_ONLY, 103, {15: i16(-1)}), 432.1),
        ("an input that is not told", with_model(HYBRID, 160, {21: 0xFFFF}), 2100.0),
        ("a battery, but no inputs: the battery's share is not known", without(HYBRID, 160), None),
        ("a hybrid without a battery", with_model(without(HYBRID, 160), 124, {2: 0}), 4321.0),
    ],
)
async def test_solar(link: MockModbusConnection, problem: str, blocks: tuple[Block, ...], power: float | None) -> None:
    solar = (await a_device(link, blocks).poll()).solar
    assert (solar.power if solar else None) == power, problem


@pytest.mark.parametrize(
    ("problem", "blocks", "expected"),
    [
        (
            "discharging",
            with_model(HYBRID, 160, {61: 0, 81: 20_000}),
            (2000.0, 71.5),
        ),
        ("state of charge of 255 %", with_model(HYBRID, 124, {8: 25_500}), (-1234.5, None)),
        ("state of charge not told", with_model(HYBRID, 124, {8: 0xFFFF}), (-1234.5, None)),
        ("no scale of the inputs", with_model(HYBRID, 160, {4: NOT_AVAILABLE}), (None, 71.5)),
    ],
)
async def test_battery(
    link: MockModbusConnection, problem: str, blocks: tuple[Block, ...], expected: tuple[float | None, float | None]
) -> None:
    battery = (await a_device(link, blocks).poll()).battery
    assert battery is not None
    assert (battery.power, battery.soc) == expected, problem


@pytest.mark.parametrize(("maker", "power"), [("Fronius", -1234.5), ("Acme", None)])
async def test_nameless_inputs_are_the_battery_of_a_fronius_only(
    link: MockModbusConnection, maker: str, power: float | None
) -> None:
    nameless = {
        key: word
        for n, (p, e) in enumerate([(30_000, 7), (21_000, 5), (12_345, 9), (0, 8)])
        for key, word in module(n, "", p, e).items()
    }
    blocks = with_model(with_model(HYBRID, 160, nameless), 1, {2: text(maker, 16)})
    battery = (await a_device(link, blocks).poll()).battery
    assert battery is not None
    assert battery.power == power


BANK: Block = (802, 62, {11: 640, 16: 4, 22: 3, 47: 1500, 56: i16(-1), 63: 0})


@pytest.mark.parametrize(
    ("problem", "changes", "expected"),
    [
        ("the status says which way", {}, (-1500.0, 64.0, BatteryState.CHARGING)),
        ("discharging", {16: 3}, (1500.0, 64.0, BatteryState.DISCHARGING)),
        ("a minus where it gives", {16: 3, 47: i16(-1500)}, (1500.0, 64.0, BatteryState.DISCHARGING)),
        ("no status", {16: 0xFFFF}, (1500.0, 64.0, BatteryState.DISCHARGING)),
        ("a fault", {22: 99}, (-1500.0, 64.0, BatteryState.FAULT)),
    ],
)
async def test_a_battery_bank(
    link: MockModbusConnection,
    problem: str,
    changes: dict[int, int],
    expected: tuple[float, float, BatteryState],
) -> None:
    battery = (await a_device(link, with_model((COMMON, BANK), 802, changes)).poll()).battery
    assert battery is not None
    assert (battery.power, battery.soc, battery.state) == expected, problem


async def test_a_bank_of_an_older_draft_is_left_out(link: MockModbusConnection) -> None:
    draft: Block = (802, 22, {11: 640, 16: 4})
    device = a_device(link, (COMMON, INVERTER, draft, METER))
    readings = await device.poll()
    assert readings.battery is None
    assert readings.solar == SolarReading(power=4321.0, energy=12_345_678.0)
    assert readings.grid is not None
    assert readings.failed == frozenset()


FLOATS: Block = (113, 60, {22: f32(4321.5), 32: f32(12_345_600.0), 48: 4})
FLOAT_METER: Block = (
    213,
    124,
    {4: f32(-5.25), 6: f32(1.5), 8: f32(-4.5), 12: f32(231.5), 14: f32(230.5), 16: f32(232.5)}
    | {
        28: f32(-1900.0),
        30: f32(-1200.0),
        32: f32(340.0),
        34: f32(-1040.0),
        60: f32(4_200_000.0),
        68: f32(3_100_000.0),
    },
)


async def test_floats(link: MockModbusConnection) -> None:
    readings = await a_device(link, (COMMON, FLOATS, FLOAT_METER)).poll()
    assert readings.solar == SolarReading(power=4321.5, energy=12_345_600.0)
    assert readings.grid == MeterReading(
        power=-1900.0,
        phase_power=(-1200.0, 340.0, -1040.0),
        currents=(-5.25, 1.5, -4.5),
        voltages=(231.5, 230.5, 232.5),
        energy_import=3_100_000.0,
        energy_export=4_200_000.0,
    )


@pytest.mark.parametrize("broken", [float("nan"), float("inf"), 3.0e9])
async def test_floats_that_are_no_number(link: MockModbusConnection, broken: float) -> None:
    blocks = with_model((COMMON, FLOATS, FLOAT_METER), 113, {22: f32(broken)})
    readings = await a_device(link, with_model(blocks, 213, {30: f32(broken), 60: f32(float("nan"))})).poll()
    assert readings.solar is None
    assert readings.grid is not None
    assert (readings.grid.power, readings.grid.phase_power, readings.grid.energy_export) == (-1900.0, None, None)


@pytest.mark.parametrize(
    ("problem", "model_id", "phase_power", "voltages"),
    [
        ("one phase", 201, (-1200.0, 0.0, 0.0), (231.8, 0.0, 0.0)),
        ("split phase, which no grid here has", 202, None, None),
        ("three phases with neutral", 203, (-1200.0, 340.0, -1040.0), (231.8, 230.9, 232.5)),
        ("three phases without neutral", 204, None, (400.0, 401.0, 402.0)),
    ],
)
async def test_kinds_of_meters(
    link: MockModbusConnection, problem: str, model_id: int, phase_power: object, voltages: object
) -> None:
    grid = (await a_device(link, (COMMON, (model_id, *METER[1:]))).poll()).grid
    assert grid is not None
    assert grid.power == -1900.0
    assert (grid.phase_power, grid.voltages) == (phase_power, voltages), problem


async def test_a_second_meter_is_a_part_of_its_own(link: MockModbusConnection) -> None:
    second: Block = (1, 66, {2: text("Fronius", 16), 18: text("Smart Meter PV", 16), 50: text("OVS-METER-2", 16)})
    panels: Block = (201, 105, {18: i16(-77), 22: 1, 38: u32(1000), 54: 0})
    device = a_device(link, (*HYBRID, second, panels))
    readings = await device.poll()
    assert readings.grid is not None
    assert readings.grid.power == -1900.0
    assert readings.meters[1].power == -770.0
    assert readings.part_names == {"meter_1": "Smart Meter PV"}
    assert device.capabilities.roles >= {Role.METER}


async def test_a_counter_that_does_not_count_is_not_zero(link: MockModbusConnection) -> None:
    grid = (await a_device(link, with_model(HYBRID, 203, {38: u32(0)})).poll()).grid
    assert grid is not None
    assert (grid.energy_import, grid.energy_export) == (3_100_000.0, None)


@pytest.mark.parametrize(
    ("model_id", "block", "lost"),
    [
        (103, "inverter", set()),
        (124, "storage", set()),
        (160, "mppt", {"solar"}),
        (203, "meter_0", {"grid"}),
    ],
)
async def test_a_refused_model_leaves_the_others_alone(
    link: MockModbusConnection, model_id: int, block: str, lost: set[str]
) -> None:
    device = a_device(link)
    await device.poll()
    start = offset_of(HYBRID, model_id)
    for address in range(start, start + 20):
        link.for_unit(1).fail_read(address, IllegalDataAddressError())
    readings = await device.poll()
    assert readings.failed == {block}
    assert {name for name in ("grid", "solar", "battery") if getattr(readings, name) is None} == lost


async def test_a_map_that_moved_is_looked_up_again(link: MockModbusConnection) -> None:
    device = a_device(link)
    await device.poll()
    link.for_unit(1).holding.clear()
    fill(link.for_unit(1), sunspec((COMMON, SETTINGS, INVERTER, METER)))
    with pytest.raises(ModbusProtocolError):
        await device.poll()
    readings = await device.poll()
    assert readings.solar == SolarReading(power=4321.0, energy=12_345_678.0)
    assert device.capabilities.roles == {Role.SOLAR, Role.GRID_METER}


@pytest.mark.parametrize("error", [ModbusConnectionError(), ModbusTimeoutError(), IllegalDataAddressError()])
async def test_nothing_answers(link: MockModbusConnection, error: ModbusError) -> None:
    device = a_device(link)
    await device.poll()
    link.for_unit(1).fail_requests(error)
    with pytest.raises(type(error)):
        await device.poll()


async def test_a_device_without_map_cannot_be_polled(link: MockModbusConnection) -> None:
    with pytest.raises(ModbusProtocolError):
        await SunSpec(link.for_unit, 1).poll()


async def test_a_poll_reads_each_model_once_and_writes_nothing(link: MockModbusConnection) -> None:
    device = a_device(link)
    unit = link.for_unit(1)
    written: list[object] = []
    unit.on_write(written.append)
    await device.identify()
    unit.read_events.clear()
    await device.poll()
    assert len(unit.read_events) == 4
    assert all(event.count <= 125 for event in unit.read_events)
    assert written == []


@pytest.mark.parametrize(("maker", "known"), [("GoodWe", True), ("GOODWE Technologies", True), ("Fronius", False)])
async def test_a_goodwe_on_a_serial_line(link: MockModbusConnection, maker: str, known: bool) -> None:
    fill(link.for_unit(247), sunspec(with_model((COMMON, INVERTER), 1, {2: text(maker, 16)})))
    device = GoodweUt(link.for_unit, GoodweUt.default_unit)
    identity = await device.identify()
    assert (identity is not None) is known
    if identity is not None:
        assert (identity.family, identity.serial) == ("goodwe_ut", "OVS-34119999")
    assert GoodweUt.default_serial is not None
    assert (GoodweUt.default_serial.baudrate, GoodweUt.default_serial.parity) == (9600, "N")
