"""The same house as it would have been: without a battery, or with nobody who steers. Computed from its own meters.

Without a battery: what it gave to the house would have been imported, what it gave to the grid would not have been
exported, what it took from the sun would have been exported and what it took from the grid not imported. The accounts tell
each of them cycle by cycle, so nothing is guessed.

Without control: each car draws its full power from the moment it is plugged in until it has what it really got, and the
battery follows its own automatic, which keeps the grid at zero as far as its power and what it holds allow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import sqrt
from typing import Final

from ...model import QUARTER
from ...model.series import quarter_start
from ..account import NOTHING, Share
from ..flows import Source
from ..quarter import QuarterRecord
from .totals import BATTERY

HOURS: Final = QUARTER / timedelta(hours=1)

USUAL_EFFICIENCY: Final = 0.90
"""Of a round trip, where too little was charged to tell (ours)."""

_TELLING: Final = 1.0
"""So many times its capacity must have been charged before its losses tell its efficiency."""

_LOWEST_EFFICIENCY: Final = 0.70


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A session as it matters here: a car that was plugged in, and what it could have drawn at once."""

    charge_point: str
    started: datetime
    ended: datetime | None
    """None while it is plugged in."""

    power: float
    """At full power (W)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """All batteries of a house, on their own automatic."""

    capacity: float
    """Wh."""

    max_charge: float
    """W."""

    max_discharge: float
    """W."""

    efficiency: float = USUAL_EFFICIENCY
    """Of a round trip (0..1]."""

    held: float = 0.0
    """What they held at the beginning (Wh)."""


@dataclass(frozen=True, slots=True)
class Meter:
    """What would have gone through the meter in a quarter (Wh)."""

    start: datetime
    imported: float
    exported: float


def without_battery(record: QuarterRecord) -> Meter:
    """Return the meter of a quarter in which no battery was there."""
    given = sum(_from(share, *BATTERY) for share in record.shares.values())
    bought = sum(_from(share, Source.GRID) for share in record.charged.values())
    taken = sum(_from(share, Source.SOLAR, Source.UNMEASURED) for share in record.charged.values())
    return Meter(
        record.start,
        max(0.0, record.imported + given - bought),
        max(0.0, record.exported - _from(record.export, *BATTERY) + taken),
    )


def without_control(
    records: Sequence[QuarterRecord], stays: Iterable[Stay], battery: Automatic | None
) -> tuple[tuple[Meter, ...], float]:
    """Return the meter of each quarter in which nobody steered, and what the battery would hold at the end (Wh).

    Cars are told by the charge points of `stays`; what a charge point drew outside of any stay is left where it was. What
    has not fitted into the quarters at the end of `records` counts in the last one.
    """
    moved = _placed(records, stays)
    held = min(battery.held, battery.capacity) if battery is not None else 0.0
    meters = []
    for record, cars in zip(records, moved, strict=True):
        bare = without_battery(record)
        imported, exported = bare.imported, bare.exported
        for charge_point, (taken, placed) in cars.items():
            share = record.shares.get(charge_point, NOTHING)
            if share.total > 0 and taken > 0:
                part = taken / share.total
                imported -= part * _from(share, Source.GRID, *BATTERY)
                exported += part * _from(share, Source.SOLAR, Source.UNMEASURED)
            sunny = min(placed, exported)
            exported -= sunny
            imported += placed - sunny
        imported = max(0.0, imported)
        if battery is not None:
            imported, exported, held = _automatic(battery, imported, exported, held)
        meters.append(Meter(record.start, imported, exported))
    return tuple(meters), held


def replaced(records: Sequence[QuarterRecord], meters: Iterable[Meter]) -> list[QuarterRecord]:
    """Return the records with what would have gone through the meter."""
    found = {meter.start: meter for meter in meters}
    return [
        replace(record, imported=meter.imported, exported=meter.exported)
        if (meter := found.get(record.start)) is not None
        else record
        for record in records
    ]


def efficiency_of(records: Iterable[QuarterRecord], capacity: float) -> float:
    """Return the efficiency of a round trip as the batteries showed it."""
    charged = lost = 0.0
    for record in records:
        charged += sum(share.total for share in record.charged.values())
        lost += record.lost.total - record.found
    if charged < _TELLING * capacity:
        return USUAL_EFFICIENCY
    return min(1.0, max(_LOWEST_EFFICIENCY, 1.0 - lost / charged))


def _automatic(battery: Automatic, imported: float, exported: float, held: float) -> tuple[float, float, float]:
    """Return a quarter's import and export with the battery, and what it holds after it (Wh)."""
    way = sqrt(battery.efficiency)
    put = min(exported, battery.max_charge * HOURS, max(0.0, battery.capacity - held) / way)
    held += put * way
    got = min(imported, battery.max_discharge * HOURS, held * way)
    held -= got / way
    return imported - got, exported - put, max(0.0, held)


def _placed(records: Sequence[QuarterRecord], stays: Iterable[Stay]) -> list[dict[str, tuple[float, float]]]:
    """Return by quarter what each charge point really drew in stays, and what it would have drawn at full power (Wh)."""
    moved: list[dict[str, tuple[float, float]]] = [{} for _ in records]
    if not records:
        return moved
    place = {record.start: index for index, record in enumerate(records)}
    last = records[-1].start
    claimed: set[tuple[str, int]] = set()
    for stay in sorted(stays, key=lambda stay: stay.started):
        point = stay.charge_point
        quarter = max(quarter_start(stay.started), records[0].start)
        end = min(stay.ended or last + QUARTER, last + QUARTER)
        first = quarter
        energy = 0.0
        while quarter < end:
            index = place.get(quarter)
            if index is not None and (point, index) not in claimed:
                claimed.add((point, index))
                drawn = records[index].shares.get(point, NOTHING).total
                if drawn > 0:
                    had, placed = moved[index].get(point, (0.0, 0.0))
                    moved[index][point] = (had + drawn, placed)
                    energy += drawn
            quarter += QUARTER
        _place(moved, place, point, max(stay.started, first), energy, stay.power)
    return moved


def _place(
    moved: list[dict[str, tuple[float, float]]],
    place: Mapping[datetime, int],
    point: str,
    start: datetime,
    energy: float,
    power: float,
) -> None:
    """Place so much energy (Wh) at full power (W) from a moment on."""
    quarter = quarter_start(start)
    if energy <= 0:
        return
    end = max(place)
    while energy > 0:
        index = place.get(quarter)
        if index is not None:
            open_for = (quarter + QUARTER - max(start, quarter)) / timedelta(hours=1)
            most = max(0.0, power * open_for) if quarter < end else energy
            amount = min(energy, most)
            had, placed = moved[index].get(point, (0.0, 0.0))
            moved[index][point] = (had, placed + amount)
            energy -= amount
        if quarter >= end:
            return
        quarter += QUARTER


def _from(share: Share, *sources: Source) -> float:
    """Return what some sources gave (Wh)."""
    return sum(share.energy.get(source, 0.0) for source in sources)
