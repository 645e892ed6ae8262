"""Forecast what a house draws without its cars: its usual day, corrected by the last quarters, with quantiles.

Feed `update` every quarter, from history as well as live; ask `forecast` at any time. Nothing is known at first: a prior
fills in until the house has shown itself. The state is small, plain, and survives a restart through `to_plain`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from math import isfinite, sumprod
from typing import Final

from ..control.stored import TRANSIENT
from ..model.series import QUARTER, Series, quarter_start
from .kinds import SLOTS, DayKind, kind_of, slot_of
from .outlook import Outlook, between_zero_and
from .prior import shape
from .profile import DAYS, Day, Profile, profiles
from .residuals import Residuals
from .score import Score
from .spread import Spread
from .temperature import Slope, cooling_degrees, heating_degrees, smoothed

HIGHEST: Final = 1e5
"""No home draws more (W); a value beyond it is no measurement."""

CALMEST, BUSIEST = 0.2, 3.0
"""A quarter scatters at least and at most so much more than usual."""

HORIZON: Final = 192
"""Quarters that are told if nobody asks for others: two days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSettings:
    """What the user says of the house."""

    time_zone: str
    yearly_energy: float | None = None
    """What it uses in a year without cars (Wh), if known."""

    holidays: frozenset[date] = frozenset()
    """Local days that are like no workday, if known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadState:
    """What is known of the house's load."""

    last: datetime | None = None
    """The start of the last quarter that was told."""

    days: tuple[Day, ...] = ()
    """Past local days, the oldest first."""

    today: Day | None = None
    felt: float | None = None
    """Outdoor temperature (C) smoothed over about a day."""

    degrees: tuple[float, float, int] = (0.0, 0.0, 0)
    """Sums of today's heating and cooling degrees (K), and of how many quarters."""

    residuals: Residuals = field(default_factory=Residuals)
    spread: Spread = field(default_factory=Spread)
    heating: Slope = field(default_factory=Slope)
    cooling: Slope = field(default_factory=Slope)
    score: Score = field(default_factory=Score)
    profiles: Mapping[DayKind, Profile] | None = field(default=None, compare=False, metadata=TRANSIENT)
    """The usual days as known this morning; worked out anew after a restart."""

    weights: tuple[tuple[float, ...], ...] | None = field(default=None, compare=False, metadata=TRANSIENT)
    """How the last quarters go on, as learnt until this morning."""


def update(
    state: LoadState, settings: LoadSettings, quarter: datetime, power: float | None, temperature: float | None = None
) -> LoadState:
    """Return the state after a quarter: mean power (W, consumption positive; None: not known), outdoor temperature (C).

    A quarter that is not newer than the last one is passed over; those left out in between count as not known.
    """
    quarter = quarter_start(quarter)
    if state.last is not None and quarter <= state.last:
        return state
    if power is not None:
        power = max(power, 0.0) if isfinite(power) and abs(power) <= HIGHEST else None
    day, slot = slot_of(quarter, settings.time_zone)
    state = _on_day(state, settings, day)
    if state.last is not None and (skipped := (quarter - state.last) // QUARTER - 1):
        state = replace(state, residuals=state.residuals.skipped(skipped))
    felt = smoothed(state.felt, temperature)
    state = _learnt(replace(state, felt=felt), slot, power)
    today = _today(state)
    values = list(today.power)
    if power is not None:
        earlier = values[slot]
        values[slot] = round(power if earlier is None else (earlier + power) / 2, 1)
    heating, cooling, count = state.degrees
    if felt is not None:
        heating, cooling, count = heating + heating_degrees(felt), cooling + cooling_degrees(felt), count + 1
    return replace(
        state,
        last=quarter,
        today=replace(today, power=tuple(values)),
        degrees=(heating, cooling, count),
        score=state.score.came(quarter, power),
    )


def forecast(
    state: LoadState,
    settings: LoadSettings,
    now: datetime,
    quarters: int = HORIZON,
    temperatures: Series | None = None,
) -> Outlook:
    """Return what the house will draw, from the quarter of `now` on; `temperatures` are outdoors (C), as forecast."""
    start = quarter_start(now)
    usual = state.profiles or _profiles(state, settings, slot_of(start, settings.time_zone)[0])
    passed = max((start - state.last) // QUARTER - 1, 0) if state.last is not None else SLOTS
    added = state.residuals.ahead(quarters, state.weights or state.residuals.weights(), passed)
    kinds: dict[date, DayKind] = {}
    felt = state.felt
    lines = []
    spreads = state.spread.every()
    for index in range(quarters):
        quarter = start + index * QUARTER
        day, slot = slot_of(quarter, settings.time_zone)
        kind = kinds.get(day) or kinds.setdefault(day, kind_of(day, settings.holidays))
        profile = usual[kind]
        if temperatures is not None:
            felt = smoothed(felt, temperatures.at(quarter))
        expected = profile.mean[slot] + _warmth(state, profile, felt) + added[index]
        scales = spreads[min(passed + index, len(spreads) - 1)]
        distances = _distances(profile, slot, expected)
        quantiles = [expected + scale * distance for scale, distance in zip(scales, distances, strict=True)]
        lines.append(between_zero_and(HIGHEST, expected, quantiles))
    mean, low, median, high = zip(*lines, strict=True) if lines else ((), (), (), ())
    return Outlook(start=start, mean=mean, low=low, median=median, high=high)


def said(state: LoadState, outlook: Outlook, made_at: datetime) -> LoadState:
    """Return the state with a forecast put away, to be compared with what comes."""
    return replace(state, score=state.score.said(outlook, made_at))


def _on_day(state: LoadState, settings: LoadSettings, day: date) -> LoadState:
    """Return the state on a day: at its first quarter, the day before is put away and the usual days are worked out."""
    ordinal = day.toordinal()
    if state.today is not None and state.today.ordinal >= ordinal:
        if state.profiles is None:
            state = replace(state, profiles=_profiles(state, settings, day), weights=state.residuals.weights())
        return state
    if state.today is not None:
        state = _ended(state, settings)
    state = replace(
        state,
        today=Day(ordinal=ordinal, kind=kind_of(day, settings.holidays)),
        degrees=(0.0, 0.0, 0),
        weights=state.residuals.weights(),
    )
    return replace(state, profiles=_profiles(state, settings, day))


def _ended(state: LoadState, settings: LoadSettings) -> LoadState:
    """Return the state with today put away, and learnt how its temperature told."""
    today = _today(state)
    heating, cooling, count = state.degrees
    if count:
        today = replace(today, heating=heating / count, cooling=cooling / count)
    profile = (state.profiles or _profiles(state, settings, date.fromordinal(today.ordinal)))[today.kind]
    errors = [
        value - usual for value, usual in zip(today.power, profile.mean, strict=True) if value is not None
    ]  # fmt: skip
    slopes = {"heating": state.heating, "cooling": state.cooling}
    if len(errors) >= SLOTS // 2:
        error = sum(errors) / len(errors)
        if today.heating is not None and profile.heating is not None:
            slopes["heating"] = state.heating.seen(today.heating - profile.heating, error)
        if today.cooling is not None and profile.cooling is not None:
            slopes["cooling"] = state.cooling.seen(today.cooling - profile.cooling, error)
    oldest = today.ordinal - DAYS
    days = tuple(day for day in (*state.days, today) if day.ordinal > oldest)
    return replace(state, days=days, today=None, heating=slopes["heating"], cooling=slopes["cooling"])


def _learnt(state: LoadState, slot: int, power: float | None) -> LoadState:
    """Return the state that learnt from a quarter's power (W) how far the forecast was off."""
    if power is None:
        return replace(state, residuals=state.residuals.skipped(1))
    assert state.profiles is not None and state.weights is not None
    profile = state.profiles[_today(state).kind]
    usual = profile.mean[slot]
    missed = power - usual - _warmth(state, profile, state.felt)
    before = state.residuals.before()
    added = [sumprod(weights, known) for weights, known in zip(state.weights, before, strict=True)]
    distances = [_distances(profile, slot, power - missed + more) for more in added]
    return replace(
        state,
        spread=state.spread.seen(distances, [missed - more for more in added]),
        residuals=state.residuals.learnt(before, missed),
    )


def _distances(profile: Profile, slot: int, expected: float) -> list[float]:
    """Return how far (W) the quantiles lie from an expected power: a busier day scatters more, a calm one less."""
    usual = profile.mean[slot]
    busy = min(max(expected / usual, CALMEST), BUSIEST) if usual > 0 else 1.0
    return [busy * (line[slot] - usual) for line in profile.quantiles]


def _warmth(state: LoadState, profile: Profile, felt: float | None) -> float:
    """Return what a temperature (C) adds to the usual day (W)."""
    added = 0.0
    if felt is not None and profile.heating is not None:
        added += state.heating.used * (heating_degrees(felt) - profile.heating)
    if felt is not None and profile.cooling is not None:
        added += state.cooling.used * (cooling_degrees(felt) - profile.cooling)
    return added


def _profiles(state: LoadState, settings: LoadSettings, day: date) -> Mapping[DayKind, Profile]:
    """Return the usual days as known on the morning of a day."""
    return profiles(state.days, shape(settings.yearly_energy), day.toordinal())


def _today(state: LoadState) -> Day:
    """Return the day that runs."""
    assert state.today is not None
    return state.today
