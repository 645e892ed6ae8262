"""An account: energy by its source, and what goes with it: money, CO2 and the revenue that was missed for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from .flows import Source


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody took, by where it came from."""

    energy: Mapping[Source, float] = field(default_factory=dict)
    """Wh; a source that gave nothing may be missing."""

    cost: float = 0.0
    """What was paid for it: import at the price of its moment, stored import at what it cost then (EUR)."""

    co2: float = 0.0
    """Of what came from the grid (g)."""

    missed: float = 0.0
    """What its solar energy would have earned as feed-in at its moment (EUR); not part of the cost."""

    unpriced: float = 0.0
    """Import in it of which the price was not known, and so not in the cost (Wh)."""

    @property
    def total(self) -> float:
        """Return the energy of all sources (Wh)."""
        return sum(self.energy.values())

    @property
    def solar(self) -> float:
        """Return what the sun gave, stored or not (Wh)."""
        return self.energy.get(Source.SOLAR, 0.0) + self.energy.get(Source.BATTERY_SOLAR, 0.0)

    def __add__(self, other: Share) -> Share:
        """Return both together."""
        if not other.energy:
            return self
        if not self.energy:
            return other
        energy = dict(self.energy)
        for source, amount in other.energy.items():
            energy[source] = energy.get(source, 0.0) + amount
        return Share(
            energy,
            self.cost + other.cost,
            self.co2 + other.co2,
            self.missed + other.missed,
            self.unpriced + other.unpriced,
        )

    def part(self, factor: float) -> Share:
        """Return a part of it, 0..1."""
        if factor == 1.0:
            return self
        return Share(
            {source: factor * amount for source, amount in self.energy.items()},
            factor * self.cost,
            factor * self.co2,
            factor * self.missed,
            factor * self.unpriced,
        )

    def less(self, other: Share) -> Share:
        """Return what is left when a part is taken out; rounding leaves no negative energy."""
        energy = {source: max(0.0, amount - other.energy.get(source, 0.0)) for source, amount in self.energy.items()}
        return Share(
            energy,
            self.cost - other.cost,
            self.co2 - other.co2,
            self.missed - other.missed,
            max(0.0, self.unpriced - other.unpriced),
        )


NOTHING: Final = Share()


def total(shares: Iterable[Share]) -> Share:
    """Return all of them together."""
    whole = NOTHING
    for share in shares:
        whole = whole + share
    return whole


def added(shares: Mapping[str, Share], more: Mapping[str, Share]) -> dict[str, Share]:
    """Return accounts by name with others added to them."""
    together = dict(shares)
    for name, share in more.items():
        had = together.get(name)
        together[name] = share if had is None else had + share
    return together
