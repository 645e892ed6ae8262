"""A home lived through by the production forecaster, planner and controller, quarter by quarter, without a look ahead."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import ceil
from time import perf_counter, process_time
from typing import Final

from custom_components.overshot.core.control import Memory, SiteSettings, step
from custom_components.overshot.core.control.decision import Decision
from custom_components.overshot.core.forecast.cars import Stay
from custom_components.overshot.core.forecast.home import (
    ALL_PARTS,
    HORIZON,
    ForecastParts,
    HomeForecastState,
    HomeOutlook,
    QuarterRecord,
    forecast,
    update,
)
from custom_components.overshot.core.forecast.outlook import Outlook
from custom_components.overshot.core.model import ReasonKey, Snapshot
from custom_components.overshot.core.model.series import QUARTER, quarter_start
from custom_components.overshot.core.planning import PlanProblem, make_plan
from custom_components.overshot.core.planning.assembly import AssemblySettings, PlanInputs, assemble, measure
from custom_components.overshot.core.planning.plan import Plan

from .home import HOURS, Home, Session
from .known import Known
from .site import battery_details, capacity_tariff, forecast_settings, settings_of, site_of, station_of, wish_for
from .station import ALMOST
from .stays import possible
from .world import ARRAY, BATTERY, POINT, World

PLANS_AT: Final = 5
"""So long after a quarter began its load is measured, and a plan is made (s); likewise after a car came or left."""

STEPS_AT: Final = (0, PLANS_AT, 6, 15, 30, 45, *range(60, 841, 60), 870, 885)
"""When the controller decides within a quarter in which a car is plugged in (s)."""

SELDOM_AT: Final = (0, PLANS_AT, 6, 15, 30, 60, 240, 420, 600, 780, 870)
"""...and in one in which none is: load and sun do not change within it, and the battery does as it was told."""

AFTER_EVENT: Final = (0, PLANS_AT, 6, 15, 30, 45)
"""...and after a car came or left."""


ONCE_AT: Final = (0, PLANS_AT, 6)
"""...and where nothing is decided within a quarter, to learn what that is good for."""

SOON: Final = 5.0
"""While the phases of a station change, the controller decides again so soon (s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is left out, to learn what it is good for."""

    solar_told: bool = True
    """Whether the home's solar forecast is told."""

    planned: bool = True
    """Whether there is a plan; else rules alone."""

    peak_planned: bool = True
    """Whether the plan knows what the month's peak costs."""

    in_quarter: bool = True
    """Whether the controller decides within a quarter too; else when it begins, and when a car comes or leaves."""

    perfect: frozenset[str] = frozenset()
    """What is known in advance (`load`, `sun`): a look at the future, for a ceiling, never a result."""

    forecasts: ForecastParts = ALL_PARTS
    assembly: AssemblySettings = field(default_factory=AssemblySettings)


@dataclass(slots=True, kw_only=True)
class Lived:
    """What happened, by quarter (kW, kWh)."""

    grid: list[float] = field(default_factory=list)
    car: list[float] = field(default_factory=list)
    battery: list[float] = field(default_factory=list)
    soc: list[float] = field(default_factory=list)
    solar: list[float] = field(default_factory=list)
    given: list[float] = field(default_factory=list)
    """What each session got."""

    missed: list[float] = field(default_factory=list)
    """What each session lacks that its time would have allowed."""

    plan_times: list[float] = field(default_factory=list)
    """Forecast, assembly and solution (s)."""

    steps: int = 0
    seconds: float = 0.0
    """Of the processor, all in all."""


def live(home: Home, options: Options | None = None, look: Callable[[PlanProblem, Plan], None] | None = None) -> Lived:
    """Return what the production code makes of a home; `look` is shown every problem and its plan."""
    begun = process_time()
    lived = _Life(home, options or Options(), look).live()
    lived.seconds = process_time() - begun
    return lived


def _without_peak(settings: SiteSettings) -> SiteSettings:
    """Return the wishes as if no peak was to be held: a wished one has a price in the plan too."""
    return replace(settings, peak=replace(settings.peak, active=False))


class _Life:
    """A home and its controller."""

    def __init__(self, home: Home, options: Options, look: Callable[[PlanProblem, Plan], None] | None) -> None:
        """Begin on the first day, with nothing learnt."""
        self.home, self.options, self.look = home, options, look
        self.station = station_of(home)
        self.world = World(home, self.station)
        self.site = site_of(home, self.station)
        self.settings: SiteSettings = wish_for(settings_of(home, self.site), None)
        self.known = Known(home, sun=options.solar_told)
        self.learnt = HomeForecastState()
        self.forecast_settings = forecast_settings(home)
        self.details = {BATTERY: battery_details(home)}
        self.capacity = capacity_tariff(home) if options.peak_planned else None
        self.memory = Memory()
        self.decision: Decision | None = None
        self.plan: Plan | None = None
        self.session: int | None = None
        self.coming = deque(range(len(home.sessions)))
        self.stays: dict[str, Stay] = {}
        self.lived = Lived(given=[0.0] * len(home.sessions), missed=[0.0] * len(home.sessions))

    def live(self) -> Lived:
        """Live through all of it."""
        for index, (start, month) in enumerate(zip(self.home.starts, self.home.months(), strict=True)):
            self._quarter(index, start, month)
        if self.session is not None:
            self._leave(self.home.sessions[self.session], self.session)
        return self.lived

    def _quarter(self, index: int, start: datetime, month: str) -> None:
        """Live through a quarter."""
        world, begin = self.world, start.timestamp()
        world.begin(index, month)
        moments, events = self._moments(start)
        waiting = deque(moments)
        while waiting:
            offset = waiting.popleft()
            now = begin + offset
            at = start + timedelta(seconds=offset)
            if offset in events:
                self._come_and_go(at)
            snapshot = world.snapshot(now)
            self._decide(snapshot, at)
            if offset == PLANS_AT or offset - PLANS_AT in events:
                self._plan(snapshot, at)
            following = waiting[0] if waiting else 900.0
            if self._restless and offset + SOON < following:
                following = offset + SOON
                waiting.appendleft(following)
            world.live(now, following - offset)
        flowed = world.end(start + QUARTER)
        lived = self.lived
        lived.grid.append((flowed.imported - flowed.exported) / 1000 / HOURS)
        lived.car.append(flowed.car / 1000 / HOURS)
        lived.battery.append(flowed.battery / 1000 / HOURS)
        lived.solar.append(flowed.solar / 1000 / HOURS)
        lived.soc.append(world.stored / 1000)
        self._learn(index, start, held_back=flowed.solar < 1000 * HOURS * self.home.solar[index] - ALMOST)

    def _moments(self, start: datetime) -> tuple[Sequence[float], set[float]]:
        """Return when something is decided in a quarter (s), and at which of these moments a car comes or goes."""
        events: set[float] = set()
        end = start + QUARTER
        if self.session is not None:
            leaves = self.home.sessions[self.session].plugged_out
            if leaves < end:
                events.add(max(0.0, (leaves - start).total_seconds()))
        for number in self.coming:
            session = self.home.sessions[number]
            if session.plugged_in >= end:
                break
            # Nobody plugs in within the very second in which another one leaves.
            after = timedelta(seconds=1) if number and self._left_at(number - 1) >= session.plugged_in else timedelta()
            events.add(max(0.0, (session.plugged_in + after - start).total_seconds()))
            if session.plugged_out < end:
                events.add((session.plugged_out - start).total_seconds())
        always = self.options.in_quarter
        often: Sequence[float] = STEPS_AT if always else ONCE_AT
        seldom: Sequence[float] = SELDOM_AT if always else ONCE_AT
        after_event: Sequence[float] = AFTER_EVENT if always else ONCE_AT
        if not events:
            return often if self.session is not None else seldom, events
        found = {float(offset) for offset in often}
        found.update(event + after for event in events for after in after_event if event + after < 900)
        return sorted(found), events

    def _left_at(self, number: int) -> datetime:
        """Return when a session ends."""
        return self.home.sessions[number].plugged_out

    def _come_and_go(self, at: datetime) -> None:
        """Let the car leave whose time has come, or one come; the user tells what it needs by when."""
        if self.session is not None and self.home.sessions[self.session].plugged_out <= at:
            self._leave(self.home.sessions[self.session], self.session)
            self.session = None
            self.settings = wish_for(self.settings, None)
            return
        if self.session is None and self.coming and self.home.sessions[self.coming[0]].plugged_in <= at:
            self.session = self.coming.popleft()
            session = self.home.sessions[self.session]
            self.station.plug_in(1000 * session.energy)
            self.settings = wish_for(self.settings, session)

    def _leave(self, session: Session, number: int) -> None:
        """Note what a car got that leaves."""
        given = self.station.plug_out()
        self.lived.given[number] = given / 1000
        self.lived.missed[number] = max(0.0, possible(self.home, session) - given / 1000)
        self.stays[POINT] = Stay(arrived=session.plugged_in, left=session.plugged_out, energy=given)

    def _decide(self, snapshot: Snapshot, at: datetime) -> None:
        """Let the controller decide, and the devices obey."""
        known = self.known
        decision = step(
            self.site,
            self.settings,
            self.memory,
            snapshot,
            self.plan,
            at,
            known.import_prices(at),
            known.export_prices(at),
        )
        self.decision, self.memory = decision, decision.memory
        self.lived.steps += 1
        self.station.obey(decision.setpoints[POINT], at.timestamp())
        if decision.batteries:
            self.world.order = decision.batteries[BATTERY]
        self.world.export_limit = decision.solar[ARRAY].export_limit

    @property
    def _restless(self) -> bool:
        """Whether the controller is in the middle of something that takes seconds."""
        decision = self.decision
        return decision is not None and decision.setpoints[POINT].reason.key is ReasonKey.PHASE_SWITCHING

    def _plan(self, snapshot: Snapshot, at: datetime) -> None:
        """Forecast and plan, as the shell does."""
        if not self.options.planned:
            return
        begun = perf_counter()
        measured = measure(self.site, self.settings, self.memory, snapshot, at)
        if self.world.held_back:
            measured = replace(measured, solar=None)
        outlook = forecast(
            self.learnt,
            self.forecast_settings,
            at,
            self._quarters_ahead(at),
            solar_told=self.known.solar_told(at),
            measured=measured,
            parts=self.options.forecasts,
        )
        if self.options.perfect:
            outlook = self._foreseen(outlook)
        problem, lacks = assemble(
            PlanInputs(
                now=at,
                site=self.site,
                settings=self.settings if self.options.peak_planned else _without_peak(self.settings),
                snapshot=snapshot,
                memory=self.memory,
                quarter=self.decision.state.quarter if self.decision is not None else None,
                outlook=outlook,
                import_prices=self.known.import_prices(at),
                export_prices=self.known.export_prices(at),
                capacity=self.capacity,
                measured=measured,
                batteries=self.details,
                curtailable=self.settings.curtailment,
            ),
            self.options.assembly,
        )
        self.plan = make_plan(problem, self.plan, lacks=lacks) if problem is not None else None
        self.lived.plan_times.append(perf_counter() - begun)
        if self.look is not None and problem is not None and self.plan is not None:
            self.look(problem, self.plan)

    def _quarters_ahead(self, at: datetime) -> int:
        """Return how far ahead anything can be planned: to the end of known prices, or to a told departure."""
        until = self.known.import_prices(at).until or at
        if self.session is not None:
            until = max(until, self.home.sessions[self.session].plugged_out)
        return min(HORIZON, ceil((until - quarter_start(at)) / QUARTER))

    def _foreseen(self, outlook: HomeOutlook) -> HomeOutlook:
        """Return an outlook that knows the future, where that is asked for."""
        for name, attribute, values in (("load", "load", self.home.load), ("sun", "solar", self.home.solar)):
            if name in self.options.perfect:
                lines: Outlook = getattr(outlook, attribute)
                first = (lines.start - self.home.starts[0]) // QUARTER
                came = tuple(1000 * it for it in values[first : first + len(lines.mean)])
                came += lines.mean[len(came) :]
                exact = replace(lines, mean=came, low=came, median=came, high=came)
                outlook = replace(outlook, load=exact) if attribute == "load" else replace(outlook, solar=exact)
        return outlook

    def _learn(self, index: int, start: datetime, *, held_back: bool) -> None:
        """Learn from the quarter that is over; a sun that was held back tells nothing."""
        home = self.home
        told = home.solar_told[index] if self.options.solar_told else None
        record = QuarterRecord(
            start=start.astimezone(UTC),
            load=1000 * home.load[index],
            solar=None if held_back else 1000 * home.solar[index],
            temperature=home.temperature[index],
            solar_told=None if told is None else 1000 * told,
            stays=self.stays,
        )
        self.learnt = update(self.learnt, self.forecast_settings, record)
        self.stays = {}
