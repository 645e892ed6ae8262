"""One cycle of the ledger: readings in, energies and accounts out. A pure function, as the controller is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import inf
from typing import Final

from ..model import Series, Site, Snapshot
from ..model.series import QUARTER, quarter_start
from .account import NOTHING, Share, added, total
from .attribution import Attributed, Rates, attribute
from .booking import LATENESS, book
from .flows import Flows
from .memory import LedgerMemory
from .meters import BRIDGED, given_up, measure
from .quarter import QuarterRecord
from .running import accrued, heat_stored, pieces, temperatures
from .store import ASSUMED_LOSS, drawn, reconciled, shown_as, stored_as, unknown

WAITED: Final = 120.0
"""A meter that falls silent while something flows is waited for so long (s): its counter then tells it in its place."""

_LATE: Final = 60.0
"""No reading is later while it still counts, at the power of the whole connection (s)."""

LONGEST: Final = 40 * 86400.0
"""After a longer silence the ledger begins anew (s): nobody knows any more when what the counters tell was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What energy costs and earns, all included (EUR/kWh); None where it is not known."""

    import_price: float | None = None
    """Now."""

    export_price: float | None = None
    """Now."""

    imports: Series | None = None
    """Of earlier quarters, for what counters tell after a silence; without it that stays unpriced."""

    exports: Series | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerStep:
    """What a cycle brought."""

    memory: LedgerMemory
    flows: Flows | None = None
    """None in the first cycle, and while a meter that fell silent is waited for; the next ones make up for it."""

    shares: Mapping[str, Share] = field(default_factory=dict)
    """Of each consumer in this cycle, by id."""

    charged: Mapping[str, Share] = field(default_factory=dict)
    """Into each battery in this cycle."""

    closed: tuple[QuarterRecord, ...] = ()
    """Quarters that have ended, oldest first."""


def step(
    site: Site, memory: LedgerMemory, snapshot: Snapshot, prices: Prices, co2: float | None, now: datetime
) -> LedgerStep:
    """Return what flowed since the last cycle, whose it was, and the quarters that ended.

    Args:
        site: ratings of batteries and loads.
        memory: of the last cycle.
        snapshot: what is known now.
        prices: of this moment.
        co2: of the grid now (g/kWh); None where it is not known.
        now: aware UTC.
    """
    last = memory.at
    if last is None or (now - last).total_seconds() > LONGEST:
        return _begin(memory, snapshot, now)
    if now <= last:
        # The clock was set back. What runs goes on, in the quarter it was in.
        return LedgerStep(memory=memory if now == last else replace(memory, at=now, told_until=now))
    measured = measure(memory.tracks, snapshot, last, now)
    untold = dict(memory.owed)
    for key, amount in measured.energy.items():
        untold[key] = untold.get(key, 0.0) + amount
    late, estimated = memory.late + measured.late, memory.estimated or measured.estimated
    start, tracks = memory.told_until or last, measured.tracks
    waiting_since = (memory.waiting_since or now) if measured.waiting else None
    if waiting_since is not None and (now - waiting_since).total_seconds() > WAITED:
        tracks, waiting_since = given_up(tracks), None
    if waiting_since is not None or not measured.grid:
        # Without the meter at the connection nobody knows what the house took.
        held = replace(
            memory,
            at=now,
            told_until=start,
            waiting_since=waiting_since,
            tracks=tracks,
            owed=untold,
            late=late,
            estimated=estimated,
        )
        return LedgerStep(memory=held)
    connection = site.connection
    most = inf if measured.source_lost else 3 * connection.fuse * connection.voltage * _LATE / 3600
    booked = book(untold, late, start, now, estimated=estimated, lateness=max(LATENESS, most))
    quarters = _Quarters(site, memory, snapshot, prices, co2, now)
    for piece in pieces(booked.flows):
        quarters.add(piece)
    quarters.end()
    return LedgerStep(
        memory=LedgerMemory(
            at=now,
            told_until=now,
            tracks=tracks,
            owed=booked.owed,
            late=booked.late,
            stored=quarters.stored,
            temperatures=quarters.temperatures,
            running=quarters.running,
        ),
        flows=booked.flows,
        shares=quarters.shares,
        charged=quarters.charged,
        closed=tuple(quarters.closed),
    )


def _begin(memory: LedgerMemory, snapshot: Snapshot, now: datetime) -> LedgerStep:
    """Return the first cycle: counters are noted, and nothing is told of the time before."""
    measured = measure({}, snapshot, now, now)
    closed = (memory.running,) if memory.running is not None else ()
    fresh = LedgerMemory(
        at=now,
        told_until=now,
        tracks=measured.tracks,
        stored=memory.stored,
        temperatures=temperatures(snapshot.loads),
    )
    return LedgerStep(memory=fresh, closed=closed)


class _Quarters:
    """The accounts of one cycle, which may lie in several quarters."""

    __slots__ = (
        "_capacities",
        "_cars",
        "_co2",
        "_loads",
        "_now",
        "_prices",
        "_register",
        "_snapshot",
        "charged",
        "closed",
        "running",
        "shares",
        "stored",
        "temperatures",
    )

    def __init__(
        self,
        site: Site,
        memory: LedgerMemory,
        snapshot: Snapshot,
        prices: Prices,
        co2: float | None,
        now: datetime,
    ) -> None:
        """Go on from what is remembered."""
        self._capacities = {battery.id: battery.capacity for battery in site.batteries}
        self._cars = {point.id for point in site.charge_points} | snapshot.charge_points.keys()
        self._co2, self._loads, self._now, self._prices = co2, site.loads, now, prices
        self._register = snapshot.grid.value.tariff if snapshot.grid is not None else None
        self._snapshot = snapshot
        self.running = memory.running
        self.stored: dict[str, Share] = dict(memory.stored)
        self.temperatures = memory.temperatures
        self.shares: Mapping[str, Share] = {}
        self.charged: Mapping[str, Share] = {}
        self.closed: list[QuarterRecord] = []

    def add(self, flows: Flows) -> None:
        """Add a part that lies in one quarter."""
        quarter = quarter_start(flows.start)
        if self.running is None:
            self.running = QuarterRecord(start=quarter)
        elif self.running.start < quarter:
            self._close()
            self.running = QuarterRecord(start=quarter)
        rates = self._rates(self.running)
        outs, found = [], self._first_seen()
        for id_, amount in flows.discharged.items():
            if amount:
                out, self.stored[id_], surprise = drawn(self.stored.get(id_, NOTHING), amount)
                outs.append(out)
                found += surprise
        attributed = attribute(flows, total(outs), self._cars, rates)
        lost, more = self._store(attributed, last=flows.end == self._now)
        self.running = accrued(self.running, flows, attributed, rates, self.stored, lost, found + more, self._register)
        self.shares = added(self.shares, attributed.shares) if self.shares else attributed.shares
        self.charged = added(self.charged, attributed.charged) if self.charged else attributed.charged

    def end(self) -> None:
        """Close the quarter where it has ended."""
        if self.running is not None and self.running.start + QUARTER <= self._now:
            self._close()

    def _close(self) -> None:
        """Close the running quarter."""
        assert self.running is not None
        loads, readings = {load.id: load for load in self._loads}, self._snapshot.loads
        if readings:
            heat = heat_stored(self.running, loads, readings, self.temperatures)
            self.running = replace(self.running, heat=heat)
            self.temperatures = temperatures(readings)
        self.closed.append(replace(self.running, stored=dict(self.stored)))
        self.running = None

    def _rates(self, record: QuarterRecord) -> Rates:
        """Return what went with energy in a quarter: now, as long as it ran, or as it is looked up."""
        prices = self._prices
        if record.start + QUARTER > self._now:
            return Rates(import_price=prices.import_price, export_price=prices.export_price, co2=self._co2)
        bought, sold = record.import_price, record.export_price
        if bought is None and prices.imports is not None:
            bought = prices.imports.at(record.start)
        if sold is None and prices.exports is not None:
            sold = prices.exports.at(record.start)
        return Rates(import_price=bought, export_price=sold, co2=self._co2)

    def _store(self, attributed: Attributed, *, last: bool) -> tuple[Share, float]:
        """Put what was charged into the batteries; return what was lost, and what they hold more than was known (Wh)."""
        lost, found = NOTHING, 0.0
        for id_, share in attributed.charged.items():
            if share.energy:
                held = stored_as(share)
                if not self._told(id_):
                    lost = lost + held.part(ASSUMED_LOSS)
                    held = held.part(1 - ASSUMED_LOSS)
                self.stored[id_] = self.stored.get(id_, NOTHING) + held
        if not last:
            return lost, found
        for id_, reading in self._snapshot.batteries.items():
            capacity, soc = self._capacities.get(id_), reading.value.soc
            if not capacity or soc is None or abs(reading.age(self._now)) > BRIDGED:
                continue
            self.stored[id_], gone, more = reconciled(self.stored[id_], soc, capacity)
            lost, found = lost + gone, found + more
        return lost, found

    def _first_seen(self) -> float:
        """Take up batteries that were not known: what they hold is of unknown origin. Return how much it is (Wh)."""
        found = 0.0
        for id_, reading in self._snapshot.batteries.items():
            capacity, soc = self._capacities.get(id_), reading.value.soc
            if id_ not in self.stored and capacity and soc is not None:
                self.stored[id_] = unknown(shown_as(soc, capacity))
                found += self.stored[id_].total
        return found

    def _told(self, id_: str) -> bool:
        """Whether a battery tells what it holds."""
        reading = self._snapshot.batteries.get(id_)
        return bool(self._capacities.get(id_)) and reading is not None and reading.value.soc is not None
