"""A whole month of the demo's house: the ledger is held to what really flowed, and to the tariff's own calculation."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from custom_components.overshot.core.ledger.flows import HOUSE
from custom_components.overshot.core.ledger.quarter import QuarterRecord
from custom_components.overshot.core.ledger.reports.billed import bill_of, recorded_peaks
from custom_components.overshot.core.ledger.reports.periods import Period, Step
from custom_components.overshot.core.ledger.reports.report import Report, report
from custom_components.overshot.core.model import QUARTER
from custom_components.overshot.core.tariff import ItemKey, QuarterEnergy, Remark, make_bill
from simulator.books import Books
from simulator.loop import Loop
from simulator.scenario import Scenario, load_scenario
from simulator.state import energy_counters

pytestmark = pytest.mark.timeout(600)  # 44,000 steps with the production controller

MONTH = Path(__file__).parents[1] / "scenarios" / "month" / "march.json"
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
ZONE = "Europe/Brussels"


@dataclass
class Lived:
    """A month that was lived through, as its books and its meters tell it."""

    scenario: Scenario
    books: Books
    flowed: dict[str, float]
    meter: list[QuarterEnergy] = field(default_factory=list)
    """Read off the physics at the quarters of the clock."""

    @property
    def records(self) -> list[QuarterRecord]:
        return self.books.records

    def report(self, step: Step, day: date) -> Report:
        """Return a report."""
        told = self.scenario.tariff
        return report(self.records, step, day, ZONE, tariff=told.tariff, market=told.market)


@pytest.fixture(scope="module")
def lived() -> Lived:
    """Live through the month, once."""
    scenario = load_scenario(MONTH)
    loop = Loop(scenario)
    books = Books(loop)
    # The first cycle only notes the counters.
    loop.step()
    books.add()
    begin = energy_counters(loop.world)
    result = Lived(scenario, books, begin)
    last, start = begin, loop.world.start
    for _ in range(round(scenario.duration / scenario.step) - 1):
        loop.step()
        books.add()
        if loop.world.now == start + QUARTER:
            now = energy_counters(loop.world)
            result.meter.append(
                QuarterEnergy(
                    start=start,
                    imported=now["import"] - last["import"],
                    exported=now["export"] - last["export"],
                )
            )
            last, start = now, start + QUARTER
    result.flowed = {name: value - begin[name] for name, value in energy_counters(loop.world).items()}
    return result


def test_it_balances_to_the_watt_hour(lived: Lived) -> None:
    totals = lived.report(Step.MONTH, MARCH.first).totals
    flowed = lived.flowed
    assert totals.imported == pytest.approx(flowed["import"], abs=1.0)
    assert totals.exported == pytest.approx(flowed["export"], abs=1.0)
    assert totals.solar == pytest.approx(flowed["solar"], abs=1.0)
    assert totals.shares["garage"].total == pytest.approx(flowed["car"], abs=1.0)
    assert totals.shares["heat_pump"].total == pytest.approx(flowed["heat_pump"], abs=1.0)
    assert sum(share.total for share in totals.charged.values()) == pytest.approx(flowed["battery_charged"], abs=1.0)
    assert sum(totals.discharged.values()) == pytest.approx(flowed["battery_discharged"], abs=1.0)
    used = flowed["import"] + flowed["solar"] + flowed["battery_discharged"]
    used -= flowed["export"] + flowed["battery_charged"] + flowed["car"] + flowed["heat_pump"]
    assert totals.shares[HOUSE].total == pytest.approx(used, abs=1.0)
    assert totals.unmeasured == 0.0
    assert lived.books.imbalances() == []


def test_its_quarters_are_those_of_the_clock(lived: Lived) -> None:
    """31 days of which one has 23 hours; the month ends where the next one begins."""
    assert [record.start for record in lived.records] == [quarter.start for quarter in lived.meter]
    assert len(lived.records) == 31 * 96 - 4
    for record, quarter in zip(lived.records, lived.meter, strict=True):
        assert record.imported == pytest.approx(quarter.imported, abs=2.0)


def test_its_bill_is_the_tariffs_own_to_the_cent(lived: Lived) -> None:
    told = lived.scenario.tariff
    assert told.tariff is not None
    own = make_bill(told.tariff, lived.meter, told.market, MARCH.first, MARCH.end)
    bill = bill_of(lived.records, told.tariff, told.market, MARCH)
    assert Remark.UNPRICED not in bill.remarks and bill.unmeasured == 0
    assert bill.total == pytest.approx(own.total, abs=0.005)
    for key in ItemKey:
        assert bill.of(key) == pytest.approx(own.of(key), abs=0.005), key
    # What the ledger added up cycle by cycle are the lines of the bill that ask for energy.
    totals = lived.report(Step.MONTH, MARCH.first).totals
    by_energy = own.of(ItemKey.ENERGY_IMPORT, ItemKey.DISTRIBUTION, ItemKey.LEVY)
    assert totals.import_cost == pytest.approx(by_energy, abs=0.005)
    assert totals.revenue == pytest.approx(-own.of(ItemKey.ENERGY_EXPORT, ItemKey.EXPORT_FEE), abs=0.005)
    assert bill.total > 200


def test_who_used_it_paid_for_it(lived: Lived) -> None:
    """The costs of all consumers, of what the battery holds, sold and lost, are the cost of the import."""
    totals = lived.report(Step.MONTH, MARCH.first).totals
    held = sum(share.cost for share in totals.stored.values())
    paid = sum(share.cost for share in totals.shares.values()) + totals.export.cost + totals.lost.cost + held
    assert paid == pytest.approx(totals.import_cost, abs=0.005)


@pytest.mark.parametrize(("step", "of"), [(Step.DAY, Step.MONTH), (Step.WEEK, Step.WEEK)])
def test_parts_add_up_to_the_whole(lived: Lived, step: Step, of: Step) -> None:
    """The bars of a report are all of it; days are those of the wall clock."""
    whole = lived.report(of, date(2026, 3, 29))
    assert sum(bar.totals.imported for bar in whole.bars) == pytest.approx(whole.totals.imported)
    assert sum(bar.totals.import_cost for bar in whole.bars) == pytest.approx(whole.totals.import_cost)
    assert sum(bar.totals.consumed for bar in whole.bars) == pytest.approx(whole.totals.consumed)
    days = [bar for bar in whole.bars if bar.totals.quarters != 96]
    assert [bar.totals.quarters for bar in days] == [92]
    assert whole.bill is not None and whole.bill.imported == pytest.approx(whole.totals.imported)
    day = lived.report(Step.DAY, date(2026, 3, 29))
    assert len(day.bars) == 23
    assert day.totals.imported == pytest.approx(days[0].totals.imported)


def test_its_charts_are_whole(lived: Lived) -> None:
    told = lived.report(Step.MONTH, MARCH.first)
    assert sum(told.charts.solar_to.values()) == pytest.approx(told.totals.solar)
    assert sum(told.charts.sources.values()) == pytest.approx(told.totals.consumed)
    assert sum(told.charts.consumers.values()) == pytest.approx(told.totals.consumed)
    assert told.charts.energy["cost"] == pytest.approx(told.totals.import_cost - told.totals.revenue)


def test_its_peak(lived: Lived) -> None:
    peak = recorded_peaks(lived.records, ZONE)[MARCH.first]
    highest = max(lived.meter, key=lambda quarter: quarter.imported)
    assert peak.demand == pytest.approx(4 * highest.imported, abs=8.0)
    assert peak.at == highest.start + QUARTER


def test_the_contract_changes_at_local_midnight(lived: Lived) -> None:
    """The last quarter of the 15th is a fixed price, the first of the 16th the market's."""
    by_start = {record.start.isoformat(): record for record in lived.records}
    before, after = by_start["2026-03-15T22:45:00+00:00"], by_start["2026-03-15T23:00:00+00:00"]
    # By night at the weekend: (0.105 + levies 0.0503) x 1.06, and 0.0524 x 1.06 for the grid.
    assert before.import_price == pytest.approx((0.105 + 0.0503 + 0.0524) * 1.06)
    market = lived.scenario.tariff.market.at(after.start)
    assert market is not None
    assert after.import_price == pytest.approx((1.02 * market + 0.011 + 0.0503 + 0.0524) * 1.06)
    assert after.import_price is not None
    assert after.import_cost == pytest.approx(after.imported / 1000 * after.import_price)
    assert isinstance(before.start, datetime) and after.start - before.start == timedelta(minutes=15)
