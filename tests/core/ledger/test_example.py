"""The example of docs/ledger.md comes out as it is told there."""

from datetime import timedelta
from pathlib import Path
import re

import pytest

from custom_components.overshot.core.ledger.account import Share
from custom_components.overshot.core.ledger.attribution import Rates, attribute
from custom_components.overshot.core.ledger.flows import HOUSE, Flows, Source
from custom_components.overshot.core.ledger.store import drawn, reconciled, stored_as

from .home import NOON

PAGE = (Path(__file__).parents[3] / "docs/ledger.md").read_text(encoding="utf-8")


def told(table: str) -> dict[str, list[float]]:
    """Return the numbers of a table of the page, by the name of the row."""
    found = re.search(rf"<!-- {table} -->\n\n(.*?)\n\n", PAGE, re.DOTALL)
    assert found is not None
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()[2:]]
    return {name: [float(number) for number in numbers] for name, *numbers in rows}


def row(share: Share, *sources: Source) -> list[float]:
    """Return an account as a row: kWh in all, kWh of each source, EUR."""
    return [share.total / 1000, *(share.energy.get(source, 0.0) / 1000 for source in sources), share.cost]


def test_it_comes_out_as_it_is_told() -> None:
    cars = {"car A", "car B"}
    noon = attribute(
        Flows(
            start=NOON,
            end=NOON + timedelta(minutes=15),
            imported=900.0,
            solar=2000.0,
            charged={"battery": 400.0},
            consumed={HOUSE: 400.0, "heat pump": 500.0, "car A": 1200.0, "car B": 400.0},
        ),
        Share(),
        cars,
        Rates(import_price=0.30, export_price=0.05),
    )
    page = told("noon")
    accounts = {**noon.shares, **noon.charged}
    assert set(page) == set(accounts)
    for name, numbers in page.items():
        share = accounts[name]
        shown = [*row(share, Source.SOLAR, Source.GRID), share.missed]
        assert shown == pytest.approx(numbers, abs=0.6e-4), name

    content = Share({Source.BATTERY_SOLAR: 1200.0}) + stored_as(noon.charged["battery"])
    out, content, unknown = drawn(content, 800.0)
    assert unknown == 0.0
    evening = attribute(
        Flows(
            start=NOON,
            end=NOON + timedelta(minutes=15),
            imported=200.0,
            discharged={"battery": 800.0},
            consumed={HOUSE: 500.0, "car A": 500.0},
        ),
        out,
        cars,
        Rates(import_price=0.40, export_price=0.05),
    )
    page = told("evening")
    assert set(page) == set(evening.shares)
    for name, numbers in page.items():
        shown = row(evening.shares[name], Source.BATTERY_SOLAR, Source.BATTERY_GRID, Source.GRID)
        assert shown == pytest.approx(numbers, abs=0.6e-4), name

    holds, lost, found = reconciled(content, 5.0, 10_000.0)
    assert found == 0.0
    page = told("battery")
    for name, share in (("lost", lost), ("holds", holds)):
        shown = row(share, Source.BATTERY_SOLAR, Source.BATTERY_GRID)
        assert shown == pytest.approx(page[name], abs=0.6e-4), name
