"""Cut a stream of bytes into telegrams, whatever else comes along."""

import re
from typing import Final

MAX_TELEGRAM: Final = 16_384
"""Longest telegram waited for (bytes). A Fluvius telegram with 13 months of peaks has about 1,600."""

_START: Final = re.compile(rb"/[A-Za-z0-9]{3}")
_END: Final = re.compile(rb"![0-9A-Fa-f]{0,4}\0?\r?\n")
_END_LENGTH: Final = 8
_FILLING: Final = b"\r\n\0 "


class TelegramFramer:
    """Takes bytes as they come and gives back whole telegrams, from the slash to the end of the checksum's line."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._buffer = bytearray()
        self.received = 0
        """Bytes taken so far."""

        self.garbage = 0
        """Bytes that belonged to no whole telegram."""

    def feed(self, data: bytes) -> list[str]:
        """Take some bytes and return the telegrams they complete."""
        self.received += len(data)
        seen = max(0, len(self._buffer) - _END_LENGTH)
        self._buffer += data
        telegrams = []
        while end := _END.search(self._buffer, seen):
            frame = bytes(self._buffer[: end.end()])
            del self._buffer[: end.end()]
            seen = 0
            # The last start counts: what precedes it was cut off by a pulled cable.
            starts = [match.start() for match in _START.finditer(frame)]
            if not starts:
                self._discard(frame)
                continue
            self._discard(frame[: starts[-1]])
            telegrams.append(frame[starts[-1] :].decode("latin-1"))
        self._bound()
        return telegrams

    def _bound(self) -> None:
        """Keep no more than the beginning of one telegram."""
        start = self._buffer.rfind(b"/")
        if start < 0 or len(self._buffer) - start > MAX_TELEGRAM:
            self._discard(self._buffer)
            self._buffer.clear()
        elif len(self._buffer) > MAX_TELEGRAM:
            self._discard(self._buffer[:start])
            del self._buffer[:start]

    def _discard(self, data: bytes | bytearray) -> None:
        """Count what is thrown away, except what only fills the line."""
        self.garbage += len(data.strip(_FILLING))
