"""The file of a site's records: kept for years, moved to new versions, never the reason why a house stands still."""

from datetime import timedelta
from pathlib import Path
import shutil
import sqlite3

import pytest

from custom_components.overshot.core.ledger.account import Share
from custom_components.overshot.core.ledger.flows import Source
from custom_components.overshot.core.ledger.quarter import QuarterRecord
from custom_components.overshot.core.ledger.sessions.query import SessionQuery, SortKey
from custom_components.overshot.core.ledger.sessions.session import SessionStatus
from custom_components.overshot.core.model import MonthPeak
from custom_components.overshot.records.file import Batch, RecordFile, RecordsError, Trouble
from custom_components.overshot.records.schema import MIGRATIONS, VERSION

from .made import MONTH, session

NOW = MONTH + timedelta(days=40)
ALL = SessionQuery()


def opened(path: Path) -> RecordFile:
    """Return the open file."""
    file = RecordFile(path)
    file.open()
    return file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the records are."""
    return tmp_path / "new folder" / "overshot.db"


def test_all_that_was_written_is_there_again(path: Path) -> None:
    quarter = QuarterRecord(
        start=MONTH,
        imported=250.0,
        shares={"house": Share({Source.GRID: 250.0}, cost=0.075)},
        charged={"battery": Share({Source.SOLAR: 10.0})},
        import_price=0.3,
    )
    peak = MonthPeak(demand=4210.0, at=MONTH + timedelta(hours=18), month=MONTH)
    file = opened(path)
    file.write(Batch(quarters=[quarter], sessions=[session()], peaks=[peak], meta={"ledger": "{}", "gone": "1"}))
    file.write(Batch(meta={"gone": None}))
    file.close()
    assert not path.with_name("overshot.db-wal").exists()

    file = opened(path)
    assert file.trouble is None
    assert file.quarters(MONTH, MONTH + timedelta(seconds=1)) == [quarter]
    assert file.quarters(MONTH + timedelta(seconds=1), NOW) == []
    assert file.known() == (MONTH, MONTH)
    assert file.peaks(MONTH, NOW) == [peak]
    assert file.sessions(ALL, NOW).sessions == (session(),)
    assert (file.meta("ledger"), file.meta("gone")) == ("{}", None)
    file.close()


def test_a_session_written_again_is_the_same_session(path: Path) -> None:
    file = opened(path)
    file.write(Batch(sessions=[session(ended=None, status=SessionStatus.RUNNING, energy=5.0)]))
    file.write(Batch(sessions=[session()]))
    page = file.sessions(ALL, NOW)
    assert page.sessions == (session(),)
    assert page.totals.energy == 20_000
    file.close()


def test_what_was_measured_is_not_replaced_by_what_was_imported(path: Path) -> None:
    measured = QuarterRecord(start=MONTH, imported=250.0, known=900.0)
    imported = QuarterRecord(start=MONTH, imported=260.0, imported_from_history=True)
    file = opened(path)
    for record, then in ((imported, imported), (measured, measured), (imported, measured)):
        file.write(Batch(quarters=[record]))
        assert file.quarters(MONTH, NOW) == [then]
    file.close()


def test_a_batch_is_written_whole_or_not_at_all(path: Path) -> None:
    file = opened(path)
    with pytest.raises(AttributeError):
        file.write(Batch(sessions=[session(), "no session"], meta={"ledger": "{}"}))  # type: ignore[list-item]
    assert file.sessions(ALL, NOW).totals.count == 0
    file.write(Batch(sessions=[session()]))
    assert file.sessions(ALL, NOW).totals.count == 1
    file.close()


def test_moving_up_from_version_1(path: Path) -> None:
    path.parent.mkdir()
    before = sqlite3.connect(path)
    before.executescript((Path(__file__).parent / "version_1.sql").read_text())
    assert before.execute("PRAGMA user_version").fetchone() == (1,)
    before.close()

    file = opened(path)
    assert file.trouble is None
    page = file.sessions(SessionQuery(sort=SortKey.STARTED, descending=False), NOW)
    assert [each.person_name for each in page.sessions] == ["Anna", "Ben", ""]
    assert page.totals.energy == 60_000
    assert page.totals.reimbursement == 0
    assert file.meta("ledger") == '{"started":true}'
    file.write(Batch(sessions=[session(20, reimbursement=6.4)]))
    assert file.sessions(ALL, NOW).totals.reimbursement == 6.4
    file.close()
    after = sqlite3.connect(path)
    assert after.execute("PRAGMA user_version").fetchone() == (VERSION,)
    after.close()


def test_each_version_has_its_way_up() -> None:
    assert list(MIGRATIONS) == list(range(1, VERSION + 1))


@pytest.mark.parametrize("spoilt", ["garbage", "middle"])
def test_a_damaged_file_is_set_aside(path: Path, spoilt: str) -> None:
    file = opened(path)
    file.write(Batch(sessions=[session(day / 10) for day in range(400)]))
    file.close()
    raw = path.read_bytes()
    if spoilt == "garbage":
        path.write_bytes(b"no database at all" * 500)
    else:
        # As after a crash: nobody closed it well, and a page is spoilt.
        connection = sqlite3.connect(path)
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'closed_well'")
        connection.commit()
        connection.close()
        raw = path.read_bytes()
        path.write_bytes(raw[: len(raw) // 2] + b"\xff" * 8192 + raw[len(raw) // 2 + 8192 :])

    file = opened(path)
    assert file.trouble is Trouble.DAMAGED
    assert file.set_aside is not None and file.set_aside.exists()
    file.write(Batch(sessions=[session()]))
    assert file.sessions(ALL, NOW).totals.count == 1
    file.close()
    assert opened(path).trouble is None


def test_a_file_that_is_spoilt_while_it_is_open(path: Path) -> None:
    file = opened(path)
    # More than SQLite keeps in memory.
    file.write(Batch(sessions=[session(day / 100) for day in range(5000)]))
    file.hold()
    size = path.stat().st_size
    with path.open("r+b") as raw:
        raw.seek(4096)
        raw.write(b"\xff" * (size - 4096))
    assert file.sessions(ALL, NOW).totals.count == 0
    assert file.trouble is Trouble.DAMAGED
    file.write(Batch(sessions=[session()], meta={"ledger": "{}"}))
    assert file.sessions(ALL, NOW).totals.count == 1
    assert file.meta("ledger") == "{}"
    file.close()


def test_a_file_of_a_newer_version_is_kept_for_it(path: Path) -> None:
    file = opened(path)
    file.write(Batch(sessions=[session()]))
    file.close()
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    file = opened(path)
    assert file.trouble is Trouble.NEWER
    assert file.set_aside is not None
    kept = sqlite3.connect(file.set_aside)
    assert kept.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
    kept.close()
    file.close()


def test_where_no_file_can_be_the_house_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "records.db"
    folder.mkdir()
    file = opened(folder)
    assert file.trouble is Trouble.VOLATILE
    file.write(Batch(sessions=[session()]))
    assert file.sessions(ALL, NOW).totals.count == 1
    file.close()


def test_a_closed_file_says_so(path: Path) -> None:
    file = opened(path)
    file.close()
    with pytest.raises(RecordsError):
        file.sessions(ALL, NOW)


def test_a_backup_is_a_copy_of_one_moment(path: Path, tmp_path: Path) -> None:
    file = opened(path)
    file.write(Batch(sessions=[session()]))
    file.hold()
    held = path.read_bytes()
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    file.write(Batch(sessions=[session(day) for day in range(1, 30)]))
    assert path.read_bytes() == held
    assert file.sessions(ALL, NOW).totals.count == 30
    restored = opened(copy)
    assert restored.trouble is None
    assert restored.sessions(ALL, NOW).totals.count == 1
    restored.close()
    file.release()
    file.close()
    assert opened(path).sessions(ALL, NOW).totals.count == 30


def test_removing_leaves_nothing(path: Path) -> None:
    file = opened(path)
    file.write(Batch(sessions=[session()]))
    file.remove()
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("query", "days"),
    [
        (SessionQuery(charge_points=("garage",)), {0, 2}),
        (SessionQuery(charge_points=("garage", "street")), {0, 1, 2, 3}),
        (SessionQuery(persons=("anna",)), {0}),
        (SessionQuery(persons=("",)), {2, 3}),
        (SessionQuery(persons=("", "ben"), charge_points=("street",)), {1, 3}),
        (SessionQuery(vehicles=("zoe",)), {1}),
        (SessionQuery(statuses=(SessionStatus.RUNNING,)), {3}),
        (SessionQuery(start=MONTH + timedelta(days=1)), {1, 2, 3}),
        (SessionQuery(start=MONTH, end=MONTH + timedelta(days=1)), {0}),
        (SessionQuery(charge_points=("elsewhere",)), set()),
    ],
    ids=["point", "points", "person", "nobody", "both", "vehicle", "running", "from", "day", "none"],
)
def test_filters(path: Path, query: SessionQuery, days: set[int]) -> None:
    file = opened(path)
    kept = [
        session(0, person="anna"),
        session(1, point="street", person="ben", vehicle="zoe"),
        session(2, energy=5000.0, cost=None),
        session(3, point="street", ended=None, status=SessionStatus.RUNNING, energy=1000.0),
    ]
    file.write(Batch(sessions=kept))
    page = file.sessions(query, NOW)
    found = [each for day, each in enumerate(kept) if day in days]
    assert {each.id for each in page.sessions} == {each.id for each in found}
    assert page.totals.count == len(found)
    assert page.totals.energy == sum(each.energy for each in found)
    assert page.totals.cost == pytest.approx(sum(each.cost or 0 for each in found))
    assert page.totals.unpriced == sum(each.cost is None for each in found)
    assert page.totals.distance == pytest.approx(sum(each.distance or 0 for each in found))
    assert page.totals.plugged_time == sum(each.duration(NOW) for each in found)
    assert page.totals.sources[Source.SOLAR] == sum(each.sources[Source.SOLAR] for each in found)
    file.close()


def test_pages_are_parts_of_one_list(path: Path) -> None:
    file = opened(path)
    kept = [session(day, energy=1000.0 * (day * 7 % 11)) for day in range(11)]
    file.write(Batch(sessions=kept))
    for sort in SortKey:
        whole = file.sessions(SessionQuery(sort=sort), NOW).sessions
        pages = [file.sessions(SessionQuery(sort=sort, offset=start, limit=4), NOW) for start in (0, 4, 8)]
        assert tuple(each for page in pages for each in page.sessions) == whole
        assert {page.totals.count for page in pages} == {11}
    by_energy = file.sessions(SessionQuery(sort=SortKey.ENERGY, descending=False), NOW).sessions
    assert [each.energy for each in by_energy] == sorted(each.energy for each in kept)
    file.close()


def test_how_long_a_charge_point_was_occupied(path: Path) -> None:
    file = opened(path)
    file.write(
        Batch(
            sessions=[
                session(0),
                session(0.9),
                session(1, point="street", ended=None, status=SessionStatus.RUNNING),
            ]
        )
    )
    day = timedelta(days=1)
    assert file.occupied(MONTH, MONTH + day, NOW) == {"garage": (8 + 2.4) * 3600}
    assert file.occupied(MONTH + day, MONTH + 3 * day, MONTH + 2 * day) == {
        "garage": pytest.approx(5.6 * 3600),
        "street": 86_400,
    }
    file.close()
