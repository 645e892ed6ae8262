"""An E3/DC storage system: found by its magic word, read low word first, and never a number of swapped words."""

from functools import partial
from typing import Any

from modbus_connection import (
    IllegalDataAddressError,
    ModbusConnectionError,
    ModbusError,
    ModbusProtocolError,
    ModbusTimeoutError,
)
from modbus_connection.mock import MockModbusConnection, WriteEvent
import pytest

from custom_components.overshot.core.model import (
    BatteryReading,
    BatteryState,
    ChargePointReading,
    HeatPumpReading,
    MeterReading,
    SolarReading,
    VehicleState,
)
from custom_components.overshot.devices.driver import BatteryDriver, Identity, Part, Role
from custom_components.overshot.devices.e3dc import E3dc
from custom_components.overshot.devices.registry import identify
from simulator.servers.e3dc import E3dcServer

from .conftest import fill
from .e3dc_map import Registers, e3dc, low_first
from .registers import i16, i32, text
from .simulated_house import served


def a_system(link: MockModbusConnection, changes: Registers | None = None, base: int = 40000) -> E3dc:
    """Return a driver for a system that serves this."""
    fill(link.for_unit(1), e3dc(changes, base))
    return E3dc(link.for_unit, 1)


@pytest.mark.parametrize("base", [40000, 0, 40001, 39999, 39998])
async def test_it_is_found_by_its_magic_word(link: MockModbusConnection, base: int) -> None:
    system = a_system(link, base=base)
    assert await system.identify() == Identity(
        family="e3dc",
        serial="S10-OVS0000001",
        manufacturer="HagerEnergy GmbH",
        model="S10 X Compact",
        sw_version="S10_2021_04",
    )
    grid = (await system.poll()).grid
    assert grid is not None
    assert grid.power == -1900.0


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        ("another magic", {0: 0xE3DD}),
        ("the maker's wallbox", {3: text("HAGER", 16), 19: text("XEVFR", 16)}),
        ("a wallbox that names the maker of the storage", {19: text("XEV1K22T2E3DC", 16)}),
        ("no serial number", {35: text("", 16)}),
        ("no maker", {3: text("", 16)}),
    ],
)
async def test_who_it_does_not_know(link: MockModbusConnection, problem: str, changes: Registers) -> None:
    assert await a_system(link, changes).identify() is None, problem


async def test_a_system_that_speaks_sunspec_instead(link: MockModbusConnection) -> None:
    system = a_system(link, {0: [0x5375, 0x6E53]})
    assert await system.identify() is None


async def test_its_old_name(link: MockModbusConnection) -> None:
    identity = await a_system(link, {3: text("E3/DC GmbH", 16), 19: text("", 16), 51: text("", 16)}).identify()
    assert identity is not None
    assert (identity.manufacturer, identity.model, identity.sw_version) == ("E3/DC GmbH", "S10", None)


async def test_a_sunny_moment(link: MockModbusConnection) -> None:
    readings = await a_system(link).poll()
    assert readings.solar == SolarReading(power=5590.0)
    # The system counts charging positive, the house discharging.
    assert readings.battery == BatteryReading(power=-2150.0, soc=71.0, state=BatteryState.CHARGING)
    assert readings.grid == MeterReading(power=-1900.0, phase_power=(-1200.0, 340.0, -1040.0))
    assert readings.house_power == 1490.0
    assert readings.heat_pumps == {1: HeatPumpReading(state=2)}
    assert readings.charge_points == {}
    assert readings.meters == {}
    assert readings.failed == frozenset()


SWAPPED = {67: i32(5590), 69: i32(2150), 71: i32(1490), 73: i32(-1900)}


async def test_a_firmware_that_swaps_the_words(link: MockModbusConnection) -> None:
    readings = await a_system(link, SWAPPED).poll()
    assert readings.solar == SolarReading(power=5590.0)
    assert readings.battery is not None
    assert readings.battery.power == -2150.0
    assert readings.grid is not None
    assert readings.grid.power == -1900.0


@pytest.mark.parametrize("value", [i32(0), i32(-1)])
async def test_words_that_are_the_same_either_way(link: MockModbusConnection, value: list[int]) -> None:
    grid = (await a_system(link, SWAPPED | {73: value}).poll()).grid
    assert grid is not None
    assert grid.power == (0.0 if value[0] == 0 else -1.0)


@pytest.mark.parametrize(
    ("problem", "changes", "unknown"),
    [
        ("one power that cannot be, either way", {73: [0x7FFF, 0x7FFF]}, {"grid"}),
        ("of a power station", {67: low_first(16_908_546)}, {"solar"}),
        ("battery of a power station", {69: low_first(-16_908_546)}, set()),
        ("house of a power station", {71: low_first(16_908_546)}, {"house_power"}),
    ],
)
async def test_absurd_powers_are_not_known(
    link: MockModbusConnection, problem: str, changes: Registers, unknown: set[str]
) -> None:
    readings = await a_system(link, changes).poll()
    lost = {name for name in ("grid", "solar", "battery", "house_power") if getattr(readings, name) is None}
    assert lost == unknown, problem
    if 69 in changes:
        assert readings.battery == BatteryReading(power=None, soc=71.0, state=None)


@pytest.mark.parametrize(
    ("problem", "changes", "power", "soc", "state"),
    [
        ("discharging", {69: low_first(-1800)}, 1800.0, 71.0, BatteryState.DISCHARGING),
        ("standby", {69: low_first(12)}, -12.0, 71.0, BatteryState.STANDBY),
        ("state of charge of 255 %", {82: 255}, -2150.0, None, BatteryState.CHARGING),
        ("state of charge not told", {82: 0xFFFF}, -2150.0, None, BatteryState.CHARGING),
    ],
)
async def test_battery(
    link: MockModbusConnection,
    problem: str,
    changes: Registers,
    power: float,
    soc: float | None,
    state: BatteryState,
) -> None:
    expected = BatteryReading(power=power, soc=soc, state=state)
    assert (await a_system(link, changes).poll()).battery == expected, problem


@pytest.mark.parametrize(("external", "power"), [(-800, 6390.0), (0, 5590.0), (15, 5590.0)])
async def test_additional_producers_are_solar_too(link: MockModbusConnection, external: int, power: float) -> None:
    assert (await a_system(link, {75: low_first(external)}).poll()).solar == SolarReading(power=power)


@pytest.mark.parametrize(
    ("problem", "meter", "phases"),
    [
        ("they add up", [1, i16(-1200), 340, i16(-1040)], (-1200.0, 340.0, -1040.0)),
        ("measured a moment later", [1, i16(-1250), 340, i16(-1100)], (-1250.0, 340.0, -1100.0)),
        ("the other sign", [1, 1200, i16(-340), 1040], None),
        ("of something else", [1, 100, 100, 100], None),
        ("no meter at the connection", [2, i16(-1200), 340, i16(-1040)], None),
    ],
)
async def test_phases_that_can_be_believed(
    link: MockModbusConnection, problem: str, meter: list[int], phases: object
) -> None:
    grid = (await a_system(link, {104: meter}).poll()).grid
    assert grid is not None
    assert grid.power == -1900.0
    assert grid.phase_power == phases, problem


async def test_sub_meters(link: MockModbusConnection) -> None:
    system = a_system(link, {108: [2, i16(-500), i16(-600), i16(-700)], 112: [4, 30, 40, 50], 116: [7, 9, 9, 9]})
    readings = await system.poll()
    assert readings.meters == {
        2: MeterReading(power=-1800.0, phase_power=(-500.0, -600.0, -700.0)),
        3: MeterReading(power=120.0, phase_power=(30.0, 40.0, 50.0)),
    }
    assert readings.part_names["meter_2"] == "External production"
    assert Part(role=Role.METER, number=3, name="External consumption") in system.parts


@pytest.mark.parametrize("state", [0, 5, 0xFFFF])
async def test_an_sg_ready_state_that_is_none(link: MockModbusConnection, state: int) -> None:
    system = a_system(link, {136: state})
    assert (await system.poll()).heat_pumps == {}
    assert system.parts == ()


@pytest.mark.parametrize(
    ("address", "block", "lost"),
    [
        (40067, "powers", {"solar", "battery", "grid", "house_power"}),
        (40104, "meters", set()),
        (40136, "sg_ready", set()),
    ],
)
async def test_a_refused_block_leaves_the_others_alone(
    link: MockModbusConnection, address: int, block: str, lost: set[str]
) -> None:
    system = a_system(link)
    await system.poll()
    link.for_unit(1).fail_read(address, IllegalDataAddressError())
    readings = await system.poll()
    assert readings.failed == {block}
    unknown = {name for name in ("grid", "solar", "battery", "house_power") if getattr(readings, name) is None}
    assert unknown == lost


@pytest.mark.parametrize("error", [ModbusConnectionError(), ModbusTimeoutError(), IllegalDataAddressError()])
async def test_nothing_answers(link: MockModbusConnection, error: ModbusError) -> None:
    system = a_system(link)
    await system.poll()
    link.for_unit(1).fail_requests(error)
    with pytest.raises(type(error)):
        await system.poll()


async def test_without_magic_word_nothing_is_read(link: MockModbusConnection) -> None:
    with pytest.raises(ModbusProtocolError):
        await a_system(link, {0: 0}).poll()


async def test_it_reads_in_two_requests_and_writes_nothing(link: MockModbusConnection) -> None:
    system = a_system(link, {87: [1] * 8})
    unit = link.for_unit(1)
    written: list[object] = []
    unit.on_write(written.append)
    await system.identify()
    unit.read_events.clear()
    await system.poll()
    assert len(unit.read_events) == 2
    # Wallboxes are another manager's affair, unless they are asked for.
    assert not any(event.address <= 40087 < event.address + event.count for event in unit.read_events)
    assert written == []
    assert not issubclass(E3dc, BatteryDriver)
    assert not E3dc.capabilities.controls_battery


async def test_wallboxes_where_they_are_asked_for(link: MockModbusConnection) -> None:
    system = a_system(link, {77: low_first(3690), 87: [0x1029, 0, 0, 0, 0, 0, 0, 0]})
    system.uses_wallboxes = True
    assert (await system.poll()).charge_points == {
        1: ChargePointReading(vehicle=VehicleState.C, power=3690.0, phases=1)
    }
    fill(link.for_unit(1), e3dc({87: [0x0021, 0x0001, 0, 0, 0, 0, 0, 0]}))
    assert (await system.poll()).charge_points == {
        1: ChargePointReading(vehicle=VehicleState.B, phases=3),
        2: ChargePointReading(vehicle=VehicleState.A, phases=3),
    }
    assert [part.key for part in system.parts if part.role is Role.CHARGE_POINT] == ["charge_point_1", "charge_point_2"]


@pytest.mark.parametrize(
    ("orders", "written"),
    [
        ({"sun_mode": True}, [0x002B]),
        ({"stopped": True, "phases": 1}, [0x102D]),
        ({"stopped": False, "phases": 3, "sun_mode": False}, []),
        ({}, []),
    ],
)
async def test_a_wallbox_is_written_as_a_whole_word(
    link: MockModbusConnection, orders: dict[str, Any], written: list[int]
) -> None:
    system = a_system(link, {87: [1, 0x0029, 0, 0, 0, 0, 0, 0]})
    events: list[WriteEvent] = []
    link.for_unit(1).on_write(events.append)
    with pytest.raises(NotImplementedError):
        await system.set_wallbox(2, **orders)
    system.uses_wallboxes = True
    await system.set_wallbox(2, **orders)
    assert [(event.address, event.values, event.function_code) for event in events] == [
        (40088, [word], 6) for word in written
    ]


@pytest.mark.parametrize(("number", "phases"), [(0, None), (2, None), (9, None), (1, 2)])
async def test_orders_that_cannot_be(link: MockModbusConnection, number: int, phases: int | None) -> None:
    system = a_system(link, {87: [1, 0, 0, 0, 0, 0, 0, 0]})
    system.uses_wallboxes = True
    with pytest.raises(ValueError):
        await system.set_wallbox(number, stopped=True, phases=phases)


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    "options",
    [{}, {"first": 0}, {"first": 39999, "swapped": True}, {"swapped": True}, {"external": 700.0}, {"sg_ready": False}],
)
async def test_the_house_is_read_as_it_is(options: dict[str, Any]) -> None:
    async with served(partial(E3dcServer, **options)) as rig:
        found = await identify(rig.link.for_unit)
        assert found is not None
        assert (found.family, found.serial) == ("e3dc", "S10-SIM0000001")
        system = E3dc(rig.link.for_unit, 1)
        rig.world.loads.switch_on("oven", 3000, (1.0, 0.0, 0.0))
        rig.world.step()
        world = rig.world
        readings = await system.poll()
        assert readings.failed == (frozenset() if options.get("sg_ready", True) else {"sg_ready"})
        assert readings.solar is not None
        assert readings.solar.power == pytest.approx(world.solar_power + options.get("external", 0.0), abs=1)
        assert readings.battery is not None
        assert readings.battery.power == pytest.approx(world.battery_power, abs=1)
        assert readings.grid is not None
        assert readings.grid.power == pytest.approx(world.grid.power, abs=1)
        assert world.grid.power > 1000
        assert readings.grid.phase_power == pytest.approx(world.grid.phase_power, abs=1)
        assert readings.house_power == pytest.approx(world.house_power, abs=1)
        assert rig.server.writes == []


@pytest.mark.usefixtures("socket_enabled")
async def test_the_wallboxes_of_the_house() -> None:
    def make(*args: Any) -> E3dcServer:
        return E3dcServer(*args, wallboxes=1)

    async with served(make) as rig:
        system = E3dc(rig.link.for_unit, 1)
        system.uses_wallboxes = True
        await system.set_wallbox(1, sun_mode=True, phases=1)
        reading = (await system.poll()).charge_points[1]
        assert reading.phases == 1
        assert [(address, values) for _, address, values in rig.server.writes] == [(40087, [0x1003])]


@pytest.mark.parametrize(
    ("problem", "status", "expected"),
    [
        ("cannot", 0, None),
        ("the grid is gone", 1, True),
        ("on the grid", 2, False),
        ("switched off", 3, False),
        ("motor switch in the wrong place", 4, False),
        ("garbage", 0xFFFF, None),
    ],
)
async def test_emergency_power(link: MockModbusConnection, problem: str, status: int, expected: bool | None) -> None:
    readings = await a_system(link, {83: status}).poll()
    assert readings.on_backup is expected, problem
