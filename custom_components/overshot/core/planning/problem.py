"""What the planner is asked: the time ahead, what is expected in it, what can be steered, and what things cost.

Everything is a number or a moment, nothing is looked up: the same problem gives the same plan.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import isfinite
from typing import Final

MISSED_ENERGY: Final = 100.0
"""What a kWh costs that a car does not have in time (EUR): far above any price or peak, so that it is never a bargain."""


class PlanInputProblem(StrEnum):
    """Why a problem cannot be planned at all: an error of the caller, not of the house."""

    NO_STEPS = "plan_no_steps"
    UNORDERED_STEPS = "plan_unordered_steps"
    NO_OUTLOOK = "plan_no_outlook"
    UNEQUAL_LENGTHS = "plan_unequal_lengths"
    NOT_FINITE = "plan_not_finite"
    SAME_ID = "plan_same_id"
    OVERLAPPING_DEMANDS = "plan_overlapping_demands"
    UNKNOWN_CIRCUIT = "plan_unknown_circuit"


class PlanInputError(ValueError):
    """This is no problem that could be planned."""

    def __init__(self, key: PlanInputProblem, where: str = "") -> None:
        """Tell what is wrong, and where."""
        super().__init__(f"{key}: {where}" if where else str(key))
        self.key = key


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A piece of the time ahead, and what energy costs in it."""

    start: datetime
    end: datetime
    import_price: float
    """All in (EUR/kWh); may be negative."""

    export_price: float
    """What is paid for a kWh fed in (EUR/kWh); negative where feeding in costs money."""

    @property
    def hours(self) -> float:
        """Return how long it lasts (h)."""
        return (self.end - self.start).total_seconds() / 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """One course that load and sun may take, with a value for each step (W, means)."""

    load: tuple[float, ...]
    """The house without everything that is planned."""

    solar: tuple[float, ...]
    """What the sun would give; never negative."""

    weight: float = 1.0
    """How much it counts beside the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBattery:
    """A battery as the planner sees it, on the AC side. Units: W, Wh, EUR/kWh."""

    id: str
    capacity: float
    soc: float
    """Energy in it now (Wh)."""

    max_charge: float
    max_discharge: float
    charge_efficiency: float = 0.95
    discharge_efficiency: float = 0.95
    min_soc: float = 0.0
    """Kept in any case (Wh); below it the battery is charged at once."""

    reserve: float = 0.0
    """Kept above the minimum for what no forecast knows (Wh): given for a peak, not for a price."""

    wear: float = 0.0
    """What a kWh given costs in lifetime (EUR/kWh), see `wear_cost`."""

    value_left: float | None = None
    """What a kWh in it is worth at the end (EUR/kWh); None: taken from the prices."""

    circuit: str | None = None


class LoadKind(StrEnum):
    """What a flexible load is; tells the reasons apart."""

    CAR = "car"
    HEAT_PUMP = "heat_pump"
    BOILER = "boiler"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyDemand:
    """Energy a load must have within a time."""

    energy: float
    """Wh, at the meter of the load."""

    start: datetime
    end: datetime
    margin: timedelta = timedelta(0)
    """It should be ready so much earlier; costs `PlanWeights.haste` where it is not."""

    room: float = 0.0
    """What it can take on top (Wh)."""

    room_value: float = 0.0
    """What a kWh on top is worth (EUR/kWh)."""

    miss_cost: float = MISSED_ENERGY
    """What a kWh not given in time costs (EUR/kWh). Demands are wishes: no demand makes a plan impossible."""

    told: datetime | None = None
    """By when the user wants it, where it is planned to be ready a little earlier."""

    @property
    def due(self) -> datetime:
        """Return by when the user wants it."""
        return self.told or self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class FlexibleLoad:
    """A load whose energy can be moved: a car, a heat pump, a boiler (W)."""

    id: str
    max_power: float
    min_power: float = 0.0
    """Below it, it runs not at all: for a car 6 A on the fewest phases its station can charge on."""

    steady: bool = True
    """Whether a quarter has to be 0 or at least `min_power`; else its mean is reached by running part of the quarter."""

    easy_power: float | None = None
    """Up to it, no contactor has to move: for a car what one phase gives (W). None: nothing is the easier for it."""

    kind: LoadKind = LoadKind.OTHER
    demands: tuple[EnergyDemand, ...] = ()
    """They do not overlap."""

    circuit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCircuit:
    """A circuit: what batteries and flexible loads on it, and on those below, may take or give together (W)."""

    id: str
    limit: float
    parent: str | None = None
    other: float = 0.0
    """What flows there besides; it is part of the house's load too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityTariff:
    """What a month's highest quarter costs. A rise by 1 kW costs `price`: the yearly price of a kW / 12.

    The bill is on the mean of twelve monthly peaks, so a month's rise is paid a twelfth for twelve months.
    """

    price: float
    """EUR/kW."""

    peak: float
    """The month's so far, never below the tariff's floor (W): up to it, power is free."""

    quarter_energy: float | None = None
    """What the open quarter has taken from the grid already (Wh); None: nobody knows, so it is taken to go on as planned."""

    month_end: datetime | None = None
    """When the month ends; None: after everything planned."""

    next_peak: float = 0.0
    """What next month's peak will hardly stay below (W): a floor for what lies after `month_end`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWeights:
    """What the goals that are no money weigh. All small beside prices, but for the last two."""

    haste: float = 0.3
    """A kWh that comes within the margin before its deadline (EUR/kWh)."""

    whisper: float = 0.001
    """Preference for giving energy earlier (EUR/kWh per hour): cheap insurance where prices are equal."""

    ease: float = 0.002
    """Running above `FlexibleLoad.easy_power`, in the hours in which the last plan counts (EUR/kWh)."""

    stay: float = 0.001
    """Leaving the last plan (EUR/kWh)."""

    stay_hours: float = 4.0
    """How far ahead the last plan counts (h)."""

    steady_hours: float = 2.0
    """How far ahead `FlexibleLoad.steady` counts (h); beyond, a step's mean is fine enough."""

    reserve: float = 0.05
    """A kWh of reserve missing for an hour (EUR/kWh per hour)."""

    spike_hours: float = 1.0
    """So long (h) a load that nobody expects lasts: the room below the peak holds it as well as a reserve does."""

    minimum: float = 5.0
    """A kWh below the minimum for an hour (EUR/kWh per hour)."""

    limit: float = 1000.0
    """A kWh beyond the limit of the connection or of feed-in (EUR/kWh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProblem:
    """Everything a plan is made from. The first outlook is the expected one.

    All outlooks share what is done in the first step; later each goes its own way, as the house will once it knows more.

    Raises:
        PlanInputError: steps or outlooks that do not fit together.
    """

    steps: tuple[PlanStep, ...]
    outlooks: tuple[Outlook, ...]
    batteries: tuple[PlanBattery, ...] = ()
    loads: tuple[FlexibleLoad, ...] = ()
    circuits: tuple[PlanCircuit, ...] = ()
    capacity: CapacityTariff | None = None
    import_limit: float | None = None
    """Of the connection, derated (W)."""

    export_limit: float | None = None
    """W; None: none."""

    curtailable: bool = False
    """Whether the inverter can be told to give less."""

    weights: PlanWeights = PlanWeights()

    def __post_init__(self) -> None:
        """Check what a model cannot be built from."""
        if not self.steps:
            raise PlanInputError(PlanInputProblem.NO_STEPS)
        if not self.outlooks:
            raise PlanInputError(PlanInputProblem.NO_OUTLOOK)
        for step, after in zip(self.steps, (*self.steps[1:], None), strict=True):
            if step.start >= step.end or (after is not None and after.start != step.end):
                raise PlanInputError(PlanInputProblem.UNORDERED_STEPS, step.start.isoformat())
            if not (isfinite(step.import_price) and isfinite(step.export_price)):
                raise PlanInputError(PlanInputProblem.NOT_FINITE, step.start.isoformat())
        for outlook in self.outlooks:
            if not len(outlook.load) == len(outlook.solar) == len(self.steps):
                raise PlanInputError(PlanInputProblem.UNEQUAL_LENGTHS)
            if not all(map(isfinite, (*outlook.load, *outlook.solar, outlook.weight))):
                raise PlanInputError(PlanInputProblem.NOT_FINITE, "outlook")
        ids = [device.id for device in self.devices]
        if len(set(ids)) < len(ids):
            raise PlanInputError(PlanInputProblem.SAME_ID, ", ".join(sorted(ids)))
        for load in self.loads:
            ordered = sorted(load.demands, key=lambda demand: demand.start)
            if any(demand.end > after.start for demand, after in pairwise(ordered)):
                raise PlanInputError(PlanInputProblem.OVERLAPPING_DEMANDS, load.id)
        circuits = {circuit.id for circuit in self.circuits}
        behind = (*(device.circuit for device in self.devices), *(it.parent for it in self.circuits))
        for circuit in behind:
            if circuit is not None and circuit not in circuits:
                raise PlanInputError(PlanInputProblem.UNKNOWN_CIRCUIT, circuit)

    @property
    def devices(self) -> tuple[PlanBattery | FlexibleLoad, ...]:
        """Return everything that is planned."""
        return (*self.batteries, *self.loads)

    @property
    def start(self) -> datetime:
        """Return when the first step begins: now."""
        return self.steps[0].start

    @property
    def end(self) -> datetime:
        """Return when the last step ends."""
        return self.steps[-1].end


def wear_cost(price: float, cycles: float, capacity: float, depth: float) -> float:
    """Return what a kWh given costs in lifetime (EUR/kWh): price / (cycles x capacity x depth of discharge).

    Args:
        price: of the battery (EUR).
        cycles: it is good for.
        capacity: Wh.
        depth: of discharge in each cycle (0..1).

    Raises:
        ValueError: any of them is 0 or less.
    """
    if min(price, cycles, capacity, depth) <= 0:
        raise ValueError("price, cycles, capacity and depth of discharge must be positive")
    return price / (cycles * capacity / 1000 * depth)


def reserved(problem: PlanProblem) -> float:
    """Return the energy that all batteries together should hold for what no forecast knows (Wh); 0: nothing."""
    total = 0.0
    for it in problem.batteries:
        capacity = max(0.0, it.capacity)
        least = min(max(0.0, it.min_soc), capacity)
        total += min(least + max(0.0, it.reserve), capacity)
    return total if any(it.reserve > 0 for it in problem.batteries) else 0.0


def value_left(problem: PlanProblem, battery: PlanBattery) -> float:
    """Return what a kWh in the battery is worth at the end (EUR/kWh).

    Where nobody says: 0.8 x the mean price of import, as delivered, less the wear of delivering it.
    """
    if battery.value_left is not None:
        return battery.value_left
    hours = sum(step.hours for step in problem.steps)
    mean = sum(step.import_price * step.hours for step in problem.steps) / hours
    return max(0.0, (0.8 * mean - battery.wear) * battery.discharge_efficiency)
