"""Repairs that mend: each asks first. What counts the other way round is turned; `mends` has all others."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .coordinator import OvershotData
from .core.checks.signs import Suspect
from .core.model.turn import Turn
from .mends import MENDS, RECONFIGURED, MendFlow, ReconfigureFlow
from .setup_check.corrections import turned

ROLES: Mapping[Turn, str] = {
    Turn.GRID: "grid",
    Turn.GRID_POWER: "grid",
    Turn.SOLAR: "solar",
    Turn.BATTERY: "battery",
    Turn.BATTERY_POWER: "battery",
}
"""What the user knows it as: an option of the menu where it is one of several."""


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that mends what a repair is about."""
    issue = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    key = (issue.translation_key if issue is not None else None) or ""
    if key in RECONFIGURED:
        return ReconfigureFlow()
    mend = MENDS.get(key)
    return MendFlow(mend) if mend is not None else TurnFlow()


class TurnFlow(RepairsFlow):
    """Turns the sign of a device, or of the one the user chooses."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Ask whether to turn it, or which."""
        if not (suspects := self._suspects):
            return self.async_abort(reason="gone")
        if len(suspects) > 1:
            return self.async_show_menu(
                step_id="init",
                menu_options=[
                    role for role in dict.fromkeys(ROLES.values()) if role in {ROLES[who.turn] for who in suspects}
                ],
                description_placeholders=self._placeholders,
            )
        return await self.async_step_confirm()

    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Turn the only one suspected once the user agrees."""
        if user_input is None:
            return self.async_show_form(step_id="confirm", description_placeholders=self._placeholders)
        return self._turn(self._suspects[0])

    async def async_step_grid(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Turn the grid meter."""
        return self._turn_role("grid")

    async def async_step_solar(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Turn the inverter."""
        return self._turn_role("solar")

    async def async_step_battery(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Turn the battery."""
        return self._turn_role("battery")

    @property
    def _suspects(self) -> list[Suspect]:
        """Return whom the repair is about."""
        told = str((self.data or {}).get("suspects") or "")
        return [Suspect(id_, Turn(turn)) for id_, _, turn in (each.partition(":") for each in told.split())]

    @property
    def _placeholders(self) -> dict[str, str]:
        """Return the names of the suspected devices, by role too."""
        entry = self._entry
        names = {ROLES[who.turn]: entry.subentries[who.id].title for who in self._suspects} if entry else {}
        return {"device": " / ".join(names.values()), "grid": "-", "solar": "-", "battery": "-", **names}

    @property
    def _entry(self) -> ConfigEntry[OvershotData] | None:
        """Return the site, where it and everything suspected are still there."""
        entry = self.hass.config_entries.async_get_entry(str((self.data or {}).get("entry_id")))
        if entry is None or entry.domain != DOMAIN or any(who.id not in entry.subentries for who in self._suspects):
            return None
        return entry

    def _turn_role(self, role: str) -> RepairsFlowResult:
        """Turn the suspect with this role."""
        for suspect in self._suspects:
            if ROLES[suspect.turn] == role:
                return self._turn(suspect)
        return self.async_abort(reason="gone")

    def _turn(self, suspect: Suspect) -> RepairsFlowResult:
        """Store the turned sign; the site is loaded again by its update listener."""
        entry = self._entry
        if entry is None:
            return self.async_abort(reason="gone")
        subentry = entry.subentries[suspect.id]
        self.hass.config_entries.async_update_subentry(
            entry, subentry, data={**subentry.data, **turned(entry, subentry, suspect.turn)}
        )
        return self.async_create_entry(data={})
