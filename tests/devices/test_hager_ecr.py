"""A Hager energy meter on a serial line: read in steps of 10 W, what it does not have is not known, nothing is written."""

from functools import partial
from typing import Any

from modbus_connection import IllegalDataAddressError, ModbusConnectionError, ModbusError, ModbusTimeoutError
from modbus_connection.mock import MockModbusConnection
import pytest

from custom_components.overshot.core.model import MeterReading
from custom_components.overshot.devices.driver import DeviceKind, Identity, Role
from custom_components.overshot.devices.hager_ecr import HagerEcr
from custom_components.overshot.devices.registry import identify
from simulator.servers.hager_ecr import HagerEcrServer, behind_the_panels

from .conftest import fill
from .ecr_map import NONE_32, NONE_SIGNED_32, SINGLE_PHASE, THREE_IN_ONE, THREE_PHASE, Registers, nameplate
from .registers import i32, text
from .simulated_house import served


def a_meter(link: MockModbusConnection, registers: Registers, unit: int = 1) -> HagerEcr:
    """Return a driver for a meter that serves this."""
    fill(link.for_unit(unit), registers)
    return HagerEcr(link.for_unit, unit)


async def test_identity(link: MockModbusConnection) -> None:
    meter = a_meter(link, THREE_PHASE)
    assert await meter.identify() == Identity(
        family="hager_ecr", serial="OVSECR0001", manufacturer="Hager", model="ECR380D", sw_version="2.3.0"
    )
    assert HagerEcr.kind is DeviceKind.METER
    assert HagerEcr.capabilities.roles == {Role.METER}
    assert HagerEcr.capabilities.turns_meter
    line = HagerEcr.default_serial
    assert line is not None
    assert (line.baudrate, line.bytesize, line.parity, line.stopbits) == (19200, 8, "E", 1)


@pytest.mark.parametrize("code", ["ECR140D", "ECR181D", "ECA380D", "ECR311D", "ECA300C", "ECR301C", "ECA180T"])
async def test_the_codes_it_knows(link: MockModbusConnection, code: str) -> None:
    identity = await a_meter(link, nameplate(code)).identify()
    assert identity is not None
    assert identity.model == code


@pytest.mark.parametrize(
    ("problem", "registers"),
    [
        ("the controller of the same maker", {0x1010: text("XEM470", 16)}),
        ("another maker", {0x1000: text("Acme", 16)}),
        ("no serial number", {0x1064: text("", 16)}),
        ("a code nobody knows", {0x1010: text("ECR999D", 16)}),
        ("nothing there", {address: [0xFFFF] * 16 for address in (0x1000, 0x1010, 0x1064)}),
    ],
)
async def test_who_it_does_not_know(link: MockModbusConnection, problem: str, registers: Registers) -> None:
    assert await a_meter(link, THREE_PHASE | registers).identify() is None, problem


@pytest.mark.parametrize("address", [0x1000, 0x1064])
async def test_another_device(link: MockModbusConnection, address: int) -> None:
    meter = a_meter(link, THREE_PHASE)
    link.for_unit(1).fail_read(address, IllegalDataAddressError())
    assert await meter.identify() is None


async def test_three_phases(link: MockModbusConnection) -> None:
    readings = await a_meter(link, THREE_PHASE).poll()
    assert readings.meters == {
        1: MeterReading(
            power=-1900.0,
            phase_power=(-1200.0, 340.0, -1040.0),
            currents=(-5.2, 1.6, -4.5),
            voltages=(231.8, 230.9, 232.5),
            energy_import=3_100_000.0,
            energy_export=4_200_000.0,
        )
    }
    assert readings.grid is None
    assert readings.failed == frozenset()


async def test_wired_the_other_way_round(link: MockModbusConnection) -> None:
    meter = a_meter(link, THREE_PHASE)
    meter.invert_meter = True
    assert (await meter.poll()).meters == {
        1: MeterReading(
            power=1900.0,
            phase_power=(1200.0, -340.0, 1040.0),
            currents=(5.2, -1.6, 4.5),
            voltages=(231.8, 230.9, 232.5),
            energy_import=4_200_000.0,
            energy_export=3_100_000.0,
        )
    }


async def test_one_phase(link: MockModbusConnection) -> None:
    meter = a_meter(link, SINGLE_PHASE, unit=10)
    assert (await meter.poll()).meters == {
        1: MeterReading(
            power=870.0,
            phase_power=(870.0, 0.0, 0.0),
            currents=(3.8, 0.0, 0.0),
            voltages=(231.8, 0.0, 0.0),
            energy_import=3_100_000.0,
            energy_export=4_200_000.0,
        )
    }
    assert len(meter.parts) == 1


async def test_three_meters_in_one_case(link: MockModbusConnection) -> None:
    meter = a_meter(link, THREE_IN_ONE)
    readings = await meter.poll()
    assert [reading.power for reading in readings.meters.values()] == [-1200.0, 340.0, -1040.0]
    assert readings.meters[2] == MeterReading(
        power=340.0,
        phase_power=(340.0, 0.0, 0.0),
        currents=(1.6, 0.0, 0.0),
        voltages=(230.9, 0.0, 0.0),
        energy_import=200_000.0,
        energy_export=None,
    )
    assert [part.key for part in meter.parts] == ["meter_1", "meter_2", "meter_3"]
    assert readings.failed == frozenset()


async def test_one_of_three_that_is_not_connected(link: MockModbusConnection) -> None:
    readings = await a_meter(link, THREE_IN_ONE | {0xB01B: NONE_SIGNED_32}).poll()
    assert sorted(readings.meters) == [1, 3]


@pytest.mark.parametrize(
    ("problem", "code", "changes", "power", "phase_power"),
    [
        ("no total", "ECR380D", {0xB011: NONE_SIGNED_32}, None, None),
        ("more than three times 80 A", "ECR380D", {0xB011: i32(6625)}, None, None),
        ("just what three times 80 A can show", "ECR380D", {0xB011: i32(6624)}, 66_240.0, (-1200.0, 340.0, -1040.0)),
        ("the same at 125 A", "ECR310D", {0xB011: i32(-6625)}, -66_250.0, (-1200.0, 340.0, -1040.0)),
        ("transformers", "ECR300C", {0xB011: i32(50_000)}, 500_000.0, (-1200.0, 340.0, -1040.0)),
        ("of a power station", "ECR300C", {0xB011: i32(2_000_000)}, None, None),
        ("one phase too much", "ECR380D", {0xB019: i32(2209)}, -1900.0, None),
        ("one phase not told", "ECR380D", {0xB01D: NONE_SIGNED_32}, -1900.0, None),
        ("a single phase at 40 A", "ECR140D", {0xB019: i32(1105)}, None, None),
    ],
)
async def test_powers_that_cannot_be(
    link: MockModbusConnection,
    problem: str,
    code: str,
    changes: Registers,
    power: float | None,
    phase_power: object,
) -> None:
    reading = (await a_meter(link, THREE_PHASE | nameplate(code) | changes).poll()).meters.get(1)
    assert (reading.power if reading else None) == power, problem
    assert (reading.phase_power if reading else None) == phase_power, problem


async def test_what_it_does_not_have_is_not_known(link: MockModbusConnection) -> None:
    changes: Registers = {0xB000: 0xFFFF, 0xB00B: NONE_32, 0xB060: NONE_32}
    reading = (await a_meter(link, THREE_PHASE | changes).poll()).meters[1]
    assert (reading.voltages, reading.currents, reading.energy_import) == (None, None, None)
    assert reading.energy_export == 4_200_000.0
    assert reading.phase_power == (-1200.0, 340.0, -1040.0)


@pytest.mark.parametrize(("address", "block"), [(0xB000, "measurements"), (0xB060, "counters")])
async def test_a_refused_block_leaves_the_other_alone(link: MockModbusConnection, address: int, block: str) -> None:
    meter = a_meter(link, THREE_PHASE)
    await meter.poll()
    link.for_unit(1).fail_read(address, IllegalDataAddressError())
    readings = await meter.poll()
    assert readings.failed == {block}
    if block == "counters":
        assert readings.meters[1].power == -1900.0
        assert readings.meters[1].energy_import is None
    else:
        assert readings.meters == {}


@pytest.mark.parametrize("error", [ModbusConnectionError(), ModbusTimeoutError(), IllegalDataAddressError()])
async def test_nothing_answers(link: MockModbusConnection, error: ModbusError) -> None:
    meter = a_meter(link, THREE_PHASE)
    await meter.poll()
    link.for_unit(1).fail_requests(error)
    with pytest.raises(type(error)):
        await meter.poll()


async def test_it_reads_in_two_short_requests_and_writes_nothing(link: MockModbusConnection) -> None:
    meter = a_meter(link, THREE_PHASE)
    unit = link.for_unit(1)
    written: list[object] = []
    unit.on_write(written.append)
    await meter.identify()
    unit.read_events.clear()
    await meter.poll()
    assert len(unit.read_events) == 2
    assert all(event.count <= 50 for event in unit.read_events)
    assert written == []


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("rtu", [True, False])
@pytest.mark.parametrize("unit", [1, 10, 239])
async def test_the_house_is_read_as_it_is(unit: int, rtu: bool) -> None:
    async with served(partial(HagerEcrServer, unit=unit, rtu=rtu)) as rig:
        meter = HagerEcr(rig.link.for_unit, unit)
        identity = await meter.identify()
        assert identity is not None
        assert identity.model == "ECR380D"
        rig.world.loads.switch_on("oven", 3000, (1.0, 0.0, 0.0))
        rig.world.step()
        grid = rig.world.grid
        readings = await meter.poll()
        reading = readings.meters[1]
        assert readings.failed == frozenset()
        assert grid.power > 1000
        assert reading.power == pytest.approx(grid.power, abs=5)
        assert reading.phase_power == pytest.approx(grid.phase_power, abs=5)
        assert reading.voltages == pytest.approx(grid.voltages, abs=0.01)
        assert reading.currents == pytest.approx(grid.currents, abs=0.01)
        assert reading.energy_import == 3_703_000.0
        assert rig.server.writes == []


@pytest.mark.usefixtures("socket_enabled")
async def test_the_panels_of_the_house() -> None:
    make: Any = partial(HagerEcrServer, product="ECR180D", measured=behind_the_panels)
    async with served(make) as rig:
        meter = HagerEcr(rig.link.for_unit, 1)
        reading = (await meter.poll()).meters[1]
        assert reading.power == -4000.0
        assert reading.phase_power == (-4000.0, 0.0, 0.0)
        meter.invert_meter = True
        assert (await meter.poll()).meters[1].power == 4000.0


@pytest.mark.usefixtures("socket_enabled")
async def test_three_meters_of_the_house() -> None:
    async with served(partial(HagerEcrServer, product="ECR180T")) as rig:
        readings = await HagerEcr(rig.link.for_unit, 1).poll()
        assert [reading.power for reading in readings.meters.values()] == pytest.approx(
            list(rig.world.grid.phase_power), abs=5
        )
        assert readings.meters[3].energy_import == 1_234_000.0


@pytest.mark.usefixtures("socket_enabled")
async def test_the_search_finds_it() -> None:
    async with served(HagerEcrServer) as rig:
        found = await identify(rig.link.for_unit)
        assert found is not None
        assert (found.family, found.serial) == ("hager_ecr", "SIMECR380D0001")
