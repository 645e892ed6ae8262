"""Check an installer's register map value by value, and say for each mistake where in the JSON it stands.

A path is written as JSONPath does: `$.readings.battery.power.type`. Nothing is guessed and nothing is skipped: a key
nobody knows is a mistake too, since it is usually a known one misspelt.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from .errors import DeviceError

_HUGE: Final = 1e15
"""No number in a map is as large; it keeps arithmetic finite."""


class RegisterMapError(DeviceError):
    """A register map cannot be used; `problems` holds a line for each mistake, path first."""

    key = "bad_register_map"

    def __init__(self, problems: Sequence[str]) -> None:
        """Tell all mistakes."""
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class Node:
    """A value in the JSON and where it stands. Mistakes are collected; what is returned in place of one is harmless."""

    def __init__(self, value: Any, path: str = "$", problems: list[str] | None = None) -> None:
        """Look at a value."""
        self.value = value
        self.path = path
        self.problems: list[str] = [] if problems is None else problems

    def wrong(self, message: str) -> None:
        """Note a mistake here."""
        self.problems.append(f"{self.path}: {message}")

    def fields(self, allowed: Sequence[str]) -> dict[str, Node]:
        """Return the fields of an object of which only these may be there."""
        if not isinstance(self.value, Mapping):
            self.wrong(f"must be an object, not {_named(self.value)}")
            return {}
        found: dict[str, Node] = {}
        for name, value in self.value.items():
            if name in allowed:
                found[name] = Node(value, f"{self.path}.{name}", self.problems)
                continue
            close = get_close_matches(str(name), allowed, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(allowed)}"
            Node(value, f"{self.path}.{name}", self.problems).wrong(f"unknown; {hint}")
        return found

    def members(self) -> dict[str, Node]:
        """Return whatever fields there are, unchecked."""
        if not isinstance(self.value, Mapping):
            return {}
        return {name: Node(value, f"{self.path}.{name}", self.problems) for name, value in self.value.items()}

    def items(self, length: int | None = None) -> list[Node]:
        """Return the items of a list, of a given length where one is given."""
        if not isinstance(self.value, list):
            self.wrong(f"must be a list, not {_named(self.value)}")
            return []
        if length is not None and len(self.value) != length:
            self.wrong(f"must have {length} items, not {len(self.value)}")
            return []
        return [Node(item, f"{self.path}[{index}]", self.problems) for index, item in enumerate(self.value)]

    def text(self) -> str:
        """Return a text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            self.wrong(f"must be a text, not {_named(self.value)}")
            return ""
        return self.value.strip()

    def flag(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            self.wrong(f"must be true or false, not {_named(self.value)}")
            return False
        return self.value

    def choice[T](self, choices: Mapping[str, T]) -> T:
        """Return what a word stands for."""
        if isinstance(self.value, str) and self.value in choices:
            return choices[self.value]
        self.wrong(f"must be one of {', '.join(choices)}, not {_named(self.value)}")
        return next(iter(choices.values()))

    def sign(self) -> int:
        """Return 1 or -1."""
        if isinstance(self.value, bool) or self.value not in (1, -1):
            self.wrong(f"must be 1 or -1, not {_named(self.value)}")
            return 1
        return int(self.value)

    def whole(self, lowest: int, highest: int) -> int:
        """Return a whole number in a range."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.wrong(f"must be a whole number, not {_named(self.value)}")
            return lowest
        if not lowest <= self.value <= highest:
            self.wrong(f"must be between {lowest} and {highest}, not {self.value}")
            return lowest
        return self.value

    def number(self, lowest: float | None = None, highest: float | None = None, *, zero: bool = True) -> float:
        """Return a number in a range."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not -_HUGE < value < _HUGE:
            self.wrong(f"must be a number, not {_named(value)}")
        elif lowest is not None and value < lowest:
            self.wrong(f"must be at least {lowest:g}, not {value:g}")
        elif highest is not None and value > highest:
            self.wrong(f"must be at most {highest:g}, not {value:g}")
        elif not zero and value == 0:
            self.wrong("must not be 0")
        else:
            return float(value)
        return 1.0 if lowest is None else lowest


def need(fields: Mapping[str, Node], name: str, within: Node) -> Node:
    """Return a field that must be there; a missing one is noted."""
    if name in fields:
        return fields[name]
    if isinstance(within.value, Mapping):
        within.wrong(f"{name!r} is missing")
    # Looked at like any other value, but whatever is wrong with it has been said already.
    return Node(None, f"{within.path}.{name}", [])


def _named(value: Any) -> str:
    """Return a JSON value as an installer knows it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return repr(value)
        case Mapping():
            return "an object"
        case list():
            return "a list"
        case _:
            return f"{value}"
