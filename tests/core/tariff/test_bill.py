"""The bill of a month and of a year, line by line."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.overshot.core.model.series import QUARTER
from custom_components.overshot.core.tariff import (
    CapacityTariff,
    DynamicPrice,
    FeedIn,
    ItemKey,
    Levy,
    QuarterEnergy,
    Remark,
    TariffError,
    TariffProblem,
    Unit,
    export_price,
    import_price,
    make_bill,
    month_bill,
    month_peaks,
    single,
    two_rates,
)

from .house import AMSTERDAM, DAY, NOTHING, contract, day_of, days_of, dynamic, fees, local, peaks, prices, tariff

JUNE = date(2026, 6, 1)
NOON = local("2026-06-19T12:00")


def test_a_month_of_everything() -> None:
    """June, 100 Wh in and 50 Wh out each quarter: 288 kWh and 144 kWh; the peak of June is 0.4 kW, billed at the floor."""
    terms = contract(
        import_price=two_rates(0.32, 0.25, DAY),
        feed_in=(FeedIn(price=single(0.05)),),
        monthly_fee=5.0,
        vat=0.06,
        levies=(Levy(name="excise", per_kwh=0.05), Levy(name="fund", per_month=0.5, vat=False)),
    )
    grid = fees(distribution=single(0.06), export=0.001, per_month=1.5, vat=0.21)
    bill = month_bill(
        tariff(terms, grid=(grid,)), days_of(JUNE, 30, 100, 50), NOTHING, JUNE, peaks(JUNE, [4500.0] * 11 + [400.0])
    )
    # 22 workdays of 60 quarters by day.
    peak, off_peak = 22 * 60 * 0.1, (30 * 96 - 22 * 60) * 0.1
    lines = {(item.key, item.name): item for item in bill.items}
    expected = {
        (ItemKey.ENERGY_IMPORT, "peak"): (peak * 0.32, 0.06),
        (ItemKey.ENERGY_IMPORT, "off_peak"): (off_peak * 0.25, 0.06),
        (ItemKey.ENERGY_EXPORT, ""): (-144 * 0.05, 0.0),
        (ItemKey.MONTHLY_FEE, ""): (5.0, 0.06),
        (ItemKey.LEVY, "excise"): (288 * 0.05, 0.06),
        (ItemKey.LEVY_FEE, "fund"): (0.5, 0.0),
        (ItemKey.DISTRIBUTION, ""): (288 * 0.06, 0.21),
        (ItemKey.EXPORT_FEE, ""): (144 * 0.001, 0.21),
        (ItemKey.GRID_FEE, ""): (1.5, 0.21),
        (ItemKey.CAPACITY, ""): (60 / 12 * (11 * 4.5 + 2.5) / 12, 0.21),
    }
    assert lines.keys() == expected.keys()
    for key, (amount, vat) in expected.items():
        assert lines[key].amount == pytest.approx(amount), key
        assert lines[key].vat == pytest.approx(amount * vat), key
    assert bill.total == pytest.approx(sum(amount * (1 + vat) for amount, vat in expected.values()))
    assert bill.vat == pytest.approx(sum(amount * vat for amount, vat in expected.values()))
    assert lines[ItemKey.CAPACITY, ""].quantity == pytest.approx((11 * 4500 + 2500) / 12)
    assert lines[ItemKey.CAPACITY, ""].unit is Unit.WATT_MONTH
    assert [item.key for item in bill.items] == sorted((item.key for item in bill.items), key=tuple(ItemKey).index)
    assert (bill.imported, bill.exported, bill.remarks) == (288_000, 144_000, frozenset())
    assert bill.of(ItemKey.MONTHLY_FEE) == pytest.approx(5.3)
    assert (bill.start, bill.end) == (local("2026-06-01T00:00"), local("2026-07-01T00:00"))


def test_what_a_published_month_of_net_offtake_cost() -> None:
    """The iLusmart manual: 144.83 kWh more taken than injected in December 2020 are 43.45 EUR, at 0.30 EUR/kWh."""
    december = date(2020, 12, 1)
    energies = days_of(december, 31, 200_000 / 31 / 96, 55_170 / 31 / 96)
    netted = tariff(contract(net_metering_until=date(2027, 1, 1)))
    bill = month_bill(netted, energies, NOTHING, december)
    assert (bill.imported - bill.exported) / 1000 == pytest.approx(144.83)
    assert bill.total == pytest.approx(43.45, abs=0.005)
    assert bill.remarks == {Remark.NETTED_HERE}
    assert month_bill(tariff(), energies, NOTHING, december).total == pytest.approx(60.0), (
        "without it: all that was taken"
    )


def test_what_exceeds_the_import_earns_the_feed_in_price() -> None:
    """300 Wh in and 400 Wh out each quarter: three quarters of the export are netted, the rest is sold."""
    terms = contract(
        import_price=single(0.20),
        levies=(Levy(name="energy tax", per_kwh=0.10),),
        vat=0.21,
        feed_in=(FeedIn(price=single(0.05)),),
        net_metering_until=date(2027, 1, 1),
    )
    bill = make_bill(tariff(terms, time_zone=AMSTERDAM), days_of(JUNE, 10, 300, 400), NOTHING, JUNE, date(2026, 6, 11))
    assert bill.of(ItemKey.NET_METERING) == pytest.approx(-bill.of(ItemKey.ENERGY_IMPORT, ItemKey.LEVY))
    assert bill.total == pytest.approx(-0.05 * 96)
    (sold,) = (item for item in bill.items if item.key is ItemKey.ENERGY_EXPORT)
    assert sold.quantity == pytest.approx(96_000)


def test_net_metering_ends_within_a_bill() -> None:
    """Two days around New Year 2027: the first is netted, the second sold."""
    terms = contract(feed_in=(FeedIn(price=single(0.05)),), net_metering_until=date(2027, 1, 1))
    energies = days_of(date(2026, 12, 31), 2, 100, 50)
    bill = make_bill(tariff(terms), energies, NOTHING, date(2026, 12, 31), date(2027, 1, 2))
    assert bill.of(ItemKey.NET_METERING) == pytest.approx(-4.8 * 0.30)
    assert bill.of(ItemKey.ENERGY_EXPORT) == pytest.approx(-4.8 * 0.05)


def test_a_year_nets_summer_against_winter() -> None:
    """Months alone would pay for the winter in full; the year does not."""
    terms = contract(net_metering_until=date(2027, 1, 1), feed_in=(FeedIn(price=single(0.05)),))
    january, july = date(2025, 1, 1), date(2025, 7, 1)
    energies = [*days_of(january, 31, 200), *days_of(july, 31, 0, 200)]
    year = make_bill(tariff(terms), energies, NOTHING, january, date(2026, 1, 1))
    assert year.total == pytest.approx(0)
    assert Remark.NETTED_HERE not in year.remarks
    months = [month_bill(tariff(terms), energies, NOTHING, month) for month in (january, july)]
    assert sum(month.total for month in months) == pytest.approx(31 * 19.2 * (0.30 - 0.05))


def test_a_contract_changes_within_the_month() -> None:
    """Ten days of one, twenty of the other: fees by the day, prices by the day."""
    site = tariff(
        contract(name="old", monthly_fee=3.0), contract(name="new", monthly_fee=6.0, starts=date(2026, 6, 11), vat=0.06)
    )
    bill = month_bill(site, days_of(JUNE, 30, 100), NOTHING, JUNE)
    assert bill.of(ItemKey.MONTHLY_FEE) == pytest.approx(1.0 + 4.0 * 1.06)
    assert bill.of(ItemKey.ENERGY_IMPORT) == pytest.approx(0.30 * (96 + 192 * 1.06))


def test_the_maximum_tariff_of_a_holiday_home() -> None:
    """An evening of 8 kW in a month of hardly any import: capped; one who uses much is not."""
    grid = fees(distribution=single(0.05), maximum=0.20, vat=0.21)
    oven = [*days_of(JUNE, 29, 1), *day_of(date(2026, 6, 30), 1)]
    oven[100] = QuarterEnergy(start=oven[100].start, imported=2000)
    imported = 30 * 96 - 1 + 2000
    bill = month_bill(tariff(grid=(grid,)), oven, NOTHING, JUNE)
    assert bill.of(ItemKey.DISTRIBUTION, ItemKey.CAPACITY, ItemKey.MAXIMUM_TARIFF) == pytest.approx(
        imported / 1000 * 0.20 * 1.21
    )
    assert bill.of(ItemKey.MAXIMUM_TARIFF) < 0
    family = month_bill(tariff(grid=(grid,)), days_of(JUNE, 30, 200), NOTHING, JUNE)
    assert family.of(ItemKey.MAXIMUM_TARIFF) == 0


@pytest.mark.parametrize(
    ("day", "quarters"),
    [
        pytest.param(date(2026, 3, 29), 92, id="short day"),
        pytest.param(date(2026, 10, 25), 100, id="long day"),
    ],
)
def test_days_of_another_length(day: date, quarters: int) -> None:
    """Every quarter counts, once; a fee by the day stays one."""
    bill = make_bill(tariff(contract(monthly_fee=31.0)), day_of(day, 1000), NOTHING, day, day + timedelta(days=1))
    assert bill.of(ItemKey.ENERGY_IMPORT) == pytest.approx(0.30 * quarters)
    assert bill.of(ItemKey.MONTHLY_FEE) == pytest.approx(1.0)
    assert bill.unmeasured == 0


def test_the_register_of_the_meter_is_billed() -> None:
    """A holiday on a Friday: the meter ran on its night register all day."""
    holiday = date(2026, 6, 19)
    site = tariff(contract(import_price=two_rates(0.32, 0.25, DAY, by_meter=True)))
    end = holiday + timedelta(days=1)
    assert make_bill(site, day_of(holiday, 100, register=2), NOTHING, holiday, end).total == pytest.approx(9.6 * 0.25)
    assert make_bill(site, day_of(holiday, 100), NOTHING, holiday, end).total == pytest.approx(6 * 0.32 + 3.6 * 0.25)


def test_what_is_missing_is_said() -> None:
    """Nothing is made up: not the energy, not the price, not the peaks."""
    day = date(2026, 6, 19)
    end = day + timedelta(days=1)
    energies = [QuarterEnergy(start=NOON + index * QUARTER, imported=1000, exported=500) for index in range(4)]
    bill = make_bill(tariff(dynamic(), grid=(fees(),)), energies, prices(NOON, 0.1, None, 0.3), day, end)
    assert bill.unmeasured == 92
    assert (bill.unpriced_import, bill.unpriced_export) == (2000, 1000)
    assert bill.of(ItemKey.ENERGY_IMPORT) == pytest.approx(0.4)
    assert bill.of(ItemKey.ENERGY_EXPORT) == pytest.approx(-0.2)
    assert bill.remarks == {Remark.UNMEASURED, Remark.UNPRICED, Remark.PEAKS_UNKNOWN}
    early = make_bill(tariff(contract(starts=end)), energies, NOTHING, day, end)
    assert (early.items, early.unpriced_import) == ((), 4000), "before the first contract"


def test_a_fixed_price_of_injection_needs_no_market() -> None:
    """The day-ahead price is late: what is sold at a fixed price is billed all the same."""
    day = date(2026, 6, 19)
    terms = contract(import_price=DynamicPrice(), feed_in=(FeedIn(price=single(0.05)),))
    bill = make_bill(tariff(terms), day_of(day, 100, 100), NOTHING, day, day + timedelta(days=1))
    assert bill.of(ItemKey.ENERGY_EXPORT) == pytest.approx(-9.6 * 0.05)
    assert (bill.unpriced_import, bill.unpriced_export) == (9600, 0)


def test_peaks_are_taken_from_the_quarters_unless_the_meter_tells() -> None:
    """Local months; the quarter at 23:45 belongs to the old one."""
    energies = [
        QuarterEnergy(start=local("2026-05-31T23:45"), imported=2000),
        QuarterEnergy(start=local("2026-06-01T00:00"), imported=1500, exported=9000),
        QuarterEnergy(start=local("2026-06-02T00:00"), imported=900),
    ]
    assert month_peaks(energies, "Europe/Brussels") == {date(2026, 5, 1): 8000, JUNE: 6000}
    site = tariff(grid=(fees(),))
    assert month_bill(site, energies, NOTHING, JUNE).of(ItemKey.CAPACITY) == pytest.approx(5.0 * 7)
    told = month_bill(site, energies, NOTHING, JUNE, {date(2026, 5, 1): 8000, JUNE: 7000})
    assert told.of(ItemKey.CAPACITY) == pytest.approx(5.0 * 7.5)
    assert told.peaks[JUNE] == 7000


@pytest.mark.parametrize(
    ("energies", "problem"),
    [
        pytest.param(
            [QuarterEnergy(start=NOON, imported=-1)], TariffProblem.NEGATIVE_ENERGY, id="a counter turned back"
        ),
        pytest.param(
            [QuarterEnergy(start=NOON, exported=float("nan"))],
            TariffProblem.NEGATIVE_ENERGY,
            id="an amount that is none",
        ),
        pytest.param([QuarterEnergy(start=NOON)] * 2, TariffProblem.DOUBLE_QUARTER, id="the same quarter twice"),
        pytest.param(
            [QuarterEnergy(start=NOON + timedelta(minutes=5))], TariffProblem.NOT_A_QUARTER, id="not on the clock"
        ),
    ],
)
def test_energies_that_are_none(energies: list[QuarterEnergy], problem: TariffProblem) -> None:
    """Errors with a key."""
    with pytest.raises(TariffError) as caught:
        month_bill(tariff(), energies, NOTHING, JUNE)
    assert caught.value.key is problem


def test_a_bill_that_ends_before_it_begins() -> None:
    """Refused; an empty one is free."""
    with pytest.raises(TariffError) as caught:
        make_bill(tariff(), [], NOTHING, date(2026, 6, 2), JUNE)
    assert caught.value.key is TariffProblem.PERIOD
    assert make_bill(tariff(), [], NOTHING, JUNE, JUNE).total == 0


ENERGY = st.integers(0, 3000).map(float)


@settings(max_examples=50)
@given(
    energies=st.lists(st.tuples(ENERGY, ENERGY), min_size=1, max_size=96),
    day=st.sampled_from([date(2026, 3, 29), date(2026, 6, 19), date(2026, 10, 25)]),
    nets=st.booleans(),
)
def test_a_bill_is_the_sum_of_its_quarters(energies: list[tuple[float, float]], day: date, nets: bool) -> None:
    """Law: without fees a bill is each quarter times its price; what net metering takes off never exceeds the import."""
    start: datetime = day_of(day)[0].start
    measured = [
        QuarterEnergy(start=start + index * QUARTER, imported=one, exported=other)
        for index, (one, other) in enumerate(energies[: len(day_of(day))])
    ]
    market = prices(start, *[0.1 - 0.002 * index for index in range(100)])
    site = tariff(
        dynamic(vat=0.06, net_metering_until=date(2027, 1, 1) if nets else None),
        grid=(fees(capacity=None, distribution=single(0.05), export=0.01, vat=0.21),),
    )
    bill = make_bill(site, measured, market, day, day + timedelta(days=1))
    bought = netted = sold = 0.0
    for energy in measured:
        buy, sell = import_price(site, energy.start, market), export_price(site, energy.start, market, nettable=False)
        assert buy is not None and sell is not None
        bought += energy.imported / 1000 * buy.total
        netted += energy.exported / 1000 * buy.total
        sold += energy.exported / 1000 * sell.total
    part = min(1.0, bill.imported / bill.exported) if nets and bill.exported else 0.0
    assert bill.total == pytest.approx(bought - part * netted - (1 - part) * sold, abs=1e-9)
    assert sum(item.quantity for item in bill.items if item.key is ItemKey.NET_METERING) <= bill.imported + 1e-6


def test_months_of_a_year_add_up() -> None:
    """Without net metering the bill of a year is the sum of its months."""
    first = date(2025, 1, 1)
    energies = [energy for index in range(365) for energy in day_of(first + timedelta(days=index), 50 + index, index)]
    site = tariff(
        dynamic(monthly_fee=4.0, vat=0.06),
        grid=(
            fees(distribution=single(0.05)),
            fees(starts=date(2025, 7, 1), capacity=CapacityTariff(per_kw_year=50.0), vat=0.21),
        ),
    )
    market = prices(local("2025-01-01T00:00"), *[0.1] * 365 * 24, step=timedelta(hours=1))
    months = [month_bill(site, energies, market, date(2025, month, 1)) for month in range(1, 13)]
    year = make_bill(site, energies, market, first, date(2026, 1, 1))
    assert year.total == pytest.approx(sum(month.total for month in months))
    assert year.imported == pytest.approx(sum(month.imported for month in months))
