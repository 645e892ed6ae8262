"""What would have been, computed from the same meters: checked against a house that really had no battery or control."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.overshot.core.ledger.account import Share
from custom_components.overshot.core.ledger.flows import HOUSE, Source
from custom_components.overshot.core.ledger.quarter import QuarterRecord
from custom_components.overshot.core.ledger.reports.counterfactual import (
    USUAL_EFFICIENCY,
    Automatic,
    Stay,
    efficiency_of,
    without_battery,
    without_control,
)
from custom_components.overshot.core.ledger.reports.periods import Period
from custom_components.overshot.core.ledger.reports.savings import savings
from custom_components.overshot.core.model import Battery, Series
from custom_components.overshot.core.model.series import quarter_start
from custom_components.overshot.core.tariff import (
    CapacityTariff,
    Contract,
    FeedIn,
    GridFees,
    Tariff,
    Window,
    single,
    two_rates,
)

from .home import NOON, Books, Home

DAY = date(2026, 6, 16)
QUARTER = timedelta(minutes=15)


def tariff(capacity: float | None = None) -> Tariff:
    """Return 0.40 EUR/kWh from 17 to 22 h, else 0.20, 0.05 for what is fed in; with a price of the peak (EUR/kW a year)."""
    fees = GridFees(
        name="grid", starts=date(2020, 1, 1), capacity=CapacityTariff(per_kw_year=capacity) if capacity else None
    )
    return Tariff(
        time_zone="UTC",
        contracts=(
            Contract(
                name="c",
                starts=date(2020, 1, 1),
                import_price=two_rates(0.40, 0.20, Window(start=time(17), end=time(22))),
                feed_in=(FeedIn(price=single(0.05)),),
            ),
        ),
        grid=(fees,),
    )


moments = st.lists(
    st.tuples(
        st.sampled_from([0.0, 1500.0, 6000.0]),
        st.sampled_from([-4000.0, -700.0, 0.0, 900.0, 3500.0]),
        st.floats(100, 3000),
        st.integers(10, 300),
    ),
    min_size=3,
    max_size=12,
)


@settings(max_examples=60)
@given(moments)
def test_without_a_battery_it_is_the_meter_that_would_have_been(scenes: list[tuple[float, float, float, int]]) -> None:
    """The power at the connection, less the battery's, second by second: the accounts tell the same, to the watt-hour."""
    home = Home(counters=False, soc=50.0)
    books = Books(home)
    books.look()
    expected: dict[datetime, list[float]] = {}
    for sun, battery, house, seconds in scenes:
        home.sun, home.battery, home.house = sun, battery if 15 < home.soc < 85 else 0.0, house
        for _ in range(seconds):
            home.live()
            books.look()
            bare = (home.grid + home.battery) / 3600
            sums = expected.setdefault(quarter_start(home.now - timedelta(microseconds=1)), [0.0, 0.0])
            sums[0] += max(0.0, bare)
            sums[1] += max(0.0, -bare)
    for record in books.records:
        meter = without_battery(record)
        assert [meter.imported, meter.exported] == pytest.approx(expected[record.start], abs=1e-6)


def day(changes: dict[int, dict[str, Any]]) -> list[QuarterRecord]:
    """Return a day of quarters in which the house imports 100 Wh at 0.20 or 0.40 EUR/kWh, with changes by quarter."""
    records = []
    for index in range(96):
        start = datetime(2026, 6, 16, tzinfo=UTC) + index * QUARTER
        price = 0.40 if 68 <= index < 88 else 0.20
        record = QuarterRecord(
            start=start,
            imported=100.0,
            shares={HOUSE: Share({Source.GRID: 100.0}, 0.1 * price)},
            import_price=price,
            export_price=0.05,
            known=900.0,
        )
        records.append(replace(record, **changes.get(index, {})))
    return records


def test_a_car_that_waited_for_the_night() -> None:
    """Plugged in at 18:00, charged 4 kWh at 02:00... without control it would have drawn 8 kW at once, at the dear price."""
    charging = {
        index: {"imported": 1100.0, "shares": {HOUSE: Share({Source.GRID: 100.0}), "car": Share({Source.GRID: 1000.0})}}
        for index in range(90, 94)
    }
    records = day(charging)
    started = datetime(2026, 6, 16, 18, tzinfo=UTC)
    stay = Stay(charge_point="car", started=started, ended=started + timedelta(hours=8), power=8000.0)
    meters, _ = without_control(records, [stay], None)
    assert [meter.imported for meter in meters[72:75]] == pytest.approx([2100.0, 2100.0, 100.0])
    assert [meter.imported for meter in meters[90:94]] == pytest.approx([100.0] * 4)
    assert sum(meter.imported for meter in meters) == pytest.approx(sum(record.imported for record in records))

    told = savings(records, Period(DAY, DAY + timedelta(days=1)), tariff(), Series(), stays=[stay])
    # 4 kWh at 0.40 instead of 0.20.
    assert told.by_control == pytest.approx(0.80)
    assert told.by_battery == pytest.approx(0.0)
    assert told.complete
    assert (told.peak, told.peak_without_control) == pytest.approx((4400.0, 8400.0))

    # 8.4 instead of 4.4 kW is the month's peak, of which a day of June is billed.
    told = savings(records, Period(DAY, DAY + timedelta(days=1)), tariff(40.0), Series(), stays=[stay])
    assert told.by_control == pytest.approx(0.80 + 40.0 / 12 * 4.0 / 30)


def test_what_was_before_our_time_was_not_saved_by_us() -> None:
    """A history that was taken over tells of no control; what its battery did for the house it tells all the same."""
    charging = {
        index: {"imported": 1100.0, "shares": {HOUSE: Share({Source.GRID: 100.0}), "car": Share({Source.GRID: 1000.0})}}
        for index in range(90, 94)
    }
    records = [replace(record, imported_from_history=True) for record in day(charging)]
    stay = Stay(charge_point="car", started=records[72].start, ended=records[94].start, power=8000.0)
    told = savings(records, Period(DAY, DAY + timedelta(days=1)), tariff(40.0), Series(), stays=[stay])
    assert told.by_control == pytest.approx(0.0)
    assert told.peak == told.peak_without_control == pytest.approx(4400.0)


def test_a_session_that_has_not_ended_is_not_the_last_word() -> None:
    records = day({})
    stay = Stay(charge_point="car", started=records[80].start, ended=None, power=8000.0)
    told = savings(records, Period(DAY, DAY + timedelta(days=1)), tariff(), Series(), stays=[stay])
    assert not told.complete
    assert not savings(records[:90], Period(DAY, DAY + timedelta(days=1)), tariff(), Series()).complete


def test_a_car_that_waited_for_the_sun() -> None:
    """It charged 2 kWh of sun at noon; at once it would have bought them in the morning, and the sun would be sold."""
    sunny = {
        index: {
            "imported": 0.0,
            "solar": 1100.0,
            "shares": {HOUSE: Share({Source.SOLAR: 100.0}), "car": Share({Source.SOLAR: 1000.0})},
        }
        for index in (48, 49)
    }
    records = day(sunny)
    started = records[32].start + timedelta(minutes=5)
    stay = Stay(charge_point="car", started=started, ended=records[60].start, power=6000.0)
    meters, _ = without_control(records, [stay], None)
    # Ten minutes at 6 kW, a whole quarter would be 1.5 kWh: the rest of a kWh follows.
    assert [meters[index].imported for index in (32, 33)] == pytest.approx([1100.0, 1100.0])
    assert [meters[index].exported for index in (48, 49)] == pytest.approx([1000.0, 1000.0])
    told = savings(records, Period(DAY, DAY + timedelta(days=1)), tariff(), Series(), stays=[stay])
    assert told.by_control == pytest.approx(2 * 0.20 - 2 * 0.05)


def test_the_battery_of_a_house_without_control_keeps_the_grid_at_zero() -> None:
    """It takes what would be exported within its power, gives it back in the evening, and loses what it loses."""
    sunny = {index: {"imported": 0.0, "exported": 2000.0, "solar": 2100.0} for index in range(48, 52)}
    battery = Automatic(capacity=5000.0, max_charge=4000.0, max_discharge=4000.0, efficiency=0.81)
    meters, held = without_control(day(sunny), [], battery)
    assert [meter.exported for meter in meters[48:52]] == pytest.approx([1000.0] * 4)
    evening = [meter.imported for meter in meters[52:]]
    # 4 kWh went in, of which 81 % come out; the house takes 0.1 kWh a quarter.
    assert sum(100.0 - imported for imported in evening) == pytest.approx(3240.0)
    assert held == pytest.approx(0.0, abs=1e-6)
    assert all(meter.exported == 0.0 for meter in meters[52:])


def test_no_wh_is_lost_between_what_was_and_what_would_have_been() -> None:
    """Import less export changes only by what the battery holds and loses."""
    sunny = {index: {"imported": 0.0, "exported": 1500.0, "solar": 1600.0} for index in range(40, 60)}
    records = day(sunny)
    battery = Automatic(capacity=8000.0, max_charge=3000.0, max_discharge=3000.0, efficiency=1.0, held=2000.0)
    meters, held = without_control(records, [], battery)
    net = sum(meter.imported - meter.exported for meter in meters)
    assert net == pytest.approx(sum(record.imported - record.exported for record in records) + held - 2000.0)


def test_efficiency_as_the_battery_showed_it() -> None:
    full = {"charged": {"b": Share({Source.SOLAR: 6000.0})}, "lost": Share({Source.BATTERY_SOLAR: 900.0})}
    assert efficiency_of(day({1: full}), 5000.0) == pytest.approx(0.85)
    assert efficiency_of(day({}), 5000.0) == USUAL_EFFICIENCY


def test_what_a_battery_saved() -> None:
    """2 kWh of noon's sun instead of evening's import: 0.80 EUR, less the 0.10 EUR of feed-in; simply told, 0.80."""
    noon = {
        "imported": 0.0,
        "exported": 0.0,
        "solar": 1100.0,
        "shares": {HOUSE: Share({Source.SOLAR: 100.0})},
        "charged": {"battery": Share({Source.SOLAR: 1000.0})},
    }
    evening = {
        "imported": 0.0,
        "discharged": {"battery": 1000.0},
        "shares": {HOUSE: Share({Source.BATTERY_SOLAR: 1000.0})},
    }
    records = day({48: noon, 49: noon, 72: evening, 73: evening})
    told = savings(
        records,
        Period(DAY, DAY + timedelta(days=1)),
        tariff(),
        Series(),
        batteries=[Battery(id="battery", name="Battery", capacity=10_000.0)],
    )
    assert told.by_battery == pytest.approx(0.80 - 0.10)
    assert told.battery_at_offtake_price == pytest.approx(0.80)
    # Its automatic would have given it back at once, to an afternoon that buys at 0.20, with the usual losses.
    assert told.by_control == pytest.approx(0.80 - 2.0 * USUAL_EFFICIENCY * 0.20)


def test_savings_of_a_living_house() -> None:
    """Out of the ledger itself: an afternoon of sun and an evening on the battery."""
    home = Home(sun=4000.0, battery=-3000.0, soc=20.0, now=NOON)
    books = Books(home)
    books.look()
    books.run(3600, 10)
    home.sun, home.battery, home.house = 0.0, 2000.0, 2000.0
    home.now = NOON + timedelta(hours=5, minutes=30)
    books.run(3600, 10)
    records = books.records
    told = savings(
        records,
        Period(DAY, DAY + timedelta(days=1)),
        tariff(),
        Series(),
        batteries=[Battery(id="battery", name="Battery", capacity=10_000.0)],
    )
    assert told.by_battery == pytest.approx(2.0 * 0.40 - 3.0 * 0.05, abs=0.03)
    assert not told.complete
