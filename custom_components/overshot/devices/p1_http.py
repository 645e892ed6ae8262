"""P1 over HTTP: dongles that serve the meter's last telegram as text, asked once a second.

Known to do so: HomeWizard P1 meters at `/api/v1/telegram`, once the local API is switched on in their app (documented:
HomeWizard's API documentation). Any other address that answers a GET with a raw telegram will do (inferred).

A dongle goes on serving its last telegram after the cable to the meter is pulled. A telegram that carries the meter's
clock therefore counts only once: served again, it is silence. Telegrams without a clock (DSMR 2.2) cannot be told apart.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from .errors import CannotConnectError, DeviceError, GarbageError
from .p1_framing import MAX_TELEGRAM

type Fetch = Callable[[str], Awaitable[tuple[int, bytes]]]
"""Gets a URL and gives the status and the body of the answer. Whatever it raises counts as no answer."""

POLL_INTERVAL: Final = 1.0
"""From one request to the next (s)."""

REQUEST_TIMEOUT: Final = 5.0
"""How long one answer may take (s)."""

PATIENCE: Final = 3
"""So many requests may fail in a row before the connection counts as lost: a wireless dongle drops one now and then."""

_OK: Final = 200
_FORBIDDEN: Final = (401, 403)
_CLOCK: Final = re.compile(rb"^0-0:1\.0\.0\(\d", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HttpSource:
    """An address that serves the meter's last telegram. `fetch` is how it is asked; two with one URL are the same."""

    url: str
    fetch: Fetch = field(compare=False, repr=False)
    interval: float = field(default=POLL_INTERVAL, compare=False)
    """s."""

    def __str__(self) -> str:
        """Return the address without a user's name and password."""
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment=""))


class HttpPolling:
    """Asks an address over and over and lets what is new flow into a stream, as if it had come over a wire."""

    def __init__(self, source: HttpSource, reader: asyncio.StreamReader) -> None:
        """Prepare; nothing is asked yet."""
        self._source = source
        self._reader = reader
        self._last: bytes | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, first: bytes) -> None:
        """Hand over the first answer and begin to ask for more."""
        self._hand_over(first)
        self._task = asyncio.get_running_loop().create_task(self._poll(), name=f"P1 polling {self._source}")

    def close(self) -> None:
        """Stop asking."""
        if self._task is not None:
            self._task.cancel()

    async def wait_closed(self) -> None:
        """Wait until the last request has ended."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def _poll(self) -> None:
        """Ask until too many requests in a row have failed, then break the stream with the reason."""
        loop = asyncio.get_running_loop()
        due, failures = loop.time() + self._source.interval, 0
        while True:
            await asyncio.sleep(due - loop.time())
            # Never two requests at once, and no burst to catch up after a slow answer.
            due = max(due, loop.time()) + self._source.interval
            try:
                self._hand_over(await _ask(self._source, REQUEST_TIMEOUT))
            except DeviceError as err:
                failures += 1
                if failures >= PATIENCE:
                    self._reader.set_exception(err)
                    return
            else:
                failures = 0

    def _hand_over(self, body: bytes) -> None:
        """Let a body flow into the stream, unless it is empty or the telegram that was there already."""
        if not body.strip() or (body == self._last and _CLOCK.search(body)):
            return
        self._last = body
        self._reader.feed_data(body if body.endswith(b"\n") else body + b"\r\n")


async def open_http(source: HttpSource, timeout: float) -> tuple[asyncio.StreamReader, HttpPolling]:
    """Ask an address for the first time and go on asking. Raises `CannotConnectError`, `GarbageError`."""
    first = await _ask(source, timeout)
    reader = asyncio.StreamReader()
    polling = HttpPolling(source, reader)
    polling.start(first)
    return reader, polling


async def _ask(source: HttpSource, timeout: float) -> bytes:
    """Return the body of one answer.

    Raises `CannotConnectError` where none comes or it is a refusal, `GarbageError` where it is too long for a telegram.
    """
    try:
        async with asyncio.timeout(timeout):
            status, body = await source.fetch(source.url)
    except TimeoutError as err:
        raise CannotConnectError(f"{source} does not answer within {timeout:g} s") from err
    except Exception as err:
        # What an HTTP library raises is its own affair; none of it may end the reading.
        raise CannotConnectError(f"{source} cannot be asked: {err}") from err
    if status in _FORBIDDEN:
        raise CannotConnectError(f"{source} refuses (HTTP {status}): switch on the local API in the dongle's own app")
    if status != _OK:
        raise CannotConnectError(f"{source} answers HTTP {status}")
    if len(body) > MAX_TELEGRAM:
        raise GarbageError(f"{source} answers {len(body)} bytes, which is no telegram")
    return body
