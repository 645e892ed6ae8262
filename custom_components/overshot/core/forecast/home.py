"""All that is learnt of a house in one place: what it draws, what its sun gives, and the habits of its cars.

Feed `update` one record a quarter, from history as well as live; ask `forecast` at any time. The state is small, plain, and
survives a restart through `control.persistence.to_plain` and `from_plain`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from math import isfinite
from typing import Final

from ..model.series import QUARTER, Series, quarter_start
from . import base_load, solar
from .base_load import LoadSettings, LoadState
from .cars import Arrival, CarSettings, CarState, Departure, Stay, arrivals, departure, known, observe
from .kinds import SLOTS, slot_of
from .outlook import Outlook
from .panels import PanelGroup
from .solar import SolarSettings, SolarState
from .sun import Location

HORIZON: Final = 240
"""Quarters that are told if nobody asks for others: as far as anything is planned, 60 hours."""

_LEARNT_DAYS: Final = 7
_NO_CAR: Final = CarState()


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeForecastSettings:
    """What the user says of the house."""

    time_zone: str
    place: Location
    solar: bool = True
    """Whether there is an array at all."""

    groups: tuple[PanelGroup, ...] = ()
    """Its panels, if known."""

    solar_limit: float | None = None
    """The most its inverters give (W), if known."""

    yearly_energy: float | None = None
    """What the house uses in a year without cars (Wh), if known."""

    holidays: frozenset[date] = frozenset()
    """Local days that are like no workday, if known."""

    @property
    def of_load(self) -> LoadSettings:
        """Return what the forecast of the load takes."""
        return LoadSettings(time_zone=self.time_zone, yearly_energy=self.yearly_energy, holidays=self.holidays)

    @property
    def of_solar(self) -> SolarSettings:
        """Return what the forecast of the sun takes."""
        return SolarSettings(place=self.place, groups=self.groups, limit=self.solar_limit)

    @property
    def of_cars(self) -> CarSettings:
        """Return what the forecast of the cars takes."""
        return CarSettings(time_zone=self.time_zone, holidays=self.holidays)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What flows now, as means over the last minute or so (W); None where it is not known."""

    load: float | None = None
    """The house without its charge points, its batteries and the appliances that Overshot switches on."""

    solar: float | None = None
    """What the arrays give; None as well while they are told to give less than they could."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterRecord:
    """What is known of a quarter that is over; None where it is not."""

    start: datetime
    load: float | None = None
    """Mean (W): the house without its charge points, its batteries and the appliances that Overshot switches on."""

    solar: float | None = None
    """Mean production (W); None as well where it was curtailed: that says nothing about the sun."""

    temperature: float | None = None
    """Outdoors (C)."""

    solar_told: float | None = None
    """What the provider had said of it before (W)."""

    clouds: float | None = None
    """Cloud cover (0..1)."""

    stays: Mapping[str, Stay] = field(default_factory=dict)
    """Of the cars that left in it, by charge point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeForecastState:
    """What is known of the house."""

    load: LoadState = field(default_factory=LoadState)
    solar: SolarState = field(default_factory=SolarState)
    cars: Mapping[str, CarState] = field(default_factory=dict)
    """By charge point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastParts:
    """Which parts of the forecast are used: all, unless somebody wants to know what one of them is good for."""

    load: bool = True
    """Else the house is taken to do what it did a day before (persistence)."""

    solar_correction: bool = True
    """Else a forecast of the sun is believed as it is told."""

    now: bool = True
    """Else what is measured in the open quarter tells nothing of the next ones."""


ALL_PARTS: Final = ForecastParts()


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOutlook:
    """What to expect of the house from the quarter of `made_at` on."""

    made_at: datetime
    load: Outlook
    """Without charge points, batteries and the appliances that Overshot switches on (W)."""

    solar: Outlook
    """W, production positive."""

    load_learnt: bool = True
    """Whether the house has shown itself for a week; else a prior speaks for a good part."""

    solar_told: bool = True
    """Whether a provider or the known panels speak of the sun, or there is none; else habit does."""

    calendar: CarSettings
    """Which days are alike, and where."""

    cars: Mapping[str, CarState] = field(default_factory=dict)
    """What is known of them, by charge point."""

    def departure(self, point: str, arrived: datetime, now: datetime, charged: float = 0.0) -> Departure:
        """Return what a car plugged in at a charge point since `arrived` will do; `charged` (Wh) is what it has got."""
        return departure(self.cars.get(point, _NO_CAR), self.calendar, arrived, now, charged)

    def arrivals(self, point: str, now: datetime, until: datetime) -> tuple[Arrival, ...]:
        """Return the stays to be expected at a charge point; none before its habits are known."""
        state = self.cars.get(point, _NO_CAR)
        return arrivals(state, self.calendar, now, until) if known(state) else ()


def update(state: HomeForecastState, settings: HomeForecastSettings, record: QuarterRecord) -> HomeForecastState:
    """Return the state after a quarter. One that is not newer than the last one is passed over."""
    start = quarter_start(record.start)
    if state.load.last is not None and start <= state.load.last:
        return state
    for point, stay in record.stays.items():
        state = stayed(state, point, stay)
    return replace(
        state,
        load=base_load.update(state.load, settings.of_load, start, record.load, record.temperature),
        solar=_update_solar(state.solar, settings, start, record) if settings.solar else state.solar,
    )


def stayed(state: HomeForecastState, point: str, stay: Stay) -> HomeForecastState:
    """Return the state with a stay at a charge point that is over: for those of a history, which come in no record."""
    return replace(state, cars={**state.cars, point: observe(state.cars.get(point, _NO_CAR), stay)})


def forecast(
    state: HomeForecastState,
    settings: HomeForecastSettings,
    now: datetime,
    quarters: int = HORIZON,
    *,
    solar_told: Series | None = None,
    temperatures: Series | None = None,
    clouds: Series | None = None,
    measured: Measured | None = None,
    parts: ForecastParts = ALL_PARTS,
) -> HomeOutlook:
    """Return what to expect of the house from the quarter of `now` on.

    Args:
        state: what is known of the house.
        settings: what the user says of it.
        now: aware.
        quarters: how far ahead.
        solar_told: what providers say of all arrays together (W).
        temperatures: outdoors, as forecast (C).
        clouds: cover, as forecast (0..1).
        measured: what flows now; it is taken for the mean of the open quarter, and the next ones are corrected by it.
        parts: which parts of the forecast are used.
    """
    return HomeOutlook(
        made_at=now,
        load=_load(state.load, settings.of_load, now, quarters, temperatures, measured, parts),
        solar=_solar(state.solar, settings, now, quarters, solar_told, clouds, measured, parts),
        load_learnt=len(state.load.days) >= _LEARNT_DAYS,
        solar_told=not settings.solar or bool(settings.groups) or _tells(solar_told, now),
        cars=state.cars,
        calendar=settings.of_cars,
    )


def said(state: HomeForecastState, outlook: HomeOutlook) -> HomeForecastState:
    """Return the state with an outlook put away, to be compared with what comes: so errors are honest."""
    return replace(
        state,
        load=base_load.said(state.load, outlook.load, outlook.made_at),
        solar=solar.said(state.solar, outlook.solar, outlook.made_at),
    )


def _update_solar(
    state: SolarState, settings: HomeForecastSettings, start: datetime, record: QuarterRecord
) -> SolarState:
    """Return the state of the array after a quarter."""
    told, clouds = _single(start, record.solar_told), _single(start, record.clouds)
    return solar.update(state, settings.of_solar, start, record.solar, told, clouds)


def _single(start: datetime, value: float | None) -> Series | None:
    """Return the value of one quarter as a series."""
    return Series.of(start, [value]) if value is not None and isfinite(value) else None


def _present(value: float | None) -> float | None:
    """Return what is measured now, where that makes sense (W)."""
    return max(0.0, value) if value is not None and isfinite(value) else None


def _load(
    state: LoadState,
    settings: LoadSettings,
    now: datetime,
    quarters: int,
    temperatures: Series | None,
    measured: Measured | None,
    parts: ForecastParts,
) -> Outlook:
    """Return what the house will draw."""
    start = quarter_start(now)
    present = _present(measured.load) if measured is not None else None
    if not parts.load:
        return _as_the_day_before(state, settings, start, quarters, present)
    if present is None or not parts.now or quarters < 1 or (state.last is not None and state.last >= start):
        return base_load.forecast(state, settings, now, quarters, temperatures)
    # As if the open quarter were over: what it does so far goes on as far as the last ones did.
    outdoors = None if temperatures is None else temperatures.at(start)
    ahead = base_load.update(state, settings, start, present, outdoors)
    return _after(present, base_load.forecast(ahead, settings, start + QUARTER, quarters - 1, temperatures))


def _solar(
    state: SolarState,
    home: HomeForecastSettings,
    now: datetime,
    quarters: int,
    told: Series | None,
    clouds: Series | None,
    measured: Measured | None,
    parts: ForecastParts,
) -> Outlook:
    """Return what the sun will give."""
    start, settings = quarter_start(now), home.of_solar
    if not home.solar:
        return _flat(start, quarters, 0.0)
    present = _present(measured.solar) if measured is not None else None
    if not parts.solar_correction:
        return solar.forecast(SolarState(highest=state.highest), settings, now, quarters, told, clouds)
    if present is None or not parts.now or quarters < 1 or (state.last is not None and state.last >= start):
        return solar.forecast(state, settings, now, quarters, told, clouds)
    ahead = solar.update(state, settings, start, present, told, clouds)
    return _after(present, solar.forecast(ahead, settings, start + QUARTER, quarters - 1, told, clouds))


def _after(present: float, rest: Outlook) -> Outlook:
    """Return an outlook that begins with what is measured in the open quarter (W)."""
    return Outlook(
        start=rest.start - QUARTER,
        mean=(present, *rest.mean),
        low=(present, *rest.low),
        median=(present, *rest.median),
        high=(present, *rest.high),
    )


def _as_the_day_before(
    state: LoadState, settings: LoadSettings, start: datetime, quarters: int, present: float | None
) -> Outlook:
    """Return the load of the last known day, quarter by quarter; where nothing is known, what is drawn now (W).

    Beyond a day it is the same day again: what comes in between is not known yet.
    """
    latest: list[float | None] = [None] * SLOTS
    for day in (*state.days[-7:], *(() if state.today is None else (state.today,))):
        latest = [
            before if value is None else value for before, value in zip(latest, day.power, strict=True)
        ]  # fmt: skip
    line = []
    for index in range(quarters):
        value = latest[slot_of(start + index * QUARTER, settings.time_zone)[1]]
        line.append(value if value is not None else present or 0.0)
    values = tuple(line)
    return Outlook(start=start, mean=values, low=values, median=values, high=values)


def _flat(start: datetime, quarters: int, value: float) -> Outlook:
    """Return an outlook of the same power (W) all the time."""
    line = (value,) * quarters
    return Outlook(start=start, mean=line, low=line, median=line, high=line)


def _tells(told: Series | None, now: datetime) -> bool:
    """Return whether a provider says anything of the hours ahead."""
    return told is not None and told.until is not None and told.until > now
