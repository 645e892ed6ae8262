"""Quarters of the clock: what crosses their boundaries, which price holds, and what they keep."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from zoneinfo import ZoneInfo

import pytest

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.ledger.flows import HOUSE, Source
from custom_components.overshot.core.ledger.quarter import QuarterRecord
from custom_components.overshot.core.ledger.running import pieces
from custom_components.overshot.core.ledger.step import LONGEST, Prices, step
from custom_components.overshot.core.model import LoadReading, MeterReading, Reading, Series, Snapshot
from custom_components.overshot.core.model.site import Load

from .home import NOON, SITE, Books, Home, check_records

BRUSSELS = ZoneInfo("Europe/Brussels")


def test_a_cycle_across_a_boundary_is_split_by_time() -> None:
    """40 s of which 30 lie in the first quarter: three quarters of it."""
    home = Home(now=NOON + timedelta(minutes=14, seconds=30), house=3600.0)
    books = Books(home)
    books.look()
    home.live(40)
    books.look()
    first, second = books.records
    assert (first.start, second.start) == (NOON, NOON + timedelta(minutes=15))
    assert first.imported == pytest.approx(30.0)
    assert second.imported == pytest.approx(10.0)
    assert (first.known, second.known) == (30.0, 10.0)


def test_a_quarter_that_ends_with_a_cycle_is_closed_at_once() -> None:
    home = Home(now=NOON, house=1000.0)
    books = Books(home)
    books.look()
    books.run(900)
    (record,) = books.closed
    assert books.memory.running is None
    assert record.imported == pytest.approx(250.0, abs=1.0)
    assert record.known == 900.0


def test_prices_change_with_the_quarter() -> None:
    """The new price is told in the first cycle of its quarter; the last seconds before still cost the old one."""
    home = Home(now=NOON + timedelta(minutes=14), house=3600.0)
    books = Books(home, prices=Prices(import_price=0.20, export_price=0.02))
    books.look()
    books.run(50, 5)
    books.prices = Prices(import_price=0.50, export_price=0.02)
    books.run(60, 20)
    first, second = books.records
    assert first.import_price == 0.20
    assert second.import_price == 0.50
    assert first.import_cost == pytest.approx(first.imported / 1000 * 0.20)
    assert second.import_cost == pytest.approx(second.imported / 1000 * 0.50)
    assert first.imported == pytest.approx(60.0, abs=1.0)


def test_the_quarters_of_a_silence_cost_what_they_cost_then() -> None:
    """Home Assistant was off from 23:50 to 00:40 local time: the tariff changed at midnight, and is looked up."""
    start = datetime(2026, 3, 15, 23, 40, tzinfo=BRUSSELS).astimezone(UTC)
    midnight = datetime(2026, 3, 16, tzinfo=BRUSSELS).astimezone(UTC)
    home = Home(now=start, house=1200.0)
    imports = Series.of(midnight - timedelta(hours=1), [0.20] * 4 + [0.50] * 4)
    books = Books(home, prices=Prices(import_price=0.20, export_price=0.0, imports=imports, exports=Series()))
    books.look()
    books.run(600, 5)
    stored = books.stored()
    home.live(3000)
    books.restart(stored)
    books.prices = replace(books.prices, import_price=0.50)
    books.run(1800, 5)
    check_records(books.records)
    prices = {record.start: record.import_price for record in books.records}
    assert {price for at, price in prices.items() if at < midnight} == {0.20}
    assert {price for at, price in prices.items() if at >= midnight} == {0.50}
    assert books.told("import") == pytest.approx(home.true["import"], abs=2.0)
    paid = sum(record.import_cost for record in books.records)
    dear = sum(record.imported for record in books.records if record.start >= midnight) / 1000
    cheap = books.told("import") / 1000 - dear
    assert paid == pytest.approx(0.20 * cheap + 0.50 * dear)


def test_without_a_price_it_stays_unpriced() -> None:
    home = Home(house=1000.0, car=2000.0)
    books = Books(home, prices=Prices())
    books.run(600, 5)
    (record,) = books.records
    assert record.import_cost == 0.0 and record.import_price is None
    assert record.shares["car"].unpriced == pytest.approx(record.shares["car"].total)
    assert record.shares[HOUSE].cost == 0.0


@pytest.mark.parametrize(("day", "quarters"), [("2026-03-29", 92), ("2026-10-25", 100), ("2026-06-16", 96)])
def test_days_on_which_the_clock_is_changed(day: str, quarters: int) -> None:
    """Records are UTC: no quarter comes twice and none is missing, whatever the wall clock does."""
    start = datetime.fromisoformat(day).replace(tzinfo=BRUSSELS)
    end = (start + timedelta(days=1)).astimezone(UTC)
    home = Home(now=start.astimezone(UTC), house=1000.0)
    books = Books(home)
    books.look()
    while home.now < end:
        home.live(60)
        books.look()
    assert len(books.records) == quarters
    assert [it.start for it in books.records] == [
        start.astimezone(UTC) + index * timedelta(minutes=15) for index in range(quarters)
    ]
    assert sum(it.imported for it in books.records) == pytest.approx(250.0 * quarters, abs=1.0)


def test_after_a_long_absence_the_ledger_begins_anew() -> None:
    """Six weeks off: nobody knows any more when what the counters tell was. The open quarter is kept."""
    home = Home(house=1000.0)
    books = Books(home)
    books.run(60, 5)
    stored = books.stored()
    home.live(LONGEST + 1)
    books.restart(stored)
    books.run(60, 5)
    assert len(books.closed) == 1
    assert books.told("import") < 60.0
    check_records([books.records[0]])


def test_three_days_off_are_spread_over_their_quarters() -> None:
    home = Home(house=1000.0, now=NOON + timedelta(minutes=5))
    books = Books(home)
    books.run(60, 5)
    stored = books.stored()
    home.live(3 * 86400)
    books.restart(stored)
    done = books.look()
    home.live(5)
    books.run(130, 5)
    assert len(books.closed) >= 3 * 96
    assert all(record.imported == pytest.approx(250.0, abs=1.0) for record in books.closed[1:-1])
    assert all(record.estimated and record.known == 0.0 for record in books.closed[1:-1])
    assert books.told("import") == pytest.approx(home.true["import"], abs=2.0)
    assert done.flows is None or done.flows.estimated


def test_pieces_are_the_whole() -> None:
    home = Home(house=700.0, sun=2000.0, battery=-400.0, now=NOON + timedelta(minutes=7))
    books = Books(home)
    books.run(30)
    whole = replace(books.flows[-1], start=NOON + timedelta(minutes=7), end=NOON + timedelta(minutes=52, seconds=30))
    parts = list(pieces(whole))
    assert [(it.start.minute, it.end.minute) for it in parts] == [(7, 15), (15, 30), (30, 45), (45, 52)]
    assert sum(it.solar for it in parts) == pytest.approx(whole.solar)
    assert sum(it.consumed[HOUSE] for it in parts) == pytest.approx(whole.consumed[HOUSE])
    assert parts[1].solar == pytest.approx(whole.solar * 15 / 45.5)


def test_a_record_comes_back_as_it_was_stored() -> None:
    home = Home(house=700.0, sun=2000.0, battery=-400.0, car=1400.0)
    books = Books(home)
    books.run(400, 5)
    record = books.records[0]
    again = from_plain(QuarterRecord, json.loads(json.dumps(to_plain(record))))
    assert again == record
    assert again.shares["car"].energy[Source.SOLAR] == record.shares["car"].energy[Source.SOLAR] > 0


def test_what_a_battery_holds_survives_and_follows_its_state_of_charge() -> None:
    """It loses on the way in and on the way out, and what it holds is never far from what it shows."""
    home = Home(sun=4000.0, battery=-3000.0, soc=20.0)
    books = Books(home)
    books.run(3600, 5)
    home.sun, home.battery = 0.0, 2000.0
    books.restart(books.stored())
    books.run(3600, 5)
    check_records(books.records)
    held = books.memory.stored["battery"]
    assert held.total == pytest.approx(home.soc / 100 * 10_000, abs=110.0)
    # 2 kWh were there before, of unknown origin.
    assert books.records[0].found == pytest.approx(2000.0, abs=20.0)
    lost = sum(record.lost.total for record in books.records)
    put, got = home.true["charged"], home.true["discharged"]
    assert lost == pytest.approx(put - got - (home.soc - 20.0) * 100, abs=110.0)
    used = books.records[-1].shares[HOUSE].energy
    assert used[Source.BATTERY_SOLAR] / used[Source.BATTERY_UNKNOWN] == pytest.approx(3000 / 2000, rel=0.05)


def test_heat_stored_by_a_boiler() -> None:
    """By its water where that is known; else what it drew. What cools down stores nothing."""
    site = replace(SITE, loads=(Load(id="tank", name="Tank", volume=150.0), Load(id="other", name="Other")))
    books = Books(Home(), site=site)
    temperature, heat = 50.0, []
    for second in range(0, 1801, 10):
        books.home.live(10)
        now = books.home.now
        if second < 900:
            temperature += 0.05
        else:
            temperature -= 0.01
        loads = {
            "tank": Reading(LoadReading(power=3000.0, temperature=temperature), now),
            "other": Reading(LoadReading(power=1200.0, temperature=60.0), now),
            "lamp": Reading(LoadReading(power=100.0), now),
        }
        snapshot = replace(books.home.snapshot(), loads=loads)
        grid = Reading(MeterReading(power=books.home.grid + 4300.0), now)
        done = step(site, books.memory, replace(snapshot, grid=grid), books.prices, None, now)
        books.memory = done.memory
        heat += [record.heat for record in done.closed]
    first, second_ = heat
    assert first["tank"] == pytest.approx(1.163 * 150 * 0.05 * 89, rel=0.02)
    assert second_["tank"] == 0.0
    assert second_["other"] == pytest.approx(300.0, rel=0.02)
    assert "lamp" not in first


def test_without_a_meter_at_the_connection_nothing_is_told() -> None:
    now = NOON
    memory = Books(Home()).memory
    for _ in range(10):
        now += timedelta(seconds=1)
        done = step(SITE, memory, Snapshot(), Prices(), None, now)
        memory = done.memory
        assert done.flows is None and not done.closed
