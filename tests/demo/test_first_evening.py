"""The written path and the one that is clicked are the same."""

from pathlib import Path
import re

import pytest

from demo.clicks import CLICKS, Click, Kind

PAGE = (Path(__file__).parent.parent.parent / "docs/first-evening.md").read_text(encoding="utf-8")
STEPS = PAGE[PAGE.index("## Step by step") : PAGE.index("## What happens then")]
BOLD = tuple(re.findall(r"\*\*(.+?)\*\*", STEPS))
PRESSED = tuple(it for it in CLICKS if it.kind not in (Kind.FILL, Kind.AWAIT))


def test_what_stands_in_bold_is_clicked_in_that_order() -> None:
    assert tuple(it.label for it in PRESSED) == BOLD


@pytest.mark.parametrize("click", [it for it in CLICKS if it.kind in (Kind.FILL, Kind.AWAIT)], ids=lambda it: it.label)
def test_what_is_awaited_and_filled_in_is_named(click: Click) -> None:
    assert f"*{click.label}*" in STEPS


@pytest.mark.parametrize("click", [it for it in CLICKS if it.kind is Kind.FILL], ids=lambda it: it.label)
def test_what_is_typed_is_told(click: Click) -> None:
    assert f"`{click.value}`" in STEPS or click.value in ("{p1}", "{ports}")
