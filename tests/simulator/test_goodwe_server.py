"""The simulated hybrid inverter serves what its sheet says, and its battery obeys the two command registers."""

import struct

from modbus_connection.exceptions import IllegalDataAddressError, IllegalDataValueError
import pytest

from .links import modbus_link, signed, still_house, text

pytestmark = pytest.mark.usefixtures("socket_enabled")

UNIT = 247


async def test_identity() -> None:
    async with still_house() as house, modbus_link(house, "goodwe") as link:
        registers = await link.for_unit(UNIT).read_holding_registers(35000, 33)
        assert registers[1] == 10_000
        assert text(registers[3:11])[4:8] == "KETU"
        assert text(registers[11:16]) == "GW10K-ET"


async def test_running_data_in_one_block() -> None:
    async with still_house(events=[]) as house, modbus_link(house, "goodwe") as link:
        await house.advance(30)
        world = house.world
        data = await link.for_unit(UNIT).read_holding_registers(35100, 125)

        def at(address: int, words: int = 1) -> int:
            return signed(data[address - 35100 : address - 35100 + words])

        assert at(35105, 2) + at(35109, 2) == 7000
        assert (at(35113, 2), at(35117, 2)) == (-1, -1)
        assert at(35121) / 10 == pytest.approx(world.grid.v1, abs=0.1)
        assert at(35125) + at(35130) + at(35135) == pytest.approx(at(35138), abs=2)
        assert at(35138) == pytest.approx(7000 + world.battery_power, abs=1)
        assert at(35140) == pytest.approx(-world.grid.power, abs=1)
        assert at(35172) == pytest.approx(world.house_power, abs=1)
        assert at(35182, 2) == pytest.approx(world.battery_power, abs=1)
        assert at(35182, 2) < -1000
        assert at(35181) / 10 * at(35180) / 10 == pytest.approx(at(35182, 2), abs=30)
        assert (at(35136), at(35184), at(35187)) == (1, 3, 1)
        assert at(35195, 2) == pytest.approx(world.grid.energy_export / 100, abs=1)


async def test_meter_and_battery_blocks() -> None:
    async with still_house(events=[]) as house, modbus_link(house, "goodwe") as link:
        unit, grid = link.for_unit(UNIT), house.world.grid
        meter = await unit.read_holding_registers(36000, 58)
        assert meter[4] == 1
        assert signed(meter[25:27]) == round(-grid.power)
        assert signed(meter[19:21]) == round(-grid.p1)
        (exported,) = struct.unpack(">f", struct.pack(">2H", *meter[15:17]))
        assert exported == pytest.approx(grid.energy_export, rel=1e-6)
        bms = await unit.read_holding_registers(37000, 24)
        assert (bms[4], bms[5], bms[7], bms[8]) == (12, 12, 60, 98)
        assert await unit.read_holding_registers(39005, 1) == [0xFFFF]
        assert await unit.read_holding_registers(45356, 1) == [90]


@pytest.mark.parametrize("at_once", [True, False])
async def test_the_battery_obeys_and_is_given_back(at_once: bool) -> None:
    async with still_house(events=[]) as house, modbus_link(house, "goodwe") as link:
        unit = link.for_unit(UNIT)
        if at_once:
            await unit.write_registers(47511, [12, 1500])
        else:
            await unit.write_register(47512, 1500)
            await unit.write_register(47511, 12)
        await house.advance(15)
        assert house.world.battery_power == pytest.approx(1500, abs=1)
        assert await unit.read_holding_registers(47511, 2) == [12, 1500]
        await unit.write_registers(47511, [1, 0])
        await house.advance(15)
        assert house.world.battery_power < -4000


async def test_an_export_limit() -> None:
    async with still_house(events=[], site={**_SITE, "battery": {"soc": 100}}, settings={}) as house:
        async with modbus_link(house, "goodwe") as link:
            await link.for_unit(UNIT).write_registers(47509, [1, 500])
        await house.advance(20)
        assert house.world.grid.power == pytest.approx(-500, abs=2)


_SITE = {"connection": {"type": "three_phase", "fuse": 25}, "solar": {"peak": 9000}}


@pytest.mark.parametrize(("address", "value"), [(47511, 7), (47511, 13), (47000, 6), (47509, 2)])
async def test_values_it_does_not_know(address: int, value: int) -> None:
    async with still_house() as house, modbus_link(house, "goodwe") as link:
        with pytest.raises(IllegalDataValueError):
            await link.for_unit(UNIT).write_register(address, value)
        assert house.goodwe is not None
        assert house.goodwe.writes == []


async def test_measurements_are_not_written() -> None:
    async with still_house() as house, modbus_link(house, "goodwe") as link:
        for address in (35182, 37007, 45356, 35003):
            with pytest.raises(IllegalDataAddressError):
                await link.for_unit(UNIT).write_register(address, 1)


async def test_a_house_without_battery_has_no_such_inverter() -> None:
    async with still_house(site=_SITE, settings={}, events=[]) as house:
        assert sorted(house.ports) == ["emc", "p1"]
