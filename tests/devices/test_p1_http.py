"""P1 over HTTP: a dongle that is asked, and everything it may answer instead of a telegram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp
import pytest

from custom_components.overshot.core.model import MeterReading, Reading
from custom_components.overshot.devices.errors import (
    CannotConnectError,
    ChecksumError,
    DeviceError,
    GarbageError,
    SilentError,
)
from custom_components.overshot.devices.p1_http import PATIENCE, Fetch, HttpSource
from custom_components.overshot.devices.p1_stream import P1Stream, probe
from simulator.faults import GRID_METER, Fault, FaultBoard, FaultKind
from simulator.servers.p1_http import P1HttpServer

from .simulated import a_world
from .telegram_files import telegram_bytes

GOOD = telegram_bytes("be_three_phase")
NEXT = telegram_bytes("be_single_phase_empty_history")
NO_CLOCK = telegram_bytes("nl_2_2_no_checksum")
BAD = telegram_bytes("be_bad_checksum")
URL = "http://user:secret@dongle.invalid/api/v1/telegram?token=secret"

type Answer = tuple[int, bytes] | Exception


class Dongle:
    """Answers as told, the last answer again and again."""

    def __init__(self, *answers: Answer) -> None:
        """Take the answers, an error for none."""
        self.answers = answers
        self.asked = 0

    async def fetch(self, url: str) -> tuple[int, bytes]:
        assert url == URL
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def source(self) -> HttpSource:
        return HttpSource(URL, self.fetch, interval=0.005)


class Heard:
    """What a stream told."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.readings: list[Reading[MeterReading]] = []
        self.lost: list[DeviceError] = []

    async def until(self, count: int = 0, lost: int = 0) -> None:
        async with asyncio.timeout(5):
            while len(self.readings) < count or len(self.lost) < lost:
                await asyncio.sleep(0.002)


@asynccontextmanager
async def listening(source: HttpSource, silence: float = 2.0) -> AsyncIterator[Heard]:
    heard = Heard()
    stream = P1Stream(
        source,
        heard.readings.append,
        on_lost=heard.lost.append,
        now=lambda: datetime(2026, 11, 21, tzinfo=UTC),
        silence=silence,
        backoff=(0.01,),
    )
    stream.start()
    try:
        yield heard
    finally:
        await stream.stop()
    assert not [task for task in asyncio.all_tasks() if "P1" in task.get_name()]


async def test_finds_the_meter_and_stops_asking() -> None:
    dongle = Dongle((200, GOOD))
    assert (await probe(dongle.source, timeout=1)).meter_id == "1OVS0000000001"
    asked = dongle.asked
    await asyncio.sleep(0.05)
    assert dongle.asked == asked


@pytest.mark.parametrize("body", [GOOD.rstrip(b"\r\n"), GOOD.replace(b"\r\n", b"\n"), b"\r\n" + GOOD])
async def test_a_body_need_not_look_like_the_line(body: bytes) -> None:
    assert (await probe(Dongle((200, body)).source, timeout=1)).reading.power == 1836.0


@pytest.mark.parametrize(
    ("problem", "answer", "expected"),
    [
        ("local API switched off", (403, b'{"error": {"id": 202}}'), CannotConnectError),
        ("no such page", (404, b"Not found"), CannotConnectError),
        ("dongle is failing", (500, b""), CannotConnectError),
        ("nobody at home", OSError("refused"), CannotConnectError),
        ("an error of the HTTP library", aiohttp.ClientPayloadError("cut off"), CannotConnectError),
        ("no meter connected", (200, b""), SilentError),
        ("another API", (200, b'{"active_power_w": 543}'), GarbageError),
        ("a film", (200, bytes(20_000)), GarbageError),
        ("bytes lost between meter and dongle", (200, BAD), ChecksumError),
    ],
)
async def test_says_what_is_wrong(problem: str, answer: Answer, expected: type[DeviceError]) -> None:
    with pytest.raises(DeviceError) as caught:
        await probe(Dongle(answer).source, timeout=0.1)
    assert type(caught.value) is expected, problem
    assert "secret" not in str(caught.value)


async def test_a_dongle_that_never_answers() -> None:
    async def never(_: str) -> tuple[int, bytes]:
        await asyncio.sleep(60)
        raise AssertionError

    with pytest.raises(CannotConnectError):
        await probe(HttpSource(URL, never), timeout=0.05)


async def test_each_telegram_counts_once() -> None:
    dongle = Dongle(*[(200, GOOD)] * 5, *[(200, NEXT)] * 3, (200, GOOD))
    async with listening(dongle.source) as heard:
        await heard.until(count=3)
        while dongle.asked < 20:
            await asyncio.sleep(0.005)
        assert len(heard.readings) == 3
        assert heard.readings[0].source == "p1 http://dongle.invalid/api/v1/telegram"


async def test_the_last_telegram_served_for_ever_is_silence() -> None:
    async with listening(Dongle((200, GOOD)).source, silence=0.1) as heard:
        await heard.until(count=1, lost=1)
        assert isinstance(heard.lost[0], SilentError)


async def test_telegrams_without_clock_all_count() -> None:
    async with listening(Dongle((200, NO_CLOCK)).source) as heard:
        await heard.until(count=3)
        assert heard.lost == []


async def test_a_lost_answer_or_two_are_no_lost_meter() -> None:
    drop = OSError("dropped")
    answers: list[Answer] = [(200, GOOD), *[drop] * (PATIENCE - 1), (200, NEXT), *[drop] * (PATIENCE - 1), (200, GOOD)]
    async with listening(Dongle(*answers).source) as heard:
        await heard.until(count=3)
        assert heard.lost == []


async def test_a_dongle_that_went_is_found_again() -> None:
    answers: list[Answer] = [(200, GOOD), *[OSError("gone")] * (PATIENCE + 2), (200, NEXT)]
    async with listening(Dongle(*answers).source) as heard:
        await heard.until(count=2, lost=3)
        assert {type(err) for err in heard.lost} == {CannotConnectError}


def test_two_sources_with_one_address_are_the_same() -> None:
    assert Dongle().source == Dongle().source
    assert "secret" not in str(Dongle().source)


def fetch_with(session: aiohttp.ClientSession) -> Fetch:
    async def fetch(url: str) -> tuple[int, bytes]:
        async with session.get(url) as answer:
            return answer.status, await answer.read()

    return fetch


@pytest.mark.usefixtures("socket_enabled")
async def test_over_a_socket_through_every_fault() -> None:
    world, faults = a_world(), FaultBoard()
    server = P1HttpServer(world, faults)
    server.speed = 10.0
    await server.start()

    async def live() -> None:
        world.step()
        await server.step()

    async with aiohttp.ClientSession() as session:
        source = HttpSource(server.url, fetch_with(session), interval=0.005)
        try:
            await live()
            async with listening(source, silence=0.3) as heard:
                for count in range(1, 4):
                    await heard.until(count=count)
                    assert heard.readings[-1].value.power == pytest.approx(world.grid.power, abs=1)
                    await live()
                faults.begin(Fault(device=GRID_METER, kind=FaultKind.SILENT), world.t)
                await live()
                await heard.until(lost=1)
                assert isinstance(heard.lost[0], SilentError)
            for kind, expected in [
                (FaultKind.GARBAGE, GarbageError),
                (FaultKind.WRONG_CRC, ChecksumError),
                (FaultKind.REFUSED, CannotConnectError),
            ]:
                faults.begin(Fault(device=GRID_METER, kind=kind), world.t)
                await live()
                with pytest.raises(expected):
                    await probe(source, timeout=0.2)
            faults.begin(Fault(device=GRID_METER, kind=FaultKind.LATE), world.t)
            await live()
            with pytest.raises(CannotConnectError):
                await probe(source, timeout=0.2)
            faults.clear(GRID_METER)
            await live()
            server.api_enabled = False
            with pytest.raises(CannotConnectError, match="local API"):
                await probe(source, timeout=0.5)
        finally:
            await server.stop()
