"""Whose watt-hours came from where: the rule, in one place. `docs/ledger.md` tells it with an example.

What a house makes and uses in an interval is handed out in a fixed order. The house itself draws first, then what heats
and is switched, then cars, then batteries that charge, then the grid. The sun gives first, then batteries with the
average mix of what they hold, then what nobody measures, then the grid. Within a rank everybody gets the same mix. So
the solar share of a car is what was really left over, and what is exported never comes from the grid.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from .account import NOTHING, Share
from .flows import HOUSE, Flows, Source

_TINY: Final = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What goes with a watt-hour of an interval (EUR/kWh, g/kWh); None where it is not known."""

    import_price: float | None = None
    export_price: float | None = None
    co2: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """The accounts of an interval."""

    shares: dict[str, Share]
    charged: dict[str, Share]
    export: Share


def attribute(flows: Flows, content: Share, cars: Collection[str], rates: Rates) -> Attributed:
    """Return who took what.

    Args:
        flows: energies, in balance.
        content: what all batteries gave, by origin: as much as was discharged.
        cars: ids of the consumers that are charge points.
        rates: of the interval.
    """
    sold = flows.exported
    tap = _Tap(_blocks(flows, content, rates), flows.solar + flows.unmeasured + sum(flows.discharged.values()) - sold)
    ranks: tuple[dict[str, float], ...] = ({}, {}, {})
    for id_, amount in flows.consumed.items():
        ranks[0 if id_ == HOUSE else 2 if id_ in cars else 1][id_] = amount
    shares: dict[str, Share] = {}
    for rank in ranks:
        tap.serve(rank, shares)
    charged: dict[str, Share] = {}
    tap.serve(flows.charged, charged)
    export = tap.rest() if sold else NOTHING
    if export.missed:
        # What is sold as it is made misses nothing.
        at_once = export.energy.get(Source.SOLAR, 0.0) * (rates.export_price or 0.0) / 1000
        export = replace(export, missed=export.missed - at_once)
    return Attributed(shares=shares, charged=charged, export=export)


def _blocks(flows: Flows, content: Share, rates: Rates) -> list[Share]:
    """Return what there is to hand out, in order; the grid's is last."""
    blocks = []
    if flows.solar:
        blocks.append(Share({Source.SOLAR: flows.solar}, missed=flows.solar * (rates.export_price or 0.0) / 1000))
    if content.energy:
        blocks.append(content)
    if flows.unmeasured:
        blocks.append(Share({Source.UNMEASURED: flows.unmeasured}))
    imported, price = flows.imported, rates.import_price
    blocks.append(
        Share(
            {Source.GRID: imported} if imported else {},
            imported * (price or 0.0) / 1000,
            imported * (rates.co2 or 0.0) / 1000,
            0.0,
            imported if price is None else 0.0,
        )
    )
    return blocks


class _Tap:
    """Hands out blocks of energy in order."""

    __slots__ = ("_blocks", "_left", "_local", "_place")

    def __init__(self, blocks: list[Share], local: float) -> None:
        """Start with all blocks; `local` Wh of those before the last may be taken by consumers."""
        self._blocks = blocks
        self._left = [block.total for block in blocks]
        self._local = max(0.0, local)
        self._place = 0

    def serve(self, wants: Mapping[str, float], shares: dict[str, Share]) -> None:
        """Give everybody of a rank what he wants (Wh), all of the same mix."""
        wanted = sum(wants.values())
        if wanted <= 0.0:
            shares.update(dict.fromkeys(wants, NOTHING))
            return
        taken = self._take(wanted)
        if len(wants) == 1:
            shares.update(dict.fromkeys(wants, taken))
            return
        for id_, amount in wants.items():
            shares[id_] = taken.part(amount / wanted) if amount else NOTHING

    def rest(self) -> Share:
        """Return all that is left of what is not the grid's."""
        rest = NOTHING
        for block, left in zip(self._blocks[:-1], self._left[:-1], strict=True):
            if left > _TINY:
                rest = rest + _cut(block, left)
        return rest

    def _take(self, wanted: float) -> Share:
        """Take so much off the blocks (Wh), those of the house while they may be taken."""
        taken = NOTHING
        last = len(self._blocks) - 1
        while self._place < last and wanted > _TINY and self._local > _TINY:
            amount = min(wanted, self._left[self._place], self._local)
            taken = taken + _cut(self._blocks[self._place], amount)
            wanted -= amount
            self._local -= amount
            self._left[self._place] -= amount
            if self._left[self._place] <= _TINY:
                self._place += 1
        if wanted > _TINY and self._left[last] > 0.0:
            # Rounding aside it is enough: all that is taken was given.
            taken = taken + _cut(self._blocks[last], min(wanted, self._left[last]))
            self._left[last] = max(0.0, self._left[last] - wanted)
        return taken


def _cut(block: Share, amount: float) -> Share:
    """Return a part of a block (Wh)."""
    whole = block.total
    return block if amount >= whole else block.part(amount / whole)
