"""Marks on the fields of what is remembered: what a restart forgets, and which stored values make no sense."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

TRANSIENT: Final[Mapping[str, Any]] = MappingProxyType({"transient": True})
"""Metadata of a field that is old after a restart: a measurement, a window of them."""


def checked(check: Callable[[Any], bool]) -> Mapping[str, Any]:
    """Return the metadata of a field whose stored value is garbage where `check` says no."""
    return {"check": check}


def within(lowest: float, highest: float) -> Mapping[str, Any]:
    """Return the metadata of a number that is garbage outside these bounds."""
    return checked(lambda value: value is None or lowest <= value <= highest)
