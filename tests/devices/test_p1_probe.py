"""Trying out a P1 port tells the user what is wrong with it, not only that something is."""

import pytest

from custom_components.overshot.devices.errors import (
    CannotConnectError,
    ChecksumError,
    DeviceError,
    GarbageError,
    MissingChecksumError,
    SilentError,
    TelegramError,
)
from custom_components.overshot.devices.p1_source import TcpSource
from custom_components.overshot.devices.p1_stream import probe

from .p1_server import Script, fall_silent, keep_saying, p1_bridge, reset, say
from .telegram_files import telegram_bytes

pytestmark = pytest.mark.usefixtures("socket_enabled")

GOOD = telegram_bytes("be_three_phase")
BAD = telegram_bytes("be_bad_checksum")


@pytest.mark.parametrize(
    ("problem", "script"),
    [
        ("a steady meter", keep_saying(GOOD)),
        ("joined in the middle of a telegram", keep_saying(GOOD[700:], GOOD)),
        ("the first telegram disturbed", keep_saying(BAD, GOOD)),
        ("noise first", keep_saying(b"\xf0\x81" * 40, GOOD)),
        ("one telegram a connection", say(GOOD)),
    ],
)
async def test_finds_the_meter(problem: str, script: Script) -> None:
    async with p1_bridge(script) as source:
        telegram = await probe(source, timeout=3)
    assert telegram.meter_id == "1OVS0000000001", problem
    assert telegram.reading.power == 1836.0


@pytest.mark.parametrize(
    ("problem", "script", "expected", "key"),
    [
        ("port not opened at the grid operator", fall_silent(), SilentError, "silent"),
        ("wrong speed", keep_saying(bytes(range(128, 256))), GarbageError, "garbage"),
        ("a web server", say(b"HTTP/1.1 400 Bad Request\r\n\r\n"), GarbageError, "garbage"),
        ("a telegram that never ends", fall_silent(GOOD[:600]), GarbageError, "garbage"),
        ("bytes lost on the way", keep_saying(BAD), ChecksumError, "bad_checksum"),
        (
            "a bridge that strips the checksum",
            keep_saying(telegram_bytes("be_no_checksum")),
            MissingChecksumError,
            "missing_checksum",
        ),
        ("a telegram without power", keep_saying(b"/OVS5\\X\r\n\r\n!\r\n"), TelegramError, "bad_telegram"),
        ("a bridge that already has its only client", say(), CannotConnectError, "cannot_connect"),
        ("cut off", reset(GOOD[:100]), CannotConnectError, "cannot_connect"),
        ("one bad telegram a connection", say(BAD), ChecksumError, "bad_checksum"),
    ],
)
async def test_says_what_is_wrong(problem: str, script: Script, expected: type[DeviceError], key: str) -> None:
    async with p1_bridge(script) as source:
        with pytest.raises(DeviceError) as caught:
            await probe(source, timeout=0.4)
    assert type(caught.value) is expected, problem
    assert caught.value.key == key


async def test_nobody_opens() -> None:
    with pytest.raises(CannotConnectError):
        await probe(TcpSource("127.0.0.1", 1), timeout=1)
