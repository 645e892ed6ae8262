"""Listen on a serial line without asking: whoever talks there is another master, and whom it asks."""

import asyncio
from contextlib import suppress
from typing import Final, Literal

from serialx import Parity, SerialException, StopBits, open_serial_connection

SHORTEST_FRAME: Final = 4
"""Bytes of the shortest RTU frame: unit, function, checksum. Fewer are noise of the plug."""

_PARITIES: Final = {"N": Parity.NONE, "E": Parity.EVEN, "O": Parity.ODD}
_CLOSE_TIMEOUT: Final = 2.0


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
                writer.close()
                with suppress(OSError, SerialException, TimeoutError):
                    async with asyncio.timeout(_CLOSE_TIMEOUT):
                        await writer.wait_closed()
    except OSError, SerialException, TimeoutError, ValueError, asyncio.IncompleteReadError:
        return False
    return True
