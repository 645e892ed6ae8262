"""Watch over a site: what the user must know about becomes a repair, and goes away by itself."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from homeassistant.core import callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .core.control import Decision, Memory
from .core.model import ChargePointSetpoint, ConnectionStatus, ReasonKey, RecoveryAction, Site, fallback_shortfall
from .installation import Finding, InstallationWatch

if TYPE_CHECKING:
    from .site import SiteCoordinator

FALLBACK_PATIENCE = 60.0
"""A station that has not confirmed its fallback current for this long will not (s)."""

SAVE_INTERVAL = 900.0
"""Learnt values are saved this often (s)."""

BASE_LOAD_PERCENTILE = 0.99

ABOVE_OWN = 5.0
"""A minimum state of charge does something from so far above the inverter's own (%)."""


class SiteWatch:
    """Raises and clears the repairs of a site, and learns its base load."""

    def __init__(self, site: SiteCoordinator) -> None:
        """Watch over a site."""
        self._site = site
        self._installation = InstallationWatch(site)
        self._stale_since: datetime | None = None
        self._pending_since: dict[str, datetime] = {}
        self._looked_at: datetime | None = None
        self._saved_at: datetime | None = None
        # What was still to be let go of when the site unloaded is told until it has succeeded.
        issues = ir.async_get(site.hass)
        self._raised = {
            issue_id
            for issue_id in (_not_released(id_) for id_ in site.fleet.writers)
            if issues.async_get_issue(DOMAIN, issue_id) is not None
        }

    @property
    def problem(self) -> bool:
        """Whether anything of the site is in trouble."""
        return bool(self._raised) or any(
            device.status is ConnectionStatus.FAILED for device in self._site.devices.values()
        )

    @callback
    def async_look(self, decision: Decision, now: datetime) -> None:
        """Look at a decision."""
        for finding in self._installation.async_look(decision, now):
            self._show(finding)
        self._look_at_meter(decision, now)
        self._look_at_stations(decision, now)
        self._look_at_writers()
        self._look_at_reserves()
        self._learn(decision, now)
        self._looked_at = now

    @callback
    def async_clear(self) -> None:
        """Take back every repair but those of devices left in an order; the next start raises what still holds."""
        self._look_at_writers(stopped=True)
        left = {_not_released(id_) for id_, writer in self._site.fleet.writers.items() if writer.unreleased}
        issues = ir.async_get(self._site.hass)
        for issue_id in self._raised - left:
            issue = issues.async_get_issue(DOMAIN, issue_id)
            # What the user ignores stays ignored over a reload; nobody sees it meanwhile.
            if issue is None or issue.dismissed_version is None:
                ir.async_delete_issue(self._site.hass, DOMAIN, issue_id)
        self._raised.clear()

    def _look_at_meter(self, decision: Decision, now: datetime) -> None:
        """Tell when the grid meter has been silent beyond its deadline."""
        meter = self._site.grid_device
        if not decision.state.meter_stale:
            self._stale_since = None
        elif self._stale_since is None:
            self._stale_since = now
        deadline = self._site.site.grid_meter.stale_after
        stale = (
            self._stale_since is not None
            and (now - self._stale_since).total_seconds() >= deadline
            and not self._installation.meter_frozen
        )
        self._issue(
            "meter_stale",
            f"meter_stale_{self._site.config_entry.entry_id}",
            stale,
            {
                "meter": meter.name if meter else "-",
                "site": self._site.config_entry.title,
            },
        )

    def _look_at_stations(self, decision: Decision, now: datetime) -> None:
        """Tell when a station does not take its fallback current."""
        for id_, setpoint in decision.setpoints.items():
            if setpoint.reason.key is not ReasonKey.SAFE_CURRENT_PENDING:
                self._pending_since.pop(id_, None)
                late = False
            else:
                since = self._pending_since.setdefault(id_, now)
                late = (now - since).total_seconds() >= FALLBACK_PATIENCE
            self._tell_of_fallback(id_, setpoint, late=late)
            self._look_at_recovery(id_, setpoint, decision.memory)

    def _tell_of_fallback(self, id_: str, setpoint: ChargePointSetpoint, *, late: bool) -> None:
        """Tell that a station holds another fallback current, which the user may accept, or none at all."""
        heard = self._site.snapshot.charge_points.get(id_)
        held = heard.value.fallback_current if heard is not None else None
        told = {"device": self._site.devices[id_].name, "current": f"{setpoint.fallback_current or 0:g}"}
        self._issue("fallback_not_accepted", f"fallback_not_accepted_{id_}", late and held is None, told)
        self._show(
            Finding(
                key="fallback_other",
                issue_id=f"fallback_other_{id_}",
                active=late and held is not None,
                placeholders={**told, "held": f"{held or 0:g}"},
                data={"entry_id": self._site.config_entry.entry_id, "device": id_, "current": held},
            )
        )

    def _look_at_recovery(self, id_: str, setpoint: ChargePointSetpoint, memory: Memory) -> None:
        """Tell when all attempts to bring a station back were in vain, with what it was told and what it does."""
        known = memory.charge_points.get(id_)
        evidence = known.recovery if known is not None else None
        self._issue(
            "station_does_not_obey",
            f"station_does_not_obey_{id_}",
            setpoint.recovery is RecoveryAction.GIVE_UP,
            {
                "device": self._site.devices[id_].name,
                "told": f"{evidence.told:g}" if evidence is not None else "-",
                "seen": f"{evidence.seen:g}" if evidence is not None else "-",
            },
        )

    def _look_at_reserves(self) -> None:
        """Tell when an inverter stops discharging before the minimum that was set is reached."""
        min_soc = self._site.state.settings.storage.min_soc
        for battery in self._site.site.batteries:
            own = self._site.devices[battery.id].data.battery_min_soc
            above = min(100.0, (own or 0.0) + ABOVE_OWN)
            self._show(
                Finding(
                    key="min_soc_too_low",
                    issue_id=f"min_soc_too_low_{battery.id}",
                    active=own is not None and min_soc <= own and self._site.state.controlled(battery.id),
                    placeholders={
                        "site": self._site.config_entry.title,
                        "device": battery.name,
                        "own": f"{own or 0:g}",
                        "min_soc": f"{min_soc:g}",
                        "above": f"{above:g}",
                    },
                    data={"entry_id": self._site.config_entry.entry_id, "min_soc": above},
                )
            )

    def _look_at_writers(self, *, stopped: bool = False) -> None:
        """Tell when a device does not obey, or could not be let go of."""
        for id_, writer in self._site.fleet.writers.items():
            name = {"device": writer.device.name}
            self._issue("order_not_taken", f"order_not_taken_{id_}", writer.not_taken, name)
            left = writer.unreleased and (stopped or writer.release_failed)
            issue_id = _not_released(id_)
            if writer.unreleased and issue_id in self._raised:
                continue
            self._issue("not_released", issue_id, left, name)

    def _learn(self, decision: Decision, now: datetime) -> None:
        """Learn the base load, and tell when it leaves no room for the fallback currents."""
        state = self._site.state
        load = decision.state.other_load
        if load is not None and self._looked_at is not None:
            state.base_load.add(max(0.0, *load), (now - self._looked_at).total_seconds())
        if self._saved_at is None:
            self._saved_at = now
        if (now - self._saved_at).total_seconds() < SAVE_INTERVAL:
            return
        self._saved_at = now
        self._site.store.async_delay_save(state)
        base_load = state.base_load.percentile(BASE_LOAD_PERCENTILE)
        self._look_at_base_load(base_load or 0.0)

    def _look_at_base_load(self, base_load: float) -> None:
        """Tell when the house alone takes more than the limit (A), or leaves no room for the fallback currents."""
        site, entry = self._site.site, self._site.config_entry
        told = {"site": entry.title, "limit": f"{site.connection.limit:.0f}", "base_load": f"{base_load:.0f}"}
        alone = base_load > site.connection.limit
        self._show(
            Finding(
                key="limit_below_base_load",
                issue_id=f"limit_below_base_load_{entry.entry_id}",
                active=alone,
                placeholders=told,
                data={"entry_id": entry.entry_id},
            )
        )
        shortfall = fallback_shortfall(site, base_load)
        fitting = fitting_fallback(site, base_load)
        self._show(
            Finding(
                key="fallback_does_not_fit",
                issue_id=f"fallback_does_not_fit_{entry.entry_id}",
                active=shortfall > 0 and not alone,
                placeholders={**told, "shortfall": f"{shortfall:.0f}", "fitting": f"{fitting:g}"},
                data={"entry_id": entry.entry_id, "current": fitting},
            )
        )

    def _issue(self, key: str, issue_id: str, active: bool, placeholders: dict[str, str]) -> None:
        """Raise or clear a repair that only the user can mend."""
        self._show(Finding(key=key, issue_id=issue_id, active=active, placeholders=placeholders))

    def _show(self, finding: Finding) -> None:
        """Raise or clear a repair, touching the registry only on a change."""
        if finding.active is (finding.issue_id in self._raised):
            return
        hass = self._site.hass
        if finding.active:
            self._raised.add(finding.issue_id)
            ir.async_create_issue(
                hass,
                DOMAIN,
                finding.issue_id,
                data=finding.data,
                is_fixable=finding.data is not None,
                severity=ir.IssueSeverity.WARNING,
                translation_key=finding.key,
                translation_placeholders=finding.placeholders,
            )
        else:
            self._raised.discard(finding.issue_id)
            ir.async_delete_issue(hass, DOMAIN, finding.issue_id)


def fitting_fallback(site: Site, base_load: float) -> float:
    """Return the highest fallback current for all charge points (A) that fits beside the base load (A), else 0."""
    lowered = replace(
        site,
        charge_points=tuple(
            replace(point, fallback_current=min(point.fallback_current, point.min_current))
            for point in site.charge_points
        ),
    )
    if fallback_shortfall(lowered, base_load) > 0:
        return 0.0
    return max((point.min_current for point in site.charge_points), default=0.0)


def _not_released(id_: str) -> str:
    """Return the id of the repair that tells of a device that could not be let go of."""
    return f"not_released_{id_}"
