"""What the recorder's long-term statistics tell of a house: the energies of each hour, and how full and how warm it was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from homeassistant.const import UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN, SUBENTRY_CHARGE_POINT, SUBENTRY_HEAT_PUMP, SUBENTRY_LOAD
from ..core.forecast.sun import Location, sun_at
from ..core.ledger.flows import HOUSE, Flows
from ..from_entities import keys
from ..plans.history import ENERGY, HOUR, RECORDER, Counters, async_counters, steps_of

if TYPE_CHECKING:
    from homeassistant.components.recorder.statistics import StatisticsRow

    from ..coordinator import DeviceCoordinator

CONSUMERS: Final = frozenset({SUBENTRY_CHARGE_POINT, SUBENTRY_HEAT_PUMP, SUBENTRY_LOAD})
"""Devices that the ledger knows as consumers."""

HIGHEST: Final = 100_000.0
"""No home's counter moves by more in an hour (Wh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStatistics:
    """The statistics that count the energies of a house."""

    counters: Counters
    consumers: Mapping[str, str] = field(default_factory=dict)
    """The ledger's consumers by statistic: the id of a device of ours, else that of the statistic."""

    battery: str = "battery"
    """What all batteries together are called: the id of the only one there is, else this."""

    @property
    def all(self) -> frozenset[str]:
        """Return all of them."""
        return frozenset((*self.counters.all, *self.consumers))


async def async_house_statistics(hass: HomeAssistant, devices: Mapping[str, DeviceCoordinator]) -> HouseStatistics:
    """Return the statistics of the Energy preferences, completed by those of our own devices."""
    batteries = [id_ for id_, device in devices.items() if device.data.battery is not None]
    counters = await async_counters(hass, devices)
    told = await _async_told_consumers(hass)
    consumers = _own_consumers(hass, devices)
    consumers |= {statistic: consumers.get(statistic, statistic) for statistic in told}
    return HouseStatistics(
        counters=counters,
        consumers={statistic: id_ for statistic, id_ in consumers.items() if statistic not in counters.all - set(told)}
        if consumers
        else {},
        battery=batteries[0] if len(batteries) == 1 else "battery",
    )


def read_hours(
    hass: HomeAssistant, house: HouseStatistics, place: Location, start: datetime, end: datetime
) -> list[Flows]:
    """Return the flows of the hours that are known, in order; runs in the recorder's thread."""
    from homeassistant.components.recorder.statistics import statistics_during_period  # noqa: PLC0415

    units: dict[str, str] = {"energy": UnitOfEnergy.WATT_HOUR}
    rows = statistics_during_period(hass, start, end, set(house.all), "hour", units, {"change"})
    return flows_of(rows, house, place)


def flows_of(rows: Mapping[str, Sequence[StatisticsRow]], house: HouseStatistics, place: Location) -> list[Flows]:
    """Return the flows of each hour of which grid, sun and batteries are all known.

    An inverter that sleeps at night makes nothing; a consumer that tells nothing is part of the house.
    """
    steps = {statistic: steps_of(rows.get(statistic, ())) for statistic in house.all}
    counters = house.counters
    found = []
    for at in sorted({at for each in steps.values() for at in each}):

        def total(statistics: Iterable[str], at: datetime = at) -> float | None:
            values = [steps[statistic].get(at) for statistic in statistics]
            known = [value for value in values if value is not None and value <= HIGHEST]
            return sum(known) if len(known) == len(values) else None

        imported, exported = total(counters.imported), total(counters.exported)
        solar, charged, discharged = total(counters.solar), total(counters.charged), total(counters.discharged)
        if solar is None and _is_night(place, at):
            solar = 0.0
        if imported is None or exported is None or solar is None or charged is None or discharged is None:
            continue
        consumed: dict[str, float] = {}
        for statistic, id_ in house.consumers.items():
            energy = steps[statistic].get(at)
            if energy is not None and 0 < energy <= HIGHEST:
                consumed[id_] = consumed.get(id_, 0.0) + energy
        found.append(_balanced(at, imported, exported, solar, charged, discharged, consumed, house.battery))
    return found


def _balanced(
    at: datetime,
    imported: float,
    exported: float,
    solar: float,
    charged: float,
    discharged: float,
    consumed: Mapping[str, float],
    battery: str,
) -> Flows:
    """Return the flows of an hour, as much given as taken.

    Counters do not tick together. The meter is believed before all others, since bills are made of it: what is taken
    beyond what was given is taken off the consumers first, and what even then has no source came from nowhere we know.
    """
    left = imported + solar + discharged - exported - charged
    metered = sum(consumed.values())
    if metered > max(left, 0.0) and metered > 0:
        consumed = {id_: energy * max(left, 0.0) / metered for id_, energy in consumed.items()}
        metered = max(left, 0.0)
    return Flows(
        start=at,
        end=at + HOUR,
        imported=imported,
        exported=exported,
        solar=solar,
        unmeasured=max(0.0, -left),
        charged={battery: charged} if charged else {},
        discharged={battery: discharged} if discharged else {},
        consumed={**consumed, HOUSE: max(0.0, left - metered)},
    )


def _is_night(place: Location, at: datetime) -> bool:
    """Return whether the sun is down in all of an hour."""
    return sun_at(place, at).elevation < 0 and sun_at(place, at + HOUR).elevation < 0


async def _async_told_consumers(hass: HomeAssistant) -> list[str]:
    """Return the devices of the Energy preferences, without those whose energy is part of another one's."""
    if ENERGY not in hass.config.components:
        return []
    from homeassistant.components.energy.data import async_get_manager  # noqa: PLC0415

    data: Any = (await async_get_manager(hass)).data or {}
    devices = data.get("device_consumption") or []
    listed = {device.get("stat_consumption") for device in devices}
    return [
        device["stat_consumption"]
        for device in devices
        if isinstance(device.get("stat_consumption"), str) and device.get("included_in_stat") not in listed
    ]


def _own_consumers(hass: HomeAssistant, devices: Mapping[str, DeviceCoordinator]) -> dict[str, str]:
    """Return the counters of our own consumers: those of other integrations that they are made of, else our sensors'."""
    registry = er.async_get(hass)
    found: dict[str, str] = {}
    for id_, device in devices.items():
        if device.subentry.subentry_type not in CONSUMERS:
            continue
        source = device.subentry.data.get(keys.STATION, {}).get(keys.ENERGY_ENTITY)
        own = registry.async_get_entity_id("sensor", DOMAIN, f"{device.device_key}_energy")
        for statistic in (source, own):
            if isinstance(statistic, str):
                found[statistic] = id_
                break
    return found


async def async_means(
    hass: HomeAssistant, statistics: Iterable[str], start: datetime, end: datetime, period: str
) -> dict[str, dict[datetime, float]]:
    """Return the means of measurements by `hour`, `day` or `month`, by statistic and moment (UTC); none without recorder."""
    wanted = set(statistics)
    if RECORDER not in hass.config.components or not wanted:
        return {}
    from homeassistant.components.recorder import get_instance  # noqa: PLC0415
    from homeassistant.components.recorder.statistics import statistics_during_period  # noqa: PLC0415

    def read() -> dict[str, dict[datetime, float]]:
        step: Any = period
        rows = statistics_during_period(hass, start, end, wanted, step, None, {"mean"})
        return {statistic: _means(found) for statistic, found in rows.items()}

    return await get_instance(hass).async_add_executor_job(read)


def _means(rows: Sequence[StatisticsRow]) -> dict[datetime, float]:
    """Return the means that are numbers, by the start of their time."""
    found = {}
    for row in rows:
        mean = row.get("mean")
        if mean is not None and isfinite(mean):
            found[datetime.fromtimestamp(row["start"], UTC)] = mean
    return found


def hour_of(moment: datetime) -> datetime:
    """Return the start of the hour a moment lies in (UTC)."""
    there = moment.astimezone(UTC)
    return there - timedelta(minutes=there.minute, seconds=there.second, microseconds=there.microsecond)
