"""The pictures of the documentation are drawn from scenarios, the same each time, and each has a place in the text."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from simulator.plots.__main__ import FOLDER, picture
from simulator.plots.pictures import PICTURES
from simulator.plots.svg import Line, Panel, draw

TEXT = Path(__file__).parents[2] / "docs" / "control.md"


def test_every_picture_is_there_and_shown() -> None:
    text = TEXT.read_text(encoding="utf-8")
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(PICTURES)
    assert [name for name in PICTURES if f"images/control/{name}.svg" not in text] == []


def test_a_picture_is_the_same_each_time_and_is_an_svg() -> None:
    once, again = (picture(PICTURES["meter_silent"]) for _ in range(2))
    assert once == again
    root = ET.fromstring(once)  # noqa: S314 - we drew it
    assert root.tag.endswith("svg")
    assert len(root.findall(".//{*}polyline")) == 3


@pytest.mark.parametrize(
    ("values", "lowest", "highest"),
    [([0.0, 0.9], "0", "1"), ([-3.1, 2.0], "-4", "2"), ([0.0], "0", "1e-09"), ([6.0, 16.0], "0", "20")],
)
def test_scales_are_round_and_enclose_everything(values: list[float], lowest: str, highest: str) -> None:
    lines = [Line("it", "car", list(enumerate(values)))]
    root = ET.fromstring(draw([Panel("A", lines)], 0, 60))  # noqa: S314 - we drew it
    ticks = [it.text for it in root.findall(".//{*}text") if it.get("text-anchor") == "end"]
    assert (ticks[0], ticks[-1]) == (lowest, highest)
