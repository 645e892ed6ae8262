"""Learn a card by holding it to a station: the first tag that nobody knows yet, at any charge point of the site."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ..core.access.tables import plain_id
from ..core.control.charging.access import tag_hash

if TYPE_CHECKING:
    from ..coordinator import OvershotConfigEntry

PATIENCE: Final = timedelta(minutes=1)
"""A card is waited for so long."""

_SHOWN: Final = 2


@dataclass(frozen=True, slots=True)
class Held:
    """A card that was held to a station, or typed: never the card itself."""

    tag: str
    """See `core.control.charging.access.tag_hash`."""

    hint: str
    """The last two characters of what it is called."""


def of_id(id_: str, secret: str) -> Held:
    """Return what is kept of the id of a card."""
    return Held(tag=tag_hash(id_, secret), hint=plain_id(id_)[-_SHOWN:])


async def async_wait_for_card(
    hass: HomeAssistant, entry: OvershotConfigEntry, secret: str, known: Collection[str]
) -> Held | None:
    """Return the card that is held to a station now; None where none comes within `PATIENCE`.

    A station may still tell the card of an earlier session. So one that appears, or changes, counts at once; one that was
    told all the time and is not `known` (hashes) counts when nothing else came.
    """
    devices = tuple(entry.runtime_data.devices.values())
    found: asyncio.Future[Held | None] = hass.loop.create_future()

    def told() -> dict[tuple[str, int], str]:
        return {
            (device.subentry.subentry_id, number): reading.tag
            for device in devices
            for number, reading in device.data.charge_points.items()
            if reading.tag
        }

    seen = told()
    old = [held for tag in seen.values() if (held := of_id(tag, secret)).tag not in known]

    @callback
    def look() -> None:
        for place, tag in (now := told()).items():
            held = of_id(tag, secret)
            if seen.get(place) != tag and held.tag not in known and not found.done():
                found.set_result(held)
        seen.clear()
        seen.update(now)

    @callback
    def give_up(_: object) -> None:
        if not found.done():
            found.set_result(old[0] if old else None)

    ends = [device.async_add_listener(look) for device in devices]
    ends.append(async_call_later(hass, PATIENCE, give_up))
    try:
        return await found
    finally:
        for end in ends:
            end()
