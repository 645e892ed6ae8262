"""Listen on a serial line without asking: whoever talks there is another master, and whom it asks."""

import asyncio
from typing import Final, Literal

from serialx import Parity, SerialException, StopBits, open_serial_connection

from .p1_source import close_source

SHORTEST_FRAME: Final = 4
"""Bytes of the shortest RTU frame: unit, function, checksum. Fewer are noise of the plug."""

_PARITIES: Final = {"N": Parity.NONE, "E": Parity.EVEN, "O": Parity.ODD}


async def hears_frames(
    device: str, baudrate: int, parity: Literal["N", "E", "O"], stopbits: Literal[1, 2], timeout: float
) -> bool:
    """Tell whether a frame's worth of bytes comes in within so many seconds; nothing is sent.

    A port that cannot be opened hears nothing.
    """
    try:
        async with asyncio.timeout(timeout):
            reader, writer = await open_serial_connection(
                device,
                baudrate=baudrate,
                parity=_PARITIES[parity],
                stopbits=StopBits.TWO if stopbits == 2 else StopBits.ONE,
            )
            try:
                await reader.readexactly(SHORTEST_FRAME)
            finally:
                await close_source(writer)
    except OSError, SerialException, TimeoutError, ValueError, asyncio.IncompleteReadError:
        return False
    return True
