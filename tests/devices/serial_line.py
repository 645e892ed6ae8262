"""A serial line of two pseudo-terminals, joined in the middle, with Modbus RTU devices of another make at its far end."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
import os
import pty
import termios
import tty

from pymodbus.framer import FramerType
from pymodbus.server import ModbusSerialServer

from custom_components.overshot.devices.driver import SerialSettings

from .modbus_server import Registers, device

SPEEDS = {9600: termios.B9600, 19_200: termios.B19200, 57_600: termios.B57600}


@dataclass
class SerialLine:
    """The port at this end of the line, and the settings of the devices at the other one."""

    port: str
    settings: SerialSettings
    heard: list[bytes] = field(default_factory=list)
    """What the devices could read."""

    garbled: int = 0
    """How many bytes came at another speed."""


@asynccontextmanager
async def serial_line(settings: SerialSettings, units: Mapping[int, Registers]) -> AsyncIterator[SerialLine]:
    """Lay a line with some devices on it. Who is not on it is silent, and nobody understands another speed."""
    (near, port), (far, station) = pty.openpty(), pty.openpty()
    for end in (near, port, far, station):
        tty.setraw(end)
    for end in (near, far):
        os.set_blocking(end, False)
    line = SerialLine(os.ttyname(port), settings)
    loop = asyncio.get_running_loop()

    def to_devices() -> None:
        with suppress(OSError):
            data = os.read(near, 1024)
            if not _speaks(port, settings):
                line.garbled += len(data)
                return
            line.heard.append(data)
            # A request is written at once and begins with its address. The server would answer for everybody.
            if data[0] in units:
                os.write(far, data)

    def to_us() -> None:
        with suppress(OSError):
            os.write(near, os.read(far, 1024))

    loop.add_reader(near, to_devices)
    loop.add_reader(far, to_us)
    server = ModbusSerialServer(
        [device(unit_id, registers) for unit_id, registers in units.items()],
        framer=FramerType.RTU,
        port=os.ttyname(station),
        baudrate=settings.baudrate,
    )
    await server.serve_forever(background=True)
    try:
        yield line
    finally:
        await server.shutdown()
        for end in (near, far):
            loop.remove_reader(end)
        for end in (near, port, far, station):
            os.close(end)


def _speaks(port: int, settings: SerialSettings) -> bool:
    """Whether a port is as fast as the devices: a pseudo-terminal keeps its speed without obeying it, but no parity."""
    speed: int = termios.tcgetattr(port)[4]
    return speed == SPEEDS[settings.baudrate]
