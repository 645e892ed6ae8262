"""The recorder's history of a house, so that the forecast knows it on day one.

Long-term statistics have an hour's energy, those of the last days five minutes'. What an hour tells fills its four quarters
and teaches the usual day; how quarters follow each other is learnt only where quarters are known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import isfinite
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from homeassistant.const import UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN, SUBENTRY_CHARGE_POINT
from ..core.forecast.home import QuarterRecord
from ..core.forecast.sun import Location, sun_at
from ..core.model.series import QUARTER, quarter_start
from ..from_entities import keys

if TYPE_CHECKING:
    from homeassistant.components.recorder.statistics import StatisticsRow

    from ..coordinator import DeviceCoordinator

RECORDER: Final = "recorder"
ENERGY: Final = "energy"

DAYS: Final = 60
"""So far back history is read: what is older counts for next to nothing."""

HOUR: Final = timedelta(hours=1)
FIVE_MINUTES: Final = timedelta(minutes=5)

COARSE: Final = 25.0
"""A counter with steps of more than this (Wh) tells nothing of five minutes."""

CAR: Final = 3000.0
"""So far above what is usual (W), an hour is taken for a car's where no meter of a charge point tells it apart."""

HIGHEST: Final = 1e5
"""No home draws or makes more (W)."""

_OWN: Final = (
    ("imported", "energy_import"),
    ("exported", "energy_export"),
    ("solar", "solar_energy"),
    ("discharged", "energy_discharged"),
    ("charged", "energy_charged"),
)
"""Our own sensors by what they count, see `measurements`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """The statistics of energy counters, by what flows through them."""

    imported: tuple[str, ...] = ()
    exported: tuple[str, ...] = ()
    solar: tuple[str, ...] = ()
    discharged: tuple[str, ...] = ()
    charged: tuple[str, ...] = ()
    cars: tuple[str, ...] = ()
    uncounted: bool = False
    """Whether there are charge points that nothing counts."""

    @property
    def all(self) -> frozenset[str]:
        """Return all of them."""
        return frozenset(
            (*self.imported, *self.exported, *self.solar, *self.discharged, *self.charged, *self.cars)
        )  # fmt: skip


async def async_counters(hass: HomeAssistant, devices: Mapping[str, DeviceCoordinator]) -> Counters:
    """Return the counters of the house: those of the Energy preferences, else those of our own devices."""
    own = _own_counters(hass, devices)
    preferred = await _async_preferred(hass)
    return Counters(
        imported=preferred.imported or own.imported,
        exported=preferred.exported if preferred.imported else own.exported,
        solar=preferred.solar or own.solar,
        discharged=preferred.discharged or own.discharged,
        charged=preferred.charged if preferred.discharged else own.charged,
        cars=own.cars,
        uncounted=own.uncounted,
    )


async def async_history(
    hass: HomeAssistant, counters: Counters, place: Location, now: datetime
) -> tuple[tuple[QuarterRecord, ...], tuple[QuarterRecord, ...]]:
    """Return what the recorder tells of the quarters that are over: those known by the hour, then those really known.

    Nothing where there is no recorder, or no import that is counted.
    """
    if RECORDER not in hass.config.components or not counters.imported:
        return (), ()
    from homeassistant.components.recorder import get_instance  # noqa: PLC0415

    return await get_instance(hass).async_add_executor_job(_read, hass, counters, place, quarter_start(now))


def _read(
    hass: HomeAssistant, counters: Counters, place: Location, until: datetime
) -> tuple[tuple[QuarterRecord, ...], tuple[QuarterRecord, ...]]:
    """Return the records; runs in the recorder's thread."""
    from homeassistant.components.recorder.statistics import statistics_during_period  # noqa: PLC0415

    def energies(period: Any) -> Mapping[str, list[StatisticsRow]]:
        units: dict[str, str] = {"energy": UnitOfEnergy.WATT_HOUR}
        since = until - timedelta(days=DAYS)
        return statistics_during_period(hass, since, until, set(counters.all), period, units, {"change"})

    hours = balance(energies("hour"), counters, place, HOUR)
    short = {id_: rows for id_, rows in energies("5minute").items() if not _coarse(rows)}
    fine = balance(short, counters, place, FIVE_MINUTES)
    return records(hours, fine, until)


@dataclass(frozen=True, slots=True)
class Balance:
    """Mean power (W) of a time; None: not known."""

    load: float | None
    solar: float | None


def balance(
    rows: Mapping[str, Sequence[StatisticsRow]], counters: Counters, place: Location, step: timedelta
) -> dict[datetime, Balance]:
    """Return what house and sun did in each step, by its start: what came in less what went out.

    Where a counter tells nothing, or was reset, the house is not known; but inverters that sleep at night tell nothing
    because there is nothing. Where that of a charge point tells nothing, what is far above the usual is taken for a car
    and not known either.
    """
    changes = {id_: steps_of(rows.get(id_, ())) for id_ in counters.all}
    scale = HOUR / step
    found: dict[datetime, Balance] = {}
    uncertain = []

    def total(ids: Iterable[str], at: datetime) -> float | None:
        values = [changes[id_].get(at) for id_ in ids]
        return None if None in values else sum(value for value in values if value is not None) * scale

    for at in sorted({at for change in changes.values() for at in change}):
        cars = total(counters.cars, at)
        if cars is None or counters.uncounted:
            uncertain.append(at)
        solar = total(counters.solar, at)
        if solar is None and sun_at(place, at).elevation < 0 and sun_at(place, at + step).elevation < 0:
            solar = 0.0
        came = [total(counters.imported, at), solar, total(counters.discharged, at)]
        went = [total(ids, at) for ids in (counters.exported, counters.charged)]
        load = _less(_sum(came), _sum([*went, cars or 0.0]))
        found[at] = Balance(_possible(load), _possible(solar) if counters.solar else None)
    loads = [it.load for it in found.values() if it.load is not None]
    for at in uncertain if loads else ():
        load = found[at].load
        if load is not None and load > median(loads) + CAR:
            found[at] = Balance(None, found[at].solar)
    return found


def records(
    hours: Mapping[datetime, Balance], fine: Mapping[datetime, Balance], until: datetime
) -> tuple[tuple[QuarterRecord, ...], tuple[QuarterRecord, ...]]:
    """Return the quarters known by the hour, up to where quarters themselves are known, and those."""
    quarters: dict[datetime, list[Balance]] = {}
    for at, it in fine.items():
        quarters.setdefault(quarter_start(at), []).append(it)
    whole = {
        at: Balance(_mean([it.load for it in parts]), _mean([it.solar for it in parts]))
        for at, parts in quarters.items()
        if len(parts) == QUARTER // FIVE_MINUTES and at < until
    }
    known = sorted(at for at, it in whole.items() if it.load is not None)
    first = known[0] if known else until
    rough = tuple(
        QuarterRecord(start=at + part * QUARTER, load=hours[at].load, solar=hours[at].solar)
        for at in sorted(hours)
        for part in range(4)
        if at + part * QUARTER < first
    )
    exact = tuple(
        QuarterRecord(start=at, load=whole[at].load, solar=whole[at].solar) for at in sorted(whole) if at >= first
    )
    return rough, exact


def steps_of(rows: Sequence[StatisticsRow]) -> dict[datetime, float]:
    """Return how much (Wh) a counter went on, by the start of the time; a counter that went back tells nothing."""
    found = {}
    for row in rows:
        change = row.get("change")
        if change is not None and isfinite(change) and change >= 0:
            found[datetime.fromtimestamp(row["start"], UTC)] = change
    return found


def _coarse(rows: Sequence[StatisticsRow]) -> bool:
    """Return whether a counter's steps are too coarse for five minutes."""
    steps = [change for row in rows if (change := row.get("change")) is not None and change > 0]
    return bool(steps) and min(steps) > COARSE


def _mean(values: Sequence[float | None]) -> float | None:
    """Return the mean, None where a part of it is not known."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known and len(known) == len(values) else None


def _sum(values: Sequence[float | None]) -> float | None:
    """Return the sum, None where a part of it is not known."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _less(value: float | None, other: float | None) -> float | None:
    """Return the difference, None where one of them is not known."""
    return None if value is None or other is None else value - other


def _possible(value: float | None) -> float | None:
    """Return a power (W) that can be: counters do not tick together, so a little less than nothing is nothing."""
    return None if value is None or abs(value) > HIGHEST else max(value, 0.0)


async def _async_preferred(hass: HomeAssistant) -> Counters:
    """Return the counters of the Energy preferences."""
    if ENERGY not in hass.config.components:
        return Counters()
    from homeassistant.components.energy.data import async_get_manager  # noqa: PLC0415

    data = (await async_get_manager(hass)).data
    found: dict[str, list[str]] = {"imported": [], "exported": [], "solar": [], "discharged": [], "charged": []}
    for source in [] if data is None else data["energy_sources"]:
        for into, id_ in _counters_of(source):
            if isinstance(id_, str) and id_ not in found[into]:
                found[into].append(id_)
    return _counters(found)


def _counters_of(source: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Yield what a source of the Energy preferences counts, and by which statistic."""
    match source.get("type"):
        case "grid":
            # Before 2026 a grid had lists of flows; Home Assistant turns them into the form below when it loads them.
            yield "imported", source.get("stat_energy_from")
            yield "exported", source.get("stat_energy_to")
        case "solar":
            yield "solar", source.get("stat_energy_from")
        case "battery":
            yield "discharged", source.get("stat_energy_from")
            yield "charged", source.get("stat_energy_to")


def _own_counters(hass: HomeAssistant, devices: Mapping[str, DeviceCoordinator]) -> Counters:
    """Return the counters of our own sensors, and those that our charge points are made of."""
    registry = er.async_get(hass)
    found: dict[str, list[str]] = {into: [] for into, _ in _OWN}
    cars: list[str] = []
    uncounted = False
    for device in devices.values():

        def sensors(key: str, owner: str = device.device_key) -> list[str]:
            entity_id = registry.async_get_entity_id("sensor", DOMAIN, f"{owner}_{key}")
            return [] if entity_id is None else [entity_id]

        for into, key in _OWN:
            if device.grid_role or into not in ("imported", "exported"):
                found[into] += sensors(key)
        if device.subentry.subentry_type == SUBENTRY_CHARGE_POINT:
            source = device.subentry.data.get(keys.STATION, {}).get(keys.ENERGY_ENTITY)
            counter = [source] if isinstance(source, str) else sensors("energy")
            cars += counter
            uncounted |= not counter
    return replace(_counters(found), cars=tuple(cars), uncounted=uncounted)


def _counters(found: Mapping[str, Sequence[str]]) -> Counters:
    """Return counters by what flows through them."""
    return Counters(
        imported=tuple(found["imported"]),
        exported=tuple(found["exported"]),
        solar=tuple(found["solar"]),
        discharged=tuple(found["discharged"]),
        charged=tuple(found["charged"]),
    )
