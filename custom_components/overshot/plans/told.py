"""A plan and a forecast as plain data, for the response of an action and for diagnostics."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from homeassistant.util import dt as dt_util

from ..core.forecast.home import HomeOutlook
from ..core.forecast.outlook import Outlook
from ..core.model import QUARTER
from ..core.planning import PlanReason
from ..tariffs import SitePrices
from .planned import Planned


def told_plan(planned: Planned, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a plan: powers in W, energies in Wh, prices in EUR/kWh, costs in EUR, moments in local time.

    `names` are those of the devices; what was planned for one that is gone keeps its id.
    """
    plan, problem = planned.plan, planned.problem
    expected = problem.outlooks[0]
    powers = {id_: battery.power for id_, battery in plan.batteries.items()}
    powers |= {id_: load.power for id_, load in plan.loads.items()}
    return {
        "status": plan.status.value,
        "lacks": [lack.value for lack in plan.lacks],
        "trigger": planned.trigger.value,
        "made_at": _moment(plan.made_at),
        "until": _moment(plan.end),
        "cost": round(plan.cost, 4),
        "capacity_cost": round(planned.peak_cost, 4),
        "peak": round(plan.peak, 1) if problem.capacity is not None else None,
        "solver_seconds": round(plan.solver_time, 3),
        "steps": [
            {
                "start": _moment(step.start),
                "end": _moment(step.end),
                "import_price": round(step.import_price, 5),
                "export_price": round(step.export_price, 5),
                "load": round(expected.load[index], 1),
                "solar": round(plan.solar[index], 1),
                "curtailed": round(plan.curtailed[index], 1),
                "grid": round(plan.grid[index], 1),
                "cost": round(plan.costs[index], 5),
                "devices": {names.get(id_, id_): round(power[index], 1) for id_, power in powers.items()},
            }
            for index, step in enumerate(problem.steps)
        ],
        "batteries": [
            {
                "name": names.get(battery.id, battery.id),
                "energy": [round(energy, 1) for energy in plan.batteries[battery.id].soc],
                "capacity": battery.capacity,
                "reason": told_reason(plan.batteries[battery.id].reason),
            }
            for battery in problem.batteries
        ],
        "loads": [
            {
                "name": names.get(load.id, load.id),
                "kind": load.kind.value,
                "demands": [
                    {
                        "energy": round(demand.energy, 1),
                        "from": _moment(demand.start),
                        "until": _moment(demand.due),
                        "missing": round(missing, 1),
                    }
                    for demand, missing in zip(load.demands, plan.loads[load.id].missed, strict=True)
                ],
                "reason": told_reason(plan.loads[load.id].reason),
            }
            for load in problem.loads
        ],
    }


def told_reason(reason: PlanReason) -> dict[str, Any]:
    """Return a reason and what it is about."""
    return {"key": reason.key.value, **told_details(reason)}


def told_details(reason: PlanReason) -> dict[str, str | float]:
    """Return what a reason is about, as people read it."""
    return {key: round(it, 4) if isinstance(it, float) else it for key, it in reason.details.items()}


def told_forecast(outlook: HomeOutlook, prices: SitePrices) -> dict[str, Any]:
    """Return what is expected of house and sun in each quarter (W), and the prices as far as they are known (EUR/kWh)."""
    return {
        "made_at": _moment(outlook.made_at),
        "load_learnt": outlook.load_learnt,
        "solar_told": outlook.solar_told,
        "quarters": [
            {
                "start": _moment(start),
                "load": _line(outlook.load, index),
                "solar": _line(outlook.solar, index),
                "import_price": _price(prices.import_prices.at(start)),
                "export_price": _price(prices.export_prices.at(start)),
            }
            for index in range(min(len(outlook.load.mean), len(outlook.solar.mean)))
            for start in (outlook.load.start + index * QUARTER,)
        ],
    }


def _line(outlook: Outlook, index: int) -> dict[str, float]:
    """Return what to expect of a quarter, and how sure that is."""
    return {
        "mean": round(outlook.mean[index], 1),
        "low": round(outlook.low[index], 1),
        "median": round(outlook.median[index], 1),
        "high": round(outlook.high[index], 1),
    }


def _price(price: float | None) -> float | None:
    """Return a price as people read it (EUR/kWh)."""
    return None if price is None else round(price, 5)


def _moment(moment: datetime) -> str:
    """Return a moment as people read it."""
    return dt_util.as_local(moment).isoformat()
