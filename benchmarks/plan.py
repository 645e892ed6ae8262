"""How long it takes to build and solve a plan for 48 h in quarters, and how much memory that takes.

Two houses: one battery, and two batteries, three cars, heat pump and boiler; both with a pessimistic outlook beside the
expected one, a capacity tariff and a last plan to stay with. Every round plans another day; the median counts. Memory is
that of a process that does nothing else, at its highest.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from math import cos, pi
from pathlib import Path
from random import Random
from statistics import median
import subprocess
import sys
from time import perf_counter
from typing import Any, Final

from custom_components.overshot.core.planning import (
    CapacityTariff,
    EnergyDemand,
    FlexibleLoad,
    LoadKind,
    PlanBattery,
    PlanCircuit,
    PlanProblem,
    PlanStatus,
    PlanStep,
    make_plan,
    twin,
)

from .measurement import Measurement
from .planners.compare import compare

CASES: Final = {"one_battery": 50.0, "full_house": 500.0}
"""The claim (ms)."""

ROUNDS: Final = 30
HOURS: Final = 48

_QUARTER = timedelta(minutes=15)
_START = datetime(2026, 3, 2, 6, tzinfo=UTC)


def measure(rounds: int | None = None, beside: Path | None = None) -> Iterable[Measurement]:
    """Return the median time and the memory of each case; `beside` is a Python that knows other optimizers."""
    for case, claim in CASES.items():
        yield Measurement(
            name=f"{case}, 48 h x 15 min",
            value=median(_times(case, rounds or ROUNDS)),
            unit="ms",
            most=claim,
            key=f"plan_ms.{case}",
        )
        yield Measurement(name=f"{case}, memory", value=_memory(case), unit="MB", key=f"plan_mb.{case}")
    if beside is not None:
        yield from compare(beside, [problem("one_battery", day) for day in range(rounds or ROUNDS)])


def as_json(measurements: Sequence[Measurement]) -> Any:
    """Return what `--json` writes where nothing else is measured: a list, one entry a case."""
    values = {it.key: it.value for it in measurements}
    return [
        {"case": case, "median_ms": values[f"plan_ms.{case}"], "peak_mb": values[f"plan_mb.{case}"]} for case in CASES
    ]


def problem(case: str, day: int) -> PlanProblem:
    """Return a house and a day: prices of two peaks, a sun behind clouds, a house that is never the same."""
    random = Random(day)
    start = _START + timedelta(days=day)
    steps, load, solar = [], [], []
    for index in range(HOURS * 4):
        at = start + index * _QUARTER
        hour = at.hour + at.minute / 60
        spot = 0.09 + 0.05 * cos((hour - 19) / 6 * pi) + random.gauss(0, 0.01) - 0.03 * (day % 3)
        steps.append(PlanStep(at, at + _QUARTER, 1.06 * spot + 0.14, spot - 0.01))
        load.append(max(100.0, 350 + 400 * (17 < hour < 22) + random.gauss(0, 150)))
        solar.append(max(0.0, 5000 * -cos(hour / 12 * pi) * random.uniform(0.3, 1)))
    outlooks = twin(load, solar, [1.3 * value + 200 for value in load], [0.5 * value for value in solar])
    one = PlanBattery(id="one", capacity=10_000, soc=3_000, max_charge=5_000, max_discharge=5_000, reserve=1_000)
    tariff = CapacityTariff(price=55 / 12, peak=2_500 + 500 * (day % 4), quarter_energy=120)
    if case == "one_battery":
        return PlanProblem(steps=tuple(steps), outlooks=outlooks, batteries=(one,), capacity=tariff)
    two = PlanBattery(
        id="two", capacity=5_000, soc=2_000, max_charge=2_500, max_discharge=2_500, wear=0.05, circuit="garage"
    )
    cars = tuple(
        FlexibleLoad(
            id=f"car {number}",
            kind=LoadKind.CAR,
            min_power=1_380 if number else 4_140,
            max_power=11_000,
            circuit="garage",
            demands=(
                EnergyDemand(
                    energy=random.uniform(5_000, 25_000),
                    start=start + timedelta(hours=arrival),
                    end=start + timedelta(hours=arrival + 13),
                    margin=timedelta(hours=2),
                    room=10_000,
                    room_value=0.1,
                ),
            ),
        )
        for number, arrival in enumerate((-1, 11, 12))
    )
    thermal = tuple(
        FlexibleLoad(
            id=kind.value,
            kind=kind,
            min_power=power,
            max_power=power,
            demands=tuple(
                EnergyDemand(
                    energy=energy,
                    start=start + timedelta(hours=12 * half),
                    end=start + timedelta(hours=12 * half + 12),
                    miss_cost=5.0,
                )
                for half in range(4)
            ),
        )
        for kind, power, energy in ((LoadKind.HEAT_PUMP, 2_000, 6_000), (LoadKind.BOILER, 2_500, 3_000))
    )
    return PlanProblem(
        steps=tuple(steps),
        outlooks=outlooks,
        batteries=(one, two),
        loads=(*cars, *thermal),
        circuits=(PlanCircuit(id="garage", limit=17_000),),
        capacity=tariff,
        import_limit=22_000,
        export_limit=5_000,
        curtailable=True,
    )


def _times(case: str, rounds: int) -> list[float]:
    """Return how long each of so many plans took (ms)."""
    make_plan(problem(case, 0))
    measured: list[float] = []
    for day in range(rounds):
        asked = problem(case, day)
        last = make_plan(asked)
        begun = perf_counter()
        plan = make_plan(asked, last)
        measured.append(1000 * (perf_counter() - begun))
        assert plan.status is not PlanStatus.RULES
    return measured


def _memory(case: str) -> float:
    """Return the highest memory of a process that makes three plans (MB)."""
    code = (
        "import resource, sys\n"
        f"from benchmarks.plan import make_plan, problem\n"
        f"for day in range(3): make_plan(problem({case!r}, day))\n"
        "unit = 1 if sys.platform == 'darwin' else 1024\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)
