"""Plans that tests make up: what is planned for the quarters from a moment on."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from custom_components.overshot.core.model import QUARTER
from custom_components.overshot.core.planning.plan import (
    BatteryPlan,
    LoadPlan,
    Plan,
    PlanReason,
    PlanReasonKey,
    PlanStatus,
)


def planned(
    start: datetime,
    grid: Sequence[float],
    *,
    batteries: Mapping[str, Sequence[float]] | None = None,
    loads: Mapping[str, Sequence[float]] | None = None,
    peak: float = 0.0,
    price: float = 0.25,
    status: PlanStatus = PlanStatus.OPTIMAL,
    why: PlanReason = PlanReason(PlanReasonKey.NOTHING_TO_DO),
    step: timedelta = QUARTER,
) -> Plan:
    """Return a plan of quarters made at `start` (W, batteries + = discharging), at one price for all (EUR/kWh)."""
    count = len(grid)
    nothing = (0.0,) * count
    return Plan(
        status=status,
        made_at=start,
        starts=tuple(start + index * step for index in range(count)),
        end=start + count * step,
        grid=tuple(grid),
        solar=nothing,
        curtailed=nothing,
        costs=tuple(power / 1000 * price * (step / timedelta(hours=1)) for power in grid),
        peak=peak,
        capacity_cost=0.0,
        measure=0.0,
        batteries={
            id_: BatteryPlan(power=tuple(power), soc=nothing, reason=why) for id_, power in (batteries or {}).items()
        },
        loads={id_: LoadPlan(power=tuple(power), missed=(), reason=why) for id_, power in (loads or {}).items()},
    )
