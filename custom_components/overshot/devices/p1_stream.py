"""Read P1 telegrams for as long as the house stands: connect, read, notice silence, connect again."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
import logging
from typing import Final

from serialx import SerialException

from ..core.model import ConnectionType, MeterReading, Reading
from .errors import CannotConnectError, ChecksumError, DeviceError, GarbageError, SilentError, TelegramError
from .p1 import P1Telegram, parse_telegram
from .p1_framing import TelegramFramer
from .p1_source import P1Source, close_source, open_source

_LOGGER = logging.getLogger(__name__)

BACKOFF: Final = (1.0, 2.0, 5.0, 10.0)
"""Pauses before connecting again (s); the last one repeats. A telegram starts them anew."""

FIRST_TELEGRAM_TIMEOUT: Final = 25.0
"""How long a new connection may be silent (s): two telegrams of a DSMR 4 meter."""

PROBE_TIMEOUT: Final = 15.0
"""s; a DSMR 4 meter speaks every 10 s."""

_CHUNK: Final = 4096
_SILENT_INTERVALS: Final = 3
_SILENT_FLOOR: Final = 10.0
_BAD_TELEGRAMS: Final = 3
"""So many unusable telegrams in a row settle a probe: the first one may have been disturbed by plugging in."""


@dataclass(slots=True)
class StreamCounts:
    """What has come in since the start."""

    telegrams: int = 0
    bad_checksums: int = 0
    unreadable: int = 0
    """Telegrams with a right checksum or none that could not be used."""

    garbage: int = 0
    """Bytes that belonged to no telegram."""

    connections: int = 0


class P1Stream:
    """Reads a P1 port and hands over every reading with its time of arrival.

    Nothing on the line ends it: it connects again by itself, after 1, 2, 5 and then every 10 s. `run` ends only when it
    is cancelled; `start` and `stop` keep it as a task of their own.
    """

    def __init__(
        self,
        source: P1Source,
        on_reading: Callable[[Reading[MeterReading]], None],
        *,
        now: Callable[[], datetime],
        on_lost: Callable[[DeviceError], None] | None = None,
        connection: ConnectionType | None = None,
        silence: float | None = None,
        backoff: Sequence[float] = BACKOFF,
    ) -> None:
        """Prepare to read; nothing is opened yet.

        `on_reading` is called for each usable telegram, `on_lost` each time a connection ends or cannot be made, with
        the reason. `now` gives aware UTC. `connection` is how the house is connected, else the telegrams decide.
        `silence` is the time without a usable telegram after which the line counts as dead (s): by default three
        intervals of the meter, 10 s at least.
        """
        self.source = source
        self.counts = StreamCounts()
        self.last: P1Telegram | None = None
        """The newest usable telegram, already set when `on_reading` is called: meter number, version, clock."""

        self.error: DeviceError | None = None
        """Why nothing comes in; None while telegrams do."""

        self._on_reading = on_reading
        self._on_lost = on_lost
        self._now = now
        self._connection = connection
        self._silence = silence
        self._backoff = tuple(backoff)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to read in a task of its own, unless it does already."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self.run(), name=f"P1 {self.source}")

    async def stop(self) -> None:
        """Stop reading and close the connection."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def run(self) -> None:
        """Read until cancelled."""
        failures = 0
        while True:
            before = self.counts.telegrams
            try:
                await self._read_connection()
            except DeviceError as err:
                self._lose(err)
            except Exception as err:
                # A mistake in here must not leave the house without its meter.
                _LOGGER.exception("P1 %s: reading failed", self.source)
                self._lose(DeviceError(repr(err)))
            if self.counts.telegrams > before:
                failures = 0
            pause = self._backoff[min(failures, len(self._backoff) - 1)]
            _LOGGER.debug("P1 %s: connecting again in %g s", self.source, pause)
            await asyncio.sleep(pause)
            failures += 1

    async def _read_connection(self) -> None:
        """Connect and read until the connection ends, which is always a `DeviceError`."""
        reader, writer = await open_source(self.source)
        self.counts.connections += 1
        framer = TelegramFramer()
        heard = False
        try:
            async with asyncio.timeout(self._patience(heard=False)) as deadline:
                while data := await reader.read(_CHUNK):
                    discarded = framer.garbage
                    for text in framer.feed(data):
                        if self._take(text):
                            heard = True
                            deadline.reschedule(asyncio.get_running_loop().time() + self._patience(heard=True))
                    self.counts.garbage += framer.garbage - discarded
        except TimeoutError as err:
            if framer.received and not heard:
                raise self._without_telegram() from err
            raise SilentError("no usable telegram any more") from err
        except (OSError, SerialException) as err:
            raise CannotConnectError(f"the connection was lost: {err}") from err
        finally:
            await close_source(writer)
        raise CannotConnectError("the other side closed the connection")

    def _patience(self, *, heard: bool) -> float:
        """Return how long the line may be silent now (s)."""
        if self._silence is not None:
            return self._silence
        if not heard or self.last is None:
            return FIRST_TELEGRAM_TIMEOUT
        return max(_SILENT_FLOOR, _SILENT_INTERVALS * self.last.interval)

    def _without_telegram(self) -> DeviceError:
        """Return why bytes came in, but no usable telegram."""
        if isinstance(self.error, TelegramError):
            return self.error
        return GarbageError("bytes come in, but no telegram")

    def _take(self, text: str) -> bool:
        """Hand over the reading of one telegram; False where it cannot be used."""
        at = self._now()
        try:
            telegram = parse_telegram(text, self._connection)
        except ChecksumError as err:
            self.counts.bad_checksums += 1
            self.error = err
            return False
        except TelegramError as err:
            self.counts.unreadable += 1
            self.error = err
            return False
        self.counts.telegrams += 1
        self.error = None
        self.last = telegram
        try:
            self._on_reading(Reading(telegram.reading, at, f"p1 {self.source}"))
        except Exception:
            # A mistake in what is done with a reading must not end the reading.
            _LOGGER.exception("P1 %s: a reading could not be handled", self.source)
        return True

    def _lose(self, err: DeviceError) -> None:
        """Remember and tell that nothing comes in any more, and why."""
        self.error = err
        _LOGGER.debug("P1 %s: %s", self.source, err)
        if self._on_lost is None:
            return
        try:
            self._on_lost(err)
        except Exception:
            _LOGGER.exception("P1 %s: a lost connection could not be handled", self.source)


async def probe(source: P1Source, timeout: float = PROBE_TIMEOUT) -> P1Telegram:
    """Return the first usable telegram of a source, and close it.

    Raises `CannotConnectError`; `SilentError` where nothing is said; `GarbageError` where bytes come but no telegram (a
    wrong speed, or no P1 port); `ChecksumError` (`MissingChecksumError`) or `TelegramError` where none can be used.
    """
    reader, writer = await open_source(source, timeout)
    framer = TelegramFramer()
    problem: TelegramError | None = None
    bad = 0
    try:
        async with asyncio.timeout(timeout):
            while data := await reader.read(_CHUNK):
                for text in framer.feed(data):
                    try:
                        return parse_telegram(text)
                    except TelegramError as err:
                        problem = err
                        bad += 1
                if problem is not None and bad >= _BAD_TELEGRAMS:
                    raise problem
    except TimeoutError as err:
        if problem is not None:
            raise problem from err
        if framer.received:
            raise GarbageError("bytes come in, but no telegram") from err
        raise SilentError(f"nothing comes in within {timeout:g} s") from err
    except (OSError, SerialException) as err:
        raise CannotConnectError(f"the connection was lost: {err}") from err
    finally:
        await close_source(writer)
    if problem is not None:
        raise problem
    if framer.received:
        raise GarbageError("bytes came in, but no telegram")
    raise CannotConnectError("the other side closed the connection")
