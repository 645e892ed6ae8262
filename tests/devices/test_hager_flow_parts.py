"""What stands behind a Hager flow controller: found unit by unit, read apart, and never in the way of the house."""

from modbus_connection import IllegalDataAddressError, ModbusConnectionError, ModbusError, ModbusTimeoutError
from modbus_connection.mock import MockModbusConnection
import pytest

from custom_components.overshot.core.model import ChargePointReading, HeatPumpReading, MeterReading, VehicleState
from custom_components.overshot.devices.driver import DeviceReadings, Part, Role
from custom_components.overshot.devices.hager_flow import HagerFlow
from custom_components.overshot.devices.hager_flow_parts import RESCAN_AFTER, REST_AFTER_SILENCE

from .conftest import fill
from .emc_map import ALL_UNITS, HEAT_PUMP, METER, STATION, build_house, requests
from .registers import i16, text, u32

ABSENT = [unit for unit in ALL_UNITS if unit not in (1, 2, 30, 50)]


class House:
    """A controller on a link, and a clock that is moved by hand."""

    def __init__(self, link: MockModbusConnection, absent: ModbusError | None = None) -> None:
        """Build a house whose absent units fail as said."""
        build_house(link, absent)
        self.link = link
        self.time = 0.0
        self.controller = HagerFlow(link.for_unit, 0, clock=lambda: self.time)

    async def poll(self, after: float = 5.0) -> DeviceReadings:
        """Poll some seconds later."""
        self.time += after
        return await self.controller.poll()

    def found(self) -> list[str]:
        """Return the parts found so far."""
        return [part.key for part in self.controller.parts]


@pytest.fixture
def house(link: MockModbusConnection) -> House:
    """Return a house whose absent units refuse."""
    return House(link)


@pytest.fixture
def slow_house(link: MockModbusConnection) -> House:
    """Return a house whose absent units stay silent."""
    return House(link, ModbusTimeoutError())


async def test_the_first_poll_finds_everything(house: House) -> None:
    assert house.found() == []
    readings = await house.poll()
    assert house.controller.parts == (
        Part(role=Role.CHARGE_POINT, number=1, name="Carport", sw_version="FW 7.0.5.0"),
        Part(role=Role.CHARGE_POINT, number=2, name="Garage", sw_version="FW 7.0.5.0"),
        Part(role=Role.METER, number=1, name="ECR380D"),
        Part(role=Role.HEAT_PUMP, number=1, name="Heat pump"),
    )
    assert readings.part_names == {
        "charge_point_1": "Carport",
        "charge_point_2": "Garage",
        "meter_1": "ECR380D",
        "heat_pump_1": "Heat pump",
    }


async def test_readings_of_the_parts(house: House) -> None:
    readings = await house.poll()
    assert readings.charge_points == {
        1: ChargePointReading(
            vehicle=VehicleState.C, power=3690.0, session_energy=8250.0, energy=1_234_567.0, boost=False
        ),
        # Nothing tells whether a car is plugged in while it does not charge.
        2: ChargePointReading(vehicle=None, power=0.0, session_energy=8250.0, energy=1_234_567.0, boost=True),
    }
    assert readings.meters == {1: MeterReading(power=870.0, phase_power=(300.0, -30.0, 600.0), energy_import=98_765.0)}
    assert readings.heat_pumps == {1: HeatPumpReading(name="Heat pump", state=2)}
    assert readings.failed == frozenset()


async def test_absent_units_are_asked_once_a_quarter_of_an_hour(house: House) -> None:
    await house.poll()
    asked = requests(house.link, ABSENT)
    assert asked >= len(ABSENT)
    for _ in range(20):
        await house.poll()
    assert requests(house.link, ABSENT) == asked
    await house.poll(after=RESCAN_AFTER)
    assert requests(house.link, ABSENT) == 2 * asked


async def test_silent_units_cost_one_time_out_a_poll_and_what_is_there_is_found_at_once(slow_house: House) -> None:
    before = 0
    readings = await slow_house.poll()
    assert set(slow_house.found()) >= {"charge_point_1", "meter_1", "heat_pump_1"}
    assert readings.grid is not None
    for _ in range(len(ABSENT) + 5):
        asked = requests(slow_house.link, ABSENT)
        assert asked - before <= 1
        before = asked
        await slow_house.poll()
    assert slow_house.found() == ["charge_point_1", "charge_point_2", "meter_1", "heat_pump_1"]
    assert requests(slow_house.link, ABSENT) == len(ABSENT)
    await slow_house.poll()
    assert requests(slow_house.link, ABSENT) == len(ABSENT)


@pytest.mark.parametrize(
    ("unit", "registers", "key"),
    [(8, STATION, "charge_point_8"), (37, METER, "meter_8"), (59, HEAT_PUMP, "heat_pump_10")],
)
async def test_what_is_added_later_is_found_within_a_quarter_of_an_hour(
    house: House, unit: int, registers: dict[int, int | list[int]], key: str
) -> None:
    await house.poll()
    house.link.for_unit(unit).fail_requests(None)
    fill(house.link.for_unit(unit), registers)
    assert key not in (await house.poll()).part_names
    assert key in (await house.poll(after=RESCAN_AFTER)).part_names


@pytest.mark.parametrize(
    ("problem", "unit", "changes", "key"),
    [
        ("a station that is not connected", 1, {4613: 0}, "charge_point_1"),
        ("a meter without a name", 30, {4098: text("", 15)}, "meter_1"),
        ("a meter of another make", 30, {4098: text("XY12", 15)}, "meter_1"),
        ("a heat pump without a name", 50, {4098: text("", 15)}, "heat_pump_1"),
        ("a heat pump without an SG-Ready state", 50, {4152: 0}, "heat_pump_1"),
    ],
)
async def test_what_does_not_pass_for_present(
    house: House, problem: str, unit: int, changes: dict[int, int | list[int]], key: str
) -> None:
    fill(house.link.for_unit(unit), changes)
    await house.poll()
    assert key not in house.found(), problem
    assert len(house.found()) == 3


async def test_a_name_that_is_refused_is_empty(house: House) -> None:
    house.link.for_unit(1).fail_read(4099, IllegalDataAddressError())
    house.link.for_unit(1).fail_read(4165, IllegalDataAddressError())
    readings = await house.poll()
    assert readings.part_names["charge_point_1"] == ""
    assert house.controller.parts[0].sw_version is None


@pytest.mark.parametrize(
    ("unit", "address", "failed"),
    [
        (1, 4609, "charge_point_1_counters"),
        (1, 4631, "charge_point_1_boost"),
        (1, 4950, "charge_point_1_session"),
        (1, 5125, "charge_point_1_power"),
        (30, 4153, "meter_1_values"),
        (30, 4164, "meter_1_energy"),
    ],
)
async def test_a_refused_block_leaves_the_rest_of_its_part_alone(
    house: House, unit: int, address: int, failed: str
) -> None:
    await house.poll()
    house.link.for_unit(unit).fail_read(address, IllegalDataAddressError())
    readings = await house.poll()
    assert readings.failed == {failed}
    assert len(readings.charge_points) == 2
    assert len(readings.meters) == 1


async def test_a_part_that_refuses_everything_is_failed_and_keeps_its_place(house: House) -> None:
    await house.poll()
    house.link.for_unit(50).fail_requests(IllegalDataAddressError())
    readings = await house.poll()
    assert readings.failed == {"heat_pump_1", "heat_pump_1_status"}
    assert readings.heat_pumps == {}
    assert "heat_pump_1" in readings.part_names


async def test_a_station_that_the_controller_lost_is_failed(house: House) -> None:
    await house.poll()
    fill(house.link.for_unit(1), {4613: 0})
    readings = await house.poll()
    assert "charge_point_1" in readings.failed
    assert set(readings.charge_points) == {2}
    fill(house.link.for_unit(1), {4613: 1})
    assert set((await house.poll()).charge_points) == {1, 2}


async def test_a_silent_part_is_left_alone_for_a_minute(house: House) -> None:
    await house.poll()
    station = house.link.for_unit(1)
    station.fail_requests(ModbusTimeoutError())
    asked = len(station.read_events)
    for _ in range(10):
        readings = await house.poll()
        assert "charge_point_1" in readings.failed
        assert set(readings.charge_points) == {2}
    assert len(station.read_events) == asked + 1
    station.fail_requests(None)
    assert set((await house.poll(after=REST_AFTER_SILENCE)).charge_points) == {1, 2}


async def test_a_lost_link_ends_the_poll(house: House) -> None:
    await house.poll()
    house.link.for_unit(2).fail_requests(ModbusConnectionError())
    with pytest.raises(ModbusConnectionError):
        await house.poll()


@pytest.mark.parametrize(
    ("problem", "changes", "field"),
    [
        ("energy not served", {4609: u32(0xFFFFFFFF)}, "energy"),
        ("session not served", {4950: u32(0xFFFFFFFF)}, "session_energy"),
        ("boost not served", {4631: 0xFFFF}, "boost"),
        ("power not served", {5125: i16(-32768)}, "power"),
    ],
)
async def test_what_cannot_be_is_not_known(
    house: House, problem: str, changes: dict[int, int | list[int]], field: str
) -> None:
    fill(house.link.for_unit(1), changes)
    assert getattr((await house.poll()).charge_points[1], field) is None, problem


async def test_nothing_is_ever_written(house: House) -> None:
    written: list[object] = []
    for unit in (0, *ALL_UNITS):
        house.link.for_unit(unit).on_write(written.append)
    await house.controller.identify()
    await house.poll()
    await house.poll(after=RESCAN_AFTER)
    assert written == []
