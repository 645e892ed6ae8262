"""A search waits for a silent unit once, and never for long."""

from modbus_connection import IllegalDataAddressError, ModbusTimeoutError
from modbus_connection.mock import MockModbusConnection
import pytest

from custom_components.overshot.devices.hasty_unit import HastyUnit


async def test_who_is_silent_is_asked_once(link: MockModbusConnection) -> None:
    link.for_unit(1).fail_requests(ModbusTimeoutError())
    unit = HastyUnit(link.for_unit(1), patience=0.5)
    for read in (unit.read_holding_registers, unit.read_input_registers, unit.read_coils, unit.read_discrete_inputs):
        with pytest.raises(ModbusTimeoutError):
            await read(0, 1)
    assert unit.silent
    assert len(link.for_unit(1).read_events) == 1


@pytest.mark.parametrize("refuses", [False, True])
async def test_who_answered_once_may_ignore_a_request(link: MockModbusConnection, refuses: bool) -> None:
    """Some devices say nothing where others refuse."""
    if refuses:
        link.for_unit(1).fail_read(7, IllegalDataAddressError())
    link.for_unit(1).fail_read(8, ModbusTimeoutError())
    unit = HastyUnit(link.for_unit(1), patience=0.5)
    if refuses:
        with pytest.raises(IllegalDataAddressError):
            await unit.read_holding_registers(7, 1)
    else:
        assert await unit.read_holding_registers(7, 1) == [0]
    for _ in range(2):
        with pytest.raises(ModbusTimeoutError):
            await unit.read_holding_registers(8, 1)
    assert not unit.silent
    assert len(link.for_unit(1).read_events) == 3


class Asked:
    """A unit that remembers how long it is to wait."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.timeouts: list[float | None] = []

    def require_timeout(self, seconds: float | None) -> None:
        """Take a wish."""
        self.timeouts.append(seconds)


@pytest.mark.parametrize(
    ("problem", "patience", "fixed", "passed_on"),
    [
        ("in haste", 0.6, False, [0.6, 0.5, None]),
        ("patiently", None, False, [3.0, 0.5, None]),
        ("in use by somebody else", 0.6, True, []),
    ],
)
def test_how_long_is_waited(problem: str, patience: float | None, fixed: bool, passed_on: list[float | None]) -> None:
    asked = Asked()
    unit = HastyUnit(asked, patience=patience, fixed=fixed)  # type: ignore[arg-type]  # of a unit it is all that counts
    for seconds in (3.0, 0.5, None):
        unit.require_timeout(seconds)
    assert asked.timeouts == passed_on, problem


def test_it_stands_in_for_the_unit(link: MockModbusConnection) -> None:
    unit = HastyUnit(link.for_unit(1), patience=None)
    assert unit.as_unit.connected is link.for_unit(1).connected
