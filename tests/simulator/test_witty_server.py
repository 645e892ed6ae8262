"""The simulated witty plus serves what its sheet says, obeys, and falls back when nobody talks to it."""

from modbus_connection.exceptions import IllegalDataAddressError, IllegalDataValueError
import pytest

from .links import modbus_link, signed, still_house, text

pytestmark = pytest.mark.usefixtures("socket_enabled")

SETPOINT, FALLBACK, AVAILABLE, PHASES, FALLBACK_DELAY = 0x301E, 0x301F, 0x3020, 0x3022, 0x3026


async def test_identity_and_ratings() -> None:
    async with still_house() as house, modbus_link(house, "garage") as link:
        unit = link.for_unit(1)
        assert await unit.read_holding_registers(0x1001, 1) == [1]
        assert text(await unit.read_holding_registers(0x1013, 16)).startswith("SIM")
        assert await unit.read_holding_registers(0x3006, 2) == [32, 32]


async def test_a_car_charges_as_it_is_told() -> None:
    async with still_house() as house, modbus_link(house, "garage") as link:
        unit = link.for_unit(1)
        assert text(await unit.read_holding_registers(0x3008, 1)) == "A1"
        assert signed(await unit.read_holding_registers(0x302B, 2)) >> 8 == 1
        await unit.write_register(FALLBACK, 60)
        await unit.write_register(SETPOINT, 123)
        await house.advance(30)
        assert text(await unit.read_holding_registers(0x3008, 1)) == "C2"
        assert await unit.read_holding_registers(0x3009, 1) == [round(12.3 / 0.6)]
        assert await unit.read_holding_registers(0x300A, 3) == [123, 123, 123]
        power = signed(await unit.read_holding_registers(0x3013, 2))
        assert power == round(house.world.stations["garage"].power)
        assert sum(await unit.read_holding_registers(0x3010, 3)) == pytest.approx(power, abs=2)
        assert await unit.read_holding_registers(SETPOINT, 2) == [123, 60]
        assert signed(await unit.read_holding_registers(0x302B, 2)) >> 8 == 6
        assert signed(await unit.read_holding_registers(0x5000, 2)) > 0
        assert signed(await unit.read_holding_registers(0x500A, 2)) == 21

        await unit.write_registers(SETPOINT, [0, 0])
        await house.advance(20)
        assert text(await unit.read_holding_registers(0x3008, 1)) == "B1"
        assert signed(await unit.read_holding_registers(0x302B, 2)) >> 8 == 4


@pytest.mark.parametrize("keeps", ["reading", "writing", "nothing"])
async def test_reading_or_writing_keeps_the_watchdog_calm(keeps: str) -> None:
    async with still_house() as house, modbus_link(house, "garage") as link:
        unit = link.for_unit(1)
        await unit.write_registers(SETPOINT, [100, 60])
        for _ in range(6):
            await house.advance(10)
            if keeps == "reading":
                await unit.read_holding_registers(0x3008, 1)
            elif keeps == "writing":
                await unit.write_register(SETPOINT, 100)
        currents = house.world.stations["garage"].currents
        assert currents == ((6, 6, 6) if keeps == "nothing" else (10, 10, 10))


async def test_phases() -> None:
    async with still_house() as house, modbus_link(house, "garage") as link:
        unit = link.for_unit(1)
        await unit.write_register(SETPOINT, 100)
        await house.advance(20)
        await unit.write_register(PHASES, 1)
        assert await unit.read_holding_registers(PHASES, 1) == [1]
        await house.advance(25)
        assert await unit.read_holding_registers(0x300A, 3) == [100, 0, 0]


@pytest.mark.parametrize(
    ("address", "value"), [(SETPOINT, 321), (FALLBACK, 400), (PHASES, 2), (AVAILABLE, 7), (FALLBACK_DELAY, 30)]
)
async def test_values_out_of_range_change_nothing(address: int, value: int) -> None:
    async with still_house() as house, modbus_link(house, "garage") as link:
        unit = link.for_unit(1)
        before = await unit.read_holding_registers(address, 1)
        with pytest.raises(IllegalDataValueError):
            await unit.write_register(address, value)
        assert await unit.read_holding_registers(address, 1) == before
        assert house.stations["garage"].writes == []


async def test_a_write_over_the_edge_of_the_table_is_refused_as_a_whole() -> None:
    async with still_house() as house, modbus_link(house, "garage") as link:
        with pytest.raises(IllegalDataAddressError):
            await link.for_unit(1).write_registers(PHASES, [1, 1])
        assert not house.world.stations["garage"].switching


async def test_a_broken_station_says_so() -> None:
    async with still_house(events=[{"type": "station_fault", "charge_point": "garage"}]) as house:
        await house.advance(2)
        async with modbus_link(house, "garage") as link:
            assert text(await link.for_unit(1).read_holding_registers(0x3008, 1)) == "F0"
            assert signed(await link.for_unit(1).read_holding_registers(0x302B, 2)) == 0xF00000
