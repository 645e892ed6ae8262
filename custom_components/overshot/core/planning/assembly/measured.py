"""What the house draws and the sun gives at one moment, worked out from what the meters tell."""

from collections.abc import Iterable
from datetime import datetime
from math import isfinite

from ...control.charging.settings import ChargePointSettings
from ...control.charging.view import look
from ...control.memory import Memory
from ...control.settings import SiteSettings
from ...forecast.home import Measured
from ...forecast.sun import Location, sun_at
from ...model import Reading, Site, Snapshot

SILENT_AFTER = 60.0
"""What is older says nothing of now (s)."""

_UNTOUCHED = ChargePointSettings()


def measure(site: Site, settings: SiteSettings, memory: Memory, snapshot: Snapshot, now: datetime) -> Measured:
    """Return what flows at this moment (W); the mean over a minute of it is what `PlanInputs.measured` wants.

    The load is the balance of meter, sun, batteries, cars and the appliances that Overshot has switched on; it is not
    known while one of them is silent. An inverter that sleeps while it is dark is no silence: it gives nothing.
    """
    solar = _sun(site, snapshot, now)
    grid = snapshot.grid
    if grid is None or solar is None or not _fresh((grid,), now):
        return Measured(solar=solar)
    power = grid.value.power
    if power is None and grid.value.phase_power is not None:
        power = sum(grid.value.phase_power)
    batteries = _sum((it.value.power, it) for it in snapshot.batteries.values())
    if power is None or batteries is None or not _fresh(snapshot.batteries.values(), now):
        return Measured(solar=solar)
    load = power + solar + batteries - _appliances(settings, memory, snapshot)
    for point in site.charge_points:
        wishes = settings.charge_points.get(point.id, _UNTOUCHED)
        load -= look(site, point, wishes, memory.charge_points.get(point.id), snapshot, now).last_power
    return Measured(load=load if isfinite(load) else None, solar=solar)


def _sun(site: Site, snapshot: Snapshot, now: datetime) -> float | None:
    """Return what the arrays give (W); None where one is silent by day."""
    total, silent = 0.0, False
    for it in snapshot.solar.values():
        power = it.value.power
        if power is None or not isfinite(power) or not _fresh((it,), now):
            silent = True
        else:
            total += power
    return None if silent and not _is_dark(site, now) else total


def _is_dark(site: Site, now: datetime) -> bool:
    """Whether the sun is below the horizon."""
    if site.latitude is None or site.longitude is None:
        return False
    return sun_at(Location(latitude=site.latitude, longitude=site.longitude), now).elevation < 0


def _appliances(settings: SiteSettings, memory: Memory, snapshot: Snapshot) -> float:
    """Return what the appliances draw that Overshot has switched on (W)."""
    drawn = 0.0
    for id_, pump in snapshot.heat_pumps.items():
        wish, known = settings.heat_pumps.get(id_), memory.appliances.heat_pumps.get(id_)
        if wish is not None and wish.controlled and wish.surplus is not None and known is not None and known.on:
            drawn += min(max(0.0, pump.value.power or 0.0), wish.surplus.own_power)
    for id_, load in snapshot.loads.items():
        its = settings.loads.get(id_)
        if its is not None and its.controlled and its.surplus is not None:
            drawn += max(0.0, load.value.power or 0.0)
    return drawn


def _fresh(readings: Iterable[Reading[object]], now: datetime) -> bool:
    """Whether none of them is too old."""
    return all(abs(it.age(now)) <= SILENT_AFTER for it in readings)


def _sum(values: Iterable[tuple[float | None, object]]) -> float | None:
    """Return the sum; None where one is not known."""
    total = 0.0
    for value, _ in values:
        if value is None or not isfinite(value):
            return None
        total += value
    return total
