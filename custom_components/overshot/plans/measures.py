"""What the plan says of the site, as a table: one entry a sensor."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription, SensorStateClass
from homeassistant.const import CURRENCY_EURO, UnitOfPower
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from ..core.model import Span
from .planned import Planned
from .prices import best_hours, next_cheap, next_dear


@dataclass(frozen=True, kw_only=True)
class PlanMeasure(SensorEntityDescription):
    """Something the plan says of the site."""

    value_fn: Callable[[Planned, datetime], StateType | datetime]
    attributes_fn: Callable[[Planned, datetime], dict[str, Any]] | None = None


def midnight(now: datetime, days: int = 1) -> datetime:
    """Return when the local day after so many days begins (UTC)."""
    return dt_util.start_of_local_day(dt_util.as_local(now).date() + timedelta(days=days)).astimezone(UTC)


def _quarter(find: Callable[[Planned, datetime], Span | None]) -> dict[str, Any]:
    """Return the functions of a sensor that tells of a quarter."""

    def value(planned: Planned, now: datetime) -> datetime | None:
        found = find(planned, now)
        return None if found is None else found.start

    def attributes(planned: Planned, now: datetime) -> dict[str, Any]:
        found = find(planned, now)
        return {"price": None if found is None else round(found.value, 4)}

    return {"value_fn": value, "attributes_fn": attributes}


def _expected_peak(planned: Planned, now: datetime) -> float | None:
    """Return what the month's peak will be (W); None where no peak counts."""
    return planned.plan.peak if planned.problem.capacity is not None else None


def _best_hour(planned: Planned, now: datetime) -> datetime | None:
    """Return when the best hour of what is left of today begins."""
    best = best_hours(planned.marginal_prices(), now, midnight(now), 1)
    return best[0].start if best else None


def _best_hours(planned: Planned, now: datetime) -> dict[str, Any]:
    """Return the best hours of what is left of today, the best first, and what a kWh costs in them (EUR)."""
    return {
        "hours": [
            {
                "start": dt_util.as_local(hour.start).isoformat(),
                "end": dt_util.as_local(hour.end).isoformat(),
                "price": round(hour.price, 4),
            }
            for hour in best_hours(planned.marginal_prices(), now, midnight(now))
        ]
    }


PLAN_MEASURES: Final = (
    PlanMeasure(
        key="next_cheap_quarter",
        device_class=SensorDeviceClass.TIMESTAMP,
        **_quarter(lambda planned, now: next_cheap(planned.prices.import_prices, now)),
    ),
    PlanMeasure(
        key="next_expensive_quarter",
        device_class=SensorDeviceClass.TIMESTAMP,
        **_quarter(lambda planned, now: next_dear(planned.prices.import_prices, now)),
    ),
    PlanMeasure(
        key="expected_cost_today",
        device_class=SensorDeviceClass.MONETARY,
        native_unit_of_measurement=CURRENCY_EURO,
        suggested_display_precision=2,
        value_fn=lambda planned, now: planned.cost(now, midnight(now)),
        attributes_fn=lambda planned, now: {"since": planned.plan.starts[0].isoformat()},
    ),
    PlanMeasure(
        key="expected_cost_tomorrow",
        device_class=SensorDeviceClass.MONETARY,
        native_unit_of_measurement=CURRENCY_EURO,
        suggested_display_precision=2,
        value_fn=lambda planned, now: planned.cost(midnight(now), midnight(now, 2)),
    ),
    PlanMeasure(
        key="expected_peak",
        device_class=SensorDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.WATT,
        suggested_display_precision=0,
        value_fn=_expected_peak,
        attributes_fn=lambda planned, now: {"cost": round(planned.peak_cost, 2)},
    ),
    PlanMeasure(
        key="best_hour",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=_best_hour,
        attributes_fn=_best_hours,
    ),
)
"""Of every site."""

PLAN_STORAGE_MEASURES: Final = (
    PlanMeasure(
        key="planned_battery_power",
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.WATT,
        suggested_display_precision=0,
        value_fn=lambda planned, now: planned.battery_power(now),
    ),
)
"""Of a site with batteries, all of them together."""
