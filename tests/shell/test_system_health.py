"""The system information page tells whether Overshot sees everything, and decides."""

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info

from tests.packaging.repository import INTEGRATION, load_json

from .conftest import House


@pytest.fixture(autouse=True)
async def _page(hass: HomeAssistant) -> None:
    """Set the page up."""
    assert await async_setup_component(hass, "system_health", {})


async def test_a_house(hass: HomeAssistant, house: House) -> None:
    await house.poll()
    await house.telegram(500)
    info = await get_system_health_info(hass, "overshot")
    assert info == {
        "sites": 1,
        "devices": 2,
        "devices_connected": 2,
        "devices_steered": 0,
        "silent_meters": 0,
        "plan": info["plan"],
        "solver": True,
        "open_repairs": info["open_repairs"],
    }
    await house.control()
    assert (await get_system_health_info(hass, "overshot"))["devices_steered"] == 1


async def test_without_a_site(hass: HomeAssistant) -> None:
    """And every line has a name."""
    assert await async_setup_component(hass, "overshot", {})
    info = await get_system_health_info(hass, "overshot")
    assert (info["sites"], info["plan"]) == (0, "-")
    for path in (INTEGRATION / "translations").glob("*.json"):
        assert set(load_json(path)["system_health"]["info"]) == set(info), path.name
