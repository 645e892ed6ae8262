"""Read a device block by block, so that a refused one leaves the others alone, in as few requests as it takes."""

from collections.abc import Iterable, Mapping

from modbus_connection import (
    IllegalDataAddressError,
    IllegalDataValueError,
    IllegalFunctionError,
    ModbusConnectionError,
    ModbusError,
    ModbusTimeoutError,
    ModbusUnit,
)
from modbus_connection.model import Component, ComponentGroup, Device, UpdateReport

NOT_SERVED = (IllegalFunctionError, IllegalDataAddressError, IllegalDataValueError)
"""How a device says that it has no such registers. Busy, failing or unreachable devices answer otherwise."""


class GaplessComponent(Component):
    """Registers read in runs without a gap: of a table known in part, what lies between may be refused."""

    max_gap = 1


class OneByOneComponent(Component):
    """Registers of which a device gives one value a read."""

    max_gap = 0


class Neighbours:
    """Blocks of which one begins where another ends, read in one request as long as the device does not mind.

    A device that refuses it is asked for each from then on, and so is one that does not answer it and never did. Any
    other failure leads to each being asked this once.
    """

    def __init__(self, unit: ModbusUnit, blocks: Mapping[str, Component]) -> None:
        """Hold the blocks by their names; nothing is read."""
        self.names = tuple(blocks)
        self._group = ComponentGroup(unit, blocks.values())
        self._allowed = True
        self._proven = False

    async def read(self, report: UpdateReport) -> bool:
        """Read them and tell whether `report` says so now; else each is still to be read.

        Raises `ModbusError` where the link is lost, or where nothing has answered yet and this does not either.
        """
        if not self._allowed:
            return False
        try:
            await self._group.async_update(notify=False)
        except ModbusConnectionError:
            raise
        except ModbusTimeoutError as err:
            self._allowed = self._proven
            if not report.updated and not report.failed:
                raise
            if self._proven:
                report.failed.update(dict.fromkeys(self.names, err))
            return self._proven
        except NOT_SERVED:
            self._allowed = False
            return False
        except ModbusError:
            return False
        self._proven = True
        report.updated.update(self.names)
        return True


async def read_blocks(device: Device, names: Iterable[str], *together: Neighbours) -> UpdateReport:
    """Read each named block of a device by itself, but for those that may be read together.

    Raises `ModbusError` where not one of them could be read.
    """
    report = UpdateReport()
    for name in names:
        if name in report.updated or name in report.failed:
            continue
        group = next((group for group in together if group.names[0] == name), None)
        if group is None or not await group.read(report):
            await device.async_poll((name,), report)
    if not report.updated and report.failed:
        raise next(iter(report.failed.values()))
    return report


def text(value: str | None) -> str:
    """Return a string register as clean text; padding, blanks and unprintable bytes go."""
    return "".join(char for char in value or "" if char.isprintable()).strip()
