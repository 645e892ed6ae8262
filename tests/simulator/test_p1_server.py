"""The P1 port: a telegram each second to everybody, and every way in which it fails."""

import asyncio

from dsmr_parser import telegram_specifications
from dsmr_parser.exceptions import InvalidChecksumError
from dsmr_parser.parsers import TelegramParser
import pytest

from simulator.faults import GRID_METER, Fault, FaultKind
from simulator.house import House

from .links import read_telegram, still_house

pytestmark = pytest.mark.usefixtures("socket_enabled")


async def _connect(house: House) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    clients = house.p1.clients
    streams = await asyncio.open_connection("127.0.0.1", house.ports[GRID_METER])
    async with asyncio.timeout(2):
        while house.p1.clients == clients:
            await asyncio.sleep(0.001)
    return streams


def _fail(house: House, kind: FaultKind, duration: float | None = None, lateness: float = 5.0) -> None:
    house.fail(Fault(device=GRID_METER, kind=kind, duration=duration, lateness=lateness))


async def test_everybody_gets_each_telegram() -> None:
    async with still_house() as house:
        clients = [await _connect(house) for _ in range(3)]
        for _ in range(3):
            await house.advance(1)
            telegrams = {await read_telegram(reader) for reader, _ in clients}
            assert len(telegrams) == 1
            parsed = TelegramParser(telegram_specifications.BELGIUM_FLUVIUS).parse(telegrams.pop())
            assert parsed.P1_MESSAGE_TIMESTAMP.value == house.world.now
        for _, writer in clients:
            writer.close()
            await writer.wait_closed()


async def test_a_slow_meter_sends_each_ten_seconds() -> None:
    site = {"connection": {"type": "three_phase", "fuse": 25}, "grid_meter": {"interval": 10}}
    async with still_house(site=site, settings={}, events=[]) as house:
        sent = house.p1.sent
        await house.advance(60)
        assert house.p1.sent - sent == 6


async def test_wrong_crc() -> None:
    async with still_house() as house:
        reader, writer = await _connect(house)
        _fail(house, FaultKind.WRONG_CRC, duration=1)
        await house.advance(2)
        parser = TelegramParser(telegram_specifications.BELGIUM_FLUVIUS)
        with pytest.raises(InvalidChecksumError):
            parser.parse(await read_telegram(reader))
        parser.parse(await read_telegram(reader))
        writer.close()


async def test_garbage() -> None:
    async with still_house() as house:
        reader, writer = await _connect(house)
        _fail(house, FaultKind.GARBAGE)
        await house.advance(1)
        data = await reader.read(1000)
        assert len(data) == 400
        assert b"1-0:1.7.0" not in data
        writer.close()


async def test_silent_keeps_the_connection() -> None:
    async with still_house() as house:
        reader, writer = await _connect(house)
        _fail(house, FaultKind.SILENT, duration=30)
        await house.advance(30)
        with pytest.raises(TimeoutError):
            await read_telegram(reader, timeout=0.05)
        await house.advance(1)
        assert "1-0:1.7.0" in await read_telegram(reader)
        writer.close()


async def test_late() -> None:
    async with still_house() as house:
        reader, writer = await _connect(house)
        _fail(house, FaultKind.LATE, lateness=0.2)
        begun = asyncio.get_running_loop().time()
        await house.advance(1)
        measured_at = house.world.now
        telegram = await read_telegram(reader)
        assert asyncio.get_running_loop().time() - begun >= 0.19
        parsed = TelegramParser(telegram_specifications.BELGIUM_FLUVIUS).parse(telegram)
        assert parsed.P1_MESSAGE_TIMESTAMP.value == measured_at
        writer.close()


async def test_refused_and_back_on_the_same_port() -> None:
    async with still_house() as house:
        port = house.ports[GRID_METER]
        reader, writer = await _connect(house)
        _fail(house, FaultKind.REFUSED, duration=5)
        await house.advance(1)
        assert await reader.read() == b""
        writer.close()
        with pytest.raises(OSError):
            await asyncio.open_connection("127.0.0.1", port)
        await house.advance(5)
        assert house.ports[GRID_METER] == port
        reader, writer = await _connect(house)
        await house.advance(1)
        assert await read_telegram(reader)
        writer.close()
