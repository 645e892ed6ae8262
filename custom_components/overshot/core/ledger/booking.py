"""Make energies that were measured at different moments one balance: what is told of an interval always adds up.

Sources are told at once. Where meters say that more was used than given, one of them is late: what is missing is owed,
and told as soon as it is covered, out of what would be the house's. So the house is never negative and nothing is lost.
Only what is owed beyond any lateness must have come from something that no meter tells of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .flows import HOUSE, Flows
from .meters import CHARGED, CONSUMED, DISCHARGED, EXPORT, IMPORT, SOLAR

LATENESS: Final = 200.0
"""Owed at least before anything counts as unmeasured (Wh): 10 kW for a minute, and some."""


@dataclass(frozen=True, slots=True)
class Booked:
    """A balance, and what is left for later."""

    flows: Flows
    owed: dict[str, float]
    late: float


def book(
    measured: Mapping[str, float],
    late: float,
    start: datetime,
    end: datetime,
    *,
    estimated: bool = False,
    lateness: float = LATENESS,
) -> Booked:
    """Return the balance of an interval.

    Args:
        measured: what all meters measured and is not told yet (Wh, by meter).
        late: part of it that flowed during a silence, and was counted as the house's (Wh).
        start: of the interval.
        end: of the interval.
        estimated: whether counters told a part of it after a silence.
        lateness: what may be owed because some readings are seconds late (Wh).
    """
    imported, solar, given = 0.0, 0.0, 0.0
    discharged: dict[str, float] = {}
    uses: dict[str, float] = {}
    wanted = exported = 0.0
    for key, amount in measured.items():
        if key == IMPORT:
            imported = amount
        elif key == EXPORT:
            exported = amount
        elif key.startswith(SOLAR):
            solar += amount
        elif key.startswith(DISCHARGED):
            discharged[key.removeprefix(DISCHARGED)] = amount
            given += amount
        else:
            uses[key] = amount
            wanted += amount
    local = solar + given
    unmeasured = max(0.0, _debt(imported, local, exported, wanted) - lateness - late)
    local += unmeasured
    # What is exported comes from behind the meter.
    sold = min(exported, local)
    room = imported + local - sold
    factor = 1.0 if wanted <= room else room / wanted
    owed: dict[str, float] = {}
    if exported > sold:
        owed[EXPORT] = exported - sold
    charged: dict[str, float] = {}
    consumed: dict[str, float] = {}
    told = 0.0
    for key, amount in uses.items():
        part = factor * amount
        if factor < 1.0:
            owed[key] = amount - part
        told += part
        if key.startswith(CONSUMED):
            consumed[key.removeprefix(CONSUMED)] = part
        else:
            charged[key.removeprefix(CHARGED)] = part
    house = room - told
    consumed[HOUSE] = max(0.0, house)
    flows = Flows(
        start=start,
        end=end,
        imported=imported,
        exported=sold,
        solar=solar,
        unmeasured=unmeasured,
        charged=charged,
        discharged=discharged,
        consumed=consumed,
        estimated=estimated,
    )
    return Booked(flows, owed, min(late, sum(owed.values())) if owed else 0.0)


def _debt(imported: float, local: float, exported: float, wanted: float) -> float:
    """Return what is used beyond what is given (Wh)."""
    sold = min(exported, local)
    return exported - sold + max(0.0, wanted - (imported + local - sold))
