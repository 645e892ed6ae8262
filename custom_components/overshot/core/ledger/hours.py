"""The accounts of hours that were measured before the ledger was there, in quarters as it keeps them.

An hour is handed out as a whole and lies in its four quarters alike: what sun and house did within it is not known. What a
battery held before the first hour is of unknown origin.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from ..model import Series
from ..model.series import quarter_start
from .account import NOTHING, Share, total
from .attribution import Rates, attribute
from .flows import Flows
from .quarter import QuarterRecord
from .running import accrued, pieces
from .store import ASSUMED_LOSS, drawn, stored_as


def records_of(
    hours: Iterable[Flows], cars: Collection[str], imports: Series, exports: Series
) -> tuple[QuarterRecord, ...]:
    """Return the records of hours, which are in order and do not overlap.

    Args:
        hours: each as much given as taken.
        cars: ids of the consumers that are charge points.
        imports: what a kWh from the grid cost (EUR/kWh), as far as it is known.
        exports: what one into the grid earned.
    """
    content: dict[str, Share] = {}
    found: list[QuarterRecord] = []
    for hour in hours:
        for piece in pieces(hour):
            start = quarter_start(piece.start)
            rates = Rates(import_price=imports.at(start), export_price=exports.at(start))
            record, content = _quarter(piece, content, cars, rates)
            found.append(record)
    return tuple(found)


def _quarter(
    flows: Flows, content: Mapping[str, Share], cars: Collection[str], rates: Rates
) -> tuple[QuarterRecord, dict[str, Share]]:
    """Return the record of a quarter, and what the batteries hold after it."""
    stored = dict(content)
    outs, unknown = [], 0.0
    for id_, amount in flows.discharged.items():
        if amount > 0.0:
            out, stored[id_], surprise = drawn(stored.get(id_, NOTHING), amount)
            outs.append(out)
            unknown += surprise
    attributed = attribute(flows, total(outs), cars, rates)
    lost = NOTHING
    for id_, share in attributed.charged.items():
        held = stored_as(share)
        lost = lost + held.part(ASSUMED_LOSS)
        stored[id_] = stored.get(id_, NOTHING) + held.part(1 - ASSUMED_LOSS)
    record = accrued(
        QuarterRecord(start=quarter_start(flows.start)), flows, attributed, rates, dict(stored), lost, unknown, None
    )
    return replace(record, imported_from_history=True), stored
