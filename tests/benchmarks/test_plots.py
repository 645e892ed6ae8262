"""The pictures of docs/planning.md are drawn from what production code made of measured homes, and each has a place."""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.homes.home import read
from benchmarks.plots.__main__ import FOLDER
from benchmarks.plots.life import DATA, Life, life_in
from benchmarks.plots.panels import day, month
from benchmarks.plots.pictures import PICTURES
from simulator.plots.svg import Line, Panel, draw

TEXT = Path(__file__).parents[2] / "docs" / "planning.md"


@pytest.fixture(scope="module")
def life() -> Life:
    """Return two days of home A, on which a car comes."""
    return life_in(read(DATA / "home_a").slice(date(2024, 3, 4), 2))


def test_every_picture_is_there_and_shown() -> None:
    text = TEXT.read_text(encoding="utf-8")
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(PICTURES)
    assert [name for name in PICTURES if f"images/planning/{name}.svg" not in text] == []


def test_every_picture_lies_within_its_stay() -> None:
    for wanted in PICTURES.values():
        home = read(DATA / wanted.stay.home).slice(wanted.stay.begin, wanted.stay.days)
        days = {start.astimezone(home.zone).date() for start in home.starts}
        assert wanted.begin in days
        assert wanted.days == 1 or (wanted.begin.day == 1 and wanted.days <= len(days))


def test_a_day_shows_what_happened_beside_the_plan_of_midnight(life: Life) -> None:
    root = ET.fromstring(day(life, date(2024, 3, 5)))  # noqa: S314 - we drew it
    words = [it.text for it in root.findall(".//{*}text")]
    assert words.count("planned at midnight") == 2
    assert len(root.findall(".//{*}polyline")) == 11
    assert all(it.get("points") for it in root.findall(".//{*}polyline"))


def test_a_plan_of_midnight_begins_with_what_the_battery_holds(life: Life) -> None:
    plan = life.at_midnight[date(2024, 3, 5)]
    assert plan.made_at.astimezone(life.home.zone).hour == 0
    (battery,) = plan.batteries.values()
    # The minimum of 10 % is not part of what a home's file counts.
    kept = life.home.battery.capacity / 9 * 1000
    first = battery.soc[0] - kept
    moved = abs(battery.power[0]) * 0.25 / 0.95
    assert first == pytest.approx(1000 * life.lived.soc[life.index(date(2024, 3, 5)) - 1], abs=moved + 10)


def test_days_are_counted_where_there_are_many(life: Life) -> None:
    root = ET.fromstring(month(life, date(2024, 3, 4), 2))  # noqa: S314 - we drew it
    assert {"Overshot", "all foreseen"} <= {it.text for it in root.findall(".//{*}text")}
    many = ET.fromstring(draw([Panel("A", [Line("it", "car", [(0, 1)])])], 0, 31 * 86_400))  # noqa: S314 - we drew it
    ticks = [it.text for it in many.findall(".//{*}text") if it.get("text-anchor") == "middle"]
    assert ticks == ["1", "5", "9", "13", "17", "21", "25", "29"]
