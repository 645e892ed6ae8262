"""What a scenario says must come out: values at a moment, values of the summary, reasons that show or never do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .scenario_series import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """What is expected of a scenario. Times here are seconds of physics since the start."""

    summary: Mapping[str, Mapping[str, Any]]
    """By dotted path in the summary."""

    reasons: Mapping[str, Mapping[str, Sequence[str]]]
    """By the id of what is told something: reasons to be `seen`, and such as come `never`."""

    moments: Sequence[Mapping[str, Any]]
    """Each with its `begin`, its `end`, a `value` and its bounds."""


NOTHING_EXPECTED = Expectations(summary={}, reasons={}, moments=())


def read_expectations(data: Mapping[str, Any], place: Place, scale: float) -> Expectations:
    """Return the expectations of a scenario that the schema has checked. Raises ScenarioError for a time too late."""
    moments = []
    for index, entry in enumerate(data.get("moments", [])):
        begin = place.moment(entry, f"expect.moments[{index}]") / scale
        end = begin + float(entry.get("for", 0)) / scale
        moments.append({**entry, "begin": begin, "end": end})
    return Expectations(summary=data.get("summary", {}), reasons=data.get("reasons", {}), moments=moments)


class Expected:
    """Follows a loop step by step and notes what does not come true."""

    def __init__(self, expectations: Expectations) -> None:
        """Begin before the first step."""
        self._expect = expectations
        self._seen: dict[str, set[str]] = {id_: set() for id_ in expectations.reasons}
        self._failed: dict[int, tuple[float, Any]] = {}
        self._came_true: set[int] = set()
        self._begin = min((moment["begin"] for moment in expectations.moments), default=float("inf"))
        self._end = max((moment["end"] for moment in expectations.moments), default=float("-inf"))

    def wants_record(self, t: float, dt: float) -> bool:
        """Whether a record of the step that ends at `t` (s) is needed."""
        return self._begin - dt < t <= self._end + dt and any(_within(m, t, dt) for m in self._expect.moments)

    def look(self, t: float, dt: float, record: Mapping[str, Any]) -> None:
        """Look at a record of the step that ends at `t` (s)."""
        for index, moment in enumerate(self._expect.moments):
            if not _within(moment, t, dt):
                continue
            found = _at(record, moment["value"])
            if _holds(moment, found):
                self._came_true.add(index)
            else:
                self._failed.setdefault(index, (t, found))

    def note(self, id_: str, reason: str) -> None:
        """Note that something was told for a reason."""
        seen = self._seen.get(id_)
        if seen is not None:
            seen.add(reason)

    def failures(self, summary: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return what did not come true, as violations."""
        failures: list[str] = []
        for index, moment in enumerate(self._expect.moments):
            at, found = self._failed.get(index, (moment["begin"], None))
            if index in self._came_true and (moment.get("once") or index not in self._failed):
                continue
            failures.append(f"{moment['value']} at {at:g} s is {found!r}, expected {_bounds(moment)}")
        for path, bounds in self._expect.summary.items():
            found = _at(summary, path)
            if not _holds(bounds, found):
                failures.append(f"{path} is {found!r}, expected {_bounds(bounds)}")
        for id_, reasons in self._expect.reasons.items():
            failures += [f"{id_} never {reason}" for reason in reasons.get("seen", ()) if reason not in self._seen[id_]]
            failures += [f"{id_} {reason}" for reason in reasons.get("never", ()) if reason in self._seen[id_]]
        return [{"kind": "expectation", "what": failure} for failure in failures]


def _within(moment: Mapping[str, Any], t: float, dt: float) -> bool:
    """Whether a moment, or the time it lasts, lies in the step that ends at `t`."""
    begin: float = moment["begin"]
    end: float = moment["end"]
    return begin - 1e-6 <= t < max(end, begin + dt) - 1e-6


def _at(record: Any, path: str) -> Any:
    """Return the value at a dotted path; None where there is none."""
    for key in path.split("."):
        if isinstance(record, Mapping):
            record = record.get(key)
        elif isinstance(record, Sequence) and not isinstance(record, str) and key.isdigit() and int(key) < len(record):
            record = record[int(key)]
        else:
            return None
    return record


def _holds(bounds: Mapping[str, Any], found: Any) -> bool:
    """Whether a value is as expected."""
    if "is" in bounds and found != bounds["is"]:
        return False
    if "in" in bounds and found not in bounds["in"]:
        return False
    if "min" not in bounds and "max" not in bounds:
        return True
    if not isinstance(found, int | float):
        return False
    return bool(bounds.get("min", float("-inf")) <= found <= bounds.get("max", float("inf")))


def _bounds(bounds: Mapping[str, Any]) -> str:
    """Return bounds as text."""
    return ", ".join(f"{key} {bounds[key]!r}" for key in ("is", "in", "min", "max") if key in bounds)
