"""Reports of an hour, a day, a week, a month or a year, for the history card and for automations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..coordinator import OvershotConfigEntry
from ..core.forecast.outlook import Outlook
from ..core.ledger.quarter import QuarterRecord
from ..core.ledger.reports.charts import Use, charts
from ..core.ledger.reports.counterfactual import Stay
from ..core.ledger.reports.periods import PARTS, Period, Step, local_day, period
from ..core.ledger.reports.report import Bar, Report, report
from ..core.ledger.reports.savings import savings
from ..core.ledger.reports.totals import add_up, by_part
from ..core.ledger.sessions.query import SessionQuery
from ..core.model import QUARTER, Series as PriceSeries, Site
from ..core.tariff import Tariff, TariffError
from ..from_entities import keys
from .consumers import consumers_of
from .figures import stays_of
from .keeper import LONGEST_STAY, LedgerKeeper
from .peaks import told_page
from .statistics import async_means, hour_of
from .told_report import Series, told_bars, told_bill, told_charts, told_consumers, told_savings, told_totals

HOUR: Final = timedelta(hours=1)
QUARTER_HOUR: Final = QUARTER / HOUR
RECORDER_STEPS: Final = {Step.HOUR: "hour", Step.DAY: "day", Step.MONTH: "month"}
"""What the recorder calls the bars of a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """All that a report is made of; none of it ever changes, so that it can be made in another thread."""

    records: Sequence[QuarterRecord]
    step: Step
    day: date
    site: Site
    tariff: Tariff
    market: PriceSeries
    peaks: Mapping[date, float]
    uses: Mapping[str, Use]
    stays: Sequence[Stay]
    series: Series
    wants_savings: bool


async def async_report(
    entry: OvershotConfigEntry, step: Step, moment: datetime, *, with_savings: bool = True
) -> dict[str, Any]:
    """Return the report of the hour, local day, week, month or year that a moment lies in, as plain data.

    Raises `RecordsError`.
    """
    keeper = entry.runtime_data.ledger
    if step is Step.HOUR:
        return await _async_hour(keeper, hour_of(moment))
    zone = keeper.time_zone
    whole = period(step, local_day(moment, zone))
    start, end = whole.start_at(zone), whole.end_at(zone)
    records = await _async_all(keeper, start, end)
    # The bill of a part of a month needs the peak of all of it, which the peaks that were kept tell.
    consumers = consumers_of(keeper.site, {id_ for record in records for id_ in record.shares})
    stays: tuple[Stay, ...] = ()
    if with_savings:
        query = SessionQuery(start=start - LONGEST_STAY, end=end)
        page = await keeper.database.async_sessions(query, dt_util.utcnow())
        stays = stays_of(page.sessions, keeper.site.site.charge_points, keeper.site.site.connection.voltage)
    asked = _Asked(
        records=records,
        step=step,
        day=whole.first,
        site=keeper.site.site,
        tariff=keeper.prices.data.tariff or Tariff(time_zone=zone),
        market=keeper.prices.archive.series(whole.first, whole.end),
        peaks={month: peak.demand for month, peak in keeper.peaks.items()},
        uses={id_: consumer.use for id_, consumer in consumers.items()},
        stays=stays,
        series=await _async_series(entry, whole, step),
        wants_savings=with_savings,
    )
    made, told = await keeper.hass.async_add_executor_job(_made, asked)
    return {**told, "consumers": told_consumers(made.totals, consumers)}


async def async_peaks(entry: OvershotConfigEntry) -> dict[str, Any]:
    """Return the capacity page as plain data."""
    return told_page(entry.runtime_data.ledger.page())


async def _async_all(keeper: LedgerKeeper, start: datetime, end: datetime) -> list[QuarterRecord]:
    """Return the quarters of a time, the running one as far as it is counted. Raises `RecordsError`."""
    records = await keeper.async_records(start, end)
    running = keeper.running
    if running is not None and start <= running.start < end:
        records.append(running)
    return records


async def _async_hour(keeper: LedgerKeeper, start: datetime) -> dict[str, Any]:
    """Return the report of an hour: its quarters, without a bill. Raises `RecordsError`."""
    end = start + HOUR
    records = await _async_all(keeper, start, end)
    consumers = consumers_of(keeper.site, {id_ for record in records for id_ in record.shares})
    uses = {id_: consumer.use for id_, consumer in consumers.items()}
    totals = add_up(records, start, end)
    quarters = [(start + index * QUARTER, start + (index + 1) * QUARTER) for index in range(4)]
    bars = [Bar(totals=part, charts=charts(part, uses)) for part in by_part(records, quarters)]
    return {
        "period": Step.HOUR.value,
        "currency": "EUR",
        "totals": told_totals(totals),
        "charts": told_charts(charts(totals, uses)),
        "bars": told_bars(bars, Series()),
        "bill": None,
        "savings": None,
        "consumers": told_consumers(totals, consumers),
    }


def _made(asked: _Asked) -> tuple[Report, dict[str, Any]]:
    """Return a report, and what is told of it."""
    zone = asked.site.time_zone
    made = report(
        asked.records,
        asked.step,
        asked.day,
        zone,
        uses=asked.uses,
        tariff=asked.tariff,
        market=asked.market,
        peaks=asked.peaks,
    )
    return made, {
        "period": asked.step.value,
        "currency": "EUR",
        "totals": told_totals(made.totals),
        "charts": told_charts(made.charts),
        "bars": told_bars(made.bars, asked.series),
        "bill": told_bill(made.bill),
        "savings": told_savings(_saved(asked, made)) if made.bill is not None else None,
    }


def _saved(asked: _Asked, made: Report) -> Any:
    """Return what was saved in the days that have begun; None where it is not wanted, or all was before our time."""
    if not asked.wants_savings or all(record.imported_from_history for record in asked.records):
        return None
    # Days that are still to come cost nothing yet, with or without a battery.
    last = local_day(asked.records[-1].start, asked.site.time_zone)
    try:
        return savings(
            asked.records,
            Period(made.period.first, min(made.period.end, last + timedelta(days=1))),
            asked.tariff,
            asked.market,
            stays=asked.stays,
            batteries=asked.site.batteries,
            peaks=asked.peaks,
        )
    except TariffError:
        return None


async def _async_series(entry: OvershotConfigEntry, whole: Period, step: Step) -> Series:
    """Return what is told beside energies: what was expected, how full batteries and how warm boilers were."""
    keeper = entry.runtime_data.ledger
    zone, bars = keeper.time_zone, PARTS[step]
    start, end = whole.start_at(zone), whole.end_at(zone)
    solar, load = _expected(entry, start, end, bars)
    charge, heat = _soc_statistics(entry), _temperature_statistics(entry)
    means = await async_means(
        keeper.hass, {*charge, *heat.values()}, start, min(end, dt_util.utcnow()), RECORDER_STEPS[bars]
    )
    levels = [means[statistic] for statistic in charge if statistic in means]
    return Series(
        solar=solar,
        load=load,
        soc={
            at: sum(each[at] for each in levels if at in each) / sum(at in each for each in levels)
            for at in _all(levels)
        },
        temperatures={id_: means[statistic] for id_, statistic in heat.items() if statistic in means},
    )


def _all(series: Sequence[Mapping[datetime, float]]) -> list[datetime]:
    """Return all moments of several series."""
    return sorted({at for each in series for at in each})


def _expected(
    entry: OvershotConfigEntry, start: datetime, end: datetime, bars: Step
) -> tuple[dict[datetime, float], dict[datetime, float]]:
    """Return what sun and house are expected to do (Wh), by hour or by day; of today also what was told of the past."""
    expected = entry.runtime_data.forecasts.data
    if expected is None or bars is Step.MONTH:
        return {}, {}
    outlook = expected.outlook
    midnight = dt_util.as_utc(dt_util.start_of_local_day(dt_util.as_local(outlook.solar.start).date()))
    told = {midnight + index * QUARTER: power for index, power in enumerate(expected.today.told)}
    return (
        _in_bars(told | _quarters(outlook.solar), start, end, bars),
        _in_bars(_quarters(outlook.load), start, end, bars),
    )


def _quarters(outlook: Outlook) -> dict[datetime, float]:
    """Return what is expected of each quarter (W)."""
    return {outlook.start + index * QUARTER: power for index, power in enumerate(outlook.mean)}


def _in_bars(powers: Mapping[datetime, float], start: datetime, end: datetime, bars: Step) -> dict[datetime, float]:
    """Return the energies (Wh) of bars of which every quarter is known."""
    sums: dict[datetime, float] = {}
    counts: dict[datetime, int] = {}
    for at, power in powers.items():
        if start <= at < end:
            bar = hour_of(at)
            if bars is Step.DAY:
                bar = dt_util.as_utc(dt_util.start_of_local_day(dt_util.as_local(at).date()))
            sums[bar] = sums.get(bar, 0.0) + power * QUARTER_HOUR
            counts[bar] = counts.get(bar, 0) + 1
    least = 4 if bars is Step.HOUR else 92
    return {bar: energy for bar, energy in sums.items() if counts[bar] >= least}


def _soc_statistics(entry: OvershotConfigEntry) -> list[str]:
    """Return the statistics of how full the batteries are: that of all of them together, else of each."""
    registry = er.async_get(entry.runtime_data.site.hass)
    whole = registry.async_get_entity_id("sensor", DOMAIN, f"{entry.entry_id}_storage_soc")
    if whole is not None:
        return [whole]
    found = []
    for id_ in entry.runtime_data.site.snapshot.batteries:
        device = entry.runtime_data.devices[id_]
        own = registry.async_get_entity_id("sensor", DOMAIN, f"{device.device_key}_state_of_charge")
        source = device.subentry.data.get(keys.BATTERY, {}).get(keys.SOC_ENTITY)
        found += [statistic for statistic in (own or source,) if isinstance(statistic, str)]
    return found


def _temperature_statistics(entry: OvershotConfigEntry) -> dict[str, str]:
    """Return the statistics of how warm it is what loads heat, by load."""
    return {
        id_: source
        for id_ in entry.runtime_data.site.snapshot.loads
        if isinstance(source := entry.runtime_data.devices[id_].subentry.data.get(keys.TEMPERATURE_ENTITY), str)
    }
