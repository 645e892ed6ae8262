"""Contracts that make no sense are refused with a key; those that do hold from their local midnight."""

from collections.abc import Callable
from datetime import date, datetime, time
from math import nan
from zoneinfo import ZoneInfo

import pytest

from custom_components.overshot.core.tariff import (
    CapacityTariff,
    DynamicPrice,
    FeedIn,
    FixedPrice,
    Levy,
    Rate,
    TariffError,
    TariffProblem,
    Window,
    added,
    history_of,
    import_price,
    in_force,
    single,
    starts_on,
    two_rates,
)
from custom_components.overshot.core.tariff.energy_price import price_at

from .house import BRUSSELS, DAY, NOTHING, contract, fees, local, tariff

PEAK, OFF_PEAK = 0.32, 0.25


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        pytest.param(lambda: single(30.0), TariffProblem.PRICE_TOO_HIGH, id="30 cents typed as 30 euros"),
        pytest.param(lambda: single(nan), TariffProblem.NOT_FINITE, id="no number"),
        pytest.param(
            lambda: DynamicPrice(adder=1.2), TariffProblem.PRICE_TOO_HIGH, id="adder of a tariff card, in cents"
        ),
        pytest.param(lambda: DynamicPrice(factor=nan), TariffProblem.NOT_FINITE, id="factor that is none"),
        pytest.param(
            lambda: FixedPrice(otherwise=0.2, by_meter=True), TariffProblem.METER_RATES, id="a meter, but one price"
        ),
        pytest.param(
            lambda: FixedPrice(
                otherwise=0.2, rates=(Rate(price=0.3, windows=(DAY,)), Rate(price=0.1, windows=())), by_meter=True
            ),
            TariffProblem.METER_RATES,
            id="a meter, but three prices",
        ),
        pytest.param(
            lambda: Window(start=time(7), end=time(22), weekdays=frozenset({7})),
            TariffProblem.WEEKDAY,
            id="Sunday as 7",
        ),
        pytest.param(lambda: contract(vat=6), TariffProblem.VAT, id="VAT in percent"),
        pytest.param(lambda: contract(vat=-0.06), TariffProblem.VAT, id="negative VAT"),
        pytest.param(lambda: contract(monthly_fee=nan), TariffProblem.NOT_FINITE, id="a fee that is no number"),
        pytest.param(
            lambda: contract(levies=(Levy(name="tax", per_kwh=12.3),)), TariffProblem.PRICE_TOO_HIGH, id="levy in cents"
        ),
        pytest.param(
            lambda: contract(feed_in=(FeedIn(price=single(0.1), share=0.5),)), TariffProblem.SHARES, id="half is unpaid"
        ),
        pytest.param(
            lambda: contract(feed_in=(FeedIn(price=single(0.1)), FeedIn(price=single(0.2)))),
            TariffProblem.SHARES,
            id="all is paid twice",
        ),
        pytest.param(lambda: fees(vat=21), TariffProblem.VAT, id="VAT of the grid in percent"),
        pytest.param(lambda: fees(maximum=20.0), TariffProblem.PRICE_TOO_HIGH, id="maximum tariff in cents"),
        pytest.param(lambda: CapacityTariff(per_kw_year=-1), TariffProblem.FLOOR, id="a peak that earns"),
        pytest.param(lambda: CapacityTariff(per_kw_year=40, months=0), TariffProblem.FLOOR, id="mean over no month"),
    ],
)
def test_what_makes_no_sense_is_refused(make: Callable[[], object], problem: TariffProblem) -> None:
    """The error carries the key of its message."""
    with pytest.raises(TariffError) as caught:
        make()
    assert caught.value.key is problem
    assert caught.value.placeholders


@pytest.mark.parametrize(
    ("there", "price"),
    [
        pytest.param("2026-06-19T06:59", OFF_PEAK, id="before it begins"),
        pytest.param("2026-06-19T07:00", PEAK, id="the minute it begins"),
        pytest.param("2026-06-19T21:59", PEAK, id="its last minute"),
        pytest.param("2026-06-19T22:00", OFF_PEAK, id="the minute it ends"),
        pytest.param("2026-06-20T12:00", OFF_PEAK, id="Saturday"),
        pytest.param("2026-03-29T03:00", OFF_PEAK, id="clock put forward"),
        pytest.param("2026-10-26T07:00", PEAK, id="day after the clock was put back, by its new wall clock"),
    ],
)
def test_peak_hours_are_local(there: str, price: float) -> None:
    """Weekdays from 7 to 22, wall clock."""
    terms = contract(import_price=two_rates(PEAK, OFF_PEAK, DAY))
    unit = import_price(tariff(terms), local(there), NOTHING)
    assert unit is not None
    assert unit.total == price
    assert unit.rate == ("peak" if price == PEAK else "off_peak")


def test_several_windows_and_one_over_midnight() -> None:
    """Two in a day, and Friday's night that lasts into Saturday."""
    morning = Window(start=time(7), end=time(10))
    evening = Window(start=time(17), end=time(21))
    night = Window(start=time(23), end=time(5), weekdays=frozenset({4}))
    price = FixedPrice(
        otherwise=0.25,
        rates=(Rate(price=0.35, windows=(morning, evening)), Rate(price=0.10, windows=(night,), name="car")),
    )
    zone = ZoneInfo(BRUSSELS)
    for text, expected in (
        ("2026-06-19T09:59", 0.35),
        ("2026-06-19T10:00", 0.25),
        ("2026-06-19T18:00", 0.35),
        ("2026-06-19T23:00", 0.10),
        ("2026-06-20T04:59", 0.10),
        ("2026-06-20T05:00", 0.25),
        ("2026-06-20T23:30", 0.25),
    ):
        there = datetime.fromisoformat(text).replace(tzinfo=zone)
        assert price.rate(there)[1] == expected, text


def test_a_window_can_be_the_whole_day() -> None:
    """Weekend as a rate of its own."""
    weekend = Window(start=time(), end=time(), weekdays=frozenset({5, 6}))
    held = [day for day in range(15, 22) if weekend.holds(datetime(2026, 6, day, 12, tzinfo=ZoneInfo(BRUSSELS)))]
    assert held == [20, 21]
    assert not weekend.holds(datetime(2026, 6, 22, tzinfo=ZoneInfo(BRUSSELS))), "Sunday ends with Sunday"


@pytest.mark.parametrize(
    ("register", "price"),
    [
        pytest.param(1, PEAK, id="the meter says day, the schedule night: a holiday the schedule does not know"),
        pytest.param(2, OFF_PEAK, id="the meter says night"),
        pytest.param(None, OFF_PEAK, id="nothing was heard: the schedule"),
    ],
)
def test_the_meter_decides_where_the_contract_says_so(register: int | None, price: float) -> None:
    """96.14.0, numbered as in Belgium: the driver has turned Dutch numbers around."""
    sunday = local("2026-06-21T12:00")
    by_meter = contract(import_price=two_rates(PEAK, OFF_PEAK, DAY, by_meter=True))
    unit = import_price(tariff(by_meter), sunday, NOTHING, register)
    assert unit is not None and unit.total == price
    by_hours = contract(import_price=two_rates(PEAK, OFF_PEAK, DAY))
    unit = import_price(tariff(by_hours), sunday, NOTHING, register)
    assert unit is not None and unit.total == OFF_PEAK, "whatever the meter says"


def test_the_formula_of_a_tariff_card() -> None:
    """`0.1 x price (EUR/MWh) + 1.2` is in cents."""
    price = DynamicPrice.of_tariff_card(0.1, 1.2)
    there = local("2026-06-19T12:00")
    found = price_at(price, there, 0.085)
    assert found is not None and found[1] == pytest.approx((0.1 * 85 + 1.2) / 100)
    assert price_at(price, there, None) is None


@pytest.mark.parametrize(
    ("dated", "edited", "first", "starts"),
    [
        pytest.param(None, "2026-06-19T12:00", False, date(2026, 6, 20), id="an edit applies from the day after"),
        pytest.param(None, "2026-06-19T23:59", False, date(2026, 6, 20), id="late in the evening, when UTC agrees"),
        pytest.param(
            None, "2026-06-20T00:30", False, date(2026, 6, 21), id="after midnight, when it is yesterday in UTC"
        ),
        pytest.param(date(2026, 1, 1), "2026-06-19T12:00", False, date(2026, 1, 1), id="a date in the past"),
        pytest.param(date(2026, 9, 1), "2026-06-19T12:00", False, date(2026, 9, 1), id="a date to come"),
        pytest.param(None, "2026-06-19T12:00", True, date(2026, 6, 19), id="the first contract applies at once"),
    ],
)
def test_from_when_an_edit_applies(dated: date | None, edited: str, first: bool, starts: date) -> None:
    """Dated from that local midnight, undated from the next day."""
    assert starts_on(dated, local(edited), BRUSSELS, first=first) == starts


def test_the_history_keeps_everything() -> None:
    """Entered out of order, one of them twice: the later entered counts, the other stays in the list."""
    old = contract(name="old", starts=date(2025, 1, 1))
    typo = contract(name="typo", starts=date(2026, 1, 1))
    right = contract(name="right", starts=date(2026, 1, 1))
    between = contract(name="between", starts=date(2025, 6, 1))
    versions = added(added(added(added((), old), typo), right), between)
    assert [entry.version.name for entry in history_of(versions)] == ["old", "between", "typo", "right"]
    assert [entry.until for entry in history_of(versions)] == [
        date(2025, 6, 1),
        date(2026, 1, 1),
        date(2026, 1, 1),
        None,
    ]
    assert in_force(versions, date(2024, 12, 31)) is None
    assert [
        (found.name if (found := in_force(versions, day)) else None)
        for day in (date(2025, 1, 1), date(2025, 5, 31), date(2025, 6, 1), date(2026, 1, 1), date(2030, 1, 1))
    ] == ["old", "old", "between", "right", "right"]
    assert history_of(()) == ()


def test_a_contract_begins_at_local_midnight() -> None:
    """23:45 local is still the old one, whatever the date in UTC."""
    versions = tariff(contract(starts=date(2026, 1, 1)), contract(starts=date(2026, 6, 20), import_price=single(0.2)))
    for text, price in (("2026-06-19T23:45", 0.30), ("2026-06-20T00:00", 0.20)):
        unit = import_price(versions, local(text), NOTHING)
        assert unit is not None and unit.total == price
    assert import_price(versions, local("2025-12-31T23:59"), NOTHING) is None
