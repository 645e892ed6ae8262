"""Telegrams are found in a stream however it is cut and whatever lies between, in bounded memory."""

import random

import pytest

from custom_components.overshot.devices.p1_framing import MAX_TELEGRAM, TelegramFramer

from .telegram_files import telegram_bytes, telegram_text

GOOD = telegram_bytes("be_three_phase")
TEXT = telegram_text("be_three_phase")


@pytest.mark.parametrize("size", [1, 7, 64, 1000, 5000])
def test_chunks_of_any_size(size: int) -> None:
    framer = TelegramFramer()
    stream = GOOD * 3
    found = [text for start in range(0, len(stream), size) for text in framer.feed(stream[start : start + size])]
    assert found == [TEXT] * 3
    assert framer.garbage == 0


@pytest.mark.parametrize(
    ("before", "garbage"),
    [
        pytest.param(b"\xff\xfe\x80noise", 8, id="noise"),
        pytest.param(b"\r\n\r\n\0\0", 0, id="blank lines"),
        pytest.param(GOOD[900:], len(GOOD[900:].rstrip()), id="the end of a telegram"),
        pytest.param(GOOD[:400], 400, id="the beginning of a telegram"),
        pytest.param(b"///", 3, id="slashes"),
    ],
)
def test_what_comes_before_does_not_harm(before: bytes, garbage: int) -> None:
    framer = TelegramFramer()
    assert framer.feed(before + GOOD) == [TEXT]
    assert framer.garbage == pytest.approx(garbage, abs=2)


@pytest.mark.parametrize(
    "filling",
    [b"x", b"/", b"/OVS5", b"!", b"\r\n", bytes(range(256))],
    ids=["x", "slash", "start", "end", "blank", "all"],
)
def test_endless_garbage_is_bounded_and_counted(filling: bytes) -> None:
    framer = TelegramFramer()
    for _ in range(100):
        assert all("\n" in text for text in framer.feed(filling * (4096 // len(filling))))
    assert len(framer._buffer) <= MAX_TELEGRAM + 4096
    assert framer.received >= 350_000
    assert framer.feed(b"\r\n" + GOOD)[-1] == TEXT


def test_random_bytes_never_raise() -> None:
    noise = random.Random(2)
    framer = TelegramFramer()
    for _ in range(200):
        framer.feed(noise.randbytes(noise.randint(0, 700)))
    assert framer.received > 0
    assert framer.feed(b"\r\n" + GOOD)[-1] == TEXT


def test_nul_after_the_checksum_and_bare_line_feed() -> None:
    framer = TelegramFramer()
    assert framer.feed(GOOD[:-2] + b"\0\r\n" + GOOD[:-2] + b"\n")[1:] == [TEXT[:-2] + "\n"]
