"""Sums by local hour, day, week, month and year; charts that are whole; bills that are the tariff's."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
import json

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.ledger.account import Share, total
from custom_components.overshot.core.ledger.flows import HOUSE, Source
from custom_components.overshot.core.ledger.quarter import QuarterRecord
from custom_components.overshot.core.ledger.reports.billed import demands, recorded_peaks
from custom_components.overshot.core.ledger.reports.charts import Origin, Use, charts
from custom_components.overshot.core.ledger.reports.periods import PARTS, Period, Step, parts, period
from custom_components.overshot.core.ledger.reports.report import report
from custom_components.overshot.core.ledger.reports.totals import add_up, by_part
from custom_components.overshot.core.model import MonthPeak, Series
from custom_components.overshot.core.tariff import Contract, FeedIn, Tariff, single

ZONE = "Europe/Brussels"
QUARTER = timedelta(minutes=15)
PRICE, FEED_IN = 0.30, 0.05


def record(start: datetime, weight: float = 1.0, **changes: object) -> QuarterRecord:
    """Return a quarter in which the sun served everybody a little."""
    shares = {
        HOUSE: Share({Source.SOLAR: 50.0 * weight, Source.GRID: 100.0 * weight}, 0.03 * weight),
        "car": Share({Source.SOLAR: 30.0 * weight, Source.BATTERY_GRID: 20.0 * weight}, 0.005 * weight),
        "pump": Share({Source.BATTERY_SOLAR: 10.0 * weight, Source.UNMEASURED: 5.0 * weight}),
    }
    values = {
        "imported": 100.0 * weight,
        "exported": 40.0 * weight,
        "solar": 150.0 * weight,
        "unmeasured": 5.0 * weight,
        "discharged": {"battery": 30.0 * weight},
        "charged": {"battery": Share({Source.SOLAR: 30.0 * weight})},
        "shares": shares,
        "export": Share({Source.SOLAR: 40.0 * weight}),
        "stored": {"battery": Share({Source.BATTERY_SOLAR: 1000.0 + weight})},
        "import_cost": 0.1 * weight * PRICE,
        "revenue": 0.04 * weight * FEED_IN,
        "import_price": PRICE,
        "export_price": FEED_IN,
        "known": 900.0,
    }
    return QuarterRecord(start=start, **(values | changes))  # type: ignore[arg-type]


def between(start: datetime, end: datetime) -> list[QuarterRecord]:
    """Return a record for each quarter."""
    count = (end - start) // QUARTER
    return [record(start + index * QUARTER, 1.0 + index % 7) for index in range(count)]


@pytest.mark.parametrize(
    ("step", "day", "first", "end"),
    [
        (Step.DAY, date(2026, 3, 29), date(2026, 3, 29), date(2026, 3, 30)),
        (Step.WEEK, date(2026, 1, 1), date(2025, 12, 29), date(2026, 1, 5)),
        (Step.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
        (Step.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1)),
        (Step.YEAR, date(2026, 7, 4), date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_periods(step: Step, day: date, first: date, end: date) -> None:
    assert period(step, day) == Period(first, end)


@pytest.mark.parametrize(
    ("step", "day", "count"),
    [
        (Step.DAY, date(2026, 3, 29), 23),
        (Step.DAY, date(2026, 10, 25), 25),
        (Step.DAY, date(2026, 6, 16), 24),
        (Step.WEEK, date(2026, 3, 29), 7),
        (Step.MONTH, date(2026, 2, 10), 28),
        (Step.YEAR, date(2026, 2, 10), 12),
    ],
)
def test_parts_lie_side_by_side(step: Step, day: date, count: int) -> None:
    whole = period(step, day)
    found = list(parts(whole, PARTS[step], ZONE))
    assert len(found) == count
    assert found[0][0] == whole.start_at(ZONE)
    assert found[-1][1] == whole.end_at(ZONE)
    assert all(end == start for (_, end), (start, _) in pairwise(found))


def test_an_hour_is_no_period() -> None:
    with pytest.raises(ValueError, match="hour"):
        period(Step.HOUR, date(2026, 1, 1))


@settings(max_examples=25)
@given(st.sampled_from(list(PARTS)), st.dates(date(2026, 3, 20), date(2026, 4, 5)), st.integers(0, 300))
def test_the_cost_of_a_time_is_the_sum_of_its_parts(step: Step, day: date, missing: int) -> None:
    """Days, weeks, months and years: money, energy and each account, though some quarters were never recorded."""
    records = between(datetime(2026, 3, 16, tzinfo=UTC), datetime(2026, 4, 8, tzinfo=UTC))
    del records[missing : missing + 50]
    told = report(records, step, day, ZONE)
    whole = told.totals
    for name in ("imported", "exported", "solar", "import_cost", "revenue", "consumed", "to_pay", "battery_worth"):
        assert sum(getattr(bar.totals, name) for bar in told.bars) == pytest.approx(getattr(whole, name)), name
    together = total(share for bar in told.bars for share in bar.totals.shares.values())
    assert together.cost == pytest.approx(whole.sources.cost)
    assert sum(bar.totals.quarters for bar in told.bars) == whole.quarters
    assert told.bill is None


def test_charts_are_whole() -> None:
    records = between(datetime(2026, 6, 16, tzinfo=UTC), datetime(2026, 6, 17, tzinfo=UTC))
    totals = add_up(records, records[0].start, records[-1].start + QUARTER)
    shown = charts(totals, {"car": Use.CAR, "pump": Use.HEAT_PUMP})
    assert sum(shown.solar_to.values()) == pytest.approx(totals.solar)
    assert shown.solar_to[Use.CAR] == pytest.approx(totals.shares["car"].energy[Source.SOLAR])
    assert shown.solar_to[Use.BATTERY] == pytest.approx(totals.solar / 5)
    assert sum(shown.sources.values()) == pytest.approx(totals.consumed)
    assert shown.sources[Origin.BATTERY] == pytest.approx(totals.consumed * 30 / 215)
    assert shown.consumers["car"] == pytest.approx(totals.shares["car"].total)
    assert totals.self_consumption == pytest.approx(1 - 40 / 150)
    assert totals.autarky == pytest.approx(1 - 120 / 215)
    # What the batteries gave, at the price of an import.
    assert totals.battery_worth == pytest.approx(totals.consumed * 30 / 215 / 1000 * PRICE)


def test_records_that_were_stored_give_the_same_report() -> None:
    """Read back from the database, sources are plain texts."""
    records = between(datetime(2026, 6, 16, tzinfo=UTC), datetime(2026, 6, 16, 6, tzinfo=UTC))
    again = [from_plain(QuarterRecord, json.loads(json.dumps(to_plain(it)))) for it in records]
    uses = {"car": Use.CAR}
    told, stored = (report(it, Step.DAY, date(2026, 6, 16), ZONE, uses=uses) for it in (records, again))
    assert told == stored


def test_the_bill_of_a_report_is_the_tariffs() -> None:
    contract = Contract(
        name="c",
        starts=date(2020, 1, 1),
        import_price=single(PRICE),
        feed_in=(FeedIn(price=single(FEED_IN)),),
        monthly_fee=3.1,
    )
    tariff = Tariff(time_zone=ZONE, contracts=(contract,))
    records = between(datetime(2026, 2, 28, 23, tzinfo=UTC), datetime(2026, 3, 31, 22, tzinfo=UTC))
    told = report(records, Step.MONTH, date(2026, 3, 5), ZONE, tariff=tariff, market=Series())
    assert told.bill is not None
    assert told.bill.unmeasured == 0
    assert told.bill.total == pytest.approx(told.totals.to_pay + 3.1, abs=1e-6)
    assert told.totals.net == pytest.approx(told.bill.imported - told.bill.exported)


def test_peaks_of_months() -> None:
    """The highest quarter of each local month; a quarter of a history says nothing."""
    at = datetime(2026, 3, 31, 21, 45, tzinfo=UTC)
    records = [
        record(at, imported=900.0),
        record(at + QUARTER, imported=700.0),
        record(at + 2 * QUARTER, imported=5000.0, imported_from_history=True),
    ]
    peaks = recorded_peaks(records, ZONE)
    assert peaks[date(2026, 3, 1)] == MonthPeak(3600.0, at + QUARTER, datetime(2026, 2, 28, 23, tzinfo=UTC))
    assert peaks[date(2026, 4, 1)].demand == 2800.0
    told = (MonthPeak(4100.0, at, datetime(2026, 2, 28, 23, tzinfo=UTC)),)
    assert demands(peaks, told, ZONE) == {date(2026, 3, 1): 4100.0, date(2026, 4, 1): 2800.0}


def test_parts_without_records_are_empty() -> None:
    day = Period(date(2026, 6, 16), date(2026, 6, 17))
    start = day.start_at(ZONE)
    told = by_part([record(start + 6 * QUARTER)], parts(day, Step.HOUR, ZONE))
    assert [it.quarters for it in told] == [0, 1, *[0] * 22]
    assert told[0].consumed == 0.0 and told[0].self_consumption is None and told[0].autarky is None
