"""Small problems to plan: a house of a steady load, with whatever a test puts into it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.overshot.core.planning import (
    EnergyDemand,
    FlexibleLoad,
    LoadKind,
    Outlook,
    Plan,
    PlanBattery,
    PlanProblem,
    PlanStep,
)

START = datetime(2026, 1, 12, 18, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def quarters(
    prices: Sequence[float], sold: Sequence[float] | float | None = None, start: datetime = START
) -> tuple[PlanStep, ...]:
    """Return a quarter for each price (EUR/kWh); what is fed in earns 0.10 less, if nothing else is said."""
    earned = [price - 0.1 for price in prices] if sold is None else sold
    if isinstance(earned, float | int):
        earned = [earned] * len(prices)
    return tuple(
        PlanStep(start + index * QUARTER, start + (index + 1) * QUARTER, price, got)
        for index, (price, got) in enumerate(zip(prices, earned, strict=True))
    )


def house(
    prices: Sequence[float],
    *,
    sold: Sequence[float] | float | None = None,
    load: Sequence[float] | float = 500.0,
    solar: Sequence[float] | float = 0.0,
    **more: Any,
) -> PlanProblem:
    """Return a problem of so many quarters."""
    steps = quarters(prices, sold)
    outlook = Outlook(load=_each(load, len(steps)), solar=_each(solar, len(steps)))
    given: dict[str, Any] = {"steps": steps, "outlooks": (outlook,)} | more
    return PlanProblem(**given)


def battery(**more: Any) -> PlanBattery:
    """Return a battery of 10 kWh and 5 kW, half full."""
    half_full: dict[str, Any] = {"capacity": 10_000, "soc": 5_000, "max_charge": 5_000, "max_discharge": 5_000}
    return PlanBattery(**({"id": "battery"} | half_full | more))


def car(energy: float, hours: float, *, delay: float = 0.0, margin: float = 0.0, **more: Any) -> FlexibleLoad:
    """Return a car of 11 kW on three phases that needs energy (Wh) within so many hours."""
    demand = EnergyDemand(
        energy=energy,
        start=START + timedelta(hours=delay),
        end=START + timedelta(hours=hours),
        margin=timedelta(hours=margin),
    )
    three_phases: dict[str, Any] = {"min_power": 4_140, "max_power": 11_040, "demands": (demand,)}
    return FlexibleLoad(**({"id": "car", "kind": LoadKind.CAR} | three_phases | more))


def energy(plan: Plan, device: str) -> float:
    """Return what a device takes or gives in all (Wh)."""
    found = plan.batteries.get(device) or plan.loads[device]
    ends = (*plan.starts[1:], plan.end)
    return sum(
        power * (end - start).total_seconds() / 3600
        for power, start, end in zip(found.power, plan.starts, ends, strict=True)
    )


def _each(value: Sequence[float] | float, count: int) -> tuple[float, ...]:
    """Return a value for each step."""
    return (float(value),) * count if isinstance(value, float | int) else tuple(value)
