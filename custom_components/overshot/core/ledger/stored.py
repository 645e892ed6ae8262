"""Quarters as plain values that are kept for years, and back: small, and quick to read, as a year has 35,000 of them.

What has its default is left out, and energies are kept to a millionth of a Wh. What this reader does not understand goes
through the careful one (`control.persistence`), which reads all that ever was.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import Any, Final

from ..control.persistence import from_plain, to_plain
from .account import NOTHING, Share
from .flows import Source
from .quarter import QuarterRecord

DIGITS: Final = 6

_SOURCES: Final = {source.value: source for source in Source}
_AMOUNTS: Final = ("cost", "co2", "missed", "unpriced")
_SHARES: Final = frozenset({"export", "lost"})
_SHARES_BY_ID: Final = frozenset({"charged", "shares", "stored"})
_AMOUNTS_BY_ID: Final = frozenset({"discharged", "heat"})
_ALWAYS: Final = "start"
_DEFAULTS: Final[Mapping[str, Any]] = {
    field.name: field.default_factory() if field.default_factory is not MISSING else field.default
    for field in fields(QuarterRecord)
    if field.name != _ALWAYS
}


def record_to_plain(record: QuarterRecord) -> dict[str, Any]:
    """Return a quarter as plain JSON values. Raises `TypeError` for what no field may hold."""
    plain: dict[str, Any] = {_ALWAYS: record.start.isoformat()}
    for name, default in _DEFAULTS.items():
        value = getattr(record, name)
        if value == default:
            continue
        if name in _SHARES:
            plain[name] = _share_to_plain(value)
        elif name in _SHARES_BY_ID:
            plain[name] = {id_: _share_to_plain(share) for id_, share in value.items()}
        elif name in _AMOUNTS_BY_ID:
            plain[name] = {id_: _rounded(amount) for id_, amount in value.items()}
        else:
            plain[name] = _rounded(value) if isinstance(value, float) else to_plain(value)
    return plain


def record_from_plain(plain: Any) -> QuarterRecord:
    """Return the quarter that is stored. Raises `ValueError` where there is none."""
    try:
        return _read(plain)
    except AttributeError, KeyError, TypeError, ValueError:
        return from_plain(QuarterRecord, plain)


def _read(plain: Mapping[str, Any]) -> QuarterRecord:
    """Return a quarter as `record_to_plain` leaves it. Raises whatever comes of anything else."""
    values: dict[str, Any] = {}
    for name, value in plain.items():
        if name in _SHARES_BY_ID:
            values[name] = {id_: _share(share) for id_, share in value.items()}
        elif name in _SHARES:
            values[name] = _share(value)
        elif name in _AMOUNTS_BY_ID:
            values[name] = {id_: float(amount) for id_, amount in value.items()}
        elif name == _ALWAYS:
            start = datetime.fromisoformat(value)
            if start.tzinfo is None:
                raise ValueError("no moment with a zone")
            values[name] = start.astimezone(UTC)
        elif isinstance(_DEFAULTS[name], float):
            values[name] = float(value)
        elif isinstance(_DEFAULTS[name], bool):
            values[name] = bool(value)
        else:
            values[name] = value
    return QuarterRecord(**values)


def _share(plain: Mapping[str, Any]) -> Share:
    """Return a share."""
    energy = plain["energy"]
    if not energy and len(plain) == 1:
        return NOTHING
    return Share(
        {_SOURCES[source]: float(amount) for source, amount in energy.items()},
        *(float(plain.get(name, 0.0)) for name in _AMOUNTS),
    )


def _share_to_plain(share: Share) -> dict[str, Any]:
    """Return a share as plain values."""
    plain: dict[str, Any] = {
        "energy": {str(source): _rounded(amount) for source, amount in share.energy.items() if amount}
    }
    for name in _AMOUNTS:
        if amount := _rounded(getattr(share, name)):
            plain[name] = amount
    return plain


def _rounded(amount: float) -> float | int | None:
    """Return an amount as it is kept: whole ones take less room; what is no number is not known."""
    if not -1e15 < amount < 1e15:
        return None
    kept = round(amount, DIGITS)
    return int(kept) if kept == int(kept) else kept
