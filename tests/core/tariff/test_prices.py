"""What a kWh costs and earns, now and over the hours ahead."""

from datetime import date, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.model.series import day_quarters, local_midnight
from custom_components.overshot.core.tariff import (
    DynamicPrice,
    FeedIn,
    Lack,
    Levy,
    Window,
    export_price,
    export_series,
    import_price,
    import_series,
    lacking,
    single,
    two_rates,
)

from .house import AMSTERDAM, BRUSSELS, DAY, NOTHING, contract, dynamic, fees, local, prices, tariff

NOON = local("2026-06-19T12:00")
HOUR = timedelta(hours=1)


def test_all_that_is_in_a_price() -> None:
    """Energy, levies and distribution, each with the VAT that belongs to it."""
    terms = contract(
        import_price=DynamicPrice(factor=1.1, adder=0.02),
        vat=0.06,
        levies=(Levy(name="excise", per_kwh=0.05), Levy(name="fund", per_kwh=0.01, vat=False)),
        feed_in=(FeedIn(price=DynamicPrice(factor=0.9, adder=-0.01)),),
    )
    grid = fees(distribution=single(0.06), export=0.002, vat=0.21)
    market = prices(NOON, 0.10)
    unit = import_price(tariff(terms, grid=(grid,)), NOON, market)
    assert unit is not None
    assert (unit.energy, unit.grid, unit.levies) == pytest.approx((0.13, 0.06, 0.06))
    assert (unit.energy_vat, unit.grid_vat, unit.levies_vat) == pytest.approx((0.0078, 0.0126, 0.003))
    assert unit.total == pytest.approx(0.13 + 0.06 + 0.06 + 0.0078 + 0.0126 + 0.003)
    earned = export_price(tariff(terms, grid=(grid,)), NOON, market)
    assert earned is not None
    assert earned.total == pytest.approx(0.9 * 0.10 - 0.01 - 0.002 * 1.21)


@pytest.mark.parametrize(
    ("market", "bought", "sold"),
    [
        pytest.param(-0.05, -0.05 * 1.06 + 0.14, -0.06, id="negative: paid to import, pays to export"),
        pytest.param(0.0, 0.14, -0.01, id="zero is a price"),
        pytest.param(None, None, None, id="missing: no price, rather than an old one"),
    ],
)
def test_dynamic(market: float | None, bought: float | None, sold: float | None) -> None:
    """Import and export have formulas of their own."""
    terms = dynamic(
        import_price=DynamicPrice(factor=1.06, adder=0.14), feed_in=(FeedIn(price=DynamicPrice(adder=-0.01)),)
    )
    series = prices(NOON, market)
    buy, sell = import_price(tariff(terms), NOON, series), export_price(tariff(terms), NOON, series)
    assert (buy.total if buy else None) == (pytest.approx(bought) if bought is not None else None)
    assert (sell.total if sell else None) == (pytest.approx(sold) if sold is not None else None)


def test_several_feed_in_prices() -> None:
    """An old array with a guaranteed price beside a new one, and peak hours for injection."""
    terms = contract(
        feed_in=(FeedIn(price=single(0.20), share=0.25), FeedIn(price=two_rates(0.08, 0.04, DAY), share=0.75))
    )
    for text, expected in (("2026-06-19T12:00", 0.05 + 0.06), ("2026-06-21T12:00", 0.05 + 0.03)):
        earned = export_price(tariff(terms), local(text), NOTHING)
        assert earned is not None and earned.total == pytest.approx(expected)
    nothing = export_price(tariff(contract()), NOON, NOTHING)
    assert nothing is not None and nothing.total == 0


@pytest.mark.parametrize(
    ("moment", "nettable", "expected"),
    [
        pytest.param("2026-12-31T23:45", True, 0.30 * 1.21, id="the last quarter of net metering"),
        pytest.param("2027-01-01T00:00", True, 0.05, id="the first quarter after it"),
        pytest.param("2026-12-31T23:45", False, 0.05, id="more exported than imported this year"),
    ],
)
def test_dutch_net_metering_ends(moment: str, nettable: bool, expected: float) -> None:
    """Until local midnight an exported kWh saves an imported one, with its taxes."""
    terms = contract(
        import_price=single(0.20),
        levies=(Levy(name="energy tax", per_kwh=0.10),),
        vat=0.21,
        feed_in=(FeedIn(price=single(0.05)),),
        net_metering_until=date(2027, 1, 1),
    )
    there = tariff(terms, time_zone=AMSTERDAM)
    earned = export_price(there, local(moment, zone=AMSTERDAM), NOTHING, nettable=nettable)
    assert earned is not None and earned.total == pytest.approx(expected)


def test_the_meter_decides_what_is_fed_in_too() -> None:
    """Injection has peak hours as well."""
    terms = contract(feed_in=(FeedIn(price=two_rates(0.08, 0.04, DAY, by_meter=True)),))
    for register, expected in ((1, 0.08), (2, 0.04), (None, 0.08)):
        earned = export_price(tariff(terms), NOON, NOTHING, register)
        assert earned is not None and earned.total == expected


def test_hourly_prices_serve_four_quarters() -> None:
    """A source that still has hours; what is late is a gap, and the reason is told."""
    market = prices(NOON, 0.10, None, 0.30, step=HOUR)
    series = import_series(tariff(dynamic()), market, NOON, NOON + 4 * HOUR)
    assert series.quarters(NOON, NOON + 4 * HOUR) == (0.1,) * 4 + (None,) * 4 + (0.3,) * 4 + (None,) * 4
    assert series.known_until(NOON) == NOON + HOUR
    assert lacking(tariff(dynamic()), market, NOON, NOON + HOUR) == frozenset()
    assert lacking(tariff(dynamic()), market, NOON, NOON + 2 * HOUR) == {Lack.MARKET}


def test_no_prices_at_all() -> None:
    """A fixed contract needs none; before a first contract there is no price either."""
    assert import_series(tariff(dynamic()), NOTHING, NOON, NOON + HOUR).spans == ()
    assert import_series(tariff(), NOTHING, NOON, NOON + HOUR).quarters(NOON, NOON + HOUR) == (0.30,) * 4
    later = tariff(contract(starts=date(2026, 6, 20)))
    assert import_series(later, NOTHING, NOON, NOON + 24 * HOUR).start == local("2026-06-20T00:00")
    assert lacking(later, NOTHING, NOON, NOON + HOUR) == {Lack.CONTRACT}
    assert export_price(later, NOON, NOTHING) is None


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 6, 19), date(2026, 10, 25)])
def test_a_horizon_over_a_change_of_the_clock(day: date) -> None:
    """92, 96 or 100 quarters, of which those of 7 to 22 local are dear: 60 on each of the days."""
    terms = contract(import_price=two_rates(0.32, 0.25, Window(start=DAY.start, end=DAY.end)))
    start, end = local_midnight(day, BRUSSELS), local_midnight(day + timedelta(days=1), BRUSSELS)
    quarters = import_series(tariff(terms), NOTHING, start, end).quarters(start, end)
    assert len(quarters) == len(day_quarters(day, BRUSSELS))
    assert quarters.count(0.32) == 60
    assert None not in quarters


@given(
    values=st.lists(st.none() | st.floats(-0.5, 1), min_size=1, max_size=12),
    factor=st.floats(0, 2),
    adder=st.floats(-0.4, 0.4),
    nettable=st.booleans(),
)
def test_series_and_moments_agree(values: list[float | None], factor: float, adder: float, nettable: bool) -> None:
    """Law: a horizon tells for each quarter what the moment tells, and every price is the sum of its parts."""
    formula = DynamicPrice(factor=factor, adder=adder)
    site = tariff(dynamic(import_price=formula, vat=0.06), grid=(fees(distribution=single(0.05), vat=0.21),))
    market = prices(NOON, *values)
    end = NOON + len(values) * timedelta(minutes=15)
    bought = import_series(site, market, NOON, end).quarters(NOON, end)
    sold = export_series(site, market, NOON, end, nettable=nettable).quarters(NOON, end)
    for index, value in enumerate(values):
        moment = NOON + index * timedelta(minutes=15) + timedelta(minutes=7)
        buy, sell = import_price(site, moment, market), export_price(site, moment, market, nettable=nettable)
        assert (buy.total if buy else None) == bought[index]
        assert (sell.total if sell else None) == sold[index]
        assert (buy is None) == (value is None)
        if buy is not None and value is not None:
            assert buy.total == pytest.approx((factor * value + adder) * 1.06 + 0.05 * 1.21)
