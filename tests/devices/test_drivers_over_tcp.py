"""The drivers through real sockets, against servers of another make that serve only the registers that are known."""

import pytest

from custom_components.overshot.core.model import BatteryState, VehicleState
from custom_components.overshot.devices.goodwe_et import GoodweEt
from custom_components.overshot.devices.hager_flow import HagerFlow
from custom_components.overshot.devices.hager_witty import HagerWitty
from custom_components.overshot.devices.registry import identify

from .emc_map import HEAT_PUMP, HOUSE, METER, STATION
from .goodwe_map import GOODWE
from .modbus_server import modbus_link, modbus_server
from .registers import spread
from .witty_map import WITTY

pytestmark = pytest.mark.usefixtures("socket_enabled")


def _with_gaps_filled(first: int, last: int) -> dict[int, int]:
    """Return zeros for a block that its device serves as a whole."""
    return dict.fromkeys(range(first, last + 1), 0)


FULL_GOODWE = {
    **_with_gaps_filled(35000, 35032),
    **_with_gaps_filled(35100, 35224),
    **_with_gaps_filled(36000, 36057),
    **_with_gaps_filled(37000, 37023),
    **spread(GOODWE),
}


async def test_station() -> None:
    async with modbus_server({1: WITTY}) as port, modbus_link(port) as link:
        station = HagerWitty(link.for_unit, 1)
        identity = await station.identify()
        assert identity is not None
        assert identity.serial == "OVS-WITTY-0001"
        readings = await station.poll()
        assert readings.failed == frozenset()
        assert readings.charge_points[1].vehicle is VehicleState.C

        await station.set_fallback(6)
        await station.set_current(12.3)
        await station.set_phases(1)
        reading = (await station.poll()).charge_points[1]
        assert (reading.setpoint, reading.fallback_current, reading.phases) == (12.3, 6.0, 1)


async def test_controller_with_everything_behind_it() -> None:
    async with (
        modbus_server({0: HOUSE, 1: STATION, 30: METER, 50: HEAT_PUMP}) as port,
        modbus_link(port) as link,
    ):
        controller = HagerFlow(link.for_unit, 0)
        identity = await controller.identify()
        assert identity is not None
        assert identity.serial == "OVS-EMC-0001"
        readings = await controller.poll()
        assert [part.key for part in controller.parts] == ["charge_point_1", "meter_1", "heat_pump_1"]
        assert readings.failed == frozenset()
        assert readings.grid is not None
        assert readings.grid.power == 460.0
        assert readings.charge_points[1].power == 3690.0
        assert readings.meters[1].power == 870.0
        assert readings.heat_pumps[1].state == 2


async def test_inverter() -> None:
    async with modbus_server({247: FULL_GOODWE}) as port, modbus_link(port) as link:
        inverter = GoodweEt(link.for_unit, 247)
        identity = await inverter.identify()
        assert identity is not None
        assert identity.serial == "9010KETU00000OVS"
        readings = await inverter.poll()
        assert readings.failed == frozenset()
        assert readings.battery is not None
        assert readings.battery.state is BatteryState.CHARGING


async def test_inverter_whose_firmware_has_no_phases_of_the_meter() -> None:
    older = {address: word for address, word in FULL_GOODWE.items() if not 36045 <= address <= 36057}
    async with modbus_server({247: older}) as port, modbus_link(port) as link:
        readings = await GoodweEt(link.for_unit, 247).poll()
        assert readings.failed == {"meter_phases"}
        assert readings.grid is not None
        assert readings.grid.phase_power == (-1200.0, 340.0, -1040.0)


@pytest.mark.parametrize(
    ("units", "family"),
    [
        ({1: WITTY}, "hager_witty_plus"),
        ({0: WITTY}, "hager_witty_plus"),
        ({247: FULL_GOODWE}, "goodwe_et"),
        ({0: FULL_GOODWE}, "goodwe_et"),
        ({0: HOUSE}, "hager_flow"),
        ({0: HOUSE, 1: STATION, 30: METER}, "hager_flow"),
        ({1: {0: [1, 2, 3]}}, None),
    ],
)
async def test_who_is_there(units: dict[int, dict[int, int | list[int]]], family: str | None) -> None:
    async with modbus_server(units) as port, modbus_link(port) as link:
        identity = await identify(link.for_unit)
    assert (identity.family if identity else None) == family
