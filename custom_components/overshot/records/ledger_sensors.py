"""Sensors of the ledger: of the site by the tables in `ledger_measures`, and what each device counted.

They are told at a pace of their own, and a counter only where the device has none: nothing is counted twice.
"""

from datetime import datetime
from typing import Final, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR_DOMAIN,
    RestoreSensor,
    SensorDeviceClass,
    SensorEntity,
    SensorStateClass,
)
from homeassistant.const import UnitOfEnergy
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from ..const import DOMAIN, SUBENTRY_CHARGE_POINT, SUBENTRY_HEAT_PUMP
from ..coordinator import DeviceCoordinator, OvershotConfigEntry
from ..core.ledger.flows import HOUSE
from ..entity import device_info, part_info
from .beats import Pace
from .counted import Counted, consumers_now, counted_by, place_of
from .counters import KINDS, consumed
from .emissions import has_intensity
from .keeper import LedgerKeeper
from .ledger_measures import LEDGER_MEASURES, LedgerMeasure, Needs

SHOWN: Final = frozenset({SUBENTRY_CHARGE_POINT, SUBENTRY_HEAT_PUMP})
"""Devices of which the energy by source is shown without being asked for."""

SURE: Final = 6
"""Looks, one each ten seconds, after which a device that told no counter has none."""


@callback
def add_ledger_sensors(entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback) -> None:
    """Add the sensors of what there is, now and whenever more shows."""
    keeper = entry.runtime_data.ledger
    _forget_the_unneeded(keeper)
    grower = _Grower(keeper, async_add_entities)
    grower.look()
    entry.async_on_unload(keeper.beats.async_add_listener(Pace.LIVE, grower.look))


class _Grower:
    """Adds sensors as a site shows what it has."""

    def __init__(self, keeper: LedgerKeeper, async_add_entities: AddConfigEntryEntitiesCallback) -> None:
        """Prepare to look."""
        self._keeper = keeper
        self._add = async_add_entities
        self._seen: set[str] = set()
        self._lacked: dict[str, int] = {}
        """How many times in a row a device told of something, and no counter of it."""

    @callback
    def look(self) -> None:
        """Add what was not seen before."""
        keeper = self._keeper
        has = _has(keeper)
        measures = [each for each in LEDGER_MEASURES if each.needs <= has and each.key not in self._seen]
        self._seen.update(each.key for each in measures)
        house: list[Entity] = [] if HOUSE in self._seen else [HouseSensor(keeper, kind) for kind in KINDS]
        self._seen.add(HOUSE)
        if measures or house:
            self._add([*(LedgerSensor(keeper, measure) for measure in measures), *house])
        for id_ in consumers_now(keeper.site):
            self._consumer(id_)
        self._counters()

    def _counters(self) -> None:
        """Add a counter where a device has long shown that it has none: one may come late, or fail to be read."""
        lacking = {counted.key: counted for counted in counted_by(self._keeper.site)}
        self._lacked = {key: self._lacked.get(key, 0) + 1 for key in lacking}
        for key, counted in lacking.items():
            if key not in self._seen and self._lacked[key] >= SURE:
                self._seen.add(key)
                sensor = CountedSensor(self._keeper, counted)
                self._add([sensor], config_subentry_id=counted.device.subentry.subentry_id)

    def _consumer(self, id_: str) -> None:
        """Add the sensors of a consumer."""
        place = place_of(self._keeper.site, id_)
        if id_ in self._seen or place is None:
            return
        self._seen.add(id_)
        device, part = place
        sensors: list[Entity] = [SourceSensor(self._keeper, id_, kind, device, part) for kind in KINDS]
        load = self._keeper.site.snapshot.loads.get(id_)
        if load is not None and load.value.temperature is not None:
            sensors.append(HeatSensor(self._keeper, id_, device))
        self._add(sensors, config_subentry_id=device.subentry.subentry_id)


def _has(keeper: LedgerKeeper) -> set[Needs]:
    """Return what a site has."""
    snapshot, prices = keeper.site.snapshot, keeper.prices
    there = {
        Needs.BATTERY: bool(snapshot.batteries),
        Needs.CAPACITY: prices.data.capacity is not None,
        Needs.CONTRACT: prices.has_contract,
        Needs.CONTROL: bool(keeper.site.fleet.stations or keeper.site.fleet.batteries),
        Needs.INTENSITY: has_intensity(keeper.entry.data),
        Needs.SOLAR: bool(snapshot.solar),
    }
    return {need for need, has in there.items() if has}


def _forget_the_unneeded(keeper: LedgerKeeper) -> None:
    """Remove the sensors of money and CO2 where nobody tells prices or the CO2 of the grid any more."""
    registry, has = er.async_get(keeper.hass), _has(keeper)
    for measure in LEDGER_MEASURES:
        if measure.needs & {Needs.CONTRACT, Needs.INTENSITY} <= has:
            continue
        unique_id = f"{keeper.entry.entry_id}_{measure.key}"
        if (entity_id := registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, unique_id)) is not None:
            registry.async_remove(entity_id)


class LedgerEntity(SensorEntity):
    """A sensor that is told at its own pace."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, keeper: LedgerKeeper, pace: Pace, owner: str, key: str) -> None:
        """Name the entity after its owner and key."""
        self.keeper = keeper
        self._pace = pace
        self._attr_unique_id = f"{owner}_{key}"
        self._attr_translation_key = key

    @override
    async def async_added_to_hass(self) -> None:
        """Listen."""
        await super().async_added_to_hass()
        self.async_on_remove(self.keeper.beats.async_add_listener(self._pace, self.async_write_ha_state))


class LedgerSensor(LedgerEntity):
    """Something of the whole site."""

    entity_description: LedgerMeasure

    def __init__(self, keeper: LedgerKeeper, measure: LedgerMeasure) -> None:
        """Initialize the sensor."""
        super().__init__(keeper, measure.pace, keeper.entry.entry_id, measure.key)
        self.entity_description = measure
        self._attr_device_info = _site_info(keeper)

    @property
    @override
    def native_value(self) -> StateType:
        return self.entity_description.value_fn(self.keeper, dt_util.utcnow())

    @property
    @override
    def last_reset(self) -> datetime | None:
        """Return since when it is summed up."""
        since, figures = self.entity_description.since_fn, self.keeper.figures
        return None if since is None or figures is None else since(figures)


class CounterSensor(LedgerEntity, RestoreSensor):
    """Energy that only rises, whatever is lost in a crash."""

    _attr_device_class = SensorDeviceClass.ENERGY
    _attr_state_class = SensorStateClass.TOTAL_INCREASING
    _attr_native_unit_of_measurement = UnitOfEnergy.WATT_HOUR
    _attr_suggested_unit_of_measurement = UnitOfEnergy.KILO_WATT_HOUR
    _attr_suggested_display_precision = 1

    def __init__(self, keeper: LedgerKeeper, owner: str, key: str, counter: str) -> None:
        """Show one of the ledger's counters."""
        super().__init__(keeper, Pace.MINUTE, owner, key)
        self._counter = counter
        self._highest = 0.0

    @override
    async def async_added_to_hass(self) -> None:
        """Go on from what was shown last."""
        last = await self.async_get_last_sensor_data()
        if last is not None and isinstance(last.native_value, int | float):
            self._highest = float(last.native_value)
        await super().async_added_to_hass()

    @property
    @override
    def native_value(self) -> StateType:
        value = self.keeper.counters.value(self._counter, self.keeper.running)
        self._highest = max(float(round(value or 0.0)), self._highest)
        return self._highest


class SourceSensor(CounterSensor):
    """What a device took from one kind of source."""

    def __init__(self, keeper: LedgerKeeper, id_: str, kind: str, device: DeviceCoordinator, part: str | None) -> None:
        """Initialize the sensor."""
        owner = device.device_key if part is None else f"{device.device_key}_{part}"
        super().__init__(keeper, owner, f"energy_from_{kind}", consumed(id_, kind))
        self._attr_device_info = device_info(device) if part is None else part_info(device, part)
        self._attr_entity_registry_enabled_default = device.subentry.subentry_type in SHOWN or part is not None


class HouseSensor(CounterSensor):
    """What nobody meters took from one kind of source."""

    _attr_entity_registry_enabled_default = False

    def __init__(self, keeper: LedgerKeeper, kind: str) -> None:
        """Initialize the sensor."""
        super().__init__(keeper, keeper.entry.entry_id, f"house_from_{kind}", consumed(HOUSE, kind))
        self._attr_device_info = _site_info(keeper)


class CountedSensor(CounterSensor):
    """What the ledger counted of a device that has no counter."""

    def __init__(self, keeper: LedgerKeeper, counted: Counted) -> None:
        """Initialize the sensor."""
        device, part = counted.device, counted.part
        owner = device.device_key if part is None else f"{device.device_key}_{part}"
        super().__init__(keeper, owner, counted.name, counted.key)
        self._attr_device_info = device_info(device) if part is None else part_info(device, part)


class HeatSensor(LedgerEntity):
    """What a load that heats water stored today."""

    _attr_device_class = SensorDeviceClass.ENERGY
    _attr_state_class = SensorStateClass.TOTAL
    _attr_native_unit_of_measurement = UnitOfEnergy.WATT_HOUR
    _attr_suggested_unit_of_measurement = UnitOfEnergy.KILO_WATT_HOUR
    _attr_suggested_display_precision = 1

    def __init__(self, keeper: LedgerKeeper, id_: str, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(keeper, Pace.QUARTER, device.device_key, "heat_stored_today")
        self._id = id_
        self._attr_device_info = device_info(device)

    @property
    @override
    def native_value(self) -> StateType:
        figures = self.keeper.figures
        return None if figures is None else round(figures.today.heat.get(self._id, 0.0))

    @property
    @override
    def last_reset(self) -> datetime | None:
        """Return since when it is summed up."""
        return self.keeper.figures.today.start if self.keeper.figures is not None else None


def _site_info(keeper: LedgerKeeper) -> DeviceInfo:
    """Return the registry entry of the site."""
    return DeviceInfo(identifiers={(DOMAIN, keeper.entry.entry_id)})
