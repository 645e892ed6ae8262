"""A Hager flow controller: who it is, and what unit 0 says of the house."""

from modbus_connection import IllegalDataAddressError, ModbusConnectionError, ModbusError, ModbusTimeoutError
from modbus_connection.mock import MockModbusConnection
import pytest

from custom_components.overshot.core.model import BatteryReading, BatteryState, MeterReading, SolarReading
from custom_components.overshot.devices.driver import DeviceKind, Identity
from custom_components.overshot.devices.hager_flow import HagerFlow

from .conftest import fill
from .emc_map import build_house
from .registers import i32, text, u32


@pytest.fixture
def controller(link: MockModbusConnection) -> HagerFlow:
    """Return a driver for a controller that answers."""
    build_house(link)
    return HagerFlow(link.for_unit, 0)


async def test_identity(controller: HagerFlow) -> None:
    assert await controller.identify() == Identity(
        family="hager_flow", serial="OVS-EMC-0001", manufacturer="Hager", model="XEM470", sw_version="R3.2.1"
    )
    assert (HagerFlow.kind, HagerFlow.default_unit, HagerFlow.poll_interval) == (DeviceKind.CONTROLLER, 0, 5.0)
    assert HagerFlow.capabilities.sets_current is False


async def test_software_that_does_not_tell_its_product(controller: HagerFlow, link: MockModbusConnection) -> None:
    link.for_unit(0).fail_read(0, IllegalDataAddressError())
    identity = await controller.identify()
    assert identity is not None
    assert identity.model == "XEM470"


@pytest.mark.parametrize(
    ("problem", "changes"),
    [("another vendor", {0: text("Wattson", 16)}), ("no serial number", {48: text("", 16)})],
)
async def test_another_device(
    controller: HagerFlow, link: MockModbusConnection, problem: str, changes: dict[int, int | list[int]]
) -> None:
    fill(link.for_unit(0), changes)
    assert await controller.identify() is None, problem


@pytest.mark.parametrize("address", [48, 4099])
async def test_a_device_without_these_registers(
    controller: HagerFlow, link: MockModbusConnection, address: int
) -> None:
    link.for_unit(0).fail_read(address, IllegalDataAddressError())
    assert await controller.identify() is None


async def test_the_house(controller: HagerFlow) -> None:
    readings = await controller.poll()
    assert readings.grid == MeterReading(power=460.0, phase_power=(-480.0, 1930.0, -990.0), currents=(-2.0, 8.0, -4.0))
    assert readings.solar == SolarReading(power=5200.0)
    # The controller counts charging positive, the house discharging.
    assert readings.battery == BatteryReading(power=-1500.0, soc=64.0, state=BatteryState.CHARGING)
    assert readings.house_power == 4160.0
    # grid + battery + solar = house
    assert readings.house_power == 460.0 - 1500.0 + 5200.0
    assert readings.failed == frozenset()


@pytest.mark.parametrize(
    ("charging", "power", "state"),
    [
        (2400, -2400.0, BatteryState.CHARGING),
        (-2400, 2400.0, BatteryState.DISCHARGING),
        (0, 0.0, BatteryState.STANDBY),
        (-10, 10.0, BatteryState.STANDBY),
        (-1, 1.0, BatteryState.STANDBY),
    ],
)
async def test_sign_of_the_battery(
    controller: HagerFlow, link: MockModbusConnection, charging: int, power: float, state: BatteryState
) -> None:
    fill(link.for_unit(0), {4138: i32(charging)})
    battery = (await controller.poll()).battery
    assert battery is not None
    assert (battery.power, battery.state) == (power, state)


@pytest.mark.parametrize(
    ("problem", "raw"),
    [
        ("tenths of an ampere", [21, 84, 43]),
        ("hundredths", [210, 840, 430]),
        ("ten-thousandths", [21000, 65000, 43000]),
        ("not served", [0xFFFF, 0xFFFF, 0xFFFF]),
        ("one phase not served", [2, 0xFFFF, 4]),
        ("always zero", [0, 0, 0]),
    ],
)
async def test_currents_that_are_no_amperes_of_that_power_are_not_used(
    controller: HagerFlow, link: MockModbusConnection, problem: str, raw: list[int]
) -> None:
    fill(link.for_unit(0), {4099: raw})
    grid = (await controller.poll()).grid
    assert grid is not None
    assert grid.currents is None, problem
    assert grid.phase_power == (-480.0, 1930.0, -990.0)


@pytest.mark.parametrize(
    ("problem", "changes", "part"),
    [
        ("state of charge of 255 %", {4146: 255}, "battery"),
        ("no battery: not served", {4146: 0xFFFF, 4138: u32(0x80000000)}, "battery"),
        ("solar not served", {4126: u32(0xFFFFFFFF)}, "solar"),
        ("grid not served", {4102: u32(0x80000000)}, "grid"),
        ("grid of a power station", {4102: i32(2_000_000_000)}, "grid"),
        ("house not served", {4151: u32(0x80000000)}, "house_power"),
    ],
)
async def test_what_cannot_be_is_not_known(
    controller: HagerFlow, link: MockModbusConnection, problem: str, changes: dict[int, int | list[int]], part: str
) -> None:
    fill(link.for_unit(0), changes)
    readings = await controller.poll()
    assert getattr(readings, part) is None, problem
    others = {"grid", "solar", "battery", "house_power"} - {part}
    assert all(getattr(readings, other) is not None for other in others)


@pytest.mark.parametrize(
    ("address", "block", "part"),
    [(4102, "grid", "grid"), (4126, "solar", "solar"), (4146, "battery", "battery"), (4151, "house", "house_power")],
)
async def test_a_refused_block_leaves_the_others_alone(
    controller: HagerFlow, link: MockModbusConnection, address: int, block: str, part: str
) -> None:
    await controller.poll()
    link.for_unit(0).fail_read(address, IllegalDataAddressError())
    readings = await controller.poll()
    assert readings.failed == {block}
    known = {name for name in ("grid", "solar", "battery", "house_power") if getattr(readings, name) is not None}
    assert known == {"grid", "solar", "battery", "house_power"} - {part}
    assert len(readings.charge_points) == 2


@pytest.mark.parametrize("error", [ModbusConnectionError(), ModbusTimeoutError(), IllegalDataAddressError()])
async def test_unit_0_tells_nothing(controller: HagerFlow, link: MockModbusConnection, error: ModbusError) -> None:
    link.for_unit(0).fail_requests(error)
    with pytest.raises(type(error)):
        await controller.poll()
