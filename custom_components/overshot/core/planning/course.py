"""What follows from doing something: grid, energy in the batteries, costs, what is missed. The same for solver and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .demands import window_of
from .plan import BatteryPlan, LoadPlan, Plan, PlanLack, PlanStatus
from .problem import CapacityTariff, FlexibleLoad, Outlook, PlanBattery, PlanProblem, reserved, value_left
from .reasons import battery_reason, load_reason

QUARTER_HOUR = 0.25
_CURTAIL_COST = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What every device does in each step (W; batteries + = discharging)."""

    batteries: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    loads: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    curtailed: tuple[float, ...] = ()


def idle(problem: PlanProblem) -> Course:
    """Return the course of doing nothing at all."""
    nothing = (0.0,) * len(problem.steps)
    return Course(
        batteries={it.id: nothing for it in problem.batteries},
        loads={it.id: nothing for it in problem.loads},
        curtailed=nothing,
    )


def grid_of(problem: PlanProblem, course: Course, outlook: Outlook) -> tuple[float, ...]:
    """Return the power at the grid (W, + = import)."""
    grid = [load - max(0.0, solar) for load, solar in zip(outlook.load, outlook.solar, strict=True)]
    for index, curtailed in enumerate(course.curtailed):
        grid[index] += min(curtailed, max(0.0, outlook.solar[index]))
    for power in course.batteries.values():
        grid = [there - given for there, given in zip(grid, power, strict=True)]
    for power in course.loads.values():
        grid = [there + taken for there, taken in zip(grid, power, strict=True)]
    return tuple(0.0 if abs(there) < 0.05 else there for there in grid)


def soc_of(problem: PlanProblem, battery: PlanBattery, power: tuple[float, ...]) -> tuple[float, ...]:
    """Return the energy in a battery at the end of each step (Wh)."""
    soc = min(max(0.0, battery.soc), max(0.0, battery.capacity))
    course = []
    for step, given in zip(problem.steps, power, strict=True):
        inside = given / battery.discharge_efficiency if given > 0 else given * battery.charge_efficiency
        soc -= inside * step.hours
        # The solver keeps its bounds to a millionth.
        if -1 < soc < 0 or battery.capacity < soc < battery.capacity + 1:
            soc = min(max(0.0, soc), battery.capacity)
        course.append(soc)
    return tuple(course)


def peak_of(problem: PlanProblem, grid: tuple[float, ...]) -> float:
    """Return what the month's peak will be (W); 0 without a capacity tariff."""
    tariff = problem.capacity
    if tariff is None:
        return 0.0
    return max(
        tariff.peak,
        *(
            _quarter(problem, index, power)
            for index, (step, power) in enumerate(zip(problem.steps, grid, strict=True))
            if tariff.month_end is None or step.start < tariff.month_end or not index
        ),
    )


def missed_of(problem: PlanProblem, load: FlexibleLoad, power: tuple[float, ...]) -> tuple[float, ...]:
    """Return what each demand of a load will not have in time (Wh)."""
    missed = []
    for demand in load.demands:
        window = window_of(problem, load, demand)
        if window is None:
            missed.append(demand.energy if demand.end <= problem.start else 0.0)
            continue
        steps = range(window.first, window.first + len(window.shares))
        short = window.firm - sum(power[index] * problem.steps[index].hours for index in steps)
        missed.append(short if short > 0.5 else 0.0)
    return tuple(missed)


def judge(problem: PlanProblem, course: Course) -> float:
    """Return what a course is worth by the planner's own measure (EUR), followed in every outlook."""
    total = sum(max(0.0, outlook.weight) for outlook in problem.outlooks) or 1.0
    shared = sum(_wear(problem, it, course.batteries[it.id]) for it in problem.batteries)
    shared += sum(_demands(problem, it, course.loads[it.id]) for it in problem.loads)
    for outlook in problem.outlooks:
        grid = grid_of(problem, course, outlook)
        cost = _bill(problem, course, grid) + _reserve(problem, course, grid)
        shared += max(0.0, outlook.weight) / total * cost
    return shared


def describe(
    problem: PlanProblem,
    course: Course,
    *,
    status: PlanStatus,
    measure: float,
    lacks: tuple[PlanLack, ...] = (),
    solver_time: float = 0.0,
) -> Plan:
    """Return a course as a plan, with what follows from it and why each device does what it does."""
    expected = problem.outlooks[0]
    grid = grid_of(problem, course, expected)
    peak = peak_of(problem, grid)
    solar = tuple(max(0.0, sun) - less for sun, less in zip(expected.solar, course.curtailed, strict=True))
    missed = {it.id: missed_of(problem, it, course.loads[it.id]) for it in problem.loads}
    return Plan(
        status=status,
        made_at=problem.start,
        starts=tuple(step.start for step in problem.steps),
        end=problem.end,
        grid=grid,
        solar=solar,
        curtailed=course.curtailed,
        costs=_costs(problem, grid),
        peak=peak,
        capacity_cost=problem.capacity.price * max(0.0, peak - problem.capacity.peak) / 1000 if problem.capacity else 0,
        measure=measure,
        batteries={
            it.id: BatteryPlan(
                power=course.batteries[it.id],
                soc=soc_of(problem, it, course.batteries[it.id]),
                reason=battery_reason(problem, course.batteries[it.id], grid, peak),
            )
            for it in problem.batteries
        },
        loads={
            it.id: LoadPlan(
                power=course.loads[it.id],
                missed=missed[it.id],
                reason=load_reason(problem, it, course.loads[it.id], missed[it.id], grid),
            )
            for it in problem.loads
        },
        lacks=lacks,
        solver_time=solver_time,
    )


def _quarter(problem: PlanProblem, index: int, power: float) -> float:
    """Return the mean of the quarter a step is part of (W), offtake alone."""
    tariff, taken = problem.capacity, max(0.0, power)
    if index or tariff is None or tariff.quarter_energy is None:
        return taken
    return (max(0.0, tariff.quarter_energy) + taken * min(problem.steps[0].hours, QUARTER_HOUR)) / QUARTER_HOUR


def _costs(problem: PlanProblem, grid: tuple[float, ...]) -> tuple[float, ...]:
    """Return what each step costs (EUR)."""
    return tuple(
        power / 1000 * step.hours * (step.import_price if power > 0 else step.export_price)
        for step, power in zip(problem.steps, grid, strict=True)
    )


def _bill(problem: PlanProblem, course: Course, grid: tuple[float, ...]) -> float:
    """Return what energy, peak and broken limits cost (EUR)."""
    bill = sum(_costs(problem, grid))
    for step, power, curtailed in zip(problem.steps, grid, course.curtailed, strict=True):
        over = 0.0 if problem.import_limit is None else max(0.0, power - max(0.0, problem.import_limit))
        spilled = 0.0 if problem.export_limit is None else max(0.0, -power - max(0.0, problem.export_limit))
        bill += (over + spilled) / 1000 * step.hours * problem.weights.limit
        # What is beyond the limit is paid as such, not by the kWh.
        bill -= (over * step.import_price - spilled * step.export_price) / 1000 * step.hours
        bill += curtailed / 1000 * step.hours * _CURTAIL_COST
    tariff = problem.capacity
    if tariff is not None:
        bill += max(0.0, tariff.price) * (peak_of(problem, grid) - max(0.0, tariff.peak)) / 1000
        bill += max(0.0, tariff.price) * (_next_peak(problem, tariff, grid) - max(0.0, tariff.next_peak)) / 1000
    return bill


def _next_peak(problem: PlanProblem, tariff: CapacityTariff, grid: tuple[float, ...]) -> float:
    """Return what next month's peak will be, as far as it is planned (W)."""
    after = [
        power
        for step, power in zip(problem.steps, grid, strict=True)
        if tariff.month_end is not None and step.start >= tariff.month_end
    ]
    return max(0.0, tariff.next_peak, *after)


def _reserve(problem: PlanProblem, course: Course, grid: tuple[float, ...]) -> float:
    """Return what it costs that neither batteries nor the room below the peak hold what nobody expects (EUR)."""
    wanted, tariff, weights = reserved(problem), problem.capacity, problem.weights
    if wanted <= 0:
        return 0.0
    socs = [soc_of(problem, it, course.batteries[it.id]) for it in problem.batteries]
    peak = following = 0.0
    if tariff is not None:
        peak, following = peak_of(problem, grid), _next_peak(problem, tariff, grid)
    total = 0.0
    for index, (step, power) in enumerate(zip(problem.steps, grid, strict=True)):
        room = 0.0
        if tariff is not None:
            this_month = tariff.month_end is None or step.start < tariff.month_end
            room = (peak if this_month else following) - max(0.0, power)
        lacking = wanted - sum(soc[index] for soc in socs) - weights.spike_hours * room
        total += max(0.0, lacking) / 1000 * step.hours * weights.reserve
    return total


def _wear(problem: PlanProblem, battery: PlanBattery, power: tuple[float, ...]) -> float:
    """Return what using a battery costs, and what it lacks of its minimum, less what is left in it (EUR)."""
    weights = problem.weights
    capacity = max(0.0, battery.capacity)
    least = min(max(0.0, battery.min_soc), capacity)
    below = least if battery.soc < least else 0.0
    soc = soc_of(problem, battery, power)
    total, ahead = -value_left(problem, battery) * soc[-1] / 1000, 0.0
    for step, given, there in zip(problem.steps, power, soc, strict=True):
        total += max(0.0, given) / 1000 * step.hours * max(0.0, battery.wear)
        total += max(0.0, -given) / 1000 * step.hours * weights.whisper * ahead
        total += max(0.0, below - there) / 1000 * step.hours * weights.minimum
        ahead += step.hours
    return total


def _demands(problem: PlanProblem, load: FlexibleLoad, power: tuple[float, ...]) -> float:
    """Return what a load's demands miss, less what more than asked is worth (EUR)."""
    total = 0.0
    for demand in load.demands:
        window = window_of(problem, load, demand)
        if window is None:
            continue
        given = early = 0.0
        for offset, (share, before) in enumerate(zip(window.shares, window.before_margin, strict=True)):
            step = problem.steps[window.first + offset]
            energy = power[window.first + offset] * step.hours
            given += energy
            early += energy * before / share
            ahead = (step.start - problem.start).total_seconds() / 3600
            if load.easy_power is not None and ahead < problem.weights.stay_hours:
                above = energy - load.easy_power * share * step.hours
                total += max(0.0, above) / 1000 * problem.weights.ease
            total += energy / 1000 * problem.weights.whisper * ahead
        total += max(0.0, window.firm - given) / 1000 * demand.miss_cost
        total += max(0.0, window.early - early) / 1000 * problem.weights.haste
        total -= min(window.loose, max(0.0, given - window.firm)) / 1000 * window.loose_value
    return total
