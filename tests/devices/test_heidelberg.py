"""A Heidelberg Energy Control: a watchdog in milliseconds, a station that sleeps and forgets."""

from modbus_connection import IllegalDataAddressError, IllegalDataValueError, ModbusTimeoutError, ServerDeviceBusyError
from modbus_connection.mock import MockModbusConnection, MockModbusUnit, WriteEvent
import pytest

from custom_components.overshot.core.model import ChargePointFault, ChargePointReading, VehicleState
from custom_components.overshot.devices.driver import Identity, SerialSettings
from custom_components.overshot.devices.heidelberg import Heidelberg
from simulator.car import Car, CarSpec
from simulator.servers.heidelberg import SLEEPS_AFTER, HeidelbergServer

from .conftest import fill
from .heidelberg_map import HEIDELBERG_INPUTS, HEIDELBERG_SETTINGS
from .registers import spread, text, u32
from .simulated import simulated

WATCHDOG, STANDBY, LOCK, CURRENT, FAILSAFE = 257, 258, 259, 261, 262


def fill_inputs(unit: MockModbusUnit, values: dict[int, int | list[int]]) -> None:
    """Put values into a unit's input registers."""
    unit.input.update(spread(values))


@pytest.fixture
def unit(link: MockModbusConnection) -> MockModbusUnit:
    """Return the registers of a station that charges."""
    unit = link.for_unit(1)
    fill(unit, HEIDELBERG_SETTINGS)
    fill_inputs(unit, HEIDELBERG_INPUTS)
    return unit


@pytest.fixture
def writes(unit: MockModbusUnit) -> list[tuple[int, int]]:
    """Return address and value of every write, all with FC06."""
    events: list[tuple[int, int]] = []

    def note(event: WriteEvent) -> None:
        assert event.function_code == 0x06
        events.append((event.address, int(event.values[0])))

    unit.on_write(note)
    return events


@pytest.fixture
def station(link: MockModbusConnection, unit: MockModbusUnit) -> Heidelberg:
    """Return a driver for that station."""
    return Heidelberg(link.for_unit, 1)


async def test_identity(station: Heidelberg, writes: list[object], unit: MockModbusUnit) -> None:
    assert await station.identify() == Identity(
        family="heidelberg_energy_control",
        serial="OVS-LOGISTIC-0001-1",
        manufacturer="Heidelberg",
        model="Energy Control",
        sw_version="1087",
    )
    await station.poll()
    assert writes == []
    assert unit.message_spacing == 0.1
    assert Heidelberg.default_serial == SerialSettings(baudrate=19_200, parity="E", stopbits=1)


@pytest.mark.parametrize("logistic", [text("", 32), [0xFFFF] * 32, None])
async def test_the_unit_stands_in_for_a_name_that_is_not_told(
    link: MockModbusConnection, unit: MockModbusUnit, logistic: list[int] | None
) -> None:
    if logistic is None:
        unit.fail_read(102, IllegalDataAddressError(), register_type="input")
        unit.fail_read(203, IllegalDataAddressError(), register_type="input")
    else:
        fill_inputs(unit, {102: logistic})
    identity = await Heidelberg(link.for_unit, 1).identify()
    assert identity is not None
    assert identity.serial == "heidelberg-1"
    assert not Heidelberg.tells_serial


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        ("another table", {4: 0x200}),
        ("all zeros", {4: 0}),
        ("a state nobody knows", {5: 1}),
        ("a highest current no station has", {100: 32}),
        ("a lowest current no station has", {101: 0}),
        ("lowest above highest", {100: 8, 101: 10}),
    ],
)
async def test_another_device(
    station: Heidelberg, unit: MockModbusUnit, problem: str, changes: dict[int, int | list[int]]
) -> None:
    fill_inputs(unit, changes)
    assert await station.identify() is None, problem
    assert unit.message_spacing == 0.0


@pytest.mark.parametrize("address", [4, 100])
async def test_a_device_without_these_registers(station: Heidelberg, unit: MockModbusUnit, address: int) -> None:
    unit.fail_read(address, IllegalDataAddressError(), register_type="input")
    assert await station.identify() is None


@pytest.mark.parametrize("error", [ModbusTimeoutError(), ServerDeviceBusyError()])
async def test_a_busy_station_is_not_taken_for_another_one(
    station: Heidelberg, unit: MockModbusUnit, error: Exception
) -> None:
    unit.fail_requests(error)
    with pytest.raises(type(error)):
        await station.identify()


async def test_a_car_charging(station: Heidelberg) -> None:
    readings = await station.poll()
    assert readings.failed == frozenset()
    assert readings.charge_points[1] == ChargePointReading(
        vehicle=VehicleState.C,
        power=8940.0,
        currents=(12.9, 13.1, 12.8),
        voltages=(230.0, 231.0, 229.0),
        setpoint=13.0,
        fallback_current=6.0,
        energy=1_234_567.0,
    )


@pytest.mark.parametrize(
    ("code", "lock", "vehicle", "fault"),
    [
        (2, 1, VehicleState.A, None),
        (3, 1, VehicleState.A, None),
        (4, 1, VehicleState.B, None),
        (5, 1, VehicleState.B, None),
        (6, 1, VehicleState.C, None),
        (8, 1, VehicleState.C, None),
        (9, 1, VehicleState.E, ChargePointFault.STATION),
        (10, 1, VehicleState.F, ChargePointFault.STATION),
        (11, 1, VehicleState.F, ChargePointFault.STATION),
        (4, 0, VehicleState.B, ChargePointFault.UNAUTHORISED),
        (77, 1, None, None),
    ],
)
async def test_state(
    station: Heidelberg,
    unit: MockModbusUnit,
    code: int,
    lock: int,
    vehicle: VehicleState | None,
    fault: ChargePointFault | None,
) -> None:
    fill_inputs(unit, {5: code, 13: lock})
    reading = (await station.poll()).charge_points[1]
    assert (reading.vehicle, reading.fault) == (vehicle, fault)


@pytest.mark.parametrize(
    ("problem", "inputs", "settings", "field"),
    [
        ("power not served", {14: 0xFFFF}, {}, "power"),
        ("power beyond any station", {14: 60_000}, {}, "power"),
        ("one current not served", {7: 0xFFFF}, {}, "currents"),
        ("current beyond any station", {7: 2000}, {}, "currents"),
        ("voltage beyond any house", {12: 900}, {}, "voltages"),
        ("energy not served", {17: u32(0xFFFFFFFF)}, {}, "energy"),
        ("setpoint not served", {}, {CURRENT: 0xFFFF}, "setpoint"),
        ("a watchdog that is off", {}, {WATCHDOG: 0}, "fallback_current"),
    ],
)
async def test_what_cannot_be_is_not_known(
    station: Heidelberg,
    unit: MockModbusUnit,
    problem: str,
    inputs: dict[int, int | list[int]],
    settings: dict[int, int | list[int]],
    field: str,
) -> None:
    fill_inputs(unit, inputs)
    fill(unit, settings)
    assert getattr((await station.poll()).charge_points[1], field) is None, problem


async def test_a_refused_block_leaves_the_other_alone(station: Heidelberg, unit: MockModbusUnit) -> None:
    unit.fail_read(257, IllegalDataAddressError())
    readings = await station.poll()
    assert readings.failed == {"control"}
    assert readings.charge_points[1].setpoint is None
    assert readings.charge_points[1].power == 8940.0
    unit.fail_read(257, None)
    unit.fail_read(5, IllegalDataAddressError(), register_type="input")
    readings = await station.poll()
    assert readings.failed == {"status"}
    assert (readings.charge_points[1].vehicle, readings.charge_points[1].setpoint) == (None, 13.0)


@pytest.mark.parametrize(("current", "register"), [(0, 0), (6, 60), (7.26, 72), (16, 160)])
async def test_setpoint(station: Heidelberg, writes: list[object], current: float, register: int) -> None:
    await station.set_current(current)
    assert writes == [(CURRENT, register)]


@pytest.mark.parametrize("current", [-1, 5.9, 10.1, 16.1, float("nan")])
async def test_a_current_out_of_range_never_leaves(
    station: Heidelberg, unit: MockModbusUnit, writes: list[object], current: float
) -> None:
    fill_inputs(unit, {100: 10})
    await station.identify()
    with pytest.raises(ValueError):
        await station.set_current(current)
    with pytest.raises(ValueError):
        await station.set_fallback(current)
    assert writes == []


async def test_more_than_any_heidelberg_can_never_leaves(station: Heidelberg, writes: list[object]) -> None:
    with pytest.raises(ValueError):
        await station.set_current(20)
    assert writes == []


async def test_the_first_current_keeps_the_station_awake_and_unlocks_it(
    station: Heidelberg, unit: MockModbusUnit, writes: list[object]
) -> None:
    fill(unit, {STANDBY: 0, LOCK: 0})
    await station.set_current(0)
    assert writes == [(STANDBY, 4), (CURRENT, 0)]
    writes.clear()
    await station.poll()
    await station.set_current(8)
    await station.poll()
    await station.set_current(9)
    assert writes == [(LOCK, 1), (CURRENT, 80), (CURRENT, 90)]
    writes.clear()
    fill(unit, {STANDBY: 0})
    await station.identify()  # as after a silence
    await station.set_current(9)
    assert writes == [(STANDBY, 4), (CURRENT, 90)]


@pytest.mark.parametrize(
    ("problem", "before", "current", "expected"),
    [
        ("as wanted", {}, 6, []),
        ("from the factory", {STANDBY: 0, FAILSAFE: 0}, 6, [(STANDBY, 4), (FAILSAFE, 60)]),
        ("off: current first, then the watchdog", {FAILSAFE: 0, WATCHDOG: 0}, 8, [(FAILSAFE, 80), (WATCHDOG, 15_000)]),
        ("no current at all", {}, 0, [(FAILSAFE, 0)]),
    ],
)
async def test_fallback(
    station: Heidelberg,
    unit: MockModbusUnit,
    writes: list[object],
    problem: str,
    before: dict[int, int | list[int]],
    current: float,
    expected: list[tuple[int, int]],
) -> None:
    fill(unit, before)
    await station.set_fallback(current)
    assert writes == expected, problem


async def test_a_fallback_that_is_refused_is_told(station: Heidelberg, unit: MockModbusUnit) -> None:
    unit.fail_write(FAILSAFE, IllegalDataValueError())
    with pytest.raises(IllegalDataValueError):
        await station.set_fallback(8)


@pytest.mark.parametrize("phases", [1, 3])
async def test_phases_cannot_be_switched(station: Heidelberg, writes: list[object], phases: int) -> None:
    assert not Heidelberg.capabilities.switches_phases
    with pytest.raises(ValueError):
        await station.set_phases(phases)
    assert writes == []


@pytest.mark.usefixtures("socket_enabled")
async def test_over_rtu_down_to_its_failsafe() -> None:
    async with simulated(HeidelbergServer) as rig:
        station = Heidelberg(rig.link.for_unit, 1)
        identity = await station.identify()
        assert identity is not None
        assert identity.serial == "SIM-ENERGY-CONTROL-0001-1"
        await station.set_fallback(6)
        await station.set_current(12)
        rig.live(10)
        readings = await station.poll()
        reading = readings.charge_points[1]
        assert readings.failed == frozenset()
        assert (reading.vehicle, reading.setpoint, reading.fallback_current) == (VehicleState.C, 12.0, 6.0)
        assert reading.power == pytest.approx(rig.station.power, abs=1)

        rig.live(10)
        await station.poll()
        rig.live(10)
        assert rig.station.offered == 12.0  # polling keeps it calm
        rig.live(10)
        assert rig.station.offered == 6.0
        await station.poll()
        rig.live(2)
        assert rig.station.offered == 12.0


@pytest.mark.usefixtures("socket_enabled")
async def test_over_rtu_a_station_that_sleeps_forgets_and_one_that_is_kept_awake_does_not() -> None:
    async with simulated(HeidelbergServer, car=False) as rig:
        station = Heidelberg(rig.link.for_unit, 1)
        await station.identify()
        await station.set_fallback(6)
        await station.set_current(8)
        rig.live(int(SLEEPS_AFTER) + 60)
        assert (await station.poll()).charge_points[1].setpoint == 8.0

        await rig.link.for_unit(1).write_register(STANDBY, 0)
        rig.live(int(SLEEPS_AFTER) + 60)
        rig.link.for_unit(1).require_timeout(0.3)
        with pytest.raises(ModbusTimeoutError):
            await rig.link.for_unit(1).read_input_registers(5, 1)
        rig.station.plug_in(Car(CarSpec()))
        await station.identify()
        reading = (await station.poll()).charge_points[1]
        assert (reading.setpoint, reading.fallback_current) == (16.0, 0.0)
        await station.set_fallback(6)
        await station.set_current(8)
        reading = (await station.poll()).charge_points[1]
        assert (reading.setpoint, reading.fallback_current) == (8.0, 6.0)
