"""What a device means for its owner, in plain words: each said where it is true, and only there."""

from collections.abc import Iterable, Mapping
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..devices.driver import Capabilities, Driver
from ..devices.goodwe_et import GoodweEt
from ..devices.hager_stations import station_of
from ..devices.sunspec import GoodweUt

NOTES = "device_note"
"""Under which the texts stand among the selectors: nothing else of a flow's texts can be filled in freely."""

type Note = tuple[str, Mapping[str, str]]
"""Key of a text, and what it is filled with."""


def notes_of(driver: type[Driver] | Driver, model: str = "") -> list[Note]:
    """Return what is to be said of a device. `model` is what it calls itself."""
    can = driver.capabilities
    notes: list[Note] = []
    if driver.experimental:
        notes.append(("experimental", {}))
    if can.sets_current:
        notes += _of_station(can)
    if can.controls_battery:
        notes.append(("lets_go", _every(can)) if can.heartbeat else ("holds_on", {}))
    if can.sets_sg_ready:
        notes.append(("holds_on_contacts", {}))
    if can.persistent_memory:
        notes.append(("wears_memory", {}))
    made = driver if isinstance(driver, type) else type(driver)
    if issubclass(made, GoodweEt):
        notes.append(("goodwe_meter", {}))
    if issubclass(made, (GoodweEt, GoodweUt)):
        notes.append(("separate_units", {}))
    if (station := station_of(model)) is not None and station.needs:
        notes.append((f"needs_{station.needs.lower()}", {"model": station.model}))
    return notes


def _of_station(can: Capabilities) -> list[Note]:
    """Return what is to be said of a station's fallback."""
    if not can.has_fallback:
        return [("no_fallback", {})]
    notes: list[Note] = [] if can.sets_fallback else [("fallback_of_installer", {})]
    return [*notes, ("heartbeat", _every(can))] if can.heartbeat else notes


def _every(can: Capabilities) -> Mapping[str, str]:
    """Return how often an order is repeated: a writer does so after half the time."""
    return {"seconds": f"{(can.heartbeat or 0) / 2:g}"}


async def async_said(hass: HomeAssistant, notes: Iterable[Note]) -> str:
    """Return notes as a list in Home Assistant's language; empty where there are none."""
    texts = await async_get_translations(hass, hass.config.language, "selector", {DOMAIN})
    lines = [texts[f"component.{DOMAIN}.selector.{NOTES}.options.{key}"].format(**filled) for key, filled in notes]
    return "\n".join(f"- {line}" for line in lines)


def with_notes(placeholders: Mapping[str, str], said: str) -> dict[str, Any]:
    """Return placeholders with the notes as a paragraph of their own."""
    return {**placeholders, "notes": f"\n\n{said}" if said else ""}
