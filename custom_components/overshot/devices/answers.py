"""Count what is asked of a unit, and how many answers cannot be used: damaged, or to somebody else's question."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from modbus_connection import ModbusProtocolError, ModbusUnit

_REQUESTS = ("read_", "write_")
"""How the operations of a unit begin that ask something of the device."""


@dataclass
class Answers:
    """What came of the requests to one device since it was set up."""

    requests: int = 0
    damaged: int = 0
    """Wrong checksums, broken frames, and answers that belong to another request."""


class _CountedUnit:
    """A unit whose requests are counted; everything else is the unit's own."""

    def __init__(self, unit: ModbusUnit, answers: Answers) -> None:
        self._unit = unit
        self._answers = answers

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._unit, name)
        return self._counted(found) if name.startswith(_REQUESTS) and callable(found) else found

    def _counted(self, ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """Return an operation that counts."""

        @wraps(ask)
        async def counted(*args: Any, **kwargs: Any) -> Any:
            self._answers.requests += 1
            try:
                return await ask(*args, **kwargs)
            except ModbusProtocolError:
                self._answers.damaged += 1
                raise

        return counted


def counted(unit: ModbusUnit, answers: Answers) -> ModbusUnit:
    """Return a unit that counts its requests in `answers`."""
    return cast(ModbusUnit, _CountedUnit(unit, answers))
