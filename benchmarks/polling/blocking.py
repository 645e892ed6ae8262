"""How long an event loop is kept from its other work.

Measured is every callback that the loop runs: nothing else gets its turn before it returns. A task that wakes now and
then and looks how late it is sees most of them never, and adds the timer's own lateness to the others.

Thousands of callbacks that do next to nothing would hide a long one behind any percentile. So a poll counts once, with its
longest callback; the percentile is that of polls.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from time import perf_counter
from unittest.mock import patch


@dataclass(slots=True)
class Longest:
    """The longest callback so far."""

    seconds: float = 0.0


@contextmanager
def longest_callback() -> Iterator[Longest]:
    """Measure what the loop runs meanwhile; a task counts from the first callback that was scheduled within."""
    longest = Longest()
    run = asyncio.Handle._run  # noqa: SLF001  What runs a callback; the debug mode alone has a measure of its own.

    def timed(handle: asyncio.Handle) -> None:
        begun = perf_counter()
        try:
            run(handle)
        finally:
            longest.seconds = max(longest.seconds, perf_counter() - begun)

    with patch.object(asyncio.Handle, "_run", timed):
        yield longest


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest of the values that so many percent of them do not exceed."""
    return sorted(values)[max(0, ceil(len(values) * percent / 100) - 1)]
