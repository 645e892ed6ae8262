"""A GoodWe hybrid inverter is commanded on change only, read back, and always given back to its own automatic."""

from functools import partial

from modbus_connection import IllegalDataAddressError, ModbusTimeoutError
from modbus_connection.mock import MockModbusConnection, WriteEvent
import pytest

from custom_components.overshot.core.model import BatteryMode
from custom_components.overshot.devices.driver import Capabilities
from custom_components.overshot.devices.errors import NotTakenError
from custom_components.overshot.devices.goodwe_et import GoodweEt
from simulator.servers.goodwe import GoodweServer

from .conftest import fill
from .goodwe_map import GOODWE
from .simulated_house import served

EMS = 47511
EXPORT = 47509


@pytest.fixture
def written(link: MockModbusConnection) -> list[tuple[int, list[int]]]:
    """Return what is written: address and values."""
    events: list[tuple[int, list[int]]] = []

    def note(event: WriteEvent) -> None:
        events.append((event.address, [int(value) for value in event.values]))

    link.for_unit(247).on_write(note)
    return events


@pytest.fixture
def inverter(link: MockModbusConnection) -> GoodweEt:
    """Return a driver for an inverter on its own automatic."""
    fill(link.for_unit(247), {**GOODWE, EXPORT: [0, 0], EMS: [1, 0]})
    return GoodweEt(link.for_unit, 247)


@pytest.mark.parametrize(
    ("problem", "mode", "power", "expected"),
    [
        ("give nothing", BatteryMode.HOLD, 0.0, [8, 0]),
        ("a power means nothing while it gives nothing", BatteryMode.HOLD, 900.0, [8, 0]),
        ("from the grid", BatteryMode.CHARGE, 2500.4, [11, 2500]),
        ("to the grid", BatteryMode.DISCHARGE, 1800.0, [12, 1800]),
        ("charge with nothing", BatteryMode.CHARGE, 0.0, [11, 0]),
    ],
)
async def test_mode_and_power_go_in_one_write(
    inverter: GoodweEt,
    written: list[tuple[int, list[int]]],
    problem: str,
    mode: BatteryMode,
    power: float,
    expected: list[int],
) -> None:
    await inverter.set_battery(mode, power)
    assert written == [(EMS, expected)], problem


async def test_the_same_order_is_written_once(inverter: GoodweEt, written: list[tuple[int, list[int]]]) -> None:
    for _ in range(3):
        await inverter.set_battery(BatteryMode.CHARGE, 2500)
    await inverter.set_battery(BatteryMode.CHARGE, 2000)
    for _ in range(2):
        await inverter.release_battery()
    await inverter.set_battery(BatteryMode.AUTO)
    assert written == [(EMS, [11, 2500]), (EMS, [11, 2000]), (EMS, [1, 0])]


async def test_an_inverter_on_automatic_is_left_alone(inverter: GoodweEt, written: list[tuple[int, list[int]]]) -> None:
    await inverter.release_battery()
    assert written == []


async def test_what_somebody_else_commanded_is_released(
    inverter: GoodweEt, link: MockModbusConnection, written: list[tuple[int, list[int]]]
) -> None:
    fill(link.for_unit(247), {EMS: [9, 4000]})
    await inverter.release_battery()
    assert written == [(EMS, [1, 0])]


@pytest.mark.parametrize("power", [-1.0, 10_001.0, float("nan"), float("inf")])
@pytest.mark.parametrize("mode", list(BatteryMode))
async def test_powers_that_cannot_be(
    inverter: GoodweEt, written: list[tuple[int, list[int]]], mode: BatteryMode, power: float
) -> None:
    await inverter.identify()
    with pytest.raises(ValueError):
        await inverter.set_battery(mode, power)
    assert written == []


async def test_before_it_is_identified_only_the_register_bounds_the_power(inverter: GoodweEt) -> None:
    await inverter.set_battery(BatteryMode.CHARGE, 30_000)
    with pytest.raises(ValueError):
        await inverter.set_battery(BatteryMode.CHARGE, 40_000)


async def test_an_order_that_is_not_kept(inverter: GoodweEt, link: MockModbusConnection) -> None:
    unit = link.for_unit(247)
    unit.on_write(lambda _: unit.holding.update({EMS: 1, EMS + 1: 0}))
    with pytest.raises(NotTakenError):
        await inverter.set_battery(BatteryMode.DISCHARGE, 1000)


@pytest.mark.parametrize("error", [ModbusTimeoutError(), IllegalDataAddressError()])
async def test_an_order_that_cannot_be_given(inverter: GoodweEt, link: MockModbusConnection, error: Exception) -> None:
    link.for_unit(247).fail_write(EMS, error)
    with pytest.raises(type(error)):
        await inverter.set_battery(BatteryMode.CHARGE, 1000)


async def test_export_limit(inverter: GoodweEt, written: list[tuple[int, list[int]]]) -> None:
    await inverter.set_export_limit(None)
    assert written == []
    for _ in range(2):
        await inverter.set_export_limit(500)
    await inverter.set_export_limit(0)
    for _ in range(2):
        await inverter.set_export_limit(None)
    assert written == [(EXPORT, [1, 500]), (EXPORT, [1, 0]), (EXPORT, [0])]


@pytest.mark.parametrize("limit", [-1.0, 40_000.0, float("nan")])
async def test_export_limits_that_cannot_be(
    inverter: GoodweEt, written: list[tuple[int, list[int]]], limit: float
) -> None:
    with pytest.raises(ValueError):
        await inverter.set_export_limit(limit)
    assert written == []


async def test_without_its_own_meter_it_limits_no_export(
    inverter: GoodweEt, link: MockModbusConnection, written: list[tuple[int, list[int]]]
) -> None:
    await inverter.poll()
    before = inverter.capabilities
    assert before.limits_export
    fill(link.for_unit(247), {36004: 0, EXPORT: [1, 0]})
    await inverter.poll()
    after = inverter.capabilities
    assert not after.limits_export
    assert after.controls_battery
    with pytest.raises(NotImplementedError):
        await inverter.set_export_limit(500)
    assert written == []
    # A limit that is there already is lifted all the same.
    await inverter.set_export_limit(None)
    assert written == [(EXPORT, [0])]


async def test_no_order_regulates_on_its_own_meter(inverter: GoodweEt, written: list[tuple[int, list[int]]]) -> None:
    for mode in BatteryMode:
        await inverter.set_battery(mode, 1000)
    assert {values[0] for _, values in written}.isdisjoint({9, 10})


def test_what_it_says_of_itself() -> None:
    capabilities: Capabilities = GoodweEt.capabilities
    assert capabilities.persistent_memory
    assert capabilities.min_write_interval >= 60
    assert capabilities.heartbeat is None
    assert GoodweEt.default_serial is not None
    assert GoodweEt.default_serial.baudrate == 9600


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("rtu", [False, True])
async def test_the_battery_of_the_house_obeys_and_is_given_back(rtu: bool) -> None:
    async with served(partial(GoodweServer, rtu=rtu)) as rig:
        inverter = GoodweEt(rig.link.for_unit, 247)
        identity = await inverter.identify()
        assert identity is not None
        for mode, power, expected in (
            (BatteryMode.CHARGE, 3000, -3000),
            (BatteryMode.DISCHARGE, 1500, 1500),
            (BatteryMode.HOLD, 0, 0),
        ):
            await inverter.set_battery(mode, power)
            await rig.live(20)
            assert rig.world.battery_power == pytest.approx(expected, abs=1), mode
            battery = (await inverter.poll()).battery
            assert battery is not None
            assert battery.power == pytest.approx(expected, abs=1)
        await inverter.release_battery()
        await rig.live(20)
        # Its own automatic keeps the grid at zero.
        assert rig.world.grid.power == pytest.approx(0, abs=20)
        assert rig.world.battery_power < -3000
        with pytest.raises(ValueError):
            await inverter.set_battery(BatteryMode.CHARGE, 12_000)


@pytest.mark.usefixtures("socket_enabled")
async def test_the_house_exports_no_more_than_it_may() -> None:
    async with served(GoodweServer) as rig:
        inverter = GoodweEt(rig.link.for_unit, 247)
        await inverter.set_battery(BatteryMode.HOLD)
        await rig.live(20)
        assert rig.world.grid.power == pytest.approx(-3400, abs=5)
        await inverter.set_export_limit(1000)
        await rig.live(20)
        assert rig.world.grid.power == pytest.approx(-1000, abs=5)
        await inverter.set_export_limit(None)
        await rig.live(20)
        assert rig.world.grid.power == pytest.approx(-3400, abs=5)
        assert [address for _, address, _ in rig.server.writes] == [EMS, EXPORT, EXPORT]


@pytest.mark.usefixtures("socket_enabled")
async def test_a_house_whose_inverter_has_no_meter() -> None:
    async with served(partial(GoodweServer, own_meter=False)) as rig:
        inverter = GoodweEt(rig.link.for_unit, 247)
        readings = await inverter.poll()
        assert readings.grid is None
        assert readings.solar is not None
        with pytest.raises(NotImplementedError):
            await inverter.set_export_limit(0)
        await inverter.set_battery(BatteryMode.CHARGE, 2000)
        await rig.live(20)
        assert rig.world.battery_power == pytest.approx(-2000, abs=1)
