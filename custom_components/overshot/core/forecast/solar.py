"""Forecast what an array makes: a provider's forecast or the panels themselves, corrected by what really came.

Feed `update` every quarter; ask `forecast` at any time. Curtailed quarters are to be told as not known: they say nothing
about the sun. The state is small, plain, and survives a restart through `to_plain`.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from math import isfinite, sumprod
from typing import Final

from ..control.stored import TRANSIENT
from ..model.series import QUARTER, Series, quarter_start
from .calibration import WHOLE, Calibration
from .kinds import SLOTS
from .leads import LEADS, every
from .momentum import Momentum
from .outlook import QUANTILES, Outlook, between_zero_and
from .panels import PanelGroup, array_power
from .score import Score
from .spread import Spread
from .sun import Location, Sun, sun_at

NIGHT: Final = -2.0
"""Below this elevation (degrees) no panel makes power; a quarter is judged by its middle."""

NIGHT_POWER: Final = 20.0
"""Inverters report a few watts at night; more than this (W) makes the source doubtful."""

NIGHT_SHARE: Final = 0.03
"""An array that makes more than this part of its energy at night is no array, or its clock is wrong."""

ENVELOPE_FADE: Final = 0.98
"""The best a quarter of the day has seen fades by this every day."""

USUAL_STEP: Final = 0.15
"""What a quarter of the day usually brings moves by this part of each day's difference."""

_HALF: Final = QUARTER / 2
_FORGET: Final = 0.5 ** (1 / (7 * SLOTS))
_UNKNOWN: Final = (PanelGroup(count=1, watt_peak=1000, azimuth=180, tilt=35),)
_ANY: Final = (0.0, 1000.0)
_HIGHEST: Final = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarSettings:
    """What the user says of the array."""

    place: Location
    groups: tuple[PanelGroup, ...] = ()
    """None: their size and direction are learnt, from a kilowatt that faces south."""

    limit: float | None = None
    """The most the inverter gives (W), if known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarState:
    """What is known of an array."""

    last: datetime | None = None
    provider: Calibration = field(default_factory=Calibration)
    """Of the forecast of a provider."""

    panels: Calibration = field(default_factory=Calibration)
    """Of the forecast from the panel groups."""

    momentum: Momentum = field(default_factory=Momentum)
    spread: Spread = field(default_factory=lambda: Spread(((0.5, 0.0, 0.5),) * len(LEADS)))
    usual: tuple[float | None, ...] = field(
        default=(None,) * SLOTS, metadata={"check": lambda values: len(values) == SLOTS}
    )
    """What each quarter of the UTC day brought lately (W)."""

    best: tuple[float, ...] = field(default=(0.0,) * SLOTS, metadata={"check": lambda values: len(values) == SLOTS})
    """The most it brought lately (W)."""

    highest: float = 0.0
    """The highest power seen (W)."""

    night: float = 0.0
    total: float = 0.0
    """Faded sums of the power at night and of all (W)."""

    score: Score = field(default_factory=Score)
    weights: tuple[tuple[float, ...], ...] | None = field(default=None, compare=False, metadata=TRANSIENT)
    """How the last quarters go on, as learnt until this hour."""

    @property
    def reports_at_night(self) -> bool:
        """Return whether the source is not to be believed: nothing is learnt from it and nothing corrected by it."""
        return self.night > NIGHT_SHARE * self.total and self.night > 4 * NIGHT_POWER


def update(
    state: SolarState,
    settings: SolarSettings,
    quarter: datetime,
    power: float | None,
    told: Series | None = None,
    clouds: Series | None = None,
) -> SolarState:
    """Return the state after a quarter: mean power (W, production positive; None: not known, or curtailed).

    `told` is what the provider said of it (W), `clouds` the cloud cover (0..1). A quarter that is not newer than the last
    one is passed over.
    """
    quarter = quarter_start(quarter)
    if state.last is not None and quarter <= state.last:
        return state
    gap = 0 if state.last is None else min((quarter - state.last) // QUARTER - 1, LEADS[-1])
    momentum = state.momentum
    for _ in range(gap):
        momentum = momentum.passed(0.0, 0.0, state.highest)
    if power is not None and not (isfinite(power) and abs(power) <= _HIGHEST):
        power = None
    sun = sun_at(settings.place, quarter + _HALF)
    state = replace(state, last=quarter, momentum=momentum)
    if power is not None:
        power = max(power, 0.0)
        by_night = power if sun.elevation < NIGHT and power > NIGHT_POWER else 0.0
        state = replace(state, night=_FORGET * state.night + by_night, total=_FORGET * state.total + power)
        if sun.elevation < NIGHT or state.reports_at_night:
            power = 0.0 if sun.elevation < NIGHT else None
    state = _learnt(state, settings, quarter, sun, power, told, clouds)
    if state.weights is None or quarter.minute == 0:
        state = replace(state, weights=state.momentum.weights())
    # That there is no sun at night is no feat.
    return replace(state, score=state.score.came(quarter, None if sun.elevation < NIGHT else power))


def forecast(
    state: SolarState,
    settings: SolarSettings,
    now: datetime,
    quarters: int = 2 * SLOTS,
    told: Series | None = None,
    clouds: Series | None = None,
) -> Outlook:
    """Return what the array will make (W), from the quarter of `now` on.

    `told` is the provider's forecast (W); where it says nothing, the panels and the cloud cover (0..1) speak.
    """
    start = quarter_start(now)
    passed = max((start - state.last) // QUARTER - 1, 0) if state.last is not None else LEADS[-1]
    weights = every(state.weights or state.momentum.weights())
    scales = state.spread.every()
    highest = _limit(state, settings)
    lines = []
    for index in range(quarters):
        quarter = start + index * QUARTER
        expected, _, _ = _expected(state, settings, quarter, told, clouds)
        if expected <= 0:
            lines.append((0.0, 0.0, 0.0, 0.0))
            continue
        slot = _slot(quarter)
        lead = min(passed + index, len(weights) - 1)
        sky, habit = 0.0, 0.0
        if not state.reports_at_night:
            usual = state.usual[slot]
            sky, habit = state.momentum.ahead(weights[lead], expected, expected if usual is None else usual)
        mean = min(max(expected + sky + habit, 0.0), highest)
        centre = max(expected + _lasting(lead + 1) * sky, 0.0)
        distances = _distances(centre, state.best[slot])
        quantiles = [centre + scale * distance for scale, distance in zip(scales[lead], distances, strict=True)]
        lines.append(between_zero_and(highest, mean, quantiles))
    mean_line, low, median, high = zip(*lines, strict=True) if lines else ((), (), (), ())
    return Outlook(start=start, mean=mean_line, low=low, median=median, high=high)


def said(state: SolarState, outlook: Outlook, made_at: datetime) -> SolarState:
    """Return the state with a forecast put away, to be compared with what comes."""
    return replace(state, score=state.score.said(outlook, made_at))


def _learnt(
    state: SolarState,
    settings: SolarSettings,
    quarter: datetime,
    sun: Sun,
    power: float | None,
    told: Series | None,
    clouds: Series | None,
) -> SolarState:
    """Return the state that learnt from a quarter's power (W)."""
    expected, of_provider, of_panels = _expected(state, settings, quarter, told, clouds)
    floor = 0.02 * state.highest
    if power is None or sun.elevation < NIGHT:
        return replace(state, momentum=state.momentum.passed(expected, expected, floor))
    slot = _slot(quarter)
    usual, best = list(state.usual), list(state.best)
    earlier = usual[slot]
    known = expected if earlier is None else earlier
    usual[slot] = round(power if earlier is None else earlier + USUAL_STEP * (power - earlier), 1)
    best[slot] = round(max(power, ENVELOPE_FADE * best[slot]), 1)
    errors, distances = [], []
    for lead, weights, features in zip(
        LEADS, state.weights or state.momentum.weights(), state.momentum.before(expected, known), strict=True
    ):
        centre = max(expected + _lasting(lead) * sumprod(weights[:2], features[:2]), 0.0)
        errors.append(power - centre)
        distances.append(_distances(centre, state.best[slot]) if expected > 0 else (0.0,) * len(QUANTILES))
    return replace(
        state,
        provider=state.provider if of_provider is None else state.provider.seen(sun, of_provider, power),
        panels=state.panels.seen(sun, of_panels, power),
        momentum=state.momentum.learnt(expected, known, power, floor),
        spread=state.spread.seen(distances, errors),
        usual=tuple(usual),
        best=tuple(best),
        highest=max(state.highest, power),
    )


def _expected(
    state: SolarState, settings: SolarSettings, quarter: datetime, told: Series | None, clouds: Series | None
) -> tuple[float, float | None, float]:
    """Return what a quarter brings after calibration (W), and what provider and panels say of it before (W)."""
    sun = sun_at(settings.place, quarter + _HALF)
    said_so = None if told is None else told.at(quarter)
    cover = None if clouds is None else clouds.at(quarter)
    panels = array_power(settings.groups or _UNKNOWN, sun, cover)
    if sun.elevation < NIGHT:
        return 0.0, None, 0.0
    believed = not state.reports_at_night
    if said_so is not None:
        said_so = max(said_so, 0.0)
        return said_so * (state.provider.factor(sun) if believed else 1.0), said_so, panels
    bounds = WHOLE if settings.groups else _ANY
    if not settings.groups and not (believed and state.highest):
        return 0.0, None, panels
    return panels * (state.panels.factor(sun, bounds) if believed else 1.0), None, panels


def _lasting(lead: int) -> float:
    """Return how much of today's sky the quantiles believe in so many quarters ahead (0..1): tomorrow has its own."""
    return max(0.0, 1 - lead / LEADS[-1])


def _distances(mean: float, best: float) -> tuple[float, float, float]:
    """Return how far (W) below, beside and above its mean a quarter may lie: between nothing and the best sky."""
    return -mean, mean, max(best - mean, 0.1 * mean)


def _limit(state: SolarState, settings: SolarSettings) -> float:
    """Return what the array never exceeds (W)."""
    limit = settings.limit or _HIGHEST
    if settings.groups:
        limit = min(limit, max(1.1 * sum(group.peak for group in settings.groups), state.highest))
    return limit


def _slot(quarter: datetime) -> int:
    """Return the quarter of the UTC day (0..95)."""
    return quarter.hour * 4 + quarter.minute // 15
