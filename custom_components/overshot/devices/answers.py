"""What came of the requests to a device: how many, how many answers could not be used, and what the last ones were."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final, cast

from modbus_connection import ModbusProtocolError, ModbusUnit

_REQUESTS = ("read_", "write_")
"""How the operations of a unit begin that ask something of the device."""

_TABLES: Final = {
    "read_coils": "coils",
    "read_discrete_inputs": "discrete inputs",
    "read_holding_registers": "holding registers",
    "read_input_registers": "input registers",
}
"""What an operation reads."""

type Table = dict[int, int]
"""What was answered last, by address."""


@dataclass
class Answers:
    """What came of the requests to one device since it was set up."""

    requests: int = 0
    damaged: int = 0
    """Wrong checksums, broken frames, and answers that belong to another request."""

    tables: dict[tuple[int, str], Table] = field(default_factory=dict)
    """What each address answered last, by unit and table."""

    def keep(self, unit_id: int, table: str, address: int, values: Sequence[int]) -> None:
        """Keep what was answered to the question for the addresses from `address` on."""
        self.tables.setdefault((unit_id, table), {}).update(enumerate(map(int, values), address))


class _CountedUnit:
    """A unit whose requests are counted; everything else is the unit's own."""

    def __init__(self, unit: ModbusUnit, answers: Answers, unit_id: int) -> None:
        self._unit = unit
        self._answers = answers
        self._unit_id = unit_id

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._unit, name)
        return self._counted(found, _TABLES.get(name)) if name.startswith(_REQUESTS) and callable(found) else found

    def _counted(self, ask: Callable[..., Awaitable[Any]], table: str | None) -> Callable[..., Awaitable[Any]]:
        """Return an operation that counts, and keeps what is read of a table."""

        @wraps(ask)
        async def counted(*args: Any, **kwargs: Any) -> Any:
            self._answers.requests += 1
            try:
                answer = await ask(*args, **kwargs)
            except ModbusProtocolError:
                self._answers.damaged += 1
                raise
            if table is not None:
                self._answers.keep(self._unit_id, table, args[0] if args else kwargs["address"], answer)
            return answer

        return counted


def counted(unit: ModbusUnit, answers: Answers, unit_id: int = 0) -> ModbusUnit:
    """Return a unit that counts its requests in `answers`, and keeps there what they were answered."""
    return cast(ModbusUnit, _CountedUnit(unit, answers, unit_id))
