"""Walk to where the devices of a new site are chosen, and look at what was stored of them."""

from typing import Any

from homeassistant.core import HomeAssistant

from .neighbourhood import EVERYBODY
from .test_config_flow_site import CONNECTION, HOUSE
from .walk import Walk

SEARCH = {"networks": EVERYBODY, "skip": False, "more": {"ports": "502"}}
WIRING = {"phases": "3", "rotation": "l2l3l1", "max_current": 32, "fallback_current": 6}


async def at_search(hass: HomeAssistant, meter: str = "p1_tcp", **connection: Any) -> Walk:
    """Walk to the search, with a P1 meter or without."""
    walk = await Walk.new_site(hass)
    await walk.fill(**HOUSE)
    await walk.fill(**CONNECTION | connection)
    await walk.pick(meter)
    if meter == "p1_tcp":
        await walk.fill(host="192.0.2.2", port=23)
    assert walk.step == "search", walk.step
    return walk


def stored(walk: Walk) -> dict[str, dict[str, Any]]:
    """Return the data of the devices of the site that was created, by serial number."""
    assert walk.step == "created", walk.step
    return {device.unique_id: dict(device.data) for device in walk.result["result"].subentries.values()}


def roles(walk: Walk) -> list[str]:
    """Return who measures the grid."""
    return [id_ for id_, data in stored(walk).items() if data["grid_role"]]
