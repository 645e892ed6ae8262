"""Where the energy came from, and whether the cars had what was promised to them."""

from datetime import timedelta
from typing import Any

from custom_components.overshot.core.model import ChargingMode

from ..loop import Loop
from ..station import Station

_SOURCES = ("solar", "battery", "grid")


class EnergyJudge:
    """Follows the flows of a house, second by second: the sun serves the house first, then the cars, then batteries do."""

    def __init__(self, loop: Loop) -> None:
        """Begin before the first step."""
        self._loop = loop
        self._house = dict.fromkeys(_SOURCES, 0.0)
        self._cars = dict.fromkeys(_SOURCES, 0.0)
        self.goals: list[dict[str, Any]] = []
        """Energy that was promised, and what was given (Wh), of each that came due."""
        self._sessions: dict[str, tuple[float, float]] = {}

    def add(self, dt: float) -> None:
        """Look at the step just lived."""
        world = self._loop.world
        hours = dt / 3600
        cars = world.car_power
        house = max(0.0, world.house_power - cars)
        sun, stored = world.solar_power, max(0.0, world.battery_power)
        for demand, taken in ((house, self._house), (cars, self._cars)):
            if demand <= 0:
                continue
            from_sun = min(sun, demand)
            from_battery = min(stored, demand - from_sun)
            sun -= from_sun
            stored -= from_battery
            taken["solar"] += from_sun * hours
            taken["battery"] += from_battery * hours
            taken["grid"] += (demand - from_sun - from_battery) * hours
        self._look_at_goals(dt)

    def summary(self) -> dict[str, Any]:
        """Return energies by source (Wh) and shares (0..1)."""
        self._end_sessions()
        everything = {source: self._house[source] + self._cars[source] for source in _SOURCES}
        return {
            "house_from": {source: round(energy, 1) for source, energy in self._house.items()},
            "cars_from": {source: round(energy, 1) for source, energy in self._cars.items()},
            "solar_share": _share(everything),
            "cars_solar_share": _share(self._cars),
            "goals": self.goals,
            "goals_reached": all(goal["given"] >= goal["wanted"] * 0.99 for goal in self.goals),
        }

    def _look_at_goals(self, dt: float) -> None:
        """Note what comes due now."""
        world, settings = self._loop.world, self._loop.settings
        if not settings.charge_points:
            return
        now = world.now
        for id_, wish in settings.charge_points.items():
            station = world.stations[id_]
            if wish.mode is ChargingMode.SAFE_PV_SURPLUS:
                if station.plugged:
                    self._sessions[id_] = (wish.guaranteed_energy, station.session_energy)
                elif id_ in self._sessions:
                    self._end_session(id_)
            elif wish.mode is ChargingMode.EFFICIENT_PV_SURPLUS and station.plugged and wish.targets:
                local = now.astimezone(self._loop.scenario.start.tzinfo)
                before = (now - timedelta(seconds=dt)).astimezone(self._loop.scenario.start.tzinfo)
                for target in wish.targets:
                    due = local.weekday() == target.weekday and before.time() < target.at <= local.time()
                    if due:
                        self._goal(id_, target.energy, station)

    def _goal(self, id_: str, wanted: float, station: Station) -> None:
        """Note a target that came due."""
        self.goals.append(
            {
                "charge_point": id_,
                "at": self._loop.world.t,
                "wanted": wanted,
                "given": round(station.session_energy, 1),
            }
        )

    def _end_session(self, id_: str) -> None:
        """Note what a car had that was guaranteed something."""
        wanted, given = self._sessions.pop(id_)
        if wanted > 0:
            goal = {"charge_point": id_, "at": self._loop.world.t, "wanted": wanted, "given": round(given, 1)}
            self.goals.append(goal)

    def _end_sessions(self) -> None:
        """End the sessions that still last."""
        for id_ in list(self._sessions):
            self._end_session(id_)


def _share(taken: dict[str, float]) -> float | None:
    """Return the share of the sun (0..1)."""
    total = sum(taken.values())
    return round(taken["solar"] / total, 4) if total > 0 else None
