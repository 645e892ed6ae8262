"""Judge a morning: from the true values of the simulated house to findings that hold or do not.

Pure functions. What the integration believes plays no part; of Home Assistant only the mode and the reason of each
moment are used, to tell what was wished and which law was at work.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import fmean

PHASES = ("L1", "L2", "L3")

LAWS = frozenset({"fuse_limited", "fuse_paused", "fuse_recovering", "meter_stale", "safe_current_pending"})
"""Reasons that stand above the wish to use the sun."""

FUSE_LAWS = frozenset({"fuse_limited", "fuse_paused"})

TOLERANCE = 0.05
"""Currents that differ by less are the same (A)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One second of the house as it truly was, and what Home Assistant said at that moment."""

    at: float
    """Seconds since the morning began."""

    clock: str
    """Simulated time of day, `10:42`."""

    grid: float
    """Import + (W)."""

    solar: float
    battery: float
    """Discharge + (W)."""

    car: float
    currents: tuple[float, float, float]
    """Through the main fuse, import + (A). Export heats a fuse just as well."""

    car_current: float
    """The car's highest phase (A)."""

    car_wants: bool
    """Whether a car is plugged in that is not full."""

    cable: bool
    """Whether the P1 cable is in."""

    tripped: bool
    """Whether the main fuse has blown."""

    setpoint: float
    """The station's current limit register (A)."""

    fallback: float
    """The station's fallback current register (A)."""

    mode: str
    reason: str

    @property
    def surplus(self) -> float:
        """Return the solar power the house itself does not use (W): what a car and a battery could have."""
        return self.car - self.grid - self.battery


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the morning is judged by."""

    car_minimum: float
    """Below this power the car cannot charge (W)."""

    hold_time: float
    """How long the sun must have sufficed before a car starts (s)."""

    limit: float
    """The derated main fuse (A)."""

    fallback: float
    """What was configured as fallback current (A)."""

    response: float = 15.0
    """What the car's own response, telegrams and the smoothing of the surplus take (s)."""

    balance: float = 250.0
    """Mean |grid power| allowed (W)."""

    least_samples: int = 60
    excursion: float = 10.0
    """How long a phase may stand above the limit at a time (s)."""

    deadline: float = 10.0
    """How long after the cable was pulled the car may draw more than its fallback current (s)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing judged."""

    holds: bool
    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excursion:
    """A time during which a phase stood above the limit."""

    phase: str
    start: float
    duration: float
    worst: float

    def __str__(self) -> str:
        """Return it as a line of the report."""
        return f"{self.phase} above the limit at {self.start:.0f} s for {self.duration:.0f} s, up to {self.worst:.1f} A"


def judge(samples: Sequence[Sample], rules: Rules) -> list[Finding]:
    """Return all findings about a morning; the house was kept well where every one holds."""
    return [
        balance(samples, rules),
        phases(samples, rules),
        fuse_law(samples),
        meter_lost(samples, rules),
        back_on_surplus(samples, rules),
        fuse_intact(samples),
        fallback_first(samples, rules),
    ]


def balance(samples: Sequence[Sample], rules: Rules) -> Finding:
    """Judge how close to zero the grid was kept while the sun sufficed for the car."""
    counted = list(_sunny(samples, rules))
    count = len(counted)
    if count < rules.least_samples:
        return Finding(False, f"the sun sufficed for only {count} samples, {rules.least_samples} are needed to judge")
    mean = fmean(abs(sample.grid) for sample in counted)
    alone = fmean(abs(sample.grid + sample.battery) for sample in counted)
    return Finding(
        mean < rules.balance,
        f"mean |grid power| {mean:.0f} W while charging on surplus (limit {rules.balance:.0f} W, {count} samples)",
        (f"without the battery's help it would have been {alone:.0f} W",),
    )


def phases(samples: Sequence[Sample], rules: Rules) -> Finding:
    """Judge how long a phase stood above the derated fuse."""
    found = excursions(samples, rules.limit)
    longest = max((excursion.duration for excursion in found), default=0.0)
    highest = max((max(map(abs, sample.currents)) for sample in samples), default=0.0)
    return Finding(
        bool(samples) and longest <= rules.excursion,
        f"no phase above {rules.limit:g} A for more than {rules.excursion:.0f} s at a time:"
        f" longest {longest:.0f} s, highest current {highest:.1f} A",
        tuple(str(excursion) for excursion in found) or ("no excursion",),
    )


def fuse_law(samples: Sequence[Sample]) -> Finding:
    """Judge whether the law was put to the test at all: it lowered a car that was charging."""
    lowered = [
        sample
        for before, sample in pairwise(samples)
        if sample.reason in FUSE_LAWS and sample.setpoint < before.setpoint - TOLERANCE
    ]
    if not lowered:
        return Finding(False, "the main fuse never lowered the car: nothing was tested")
    first = lowered[0]
    lowest = min(sample.setpoint for sample in samples if sample.reason in FUSE_LAWS)
    seconds = sum(1 for sample in samples if sample.reason in FUSE_LAWS)
    return Finding(
        True, f"the main fuse lowered the car at {first.at:.0f} s, to {lowest:g} A at least, for {seconds} s"
    )


def meter_lost(samples: Sequence[Sample], rules: Rules) -> Finding:
    """Judge how soon the car was at its fallback current after the P1 cable was pulled, and that it stayed there."""
    without = [sample for sample in samples if not sample.cable]
    if not without:
        return Finding(False, "the P1 cable was never pulled: nothing was tested")
    cut, back = without[0].at, without[-1].at
    if without[0].car_current <= rules.fallback + TOLERANCE:
        drawn = without[0].car_current
        return Finding(False, f"the car drew {drawn:.1f} A when the P1 cable was pulled: nothing was tested")
    above = [sample.at - cut for sample in without if sample.car_current > rules.fallback + TOLERANCE]
    safe_after = above[-1] + 1.0
    holds = above[-1] <= rules.deadline and back - cut > rules.deadline
    return Finding(
        holds,
        f"P1 cable pulled at {cut:.0f} s for {back - cut:.0f} s: the car at or below {rules.fallback:g} A"
        f" within {safe_after:.0f} s (limit {rules.deadline:.0f} s) and until the cable was back",
    )


def back_on_surplus(samples: Sequence[Sample], rules: Rules) -> Finding:
    """Judge whether the car came back by itself after the cable was in again."""
    last = next((sample.at for sample in reversed(samples) if not sample.cable), None)
    if last is None:
        return Finding(False, "the P1 cable was never pulled: nothing was tested")
    for sample in samples:
        if sample.at > last and sample.reason == "surplus" and sample.car_current > rules.fallback + TOLERANCE:
            return Finding(True, f"back on surplus by itself {sample.at - last:.0f} s after the cable was in again")
    return Finding(False, "not back on surplus after the cable was in again")


def fuse_intact(samples: Sequence[Sample]) -> Finding:
    """Judge whether the main fuse survived."""
    blown = next((sample.at for sample in samples if sample.tripped), None)
    if blown is not None:
        return Finding(False, f"the main fuse tripped at {blown:.0f} s")
    return Finding(bool(samples), "the main fuse did not trip")


def fallback_first(samples: Sequence[Sample], rules: Rules) -> Finding:
    """Judge whether the station held its fallback current before its limit was raised for the first time."""
    for before, sample in pairwise(samples):
        if sample.setpoint > before.setpoint + TOLERANCE:
            held = before.fallback
            return Finding(
                abs(held - rules.fallback) <= TOLERANCE,
                f"the station's own fallback current was {held:g} A (configured {rules.fallback:g} A)"
                f" before its first raise at {sample.at:.0f} s",
            )
    return Finding(False, "the station's limit was never raised: nothing was tested")


def left_safe(setpoint: float, current: float, rules: Rules) -> Finding:
    """Judge how the station was left when Home Assistant had stopped: its limit and what the car draws (A)."""
    return Finding(
        max(setpoint, current) <= rules.fallback + TOLERANCE,
        f"after Home Assistant stopped, the station's limit is {setpoint:g} A and the car draws {current:.1f} A",
    )


def excursions(samples: Sequence[Sample], limit: float) -> list[Excursion]:
    """Return every time a phase stood above the limit, in order."""
    found = [excursion for number in range(3) for excursion in _excursions_of(number, samples, limit)]
    return sorted(found, key=lambda excursion: excursion.start)


def _excursions_of(number: int, samples: Sequence[Sample], limit: float) -> Iterator[Excursion]:
    """Return every time one phase stood above the limit."""
    for above, run in _runs(samples, lambda sample: abs(sample.currents[number]) > limit + TOLERANCE):
        if above:
            # It lasted until the first sample below; a lone sample counts as a whole second.
            duration = run[-1].at - run[0].at + 1.0
            yield Excursion(PHASES[number], run[0].at, duration, max(abs(sample.currents[number]) for sample in run))


def _sunny(samples: Sequence[Sample], rules: Rules) -> Iterator[Sample]:
    """Return the samples in which the car could and should have used all the surplus.

    The sun must have sufficed for the response of a car that charges already, and for the hold time besides where the car
    has to start first.
    """
    for suffices, run in _runs(samples, lambda sample: _suffices(sample, rules)):
        if suffices:
            settling = rules.response + (0.0 if run[0].car_current > 0 else rules.hold_time)
            yield from (sample for sample in run if sample.at - run[0].at >= settling)


def _suffices(sample: Sample, rules: Rules) -> bool:
    """Whether there is sun for the car, a car for the sun, and no law between them."""
    return (
        sample.mode == "pv_surplus"
        and sample.car_wants
        and sample.cable
        and not sample.tripped
        and sample.reason not in LAWS
        and sample.surplus >= rules.car_minimum
    )


def _runs(samples: Sequence[Sample], test: Callable[[Sample], bool]) -> Iterator[tuple[bool, list[Sample]]]:
    """Return consecutive samples that agree on a test."""
    for agree, run in groupby(samples, key=test):
        yield agree, list(run)
