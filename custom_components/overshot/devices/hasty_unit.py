"""A Modbus unit for a search: who was silent once without ever having answered is not waited for again."""

from typing import Any, cast

from modbus_connection import ModbusExceptionError, ModbusTimeoutError, ModbusUnit

_READS = frozenset({"read_holding_registers", "read_input_registers", "read_coils", "read_discrete_inputs"})


class HastyUnit:
    """Passes everything on to a unit, but waits for its first answer only once, and no longer than `patience` (s).

    Without `patience` it waits as long as its users ask. A unit whose timeout is `fixed` is in use by somebody else, who
    goes on waiting as long as before.
    """

    def __init__(self, unit: ModbusUnit, *, patience: float | None, fixed: bool = False) -> None:
        """Stand in for a unit."""
        self._unit = unit
        self._patience = patience
        self._fixed = fixed
        self._spoke = False
        self.silent = False
        """Whether it was asked and never answered."""

    def __getattr__(self, name: str) -> Any:
        """Return what the unit has; reads are watched."""
        found = getattr(self._unit, name)
        return self._watched(found) if name in _READS else found

    def require_timeout(self, seconds: float | None) -> None:
        """Pass on how long a user wants to wait, within the patience there is."""
        if self._fixed:
            return
        bounded = seconds if seconds is None or self._patience is None else min(seconds, self._patience)
        self._unit.require_timeout(bounded)

    def _watched(self, read: Any) -> Any:
        """Return a read that remembers whether anybody answers."""

        async def watched(*args: Any) -> Any:
            if self.silent:
                raise ModbusTimeoutError("it was silent before")
            try:
                answer = await read(*args)
            except ModbusTimeoutError:
                self.silent = not self._spoke
                raise
            except ModbusExceptionError:
                self._spoke = True
                raise
            self._spoke = True
            return answer

        return watched

    @property
    def as_unit(self) -> ModbusUnit:
        """Return itself as what it stands in for."""
        return cast(ModbusUnit, self)
