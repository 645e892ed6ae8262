"""Walk the addresses of a serial line: who is there, and who they are.

One request at a time, as a line demands. Nobody at an address costs a whole timeout, so all addresses are knocked at with
a short one first, and only those who answered anything are asked who they are, as patiently as their families want.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from modbus_connection import ModbusConnectionError, ModbusError, ModbusTimeoutError, ModbusUnit

from .errors import CannotConnectError
from .scan import Progress

ADDRESSES: Final = range(1, 240)
"""What Hager's meters and most others can be set to."""

KNOCK_TIMEOUT: Final = 0.3
"""A device on a line answers within a tenth of a second, also at 9600 baud (s)."""

KNOCK_SHARE: Final = 0.8
"""Share of the progress that belongs to knocking."""


async def answers(unit: ModbusUnit) -> bool:
    """Tell whether anybody answers on a unit, if only by a refusal. Raises `CannotConnectError` where the line is closed."""
    unit.require_timeout(KNOCK_TIMEOUT)
    try:
        await unit.read_holding_registers(0, 1)
    except ModbusTimeoutError as err:
        if not unit.connected:
            raise CannotConnectError(str(err)) from err
        return False
    except ModbusConnectionError as err:
        raise CannotConnectError(str(err)) from err
    except ModbusError:
        return True
    return True


async def scan_bus[T](
    knock: Callable[[int], Awaitable[bool]],
    identify: Callable[[int], Awaitable[T | None]],
    units: Sequence[int] = ADDRESSES,
    *,
    progress: Progress,
) -> list[T]:
    """Return who was recognised, in the order of the addresses; what `knock` and `identify` raise ends the scan."""
    there: list[int] = []
    for done, unit in enumerate(units, 1):
        if await knock(unit):
            there.append(unit)
        progress(KNOCK_SHARE * done / len(units))
    recognised: list[T] = []
    for done, unit in enumerate(there, 1):
        if (identity := await identify(unit)) is not None:
            recognised.append(identity)
        progress(KNOCK_SHARE + (1 - KNOCK_SHARE) * done / len(there))
    progress(1.0)
    return recognised
