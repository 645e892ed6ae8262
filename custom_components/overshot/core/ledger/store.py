"""What a battery holds by origin, and what it cost: a store that mixes whatever is put in.

Content is counted as it went in, at the meter in front of the battery. Losses show against its state of charge: what it
should hold by that, and does not, is lost, of every origin alike. Money lost with it is told apart, so that what was paid
is always somewhere.
"""

from typing import Final

from .account import NOTHING, Share
from .flows import Source

BAND: Final = 0.01
"""The state of charge comes in whole percents: so far off, as a share of the capacity, nothing is lost."""

SURPRISE: Final = 0.10
"""What a battery seems to hold beyond what is known is only believed from here on, as a share of its capacity: else it is
a capacity that is not quite what the data sheet says."""

ASSUMED_LOSS: Final = 0.10
"""Of what is charged, where nothing tells what a battery holds (ours)."""

_STORED_AS: Final = {
    Source.SOLAR: Source.BATTERY_SOLAR,
    Source.GRID: Source.BATTERY_GRID,
    Source.UNMEASURED: Source.BATTERY_UNKNOWN,
}


def unknown(energy: float) -> Share:
    """Return energy of which nobody knows where it came from (Wh)."""
    return Share({Source.BATTERY_UNKNOWN: energy}) if energy > 0.0 else NOTHING


def shown_as(soc: float, capacity: float) -> float:
    """Return the energy (Wh) that a state of charge (%) stands for."""
    return min(max(soc, 0.0), 100.0) / 100 * capacity


def drawn(content: Share, amount: float) -> tuple[Share, Share, float]:
    """Return what comes out when so much (Wh) is discharged, what is left, and how much of it nobody knew of (Wh)."""
    held = content.total
    if amount >= held:
        return content + unknown(amount - held), NOTHING, amount - held
    out = content.part(amount / held)
    return out, content.part(1.0 - amount / held), 0.0


def stored_as(share: Share) -> Share:
    """Return what was charged, as it is held: by where it came from."""
    energy: dict[Source, float] = {}
    for source, amount in share.energy.items():
        origin = _STORED_AS.get(source, source)
        energy[origin] = energy.get(origin, 0.0) + amount
    return Share(energy, share.cost, share.co2, share.missed, share.unpriced)


def reconciled(content: Share, soc: float, capacity: float) -> tuple[Share, Share, float]:
    """Return what a battery holds by its state of charge (%), what it lost, and what it turned out to hold more (Wh).

    `capacity` is its usable energy (Wh).
    """
    held, told = content.total, shown_as(soc, capacity)
    excess = held - told - BAND * capacity
    if excess > 0.0:
        return content.part(1.0 - excess / held), content.part(excess / held), 0.0
    lack = told - held - SURPRISE * capacity
    if lack > 0.0:
        return content + unknown(lack), NOTHING, lack
    return content, NOTHING, 0.0
