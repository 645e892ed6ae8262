"""A station that is switched off stays off when Overshot lets go of it, and nobody charges on backup power."""

from collections.abc import AsyncIterator

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from modbus_connection import ModbusConnectionError
import pytest

from custom_components.overshot.core.model import ChargingMode
from tests.devices.goodwe_map import GOODWE
from tests.devices.registers import spread

from .conftest import FALLBACK, SETPOINT, STATION_SERIAL, House, Station, subentries
from .ordered import Memory, OrderedHouse, device, in_memory, set_up, tick
from .test_control import sunshine

INVERTER = "9010KETU00000OVS"
WORK_MODE, BACKUP_POWER = 35187, 35170
OFF_GRID = 2


@pytest.mark.parametrize(
    ("problem", "mode", "left"),
    [
        ("off is off, whatever the fallback", ChargingMode.OFF, 0),
        ("a car that charges keeps its fallback", ChargingMode.BOOST, 6),
        ("a car that waits for the sun goes on waiting", ChargingMode.PV_SURPLUS, 0),
    ],
)
@pytest.mark.parametrize("unload", [False, True])
async def test_what_a_station_is_left_with(
    hass: HomeAssistant,
    house: House,
    freezer: FrozenDateTimeFactory,
    problem: str,
    mode: ChargingMode,
    left: float,
    unload: bool,
) -> None:
    house.site.async_wish(house.station_id, mode=mode)
    await house.control()
    house.station.unit.holding[SETPOINT] = 0
    await sunshine(house, freezer, 8, 0)
    if unload:
        assert await hass.config_entries.async_unload(house.entry.entry_id)
    else:
        await house.control(False)
    assert house.station.setpoint == left, problem
    assert house.station.fallback == (0 if mode is ChargingMode.OFF else 6)


@pytest.fixture
async def island(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> AsyncIterator[tuple[OrderedHouse, Memory]]:
    """Return a house whose GoodWe can carry it alone, and in which a car boosts."""
    memory = Memory()
    memory.unit(247).holding.update(spread({**GOODWE, BACKUP_POWER: 240, 47509: [0, 0], 47511: [1, 0]}))
    station = Station(memory.unit(1))
    station.plug()
    garage = subentries()[1]
    with in_memory(memory):
        house = await set_up(hass, garage, device("inverter", "goodwe_et", INVERTER, unit_id=247, host="192.0.2.1"))
        id_ = house.id_of(STATION_SERIAL)
        house.site.async_wish(id_, mode=ChargingMode.BOOST)
        await house.control(STATION_SERIAL)
        for _ in range(8):
            await house.poll(STATION_SERIAL, INVERTER)
            await tick(house, freezer)
        assert memory.unit(1).holding[SETPOINT] == 160
        yield house, memory


async def test_no_charging_while_the_house_runs_on_its_battery(
    island: tuple[OrderedHouse, Memory], freezer: FrozenDateTimeFactory
) -> None:
    house, memory = island
    assert house.state("binary_sensor", "on_backup", INVERTER) == "off"
    assert float(house.state("sensor", "backup_power", INVERTER)) == 240
    memory.unit(247).holding[WORK_MODE] = OFF_GRID
    await house.poll(INVERTER)
    await tick(house, freezer)
    assert house.state("binary_sensor", "on_backup", INVERTER) == "on"
    assert house.state("sensor", "reason", STATION_SERIAL) == "on_backup"
    for _ in range(4):
        await house.poll(STATION_SERIAL, INVERTER)
        await tick(house, freezer)
    registers = memory.unit(1).holding
    assert (registers[SETPOINT], registers[FALLBACK]) == (0, 0), "its own watchdog must not start it either"

    memory.unit(247).holding[WORK_MODE] = 1
    for _ in range(70):
        await house.poll(STATION_SERIAL, INVERTER)
        await tick(house, freezer)
    assert (registers[SETPOINT], registers[FALLBACK]) == (160, 60), "and it goes on by itself"


async def test_an_inverter_that_fell_silent_on_backup_does_not_stop_the_cars_for_ever(
    island: tuple[OrderedHouse, Memory], freezer: FrozenDateTimeFactory
) -> None:
    house, memory = island
    memory.unit(247).holding[WORK_MODE] = OFF_GRID
    await house.poll(INVERTER)
    await tick(house, freezer)
    assert house.site.snapshot.on_backup
    memory.unit(247).fail_requests(ModbusConnectionError("gone"))
    for _ in range(65):
        await tick(house, freezer)
    assert not house.site.snapshot.on_backup
