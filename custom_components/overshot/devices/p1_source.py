"""Where telegrams come from: a TCP bridge, a serial cable or an HTTP address, opened the same way."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from serialx import Parity, SerialException, StopBits, open_serial_connection

from .errors import CannotConnectError
from .p1_http import HttpSource, open_http


class SerialFormat(StrEnum):
    """Speed and character format of a P1 port, by its specification."""

    V5 = "115200_8n1"
    """DSMR 5, ESMR and e-MUCS."""

    V4 = "115200_7e1"
    """DSMR 4, as many cables deliver it."""

    V2 = "9600_7e1"
    """DSMR 2.2 and 3.0."""


_LINE: Final[dict[SerialFormat, tuple[int, int, Parity]]] = {
    SerialFormat.V5: (115200, 8, Parity.NONE),
    SerialFormat.V4: (115200, 7, Parity.EVEN),
    SerialFormat.V2: (9600, 7, Parity.EVEN),
}
"""Baud rate, data bits and parity; always one stop bit."""


@dataclass(frozen=True, slots=True)
class TcpSource:
    """A bridge that sends the telegrams to whoever connects."""

    host: str
    port: int

    def __str__(self) -> str:
        """Return the address as users write it."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class SerialSource:
    """A cable on a serial port, or a URL that `serialx` knows."""

    device: str
    format: SerialFormat = SerialFormat.V5

    def __str__(self) -> str:
        """Return the port as users write it."""
        return self.device


type P1Source = TcpSource | SerialSource | HttpSource


class OpenSource(Protocol):
    """What keeps a source open, until it is closed."""

    def close(self) -> None:
        """Begin to close."""

    async def wait_closed(self) -> None:
        """Wait until it is closed."""


CONNECT_TIMEOUT: Final = 10.0
"""s."""

_CLOSE_TIMEOUT: Final = 2.0


async def open_source(source: P1Source, timeout: float = CONNECT_TIMEOUT) -> tuple[asyncio.StreamReader, OpenSource]:
    """Open a source. Raises `CannotConnectError`, and `GarbageError` where an HTTP address serves something else."""
    if isinstance(source, HttpSource):
        return await open_http(source, timeout)
    try:
        async with asyncio.timeout(timeout):
            if isinstance(source, TcpSource):
                return await asyncio.open_connection(source.host, source.port)
            baudrate, byte_size, parity = _LINE[source.format]
            return await open_serial_connection(
                source.device, baudrate=baudrate, byte_size=byte_size, parity=parity, stopbits=StopBits.ONE
            )
    except TimeoutError as err:
        raise CannotConnectError(f"{source} does not answer within {timeout:g} s") from err
    except (OSError, SerialException, UnicodeError, ValueError) as err:
        raise CannotConnectError(f"{source} cannot be opened: {err}") from err


async def close_source(writer: OpenSource) -> None:
    """Close a source and wait until it is closed, not for ever."""
    writer.close()
    with suppress(OSError, SerialException):
        async with asyncio.timeout(_CLOSE_TIMEOUT):
            await writer.wait_closed()
