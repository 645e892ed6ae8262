"""What the planner answers: for every step and device what it should do, what that costs, and why."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class PlanStatus(StrEnum):
    """How good a plan is."""

    OPTIMAL = "optimal"
    """Nothing better exists for these forecasts (within a cent)."""

    FEASIBLE = "feasible"
    """It respects everything, but a better one may exist, or it was made a while ago."""

    RULES = "rules"
    """Made by rules, without the solver."""


class PlanLack(StrEnum):
    """What a plan had to do without."""

    PRICES = "prices"
    LOAD_FORECAST = "load_forecast"
    SOLAR_FORECAST = "solar_forecast"
    BATTERY_CAPACITY = "battery_capacity"
    """Nobody told what a battery holds: it is left to its rules."""

    BATTERY_CHARGE = "battery_charge"
    """A battery does not tell its state of charge: it is left to its rules."""

    BATTERY_COST = "battery_cost"
    """Nobody told what a battery costs: a common price is assumed."""

    SOLVER = "solver"
    """The package `highspy` is not installed, or does not run here."""

    TIME = "time"
    """The solver found nothing within its time limit."""


class PlanReasonKey(StrEnum):
    """Why a device is planned to do now what it does. The user interface translates each key."""

    CHARGE_CHEAP = "charge_cheap"
    """From the grid, at `price` (EUR/kWh), for `later` (EUR/kWh) when it is given back."""

    CHARGE_SURPLUS = "charge_surplus"
    """With what the sun gives over."""

    CHARGE_PAID = "charge_paid"
    """Taking energy earns money: the price is `price` (EUR/kWh)."""

    DISCHARGE_HOUSE = "discharge_house"
    """For the house, at `price` (EUR/kWh)."""

    DISCHARGE_PEAK = "discharge_peak"
    """To keep the import at `peak` (W)."""

    DISCHARGE_EXPORT = "discharge_export"
    """To sell at `price` (EUR/kWh)."""

    KEEP = "keep"
    """It keeps what it has for `at`."""

    WAIT = "wait"
    """It starts at `at`, when energy costs `price` (EUR/kWh) instead of `now` (EUR/kWh)."""

    DEADLINE = "deadline"
    """It runs whatever it costs, to be ready at `due`."""

    CHEAP = "cheap"
    """Energy costs `price` (EUR/kWh) now, `mean` (EUR/kWh) in the mean until it must be ready."""

    SURPLUS = "surplus"
    """The sun gives enough for it."""

    MISSED = "missed"
    """`energy` (Wh) will be missing at `due`, whatever is done."""

    NOTHING_TO_DO = "nothing_to_do"


@dataclass(frozen=True, slots=True)
class PlanReason:
    """A reason and what it is about; moments as ISO 8601."""

    key: PlanReasonKey
    details: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryPlan:
    """What a battery is planned to do, by step."""

    power: tuple[float, ...]
    """Mean on the AC side (W, + = discharging)."""

    soc: tuple[float, ...]
    """Energy in it at the end of each step (Wh)."""

    reason: PlanReason


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPlan:
    """What a flexible load is planned to take, by step."""

    power: tuple[float, ...]
    """Mean (W, + = consumption)."""

    missed: tuple[float, ...]
    """What each demand will not have in time (Wh); 0 where it will."""

    reason: PlanReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan for the time ahead; all courses are those of the expected outlook."""

    status: PlanStatus
    made_at: datetime
    starts: tuple[datetime, ...]
    """Of the steps."""

    end: datetime
    grid: tuple[float, ...]
    """Mean (W, + = import)."""

    solar: tuple[float, ...]
    """Mean after curtailment (W)."""

    curtailed: tuple[float, ...]
    """What the sun would give more (W)."""

    costs: tuple[float, ...]
    """Of import less export, by step (EUR)."""

    peak: float
    """What the month's highest quarter will be at the end (W); 0 without a capacity tariff."""

    capacity_cost: float
    """What the rise of the month's peak costs (EUR)."""

    measure: float
    """What the plan was judged by (EUR): costs, wear, peak, what is missed, less what is left; over all outlooks."""

    batteries: Mapping[str, BatteryPlan] = field(default_factory=dict)
    loads: Mapping[str, LoadPlan] = field(default_factory=dict)
    lacks: tuple[PlanLack, ...] = ()
    solver_time: float = 0.0
    """s."""

    @property
    def cost(self) -> float:
        """Return the cost of import less export over all steps (EUR)."""
        return sum(self.costs)

    def index(self, moment: datetime) -> int | None:
        """Return the step a moment lies in; None where the plan says nothing of it."""
        if not self.starts or not self.starts[0] <= moment < self.end:
            return None
        return bisect_right(self.starts, moment) - 1

    def power(self, device: str, moment: datetime) -> float | None:
        """Return the power planned for a device (W, a battery + = discharging); None where the plan does not say."""
        found = self.batteries.get(device) or self.loads.get(device)
        index = self.index(moment)
        return None if found is None or index is None else found.power[index]
