"""The problem as a linear program: kW, kWh and EUR inside. Imported only where the solver is.

For each outlook, weighted by its share:

    import - export + discharge - charge - loads + sun - curtailed = load                   each step
    soc = soc before + efficiency x charge - discharge / efficiency                         each step, battery
    peak >= import (the open quarter: what it took already counts)                          each step
    given + missed >= energy within each demand's time; charge, discharge and loads on a circuit within its limit

What is done in the first step is one column for all outlooks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from .demands import Window, window_of
from .plan import Plan
from .problem import CapacityTariff, FlexibleLoad, Outlook, PlanBattery, PlanProblem, reserved, value_left
from .sparse import INFINITY, Floats, Indices, LinearProgram

_QUARTER_HOUR = 0.25
_CURTAIL_COST = 1e-4
"""Nobody curtails for nothing (EUR/kWh)."""


@dataclass(frozen=True, slots=True)
class DemandColumns:
    """Where the power of a load for one demand stands."""

    window: Window
    steps: Indices
    power: Indices
    missed: int


@dataclass(slots=True)
class OutlookColumns:
    """Where an outlook's course stands among the columns."""

    imported: Indices
    over: Indices
    exported: Indices
    spilled: Indices
    curtailed: Indices | None
    charge: dict[str, Indices] = field(default_factory=dict)
    discharge: dict[str, Indices] = field(default_factory=dict)
    soc: dict[str, Indices] = field(default_factory=dict)
    demands: dict[str, list[DemandColumns | None]] = field(default_factory=dict)
    peak: int | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A program, and where to find what in it."""

    program: LinearProgram
    hours: Floats
    outlooks: tuple[OutlookColumns, ...]


def build(problem: PlanProblem, last: Plan | None = None) -> Model:
    """Return the model of a problem; `last` is the plan it should rather stay with."""
    program = LinearProgram()
    hours = np.array([step.hours for step in problem.steps])
    builder = _Builder(problem, program, hours)
    outlooks: list[OutlookColumns] = []
    total = sum(max(0.0, outlook.weight) for outlook in problem.outlooks) or 1.0
    for outlook in problem.outlooks:
        weight = max(0.0, outlook.weight) / total
        outlooks.append(builder.add_outlook(outlook, weight, outlooks[0] if outlooks else None))
    if last is not None:
        builder.stay_with(last, outlooks[0])
    return Model(program, hours, tuple(outlooks))


class _Builder:
    """Adds the outlooks of one problem to one program."""

    def __init__(self, problem: PlanProblem, program: LinearProgram, hours: Floats) -> None:
        self._problem = problem
        self._program = program
        self._hours = hours
        self._count = len(hours)
        self._ahead = np.concatenate(([0.0], np.cumsum(hours)[:-1]))
        self._bought = np.array([step.import_price for step in problem.steps])
        self._sold = np.array([step.export_price for step in problem.steps])

    def add_outlook(self, outlook: Outlook, weight: float, shared: OutlookColumns | None) -> OutlookColumns:
        """Add an outlook; what it does in the first step is that of `shared`, where there is one."""
        problem, program, count = self._problem, self._program, self._count
        weighted = weight * self._hours
        load = np.array(outlook.load) / 1000
        solar = np.maximum(0.0, np.array(outlook.solar)) / 1000
        rows = program.add_rows(count, load - solar, load - solar)
        columns = self._add_grid(load, solar, weighted)
        program.put(rows, columns.imported, 1.0)
        program.put(rows, columns.over, 1.0)
        program.put(rows, columns.exported, -1.0)
        program.put(rows, columns.spilled, -1.0)
        if problem.curtailable:
            columns.curtailed = program.add_columns(count, 0.0, solar, weighted * _CURTAIL_COST)
            program.put(rows, columns.curtailed, -1.0)
        on_circuit: dict[str, list[tuple[Indices, Indices, float]]] = {it.id: [] for it in problem.circuits}
        everywhere = np.arange(count, dtype=np.int32)
        for battery in problem.batteries:
            self._add_battery(battery, weight, columns, shared)
            program.put(rows, columns.discharge[battery.id], 1.0)
            program.put(rows, columns.charge[battery.id], -1.0)
            for circuit in self._above(battery.circuit):
                on_circuit[circuit].append((everywhere, columns.charge[battery.id], 1.0))
                on_circuit[circuit].append((everywhere, columns.discharge[battery.id], -1.0))
        for index, device in enumerate(problem.loads):
            self._add_load(index, weight, columns, shared)
            for demand in filter(None, columns.demands[device.id]):
                program.put(rows[demand.steps], demand.power, -1.0)
                for circuit in self._above(device.circuit):
                    on_circuit[circuit].append((demand.steps, demand.power, 1.0))
        self._add_circuits(on_circuit)
        peaks = self._add_peak(problem.capacity, weight, columns) if problem.capacity is not None else []
        self._add_reserve(weight, columns, peaks)
        return columns

    def _add_grid(self, load: Floats, solar: Floats, weighted: Floats) -> OutlookColumns:
        """Add import and export, bounded by what all devices can do together, and what goes beyond the limits."""
        problem, program, count = self._problem, self._program, self._count
        takes = sum(max(0.0, it.max_charge) for it in problem.batteries) + sum(it.max_power for it in problem.loads)
        gives = sum(max(0.0, it.max_discharge) for it in problem.batteries)
        most_in = np.maximum(0.0, load) + takes / 1000
        most_out = solar + np.maximum(0.0, -load) + gives / 1000
        limit_in = INFINITY if problem.import_limit is None else max(0.0, problem.import_limit) / 1000
        limit_out = INFINITY if problem.export_limit is None else max(0.0, problem.export_limit) / 1000
        beyond = weighted * problem.weights.limit
        return OutlookColumns(
            imported=program.add_columns(count, 0.0, np.minimum(most_in, limit_in), weighted * self._bought),
            over=program.add_columns(count, 0.0, np.maximum(0.0, most_in - limit_in), beyond),
            exported=program.add_columns(count, 0.0, np.minimum(most_out, limit_out), -weighted * self._sold),
            spilled=program.add_columns(count, 0.0, np.maximum(0.0, most_out - limit_out), beyond),
            curtailed=None,
        )

    def _add_battery(
        self, battery: PlanBattery, weight: float, columns: OutlookColumns, shared: OutlookColumns | None
    ) -> None:
        """Add what a battery takes, gives and holds."""
        program, count, weights = self._program, self._count, self._problem.weights
        weighted = weight * self._hours
        capacity = max(0.0, battery.capacity) / 1000
        begin = min(max(0.0, battery.soc / 1000), capacity)
        least = min(max(0.0, battery.min_soc) / 1000, capacity)
        wear = weighted * max(0.0, battery.wear)
        # Charging early is a little better where prices are equal.
        early = weighted * weights.whisper * self._ahead
        charge = self._first_shared(
            None if shared is None else shared.charge[battery.id], max(0.0, battery.max_charge) / 1000, early
        )
        discharge = self._first_shared(
            None if shared is None else shared.discharge[battery.id], max(0.0, battery.max_discharge) / 1000, wear
        )
        soc = program.add_columns(count, min(begin, least), capacity, 0.0)
        program.add_cost(soc[-1:], -weight * value_left(self._problem, battery))
        before = np.zeros(count)
        before[0] = begin
        rows = program.add_rows(count, before, before)
        program.put(rows, soc, 1.0)
        program.put(rows[1:], soc[:-1], -1.0)
        program.put(rows, charge, -self._hours * battery.charge_efficiency)
        program.put(rows, discharge, self._hours / battery.discharge_efficiency)
        columns.charge[battery.id], columns.discharge[battery.id], columns.soc[battery.id] = charge, discharge, soc
        if begin < least:
            short = program.add_columns(count, 0.0, INFINITY, weighted * weights.minimum)
            enough = program.add_rows(count, least, INFINITY)
            program.put(enough, soc, 1.0)
            program.put(enough, short, 1.0)

    def _first_shared(self, first: Indices | None, upper: float, cost: Floats) -> Indices:
        """Add a column a step; the first is another outlook's, where there is one, and its cost adds up."""
        if first is None:
            return self._program.add_columns(self._count, 0.0, upper, cost)
        self._program.add_cost(first[:1], cost[:1])
        rest = self._program.add_columns(self._count - 1, 0.0, upper, cost[1:])
        return np.concatenate((first[:1], rest)).astype(np.int32)

    def _add_load(self, index: int, weight: float, columns: OutlookColumns, shared: OutlookColumns | None) -> None:
        """Add what a flexible load takes for each of its demands, and what each will miss."""
        program, problem = self._program, self._problem
        load = problem.loads[index]
        found: list[DemandColumns | None] = []
        for number, demand in enumerate(load.demands):
            window = window_of(problem, load, demand)
            if window is None:
                found.append(None)
                continue
            shares = np.array(window.shares)
            steps = np.arange(window.first, window.first + len(shares), dtype=np.int32)
            weighted = weight * self._hours[steps]
            upper = load.max_power / 1000 * shares
            cost = weighted * problem.weights.whisper * self._ahead[steps]
            same = shared.demands[load.id][number] if shared is not None and window.first == 0 else None
            if same is None:
                power = program.add_columns(len(steps), 0.0, upper, cost)
            else:
                program.add_cost(same.power[:1], cost[:1])
                rest = program.add_columns(len(steps) - 1, 0.0, upper[1:], cost[1:])
                power = np.concatenate((same.power[:1], rest)).astype(np.int32)
            self._ease(load, steps, power, shares, weighted)
            # A load that runs steadily takes a whole quarter of its least power: the last one may be more than asked.
            slack = load.min_power * _QUARTER_HOUR if load.steady else 0.0
            missed = program.add_columns(1, 0.0, window.firm / 1000, weight * demand.miss_cost)
            loose = program.add_columns(1, 0.0, window.loose / 1000, -weight * window.loose_value)
            row = program.add_rows(1, window.firm / 1000, (window.firm + slack) / 1000)
            program.put(row, power, self._hours[steps])
            program.put(row, missed, 1.0)
            program.put(row, loose, -1.0)
            if window.early > 0:
                late = program.add_columns(1, 0.0, INFINITY, weight * problem.weights.haste)
                row = program.add_rows(1, window.early / 1000, INFINITY)
                before = np.array(window.before_margin) > 0
                program.put(row, power[before], (self._hours[steps] * np.array(window.before_margin) / shares)[before])
                program.put(row, late, 1.0)
            found.append(DemandColumns(window, steps, power, int(missed[0])))
        columns.demands[load.id] = found

    def _ease(self, load: FlexibleLoad, steps: Indices, power: Indices, shares: Floats, weighted: Floats) -> None:
        """Make it cost a little to run above what is easy: of equal plans, the one without a change of phases is better."""
        weights, easy = self._problem.weights, load.easy_power
        if easy is None or easy >= load.max_power or weights.ease <= 0:
            return
        near = self._ahead[steps] < weights.stay_hours
        count = int(near.sum())
        if count:
            above = self._program.add_columns(count, 0.0, INFINITY, weighted[near] * weights.ease)
            rows = self._program.add_rows(count, -INFINITY, easy / 1000 * shares[near])
            self._program.put(rows, power[near], 1.0)
            self._program.put(rows, above, -1.0)

    def _above(self, circuit: str | None) -> list[str]:
        """Return a circuit and all that it hangs on."""
        by_id = {it.id: it for it in self._problem.circuits}
        found: list[str] = []
        while circuit is not None and circuit not in found:
            found.append(circuit)
            circuit = by_id[circuit].parent
        return found

    def _add_circuits(self, on_circuit: dict[str, list[tuple[Indices, Indices, float]]]) -> None:
        """Hold what is steered on each circuit within what others leave of it; doing nothing always fits."""
        for circuit in self._problem.circuits:
            if not on_circuit[circuit.id]:
                continue
            room = max(0.0, circuit.limit - circuit.other) / 1000
            rows = self._program.add_rows(self._count, -max(0.0, circuit.limit + circuit.other) / 1000, room)
            for steps, power, sign in on_circuit[circuit.id]:
                self._program.put(rows[steps], power, sign)

    def _add_reserve(
        self, weight: float, columns: OutlookColumns, peaks: Sequence[tuple[Indices, Indices]]
    ) -> None:  # fmt: skip
        """Make it cost where neither the batteries nor the room below the peak would hold a load that nobody expects."""
        program, weights = self._program, self._problem.weights
        wanted = reserved(self._problem) / 1000
        if wanted <= 0:
            return
        rows = program.add_rows(self._count, wanted, INFINITY)
        for soc in columns.soc.values():
            program.put(rows, soc, 1.0)
        program.put(
            rows, program.add_columns(self._count, 0.0, INFINITY, weight * self._hours * weights.reserve), 1.0
        )  # fmt: skip
        for places, peak in peaks:
            program.put(rows[places], peak, weights.spike_hours)
            program.put(rows[places], columns.imported[places], -weights.spike_hours)
            program.put(rows[places], columns.over[places], -weights.spike_hours)

    def _add_peak(
        self, tariff: CapacityTariff, weight: float, columns: OutlookColumns
    ) -> list[tuple[Indices, Indices]]:  # fmt: skip
        """Make a rise of the month's peak cost what it costs; below the peak, power is free. Return the steps of each."""
        found: list[tuple[Indices, Indices]] = []
        program, steps = self._program, self._problem.steps
        now = np.array([tariff.month_end is None or step.start < tariff.month_end for step in steps])
        for months, floor in ((now, tariff.peak), (~now, tariff.next_peak)):
            places = np.flatnonzero(months).astype(np.int32)
            if not len(places):
                continue
            least = max(0.0, floor) / 1000
            cost = weight * max(0.0, tariff.price)
            peak = program.add_columns(1, least, INFINITY, cost)
            program.offset -= cost * least
            if months is now:
                columns.peak = int(peak[0])
            lower = np.zeros(len(places))
            scale = np.ones(len(places))
            if places[0] == 0 and tariff.quarter_energy is not None:
                lower[0] = max(0.0, tariff.quarter_energy) / 1000 / _QUARTER_HOUR
                scale[0] = min(1.0, self._hours[0] / _QUARTER_HOUR)
            rows = program.add_rows(len(places), lower, INFINITY)
            program.put(rows, peak, 1.0)
            program.put(rows, columns.imported[places], -scale)
            program.put(rows, columns.over[places], -scale)
            found.append((places, peak))
        return found

    def stay_with(self, last: Plan, columns: OutlookColumns) -> None:
        """Make each kWh by which the next hours leave the last plan cost a little, so that equal plans do not flap."""
        weights, steps = self._problem.weights, self._problem.steps
        near = [place for place in range(self._count) if self._ahead[place] < weights.stay_hours]
        for battery in self._problem.batteries:
            power = [(near, columns.discharge[battery.id], 1.0), (near, columns.charge[battery.id], -1.0)]
            self._stay(near, [last.power(battery.id, steps[place].start) for place in near], power)
        for load in self._problem.loads:
            places = [
                ([int(step) for step in demand.steps], demand.power, 1.0)
                for demand in columns.demands[load.id]
                if demand is not None
            ]
            self._stay(near, [last.power(load.id, steps[place].start) for place in near], places)

    def _stay(
        self,
        near: Sequence[int],
        before: Sequence[float | None],
        power: Sequence[tuple[Sequence[int], Indices, float]],
    ) -> None:
        """Add the distance of a device's power from what it was planned to be."""
        known = [place for place, value in zip(near, before, strict=True) if value is not None]
        if not known:
            return
        program = self._program
        planned = np.array([value for value in before if value is not None]) / 1000
        away = program.add_columns(len(known), 0.0, INFINITY, self._hours[known] * self._problem.weights.stay)
        above = program.add_rows(len(known), -planned, INFINITY)
        below = program.add_rows(len(known), planned, INFINITY)
        program.put(above, away, 1.0)
        program.put(below, away, 1.0)
        row_of = {place: row for row, place in enumerate(known)}
        for steps, columns, sign in power:
            pairs = [(row_of[place], column) for place, column in zip(steps, columns, strict=False) if place in row_of]
            if pairs:
                places = [row for row, _ in pairs]
                across = np.array([column for _, column in pairs])
                program.put(above[places], across, -sign)
                program.put(below[places], across, sign)
