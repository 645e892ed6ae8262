"""Orders to a witty plus: what is written, in which order, and what is refused before it reaches the station."""

from modbus_connection import IllegalDataAddressError, IllegalDataValueError, ModbusTimeoutError
from modbus_connection.mock import MockModbusConnection, WriteEvent
import pytest

from custom_components.overshot.devices.hager_witty import HagerWitty

from .conftest import fill
from .witty_map import WITTY

SETPOINT, FALLBACK, AVAILABILITY, FALLBACK_AVAILABILITY, PHASES, DELAY = 0x301E, 0x301F, 0x3020, 0x3021, 0x3022, 0x3026


class Station:
    """A driver, the registers behind it, and what was written to them."""

    def __init__(self, link: MockModbusConnection) -> None:
        """Put a station on the link."""
        self.unit = link.for_unit(1)
        fill(self.unit, WITTY)
        self.driver = HagerWitty(link.for_unit, 1)
        self.events: list[WriteEvent] = []
        self.unit.on_write(self.events.append)

    @property
    def writes(self) -> list[tuple[int, int]]:
        """Return address and value of every write."""
        return [(event.address, int(event.values[0])) for event in self.events]


@pytest.fixture
def station(link: MockModbusConnection) -> Station:
    """Return a station that charges with 10 A, its fallback at 6 A."""
    return Station(link)


async def test_looking_writes_nothing(station: Station) -> None:
    await station.driver.identify()
    await station.driver.poll()
    assert station.events == []


@pytest.mark.parametrize(
    ("current", "register"),
    [(0, 0), (6, 60), (6.0, 60), (6.1, 61), (7.25, 72), (9.99, 99), (16, 160), (31.9, 319), (32, 320), (0.1 * 61, 61)],
)
async def test_setpoint_in_tenths_rounded_down(station: Station, current: float, register: int) -> None:
    await station.driver.poll()
    await station.driver.set_current(current)
    assert station.writes == [(SETPOINT, register)]
    assert station.events[0].function_code == 0x06


@pytest.mark.parametrize("current", [-1, 0.1, 5.9, 32.1, 100, float("nan"), float("inf"), -0.5])
async def test_a_current_out_of_range_never_leaves(station: Station, current: float) -> None:
    with pytest.raises(ValueError):
        await station.driver.set_current(current)
    with pytest.raises(ValueError):
        await station.driver.set_fallback(current)
    assert station.events == []


async def test_the_hardware_limits_the_range(station: Station) -> None:
    fill(station.unit, {0x3006: 16})
    await station.driver.poll()
    await station.driver.set_current(16)
    with pytest.raises(ValueError, match="16 A"):
        await station.driver.set_current(16.1)
    assert station.writes == [(SETPOINT, 160)]


@pytest.mark.parametrize("hardware", [0, 0xFFFF, 63])
async def test_a_hardware_limit_that_is_none_leaves_the_standard_one(station: Station, hardware: int) -> None:
    fill(station.unit, {0x3006: hardware})
    await station.driver.poll()
    await station.driver.set_current(32)
    with pytest.raises(ValueError):
        await station.driver.set_current(32.1)


async def test_fallback_already_as_wanted_writes_nothing(station: Station) -> None:
    await station.driver.set_fallback(6)
    assert station.events == []


@pytest.mark.parametrize(
    ("problem", "before", "current", "expected"),
    [
        ("another current", {FALLBACK: 160}, 6, [(FALLBACK, 60)]),
        ("no current: out of service as well", {}, 0, [(FALLBACK, 0), (FALLBACK_AVAILABILITY, 0)]),
        (
            "from nothing to a current: in service again",
            {FALLBACK: 0, FALLBACK_AVAILABILITY: 0},
            6,
            [(FALLBACK, 60), (FALLBACK_AVAILABILITY, 1)],
        ),
        ("it would wait 30 s", {DELAY: 1}, 6, [(DELAY, 0)]),
        (
            "everything from the factory",
            {FALLBACK: 320, FALLBACK_AVAILABILITY: 0, DELAY: 1},
            8,
            [(FALLBACK, 80), (FALLBACK_AVAILABILITY, 1), (DELAY, 0)],
        ),
    ],
)
async def test_fallback(
    station: Station, problem: str, before: dict[int, int], current: float, expected: list[tuple[int, int]]
) -> None:
    fill(station.unit, before)
    await station.driver.set_fallback(current)
    assert station.writes == expected, problem
    assert {event.function_code for event in station.events} == {0x06}


async def test_fallback_of_firmware_without_delay_and_availability(station: Station) -> None:
    station.unit.fail_read(DELAY, IllegalDataAddressError())
    station.unit.fail_write(FALLBACK_AVAILABILITY, IllegalDataAddressError())
    await station.driver.set_fallback(0)
    assert station.writes == [(FALLBACK, 0)]


async def test_a_fallback_that_is_refused_is_told(station: Station) -> None:
    station.unit.fail_write(FALLBACK, IllegalDataValueError())
    with pytest.raises(IllegalDataValueError):
        await station.driver.set_fallback(8)
    station.unit.fail_requests(ModbusTimeoutError())
    with pytest.raises(ModbusTimeoutError):
        await station.driver.set_fallback(8)


async def test_the_first_current_settles_a_late_fallback(station: Station) -> None:
    fill(station.unit, {DELAY: 1})
    await station.driver.identify()
    await station.driver.set_current(0)
    assert station.writes == [(SETPOINT, 0)]
    await station.driver.set_current(10)
    await station.driver.set_current(12)
    assert station.writes == [(SETPOINT, 0), (DELAY, 0), (SETPOINT, 100), (SETPOINT, 120)]


async def test_after_a_silence_the_fallback_is_settled_again(station: Station) -> None:
    await station.driver.set_current(10)
    fill(station.unit, {DELAY: 1})
    await station.driver.set_current(10)
    await station.driver.identify()
    await station.driver.set_current(10)
    assert station.writes == [(SETPOINT, 100), (SETPOINT, 100), (DELAY, 0), (SETPOINT, 100)]


async def test_a_station_out_of_service_is_put_in_service_with_its_first_current(station: Station) -> None:
    fill(station.unit, {AVAILABILITY: 0})
    await station.driver.poll()
    await station.driver.set_current(0)
    assert station.writes == [(SETPOINT, 0)]
    await station.driver.set_current(6)
    assert station.writes == [(SETPOINT, 0), (AVAILABILITY, 1), (SETPOINT, 60)]


@pytest.mark.parametrize(("phases", "register"), [(1, 1), (3, 0)])
async def test_phases(station: Station, phases: int, register: int) -> None:
    await station.driver.set_phases(phases)
    assert station.writes == [(PHASES, register)]
    assert (await station.driver.poll()).charge_points[1].phases == phases


@pytest.mark.parametrize("phases", [0, 2, 4, -1])
async def test_phases_out_of_range(station: Station, phases: int) -> None:
    with pytest.raises(ValueError):
        await station.driver.set_phases(phases)
    assert station.events == []


async def test_what_was_ordered_is_read_back(station: Station) -> None:
    await station.driver.set_current(13.4)
    await station.driver.set_fallback(7)
    reading = (await station.driver.poll()).charge_points[1]
    assert (reading.setpoint, reading.fallback_current) == (13.4, 7.0)
