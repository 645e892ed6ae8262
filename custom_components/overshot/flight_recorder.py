"""The last quarter of an hour of decisions, kept so that a bug report can be replayed: `script/simulate --replay`."""

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from homeassistant.components.diagnostics import REDACTED
from homeassistant.core import HomeAssistant

from .core.control.charging.access import tag_hash
from .core.control.recording import SEPARATOR, Cycle, record

KEPT: Final = timedelta(minutes=15)
MOST: Final = 2000
"""Cycles at most: a meter that sends oftener than twice a second has a shorter recording."""

REPLAY_KEY: Final = "replay"
"""The key with which the cards of a recording are hashed, in place of the secret one."""

_CARDS: Final = frozenset({"tag", "tag_key", "allowed_tags"})
_SOURCE: Final = "source"
"""Of a reading: the address it came from, which nothing is decided by."""

_PLACE: Final = frozenset({"latitude", "longitude"})


class FlightRecorder:
    """Keeps references to what each decision was made from; nothing is copied until somebody asks."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._cycles: deque[Cycle] = deque(maxlen=MOST)

    def note(self, cycle: Cycle) -> None:
        """Keep a decision, and forget what is too old."""
        self._cycles.append(cycle)
        while cycle.now - self._cycles[0].now > KEPT:
            self._cycles.popleft()

    async def async_tell(self, hass: HomeAssistant) -> dict[str, Any]:
        """Return the recording as plain JSON without secrets, made outside the event loop."""
        return await hass.async_add_executor_job(_tell, tuple(self._cycles))


def _tell(cycles: tuple[Cycle, ...]) -> dict[str, Any]:
    """Return cycles as plain JSON without secrets."""
    recording = record(cycles)
    names = _Cards(recording).names
    told: dict[str, Any] = _without_secrets(recording, names)
    return told


class _Cards:
    """Cards by other names, the same each time: who may charge and who not stays as it is."""

    def __init__(self, recording: Mapping[str, Any]) -> None:
        """Look for every card that was held to a station, and what each key makes of it."""
        self.names: dict[str, str] = {}
        keys = {key for key in _values(recording, "tag_key") if key}
        for number, tag in enumerate(sorted(_held(recording)), 1):
            self.names[tag] = f"card {number}"
            self.names |= {tag_hash(tag, key): tag_hash(f"card {number}", REPLAY_KEY) for key in keys}
        self.names |= dict.fromkeys(keys, REPLAY_KEY)
        others = {
            text
            for name in ("tag", "allowed_tags")
            for found in _values(recording, name)
            for text in (found if isinstance(found, list) else [found])
            if text is not None and text not in self.names
        }
        self.names |= {text: f"another card {number}" for number, text in enumerate(sorted(others), 1)}


def _held(recording: Mapping[str, Any]) -> Iterator[str]:
    """Yield the cards as stations told them."""
    for cycle in recording["cycles"]:
        for path, leaf in cycle["changed"].items():
            if leaf is not None and path.startswith("snapshot") and path.endswith(f"{SEPARATOR}tag"):
                yield leaf


def _values(tree: Any, name: str) -> Iterator[Any]:
    """Yield what stands under a name anywhere in plain JSON."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            if key.rpartition(SEPARATOR)[2] == name:
                yield value
            else:
                yield from _values(value, name)
    elif isinstance(tree, list):
        for entry in tree:
            yield from _values(entry, name)


def _without_secrets(tree: Any, cards: Mapping[str, str], name: str = "") -> Any:
    """Return plain JSON with cards by other names, and the place so roughly that only the sun sees a difference."""
    if isinstance(tree, Mapping):
        return {key: _without_secrets(value, cards, key.rpartition(SEPARATOR)[2]) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_without_secrets(entry, cards, name) for entry in tree]
    if name in _PLACE and isinstance(tree, float):
        return float(round(tree))
    if name == _SOURCE:
        return ""
    if name in _CARDS and isinstance(tree, str) and tree:
        return cards.get(tree, REDACTED)
    return tree
