"""What a plan is made from: taken from the running site in one go, then worked on in a thread of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..core.control import BatterySettings, Memory, SiteSettings
from ..core.control.peak.state import QuarterState
from ..core.forecast.home import HomeOutlook, Measured, forecast
from ..core.model import Battery, Series, Site, Snapshot
from ..core.planning import TIME_LIMIT, PlanLack, make_plan, wear_cost
from ..core.planning.assembly import BatteryDetails, CarDetails, PlanInputs, assemble
from ..site import SiteCoordinator
from ..tariffs import SitePrices
from .inputs import ForecastInputs
from .planned import Planned
from .triggers import PlanTrigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Everything a plan is made from; nobody changes any of it."""

    now: datetime
    site: Site
    settings: SiteSettings
    snapshot: Snapshot
    memory: Memory
    quarter: QuarterState | None
    prices: SitePrices
    forecasts: ForecastInputs
    measured: Measured | None
    batteries: Mapping[str, BatteryDetails]
    cars: Mapping[str, CarDetails]
    """What the vehicles that charge still need, as far as they tell."""

    export_limit: float | None
    """What may be fed in, by the connection or by the user (W)."""

    curtailable: bool
    """Whether the sun may be held back."""


def gather(
    site: SiteCoordinator, prices: SitePrices, forecasts: ForecastInputs, measured: Measured | None, now: datetime
) -> Gathered:
    """Return what is known now."""
    limits = [
        limit.export
        for id_, limit in site.state.limits.items()
        if limit.export is not None and site.state.controlled(id_)
    ]
    if site.site.connection.export_limit is not None:
        limits.append(site.site.connection.export_limit)
    return Gathered(
        now=now,
        site=site.site,
        settings=site.asked,
        snapshot=site.snapshot,
        memory=site.state.memory,
        quarter=site.data.state.quarter if site.data is not None else None,
        prices=prices,
        forecasts=forecasts,
        measured=measured,
        batteries={
            battery.id: details_of(battery, site.state.settings.batteries.get(battery.id))
            for battery in site.site.batteries
        },
        cars=site.access.needs(site.asked, site.state.memory, now),
        export_limit=min(limits, default=None),
        curtailable=site.state.settings.curtailment
        and any(inverter.can_curtail and site.state.controlled(inverter.id) for inverter in site.site.inverters),
    )


def details_of(battery: Battery, wishes: BatterySettings | None) -> BatteryDetails:
    """Return what the user told of a battery. What a kWh costs in lifetime needs its price and its capacity."""
    if wishes is None or wishes.price is None or battery.capacity is None:
        return BatteryDetails()
    if min(wishes.price, wishes.cycles, wishes.depth, battery.capacity) <= 0:
        return BatteryDetails()
    return BatteryDetails(wear=wear_cost(wishes.price, wishes.cycles, battery.capacity, wishes.depth / 100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of what was gathered."""

    planned: Planned | None
    """None where there is nothing to go by: this quarter has no price, or the grid is gone."""

    outlook: HomeOutlook
    prices: SitePrices
    lacks: tuple[PlanLack, ...]


def make(gathered: Gathered, trigger: PlanTrigger, last: Planned | None) -> Made:
    """Return a plan, rather like the last one. This is the heavy part: it takes up to some seconds."""
    told, prices, measured = gathered.forecasts, gathered.prices, gathered.measured
    outlook = forecast(
        told.state,
        told.settings,
        gathered.now,
        solar_told=told.solar_told,
        temperatures=told.temperatures,
        clouds=told.clouds,
        measured=measured,
    )
    bought, sold, guessed = _prices(prices, gathered.now)
    problem, lacks = assemble(
        PlanInputs(
            now=gathered.now,
            site=gathered.site,
            settings=gathered.settings,
            snapshot=gathered.snapshot,
            memory=gathered.memory,
            quarter=gathered.quarter,
            outlook=outlook,
            import_prices=bought,
            export_prices=sold,
            capacity=prices.capacity,
            measured=measured,
            batteries=gathered.batteries,
            cars=gathered.cars,
            export_limit=gathered.export_limit,
            curtailable=gathered.curtailable,
        )
    )
    if guessed:
        lacks = tuple(dict.fromkeys((PlanLack.PRICES, *lacks)))
    if problem is None:
        return Made(planned=None, outlook=outlook, prices=prices, lacks=lacks)
    plan = make_plan(problem, last.plan if last is not None else None, lacks=lacks, time_limit=TIME_LIMIT)
    if last is not None and plan.starts[0] != problem.start:
        # The last plan was kept: it speaks of the steps that it was made for.
        problem = last.problem
    planned = Planned(plan=plan, problem=problem, trigger=trigger, outlook=outlook, prices=prices)
    return Made(planned=planned, outlook=outlook, prices=prices, lacks=plan.lacks)


def _prices(prices: SitePrices, now: datetime) -> tuple[Series, Series, bool]:
    """Return the prices of import and export to plan by, and whether they are those of the last known day."""
    if prices.known_until is not None and prices.known_until > now:
        return prices.import_prices, prices.export_prices, False
    return prices.expected_import, prices.expected_export, True
