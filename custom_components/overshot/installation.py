"""Watch over an installation: signs, links and lines that are not as they should be, and others who steer its devices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from homeassistant.const import CONF_COUNTRY
from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from .const import CONF_FAMILY, FAMILY_P1
from .coordinator import ModbusCoordinator
from .core.checks.line import LineCheck
from .core.checks.overwritten import OverwrittenCheck
from .core.checks.phase_watch import PhaseWatch
from .core.checks.signs import SignCheck, Suspect
from .core.control import Decision
from .core.model import PHASE_NAMES
from .core.model.turn import Turn

if TYPE_CHECKING:
    from .site import SiteCoordinator

SIGN_KEYS: Mapping[Turn, str] = {
    Turn.GRID: "wrong_sign_grid",
    Turn.GRID_POWER: "wrong_sign_grid",
    Turn.SOLAR: "wrong_sign_solar",
    Turn.BATTERY: "wrong_sign_battery",
    Turn.BATTERY_POWER: "wrong_sign_battery",
}
"""The repair that tells of a wrong sign."""

PEAKS_PATIENCE: Final = 300.0
"""A P1 meter that tells nothing of peaks for so long never will (s)."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that may be wrong, and whether it is now."""

    key: str
    """Under which it is translated."""

    issue_id: str
    active: bool
    placeholders: dict[str, str] = field(default_factory=dict)
    data: dict[str, str | int | float | None] | None = None
    """What a fix flow needs; None where only the user can mend it."""


class InstallationWatch:
    """Feeds the checks of a site with what is known each cycle."""

    def __init__(self, site: SiteCoordinator) -> None:
        """Watch over the installation of a site."""
        self._site = site
        grid = site.grid_device
        self._signs = (
            SignCheck(grid_id=grid.subentry.subentry_id, fiscal=grid.subentry.data.get(CONF_FAMILY) == FAMILY_P1)
            if grid is not None
            else None
        )
        self._phases = PhaseWatch()
        self._peakless_since: datetime | None = None
        self._lines: dict[str, LineCheck] = {}
        self._counted: dict[str, tuple[int, int]] = {}
        self._stations: dict[str, OverwrittenCheck] = {}

    @property
    def meter_frozen(self) -> bool:
        """Whether the grid meter repeats itself: its silence has a repair of its own."""
        grid = self._site.grid_device
        return grid is not None and grid.screen.frozen

    @callback
    def async_look(self, decision: Decision, now: datetime) -> Iterator[Finding]:
        """Look at a decision and what it was made from, and yield all that may be wrong."""
        yield from self._look_at_meter()
        yield from self._look_at_peaks(now)
        yield from self._look_at_signs(now)
        yield from self._look_at_phases(now)
        yield from self._look_at_lines(now)
        yield from self._look_at_stations(decision, now)

    def _look_at_meter(self) -> Iterator[Finding]:
        """Tell that the grid meter stands still."""
        grid = self._site.grid_device
        if grid is None:
            return
        since = grid.screen.frozen_since
        yield Finding(
            key="frozen_readings",
            issue_id=f"frozen_readings_{grid.subentry.subentry_id}",
            active=grid.screen.frozen,
            placeholders={
                "meter": grid.name,
                "since": dt_util.as_local(since).strftime("%H:%M") if since is not None else "-",
            },
        )

    def _look_at_peaks(self, now: datetime) -> Iterator[Finding]:
        """Tell that the peak is to be held and the meter tells nothing of it, as every Flemish meter should."""
        site, grid = self._site, self._site.grid_device
        heard = site.snapshot.grid
        if grid is None or grid.subentry.data.get(CONF_FAMILY) != FAMILY_P1:
            return
        silent = heard is None or heard.value.quarter_demand is not None or heard.value.month_peak is not None
        if silent or site.config_entry.data.get(CONF_COUNTRY) != "BE" or not site.state.settings.peak.active:
            self._peakless_since = None
        elif self._peakless_since is None:
            self._peakless_since = now
        yield Finding(
            key="p1_without_peaks",
            issue_id=f"p1_without_peaks_{grid.subentry.subentry_id}",
            active=self._peakless_since is not None and (now - self._peakless_since).total_seconds() >= PEAKS_PATIENCE,
            placeholders={"meter": grid.name},
        )

    def _look_at_phases(self, now: datetime) -> Iterator[Finding]:
        """Tell which stations hang on other phases than was told."""
        self._phases.look(self._site.site, self._site.snapshot, now)
        contradicted = self._phases.contradicted
        for point in self._site.site.charge_points:
            wiring = contradicted.get(point.id)
            suggested = wiring.suggested if wiring is not None else None
            yield Finding(
                key="phase_mapping",
                issue_id=f"phase_mapping_{point.id}",
                active=suggested is not None,
                placeholders={
                    "device": point.name,
                    "told": point.rotation.value.upper(),
                    "suggested": suggested.value.upper() if suggested is not None else "-",
                    "phases": ", ".join(PHASE_NAMES[phase] for phase in wiring.moved) if wiring is not None else "-",
                },
                data={
                    "entry_id": self._site.config_entry.entry_id,
                    "device": point.id,
                    "rotation": suggested.value if suggested is not None else None,
                },
            )

    def _look_at_signs(self, now: datetime) -> Iterator[Finding]:
        """Tell who counts the other way round; asked which, where it is one of several."""
        if self._signs is None:
            return
        self._signs.look(self._site.snapshot, now)
        suspects = [suspect for suspect in self._signs.suspects if suspect.id in self._site.devices]
        key = SIGN_KEYS[suspects[0].turn] if len(suspects) == 1 else "wrong_sign_unclear"
        entry_id = self._site.config_entry.entry_id
        for each in ("wrong_sign_grid", "wrong_sign_solar", "wrong_sign_battery", "wrong_sign_unclear"):
            yield Finding(
                key=each,
                issue_id=f"{each}_{entry_id}",
                active=bool(suspects) and each == key,
                placeholders={"device": " / ".join(self._name(suspect) for suspect in suspects)},
                data={"entry_id": entry_id, "suspects": " ".join(f"{who.id}:{who.turn}" for who in suspects)},
            )

    def _name(self, suspect: Suspect) -> str:
        """Return the name of a suspected device."""
        return self._site.devices[suspect.id].name

    def _look_at_lines(self, now: datetime) -> Iterator[Finding]:
        """Tell of links on which too many answers cannot be used."""
        names: dict[str, list[str]] = {}
        asked: dict[str, tuple[int, int]] = {}
        for id_, device in self._site.devices.items():
            if not isinstance(device, ModbusCoordinator):
                continue
            line, answers = device.gateway, device.answers
            before = self._counted.get(id_, (0, 0))
            self._counted[id_] = (answers.requests, answers.damaged)
            known = asked.get(line, (0, 0))
            asked[line] = (known[0] + answers.requests - before[0], known[1] + answers.damaged - before[1])
            names.setdefault(line, []).append(device.name)
        for line, (requests, damaged) in asked.items():
            check = self._lines.setdefault(line, LineCheck())
            check.add(requests, damaged, now)
            yield Finding(
                key="two_masters",
                issue_id=f"two_masters_{self._site.config_entry.entry_id}_{line}",
                active=check.troubled,
                placeholders={
                    "line": line,
                    "devices": ", ".join(names[line]),
                    "damaged": str(check.damaged),
                    "requests": str(check.requests),
                },
            )

    def _look_at_stations(self, decision: Decision, now: datetime) -> Iterator[Finding]:
        """Tell of stations whose current somebody else sets."""
        for id_, setpoint in decision.setpoints.items():
            device = self._site.devices[id_]
            check = self._stations.get(id_)
            if check is None:
                check = self._stations[id_] = OverwrittenCheck(device.interval)
            heard = self._site.snapshot.charge_points.get(id_)
            fresh = heard.value if heard is not None and device.last_update_success else None
            charging = fresh is not None and fresh.vehicle is not None and fresh.vehicle.connected
            check.look(
                setpoint.current if device.writable else None,
                fresh.setpoint if fresh is not None and charging else None,
                fresh.fallback_current if fresh is not None else None,
                now,
            )
            yield Finding(
                key="other_controller",
                issue_id=f"other_controller_{id_}",
                active=check.overwritten,
                placeholders={
                    "device": device.name,
                    "told": f"{check.told or 0:g}",
                    "found": ", ".join(f"{value:g}" for value in check.foreign) or "-",
                },
            )
