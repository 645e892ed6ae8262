"""What a later search of the network means for a site that is there: who is new, and who has moved."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback

from ..modbus_link import link_of
from .drafts import DeviceDraft, moved, unambiguous
from .found import FoundDevice, stands_for
from .line import is_on_a_line


def moved_devices(entry: ConfigEntry, found: Iterable[FoundDevice]) -> dict[str, FoundDevice]:
    """Return the devices of a site that were met elsewhere than they are expected, by subentry id.

    One that was met where it is expected has not moved, wherever else it is reachable. One that tells no serial number,
    or is on a serial line, is known by its address only.
    """
    everybody = list(found)
    elsewhere: dict[str, FoundDevice] = {}
    for id_, subentry in entry.subentries.items():
        met = [device for device in everybody if device.driver.tells_serial and stands_for(subentry, device)]
        if not met or is_on_a_line(subentry):
            continue
        if link_of(subentry.data) not in {device.link for device in met}:
            elsewhere[id_] = met[0]
    return elsewhere


def move_label(subentry: ConfigSubentry, device: FoundDevice) -> str:
    """Return which device goes from where to where."""
    return f"{subentry.title}: {link_of(subentry.data)} → {device.link}"


@callback
def async_take_in(
    hass: HomeAssistant, entry: ConfigEntry, drafts: Iterable[DeviceDraft], elsewhere: Mapping[str, FoundDevice]
) -> None:
    """Add devices to a site, and give others their new address."""
    for draft in drafts:
        taken = (subentry.title for subentry in entry.subentries.values())
        subentry = ConfigSubentry(
            data=MappingProxyType(dict(draft.data)),
            subentry_type=draft.subentry_type,
            title=unambiguous(draft.title, draft.unique_id, taken),
            unique_id=draft.unique_id,
        )
        hass.config_entries.async_add_subentry(entry, subentry)
    for id_, device in elsewhere.items():
        own = entry.subentries[id_]
        hass.config_entries.async_update_subentry(entry, own, data=moved(own, device))
