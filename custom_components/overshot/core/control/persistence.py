"""Carry settings and memory over a restart: dataclasses to plain JSON values and back, by their fields.

What is stored may be old, edited by hand or spoilt. So whatever cannot be read takes the default of its field, and
nothing is raised: a spoilt file costs a timer, not the start of the controller.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from math import isfinite
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Final, TypeAliasType, Union, get_args, get_origin, get_type_hints

from .memory import Memory

_HIGHEST = 1e15
"""A stored number beyond this is garbage."""


_NO_TYPES: Final[Mapping[Any, Any]] = MappingProxyType({})


class _UnreadableError(Exception):
    """A stored value that is not what its field holds."""


def to_plain(value: Any, *, whole: bool = False) -> Any:
    """Return a value as plain JSON: dataclasses as objects of their fields, moments in ISO 8601.

    Fields marked `stored.TRANSIENT` are left out, but for a `whole` one. Raises `TypeError` for what no field of ours may
    hold.
    """
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: to_plain(entry, whole=whole) for key, entry in value.items()}
    if isinstance(value, frozenset):
        return sorted(to_plain(entry, whole=whole) for entry in value)
    if isinstance(value, tuple | list):
        return [to_plain(entry, whole=whole) for entry in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name), whole=whole) for field in _kept(type(value), whole)}
    raise TypeError(f"{type(value).__name__} cannot be stored")


def from_plain[T](kind: type[T], data: object, *, strict: bool = False, whole: bool = False) -> T:
    """Return the dataclass of type `kind` that is stored in `data`.

    What cannot be read takes its default; a `strict` reader wants all of its own fields to make sense instead, and one
    at least to be there. A `whole` one has its transient fields too. Raises `ValueError` where that is not so, or a field
    that has no default cannot be read.
    """
    stored: Any = kind
    if strict and (not isinstance(data, Mapping) or {field.name for field in _kept(stored, whole)}.isdisjoint(data)):
        raise ValueError(f"{kind.__name__}: nothing is stored")
    try:
        found: T = _dataclass(kind, data if isinstance(data, Mapping) else {}, strict, whole=whole)
    except _UnreadableError as err:
        raise ValueError(f"{kind.__name__}: {err}") from err
    return found


def memory_to_dict(memory: Memory) -> dict[str, Any]:
    """Return what must survive a restart, as plain JSON values."""
    plain: dict[str, Any] = to_plain(memory)
    return plain


def memory_from_dict(data: object) -> Memory:
    """Return the memory stored in `data`; an empty one where nothing can be read. Raises nothing."""
    return from_plain(Memory, data)


@cache
def _kept(kind: type, whole: bool) -> tuple[Field[Any], ...]:
    """Return the fields of a dataclass that survive a restart, or all of them."""
    return tuple(field for field in fields(kind) if whole or not field.metadata.get("transient"))


@cache
def _types(kind: type) -> Mapping[str, Any]:
    """Return the types of a dataclass's fields."""
    return get_type_hints(kind)


def _dataclass(
    kind: Any,
    data: Mapping[Any, Any],
    strict: bool = False,
    *,
    whole: bool = False,
    inner: Mapping[Any, Any] = _NO_TYPES,
) -> Any:
    """Return a dataclass from what is stored of it."""
    values: dict[str, Any] = {}
    for field in _kept(kind, whole):
        if field.name in data:
            try:
                told = _types(kind)[field.name]
                value = _value(inner.get(told, told) if inner else told, data[field.name], whole)
                check = field.metadata.get("check")
                if check is None or check(value):
                    values[field.name] = value
                    continue
            except _UnreadableError:
                pass
            if strict:
                raise _UnreadableError(f"{field.name} makes no sense: {data[field.name]!r}")
        if field.default is MISSING and field.default_factory is MISSING:
            raise _UnreadableError(f"{field.name} is missing or makes no sense")
    try:
        return kind(**values)
    except ValueError as err:  # each value may be good, and all together not
        raise _UnreadableError(str(err)) from err


def _value(kind: Any, data: object, whole: bool) -> Any:
    """Return a stored value as its field holds it. Raises `_UnreadableError`."""
    if isinstance(kind, TypeAliasType):
        return _value(kind.__value__, data, whole)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _one_of(inner, data, whole)
    if origin is tuple:
        return _tuple(inner, data, whole)
    if origin is frozenset:
        return frozenset(_sequence(inner[0], data, whole))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(inner[1], data, whole)
    generic = origin if isinstance(origin, type) and is_dataclass(origin) else kind
    if isinstance(generic, type) and is_dataclass(generic):
        if not isinstance(data, Mapping) or {field.name for field in _kept(generic, whole)}.isdisjoint(data):
            raise _UnreadableError("no object of its kind")
        parameters = dict(zip(generic.__type_params__, inner, strict=True)) if generic is origin else _NO_TYPES
        return _dataclass(generic, data, whole=whole, inner=parameters)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _member(kind, data)
    return _plain(kind, data)


def _plain(kind: Any, data: object) -> Any:
    """Return a number, a truth value, a text or a time."""
    if kind is bool or kind is str:
        if isinstance(data, kind):
            return data
    elif kind in (int, float):
        if isinstance(data, int | float) and not isinstance(data, bool) and abs(data) <= _HIGHEST:
            # Compared before it is converted: JSON knows integers that no float can hold. NaN fails the comparison.
            if kind is float or isinstance(data, int):
                return kind(data)
    elif isinstance(kind, type) and issubclass(kind, datetime):
        return _moment(data)
    elif kind is time and isinstance(data, str):
        try:
            return time.fromisoformat(data)
        except ValueError as err:
            raise _UnreadableError("no time of day") from err
    elif kind is date and isinstance(data, str):
        try:
            return date.fromisoformat(data)
        except ValueError as err:
            raise _UnreadableError("no day") from err
    raise _UnreadableError(f"no {kind}")


def _one_of(kinds: tuple[Any, ...], data: object, whole: bool) -> Any:
    """Return a value of the first kind that it can be."""
    if data is None and NoneType in kinds:
        return None
    for kind in kinds:
        if kind is not NoneType:
            try:
                return _value(kind, data, whole)
            except _UnreadableError:
                continue
    raise _UnreadableError("none of its kinds")


def _tuple(kinds: tuple[Any, ...], data: object, whole: bool) -> tuple[Any, ...]:
    """Return a tuple, of any length or of one value a kind."""
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_sequence(kinds[0], data, whole))
    if not isinstance(data, list | tuple) or len(data) != len(kinds):
        raise _UnreadableError("of another length")
    return tuple(_value(kind, entry, whole) for kind, entry in zip(kinds, data, strict=True))


def _sequence(kind: Any, data: object, whole: bool) -> list[Any]:
    """Return the entries that can be read."""
    if not isinstance(data, list | tuple):
        raise _UnreadableError("no list")
    entries = []
    for entry in data:
        try:
            entries.append(_value(kind, entry, whole))
        except _UnreadableError:
            continue
    return entries


def _mapping(kind: Any, data: object, whole: bool) -> dict[str, Any]:
    """Return the entries that can be read, by their keys."""
    if not isinstance(data, Mapping):
        raise _UnreadableError("no object")
    entries = {}
    for key, entry in data.items():
        if isinstance(key, str):
            try:
                entries[key] = _value(kind, entry, whole)
            except _UnreadableError:
                continue
    return entries


def _member(kind: type[Enum], data: object) -> Enum:
    """Return a member of an enum by its value."""
    try:
        return kind(data)
    except ValueError as err:
        raise _UnreadableError(f"no {kind.__name__}") from err


def _moment(data: object) -> datetime:
    """Return a stored moment as aware UTC; one that tells no zone is none."""
    try:
        moment = datetime.fromisoformat(data) if isinstance(data, str) else None
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError) as err:
        raise _UnreadableError("no moment") from err
    raise _UnreadableError("no moment with a zone")
