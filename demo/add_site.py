"""Add a house to Home Assistant through the integration's own config flow, and more devices through its device flows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .client import Client
from .walk import DEVICE_FLOW, SITE_FLOW, Answers, Walk

FUSE: Final = 25
DERATING: Final = 80
MAX_CURRENT: Final = 16
FALLBACK_CURRENT: Final = 6

CHARGE_POINT_ANSWER: Final[Mapping[str, Any]] = {
    "phases": "3",
    "rotation": "l1l2l3",
    "max_current": MAX_CURRENT,
    "fallback_current": FALLBACK_CURRENT,
}

DEVICE_ANSWERS: Final[Answers] = {
    "charge_point": CHARGE_POINT_ANSWER,
    "inverter": {"capacity": 10, "max_charge": 5000, "max_discharge": 5000},
}
"""What a user answers about a device, wherever it is asked."""

USUAL: Final[Answers] = {
    **DEVICE_ANSWERS,
    "user": {"name": "Home", "location": {"latitude": 51.05, "longitude": 3.72}, "country": "BE"},
    "connection": {"connection_type": "three_phase", "fuse": FUSE, "derating": DERATING},
    "grid_meter": {"next_step_id": "p1_tcp"},
    "p1_tcp": {"host": "127.0.0.1", "port": "$port.p1"},
    "search": {"networks": "127.0.0.1/32", "skip": False, "more": {"ports": "$ports"}},
    "choose": {"by_hand": False},
    "one_master": {"next_step_id": "devices_done"},
    "more_devices": {"next_step_id": "devices_done"},
}
"""What a user answers in most houses."""


@dataclass(slots=True)
class AddedSite:
    """A site as the flow made it."""

    entry_id: str
    names: dict[str, str] = field(default_factory=dict)
    """Device of the house by the unique id, or the id, of its subentry."""


async def add_site(client: Client, ports: Mapping[str, int], answers: Answers | None = None) -> AddedSite:
    """Walk through the flow as a user would. `ports` are those of the house, `answers` differ from the usual ones.

    Raises `ClientError` where a form is refused or the flow asks something unexpected.
    """
    walk = Walk(client, SITE_FLOW, ports, {**USUAL, **(answers or {})})
    created = await walk.go("overshot")
    site = AddedSite(str(created["result"]["entry_id"]))
    site.names = {unique_id: device for device, unique_id in walk.found.items()}
    return site


async def add_device(client: Client, site: AddedSite, ports: Mapping[str, int], entry: Mapping[str, Any]) -> None:
    """Add one more device to a site: `type`, the `answers` to its flow, and `as`, its name in the play."""
    before = await _subentries(client, site)
    walk = Walk(client, DEVICE_FLOW, ports, {**DEVICE_ANSWERS, **entry["answers"]})
    await walk.go([site.entry_id, entry["type"]])
    for subentry_id, unique_id in (await _subentries(client, site)).items():
        if subentry_id not in before:
            site.names[unique_id or subentry_id] = entry["as"]


async def change_device(client: Client, site: AddedSite, kind: str, answers: Answers) -> None:
    """Change the first device of a kind through its own flow."""
    listed = await client.command("config_entries/subentries/list", entry_id=site.entry_id)
    subentry_id = next(it["subentry_id"] for it in listed if it["subentry_type"] == kind)
    await Walk(client, DEVICE_FLOW, {}, answers).go([site.entry_id, kind], subentry_id=subentry_id)


async def _subentries(client: Client, site: AddedSite) -> dict[str, str | None]:
    """Return the unique ids of all devices of a site by their subentry id."""
    listed = await client.command("config_entries/subentries/list", entry_id=site.entry_id)
    return {subentry["subentry_id"]: subentry["unique_id"] for subentry in listed}
