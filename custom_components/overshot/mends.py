"""What a repair can mend by a click: each a function that changes a setting, after the user agreed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.components.repairs.const import FlowType
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import CONF_FALLBACK_CURRENT, DOMAIN, SUBENTRY_CHARGE_POINT
from .coordinator import OvershotData
from .core.model import Rotation
from .flows.charge_point import as_entered, check
from .flows.drafts import stations_of
from .layout import connection_of
from .setup_check.corrections import async_correct
from .setup_check.results import Correction
from .wishes.places import Place

GONE: Final = "gone"
"""The reason where the device is no longer there."""

GO_ON: Final = "go_on"
"""The reason where another flow takes over."""

type Entry = ConfigEntry[OvershotData]
type Mend = Callable[[HomeAssistant, Entry, Mapping[str, Any]], str | None]
"""Changes a setting; returns the reason where it cannot be."""


class MendFlow(RepairsFlow):
    """Asks once, then mends."""

    def __init__(self, mend: Mend) -> None:
        """Mend so."""
        self._mend = mend

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_confirm()

    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Say what will change, and change it once the user agrees."""
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        placeholders = dict(issue.translation_placeholders or {}) if issue is not None else {}
        if user_input is None:
            return self.async_show_form(step_id="confirm", description_placeholders=placeholders)
        data = self.data or {}
        entry = self.hass.config_entries.async_get_entry(str(data.get("entry_id")))
        if entry is None or entry.domain != DOMAIN:
            return self.async_abort(reason=GONE)
        reason = self._mend(self.hass, entry, data)
        if reason is not None:
            return self.async_abort(reason=reason, description_placeholders=placeholders)
        return self.async_create_entry(data={})


class ReconfigureFlow(RepairsFlow):
    """Says what is wrong, and goes on with the form in which it is changed. The repair goes away once that helped."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_confirm()

    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Open the form of the device, or that of the site where it is about no device."""
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        told = dict(issue.translation_placeholders or {}) if issue is not None else {}
        if user_input is None:
            return self.async_show_form(step_id="confirm", description_placeholders=told)
        data = self.data or {}
        entries = self.hass.config_entries
        entry = entries.async_get_entry(str(data.get("entry_id")))
        device = entry.subentries.get(str(data.get("device"))) if entry is not None else None
        if entry is None or (device is None and data.get("device") is not None):
            return self.async_abort(reason=GONE)
        if device is None:
            site = await entries.flow.async_init(
                DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id}
            )
            return self._go_on(FlowType.CONFIG_FLOW, site["flow_id"], told)
        form = await entries.subentries.async_init(
            (entry.entry_id, device.subentry_type),
            context={"source": SOURCE_RECONFIGURE, "subentry_id": device.subentry_id},
        )
        return self._go_on(FlowType.CONFIG_SUBENTRIES_FLOW, form["flow_id"], told)

    def _go_on(self, kind: FlowType, flow_id: str, told: dict[str, str]) -> RepairsFlowResult:
        """End, and let another flow take over; the repair stays until its cause is gone."""
        return self.async_abort(reason=GO_ON, description_placeholders=told, next_flow=(kind, flow_id))


@callback
def rewire(hass: HomeAssistant, entry: Entry, data: Mapping[str, Any]) -> str | None:
    """Take over the rotation that was seen."""
    correction = Correction(id=str(data.get("device")), rotation=Rotation(data["rotation"]))
    return None if async_correct(hass, entry, correction) else GONE


@callback
def accept_fallback(hass: HomeAssistant, entry: Entry, data: Mapping[str, Any]) -> str | None:
    """Reckon with the fallback current that a station holds, where it fits."""
    station = entry.subentries.get(str(data.get("device")))
    if station is None:
        return GONE
    others = [other.data for other in stations_of(entry, without=station)]
    entered = {**as_entered(station.data), CONF_FALLBACK_CURRENT: float(data["current"])}
    settings, errors, _ = check(connection_of(entry.data), others, entered)
    if errors:
        return "does_not_fit"
    hass.config_entries.async_update_subentry(
        entry, station, data={**station.data, CONF_FALLBACK_CURRENT: settings[CONF_FALLBACK_CURRENT]}
    )
    return None


@callback
def lower_fallbacks(hass: HomeAssistant, entry: Entry, data: Mapping[str, Any]) -> str | None:
    """Lower the fallback currents of all charge points to what fits."""
    current = float(data["current"])
    for station in list(entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)):
        if float(station.data.get(CONF_FALLBACK_CURRENT, 0.0)) > current:
            hass.config_entries.async_update_subentry(
                entry, station, data={**station.data, CONF_FALLBACK_CURRENT: current}
            )
    return None


@callback
def raise_minimum(hass: HomeAssistant, entry: Entry, data: Mapping[str, Any]) -> str | None:
    """Raise the minimum state of charge above the inverter's own."""
    if entry.state is not ConfigEntryState.LOADED:
        return GONE
    entry.runtime_data.site.async_wish_at(Place.STORAGE, min_soc=float(data["min_soc"]))
    return None


MENDS: Final[Mapping[str, Mend]] = {
    "phase_mapping": rewire,
    "fallback_other": accept_fallback,
    "fallback_does_not_fit": lower_fallbacks,
    "min_soc_too_low": raise_minimum,
}
"""By the key of the repair; a wrong sign has a flow of its own."""

RECONFIGURED: Final = frozenset({"wrong_device", "limit_below_base_load"})
"""Repairs that lead to a form."""
