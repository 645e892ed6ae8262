"""The bound: what somebody would pay who knows load, sun, prices and sessions of the whole time in advance.

One linear programme, with energy by the quarter, the peak of each month, the battery with its losses, the sessions with
any power up to the station's, and the sun curtailed where feeding in costs money. The battery ends with what it began
with at least. Nobody can pay less who delivers every session.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from .home import HOURS, Home
from .stays import possible, shares_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What perfect foresight does, by quarter (kW, kWh)."""

    grid: tuple[float, ...]
    battery: tuple[float, ...]
    """+ = discharging."""

    soc: tuple[float, ...]
    car: tuple[float, ...]
    cost: float
    """EUR."""


class _Programme:
    """A linear programme that is put together by whole columns and rows."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.costs: list[NDArray[np.float64]] = []
        self.bounds: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
        self.limits: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
        self.entries: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]] = []
        self.columns = self.rows = 0

    def variables(self, count: int, cost: Sequence[float] | float, low: object, high: object) -> NDArray[np.int64]:
        """Add columns; return their numbers."""
        self.costs.append(np.broadcast_to(np.asarray(cost, float), (count,)))
        self.bounds.append((_full(low, count), _full(high, count)))
        self.columns += count
        return np.arange(self.columns - count, self.columns)

    def constraints(self, count: int, low: object, high: object) -> NDArray[np.int64]:
        """Add rows; return their numbers."""
        self.limits.append((_full(low, count), _full(high, count)))
        self.rows += count
        return np.arange(self.rows - count, self.rows)

    def put(self, rows: NDArray[np.int64], columns: NDArray[np.int64], value: float) -> None:
        """Let columns count in rows."""
        self.entries.append((rows, columns, np.full(len(rows), value)))

    def solve(self) -> NDArray[np.float64]:
        """Return the values of the columns. Raises `RuntimeError` where the solver finds no optimum."""
        rows, columns, values = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        order = np.lexsort((rows, columns))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns, self.rows
        model.col_cost_ = np.concatenate(self.costs)
        model.col_lower_, model.col_upper_ = (np.concatenate(part) for part in zip(*self.bounds, strict=True))
        model.row_lower_, model.row_upper_ = (np.concatenate(part) for part in zip(*self.limits, strict=True))
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.searchsorted(columns[order], np.arange(self.columns + 1)).astype(np.int32)
        model.a_matrix_.index_ = rows[order].astype(np.int32)
        model.a_matrix_.value_ = values[order]
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("solver", "simplex")
        solver.passModel(model)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"no bound was found: {solver.getModelStatus()}")
        return np.asarray(solver.getSolution().col_value)


def perfect_foresight(home: Home) -> Bound:
    """Return the cheapest course of a home that anybody could have taken. Raises `RuntimeError` without an optimum."""
    count, infinite, it = len(home.starts), highspy.kHighsInf, home.battery
    programme = _Programme()
    imported = programme.variables(count, [price * HOURS for price in home.import_prices], 0.0, infinite)
    exported = programme.variables(count, [-price * HOURS for price in home.export_prices], 0.0, infinite)
    charged = programme.variables(count, 0.0, 0.0, it.power)
    given = programme.variables(count, 0.0, 0.0, it.power)
    least = np.zeros(count)
    least[-1] = min(it.start, it.capacity)
    soc = programme.variables(count, 0.0, least, it.capacity)
    curtailed = programme.variables(count, 0.0, 0.0, home.solar)
    months = home.months()
    numbers = {month: number for number, month in enumerate(dict.fromkeys(months))}
    peaks = programme.variables(len(numbers), home.tariff.capacity / 12, home.tariff.floor, infinite)

    net = np.asarray(home.load) - np.asarray(home.solar)
    balance = programme.constraints(count, net, net)
    for columns, sign in ((imported, 1), (exported, -1), (charged, -1), (given, 1), (curtailed, -1)):
        programme.put(balance, columns, sign)

    first = np.zeros(count)
    first[0] = it.start
    stored = programme.constraints(count, first, first)
    programme.put(stored, soc, 1.0)
    programme.put(stored[1:], soc[:-1], -1.0)
    programme.put(stored, charged, -it.charge_efficiency * HOURS)
    programme.put(stored, given, HOURS / it.discharge_efficiency)

    below = programme.constraints(count, -infinite, 0.0)
    programme.put(below, imported, 1.0)
    programme.put(below, peaks[[numbers[month] for month in months]], -1.0)

    car = np.zeros(count)
    stays = [shares_of(home, session) for session in home.sessions]
    slots = np.asarray([index for stay in stays for index in stay], np.int64)
    if len(slots):
        shares = np.asarray([share for stay in stays for share in stay.values()])
        powers = programme.variables(len(slots), 0.0, 0.0, shares * home.charge_power)
        needs = np.asarray([possible(home, session) for session in home.sessions])
        delivered = programme.constraints(len(needs), needs - 1e-9, needs)
        owners = np.repeat(np.arange(len(stays)), [len(stay) for stay in stays])
        programme.put(delivered[owners], powers, HOURS)
        programme.put(balance[slots], powers, -1.0)
    found = programme.solve()
    if len(slots):
        np.add.at(car, slots, found[powers])
    grid = found[imported] - found[exported]
    peak_cost = sum(found[peaks]) * home.tariff.capacity / 12
    energy = found[imported] @ np.asarray(home.import_prices) - found[exported] @ np.asarray(home.export_prices)
    return Bound(
        grid=tuple(map(float, grid)),
        battery=tuple(map(float, found[given] - found[charged])),
        soc=tuple(map(float, found[soc])),
        car=tuple(map(float, car)),
        cost=float(energy * HOURS + peak_cost),
    )


def _full(value: object, count: int) -> NDArray[np.float64]:
    """Return a bound for each of so many."""
    return np.array(np.broadcast_to(np.asarray(value, float), (count,)))
