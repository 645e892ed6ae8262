"""A serial cable is read like a bridge. The cable here is a pseudo-terminal: its speed is set, but not obeyed."""

import asyncio
from collections.abc import Iterator
import contextlib
from datetime import UTC, datetime
import os
import pty
import termios

import pytest

from custom_components.overshot.core.model import MeterReading, Reading
from custom_components.overshot.devices.errors import CannotConnectError, GarbageError, SilentError
from custom_components.overshot.devices.p1_source import SerialFormat, SerialSource
from custom_components.overshot.devices.p1_stream import P1Stream, probe

from .telegram_files import telegram_bytes

GOOD = telegram_bytes("be_three_phase")


class Cable:
    """The meter's end of a serial cable."""

    def __init__(self) -> None:
        """Lay the cable."""
        self._meter, self._port = pty.openpty()
        os.set_blocking(self._meter, False)
        self.device = os.ttyname(self._port)
        self.characters = lambda: termios.tcgetattr(self._port)

    async def say(self, data: bytes) -> None:
        """Send bytes at the pace a terminal takes them."""
        while data:
            with contextlib.suppress(BlockingIOError):
                data = data[os.write(self._meter, data[:1024]) :]
            await asyncio.sleep(0.005)

    def pull(self) -> None:
        """Pull the cable out of the meter."""
        if self._meter >= 0:
            os.close(self._meter)
            self._meter = -1

    def close(self) -> None:
        """Put both ends away."""
        self.pull()
        os.close(self._port)


@pytest.fixture
def cable() -> Iterator[Cable]:
    cable = Cable()
    yield cable
    cable.close()


async def _keep_saying(cable: Cable, data: bytes) -> None:
    while True:
        await cable.say(data)
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("format", "speed", "bits", "parity"),
    [
        (SerialFormat.V5, termios.B115200, termios.CS8, 0),
        (SerialFormat.V4, termios.B115200, termios.CS7, termios.PARENB),
        (SerialFormat.V2, termios.B9600, termios.CS7, termios.PARENB),
    ],
)
async def test_reads_telegrams_with_the_line_set_as_asked(
    cable: Cable, format: SerialFormat, speed: int, bits: int, parity: int
) -> None:
    readings: list[Reading[MeterReading]] = []
    stream = P1Stream(
        SerialSource(cable.device, format), readings.append, now=lambda: datetime(2026, 11, 21, tzinfo=UTC)
    )
    stream.start()
    talk = asyncio.create_task(_keep_saying(cable, GOOD))
    async with asyncio.timeout(10):
        while len(readings) < 2:
            await asyncio.sleep(0.01)
    line = cable.characters()
    talk.cancel()
    await stream.stop()
    assert readings[0].value.power == 1836.0
    assert line[4] == line[5] == speed
    # A pseudo-terminal always has 8 bits without parity on Linux; on a real port these two are obeyed.
    assert line[2] & termios.CSIZE in (bits, termios.CS8)
    assert line[2] & termios.PARENB in (parity, 0)


async def test_wrong_speed_is_garbage(cable: Cable) -> None:
    talk = asyncio.create_task(_keep_saying(cable, bytes(0x80 | byte for byte in range(0x40, 0x80))))
    with pytest.raises(GarbageError):
        await probe(SerialSource(cable.device), timeout=0.5)
    talk.cancel()


async def test_silent_cable(cable: Cable) -> None:
    with pytest.raises(SilentError):
        await probe(SerialSource(cable.device), timeout=0.5)


async def test_a_port_somebody_else_reads(cable: Cable) -> None:
    stream = P1Stream(SerialSource(cable.device), lambda _: None, now=lambda: datetime(2026, 11, 21, tzinfo=UTC))
    stream.start()
    async with asyncio.timeout(5):
        while not stream.counts.connections:
            await asyncio.sleep(0.01)
    with pytest.raises(CannotConnectError):
        await probe(SerialSource(cable.device), timeout=1)
    await stream.stop()


async def test_a_pulled_cable_is_told_and_tried_again() -> None:
    cable = Cable()
    lost: list[Exception] = []
    readings: list[Reading[MeterReading]] = []
    stream = P1Stream(
        SerialSource(cable.device),
        readings.append,
        now=lambda: datetime(2026, 11, 21, tzinfo=UTC),
        on_lost=lost.append,
        backoff=(0.01,),
    )
    stream.start()
    talk = asyncio.create_task(_keep_saying(cable, GOOD))
    async with asyncio.timeout(10):
        while not readings:
            await asyncio.sleep(0.01)
        talk.cancel()
        cable.pull()
        while len(lost) < 2:
            await asyncio.sleep(0.01)
    await stream.stop()
    cable.close()
    assert {type(err) for err in lost} == {CannotConnectError}
