"""What was counted since the ledger began: totals that only rise, for sensors whose devices have no counter of their own."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any, Final, Self

from ..core.ledger.account import Share
from ..core.ledger.flows import Source
from ..core.ledger.quarter import QuarterRecord

IMPORT: Final = "import"
EXPORT: Final = "export"
SOLAR: Final = "solar"

KINDS: Final[Mapping[str, tuple[Source, ...]]] = {
    "solar": (Source.SOLAR, Source.UNMEASURED),
    "battery": (Source.BATTERY_SOLAR, Source.BATTERY_GRID, Source.BATTERY_UNKNOWN),
    "grid": (Source.GRID,),
}
"""The sources as people tell them apart. What nobody meters was made behind the meter: panels, nearly always."""


def charged(battery: str) -> str:
    """Return the key of what went into a battery."""
    return f"charged:{battery}"


def discharged(battery: str) -> str:
    """Return the key of what came out of a battery."""
    return f"discharged:{battery}"


def consumed(consumer: str, kind: str | None = None) -> str:
    """Return the key of what a consumer took, of all sources or of a kind of `KINDS`."""
    return f"consumed:{consumer}" if kind is None else f"consumed:{consumer}:{kind}"


def of_kind(share: Share, kind: str) -> float:
    """Return what a kind of source gave (Wh)."""
    return sum(share.energy.get(source, 0.0) for source in KINDS[kind])


class LifeCounters:
    """Totals (Wh) of all quarters that are over, by key."""

    def __init__(self, totals: Mapping[str, float] | None = None) -> None:
        """Go on from totals."""
        self._totals = dict(totals or {})

    @classmethod
    def from_dict(cls, stored: object) -> Self:
        """Return what was stored, without what makes no sense."""
        plain = stored if isinstance(stored, Mapping) else {}
        return cls(
            {
                key: float(value)
                for key, value in plain.items()
                if isinstance(value, int | float) and isfinite(value) and value >= 0
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it for storage."""
        return {key: round(value, 3) for key, value in self._totals.items()}

    def take(self, record: QuarterRecord) -> None:
        """Add a quarter that is over."""
        for key, energy in _energies(record):
            self._totals[key] = self._totals.get(key, 0.0) + energy

    def value(self, key: str, running: QuarterRecord | None) -> float | None:
        """Return a total with what the running quarter has of it (Wh); None where nothing was ever counted of it."""
        parts = [] if running is None else [energy for each, energy in _energies(running) if each == key]
        if key not in self._totals and not parts:
            return None
        return self._totals.get(key, 0.0) + sum(parts)


def _energies(record: QuarterRecord) -> Iterator[tuple[str, float]]:
    """Yield all that is counted of a quarter."""
    yield IMPORT, record.imported
    yield EXPORT, record.exported
    yield SOLAR, record.solar
    for id_, share in record.charged.items():
        yield charged(id_), share.total
    for id_, energy in record.discharged.items():
        yield discharged(id_), energy
    for id_, share in record.shares.items():
        yield consumed(id_), share.total
        for kind in KINDS:
            yield consumed(id_, kind), of_kind(share, kind)
