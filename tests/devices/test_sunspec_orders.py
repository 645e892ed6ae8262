"""A SunSpec battery and its output are commanded in the right order, read back, and let go by themselves."""

from modbus_connection import IllegalDataAddressError, ModbusProtocolError
from modbus_connection.mock import MockModbusConnection, MockModbusUnit, WriteEvent
import pytest

from custom_components.overshot.core.model import BatteryMode
from custom_components.overshot.devices.errors import NotTakenError
from custom_components.overshot.devices.sunspec import SunSpec

from .conftest import fill
from .registers import i16
from .sunspec_map import (
    COMMON,
    HYBRID,
    INVERTER,
    NOT_AVAILABLE,
    SETTINGS,
    Block,
    offset_of,
    sunspec,
    with_model,
    without,
)

STORAGE = offset_of(HYBRID, 124)
CONTROLS = offset_of(HYBRID, 123)
MODE, OUT, IN, TIMER, FROM_GRID = (STORAGE + offset for offset in (5, 12, 13, 15, 17))
LIMIT, LIMIT_TIMER, LIMIT_ON = (CONTROLS + offset for offset in (5, 7, 9))

type Written = list[tuple[int, int]]


def a_device(link: MockModbusConnection, blocks: tuple[Block, ...] = HYBRID) -> tuple[SunSpec, MockModbusUnit, Written]:
    """Return a driver, its device, and what will be written: address and value."""
    unit = link.for_unit(1)
    fill(unit, sunspec(blocks))
    written: Written = []

    def note(event: WriteEvent) -> None:
        written.extend((event.address + offset, int(value)) for offset, value in enumerate(event.values))

    unit.on_write(note)
    return SunSpec(link.for_unit, 1), unit, written


@pytest.mark.parametrize(
    ("problem", "mode", "power", "expected"),
    [
        ("give nothing, take the sun", BatteryMode.HOLD, 0, [(TIMER, 60), (OUT, 0), (MODE, 2)]),
        (
            "half of 5120 W from the grid",
            BatteryMode.CHARGE,
            2560,
            [(TIMER, 60), (OUT, i16(-5000)), (FROM_GRID, 1), (MODE, 2)],
        ),
        (
            "half of the nameplate's 6000 W",
            BatteryMode.DISCHARGE,
            3000,
            [(TIMER, 60), (OUT, 5000), (IN, i16(-5859)), (MODE, 3)],
        ),
    ],
)
async def test_rates_and_timer_come_before_the_mode(
    link: MockModbusConnection, problem: str, mode: BatteryMode, power: float, expected: Written
) -> None:
    device, _, written = a_device(link)
    await device.set_battery(mode, power)
    assert written == expected, problem


async def test_the_limits_of_another_order_are_not_in_force_while_they_change(link: MockModbusConnection) -> None:
    device, _, written = a_device(link)
    await device.set_battery(BatteryMode.DISCHARGE, 3000)
    written.clear()
    await device.set_battery(BatteryMode.HOLD)
    assert written[0] == (MODE, 0)
    assert written[-1] == (MODE, 2)


async def test_an_order_is_repeated_for_the_watchdog(link: MockModbusConnection) -> None:
    device, _, written = a_device(link)
    await device.set_battery(BatteryMode.HOLD)
    written.clear()
    await device.set_battery(BatteryMode.HOLD)
    assert written == [(OUT, 0), (MODE, 2)]
    assert device.capabilities.heartbeat == 20


async def test_without_a_watchdog_it_is_written_once(link: MockModbusConnection) -> None:
    device, _, written = a_device(link, with_model(HYBRID, 124, {15: 0xFFFF}))
    await device.set_battery(BatteryMode.HOLD)
    assert written == [(OUT, 0), (MODE, 2)]
    await device.set_battery(BatteryMode.HOLD)
    assert len(written) == 2
    assert device.capabilities.heartbeat is None


async def test_a_timer_that_is_not_kept_is_no_watchdog(link: MockModbusConnection) -> None:
    device, unit, written = a_device(link)
    unit.on_write(lambda _: unit.holding.update({TIMER: 0}))
    await device.set_battery(BatteryMode.HOLD)
    assert device.capabilities.heartbeat is None
    assert device.capabilities.controls_battery
    written.clear()
    await device.set_battery(BatteryMode.HOLD)
    assert written == []


async def test_release_leaves_it_as_it_was_found(link: MockModbusConnection) -> None:
    device, unit, written = a_device(link)
    before = {address: unit.holding[address] for address in (MODE, OUT, IN, FROM_GRID)}
    await device.set_battery(BatteryMode.CHARGE, 2560)
    # Asked who it is after a silence: what was found at first is not forgotten.
    await device.identify()
    await device.set_battery(BatteryMode.DISCHARGE, 1000)
    assert unit.holding[FROM_GRID] == 0
    await device.release_battery()
    assert {address: unit.holding[address] for address in before} == before
    written.clear()
    await device.release_battery()
    assert written == []


async def test_grid_charging_that_was_allowed_stays_allowed(link: MockModbusConnection) -> None:
    device, unit, _ = a_device(link, with_model(HYBRID, 124, {17: 1}))
    await device.set_battery(BatteryMode.CHARGE, 1000)
    await device.release_battery()
    assert unit.holding[FROM_GRID] == 1


@pytest.mark.parametrize(
    ("mode", "power"),
    [
        (BatteryMode.CHARGE, 5121),
        (BatteryMode.CHARGE, -1),
        (BatteryMode.DISCHARGE, 6001),
        (BatteryMode.HOLD, float("nan")),
        (BatteryMode.AUTO, float("inf")),
    ],
)
async def test_powers_that_cannot_be(link: MockModbusConnection, mode: BatteryMode, power: float) -> None:
    device, _, written = a_device(link)
    with pytest.raises(ValueError):
        await device.set_battery(mode, power)
    assert written == []


@pytest.mark.parametrize(
    ("problem", "blocks"),
    [
        ("no storage", without(HYBRID, 124)),
        ("its highest power is not told", with_model(HYBRID, 124, {2: 0xFFFF})),
        ("no battery connected", with_model(HYBRID, 124, {2: 0})),
        ("its rates have no scale", with_model(HYBRID, 124, {25: NOT_AVAILABLE})),
    ],
)
async def test_a_battery_that_cannot_be_commanded(
    link: MockModbusConnection, problem: str, blocks: tuple[Block, ...]
) -> None:
    device, _, written = a_device(link, blocks)
    await device.poll()
    assert not device.capabilities.controls_battery, problem
    with pytest.raises(NotImplementedError):
        await device.set_battery(BatteryMode.HOLD)
    assert written == []


@pytest.mark.parametrize("mode", [BatteryMode.HOLD, BatteryMode.CHARGE, BatteryMode.DISCHARGE])
async def test_an_order_that_is_not_kept(link: MockModbusConnection, mode: BatteryMode) -> None:
    device, unit, _ = a_device(link)
    unit.on_write(lambda _: unit.holding.update({OUT: 10_000}))
    with pytest.raises(NotTakenError):
        await device.set_battery(mode, 1000)


async def test_a_release_that_is_not_kept(link: MockModbusConnection) -> None:
    device, unit, _ = a_device(link, with_model(HYBRID, 124, {5: 2}))
    unit.on_write(lambda _: unit.holding.update({MODE: 2}))
    with pytest.raises(NotTakenError):
        await device.release_battery()


async def test_a_device_that_refuses(link: MockModbusConnection) -> None:
    device, unit, _ = a_device(link)
    unit.fail_write(OUT, IllegalDataAddressError())
    with pytest.raises(IllegalDataAddressError):
        await device.set_battery(BatteryMode.HOLD)


async def test_a_map_that_moved_is_not_written_to(link: MockModbusConnection) -> None:
    device, unit, written = a_device(link)
    await device.poll()
    unit.holding.clear()
    fill(unit, sunspec((COMMON, SETTINGS, *HYBRID[1:])))
    for order in (device.set_battery(BatteryMode.HOLD), device.set_output_limit(1000)):
        with pytest.raises(ModbusProtocolError):
            await order
        assert written == []
        await device.poll()
        unit.holding.clear()
        fill(unit, sunspec(HYBRID))


@pytest.mark.parametrize(
    ("limit", "percent"), [(2500.0, 2500), (0.0, 0), (10_000.0, 10_000), (25_000.0, 10_000), (1234.56, 1234)]
)
async def test_the_output_is_limited_before_the_limit_is_enabled(
    link: MockModbusConnection, limit: float, percent: int
) -> None:
    device, _, written = a_device(link)
    await device.set_output_limit(limit)
    assert written == [(LIMIT, percent), (LIMIT_TIMER, 60), (LIMIT_ON, 1)]


async def test_a_limit_is_repeated_and_lifted(link: MockModbusConnection) -> None:
    device, _, written = a_device(link)
    await device.set_output_limit(None)
    assert written == []
    await device.set_output_limit(2500)
    written.clear()
    await device.set_output_limit(2500)
    assert written == [(LIMIT, 2500), (LIMIT_ON, 1)]
    written.clear()
    for _ in range(2):
        await device.set_output_limit(None)
    assert written == [(LIMIT_ON, 0)]


async def test_a_limit_with_a_timer_is_kept_alive_though_the_battery_has_none(link: MockModbusConnection) -> None:
    device, _, _ = a_device(link, with_model(HYBRID, 124, {15: 0xFFFF}))
    await device.poll()
    assert not device.capabilities.heartbeat
    await device.set_output_limit(2500)
    assert device.capabilities.heartbeat == 20
    await device.poll()
    assert device.capabilities.heartbeat == 20


@pytest.mark.parametrize("limit", [-1.0, float("nan"), float("inf")])
async def test_limits_that_cannot_be(link: MockModbusConnection, limit: float) -> None:
    device, _, written = a_device(link)
    with pytest.raises(ValueError):
        await device.set_output_limit(limit)
    assert written == []


@pytest.mark.parametrize(
    ("problem", "blocks"),
    [
        ("no controls", without(HYBRID, 123)),
        ("a percentage of nobody knows what", without(HYBRID, 120, 121)),
        ("no scale", with_model(HYBRID, 123, {23: NOT_AVAILABLE})),
    ],
)
async def test_an_output_that_cannot_be_limited(
    link: MockModbusConnection, problem: str, blocks: tuple[Block, ...]
) -> None:
    device, _, written = a_device(link, blocks)
    with pytest.raises(NotImplementedError):
        await device.set_output_limit(1000)
    assert written == [], problem


@pytest.mark.parametrize("limit", [1000.0, None])
async def test_a_limit_that_is_not_kept(link: MockModbusConnection, limit: float | None) -> None:
    device, unit, _ = a_device(link, with_model(HYBRID, 123, {9: 1}))
    unit.on_write(lambda _: unit.holding.update({LIMIT_ON: 0 if limit is not None else 1}))
    with pytest.raises(NotTakenError):
        await device.set_output_limit(limit)


async def test_no_export_is_limited(link: MockModbusConnection) -> None:
    device, _, _ = a_device(link, (COMMON, INVERTER))
    with pytest.raises(NotImplementedError):
        await device.set_export_limit(0)
