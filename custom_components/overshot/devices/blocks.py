"""Read a device block by block, so that a refused one leaves the others alone."""

from collections.abc import Iterable

from modbus_connection import IllegalDataAddressError, IllegalDataValueError, IllegalFunctionError
from modbus_connection.model import Component, Device, UpdateReport

NOT_SERVED = (IllegalFunctionError, IllegalDataAddressError, IllegalDataValueError)
"""How a device says that it has no such registers. Busy, failing or unreachable devices answer otherwise."""


class GaplessComponent(Component):
    """Registers read in runs without a gap: of a table known in part, what lies between may be refused."""

    max_gap = 1


class OneByOneComponent(Component):
    """Registers of which a device gives one value a read."""

    max_gap = 0


async def read_blocks(device: Device, names: Iterable[str]) -> UpdateReport:
    """Read each named block of a device by itself.

    Raises `ModbusError` where not one of them could be read.
    """
    report = await device.async_poll(names)
    if not report.updated and report.failed:
        raise next(iter(report.failed.values()))
    return report


def text(value: str | None) -> str:
    """Return a string register as clean text; padding, blanks and unprintable bytes go."""
    return "".join(char for char in value or "" if char.isprintable()).strip()
