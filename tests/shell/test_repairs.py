"""What the user must know about becomes a repair, and goes away by itself."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from modbus_connection import ModbusConnectionError
import pytest

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.model import ChargingMode

from .conftest import FALLBACK, House
from .test_control import sunshine, tick


def repairs(hass: HomeAssistant) -> set[str | None]:
    """Return the kinds of repairs that are open."""
    return {issue.translation_key for issue in ir.async_get(hass).issues.values() if issue.domain == DOMAIN}


async def test_a_silent_meter(hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory) -> None:
    """Told once its deadline has passed, taken back with the first telegram."""
    await house.telegram(500)
    for _ in range(12):
        await tick(house, freezer)
    assert repairs(hass) == set()
    for _ in range(6):
        await tick(house, freezer)
    assert repairs(hass) == {"meter_stale"}
    await house.telegram(500)
    assert repairs(hass) == set()


async def test_another_device_at_the_address(hass: HomeAssistant, house: House) -> None:
    """Told with where it was found, taken back when the right one answers again."""
    await house.telegram(500)
    house.station.unit.fail_requests(ModbusConnectionError("gone"))
    await house.poll()
    house.station.unit.fail_requests(None)
    own = house.station.unit.holding[0x1013]
    house.station.unit.holding[0x1013] = [0x5858] * 16
    await house.poll()
    assert repairs(hass) == {"wrong_device"}
    assert house.state("binary_sensor", "problem", house.entry.entry_id) == "off"  # told with the next decision
    await house.telegram(500)
    assert house.state("binary_sensor", "problem", house.entry.entry_id) == "on"

    house.station.unit.holding[0x1013] = own
    await house.poll()
    await house.telegram(500)
    assert repairs(hass) == set()
    assert house.state("sensor", "connection_status") == "connected"


async def test_a_fallback_current_that_is_not_accepted(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """A station that keeps another fallback current gets no rise, and the user hears of it after a minute."""
    house.station.unit.on_write(lambda _: house.station.unit.holding.__setitem__(FALLBACK, 160))
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await sunshine(house, freezer, 30, 0)
    assert "fallback_other" not in repairs(hass)
    assert house.state("sensor", "reason") == "safe_current_pending"
    await sunshine(house, freezer, 40, 0)
    assert "fallback_other" in repairs(hass)


@pytest.mark.parametrize(("base_load", "fits"), [(10.0, True), (17.0, False)])
async def test_fallback_currents_beside_a_learnt_base_load(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory, base_load: float, fits: bool
) -> None:
    """6 A of fallback beside the usual base load must stay within the derated 20 A."""
    house.site.state.base_load.add(base_load, 7200)
    await house.telegram(500)
    freezer.tick(timedelta(minutes=16))
    await house.telegram(500)
    assert ("fallback_does_not_fit" in repairs(hass)) is not fits


async def test_unloading_takes_every_repair_back(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """What no longer runs has nothing to say."""
    for _ in range(20):
        await tick(house, freezer)
    assert repairs(hass) == {"meter_stale"}
    assert await hass.config_entries.async_unload(house.entry.entry_id)
    assert repairs(hass) == set()
