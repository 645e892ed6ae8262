"""Sensors of what is expected of sun and house, and of how wrong that has been."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorEntityDescription, SensorStateClass
from homeassistant.const import PERCENTAGE, EntityCategory, UnitOfEnergy
from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from ..const import DOMAIN
from ..coordinator import OvershotConfigEntry
from ..core.forecast.outlook import Outlook
from ..core.forecast.score import SCORED, Score
from ..core.model.series import QUARTER
from .forecasts import Expected, ForecastCoordinator
from .measures import midnight

TOMORROW: Final = SCORED[-1]
"""The error that is told: of what was said a day before (quarters)."""


@dataclass(frozen=True, kw_only=True)
class ForecastMeasure(SensorEntityDescription):
    """Something the forecast says."""

    value_fn: Callable[[Expected], float | None]
    attributes_fn: Callable[[Expected], dict[str, Any]] | None = None
    sun: bool = False
    """Only where there is an array."""


def energy(outlook: Outlook, start: datetime, end: datetime) -> float | None:
    """Return the energy (Wh) expected between two moments; None where the outlook does not reach so far."""
    mean = outlook.series().mean(max(start, outlook.start), end)
    return None if mean is None else mean * ((end - max(start, outlook.start)) / timedelta(hours=1))


def _midnight(expected: Expected, days: int = 1) -> datetime:
    """Return when the local day so many days after that of the forecast begins (UTC)."""
    return midnight(expected.outlook.load.start, days)


def _left(expected: Expected, outlook: Outlook) -> float | None:
    """Return what is expected until the local midnight (Wh)."""
    return energy(outlook, outlook.start, _midnight(expected))


def _whole_day(expected: Expected, outlook: Outlook, so_far: float) -> float | None:
    """Return what the day brings: what came of it, and what is expected (Wh)."""
    left = _left(expected, outlook)
    return None if left is None else so_far + left


def _tomorrow(expected: Expected, outlook: Outlook) -> float | None:
    """Return what tomorrow brings (Wh)."""
    return energy(outlook, _midnight(expected), _midnight(expected, 2))


def _error(score: Score) -> float | None:
    """Return how wrong tomorrow is on average, as a part of what comes on average (%)."""
    share = score.of(TOMORROW).share
    return None if share is None else 100 * share


def _errors(score: Score) -> dict[str, Any]:
    """Return the mean absolute errors (W) by how far ahead they were said, and of how many quarters."""
    found: dict[str, Any] = {}
    for lead in SCORED:
        errors = score.of(lead)
        found[f"mean_absolute_error_{lead * QUARTER // timedelta(minutes=1)}_min"] = _rounded(errors.mae)
    return {**found, "bias": _rounded(score.of(TOMORROW).bias), "quarters": round(score.of(TOMORROW).count)}


def _rounded(value: float | None) -> float | None:
    """Return a power as people read it (W)."""
    return None if value is None else round(value, 1)


def _lacks(expected: Expected) -> list[str]:
    """Return why the forecast knows less than it could."""
    return [lack.value for lack in expected.inputs.lacks]


def _expected(key: str, value: Callable[[Expected], float | None], *, sun: bool) -> ForecastMeasure:
    """Return an energy that is expected."""
    return ForecastMeasure(
        key=key,
        device_class=SensorDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=1,
        value_fn=value,
        sun=sun,
    )


def _wrong(key: str, score: Callable[[Expected], Score], *, sun: bool) -> ForecastMeasure:
    """Return the error of a forecast."""
    return ForecastMeasure(
        key=key,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda expected: _error(score(expected)),
        attributes_fn=lambda expected: {**_errors(score(expected)), "lacks": _lacks(expected)},
        sun=sun,
    )


FORECAST_MEASURES: Final = (
    _expected(
        "expected_solar_today",
        lambda expected: _whole_day(expected, expected.outlook.solar, expected.today.solar),
        sun=True,
    ),
    _expected("expected_solar_remaining", lambda expected: _left(expected, expected.outlook.solar), sun=True),
    _expected("expected_solar_tomorrow", lambda expected: _tomorrow(expected, expected.outlook.solar), sun=True),
    _expected(
        "expected_load_today",
        lambda expected: _whole_day(expected, expected.outlook.load, expected.today.load),
        sun=False,
    ),
    _expected("expected_load_tomorrow", lambda expected: _tomorrow(expected, expected.outlook.load), sun=False),
    _wrong("solar_forecast_error", lambda expected: expected.inputs.state.solar.score, sun=True),
    _wrong("load_forecast_error", lambda expected: expected.inputs.state.load.score, sun=False),
)


@callback
def add_forecast_sensors(entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback) -> None:
    """Add the sensors of the forecast; those of the sun once there is an array."""
    forecasts = entry.runtime_data.forecasts
    async_add_entities(ForecastSensor(forecasts, measure) for measure in FORECAST_MEASURES if not measure.sun)
    added = False

    @callback
    def look() -> None:
        nonlocal added
        if not added and forecasts.settings.solar:
            added = True
            async_add_entities(ForecastSensor(forecasts, measure) for measure in FORECAST_MEASURES if measure.sun)

    look()
    entry.async_on_unload(forecasts.async_add_listener(look))


class ForecastSensor(CoordinatorEntity[ForecastCoordinator], SensorEntity):
    """Something the forecast says of the site."""

    _attr_has_entity_name = True
    _unrecorded_attributes = frozenset({"lacks", "quarters"})
    entity_description: ForecastMeasure

    def __init__(self, forecasts: ForecastCoordinator, measure: ForecastMeasure) -> None:
        """Name the entity after its site and key."""
        super().__init__(forecasts)
        self.entity_description = measure
        entry_id = forecasts.config_entry.entry_id
        self._attr_unique_id = f"{entry_id}_{measure.key}"
        self._attr_translation_key = measure.key
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, entry_id)})

    @property
    @override
    def native_value(self) -> StateType:
        expected = self.coordinator.data
        return None if expected is None else self.entity_description.value_fn(expected)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return what there is to say besides."""
        expected, attributes = self.coordinator.data, self.entity_description.attributes_fn
        return None if expected is None or attributes is None else attributes(expected)
