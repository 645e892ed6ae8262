"""What was planned for a quarter is kept when it begins, and told beside what came of it."""

from datetime import UTC, datetime, timedelta

from homeassistant.util import dt as dt_util

from custom_components.overshot.core.ledger.account import Share
from custom_components.overshot.core.ledger.flows import HOUSE, Source
from custom_components.overshot.core.ledger.quarter import QuarterRecord
from custom_components.overshot.plans.journal import Expectation, PlanJournal, told_past

from .conftest import SERIAL, PlanningHouse

QUARTER = timedelta(minutes=15)
TEN = datetime(2026, 11, 17, 9, tzinfo=UTC)


async def test_the_first_plan_of_a_quarter_is_kept_and_later_ones_of_it_are_not(house: PlanningHouse) -> None:
    journal, battery = house.plans.journal, house.id_of(SERIAL)
    # The very first one did not know of the battery yet.
    await house.ask("replan")
    assert list(journal.quarters) == [TEN]
    first = journal.quarters[TEN]
    assert battery in first.devices
    assert first.soc == 71

    house.drawn = 4000.0
    await house.ask("replan")
    assert journal.quarters[TEN] is first


async def test_each_quarter_is_kept_and_the_day_before_yesterday_forgotten(house: PlanningHouse) -> None:
    await house.wait(13 * 60)
    assert list(house.plans.journal.quarters) == [TEN, TEN + QUARTER]

    planned = house.plans.data
    assert planned is not None
    aged = PlanJournal({TEN - timedelta(days=3): house.plans.journal.quarters[TEN]})
    aged.note(planned, None, dt_util.utcnow())
    assert list(aged.quarters) == [TEN + QUARTER]


def test_energies_of_a_quarter_are_told_as_mean_powers_with_the_signs_of_the_house() -> None:
    record = QuarterRecord(
        start=TEN,
        imported=100.0,
        exported=350.0,
        solar=1000.0,
        discharged={"battery": 20.0},
        charged={"battery": Share({Source.SOLAR: 270.0})},
        shares={HOUSE: Share({Source.SOLAR: 100.0}), "car": Share({Source.SOLAR: 400.0})},
        known=900.0,
    )
    (told,) = told_past(PlanJournal(), [record], {"battery": "GoodWe", "car": "Garage"}, TEN)
    assert told["planned"] is None
    assert told["measured"] == {
        "load": 400.0,
        "solar": 4000.0,
        "grid": -1000.0,
        "devices": {"GoodWe": -1000.0, "Garage": 1600.0},
    }


def test_a_quarter_that_was_hardly_measured_tells_no_power() -> None:
    (told,) = told_past(PlanJournal(), [QuarterRecord(start=TEN, imported=10.0, known=30.0)], {}, TEN)
    assert told["measured"] is None


def test_what_was_planned_yesterday_is_not_told_of_today() -> None:
    expected = Expectation(load=500.0, solar=0.0, grid=500.0, devices={"gone": 1.0}, soc=50.0)
    journal = PlanJournal({TEN - QUARTER: expected, TEN: expected})
    (told,) = told_past(journal, [], {}, TEN)
    assert told["start"] == TEN.isoformat()
    assert told["planned"]["devices"] == {"gone": 1.0}
    assert (told["measured"], told["soc"]) == (None, 50.0)
