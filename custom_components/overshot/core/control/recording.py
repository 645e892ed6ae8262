"""A stretch of decisions with all that they were made from, as plain JSON and back, to be made again elsewhere.

`step` is a pure function, so what it was given tells all: what a bug report holds can be replayed on any desk.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from ..model import Series, Site, Snapshot
from ..planning import Plan
from .decision import Decision
from .memory import Memory
from .persistence import from_plain, to_plain
from .settings import SiteSettings
from .step import step

FORMAT: Final = 1
"""Of the plain recording; one of another format is not read."""

_SHARED: Final[Mapping[str, Any]] = {
    "site": Site,
    "settings": SiteSettings,
    "plan": Plan,
    "prices": Series,
    "export_prices": Series,
}
"""What seldom changes from one cycle to the next: told once, then by its number."""

SEPARATOR: Final = " / "
"""Between the names of a path; no id of ours has it."""

_OUTCOME: Final = ("setpoints", "batteries", "heat_pumps", "loads", "solar", "state")
"""What of a decision is compared: all that it tells devices and people."""


class RecordingError(ValueError):
    """This is no recording that can be replayed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One decision, and what it was made from."""

    now: datetime
    site: Site
    settings: SiteSettings
    memory: Memory
    """Before the decision."""

    snapshot: Snapshot
    plan: Plan | None
    prices: Series = field(default_factory=Series)
    export_prices: Series = field(default_factory=Series)
    decision: Decision


@dataclass(frozen=True, slots=True)
class Replayed:
    """A decision that was made again."""

    now: datetime
    recorded: Mapping[str, Any]
    """As plain JSON."""

    again: Mapping[str, Any]

    @property
    def same(self) -> bool:
        """Return whether both say the same."""
        return self.recorded == self.again

    def differences(self) -> Iterator[tuple[str, Any, Any]]:
        """Yield what differs: where, what was recorded, what is decided now."""
        recorded, again = _leaves(self.recorded), _leaves(self.again)
        for path in sorted(recorded.keys() | again.keys()):
            if recorded.get(path) != again.get(path):
                yield path, recorded.get(path), again.get(path)


def outcome(decision: Decision) -> dict[str, Any]:
    """Return what a decision tells, as plain JSON."""
    return {part: to_plain(getattr(decision, part), whole=True) for part in _OUTCOME}


def record(cycles: Iterable[Cycle]) -> dict[str, Any]:
    """Return cycles as plain JSON: of each what differs from the one before, by its path.

    Memory is told for the first of them, and where it is not what the decision before left: a restart, a controller that
    failed.
    """
    shared: dict[str, list[Any]] = {name: [] for name in _SHARED}
    last: dict[str, Any] = {}
    numbers: dict[str, Any] = {}
    before: dict[str, Any] = {}
    told: list[dict[str, Any]] = []
    left: Memory | None = None
    for cycle in cycles:
        for name in _SHARED:
            value = getattr(cycle, name)
            if name not in last or (value is not last[name] and value != last[name]):
                numbers[name] = None if value is None else len(shared[name])
                if value is not None:
                    shared[name].append(to_plain(value, whole=True))
            last[name] = value
        snapshot = to_plain(cycle.snapshot, whole=True)
        now = _leaves({**numbers, "snapshot": snapshot, "decision": outcome(cycle.decision)})
        plain: dict[str, Any] = {"now": cycle.now.isoformat()}
        if cycle.memory is not left:
            plain["memory"] = to_plain(cycle.memory, whole=True)
        plain["changed"] = {path: leaf for path, leaf in now.items() if path not in before or before[path] != leaf}
        if gone := sorted(before.keys() - now.keys()):
            plain["gone"] = gone
        told.append(plain)
        before, left = now, cycle.decision.memory
    return {"format": FORMAT, "shared": shared, "cycles": told}


def replay(recording: Any) -> Iterator[Replayed]:
    """Yield each recorded decision with the one that is made now from the same things.

    Memory goes on from the decisions of now, so that one difference shows in what follows from it. Raises `RecordingError`
    for what cannot be read, and whatever the controller raises where it fails.
    """
    memory: Memory | None = None
    for given, remembered, told in _read(recording):
        memory = remembered if remembered is not None else memory
        if memory is None:
            raise RecordingError("the first decision has no memory")
        decision = step(memory=memory, **given)
        memory = decision.memory
        yield Replayed(given["now"], told, outcome(decision))


def _read(recording: Any) -> Iterator[tuple[dict[str, Any], Memory | None, Mapping[str, Any]]]:
    """Yield what each decision is made from, the memory where it is told, and what was decided."""
    if not isinstance(recording, Mapping) or recording.get("format") != FORMAT:
        raise RecordingError("this is no recording, or one of another version")
    try:
        shared: dict[str, list[Any]] = {
            name: [from_plain(kind, value, strict=True, whole=True) for value in recording["shared"][name]]
            for name, kind in _SHARED.items()
        }
        leaves: dict[str, Any] = {}
        for cycle in recording["cycles"]:
            for path in cycle.get("gone", ()):
                del leaves[path]
            leaves |= cycle["changed"]
            told = _nested(leaves)
            given: dict[str, Any] = {name: None if told[name] is None else shared[name][told[name]] for name in _SHARED}
            given["now"] = datetime.fromisoformat(cycle["now"])
            given["snapshot"] = from_plain(Snapshot, told["snapshot"], whole=True)
            memory = from_plain(Memory, cycle["memory"], whole=True) if "memory" in cycle else None
            yield given, memory, told["decision"]
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as err:
        raise RecordingError(f"{type(err).__name__}: {err}") from err


def _leaves(value: Any, path: str = "") -> dict[str, Any]:
    """Return the single values of plain JSON by their path; something empty is one too."""
    if isinstance(value, Mapping) and value:
        return {
            deeper: leaf
            for name, entry in value.items()
            for deeper, leaf in _leaves(entry, f"{path}{SEPARATOR if path else ''}{name}").items()
        }
    return {path: value}


def _nested(leaves: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain JSON from its single values."""
    nested: dict[str, Any] = {}
    for path, leaf in leaves.items():
        *way, name = path.split(SEPARATOR)
        place = nested
        for part in way:
            place = place.setdefault(part, {})
        place[name] = leaf
    return nested
