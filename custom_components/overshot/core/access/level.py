"""How full the vehicle is that charges, by its own word, and what it still needs by the plan.

A vehicle tells its state of charge when it likes, often not for hours. So what it was given since counts on top of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from ..control.charging.memory import ChargePointMemory, SessionMemory
from ..control.charging.settings import ChargePointSettings
from ..control.charging.targets import range_goal, weekly_goals
from ..control.settings import SiteSettings
from ..model import ChargingMode, Snapshot
from ..planning.assembly import CarDetails
from .identify import Identity
from .register import Register, Vehicle

EFFICIENCY: Final = 0.9
"""Of what a station gives, so much stays in the vehicle's battery (inferred; 0.85 to 0.93 is usual)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What a vehicle told of itself in one session."""

    vehicle: str
    session: datetime
    """When that session began."""

    soc: float
    """State of charge (%)."""

    energy: float = 0.0
    """Given to it in the session when it told that (Wh)."""

    def now(self, energy: float, capacity: float) -> float:
        """Return the state of charge (%) when so much was given in the session (Wh); `capacity` is usable (Wh)."""
        return min(100.0, self.soc + 100 * EFFICIENCY * max(0.0, energy - self.energy) / capacity)


def follow_levels(
    known: Mapping[str, Level],
    identities: Mapping[str, Identity],
    told: Mapping[str, float],
    memories: Mapping[str, ChargePointMemory],
) -> Mapping[str, Level]:
    """Return the levels by charge point; `told` are the states of charge by vehicle (%).

    The very same mapping is returned where nothing changed. One that tells nothing for a while keeps what it told.
    """
    levels: dict[str, Level] = {}
    for id_, who in identities.items():
        session = memories[id_].session if id_ in memories else SessionMemory()
        before = known.get(id_)
        if who.vehicle is None or session.since is None:
            continue
        if before is not None and (before.vehicle, before.session) != (who.vehicle, session.since):
            before = None
        soc = told.get(who.vehicle)
        if soc is not None and 0 <= soc <= 100 and (before is None or before.soc != soc):
            levels[id_] = Level(vehicle=who.vehicle, session=session.since, soc=soc, energy=session.energy)
        elif before is not None:
            levels[id_] = before
    return known if levels == known else levels


def with_levels(snapshot: Snapshot, levels: Mapping[str, Level]) -> Snapshot:
    """Return the snapshot with what vehicles told, where their stations do not tell it themselves."""
    points = dict(snapshot.charge_points)
    for id_, level in levels.items():
        heard = points.get(id_)
        if heard is not None and heard.value.vehicle_soc is None:
            points[id_] = replace(heard, value=replace(heard.value, vehicle_soc=level.soc))
    return replace(snapshot, charge_points=points) if points != snapshot.charge_points else snapshot


def needs(
    register: Register,
    levels: Mapping[str, Level],
    settings: SiteSettings,
    memories: Mapping[str, ChargePointMemory],
    time_zone: str,
    now: datetime,
) -> dict[str, CarDetails]:
    """Return what vehicles still need for the level they are charged to, by charge point.

    Who charges with surplus alone asks for nothing: the sun decides how far it comes.
    """
    found: dict[str, CarDetails] = {}
    for id_, level in levels.items():
        vehicle, point, memory = (
            register.vehicles.get(level.vehicle),
            settings.charge_points.get(id_),
            memories.get(id_),
        )
        if vehicle is None or point is None or memory is None or point.mode is ChargingMode.PV_SURPLUS:
            continue
        energy = _energy(vehicle, level, memory.session)
        if energy is not None:
            departure = _departure(point, memory.session, ZoneInfo(time_zone), now)
            found[id_] = CarDetails(energy=energy, departure=departure)
    return found


def _energy(vehicle: Vehicle, level: Level, session: SessionMemory) -> float | None:
    """Return what it wants from plug-in on (Wh); None where nobody told how full it is to be."""
    if vehicle.target_soc is None or not vehicle.capacity or session.since != level.session:
        return None
    missing = vehicle.target_soc - level.now(session.energy, vehicle.capacity)
    return session.energy + max(0.0, missing) / 100 * vehicle.capacity / EFFICIENCY


def _departure(settings: ChargePointSettings, session: SessionMemory, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when it leaves, by the user's targets and the wished range; None: by its habits."""
    goals = list(weekly_goals(settings.targets, session, zone, now))
    if (wished := range_goal(settings, session, now)) is not None:
        goals.append(wished)
    return min((goal.due for goal in goals if goal.due > now), default=None)
