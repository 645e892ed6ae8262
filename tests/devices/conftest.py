"""A Modbus link without wires."""

from collections.abc import Mapping, Sequence

from modbus_connection.mock import MockModbusConnection, MockModbusUnit
import pytest

from . import registers


@pytest.fixture
def link() -> MockModbusConnection:
    """Return a link on which every unit answers, with zeros until it is told otherwise."""
    return MockModbusConnection()


def fill(unit: MockModbusUnit, values: Mapping[int, int | Sequence[int]]) -> None:
    """Put values into a unit's holding registers, each register by itself."""
    unit.holding.update(registers.spread(values))
