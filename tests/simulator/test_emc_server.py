"""The simulated EMC serves what its sheet says, and takes nothing but boost."""

from modbus_connection.exceptions import IllegalDataAddressError, IllegalDataValueError, IllegalFunctionError
import pytest

from simulator.faults import FaultBoard
from simulator.servers.hager_flow import BOOST_FEEDBACK, HagerFlowServer

from .houses import a_world
from .links import modbus_link, signed, still_house, text

pytestmark = pytest.mark.usefixtures("socket_enabled")


async def test_it_mirrors_the_house_each_five_seconds() -> None:
    async with still_house(events=[]) as house, modbus_link(house, "emc") as link:
        unit = link.for_unit(0)
        await house.advance(30)
        world = house.world
        assert signed(await unit.read_holding_registers(4102, 2)) == pytest.approx(world.grid.power, abs=5)
        phases = await unit.read_holding_registers(4104, 6)
        for phase in range(3):
            assert signed(phases[2 * phase : 2 * phase + 2]) == pytest.approx(world.grid.phase_power[phase], abs=5)
        assert signed(await unit.read_holding_registers(4126, 2)) == 7000
        # Its battery counts charging as positive.
        battery = signed(await unit.read_holding_registers(4138, 2))
        assert battery == pytest.approx(-world.battery_power, abs=5)
        assert battery > 0
        assert await unit.read_holding_registers(4146, 1) == [60]
        assert signed(await unit.read_holding_registers(4151, 2)) == pytest.approx(world.house_power, abs=1)
        autarky, own_use = await unit.read_holding_registers(4224, 2)
        assert 90 <= autarky <= 100
        assert 0 < own_use <= 100

        world.loads.switch_on("oven", 3000, (1.0, 0.0, 0.0))
        await house.advance(1)
        stale = signed(await unit.read_holding_registers(4151, 2))
        await house.advance(5)
        assert signed(await unit.read_holding_registers(4151, 2)) == stale + 3000


async def test_identity() -> None:
    async with still_house() as house, modbus_link(house, "emc") as link:
        unit = link.for_unit(0)
        assert text(await unit.read_holding_registers(0, 16)) == "Hager"
        assert text(await unit.read_holding_registers(16, 16)) == "XEM470"
        assert text(await unit.read_holding_registers(48, 16)).startswith("SIM")
        assert text(await unit.read_holding_registers(64, 16)) == "R3.0.0"


async def test_what_is_there_and_what_is_not() -> None:
    async with still_house() as house, modbus_link(house, "emc") as link:
        connected = [(await link.for_unit(n).read_holding_registers(4613, 1))[0] for n in range(1, 9)]
        assert connected == [1, 0, 0, 0, 0, 0, 0, 0]
        assert text(await link.for_unit(1).read_holding_registers(4099, 15)) == "witty solar"
        names = [text(await link.for_unit(n).read_holding_registers(4098, 16)) for n in range(30, 38)]
        assert [name.startswith("EC") for name in names] == [True, True] + 6 * [False]
        states = [(await link.for_unit(n).read_holding_registers(4152, 1))[0] for n in range(50, 60)]
        assert states == [2] + 9 * [0]
        with pytest.raises(IllegalDataAddressError):
            await link.for_unit(20).read_holding_registers(0, 1)


async def test_meters_and_sg_ready() -> None:
    async with still_house(events=[{"at": 5, "type": "heat_pump_state", "state": 4}]) as house:
        await house.advance(20)
        async with modbus_link(house, "emc") as link:
            assert await link.for_unit(30).read_holding_registers(4148, 1) == [1]
            assert signed(await link.for_unit(31).read_holding_registers(4153, 2)) == 2000
            assert [signed(await link.for_unit(31).read_holding_registers(4155 + 2 * n, 2)) for n in range(3)] == [
                667,
                667,
                667,
            ]
            assert await link.for_unit(50).read_holding_registers(4152, 1) == [4]
            imported = signed(await link.for_unit(30).read_holding_registers(4164, 2))
            assert imported == pytest.approx(house.world.grid.energy_import, abs=1)


async def test_boost_is_believed_at_once_and_shown_later() -> None:
    async with still_house() as house, modbus_link(house, "emc") as link:
        unit = link.for_unit(1)
        await unit.write_register(4631, 1)
        assert house.emc.boost
        assert await unit.read_holding_registers(4631, 1) == [0]
        await house.advance(BOOST_FEEDBACK - 1)
        assert await unit.read_holding_registers(4631, 1) == [0]
        await house.advance(1)
        assert await unit.read_holding_registers(4631, 1) == [1]
        assert house.emc.writes == [(1, 4631, [1])]


async def test_nothing_else_is_written() -> None:
    async with still_house() as house, modbus_link(house, "emc") as link:
        with pytest.raises(IllegalDataValueError):
            await link.for_unit(1).write_register(4631, 2)
        with pytest.raises(IllegalFunctionError):
            await link.for_unit(1).write_registers(4631, [1])
        for unit, address in ((0, 513), (0, 4102), (1, 4613), (2, 4631), (30, 4148), (50, 4152), (20, 0)):
            with pytest.raises(IllegalDataAddressError):
                await link.for_unit(unit).write_register(address, 1)
        assert house.emc.writes == []


def test_units_without_a_device_may_be_left_out() -> None:
    world = a_world()
    server = HagerFlowServer(world, FaultBoard(), absent_units_answer=False)
    assert sorted(server.banks) == [0, 1, 20, 30]
