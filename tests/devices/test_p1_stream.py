"""The stream lives on whatever the line does, over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
import logging
import re
import socket
from typing import Any

import pytest

from custom_components.overshot.core.model import ConnectionType, MeterReading, Reading
from custom_components.overshot.devices.errors import (
    CannotConnectError,
    ChecksumError,
    DeviceError,
    GarbageError,
    SilentError,
    TelegramError,
)
from custom_components.overshot.devices.p1_source import P1Source, SerialSource, TcpSource
from custom_components.overshot.devices.p1_stream import BACKOFF, P1Stream

from .p1_server import fall_silent, keep_saying, p1_bridge, reset, say
from .telegram_files import telegram_bytes

pytestmark = pytest.mark.usefixtures("socket_enabled")

GOOD = telegram_bytes("be_three_phase")
BAD = telegram_bytes("be_bad_checksum")
NOISE = bytes(range(128, 256)) * 8
START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Listener:
    """Remembers what a stream told, with a clock that ticks a second each time it is read."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.readings: list[Reading[MeterReading]] = []
        self.lost: list[DeviceError] = []
        self._ticks = 0

    def now(self) -> datetime:
        self._ticks += 1
        return START + timedelta(seconds=self._ticks)

    async def until(self, condition: Callable[[], bool], timeout: float = 5.0) -> None:
        async with asyncio.timeout(timeout):
            while not condition():
                await asyncio.sleep(0.005)


@asynccontextmanager
async def listening(source: P1Source, **options: Any) -> AsyncIterator[tuple[P1Stream, Listener]]:
    """Run a stream with short pauses and make sure it ends with nothing left behind."""
    listener = Listener()
    before = asyncio.all_tasks()
    stream = P1Stream(
        source,
        listener.readings.append,
        on_lost=listener.lost.append,
        **{"now": listener.now, "backoff": (0.01,), **options},
    )
    stream.start()
    try:
        yield stream, listener
    finally:
        await stream.stop()
    assert {task for task in asyncio.all_tasks() - before if "P1" in task.get_name()} == set()


async def test_each_telegram_is_a_reading_with_its_arrival() -> None:
    async with p1_bridge(keep_saying(GOOD)) as source, listening(source) as (stream, heard):
        await heard.until(lambda: len(heard.readings) >= 3)
        assert [reading.at for reading in heard.readings[:3]] == [START + timedelta(seconds=n) for n in (1, 2, 3)]
        assert heard.readings[0].value.power == 1836.0
        assert heard.readings[0].source == f"p1 {source}"
        assert stream.last is not None
        assert stream.last.meter_id == "1OVS0000000001"
        assert stream.error is None
        assert stream.counts.garbage == 0
    assert heard.lost == []


async def test_the_connection_of_the_house_reaches_the_readings() -> None:
    async with (
        p1_bridge(keep_saying(GOOD)) as source,
        listening(source, connection=ConnectionType.THREE_PHASE_DELTA) as (_, heard),
    ):
        await heard.until(lambda: bool(heard.readings))
        assert heard.readings[0].value.phase_power is None


async def test_a_bridge_that_hangs_up_is_called_again() -> None:
    async with p1_bridge(say(GOOD), say(), keep_saying(GOOD)) as source, listening(source) as (stream, heard):
        await heard.until(lambda: len(heard.readings) >= 4)
        assert stream.counts.connections == 3
        assert [type(err) for err in heard.lost] == [CannotConnectError, CannotConnectError]


async def test_a_reset_connection_is_called_again() -> None:
    async with p1_bridge(reset(GOOD), keep_saying(GOOD)) as source, listening(source) as (stream, heard):
        await heard.until(lambda: len(heard.readings) >= 3)
        assert stream.counts.connections == 2
        assert "lost" in str(heard.lost[0])


async def test_a_telegram_without_power_is_counted_as_unreadable() -> None:
    nothing = b"/OVS5\\X\r\n\r\n!\r\n"
    async with (
        p1_bridge(fall_silent(nothing, nothing)) as source,
        listening(source, silence=0.1) as (stream, heard),
    ):
        await heard.until(lambda: bool(heard.lost))
        assert stream.counts.unreadable == 2
        assert type(heard.lost[0]) is TelegramError


async def test_a_meter_may_take_three_of_its_own_intervals() -> None:
    for name, patience in (("be_three_phase", 10.0), ("nl_4_voltages", 30.0)):
        async with p1_bridge(keep_saying(telegram_bytes(name))) as source, listening(source) as (stream, heard):
            assert stream._patience(heard=False) == 25.0
            await heard.until(lambda: bool(heard.readings))
            assert stream._patience(heard=True) == patience


async def test_silence_breaks_the_connection_and_it_comes_back() -> None:
    async with (
        p1_bridge(fall_silent(GOOD), keep_saying(GOOD)) as source,
        listening(source, silence=0.1) as (stream, heard),
    ):
        await heard.until(lambda: len(heard.readings) >= 3)
        assert stream.counts.connections == 2
        assert [type(err) for err in heard.lost] == [SilentError]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(NOISE, GarbageError, id="wrong speed"),
        pytest.param(BAD, ChecksumError, id="every checksum wrong"),
        pytest.param(GOOD[:500], GarbageError, id="a telegram that never ends"),
        pytest.param(b"", SilentError, id="nothing"),
    ],
)
async def test_a_line_without_a_usable_telegram_says_why(said: bytes, expected: type[DeviceError]) -> None:
    async with p1_bridge(fall_silent(said)) as source, listening(source, silence=0.1) as (stream, heard):
        await heard.until(lambda: len(heard.lost) >= 2)
        assert {type(err) for err in heard.lost} == {expected}
        assert type(stream.error) is expected
        assert heard.readings == []


async def test_bad_telegrams_and_garbage_are_counted_between_good_ones() -> None:
    async with (
        p1_bridge(say(GOOD, NOISE, b"\r\n", BAD, GOOD[:600], GOOD, every=0.01), fall_silent()) as source,
        listening(source) as (stream, heard),
    ):
        await heard.until(lambda: stream.counts.connections == 2)
        assert len(heard.readings) == stream.counts.telegrams == 2
        assert stream.counts.bad_checksums == 1
        assert stream.counts.garbage == pytest.approx(len(NOISE) + 600, abs=4)


async def test_a_flood_of_garbage_neither_ends_it_nor_blocks_the_rest() -> None:
    async with (
        p1_bridge(say(*[NOISE] * 300), keep_saying(GOOD)) as source,
        listening(source) as (stream, heard),
    ):
        await heard.until(lambda: len(heard.readings) >= 2)
        assert stream.counts.garbage == len(NOISE) * 300


async def test_a_mistake_in_handling_a_reading_does_not_end_the_stream(caplog: pytest.LogCaptureFixture) -> None:
    calls = 0

    def handle(_: Reading[MeterReading]) -> None:
        nonlocal calls
        calls += 1
        raise RuntimeError("a mistake")

    async with p1_bridge(keep_saying(GOOD)) as source:
        stream = P1Stream(source, handle, now=lambda: START)
        stream.start()
        async with asyncio.timeout(5):
            while calls < 3:
                await asyncio.sleep(0.01)
        await stream.stop()
    assert stream.counts.connections == 1
    assert "a reading could not be handled" in caplog.text


@pytest.mark.parametrize(
    "source", [TcpSource("127.0.0.1", 1), SerialSource("/dev/no-port"), SerialSource("odd://port")]
)
async def test_what_cannot_be_opened_is_tried_again(source: P1Source) -> None:
    async with listening(source) as (stream, heard):
        await heard.until(lambda: len(heard.lost) >= 2)
        assert {type(err) for err in heard.lost} == {CannotConnectError}
        assert stream.counts.connections == 0


@pytest.mark.parametrize("error", [socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long")])
async def test_a_name_nobody_knows_is_tried_again(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    async with listening(TcpSource("host.invalid", 1)) as (_, heard):
        await heard.until(lambda: len(heard.lost) >= 2)
        assert {type(err) for err in heard.lost} == {CannotConnectError}


async def test_pauses_grow_and_start_anew_with_a_telegram(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with (
        p1_bridge(say(), say(), say(), say(), say(), say(GOOD), say(), fall_silent()) as source,
        listening(source, backoff=(0.001, 0.002, 0.005, 0.01)) as (stream, heard),
    ):
        await heard.until(lambda: stream.counts.connections == 8)
    pauses = re.findall(r"connecting again in (\S+) s", caplog.text)
    assert pauses == ["0.001", "0.002", "0.005", "0.01", "0.01", "0.001", "0.002"]


def test_pauses_by_default() -> None:
    assert BACKOFF == (1, 2, 5, 10)


async def test_a_mistake_of_our_own_is_told_and_survived(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> datetime:
        raise RuntimeError("a broken clock")

    async with p1_bridge(keep_saying(GOOD)) as source, listening(source, now=broken) as (stream, heard):
        await heard.until(lambda: len(heard.lost) >= 2)
        assert "a broken clock" in str(heard.lost[0])
        assert stream.counts.connections >= 2
    assert "reading failed" in caplog.text


async def test_stopping_twice_and_before_the_start_is_harmless() -> None:
    async with p1_bridge(keep_saying(GOOD)) as source:
        listener = Listener()
        stream = P1Stream(source, listener.readings.append, now=listener.now)
        await stream.stop()
        stream.start()
        stream.start()
        await listener.until(lambda: bool(listener.readings))
        await stream.stop()
        await stream.stop()
        heard = len(listener.readings)
        await asyncio.sleep(0.1)
    assert len(listener.readings) == heard
    assert stream.counts.connections == 1
