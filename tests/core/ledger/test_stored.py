"""What is kept of a quarter comes back, is small, and whatever else lies in the file is read with care."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.control.persistence import to_plain
from custom_components.overshot.core.ledger.account import Share
from custom_components.overshot.core.ledger.flows import HOUSE, Source
from custom_components.overshot.core.ledger.quarter import QuarterRecord
from custom_components.overshot.core.ledger.stored import record_from_plain, record_to_plain

START = datetime(2026, 11, 17, 9, 15, tzinfo=UTC)

amounts = st.floats(0, 1e5).map(lambda value: round(value, 6))
money = st.floats(-100, 100).map(lambda value: round(value, 6))
shares = st.builds(
    Share,
    st.dictionaries(st.sampled_from(Source), amounts.filter(bool), max_size=4),
    money,
    amounts,
    money,
    amounts,
)
by_id = st.dictionaries(st.sampled_from([HOUSE, "car", "pump", "sensor.dishes"]), shares, max_size=3)
records = st.builds(
    QuarterRecord,
    start=st.integers(0, 100_000).map(lambda count: START + count * timedelta(minutes=15)),
    imported=amounts,
    exported=amounts,
    solar=amounts,
    discharged=st.dictionaries(st.sampled_from(["a", "b"]), amounts, max_size=2),
    charged=by_id,
    shares=by_id,
    export=shares,
    lost=shares,
    stored=by_id,
    import_cost=money,
    import_price=st.none() | money,
    co2_intensity=st.none() | amounts,
    register=st.none() | st.integers(1, 2),
    heat=st.dictionaries(st.just("boiler"), amounts, max_size=1),
    known=st.floats(0, 900).map(lambda value: round(value, 6)),
    estimated=st.booleans(),
    imported_from_history=st.booleans(),
)


@given(records)
def test_what_is_kept_comes_back(record: QuarterRecord) -> None:
    assert record_from_plain(json.loads(json.dumps(record_to_plain(record)))) == record


@given(records)
def test_what_the_careful_writer_wrote_is_read_as_well(record: QuarterRecord) -> None:
    assert record_from_plain(json.loads(json.dumps(to_plain(record)))) == record


def test_a_quarter_of_which_nothing_is_known_is_a_moment() -> None:
    assert record_to_plain(QuarterRecord(start=START)) == {"start": START.isoformat()}


def test_a_millionth_of_a_watt_hour_is_lost_at_most() -> None:
    record = QuarterRecord(start=START, imported=1 / 3, shares={HOUSE: Share({Source.GRID: 1 / 3}, cost=0.1 / 3)})
    back = record_from_plain(record_to_plain(record))
    assert back.imported == pytest.approx(1 / 3, abs=1e-6)
    assert back.shares[HOUSE].cost == pytest.approx(0.1 / 3, abs=1e-6)


@pytest.mark.parametrize(
    ("changes", "imported"),
    [
        ({"imported": None}, 0.0),
        ({"imported": "much"}, 0.0),
        ({"shares": {"car": {"energy": {"wind": 3.0}}}}, 7.0),
        ({"shares": {"car": 3}}, 7.0),
        ({"shares": None}, 7.0),
        ({"lost": {"energy": None}}, 7.0),
        ({"wind": 3.0}, 7.0),
    ],
    ids=["no number", "a word", "an unknown source", "no share", "no shares", "no energies", "of a newer version"],
)
def test_what_makes_no_sense_costs_only_itself(changes: dict[str, Any], imported: float) -> None:
    record = record_from_plain({"start": START.isoformat(), "imported": 7.0, **changes})
    assert (record.start, record.imported) == (START, imported)


@pytest.mark.parametrize("plain", [None, [], {}, {"start": None}, {"start": "2026-11-17T09:15:00"}, {"start": "soon"}])
def test_what_has_no_moment_is_no_quarter(plain: Any) -> None:
    with pytest.raises(ValueError):
        record_from_plain(plain)
