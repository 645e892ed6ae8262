"""Sums of quarters: what a bar of a chart, a day or a year stands for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..account import NOTHING, Share, total
from ..flows import Source
from ..quarter import QuarterRecord

BATTERY = (Source.BATTERY_SOLAR, Source.BATTERY_GRID, Source.BATTERY_UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What some quarters come to. Energies in Wh, money in EUR, CO2 in g."""

    start: datetime
    end: datetime
    imported: float = 0.0
    exported: float = 0.0
    solar: float = 0.0
    unmeasured: float = 0.0
    discharged: Mapping[str, float] = field(default_factory=dict)
    charged: Mapping[str, Share] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    """By consumer: its energy by source, and what it cost."""

    export: Share = NOTHING
    lost: Share = NOTHING
    found: float = 0.0
    stored: Mapping[str, Share] = field(default_factory=dict)
    """What each battery holds at the end."""

    import_cost: float = 0.0
    revenue: float = 0.0
    co2: float = 0.0
    heat: Mapping[str, float] = field(default_factory=dict)
    battery_worth: float = 0.0
    """What batteries gave to the house, at the price of an import of its moment (EUR): the simple saving."""

    unpriced: float = 0.0
    """Import of which no price is known (Wh)."""

    quarters: int = 0
    estimated: int = 0
    """Quarters that counters told of after a silence."""

    from_history: int = 0
    """Quarters that are older than the ledger."""

    @property
    def consumed(self) -> float:
        """Return what all consumers took (Wh)."""
        return sum(share.total for share in self.shares.values())

    @property
    def net(self) -> float:
        """Return what was imported beyond what was exported (Wh)."""
        return self.imported - self.exported

    @property
    def to_pay(self) -> float:
        """Return what the import cost less what the export earned (EUR); fees by the month are on the bill."""
        return self.import_cost - self.revenue

    @property
    def sources(self) -> Share:
        """Return where the consumption came from."""
        return total(self.shares.values())

    @property
    def self_consumption(self) -> float | None:
        """Return the part of the production that was not exported as it was made (0..1); None where there was none."""
        return 1 - self.export.energy.get(Source.SOLAR, 0.0) / self.solar if self.solar > 0 else None

    @property
    def autarky(self) -> float | None:
        """Return the part of the consumption that did not come from the grid, stored or not (0..1)."""
        used = self.sources
        bought = used.energy.get(Source.GRID, 0.0) + used.energy.get(Source.BATTERY_GRID, 0.0)
        return 1 - bought / used.total if used.total > 0 else None


def add_up(records: Iterable[QuarterRecord], start: datetime, end: datetime) -> Totals:
    """Return the sums of the quarters that begin from `start` to before `end`; records are in order."""
    shares: dict[str, _Sum] = {}
    charged: dict[str, _Sum] = {}
    discharged: dict[str, float] = {}
    heat: dict[str, float] = {}
    export, lost = _Sum(), _Sum()
    stored: Mapping[str, Share] = {}
    sums = dict.fromkeys(_PLAIN, 0.0)
    worth = unpriced = 0.0
    quarters = estimated = history = 0
    for record in records:
        if not start <= record.start < end:
            continue
        quarters += 1
        estimated += record.estimated
        history += record.imported_from_history
        for name in _PLAIN:
            sums[name] += getattr(record, name)
        for parts, more in ((shares, record.shares), (charged, record.charged)):
            for id_, share in more.items():
                parts.setdefault(id_, _Sum()).add(share)
        for amounts, told in ((discharged, record.discharged), (heat, record.heat)):
            for id_, amount in told.items():
                amounts[id_] = amounts.get(id_, 0.0) + amount
        export.add(record.export)
        lost.add(record.lost)
        stored = record.stored or stored
        worth += _battery_worth(record)
        if record.import_price is None:
            unpriced += record.imported
    return Totals(
        start=start,
        end=end,
        charged={id_: it.share for id_, it in charged.items()},
        shares={id_: it.share for id_, it in shares.items()},
        discharged=discharged,
        export=export.share,
        lost=lost.share,
        stored=stored,
        heat=heat,
        battery_worth=worth,
        unpriced=unpriced,
        quarters=quarters,
        estimated=estimated,
        from_history=history,
        **sums,
    )


def by_part(records: Sequence[QuarterRecord], parts: Iterable[tuple[datetime, datetime]]) -> tuple[Totals, ...]:
    """Return the sums of each part of a period; records and parts are in order."""
    found, place = [], 0
    for start, end in parts:
        while place < len(records) and records[place].start < start:
            place += 1
        first = place
        while place < len(records) and records[place].start < end:
            place += 1
        found.append(add_up(records[first:place], start, end))
    return tuple(found)


_PLAIN = ("imported", "exported", "solar", "unmeasured", "found", "import_cost", "revenue", "co2")


def _battery_worth(record: QuarterRecord) -> float:
    """Return what consumers took from batteries, at the price of an import (EUR)."""
    given = sum(share.energy.get(source, 0.0) for share in record.shares.values() for source in BATTERY)
    return given / 1000 * (record.import_price or 0.0)


class _Sum:
    """A share in the making: adding thousands of them must not make thousands of copies."""

    __slots__ = ("_energy", "_rest")

    def __init__(self) -> None:
        """Start with nothing."""
        self._energy: dict[Source, float] = {}
        self._rest = [0.0, 0.0, 0.0, 0.0]

    def add(self, share: Share) -> None:
        """Add one."""
        energy, rest = self._energy, self._rest
        for source, amount in share.energy.items():
            # Stored ones come back as plain text.
            origin = Source(source)
            energy[origin] = energy.get(origin, 0.0) + amount
        rest[0] += share.cost
        rest[1] += share.co2
        rest[2] += share.missed
        rest[3] += share.unpriced

    @property
    def share(self) -> Share:
        """Return the sum."""
        return Share(self._energy, *self._rest)
