"""What the controller derives for the whole site, as a table: one entry a sensor."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription, SensorStateClass
from homeassistant.const import PERCENTAGE, EntityCategory, UnitOfElectricCurrent, UnitOfEnergy, UnitOfPower
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from .core.control.peak.state import QuarterState
from .core.model import PhaseVector
from .site import SiteCoordinator

HOUSE_AGE: Final = 60.0
"""A part of the house's balance older than this is not known (s)."""

UNBALANCED: Final = 20.0
"""From here on single-phase loads should be spread better over the phases (% of what a phase may carry)."""


@dataclass(frozen=True, kw_only=True)
class SiteMeasure(SensorEntityDescription):
    """A value the controller derives for the whole site."""

    value_fn: Callable[[SiteCoordinator], StateType | datetime]
    advice: Callable[[SiteCoordinator], str | None] | None = None
    """Returns what the user had better do, a state of the attribute `advice`."""

    phases: int = 1
    """There where the connection has so many."""


def _surplus(site: SiteCoordinator) -> StateType:
    """Return the smoothed solar surplus (W)."""
    return None if site.data is None else site.data.state.surplus


def _headroom(phase: int) -> Callable[[SiteCoordinator], StateType]:
    """Return a function giving the room left on a phase (A)."""

    def value(site: SiteCoordinator) -> StateType:
        headroom = site.data.state.headroom if site.data is not None else None
        return None if headroom is None else headroom[phase]

    return value


def house_power(site: SiteCoordinator) -> StateType:
    """Return the consumption of everything in the house, cars included (W): grid + battery + solar."""
    snapshot = site.snapshot
    if site.data is None or site.data.state.meter_stale or snapshot.grid is None:
        return None
    power = snapshot.grid.value.power
    if power is None:
        return None
    now = dt_util.utcnow()
    parts = [battery.value.power if battery.age(now) <= HOUSE_AGE else None for battery in snapshot.batteries.values()]
    parts += [solar.value.power if solar.age(now) <= HOUSE_AGE else None for solar in snapshot.solar.values()]
    known = [part for part in parts if part is not None]
    return power + sum(known) if len(known) == len(parts) else None


def _quarter(
    read: Callable[[QuarterState], float | datetime | None],
) -> Callable[[SiteCoordinator], StateType | datetime]:
    """Return a function giving something of the running quarter."""

    def value(site: SiteCoordinator) -> StateType | datetime:
        quarter = site.data.state.quarter if site.data is not None else None
        return None if quarter is None else read(quarter)

    return value


def _currents(site: SiteCoordinator) -> PhaseVector | None:
    """Return what is known of the currents at the connection (A)."""
    if site.data is None or site.data.state.meter_stale or site.snapshot.grid is None:
        return None
    return site.snapshot.grid.value.currents


def unbalance_current(site: SiteCoordinator) -> float | None:
    """Return by how much the strongest phase differs from the weakest (A)."""
    currents = _currents(site)
    return None if currents is None else max(currents) - min(currents)


def unbalance(site: SiteCoordinator) -> float | None:
    """Return the same as a share of what a phase may carry (%)."""
    difference = unbalance_current(site)
    return None if difference is None else 100 * difference / site.site.connection.limit


def _advice(site: SiteCoordinator) -> str | None:
    """Advise to spread loads over the phases."""
    share = unbalance(site)
    return "spread_loads" if share is not None and share > UNBALANCED else None


def _power(key: str, value: Callable[[SiteCoordinator], StateType | datetime]) -> SiteMeasure:
    """Return a power."""
    return SiteMeasure(
        key=key,
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.WATT,
        suggested_display_precision=0,
        value_fn=value,
    )


SITE_MEASURES: Final = (
    _power("house_power", house_power),
    _power("surplus", _surplus),
    *(
        SiteMeasure(
            key=f"headroom_l{phase + 1}",
            device_class=SensorDeviceClass.CURRENT,
            state_class=SensorStateClass.MEASUREMENT,
            native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
            suggested_display_precision=1,
            entity_category=EntityCategory.DIAGNOSTIC,
            value_fn=_headroom(phase),
            phases=phase + 1,
        )
        for phase in range(3)
    ),
    SiteMeasure(
        key="quarter_energy",
        device_class=SensorDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        suggested_display_precision=0,
        value_fn=_quarter(lambda quarter: quarter.used),
    ),
    _power("quarter_demand", _quarter(lambda quarter: quarter.demand)),
    _power("quarter_forecast", _quarter(lambda quarter: quarter.forecast)),
    SiteMeasure(
        key="quarter_ends",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=_quarter(lambda quarter: quarter.ends_at),
    ),
    _power("month_peak", _quarter(lambda quarter: quarter.month_peak)),
    SiteMeasure(
        key="month_peak_at",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=_quarter(lambda quarter: quarter.month_peak_at),
    ),
    _power("peak_hold_target", _quarter(lambda quarter: quarter.hold_target)),
    SiteMeasure(
        key="unbalance",
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=unbalance,
        advice=_advice,
        phases=3,
    ),
    SiteMeasure(
        key="unbalance_current",
        device_class=SensorDeviceClass.CURRENT,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
        suggested_display_precision=1,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=unbalance_current,
        phases=3,
    ),
)

STORAGE_MEASURES: Final = (
    SiteMeasure(
        key="storage_soc",
        device_class=SensorDeviceClass.BATTERY,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
        value_fn=lambda site: site.data.state.storage_soc if site.data is not None else None,
    ),
)
"""Of a site with batteries, all of them together."""
