"""Carry over a restart what the controller must not forget, and nothing else.

Timers, pauses and setpoints survive. Measured currents and the surplus do not: after a restart they are old.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..model import PhaseMask
from .charging.memory import ChargePointMemory
from .memory import Memory

_FIELDS = frozenset({"setpoint", "charging", "changing_since", "fuse_paused", "room_since", "drawing"})

_HIGHEST_CURRENT = 1000.0
"""A stored setpoint beyond this is garbage (A)."""


def memory_to_dict(memory: Memory) -> dict[str, Any]:
    """Return what must survive a restart, as plain JSON values: times in ISO 8601, currents in A."""
    return {
        "charge_points": {
            id_: {
                "setpoint": point.setpoint,
                "charging": point.charging,
                "changing_since": _time_to_text(point.changing_since),
                "fuse_paused": point.fuse_paused,
                "room_since": _time_to_text(point.room_since),
                "drawing": list(point.drawing) if point.drawing is not None else None,
            }
            for id_, point in memory.charge_points.items()
        }
    }


def memory_from_dict(data: object) -> Memory:
    """Return the memory stored in `data`.

    What cannot be read takes its default, a charge point of which nothing can be read is not remembered at all. Raises
    nothing: a spoilt file costs a timer, not the start of the controller.
    """
    stored = data.get("charge_points") if isinstance(data, Mapping) else None
    if not isinstance(stored, Mapping):
        return Memory()
    return Memory(
        charge_points={
            id_: _charge_point(entry)
            for id_, entry in stored.items()
            if isinstance(id_, str) and isinstance(entry, Mapping) and not _FIELDS.isdisjoint(entry)
        }
    )


def _charge_point(entry: Mapping[str, Any]) -> ChargePointMemory:
    """Return what one charge point's entry tells."""
    return ChargePointMemory(
        setpoint=_current(entry.get("setpoint")),
        charging=entry.get("charging") is True,
        changing_since=_time(entry.get("changing_since")),
        fuse_paused=entry.get("fuse_paused") is True,
        room_since=_time(entry.get("room_since")),
        drawing=_mask(entry.get("drawing")),
    )


def _current(value: object) -> float:
    """Return a stored current (A); 0 where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    # Compared before it is converted: JSON knows integers that no float can hold. NaN fails the comparison.
    return float(value) if 0 <= value <= _HIGHEST_CURRENT else 0.0


def _time_to_text(moment: datetime | None) -> str | None:
    """Return a moment in ISO 8601."""
    return moment.isoformat() if moment is not None else None


def _time(value: object) -> datetime | None:
    """Return a stored moment as aware UTC; None where it is none or tells no zone."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except ValueError, OverflowError:
        return None


def _mask(value: object) -> PhaseMask | None:
    """Return stored terminals; None where they are none, or name no terminal at all."""
    if not isinstance(value, list | tuple) or len(value) != 3 or not all(isinstance(on, bool) for on in value):
        return None
    return (value[0], value[1], value[2]) if any(value) else None
