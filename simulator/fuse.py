"""A main fuse that heats with the square of the current and opens when it has had too much, and a watch on limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from custom_components.overshot.core.model import PHASE_NAMES

TRIP_HEAT = 1.25**2
"""Heat at which it opens: between what it must carry for ever (1.13 x nominal) and what must open it within an hour
(1.45 x nominal; IEC 60898-1), as the square of that current."""

INSTANT_RATIO = 7.0
"""At this multiple of the nominal current it opens at once (middle of curve C, 5 to 10; IEC 60898-1)."""


class Fuse:
    """Three poles of one main fuse, each with the thermal image of its own current.

    Each pole follows `heat' = ((I / In)^2 - heat) / tau`: at 1.45 x nominal it opens after minutes, at 2.55 x nominal
    within the 1 to 60 s of IEC 60898-1. `overload` counts the same as plain I^2 t above nominal (A^2 s).
    """

    __slots__ = ("_heat", "_tau", "_trip_times", "nominal", "overload", "tripped")

    def __init__(self, nominal: float, time_constant: float = 120.0) -> None:
        """Close a cold fuse of `nominal` A. Raises ValueError where that is not positive."""
        if nominal <= 0:
            raise ValueError("a fuse needs a positive nominal current")
        self.nominal = nominal
        self.tripped = False
        self.overload = 0.0
        self._tau = time_constant
        self._heat = [0.0, 0.0, 0.0]
        self._trip_times: list[float] = []

    @property
    def heat(self) -> Sequence[float]:
        """Return the heat of each pole; it opens at `TRIP_HEAT`."""
        return tuple(self._heat)

    @property
    def trips(self) -> Sequence[float]:
        """Return when it opened (s since the start)."""
        return tuple(self._trip_times)

    def step(self, t: float, dt: float, i1: float, i2: float, i3: float) -> None:
        """Let the currents (A, either direction) flow for `dt` seconds that end at `t`."""
        nominal = self.nominal
        heat = self._heat
        share = dt / self._tau
        r1 = i1 / nominal
        r2 = i2 / nominal
        r3 = i3 / nominal
        r1 *= r1
        r2 *= r2
        r3 *= r3
        heat[0] += (r1 - heat[0]) * share
        heat[1] += (r2 - heat[1]) * share
        heat[2] += (r3 - heat[2]) * share
        if r1 <= 1.0 and r2 <= 1.0 and r3 <= 1.0:
            return
        self.overload += (max(0.0, r1 - 1) + max(0.0, r2 - 1) + max(0.0, r3 - 1)) * nominal * nominal * dt
        if self.tripped:
            return
        if max(heat) >= TRIP_HEAT or max(r1, r2, r3) >= INSTANT_RATIO**2:
            self.tripped = True
            self._trip_times.append(t)

    def reset(self) -> None:
        """Close it again, cold."""
        self.tripped = False
        self._heat = [0.0, 0.0, 0.0]


@dataclass(frozen=True, slots=True)
class Excursion:
    """A time during which one phase carried more than a limit."""

    start: float
    """When it began (s since the start)."""

    duration: float
    """How long it lasted (s)."""

    phase: str
    """L1, L2 or L3."""

    peak: float
    """The highest current meanwhile (A)."""


class Watch:
    """Lists every time a phase carried more than a limit. It only looks; it opens nothing."""

    __slots__ = ("_busy", "_found", "_peaks", "_starts", "_t", "limit")

    def __init__(self, limit: float) -> None:
        """Look at `limit` A."""
        self.limit = limit
        self._found: list[Excursion] = []
        self._starts: list[float | None] = [None, None, None]
        self._peaks = [0.0, 0.0, 0.0]
        self._busy = False
        self._t = 0.0

    def step(self, t: float, dt: float, i1: float, i2: float, i3: float) -> None:
        """Look at the currents (A, either direction) of `dt` seconds that end at `t`."""
        limit = self.limit
        if not self._busy and -limit <= i1 <= limit and -limit <= i2 <= limit and -limit <= i3 <= limit:
            return
        self._t = t
        for phase, current in enumerate((abs(i1), abs(i2), abs(i3))):
            start = self._starts[phase]
            if current > limit:
                if start is None:
                    self._starts[phase] = t - dt
                    self._peaks[phase] = current
                elif current > self._peaks[phase]:
                    self._peaks[phase] = current
            elif start is not None:
                self._found.append(Excursion(start, t - dt - start, PHASE_NAMES[phase], self._peaks[phase]))
                self._starts[phase] = None
        self._busy = self._starts != [None, None, None]

    @property
    def found(self) -> list[Excursion]:
        """Return all excursions in order of their start, those that still last included."""
        open_ones = [
            Excursion(start, self._t - start, PHASE_NAMES[phase], self._peaks[phase])
            for phase, start in enumerate(self._starts)
            if start is not None
        ]
        return sorted(self._found + open_ones, key=lambda excursion: (excursion.start, excursion.phase))
