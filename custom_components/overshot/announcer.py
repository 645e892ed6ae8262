"""Tell what happens: on Home Assistant's bus for automations, and to the event entity of the site.

A full charge of a battery is announced by a notification besides: nobody ordered it, and it may draw on the grid.
"""

from typing import TYPE_CHECKING, Any, Final

from homeassistant.components import persistent_notification
from homeassistant.const import ATTR_DEVICE_ID, ATTR_NAME
from homeassistant.core import callback
from homeassistant.helpers.translation import async_get_cached_translations

from .const import DOMAIN
from .core.control import Decision
from .core.control.events import Event, EventKey, events_between

if TYPE_CHECKING:
    from .site import SiteCoordinator

EVENT: Final = f"{DOMAIN}_event"
ATTR_TYPE: Final = "type"
ATTR_SITE: Final = "site"
_WORDS: Final = f"component.{DOMAIN}.entity.event.event.state_attributes.event_type.state"


class Announcer:
    """Compares decisions, and tells each thing that happened once."""

    def __init__(self, site: SiteCoordinator) -> None:
        """Announce for a site."""
        self.events: tuple[Event, ...] = ()
        """What happened with the newest decision."""

        self._site = site
        self._told: dict[tuple[str, str | None], object] = {}
        self._full_charge_due: frozenset[str] = frozenset()

    @callback
    def async_look(self, before: Decision | None, after: Decision) -> None:
        """Look at a decision. What was so when Home Assistant started is no event."""
        found = () if before is None else events_between(self._site.state.settings, before, after)
        self.events = tuple(event for event in found if self._is_new(event))
        for event in self.events:
            self._site.hass.bus.async_fire(EVENT, {ATTR_TYPE: event.key.value, **self.attributes(event)})
        self._notify(frozenset(after.state.full_charge_due))

    def attributes(self, event: Event) -> dict[str, Any]:
        """Return what is told of an event besides what happened."""
        told: dict[str, Any] = {ATTR_SITE: self._site.config_entry.title, **event.details}
        if event.device is not None and (device := self._site.devices.get(event.device)) is not None:
            told |= {ATTR_NAME: device.name, ATTR_DEVICE_ID: device.device_id}
        return told

    def _notify(self, due: frozenset[str]) -> None:
        """Announce the full charges that became due; take back what is done. A restart loses notifications."""
        hass = self._site.hass
        for id_ in due - self._full_charge_due:
            words = async_get_cached_translations(hass, hass.config.language, "entity", DOMAIN)
            device = self._site.devices.get(id_)
            persistent_notification.async_create(
                hass,
                words.get(f"{_WORDS}.{EventKey.FULL_CHARGE_DUE}", EventKey.FULL_CHARGE_DUE),
                device.name if device is not None else self._site.config_entry.title,
                _notification(id_),
            )
        for id_ in self._full_charge_due - due:
            persistent_notification.async_dismiss(hass, _notification(id_))
        self._full_charge_due = due

    def _is_new(self, event: Event) -> bool:
        """Whether it was not told before: a limit that comes and goes makes the same target impossible many times."""
        due = event.details.get("due")
        place = (event.key, event.device)
        if due is not None and self._told.get(place) == due:
            return False
        self._told[place] = due
        return True


def _notification(id_: str) -> str:
    """Return what the notification about a battery is known by."""
    return f"{DOMAIN}_{EventKey.FULL_CHARGE_DUE}_{id_}"
