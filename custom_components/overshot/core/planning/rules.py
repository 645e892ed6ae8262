"""A plan without the solver: loads under the peak in the cheapest quarters in time, batteries for the house."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .course import Course, describe, judge
from .demands import Window, window_of
from .plan import Plan, PlanLack, PlanStatus
from .problem import FlexibleLoad, PlanBattery, PlanProblem

_SOME = 1.0
"""W: less is nothing."""


def plan_by_rules(problem: PlanProblem, *, lacks: Sequence[PlanLack] = ()) -> Plan:
    """Return a plan by plain rules.

    Loads take surplus first, then the cheapest steps in which the import stays below the month's peak; what does not fit
    below it is given all the same, spread as evenly as it can. Batteries take surplus and give to the house.
    """
    draft = _Draft(problem)
    for load, window in draft.by_deadline():
        draft.give(load, window)
    for battery in problem.batteries:
        draft.use(battery)
    course = draft.course()
    return describe(problem, course, status=PlanStatus.RULES, measure=judge(problem, course), lacks=tuple(lacks))


@dataclass(slots=True)
class _Draft:
    """A plan in the making: what the grid carries so far, and what each circuit has left (W)."""

    problem: PlanProblem
    net: list[float] = field(init=False)
    rooms: dict[str, list[float]] = field(init=False)
    backs: dict[str, list[float]] = field(init=False)
    loads: dict[str, list[float]] = field(init=False)
    batteries: dict[str, list[float]] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the house alone."""
        problem, expected = self.problem, self.problem.outlooks[0]
        count = len(problem.steps)
        self.net = [load - max(0.0, sun) for load, sun in zip(expected.load, expected.solar, strict=True)]
        self.rooms = {it.id: [max(0.0, it.limit - it.other)] * count for it in problem.circuits}
        self.backs = {it.id: [max(0.0, it.limit + it.other)] * count for it in problem.circuits}
        self.loads = {it.id: [0.0] * count for it in problem.loads}
        self.batteries = {it.id: [0.0] * count for it in problem.batteries}

    def by_deadline(self) -> list[tuple[FlexibleLoad, Window]]:
        """Return what is asked for, the most urgent first."""
        found = [
            (demand.end, index, load, window)
            for index, load in enumerate(self.problem.loads)
            for demand in load.demands
            if (window := window_of(self.problem, load, demand)) is not None and window.firm > 0
        ]
        return [(load, window) for _, _, load, window in sorted(found, key=lambda it: it[:2])]

    def give(self, load: FlexibleLoad, window: Window) -> None:
        """Give a load what it asks for."""
        steps = range(window.first, window.first + len(window.shares))
        peak = self.problem.capacity.peak if self.problem.capacity else float("inf")
        price = [step.import_price for step in self.problem.steps]
        missing = self._fill(load, window, steps, window.firm, lambda index: -self.net[index])
        missing = self._fill(
            load, window, sorted(steps, key=lambda it: (price[it], it)), missing, lambda index: peak - self.net[index]
        )
        # Above the peak: the same power in every step, so that it rises as little as it can.
        left = [index for index in steps if self.loads[load.id][index] < load.max_power - _SOME]
        while missing > _SOME and left:
            hours = sum(self.problem.steps[index].hours * window.shares[index - window.first] for index in left)
            even = max(load.min_power, missing / hours)
            before = missing
            missing = self._fill(load, window, left, missing, lambda _, even=even: even)  # type: ignore[misc]
            if missing > before - _SOME:
                missing = self._fill(load, window, left, missing, lambda _: load.max_power)
                break

    def use(self, battery: PlanBattery) -> None:
        """Let a battery take what is over and give what the house lacks, above its reserve; for a peak all it may."""
        capacity = max(0.0, battery.capacity)
        soc = min(max(0.0, battery.soc), capacity)
        least = min(max(0.0, battery.min_soc), capacity)
        peak = self.problem.capacity.peak if self.problem.capacity else float("inf")
        for index, step in enumerate(self.problem.steps):
            net = self.net[index]
            power = 0.0
            if soc < least - _SOME:
                power = -min(battery.max_charge, (least - soc) / step.hours / battery.charge_efficiency)
                power = -max(0.0, min(-power, self._room(battery.circuit, index), self._import_left(index)))
            elif net < -_SOME:
                room = (capacity - soc) / step.hours / battery.charge_efficiency
                power = -min(-net, battery.max_charge, room, self._room(battery.circuit, index))
            elif net > _SOME:
                back = self._back(battery.circuit, index)
                reserved = min(least + max(0.0, battery.reserve), capacity)
                for wanted, keep in ((net, reserved), (net - peak, least)):
                    there = max(0.0, soc - keep) / step.hours * battery.discharge_efficiency
                    power = max(power, min(wanted, battery.max_discharge, there, back))
            inside = power / battery.discharge_efficiency if power > 0 else power * battery.charge_efficiency
            soc -= inside * step.hours
            self.batteries[battery.id][index] = power
            self._book(battery.circuit, index, -power)

    def course(self) -> Course:
        """Return what was decided, with what the inverter had better not give."""
        limit = self.problem.export_limit
        curtailed = []
        for index, (step, net) in enumerate(zip(self.problem.steps, self.net, strict=True)):
            sun = max(0.0, self.problem.outlooks[0].solar[index])
            over = -net if step.export_price < 0 else -net - max(0.0, limit) if limit is not None else 0.0
            curtailed.append(min(sun, max(0.0, over)) if self.problem.curtailable else 0.0)
        return Course(
            batteries={id_: tuple(power) for id_, power in self.batteries.items()},
            loads={id_: tuple(power) for id_, power in self.loads.items()},
            curtailed=tuple(curtailed),
        )

    def _fill(
        self,
        load: FlexibleLoad,
        window: Window,
        steps: Sequence[int],
        missing: float,
        room: Callable[[int], float],
    ) -> float:
        """Give a load what it misses in steps as far as there is room; return what it still misses (Wh)."""
        for index in steps:
            if missing <= _SOME:
                break
            hours, share = self.problem.steps[index].hours, window.shares[index - window.first]
            taken = self.loads[load.id][index]
            most = min(
                load.max_power * share - taken,
                room(index),
                self._room(load.circuit, index),
                self._import_left(index),
            )
            power = min(most, missing / hours)
            if taken + power < load.min_power * share:
                # The last quarter may bring a little more than was asked.
                power = load.min_power * share - taken if load.min_power * share - taken <= most else 0.0
            if power < _SOME:
                continue
            self.loads[load.id][index] += power
            self._book(load.circuit, index, power)
            missing -= power * hours
        return missing

    def _import_left(self, index: int) -> float:
        """Return what the connection leaves in a step."""
        limit = self.problem.import_limit
        return float("inf") if limit is None else max(0.0, limit - self.net[index])

    def _above(self, circuit: str | None) -> list[str]:
        """Return a circuit and all that it hangs on."""
        parents = {it.id: it.parent for it in self.problem.circuits}
        found: list[str] = []
        while circuit is not None and circuit not in found:
            found.append(circuit)
            circuit = parents[circuit]
        return found

    def _room(self, circuit: str | None, index: int) -> float:
        """Return what the circuits leave to take in a step."""
        return min((self.rooms[it][index] for it in self._above(circuit)), default=float("inf"))

    def _back(self, circuit: str | None, index: int) -> float:
        """Return what the circuits leave to give in a step."""
        return min((self.backs[it][index] for it in self._above(circuit)), default=float("inf"))

    def _book(self, circuit: str | None, index: int, power: float) -> None:
        """Count what is taken (+) or given (-)."""
        self.net[index] += power
        for it in self._above(circuit):
            self.rooms[it][index] -= power
            self.backs[it][index] += power
