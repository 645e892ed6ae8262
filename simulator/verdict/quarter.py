"""Quarters of an hour above the target although enough could have been given up in time.

What a boosting car takes does not count, unless its user lets it obey the peak. And a controller does not know what comes: a
quarter counts only where the target was out of reach for what the house drew
by itself, and steered cars, batteries or loads still took (or batteries still kept) what would have saved it.
"""

from typing import Any

from custom_components.overshot.core.control import Decision, SiteSettings
from custom_components.overshot.core.model import BatteryMode, ChargingMode, ReasonKey

from ..loop import Loop

QUARTER = 900.0
FLOOR = 2500.0
"""Under a capacity tariff the first 2.5 kW cost the same."""

NOTICE = 30.0
"""So long after the target got out of reach, everything has to have yielded (s)."""

SLACK = 0.03
"""Of the target; and of what could have been given up."""

LEAST = 20.0
"""Less is no violation (Wh)."""

_MINIMUM_DEMANDS = frozenset(
    {
        ReasonKey.GUARANTEED,
        ReasonKey.EFFICIENT_CHARGING,
        ReasonKey.TARGET_IMPOSSIBLE,
        ReasonKey.RECHARGING_MINIMUM,
        ReasonKey.DAILY_MINIMUM,
        ReasonKey.MINIMUM_ON,
        ReasonKey.METER_STALE,
        ReasonKey.STATION_SILENT,
        ReasonKey.READ_ONLY,
    }
)


class QuarterJudge:
    """Follows the quarters on the clock."""

    def __init__(self, loop: Loop) -> None:
        """Begin before the first step."""
        self.found: list[dict[str, Any]] = []
        self.demands: list[tuple[float, float]] = []
        """When each complete quarter ended (s since the start), and its demand (W)."""
        self._loop = loop
        self._left = QUARTER - loop.world.start.timestamp() % QUARTER
        self._whole = self._left == QUARTER
        self._used = self._measured = self._given_up = self._out_of_reach = self._blind = 0.0
        self._month_peak = loop.world.grid.month_peak.demand

    def add(self, decision: Decision, dt: float) -> None:
        """Look at the step just lived."""
        loop = self._loop
        settings = loop.settings
        imported = loop.world.grid.power
        self._measured += max(0.0, imported) * dt / 3600
        imported = max(0.0, imported - self._exempt(settings))
        self._used += imported * dt / 3600
        self._left -= dt
        if loop.down or decision.state.meter_stale:
            self._blind += dt
        elif settings.peak.active:
            self._look(decision, settings, imported, dt)
        if self._left <= 1e-6:
            self._close(settings)

    def _look(self, decision: Decision, settings: SiteSettings, imported: float, dt: float) -> None:
        """Count what could have been given up of the import (W) since the target is out of reach."""
        drawn, kept = self._flexible(decision, settings)
        others = max(0.0, imported - drawn)
        beyond = self._used + others * self._left / 3600 > self._target(settings)
        self._out_of_reach = self._out_of_reach + dt if beyond else 0.0
        if self._out_of_reach > NOTICE:
            self._given_up += min(imported, drawn + kept) * dt / 3600

    def _flexible(self, decision: Decision, settings: SiteSettings) -> tuple[float, float]:
        """Return what steered things draw that the peak binds, and what batteries keep that could give (W)."""
        world = self._loop.world
        drawn = 0.0
        for id_, setpoint in decision.setpoints.items():
            if (
                not _boosts(settings, id_)
                and setpoint.reason.key not in _MINIMUM_DEMANDS
                and not world.stations[id_].deaf
            ):
                drawn += world.stations[id_].power
        for id_, load in decision.loads.items():
            if load.reason.key not in _MINIMUM_DEMANDS:
                drawn += world.boilers[id_].power
        kept = 0.0
        for id_, order in decision.batteries.items():
            battery = world.batteries.get(id_)
            if battery is None or order.mode is None or order.reason.key in _MINIMUM_DEMANDS:
                continue
            if order.mode is BatteryMode.CHARGE:
                drawn += max(0.0, -battery.power)
            by_hand = order.reason.key in (ReasonKey.BY_HAND, ReasonKey.TIMER)
            if battery.soc > max(settings.storage.min_soc, battery.spec.min_soc) + 1 and not by_hand:
                kept += battery.spec.max_discharge - max(0.0, battery.power)
        return drawn, kept

    def _exempt(self, settings: SiteSettings) -> float:
        """Return what cars draw that the peak does not bind (W)."""
        stations = self._loop.world.stations
        return sum(stations[id_].power for id_ in settings.charge_points if _boosts(settings, id_))

    def _target(self, settings: SiteSettings) -> float:
        """Return the energy that the quarter may have (Wh)."""
        floor = FLOOR if settings.peak.capacity_tariff else 0.0
        return max(settings.peak.wished, floor, self._month_peak) / 4

    def _close(self, settings: SiteSettings) -> None:
        """Judge the quarter that ended."""
        t = self._loop.world.t
        if self._whole:
            self.demands.append((t, self._measured * 4))
        over = self._used - self._target(settings) * (1 + SLACK)
        watched = self._whole and self._blind <= NOTICE
        if settings.peak.active and watched and over > LEAST and self._given_up > LEAST:
            self.found.append(
                {
                    "kind": "quarter_above_target",
                    "start": t - QUARTER,
                    "demand": round(self._used * 4),
                    "target": round(self._target(settings) * 4),
                    "given_up_in_vain": round(self._given_up, 1),
                }
            )
        self._month_peak = self._loop.world.grid.month_peak.demand
        self._left += QUARTER
        self._whole = True
        self._used = self._measured = self._given_up = self._out_of_reach = self._blind = 0.0


def _boosts(settings: SiteSettings, id_: str) -> bool:
    """Whether the peak does not bind a charge point."""
    wish = settings.charge_points[id_]
    return wish.mode is ChargingMode.BOOST and not settings.peak.boost_obeys
