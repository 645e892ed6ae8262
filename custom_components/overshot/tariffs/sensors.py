"""Sensors of prices: what a kWh costs and earns now, with the hours ahead, and until when that is known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR_DOMAIN,
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.typing import StateType
from homeassistant.helpers.update_coordinator import CoordinatorEntity
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..core.model.series import Series
from .coordinator import PriceCoordinator
from .site_prices import SitePrices

UNIT: Final = "EUR/kWh"

DIGITS: Final = 5


@dataclass(frozen=True, kw_only=True)
class PriceMeasure(SensorEntityDescription):
    """Something that is told of prices."""

    value_fn: Callable[[SitePrices, datetime], StateType | datetime]
    ahead: Callable[[SitePrices], Series] | None = None
    """Returns what its attribute `forecast` lists."""


def _now(series: Callable[[SitePrices], Series]) -> Callable[[SitePrices, datetime], StateType | datetime]:
    """Return a function giving the price of the running quarter (EUR/kWh)."""

    def value(prices: SitePrices, now: datetime) -> StateType | datetime:
        price = series(prices).at(now)
        return None if price is None else round(price, DIGITS)

    return value


def _import(prices: SitePrices) -> Series:
    return prices.import_prices


def _export(prices: SitePrices) -> Series:
    return prices.export_prices


PRICE_MEASURES: Final = (
    PriceMeasure(
        key="import_price",
        native_unit_of_measurement=UNIT,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=4,
        value_fn=_now(_import),
        ahead=_import,
    ),
    PriceMeasure(
        key="feed_in_price",
        native_unit_of_measurement=UNIT,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=4,
        value_fn=_now(_export),
        ahead=_export,
    ),
    PriceMeasure(
        key="prices_known_until",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda prices, now: prices.known_until,
    ),
)


class PriceSensor(CoordinatorEntity[PriceCoordinator], SensorEntity):
    """Something that is told of prices; unknown while the price is."""

    _attr_has_entity_name = True
    _unrecorded_attributes = frozenset({"forecast"})
    entity_description: PriceMeasure

    def __init__(self, prices: PriceCoordinator, description: PriceMeasure) -> None:
        """Name the entity after its site and key."""
        super().__init__(prices)
        entry_id = prices.config_entry.entry_id
        self.entity_description = description
        self._attr_unique_id = f"{entry_id}_{description.key}"
        self._attr_translation_key = description.key
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, entry_id)})

    @property
    @override
    def native_value(self) -> StateType | datetime:
        return self.entity_description.value_fn(self.coordinator.data, dt_util.utcnow())

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return the prices of today and tomorrow, as far as they are known."""
        prices = self.coordinator.data
        if self.entity_description.ahead is None:
            return {"contract": prices.contract}
        return {"forecast": as_list(self.entity_description.ahead(prices))}


def price_sensors(prices: PriceCoordinator) -> list[PriceSensor]:
    """Return the sensors of a site; without a contract there are none, and those there were go."""
    if prices.has_contract:
        return [PriceSensor(prices, description) for description in PRICE_MEASURES]
    registry = er.async_get(prices.hass)
    for description in PRICE_MEASURES:
        unique_id = f"{prices.config_entry.entry_id}_{description.key}"
        if (entity_id := registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, unique_id)) is not None:
            registry.async_remove(entity_id)
    return []


def as_list(series: Series) -> list[dict[str, Any]]:
    """Return prices as other integrations and cards read them: local times, EUR/kWh."""
    return [
        {
            "start": dt_util.as_local(span.start).isoformat(),
            "end": dt_util.as_local(span.end).isoformat(),
            "price": round(span.value, DIGITS),
        }
        for span in series.spans
    ]
