"""Boost: the only thing a Hager flow controller takes, and what it shows meanwhile."""

from functools import partial

from modbus_connection import ModbusTimeoutError
from modbus_connection.mock import MockModbusConnection, WriteEvent
import pytest

from custom_components.overshot.devices.driver import BoostOrders
from custom_components.overshot.devices.hager_flow import HagerFlow
from custom_components.overshot.devices.hager_flow_parts import BOOST_FEEDBACK
from simulator.servers.hager_flow import HagerFlowServer

from .emc_map import build_house
from .simulated_house import served

BOOST = 4631


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        """Start somewhere."""
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Controller:
    """A controller in memory: station 1 rests, station 2 boosts."""

    def __init__(self, link: MockModbusConnection) -> None:
        """Build it on a link."""
        build_house(link)
        self.clock = Clock()
        self.driver = HagerFlow(link.for_unit, 0, self.clock)
        self.written: list[tuple[int, int, int]] = []
        for unit_id in range(60):
            link.for_unit(unit_id).on_write(partial(self._note, unit_id))

    def _note(self, unit_id: int, event: WriteEvent) -> None:
        self.written += [(unit_id, event.address, int(value)) for value in event.values]

    async def shown(self, number: int) -> bool | None:
        """Return what a poll tells of a station's boost."""
        readings = await self.driver.poll()
        return readings.charge_points[number].boost


@pytest.fixture
async def controller(link: MockModbusConnection) -> Controller:
    """Return a controller whose parts are known."""
    controller = Controller(link)
    await controller.driver.poll()
    return controller


async def test_it_takes_boost_and_nothing_else(controller: Controller) -> None:
    driver = controller.driver
    assert isinstance(driver, BoostOrders)
    assert driver.capabilities.boosts
    assert not driver.capabilities.sets_current
    await driver.set_boost(1, True)
    await driver.set_boost(2, False)
    assert controller.written == [(1, BOOST, 1), (2, BOOST, 0)]


async def test_one_register_is_one_fc06(controller: Controller, link: MockModbusConnection) -> None:
    events: list[WriteEvent] = []
    link.for_unit(1).on_write(events.append)
    await controller.driver.set_boost(1, True)
    assert [(event.address, list(event.values)) for event in events] == [(BOOST, [1])]


@pytest.mark.parametrize("number", [0, 3, 9])
async def test_a_station_that_is_not_there(controller: Controller, number: int) -> None:
    with pytest.raises(ValueError):
        await controller.driver.set_boost(number, True)
    assert controller.written == []


async def test_until_the_feedback_it_shows_what_was_ordered(controller: Controller, link: MockModbusConnection) -> None:
    await controller.driver.set_boost(1, True)
    unit = link.for_unit(1)
    unit.holding[BOOST] = 0  # not taken over yet
    controller.clock.now += BOOST_FEEDBACK - 1
    assert await controller.shown(1) is True
    unit.holding[BOOST] = 1
    assert await controller.shown(1) is True
    # From then on it is believed: the car is full, and the controller ends the boost.
    unit.holding[BOOST] = 0
    assert await controller.shown(1) is False


async def test_an_order_that_is_never_shown(controller: Controller, link: MockModbusConnection) -> None:
    await controller.driver.set_boost(1, True)
    link.for_unit(1).holding[BOOST] = 0
    controller.clock.now += BOOST_FEEDBACK
    assert await controller.shown(1) is False


async def test_an_order_that_cannot_be_given_shows_nothing(controller: Controller, link: MockModbusConnection) -> None:
    link.for_unit(1).fail_write(BOOST, ModbusTimeoutError())
    with pytest.raises(ModbusTimeoutError):
        await controller.driver.set_boost(1, True)
    assert await controller.shown(1) is False


@pytest.mark.usefixtures("socket_enabled")
async def test_over_the_network() -> None:
    async with served(HagerFlowServer) as rig:
        driver = HagerFlow(rig.link.for_unit, 0)
        await driver.poll()
        await driver.set_boost(1, True)
        assert (await driver.poll()).charge_points[1].boost is True
        assert isinstance(rig.server, HagerFlowServer)
        assert rig.server.boost
        assert rig.server.writes == [(1, BOOST, [1])]
        await driver.set_boost(1, False)
        assert not rig.server.boost
