"""Day-ahead prices as sources really give them."""

from datetime import UTC, date, datetime, timedelta
from math import nan

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.model.series import QUARTER, Series, day_quarters, local_midnight
from custom_components.overshot.core.tariff import (
    PriceUnit,
    RawPrice,
    TariffError,
    TariffProblem,
    find_unit,
    of_day,
    parse_unit,
    read_prices,
    with_last_known,
)

from .house import BRUSSELS, local, prices

NOON = local("2026-06-19T12:00")
HOUR = timedelta(hours=1)
DAY = (85.0, 80.0, 76.0, 74.0, 70.0, 82.0, 96.0, 110.0, 90.0, 60.0, 30.0, 5.0, -12.0, -20.0, 8.0, 40.0, 85.0, 130.0)


def raw(*values: float | None, start: datetime = NOON, step: timedelta = QUARTER, ends: bool = True) -> list[RawPrice]:
    return [
        RawPrice(start=start + index * step, value=value, end=start + (index + 1) * step if ends else None)
        for index, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("EUR/kWh", PriceUnit.PER_KWH),
        ("€/kWh", PriceUnit.PER_KWH),
        ("eur / MWh", PriceUnit.PER_MWH),
        ("€/MWh", PriceUnit.PER_MWH),
        ("ct/kWh", PriceUnit.CENT_PER_KWH),
        ("c/kWh", PriceUnit.CENT_PER_KWH),
        ("c€/kWh", PriceUnit.CENT_PER_KWH),
        ("Cent/kWh", PriceUnit.CENT_PER_KWH),
    ],
)
def test_units_as_sources_write_them(text: str, unit: PriceUnit) -> None:
    """Symbols, capitals and blanks differ."""
    assert parse_unit(text) is unit


@pytest.mark.parametrize("text", ["SEK/kWh", "EUR", "", "kWh", "ct/MWh", "EUR/m³"])
def test_other_units_are_refused(text: str) -> None:
    """Another currency, gas, or nothing."""
    with pytest.raises(TariffError) as caught:
        parse_unit(text)
    assert caught.value.key is TariffProblem.UNIT_UNKNOWN


@pytest.mark.parametrize(
    ("values", "declared", "unit"),
    [
        pytest.param(DAY, PriceUnit.PER_MWH, PriceUnit.PER_MWH, id="as declared"),
        pytest.param(DAY, PriceUnit.PER_KWH, PriceUnit.PER_MWH, id="EUR/MWh under the name of EUR/kWh"),
        pytest.param(DAY, None, PriceUnit.PER_MWH, id="EUR/MWh, undeclared, some hours negative"),
        pytest.param([v / 1000 for v in DAY], PriceUnit.PER_MWH, PriceUnit.PER_KWH, id="EUR/kWh named EUR/MWh"),
        pytest.param([v / 1000 for v in DAY], None, PriceUnit.PER_KWH, id="EUR/kWh, undeclared"),
        pytest.param([v / 10 for v in DAY], None, PriceUnit.CENT_PER_KWH, id="cents, undeclared"),
        pytest.param([v / 10 for v in DAY], PriceUnit.PER_KWH, PriceUnit.CENT_PER_KWH, id="cents named EUR/kWh"),
        pytest.param([30.0] * 24, PriceUnit.PER_MWH, PriceUnit.PER_MWH, id="a cheap day is believed"),
        pytest.param([30.0] * 24, PriceUnit.CENT_PER_KWH, PriceUnit.CENT_PER_KWH, id="so is a dear one in cents"),
        pytest.param([0.2], PriceUnit.PER_MWH, PriceUnit.PER_MWH, id="one hour near zero says nothing of the unit"),
        pytest.param([0.0] * 24, PriceUnit.PER_MWH, PriceUnit.PER_MWH, id="a day at zero"),
        pytest.param([0.0] * 24, None, PriceUnit.PER_KWH, id="a day at zero, undeclared"),
        pytest.param([700.0] * 24, PriceUnit.PER_MWH, PriceUnit.PER_MWH, id="a crisis"),
    ],
)
def test_the_unit_is_found(values: list[float], declared: PriceUnit | None, unit: PriceUnit) -> None:
    """What is declared is believed unless it cannot be."""
    assert find_unit(values, declared) is unit


@pytest.mark.parametrize(
    ("values", "declared", "usual", "problem"),
    [
        pytest.param([30.0] * 24, None, None, TariffProblem.UNIT_AMBIGUOUS, id="30: EUR/MWh or cents"),
        pytest.param(
            [30.0] * 24, PriceUnit.PER_KWH, None, TariffProblem.UNIT_AMBIGUOUS, id="named EUR/kWh, which is not"
        ),
        pytest.param([9000.0] * 24, PriceUnit.PER_MWH, None, TariffProblem.UNIT_WRONG, id="in another currency"),
    ],
)
def test_a_unit_nobody_can_find_is_asked_for(
    values: list[float], declared: PriceUnit | None, usual: float | None, problem: TariffProblem
) -> None:
    """A guess would be wrong by a factor of ten."""
    with pytest.raises(TariffError) as caught:
        find_unit(values, declared, usual)
    assert caught.value.key is problem


def test_earlier_prices_help_to_find_the_unit() -> None:
    """30 is EUR/MWh where prices have been 3 cents, and cents where they have been 30."""
    assert find_unit([30.0] * 24, None, 0.03) is PriceUnit.PER_MWH
    assert find_unit([30.0] * 24, None, 0.28) is PriceUnit.CENT_PER_KWH


@given(st.lists(st.floats(-0.4, 0.7), min_size=1, max_size=100), st.sampled_from(PriceUnit))
def test_plausible_prices_are_never_taken_for_another_unit(values: list[float], unit: PriceUnit) -> None:
    """Law: what the source declares stays, where a day is not flat within half a cent."""
    scaled = [value / unit.factor for value in values]
    if max(abs(value) for value in values) > 0.0051:
        assert find_unit(scaled, unit) is unit


def test_a_day_in_the_order_it_comes() -> None:
    """Unsorted, doubled, with holes, in local time, some without a value."""
    points = [
        *raw(80.0, 90.0, None, nan, 120.0),
        RawPrice(start=local("2026-06-19T12:15"), value=95.0, end=NOON + HOUR),
    ]
    found = read_prices(reversed(points), "EUR/MWh")
    assert found.series.quarters(NOON, NOON + 5 * QUARTER) == (0.08, 0.09, None, None, 0.12)
    found = read_prices(points, "EUR/MWh")
    assert found.series.at(NOON + QUARTER) == 0.095, "the later told counts"
    assert found.series.until == NOON + 5 * QUARTER
    assert found.unit is PriceUnit.PER_MWH and not found.corrected


def test_a_price_that_ends_before_it_begins_is_none() -> None:
    """The others stand."""
    backwards = RawPrice(start=NOON + QUARTER, value=0.9, end=NOON)
    assert read_prices([*raw(0.1), backwards], "EUR/kWh").series.quarters(NOON, NOON + 2 * QUARTER) == (0.1, None)


def test_a_source_without_ends() -> None:
    """Tibber and easyEnergy tell starts only; the last price lasts as long as the others, a hole stays one."""
    quarters = read_prices(raw(0.1, 0.2, None, 0.3, ends=False), "EUR/kWh")
    assert quarters.step == QUARTER
    assert quarters.series.quarters(NOON, NOON + 5 * QUARTER) == (0.1, 0.2, None, 0.3, None)
    hours = read_prices(raw(0.1, 0.2, step=HOUR, ends=False), "EUR/kWh")
    assert hours.step == HOUR
    assert hours.series.until == NOON + 2 * HOUR
    assert read_prices(raw(0.1, ends=False), "EUR/kWh").series.until == NOON + HOUR, "a single one: an hour"


def test_an_action_that_answers_in_another_unit_than_its_sensor() -> None:
    """Nord Pool's action gives EUR/MWh where its sensors give EUR/kWh; the user is told."""
    found = read_prices(raw(*DAY, step=HOUR), "EUR/kWh")
    assert found.corrected and found.unit is PriceUnit.PER_MWH
    assert found.series.at(NOON) == pytest.approx(0.085)
    assert read_prices(raw(*DAY, step=HOUR)).corrected, "undeclared: found out, and told too"


@pytest.mark.parametrize(
    ("points", "unit", "problem"),
    [
        pytest.param([], "EUR/kWh", TariffProblem.NO_PRICES, id="nothing"),
        pytest.param(raw(None, nan), "EUR/kWh", TariffProblem.NO_PRICES, id="tomorrow is not known yet"),
        pytest.param(
            [RawPrice(start=datetime(2026, 6, 19, 12), value=0.1)],  # noqa: DTZ001
            "EUR/kWh",
            TariffProblem.NAIVE_TIME,
            id="local time without a zone",
        ),
        pytest.param(raw(0.1), "öre/kWh", TariffProblem.UNIT_UNKNOWN, id="another currency"),
    ],
)
def test_what_cannot_be_read(points: list[RawPrice], unit: str, problem: TariffProblem) -> None:
    """Errors with a key."""
    with pytest.raises(TariffError) as caught:
        read_prices(points, unit)
    assert caught.value.key is problem


@pytest.mark.parametrize(
    ("day", "count", "quarters"),
    [
        pytest.param(date(2026, 6, 19), 24, 96, id="hours"),
        pytest.param(date(2026, 6, 19), 96, 96, id="quarters"),
        pytest.param(date(2026, 3, 29), 23, 92, id="short day in hours"),
        pytest.param(date(2026, 3, 29), 92, 92, id="short day in quarters"),
        pytest.param(date(2026, 3, 29), 24, 92, id="short day in hours of the wall clock"),
        pytest.param(date(2026, 3, 29), 96, 92, id="short day in quarters of the wall clock"),
        pytest.param(date(2026, 10, 25), 25, 100, id="long day in hours"),
        pytest.param(date(2026, 10, 25), 100, 100, id="long day in quarters"),
        pytest.param(date(2026, 10, 25), 24, 100, id="long day in hours of the wall clock"),
    ],
)
def test_plain_lists_of_a_day(day: date, count: int, quarters: int) -> None:
    """Each fills its day without a gap; the last price is that of the last hour."""
    values = [index / 200 for index in range(count)]
    found = read_prices(of_day(day, BRUSSELS, values), "EUR/kWh").series
    start, end = local_midnight(day, BRUSSELS), local_midnight(day + timedelta(days=1), BRUSSELS)
    known = found.quarters(start, end)
    assert len(known) == quarters
    assert None not in known
    assert (known[0], known[-1]) == (values[0], values[-1])


def test_the_hour_that_does_not_exist_is_dropped() -> None:
    """24 values on the day of 23 hours: the third one is nobody's; on the long day it serves twice."""
    values = [index / 100 for index in range(24)]
    short = read_prices(of_day(date(2026, 3, 29), BRUSSELS, values), "EUR/kWh").series
    assert [short.at(local("2026-03-29T01:30")), short.at(local("2026-03-29T03:00"))] == [0.01, 0.03]
    long = read_prices(of_day(date(2026, 10, 25), BRUSSELS, values), "EUR/kWh").series
    assert [long.at(local("2026-10-25T02:30", fold)) for fold in (0, 1)] == [0.02, 0.02]


def test_a_list_of_another_length_is_refused() -> None:
    """Nobody knows which hours are missing."""
    with pytest.raises(TariffError) as caught:
        of_day(date(2026, 6, 19), BRUSSELS, [0.1] * 22)
    assert caught.value.key is TariffProblem.COUNT


def test_late_prices_are_estimated_and_counted() -> None:
    """Tomorrow's have not come: the same wall clock of the last known day, and the plan can say so."""
    yesterday, today = date(2026, 6, 18), date(2026, 6, 19)
    values = [0.01 * hour for hour in range(24)]
    known = read_prices([*of_day(yesterday, BRUSSELS, [0.5] * 24), *of_day(today, BRUSSELS, values)], "EUR/kWh").series
    end = local("2026-06-21T00:00")
    filled, estimated = with_last_known(known, NOON, end, BRUSSELS)
    assert estimated == 96
    assert filled.at(local("2026-06-20T17:00")) == pytest.approx(0.17), "of today, not of the day before"
    assert filled.at(local("2026-06-19T17:00")) == known.at(local("2026-06-19T17:00"))
    assert with_last_known(known, NOON, local("2026-06-20T00:00"), BRUSSELS) == (known, 0)


def test_an_estimate_never_comes_from_the_future() -> None:
    """Nor from more than a week back; then there is none."""
    tomorrow = prices(local("2026-06-20T00:00"), *[0.1] * 96)
    assert with_last_known(tomorrow, NOON, NOON + HOUR, BRUSSELS) == (tomorrow, 0)
    old = prices(NOON - timedelta(days=8), *[0.1] * 4)
    assert with_last_known(old, NOON, NOON + HOUR, BRUSSELS) == (old, 0)
    assert with_last_known(Series(), NOON, NOON, BRUSSELS) == (Series(), 0)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_estimates_follow_the_wall_clock(day: date) -> None:
    """Over a change of the clock the evening is estimated by the evening."""
    before = day - timedelta(days=1)
    known = read_prices(of_day(before, BRUSSELS, [0.01 * hour for hour in range(24)]), "EUR/kWh").series
    start, end = local_midnight(day, BRUSSELS), local_midnight(day + timedelta(days=1), BRUSSELS)
    filled, estimated = with_last_known(known, start, end, BRUSSELS)
    assert estimated == len(day_quarters(day, BRUSSELS))
    assert filled.at(datetime(day.year, day.month, day.day, 17, 30, tzinfo=UTC)) == pytest.approx(
        0.19 if day.month == 3 else 0.18
    )
