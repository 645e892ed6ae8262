"""Sessions as tables: what a spreadsheet reads is what was charged, and nothing in it runs."""

import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.ledger.flows import Source
from custom_components.overshot.core.ledger.sessions.billing import Billing
from custom_components.overshot.core.ledger.sessions.csv_text import Separator, csv_text
from custom_components.overshot.core.ledger.sessions.html_text import html_report
from custom_components.overshot.core.ledger.sessions.imported import Known, ProblemKey, read_sessions
from custom_components.overshot.core.ledger.sessions.session import Session, SessionStatus, session_id
from custom_components.overshot.core.ledger.sessions.table import Around, Table, monthly_table, sessions_table
from custom_components.overshot.core.ledger.sessions.words import WORDS

BRUSSELS = ZoneInfo("Europe/Brussels")
START = datetime(2026, 10, 1, 16, tzinfo=UTC)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
KNOWN = Known(
    points={"garage": ("g", "Garage"), "street": ("s", "Street")},
    persons={"anna": ("a", "Anna")},
    zone=BRUSSELS,
    now=NOW,
    point="garage",
)


def around(language: str = "en") -> Around:
    """Return what tables are told beside the sessions."""
    return Around("Home", BRUSSELS, language, NOW, Billing(mid_meters={"g": "MID 7"}))


def session(hours: float = 0.0, energy: float = 20_000.0, **changes: object) -> Session:
    """Return a session that began so long after the start."""
    started = START + timedelta(hours=hours)
    told = {
        "id": session_id("g", started),
        "charge_point": "g",
        "charge_point_name": "Garage",
        "started": started,
        "ended": started + timedelta(hours=2),
        "status": SessionStatus.FINISHED,
        "energy": energy,
        "sources": {Source.SOLAR: energy / 3, Source.GRID: energy / 3},
        "cost": energy / 9000,
    }
    return Session(**{**told, **changes})  # type: ignore[arg-type]


def cells(text: str, delimiter: str) -> list[list[str]]:
    """Return what a spreadsheet reads."""
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


def column(table: Table, key: str) -> list[object]:
    """Return a column, with its sum at the end."""
    index = table.keys.index(key)
    return [*(row[index] for row in table.rows), table.totals[index]]


@given(
    energies=st.lists(st.floats(0, 200_000), min_size=1, max_size=30),
    separator=st.sampled_from(Separator),
)
def test_the_last_row_is_the_sum_of_the_rows_as_they_are_shown(energies: list[float], separator: Separator) -> None:
    sessions = [session(3 * index, energy) for index, energy in enumerate(energies)]
    table = sessions_table(sessions, around())
    delimiter, decimal = (",", ".") if separator is Separator.COMMA else (";", ",")
    headings, *rows, sums = cells(csv_text(table, separator), delimiter)
    for heading in ("Energy (kWh)", "Solar (kWh)", "Other or unknown (kWh)", "Cost (EUR)", "Plugged in (h)"):
        index = headings.index(heading)
        shown = [Decimal(row[index].replace(decimal, ".")) for row in rows if row[index]]
        assert sum(shown) == Decimal(sums[index].replace(decimal, ".") or 0)
    total = float(sums[headings.index("Energy (kWh)")].replace(decimal, "."))
    assert total == pytest.approx(sum(energies) / 1000, abs=0.0005 * len(energies) + 1e-6)


@given(name=st.text(min_size=1, max_size=30))
def test_no_name_becomes_a_formula_or_breaks_the_table(name: str) -> None:
    name = name.replace("\x00", "").replace("\r", " ").replace("\n", " ")
    text = csv_text(sessions_table([session(person_name=name)], around()), Separator.SEMICOLON)
    _, row, _ = cells(text, ";")
    shown = row[4]
    assert shown.removeprefix("'") == name.removeprefix("'") or shown == name
    assert not shown.startswith(("=", "+", "-", "@", "\t"))
    page = html_report([session(person_name=f"<script>{name}")], around(), START, NOW, {})
    assert "<script" not in page


def test_moments_are_local_and_energies_in_kilowatt_hours() -> None:
    table = sessions_table([session(reimbursement=6.4)], around())
    assert column(table, "energy") == [Decimal("20.000"), Decimal("20.000")]
    assert column(table, "other") == [Decimal("6.667"), Decimal("6.667")]
    assert column(table, "reimbursement") == [Decimal("6.4000"), Decimal("6.4000")]
    assert column(table, "meter")[0] == "MID 7"
    assert cells(csv_text(table, Separator.COMMA), ",")[1][:2] == ["2026-10-01 18:00:00", "2026-10-01 20:00:00"]


def test_a_month_is_that_of_the_house() -> None:
    # The last hours of September in UTC are October in Brussels.
    early = session(-17.5)
    assert early.started.month == 9
    table = monthly_table([early, session(1), session(2, person_name="Anna"), session(24 * 40)], around("nl"))
    assert column(table, "month") == ["2026-10", "2026-10", "2026-11", "Totaal"]
    assert column(table, "person")[:3] == ["Anna", "Onbekende persoon", "Onbekende persoon"]
    assert column(table, "sessions") == [Decimal(1), Decimal(2), Decimal(1), Decimal(4)]
    assert column(table, "energy")[-1] == Decimal("80.000")


def test_a_report_tells_how_it_was_measured() -> None:
    page = html_report([session()], around("nl-BE"), START, NOW, {"Garage": 0.125})
    for text in ("Laadrapport Home", "2026-10-01 - 2026-12-01", "MID 7", "12.5", "20.000", "kWh"):
        assert text in page
    assert 'lang="nl"' in page


def test_languages_have_the_same_words() -> None:
    assert WORDS["en"].keys() == WORDS["nl"].keys()


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("separator", list(Separator))
def test_our_own_tables_can_be_read_again(language: str, separator: Separator) -> None:
    written = [session(energy=12_345.0, person_name="Anna"), session(5, charge_point="s", charge_point_name="Street")]
    read = read_sessions(csv_text(sessions_table(written, around(language)), separator), KNOWN)
    assert read.problems == ()
    assert [line for line, _ in read.sessions] == [2, 3]
    for (_, again), before in zip(read.sessions, written, strict=True):
        assert (again.charge_point, again.started, again.ended) == (before.charge_point, before.started, before.ended)
        assert again.energy == before.energy
        assert again.cost == pytest.approx(before.cost, abs=1e-4)
        assert again.solar_share == pytest.approx(before.solar_share, abs=1e-3)
        assert sum(again.profile.values()) == pytest.approx(again.energy)
        assert again.status is SessionStatus.IMPORTED
    assert read.sessions[0][1].person == "a"


def test_tables_of_other_systems() -> None:
    text = (
        "Laadpaal;Starttijd;Duur;Verbruik;Gebruiker\r\n"
        'Street;01/10/2026 18:30;2:15;"1.234,5 kWh";Ben\r\n'
        ";02-10-2026 07:00:30;0,5;7,4;anna\r\n"
    )
    read = read_sessions(text.replace("1.234,5", "12,5"), KNOWN)
    assert read.problems == ()
    (_, first), (_, second) = read.sessions
    assert (first.charge_point, first.energy, first.person, first.person_name) == ("s", 12_500.0, None, "Ben")
    assert first.ended == datetime(2026, 10, 1, 18, 45, tzinfo=UTC)
    assert (second.charge_point, second.energy, second.person) == ("g", 7400.0, "a")
    assert second.duration(NOW) == 1800


LINES = [
    ("2026-10-01 10:00,soon,1,Garage", ProblemKey.MOMENT, "soon"),
    ("2026-10-01 10:00,,1,Garage", ProblemKey.NO_END, ""),
    ("2026-10-01 10:00,2026-10-01 09:00,1,Garage", ProblemKey.ORDER, "2026-10-01 10:00 - 2026-10-01 09:00"),
    ("2026-01-01 10:00,2026-10-01 09:00,1,Garage", ProblemKey.ORDER, "2026-01-01 10:00 - 2026-10-01 09:00"),
    ("2026-11-30 10:00,2026-12-01 09:00,1,Garage", ProblemKey.FUTURE, "2026-12-01 09:00"),
    ("2026-10-01 10:00,2026-10-01 11:00,much,Garage", ProblemKey.NUMBER, "much"),
    ("2026-10-01 10:00,2026-10-01 11:00,,Garage", ProblemKey.ENERGY, ""),
    ("2026-10-01 10:00,2026-10-01 11:00,-1,Garage", ProblemKey.ENERGY, "-1"),
    ("2026-10-01 10:00,2026-10-01 11:00,7400,Garage", ProblemKey.ENERGY, "7400"),
    ("2026-10-01 10:00,2026-10-01 11:00,nan,Garage", ProblemKey.NUMBER, "nan"),
    ("2026-10-01 10:00,2026-10-01 11:00,1,Elsewhere", ProblemKey.CHARGE_POINT, "Elsewhere"),
]


@pytest.mark.parametrize(("line", "key", "text"), LINES, ids=[f"{line[1]}: {line[2]}" for line in LINES])
def test_a_line_that_cannot_be_read_is_told_by_its_number(line: str, key: ProblemKey, text: str) -> None:
    good = "2026-10-02 10:00,2026-10-02 11:00,1,Garage"
    read = read_sessions(f"Start,End,Energy (kWh),Charge point\n{good}\n{line}\n", KNOWN)
    assert len(read.sessions) == 1
    (problem,) = read.problems
    assert (problem.line, problem.key, problem.text) == (3, key, text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", ProblemKey.EMPTY),
        ("\ufeff\r\n", ProblemKey.EMPTY),
        ("Start,End,Energy (kWh)\n", ProblemKey.EMPTY),
        ("Start,Energy (kWh)\n2026-10-01 10:00,1\n", ProblemKey.NO_COLUMN),
        ("one line of prose", ProblemKey.NO_COLUMN),
    ],
)
def test_a_table_that_is_none(text: str, key: ProblemKey) -> None:
    read = read_sessions(text, KNOWN)
    assert read.sessions == ()
    assert [problem.key for problem in read.problems] == [key]


def test_two_lines_for_one_time() -> None:
    lines = "2026-10-01 10:00,2026-10-01 12:00,1\n2026-10-01 11:00,2026-10-01 13:00,1\n2026-10-01 12:00,2026-10-01 13:00,1\n"
    read = read_sessions(f"Start,End,Energy\n{lines}", KNOWN)
    assert [(problem.line, problem.key) for problem in read.problems] == [(3, ProblemKey.TWICE)]


@given(text=st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    read = read_sessions(f"Start;End;Energy\n{text}", KNOWN)
    assert read.problems or read.sessions
