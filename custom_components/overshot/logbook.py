"""Home Assistant's logbook platform: what happened, in a sentence.

Everything that Overshot announces is an event of one kind on the bus (`announcer.EVENT`); its words are those of the event
entities, in the language of the installation.
"""

from collections.abc import Callable
from typing import Any, Final

from homeassistant.components.logbook import LOGBOOK_ENTRY_MESSAGE, LOGBOOK_ENTRY_NAME
from homeassistant.const import ATTR_NAME
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations

from .announcer import ATTR_SITE, ATTR_TYPE, EVENT
from .const import DOMAIN
from .core.access.events import AccessEventKey
from .core.ledger.sessions.event import SessionEventKey

_WORDS: Final = "component.{domain}.entity.event.{entity}.state_attributes.event_type.state.{what}"
_SAID: Final = (("person", "{}"), ("card", "{}"), ("vehicle", "{}"), ("energy", "{:.2f} kWh"), ("cost", "{:.2f} EUR"))
"""What is said beside it of a session, where it is known."""

_OF_SESSIONS: Final = frozenset(key.value for key in (*SessionEventKey, *AccessEventKey))


@callback
def async_describe_events(
    hass: HomeAssistant, async_describe_event: Callable[[str, str, Callable[[Event], dict[str, str]]], None]
) -> None:
    """Describe what Overshot announces."""

    @callback
    def describe(event: Event) -> dict[str, str]:
        """Say what happened."""
        data = event.data
        name = data.get(ATTR_NAME) or data.get(ATTR_SITE) or "Overshot"
        return {LOGBOOK_ENTRY_NAME: str(name), LOGBOOK_ENTRY_MESSAGE: _message(hass, data)}

    async_describe_event(DOMAIN, EVENT, describe)


def _message(hass: HomeAssistant, data: Any) -> str:
    """Return what happened in words: `session ended: Anna, 21.40 kWh, 3.10 EUR`."""
    what = str(data.get(ATTR_TYPE, ""))
    words = async_get_cached_translations(hass, hass.config.language, "entity", DOMAIN)
    keys = (_WORDS.format(domain=DOMAIN, entity=entity, what=what) for entity in ("charging_event", "event"))
    message = next((words[key] for key in keys if key in words), what.replace("_", " "))
    told = _SAID if what in _OF_SESSIONS else ()
    said = [form.format(data[key]) for key, form in told if data.get(key) is not None]
    return f"{message[:1].lower()}{message[1:]}{': ' + ', '.join(said) if said else ''}"
