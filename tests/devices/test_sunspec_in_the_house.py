"""SunSpec devices of the simulated house, over real sockets: read, commanded, and let go when nobody speaks any more."""

from functools import partial
from typing import Any

import pytest

from custom_components.overshot.core.model import BatteryMode
from custom_components.overshot.devices.driver import Role
from custom_components.overshot.devices.registry import identify
from custom_components.overshot.devices.sunspec import GoodweUt, SunSpec
from simulator.battery import BatterySpec
from simulator.servers.sunspec import Profile, SunSpecServer

from .simulated_house import a_house, served

pytestmark = pytest.mark.usefixtures("socket_enabled")

HYBRIDS = [Profile.HYBRID, Profile.FLOAT, Profile.RESOURCE]


@pytest.mark.parametrize(
    "options",
    [
        {"profile": Profile.HYBRID},
        {"profile": Profile.HYBRID, "base": 0, "ending": "marker only"},
        {"profile": Profile.FLOAT, "base": 50000, "ending": "nothing"},
        {"profile": Profile.FLOAT, "rtu": True},
        {"profile": Profile.RESOURCE},
        {"profile": Profile.HYBRID, "meter_turned": True},
    ],
)
async def test_the_house_is_read_as_it_is(options: dict[str, Any]) -> None:
    async with served(partial(SunSpecServer, **options)) as rig:
        device = SunSpec(rig.link.for_unit, 1)
        identity = await device.identify()
        assert identity is not None
        assert identity.serial == "SIM-SUNSPEC-0001"
        device.invert_meter = options.get("meter_turned", False)
        rig.world.loads.switch_on("oven", 3000, (1.0, 0.0, 0.0))
        rig.world.step()
        readings = await device.poll()
        world = rig.world
        assert readings.failed == frozenset()
        assert readings.solar is not None
        assert readings.solar.power == pytest.approx(world.solar_power, abs=1)
        assert readings.solar.energy == pytest.approx(world.solar.energy if world.solar else None, abs=2)
        assert readings.battery is not None
        assert readings.battery.power == pytest.approx(world.battery_power, abs=1)
        assert readings.battery.soc == pytest.approx(world.battery.soc if world.battery else None, abs=0.1)
        assert readings.grid is not None
        assert readings.grid.power == pytest.approx(world.grid.power, abs=6)
        assert world.grid.power > 1000
        assert readings.grid.phase_power == pytest.approx(world.grid.phase_power, abs=6)
        assert readings.grid.currents == pytest.approx(world.grid.currents, abs=0.02)
        assert readings.grid.energy_import == pytest.approx(world.grid.energy_import, rel=1e-5)
        assert readings.grid.energy_export == pytest.approx(world.grid.energy_export, rel=1e-5)


@pytest.mark.parametrize("rtu", [False, True])
async def test_the_battery_obeys_and_is_given_back(rtu: bool) -> None:
    world = a_house(battery=BatterySpec(max_charge=5000.0, max_discharge=4000.0))
    async with served(partial(SunSpecServer, rtu=rtu), world) as rig:
        device = SunSpec(rig.link.for_unit, 1)
        rig.world.loads.switch_on("oven", 6000, (1.0, 0.0, 0.0))
        for mode, power, expected in (
            (BatteryMode.HOLD, 0, 0),
            (BatteryMode.CHARGE, 3000, -3000),
            (BatteryMode.DISCHARGE, 1500, 1500),
        ):
            await device.set_battery(mode, power)
            await rig.live(20)
            assert rig.world.battery_power == pytest.approx(expected, abs=2), mode
        await device.release_battery()
        await rig.live(20)
        # On its own it covers what the house lacks.
        assert rig.world.battery_power == pytest.approx(2600, abs=20)


async def test_a_held_battery_may_take_the_sun() -> None:
    async with served(SunSpecServer) as rig:
        device = SunSpec(rig.link.for_unit, 1)
        await device.set_battery(BatteryMode.HOLD)
        await rig.live(20)
        assert rig.world.battery_power == pytest.approx(-3400, abs=20)


async def test_when_nobody_speaks_any_more_the_battery_lets_go() -> None:
    async with served(SunSpecServer) as rig:
        device = SunSpec(rig.link.for_unit, 1)
        for _ in range(4):
            await device.set_battery(BatteryMode.DISCHARGE, 2000)
            assert device.capabilities.heartbeat is not None
            await rig.live(round(device.capabilities.heartbeat))
        assert rig.world.battery_power == pytest.approx(2000, abs=2)
        await rig.live(61)
        assert rig.world.battery_power < -3000


async def test_a_device_without_timers_says_so() -> None:
    async with served(partial(SunSpecServer, has_timer=False)) as rig:
        device = SunSpec(rig.link.for_unit, 1)
        await device.set_battery(BatteryMode.DISCHARGE, 2000)
        assert device.capabilities.heartbeat is None
        await rig.live(120)
        assert rig.world.battery_power == pytest.approx(2000, abs=2)


@pytest.mark.parametrize("profile", [Profile.SOLAR, Profile.HYBRID, Profile.RESOURCE])
async def test_the_output_is_limited_until_nobody_speaks_any_more(profile: Profile) -> None:
    async with served(partial(SunSpecServer, profile=profile)) as rig:
        device = SunSpec(rig.link.for_unit, 1)
        await device.set_output_limit(1800)
        assert rig.world.solar is not None
        assert device.rated_output == rig.world.solar.spec.peak
        await rig.live(20)
        assert rig.world.solar_power == pytest.approx(1800, abs=10)
        await device.set_output_limit(None)
        await rig.live(5)
        assert rig.world.solar_power == 4000
        await device.set_output_limit(900)
        await rig.live(5)
        assert rig.world.solar_power == pytest.approx(900, abs=10)
        await rig.live(60)
        assert rig.world.solar_power == 4000


async def test_a_solar_inverter_of_goodwe_on_a_serial_line() -> None:
    make = partial(SunSpecServer, profile=Profile.SOLAR, manufacturer="GoodWe", unit=247, rtu=True)
    async with served(make) as rig:
        found = await identify(rig.link.for_unit)
        assert found is not None
        assert found.family == "goodwe_ut"
        device = GoodweUt(rig.link.for_unit, GoodweUt.default_unit)
        readings = await device.poll()
        assert device.capabilities.roles == {Role.SOLAR}
        assert readings.solar is not None
        assert readings.solar.power == pytest.approx(4000, abs=1)
        assert readings.battery is None


async def test_a_second_meter() -> None:
    async with served(partial(SunSpecServer, second_meter=True)) as rig:
        device = SunSpec(rig.link.for_unit, 1)
        readings = await device.poll()
        assert readings.meters[1].power == pytest.approx(-4000, abs=1)
        assert [part.name for part in device.parts] == ["SIM-METER"]


@pytest.mark.parametrize("profile", HYBRIDS)
async def test_the_search_finds_it(profile: Profile) -> None:
    async with served(partial(SunSpecServer, profile=profile)) as rig:
        found = await identify(rig.link.for_unit)
        assert found is not None
        assert (found.family, found.manufacturer) == ("sunspec", "Simulated")
