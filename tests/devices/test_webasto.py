"""A Webasto Next without name and a Webasto Unite: a failsafe that only the life bit keeps calm."""

from modbus_connection import IllegalDataAddressError, IllegalDataValueError, ModbusTimeoutError, ServerDeviceBusyError
from modbus_connection.mock import MockModbusConnection, MockModbusUnit, WriteEvent
import pytest

from custom_components.overshot.core.model import ChargePointFault, ChargePointReading, VehicleState
from custom_components.overshot.devices.driver import ChargePointDriver, Identity
from custom_components.overshot.devices.webasto import WebastoNext, WebastoUnite
from simulator.servers.modbus import ModbusServer
from simulator.servers.webasto import WebastoNextServer, WebastoUniteServer
from simulator.station import StationSpec

from .conftest import fill
from .registers import spread, text, u32
from .simulated import simulated
from .webasto_map import NEXT, UNITE_INPUTS, UNITE_SETTINGS, letters

type Values = dict[int, int | list[int]]

FAILSAFE, TIMEOUT, CURRENT, LIFE = 2000, 2002, 5004, 6000


def watch(unit: MockModbusUnit) -> list[tuple[int, int, int]]:
    """Return address, value and function of every write to come."""
    events: list[tuple[int, int, int]] = []

    def note(event: WriteEvent) -> None:
        events.append((event.address, int(event.values[0]), event.function_code))

    unit.on_write(note)
    return events


@pytest.fixture
def unit(link: MockModbusConnection) -> MockModbusUnit:
    """Return the unit both kinds of station answer on."""
    return link.for_unit(255)


@pytest.fixture
def next_(link: MockModbusConnection, unit: MockModbusUnit) -> WebastoNext:
    """Return a driver for a Next that charges."""
    fill(unit, NEXT)
    return WebastoNext(link.for_unit, 255)


@pytest.fixture
def unite(link: MockModbusConnection, unit: MockModbusUnit) -> WebastoUnite:
    """Return a driver for a Unite that charges."""
    unit.input.update(spread(UNITE_INPUTS))
    fill(unit, UNITE_SETTINGS)
    return WebastoUnite(link.for_unit, 255)


async def test_identity(next_: WebastoNext, unit: MockModbusUnit) -> None:
    writes = watch(unit)
    assert await next_.identify() == Identity(
        family="webasto_next", serial="webasto-next-255", manufacturer="Webasto", model="Next"
    )
    await next_.poll()
    assert writes == []
    assert not WebastoNext.tells_serial


async def test_identity_of_a_unite(unite: WebastoUnite, unit: MockModbusUnit) -> None:
    writes = watch(unit)
    assert await unite.identify() == Identity(
        family="webasto_unite",
        serial="OVSUNITE0001",
        manufacturer="Webasto",
        model="Unite",
        sw_version="v3.187.0",
    )
    await unite.poll()
    assert writes == []


async def test_texts_with_two_characters_a_register(unite: WebastoUnite, unit: MockModbusUnit) -> None:
    unit.input.update(spread({100: text("OVSUNITE0002", 25)}))
    identity = await unite.identify()
    assert identity is not None
    assert identity.serial == "OVSUNITE0002"


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        ("a state nobody knows", {1000: 2}),
        ("a cable nobody knows", {1004: 7}),
        ("equipment nobody knows", {1002: 9}),
        ("no lowest current", {1102: 0}),
        ("lowest above highest", {1102: 20}),
        ("a highest current no station has", {1104: 600}),
        ("no failsafe current", {2000: 0}),
        ("a timeout that is not served", {2002: 0xFFFF}),
    ],
)
async def test_another_device(next_: WebastoNext, unit: MockModbusUnit, problem: str, changes: Values) -> None:
    fill(unit, changes)
    assert await next_.identify() is None, problem


@pytest.mark.parametrize(
    ("problem", "changes"),
    [
        ("no serial number", {100: letters("", 25)}),
        ("no brand", {190: letters("", 10)}),
        ("no model", {210: letters("  ", 5)}),
        ("a text that cannot be printed", {100: [0xFFFF] * 25}),
        ("phases nobody knows", {404: 3}),
    ],
)
async def test_another_device_than_a_unite(
    unite: WebastoUnite, unit: MockModbusUnit, problem: str, changes: Values
) -> None:
    unit.input.update(spread(changes))
    assert await unite.identify() is None, problem


async def test_a_device_without_these_registers(next_: WebastoNext, unite: WebastoUnite, unit: MockModbusUnit) -> None:
    unit.fail_read(1102, IllegalDataAddressError())
    assert await next_.identify() is None
    unit.fail_read(100, IllegalDataAddressError(), register_type="input")
    assert await unite.identify() is None


@pytest.mark.parametrize("error", [ModbusTimeoutError(), ServerDeviceBusyError()])
async def test_a_busy_station_is_not_taken_for_another_one(
    next_: WebastoNext, unite: WebastoUnite, unit: MockModbusUnit, error: Exception
) -> None:
    unit.fail_requests(error)
    for station in (next_, unite):
        with pytest.raises(type(error)):
            await station.identify()


async def test_a_car_charging(next_: WebastoNext) -> None:
    readings = await next_.poll()
    assert readings.failed == frozenset()
    assert readings.charge_points[1] == ChargePointReading(
        vehicle=VehicleState.C,
        power=8940.0,
        currents=(12.9, 13.1, 12.8),
        fallback_current=6.0,
        energy=1_234_567.0,
    )


async def test_a_car_charging_at_a_unite(unite: WebastoUnite) -> None:
    readings = await unite.poll()
    assert readings.failed == frozenset()
    assert readings.charge_points[1] == ChargePointReading(
        vehicle=VehicleState.C,
        power=8940.0,
        currents=(12.9, 13.1, 12.8),
        voltages=(230.0, 231.0, 229.0),
        setpoint=13.0,
        fallback_current=6.0,
        phases=3,
        session_energy=4321.0,
        energy=1_234_500.0,
    )


@pytest.mark.parametrize(
    ("code", "cable", "vehicle", "fault"),
    [
        (0, 0, VehicleState.A, None),
        (1, 3, VehicleState.B, None),
        (4, 3, VehicleState.B, None),
        (7, 0, VehicleState.F, ChargePointFault.STATION),
        (8, 0, VehicleState.A, ChargePointFault.UNAUTHORISED),
        (8, 3, VehicleState.B, ChargePointFault.UNAUTHORISED),
        (99, 77, None, None),
    ],
)
async def test_state(
    next_: WebastoNext,
    unit: MockModbusUnit,
    code: int,
    cable: int,
    vehicle: VehicleState | None,
    fault: ChargePointFault | None,
) -> None:
    fill(unit, {1000: code, 1004: cable})
    reading = (await next_.poll()).charge_points[1]
    assert (reading.vehicle, reading.fault) == (vehicle, fault)


@pytest.mark.parametrize(
    ("code", "charging", "cable", "vehicle"),
    [
        (0, 0, 0, VehicleState.A),
        (0, 0, 1, VehicleState.A),
        (1, 0, 2, VehicleState.B),
        (3, 1, 3, VehicleState.C),
        (7, 0, 3, VehicleState.F),
        (3, 1, 9, None),
    ],
)
async def test_state_of_a_unite(
    unite: WebastoUnite, unit: MockModbusUnit, code: int, charging: int, cable: int, vehicle: VehicleState | None
) -> None:
    unit.input.update({1000: code, 1001: charging, 1004: cable})
    assert (await unite.poll()).charge_points[1].vehicle is vehicle


@pytest.mark.parametrize(
    ("problem", "changes", "field"),
    [
        ("power not served", {1020: u32(0xFFFFFFFF)}, "power"),
        ("power of a power station", {1020: u32(900_000)}, "power"),
        ("one current not served", {1010: 0xFFFF}, "currents"),
        ("energy not served", {1036: u32(0xFFFFFFFF)}, "energy"),
        ("failsafe not served", {2000: 0xFFFF}, "fallback_current"),
        ("a failsafe without timeout", {2002: 0}, "fallback_current"),
    ],
)
async def test_what_cannot_be_is_not_known(
    next_: WebastoNext, unit: MockModbusUnit, problem: str, changes: Values, field: str
) -> None:
    fill(unit, changes)
    assert getattr((await next_.poll()).charge_points[1], field) is None, problem


async def test_a_refused_block_leaves_the_others_alone(
    next_: WebastoNext, unite: WebastoUnite, unit: MockModbusUnit
) -> None:
    unit.fail_read(1008, IllegalDataAddressError())
    unit.fail_read(1008, IllegalDataAddressError(), register_type="input")
    stations: tuple[ChargePointDriver, ...] = (next_, unite)
    for station in stations:
        readings = await station.poll()
        assert readings.failed == {"measurements"}
        assert (readings.charge_points[1].power, readings.charge_points[1].fallback_current) == (None, 6.0)
    unit.fail_read(405, IllegalDataAddressError())
    readings = await unite.poll()
    assert readings.failed == {"measurements", "phases"}
    assert readings.charge_points[1].setpoint == 13.0


@pytest.mark.parametrize(("current", "register"), [(0, 0), (6, 6), (7.9, 7), (16, 16)])
async def test_the_life_bit_goes_with_the_setpoint(
    next_: WebastoNext, unite: WebastoUnite, unit: MockModbusUnit, current: float, register: int
) -> None:
    writes = watch(unit)
    await next_.set_current(current)
    assert writes == [(CURRENT, register, 0x10), (LIFE, 1, 0x06)]
    writes.clear()
    await unite.set_current(current)
    assert writes == [(CURRENT, register, 0x06), (LIFE, 1, 0x06)]


@pytest.mark.parametrize("current", [-1, 5.9, 17, 33, float("nan")])
async def test_a_current_out_of_range_never_leaves(next_: WebastoNext, unit: MockModbusUnit, current: float) -> None:
    await next_.identify()
    writes = watch(unit)
    with pytest.raises(ValueError):
        await next_.set_current(current)
    with pytest.raises(ValueError):
        await next_.set_fallback(current)
    assert writes == []


@pytest.mark.parametrize(
    ("problem", "before", "current", "expected"),
    [
        ("as wanted", {}, 6, []),
        ("another current", {FAILSAFE: 16}, 8, [(FAILSAFE, 8, 6)]),
        ("off: current first, then the timeout", {FAILSAFE: 16, TIMEOUT: 0}, 6, [(FAILSAFE, 6, 6), (TIMEOUT, 30, 6)]),
    ],
)
async def test_fallback(
    next_: WebastoNext,
    unit: MockModbusUnit,
    problem: str,
    before: Values,
    current: float,
    expected: list[tuple[int, int, int]],
) -> None:
    fill(unit, before)
    writes = watch(unit)
    await next_.set_fallback(current)
    assert writes == expected, problem


async def test_no_failsafe_below_6_a(next_: WebastoNext, unite: WebastoUnite, unit: MockModbusUnit) -> None:
    writes = watch(unit)
    for station in (next_, unite):
        with pytest.raises(ValueError, match="at least"):
            await station.set_fallback(0)
    assert writes == []
    unit.fail_write(FAILSAFE, IllegalDataValueError())
    with pytest.raises(IllegalDataValueError):
        await next_.set_fallback(8)


async def test_phases(next_: WebastoNext, unite: WebastoUnite, unit: MockModbusUnit) -> None:
    writes = watch(unit)
    with pytest.raises(ValueError):
        await next_.set_phases(1)
    with pytest.raises(ValueError):
        await unite.set_phases(2)
    await unite.set_phases(1)
    await unite.set_phases(3)
    assert writes == [(405, 0, 0x06), (405, 1, 0x06)]


async def test_a_single_phase_unite_switches_nothing(unite: WebastoUnite, unit: MockModbusUnit) -> None:
    unit.input[404] = 0
    await unite.identify()
    unit.fail_read(405, IllegalDataAddressError())
    readings = await unite.poll()
    assert (readings.failed, readings.charge_points[1].phases) == (frozenset(), None)
    with pytest.raises(ValueError):
        await unite.set_phases(1)


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    ("driver", "server", "serial", "setpoint"),
    [
        (WebastoNext, WebastoNextServer, "webasto-next-255", None),
        (WebastoUnite, WebastoUniteServer, "SIMUNITE0001", 12.0),
    ],
)
async def test_over_a_socket_down_to_the_failsafe(
    driver: type[ChargePointDriver], server: type[ModbusServer], serial: str, setpoint: float | None
) -> None:
    async with simulated(server, StationSpec(fallback_current=16.0, watchdog=60.0)) as rig:
        station = driver(rig.link.for_unit, 255)
        identity = await station.identify()
        assert identity is not None
        assert identity.serial == serial
        await station.set_fallback(6)
        await station.set_current(12)
        rig.live(20)
        readings = await station.poll()
        reading = readings.charge_points[1]
        assert readings.failed == frozenset()
        assert (reading.vehicle, reading.setpoint, reading.fallback_current) == (VehicleState.C, setpoint, 6.0)
        assert reading.power == pytest.approx(rig.station.power, abs=1)
        await station.set_current(12)
        rig.live(25)
        assert rig.station.offered == 12.0
        await station.poll()
        rig.live(10)
        assert rig.station.offered == 6.0  # reading does not keep it calm
        await station.set_current(12)
        rig.live(5)
        assert rig.station.offered == 12.0


@pytest.mark.usefixtures("socket_enabled")
async def test_over_a_socket_phases_of_a_unite() -> None:
    async with simulated(WebastoUniteServer) as rig:
        station = WebastoUnite(rig.link.for_unit, 255)
        await station.identify()
        await station.set_phases(1)
        rig.live(30)
        assert (rig.station.phases, (await station.poll()).charge_points[1].phases) == (1, 1)
    async with simulated(WebastoUniteServer, StationSpec(phases=1)) as rig:
        station = WebastoUnite(rig.link.for_unit, 255)
        await station.identify()
        assert (await station.poll()).failed == frozenset()
