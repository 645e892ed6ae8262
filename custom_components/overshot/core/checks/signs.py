"""Wrong signs: which of grid meter, inverter and battery counts the other way round.

Two things tell. The counters beside a power rise the other way than its sign says, for an hour. Or the house, which is
grid + battery + solar, would give power for an hour: something that only takes. Then the suspects are those whose
reading, turned round, makes the house one that takes. A house with a source that nobody measures looks the same; so the
user decides, and a meter of the grid operator is never suspected.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..model import Snapshot
from ..model.turn import Turn
from .evidence import CLEAR_POWER, PATIENCE, Witnesses

FRESH = 60.0
"""A house is not reckoned with readings older than this (s)."""

TOLERANCE = 300.0
"""Instruments that do not look at the same moment disagree by this (W)..."""

TOLERANCE_SHARE = 0.05
"""...and by this share of the largest flow."""

FORGIVENESS = 0.1
"""A contradiction may pause for this share of its own length, and..."""

PAUSE = 300.0
"""...for this long (s)."""

EXPLAINED = 0.9
"""A suspect must explain this share of the contradiction."""

LEAST_PART = 0.25
"""A suspect's power is this share of what the house would give at the least."""

LONGEST_STEP = 60.0
"""A look counts for no more than this (s): what lay between two looks far apart was not seen."""

ENERGY_ENOUGH = 200.0
"""Energy that must have been counted the other way (Wh)."""

CHARGE_ENOUGH = 4.0
"""State of charge that must have moved the other way (%)."""

_POWER_ALONE = {Turn.GRID: Turn.GRID_POWER, Turn.BATTERY: Turn.BATTERY_POWER}


@dataclass(frozen=True, slots=True, order=True)
class Suspect:
    """A device, and which of its values may count the other way round."""

    id: str
    turn: Turn


@dataclass(slots=True)
class _Balance:
    """For how long the house would have given power, and who explains how much of it (s)."""

    bad: float = 0.0
    good: float = 0.0
    explained: dict[Suspect, float] = field(default_factory=dict)


class SignCheck:
    """Watches the signs of a site. What it found stays found until the signs change, which starts a new check."""

    def __init__(self, *, grid_id: str, fiscal: bool) -> None:
        """Start knowing nothing. `fiscal`: the grid meter is the operator's own, and beyond suspicion."""
        self._grid_id = grid_id
        self._fiscal = fiscal
        self._counters: dict[Suspect, Witnesses] = {}
        self._charge: dict[str, Witnesses] = {}
        self._balance = _Balance()
        self._looked_at: datetime | None = None
        self._found: tuple[Suspect, ...] = ()

    @property
    def suspects(self) -> tuple[Suspect, ...]:
        """Return who counts the other way round: one where it can be told, several where it is one of them."""
        return self._found

    def look(self, snapshot: Snapshot, now: datetime) -> None:
        """Look at everything that is known now."""
        self._hear(snapshot)
        elapsed = (now - self._looked_at).total_seconds() if self._looked_at is not None else 0.0
        self._looked_at = now
        parts = self._parts(snapshot, now)
        if parts is not None and elapsed > 0:
            self._weigh(parts, min(elapsed, LONGEST_STEP))
        found = self._by_counters() or self._by_balance()
        if found and (not self._found or len(found) < len(self._found)):
            self._found = found

    def _hear(self, snapshot: Snapshot) -> None:
        """Compare powers with the counters beside them."""
        grid = snapshot.grid
        if grid is not None and not self._fiscal:
            value = grid.value
            self._witness(
                Suspect(self._grid_id, Turn.GRID_POWER), value.power, value.energy_import, value.energy_export, grid.at
            )
        for id_, solar in snapshot.solar.items():
            self._witness(Suspect(id_, Turn.SOLAR), solar.value.power, solar.value.energy, None, solar.at)
        for id_, battery in snapshot.batteries.items():
            state = battery.value
            self._witness(
                Suspect(id_, Turn.BATTERY_POWER), state.power, state.energy_discharged, state.energy_charged, battery.at
            )
            # Positive power empties the battery: what is missing in it rises.
            missing = 100.0 - state.soc if state.soc is not None else None
            witnesses = self._charge.get(id_) or Witnesses(enough=CHARGE_ENOUGH)
            self._charge[id_] = witnesses.hear(state.power, missing, state.soc, battery.at)

    def _witness(
        self, suspect: Suspect, power: float | None, up: float | None, down: float | None, at: datetime
    ) -> None:
        """Hear a power and its counters (W, Wh)."""
        witnesses = self._counters.get(suspect) or Witnesses(enough=ENERGY_ENOUGH)
        self._counters[suspect] = witnesses.hear(power, up, down, at)

    def _parts(self, snapshot: Snapshot, now: datetime) -> Mapping[Suspect, float] | None:
        """Return everything that feeds the house (W), or None where one of them is not known now."""
        grid = snapshot.grid
        if grid is None or grid.value.power is None or abs(grid.age(now)) > FRESH:
            return None
        parts = {Suspect(self._grid_id, Turn.GRID): grid.value.power}
        for turn, readings in ((Turn.SOLAR, snapshot.solar), (Turn.BATTERY, snapshot.batteries)):
            for id_, reading in readings.items():
                power = reading.value.power
                if power is None or abs(reading.age(now)) > FRESH:
                    return None
                parts[Suspect(id_, turn)] = power
        return parts

    def _weigh(self, parts: Mapping[Suspect, float], seconds: float) -> None:
        """Note for how long the house would have given power, and whose turned sign would explain it."""
        balance, house = self._balance, sum(parts.values())
        tolerance = TOLERANCE + TOLERANCE_SHARE * max(abs(power) for power in parts.values())
        if house >= -tolerance:
            balance.good += seconds
            if balance.good > PAUSE + FORGIVENESS * balance.bad:
                self._balance = _Balance()
            return
        balance.bad += seconds
        for suspect, power in parts.items():
            if self._fiscal and suspect.turn is Turn.GRID:
                continue
            # Turned round, it takes the contradiction away, and is no small part of it.
            if house - 2 * power >= -tolerance and power < min(-CLEAR_POWER, house * LEAST_PART):
                balance.explained[suspect] = balance.explained.get(suspect, 0.0) + seconds

    def _by_counters(self) -> tuple[Suspect, ...]:
        """Return whose counters contradict its power: that one is known for sure."""
        for suspect, witnesses in self._counters.items():
            if witnesses.contradict:
                return (suspect,)
        for id_, witnesses in self._charge.items():
            if witnesses.contradict:
                return (self._precise(Suspect(id_, Turn.BATTERY)),)
        return ()

    def _precise(self, suspect: Suspect) -> Suspect:
        """Return whether power alone is wrong, or the counters beside it are as well: those that agree with it."""
        if (alone := _POWER_ALONE.get(suspect.turn)) is None:
            return suspect
        precise = Suspect(suspect.id, alone)
        witnesses = self._counters.get(precise)
        return precise if witnesses is not None and witnesses.against > 0 else suspect

    def _by_balance(self) -> tuple[Suspect, ...]:
        """Return who explains that the house would have given power for an hour; an inverter that takes comes first."""
        balance = self._balance
        if balance.bad < PATIENCE:
            return ()
        found = sorted(who for who, seconds in balance.explained.items() if seconds >= EXPLAINED * balance.bad)
        solar = [suspect for suspect in found if suspect.turn is Turn.SOLAR]
        return tuple(self._precise(suspect) for suspect in solar or found)
