"""One cycle of the ledger: readings in, energies and accounts out. A pure function, as the controller is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..model import Series, Site, Snapshot
from .account import Share
from .flows import Flows
from .memory import LedgerMemory
from .quarter import QuarterRecord


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
    return LedgerStep(memory=memory)
