"""The numbers a user wishes, as tables: one entry an entity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from homeassistant.components.number import NumberDeviceClass, NumberEntityDescription, NumberMode
from homeassistant.const import (
    CURRENCY_EURO,
    PERCENTAGE,
    EntityCategory,
    UnitOfElectricCurrent,
    UnitOfEnergy,
    UnitOfEnergyDistance,
    UnitOfLength,
    UnitOfPower,
    UnitOfTime,
)
from homeassistant.util import dt as dt_util

from ..core.control.batteries.strategy import LOWEST_MIN_SOC
from ..core.control.charging.settings import ChargePointSettings, RangeWish
from ..core.control.peak.quarter import FLOOR
from ..core.control.peak.settings import PeakSettings
from ..core.control.settings import GridLimit
from ..storage import ApplianceParameters
from .places import Place

if TYPE_CHECKING:
    from ..site import SiteCoordinator

MAX_HOLD_TIME: Final = 60
"""Minutes."""

NO_LIMIT: Final = 30_000.0
"""A limit of this or more is none (W)."""

NO_SITE_LIMIT: Final = 250_000.0
"""The same for a whole site, or all charging together (W)."""

READY_BY: Final = 7
"""Hour of the morning a wished range is for where no time was told (local)."""

type Changes = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class WishNumber(NumberEntityDescription):
    """A number the user wishes, of the site (`id_` is None) or of one of its devices."""

    value_fn: Callable[[SiteCoordinator, str | None], float]
    apply: Callable[[SiteCoordinator, str | None, float], None]
    refuse: Callable[[float], str | None] = lambda _: None
    """Returns the key of a translated error for a value that makes no sense."""

    remark: Callable[[SiteCoordinator], str | None] | None = None
    """Returns what there is to say of the value, a state of its attribute `remark`."""


def _wish(place: Place, read: Callable[[Any], float], change: Callable[[float], Changes], **traits: Any) -> WishNumber:
    """Return a number that stands in the settings."""

    def value(site: SiteCoordinator, id_: str | None) -> float:
        return read(site.state.wishes(place, id_))

    def apply(site: SiteCoordinator, id_: str | None, value: float) -> None:
        site.async_wish_at(place, id_, **change(value))

    usual: dict[str, Any] = {"mode": NumberMode.BOX, "entity_category": EntityCategory.CONFIG}
    return WishNumber(value_fn=value, apply=apply, **(usual | traits))


def _plain(place: Place, field: str, scale: float = 1.0, **traits: Any) -> WishNumber:
    """Return a number that is a field of the settings, shown in a unit of `scale` of its own."""
    return _wish(
        place, lambda wishes: round(getattr(wishes, field) / scale, 6), lambda value: {field: value * scale}, **traits
    )


def _optional(place: Place, field: str, scale: float, **traits: Any) -> WishNumber:
    """Return a number where 0 stands for none."""
    return _wish(
        place,
        lambda wishes: (getattr(wishes, field) or 0.0) / scale,
        lambda value: {field: value * scale if value else None},
        **traits,
    )


def _priority(place: Place) -> WishNumber:
    """Return the number that says who comes first."""
    return _wish(
        place,
        lambda wishes: wishes.priority,
        lambda value: {"priority": int(value)},
        key="priority",
        native_min_value=0,
        native_max_value=99,
        native_step=1,
    )


def _power(**traits: Any) -> Changes:
    """Return the traits of a power."""
    usual = {"device_class": NumberDeviceClass.POWER, "native_unit_of_measurement": UnitOfPower.WATT}
    return {**usual, "native_min_value": 0, "native_step": 100, **traits}


def _share(**traits: Any) -> Changes:
    """Return the traits of a percentage."""
    usual = {"native_unit_of_measurement": PERCENTAGE, "native_min_value": 0, "native_max_value": 100}
    return {**usual, "native_step": 1, "mode": NumberMode.SLIDER, **traits}


def _minutes(longest: float, **traits: Any) -> Changes:
    """Return the traits of a time."""
    usual = {"device_class": NumberDeviceClass.DURATION, "native_unit_of_measurement": UnitOfTime.MINUTES}
    return {**usual, "native_min_value": 0, "native_max_value": longest, "native_step": 0.25, **traits}


def _remark(site: SiteCoordinator) -> str | None:
    """Tell that a wished peak below the floor of a capacity tariff saves nothing more."""
    peak: PeakSettings = site.state.settings.peak
    return "no_extra_benefit" if peak.capacity_tariff and peak.wished < FLOOR else None


PEAK_NUMBERS: Final = (
    _plain(
        Place.PEAK,
        "wished",
        1000,
        key="wished_peak",
        device_class=NumberDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        native_min_value=0.5,
        native_max_value=100,
        native_step=0.1,
        remark=_remark,
    ),
    _wish(
        Place.SITE,
        lambda wishes: NO_SITE_LIMIT if wishes.grid_limit is None else wishes.grid_limit.power,
        lambda value: {"grid_limit": GridLimit(power=value) if value < NO_SITE_LIMIT else None},
        **_power(key="grid_limit", native_max_value=NO_SITE_LIMIT),
    ),
)
"""Of every site. A grid operator's limit that is set by hand has no end."""

STORAGE_NUMBERS: Final = (
    _plain(
        Place.STORAGE,
        "min_soc",
        **_share(key="min_soc"),
        refuse=lambda value: "min_soc_too_low" if value < LOWEST_MIN_SOC else None,
    ),
    _plain(Place.STORAGE, "buffer", **_share(key="peak_buffer")),
    _wish(
        Place.STORAGE,
        lambda wishes: wishes.cheapest_hours,
        lambda value: {"cheapest_hours": int(value)},
        key="cheapest_hours",
        native_unit_of_measurement=UnitOfTime.HOURS,
        native_min_value=0,
        native_max_value=24,
        native_step=1,
    ),
    _plain(Place.SITE, "surplus_priority_soc", **_share(key="surplus_priority_soc")),
)
"""Of a site with batteries."""

CHARGING_NUMBERS: Final = (
    _wish(
        Place.SITE,
        lambda wishes: NO_SITE_LIMIT if wishes.charging_limit is None else wishes.charging_limit,
        lambda value: {"charging_limit": value if value < NO_SITE_LIMIT else None},
        **_power(key="charging_limit", native_max_value=NO_SITE_LIMIT),
    ),
)
"""Of a site with charge points."""


def _range(wishes: ChargePointSettings) -> float:
    """Return the wished range (km)."""
    return wishes.range_wish.distance if wishes.range_wish is not None else 0.0


def _apply_range(site: SiteCoordinator, id_: str | None, value: float) -> None:
    """Wish a range by the time that was told, else by next morning; 0 ends the wish."""
    assert id_ is not None
    known = site.settings(id_).range_wish
    until = known.until if known is not None else next_morning(dt_util.utcnow())
    site.async_wish(id_, range_wish=RangeWish(distance=value, until=until) if value else None)


def next_morning(now: datetime) -> datetime:
    """Return the next time it is `READY_BY` o'clock (UTC)."""
    local = dt_util.as_local(now)
    morning = local.replace(hour=READY_BY, minute=0, second=0, microsecond=0)
    return (morning if morning > local else morning + timedelta(days=1)).astimezone(UTC)


CHARGE_POINT_NUMBERS: Final = (
    _plain(
        Place.CHARGE_POINTS,
        "max_current",
        key="max_current",
        device_class=NumberDeviceClass.CURRENT,
        native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
        native_step=1,
        mode=NumberMode.SLIDER,
        entity_category=None,
    ),
    _plain(Place.CHARGE_POINTS, "hold_time", 60, **_minutes(MAX_HOLD_TIME, key="hold_time")),
    _priority(Place.CHARGE_POINTS),
    _plain(
        Place.CHARGE_POINTS,
        "reserved_current",
        key="reserved_current",
        device_class=NumberDeviceClass.CURRENT,
        native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
        native_min_value=0,
        native_step=1,
    ),
    _plain(
        Place.CHARGE_POINTS,
        "guaranteed_energy",
        1000,
        key="guaranteed_energy",
        device_class=NumberDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        native_min_value=0,
        native_max_value=200,
        native_step=0.5,
        entity_category=None,
    ),
    WishNumber(
        key="range_wish",
        device_class=NumberDeviceClass.DISTANCE,
        native_unit_of_measurement=UnitOfLength.KILOMETERS,
        native_min_value=0,
        native_max_value=1500,
        native_step=5,
        mode=NumberMode.BOX,
        value_fn=lambda site, id_: _range(site.state.wishes(Place.CHARGE_POINTS, id_)),
        apply=_apply_range,
    ),
    _plain(
        Place.CHARGE_POINTS,
        "consumption",
        10,
        key="consumption",
        device_class=NumberDeviceClass.ENERGY_DISTANCE,
        native_unit_of_measurement=UnitOfEnergyDistance.KILO_WATT_HOUR_PER_100_KM,
        native_min_value=5,
        native_max_value=100,
        native_step=0.5,
    ),
    _optional(
        Place.CHARGE_POINTS,
        "vehicle_capacity",
        1000,
        key="vehicle_capacity",
        device_class=NumberDeviceClass.ENERGY_STORAGE,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        native_min_value=0,
        native_max_value=300,
        native_step=0.5,
    ),
    _plain(Place.CHARGE_POINTS, "eco_share", 0.01, **_share(key="eco_share", native_step=5)),
)
"""Of each charge point."""

BATTERY_NUMBERS: Final = (
    _optional(
        Place.BATTERIES,
        "price",
        1,
        key="battery_price",
        device_class=NumberDeviceClass.MONETARY,
        native_unit_of_measurement=CURRENCY_EURO,
        native_min_value=0,
        native_max_value=1_000_000,
        native_step=1,
    ),
    _plain(
        Place.BATTERIES,
        "cycles",
        key="battery_cycles",
        native_min_value=100,
        native_max_value=100_000,
        native_step=100,
    ),
    _plain(Place.BATTERIES, "depth", **_share(key="battery_depth", native_min_value=10)),
    _wish(
        Place.BATTERIES,
        lambda wishes: wishes.full_charge_days or 0,
        lambda value: {"full_charge_days": int(value) or None},
        key="full_charge_days",
        device_class=NumberDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.DAYS,
        native_min_value=0,
        native_max_value=365,
        native_step=1,
    ),
)
"""Of each battery."""


def _parameter(place: Place, field: str, scale: float = 1.0, **traits: Any) -> WishNumber:
    """Return a number by which the surplus switches something; it stays what it is while that is switched off."""

    def value(site: SiteCoordinator, id_: str | None) -> float:
        assert id_ is not None
        return float(getattr(site.parameters(id_).surplus, field)) / scale

    def apply(site: SiteCoordinator, id_: str | None, value: float) -> None:
        assert id_ is not None
        known = site.parameters(id_)
        changes: Changes = {field: value * scale}
        site.async_set_parameters(place, id_, replace(known, surplus=replace(known.surplus, **changes)))

    usual: Changes = {"mode": NumberMode.BOX, "entity_category": EntityCategory.CONFIG}
    return WishNumber(value_fn=value, apply=apply, **(usual | traits))


def _surplus_numbers(place: Place) -> tuple[WishNumber, ...]:
    """Return the parameters of the Thermia/Loxone seed."""
    return (
        _parameter(place, "switch_on_power", **_power(key="switch_on_power", native_max_value=100_000)),
        _parameter(place, "own_power", **_power(key="own_power", native_max_value=100_000)),
        _parameter(place, "activation_delay", 60, **_minutes(120, key="activation_delay")),
        _parameter(place, "min_on", 60, **_minutes(240, key="min_on")),
        _parameter(place, "min_off", 60, **_minutes(240, key="min_off")),
        _parameter(place, "min_on_per_day", 60, **_minutes(1440, key="min_on_per_day", native_step=5)),
    )


def _apply_block_limit(site: SiteCoordinator, id_: str | None, value: float) -> None:
    """Change the import from which the load manager blocks a heat pump."""
    assert id_ is not None
    known: ApplianceParameters = site.parameters(id_)
    site.async_set_parameters(Place.HEAT_PUMPS, id_, replace(known, block_above=value))


def _block_limit(site: SiteCoordinator, id_: str | None) -> float:
    """Return the import from which the load manager blocks a heat pump (W)."""
    assert id_ is not None
    return site.parameters(id_).block_above


HEAT_PUMP_NUMBERS: Final = (
    _priority(Place.HEAT_PUMPS),
    *_surplus_numbers(Place.HEAT_PUMPS),
    WishNumber(
        **_power(key="block_limit", native_max_value=100_000),
        mode=NumberMode.BOX,
        entity_category=EntityCategory.CONFIG,
        value_fn=_block_limit,
        apply=_apply_block_limit,
    ),
)
"""Of each heat pump."""

LOAD_NUMBERS: Final = (_priority(Place.LOADS), *_surplus_numbers(Place.LOADS))
"""Of each load that can be switched or set."""

DEVICE_NUMBERS: Final[Mapping[Place, tuple[WishNumber, ...]]] = {
    Place.CHARGE_POINTS: CHARGE_POINT_NUMBERS,
    Place.BATTERIES: BATTERY_NUMBERS,
    Place.HEAT_PUMPS: HEAT_PUMP_NUMBERS,
    Place.LOADS: LOAD_NUMBERS,
}
