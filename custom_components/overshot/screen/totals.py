"""The counters of one device: published as high-water marks, which are stored with the site."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from ..core.checks.counters import VOLUME, CounterKind, CounterMark, energy_counter, judge
from ..devices.driver import DeviceReadings
from .limits import Limits

_ENERGY: Mapping[str, tuple[str, ...]] = {
    "grid": ("energy_import", "energy_export"),
    "solar": ("energy",),
    "battery": ("energy_charged", "energy_discharged"),
    "charge_points": ("energy",),
    "meters": ("energy_import", "energy_export"),
}
"""The fields that count energy, by part. The energy of a session is none: it starts anew with each."""

_VOLUME: Mapping[str, tuple[str, ...]] = {"grid": ("gas", "water"), "meters": ("gas", "water")}


@dataclass(kw_only=True)
class Totals:
    """What is known of a device's counters, by path (`meters.2.energy_import`)."""

    marks: dict[str, CounterMark] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return what must survive a restart."""
        return {path: stored for path, mark in self.marks.items() if (stored := mark.to_dict()) is not None}

    @classmethod
    def from_dict(cls, data: Any) -> Totals:
        """Return stored totals; what makes no sense is forgotten."""
        if not isinstance(data, Mapping):
            return cls()
        return cls(marks={str(path): CounterMark.from_dict(stored) for path, stored in data.items()})

    def judge(self, readings: DeviceReadings, limits: Limits, at: datetime, doubted: set[str]) -> DeviceReadings:
        """Return the readings with their totals as they are believed, and add to `doubted` those that are held."""
        energy = energy_counter(limits.power)
        changes: dict[str, Any] = {}
        for name in ("grid", "solar", "battery"):
            if (part := getattr(readings, name)) is not None:
                changes[name] = self._part(part, name, _fields(name, energy), at, doubted)
        for name in ("charge_points", "meters"):
            changes[name] = {
                number: self._part(part, f"{name}.{number}", _fields(name, energy), at, doubted)
                for number, part in getattr(readings, name).items()
            }
        return replace(readings, **changes)

    def _part[P: Any](
        self, part: P, path: str, counters: Iterable[tuple[str, CounterKind]], at: datetime, doubted: set[str]
    ) -> P:
        """Return one part with its totals as they are believed; one that was not read is not known."""
        changes: dict[str, float | None] = {}
        for name, kind in counters:
            raw: float | None = getattr(part, name)
            if raw is None:
                continue
            where = f"{path}.{name}"
            mark = judge(kind, self.marks.get(where, CounterMark()), raw, at)
            self.marks[where] = mark
            if mark.doubt is not None and mark.value is not None:
                doubted.add(where)
            if mark.value != raw:
                changes[name] = mark.value
        return replace(part, **changes) if changes else part


def _fields(part: str, energy: CounterKind) -> Iterable[tuple[str, CounterKind]]:
    """Yield the counters of a part with their kinds."""
    yield from ((name, energy) for name in _ENERGY.get(part, ()))
    yield from ((name, VOLUME) for name in _VOLUME.get(part, ()))
