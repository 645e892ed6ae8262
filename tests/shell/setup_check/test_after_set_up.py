"""A new site goes on with its check, where there is anything to steer."""

from typing import Any

from homeassistant.config_entries import FlowType
from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot.config_flow import OvershotConfigFlow

from ..conftest import House


async def created(hass: HomeAssistant, house: House) -> dict[str, Any]:
    """Return how a flow ends that has just created the site."""
    flow = OvershotConfigFlow()
    flow.hass = hass
    done: Any = await flow.async_on_create_entry({"result": house.entry})  # type: ignore[typeddict-item]
    return dict(done)


async def test_the_check_follows(hass: HomeAssistant, house: House) -> None:
    done = await created(hass, house)
    kind, flow_id = done["next_flow"]
    assert kind is FlowType.OPTIONS_FLOW
    assert hass.config_entries.options.async_get(flow_id)["step_id"] == "init"


@pytest.mark.parametrize("loaded", [True, False])
async def test_nothing_to_steer_or_not_loaded(hass: HomeAssistant, house: House, loaded: bool) -> None:
    if loaded:
        hass.config_entries.async_remove_subentry(house.entry, house.station_id)
        await hass.async_block_till_done()
    else:
        assert await hass.config_entries.async_unload(house.entry.entry_id)
    assert "next_flow" not in await created(hass, house)
