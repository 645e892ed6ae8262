"""Run a coroutine on a clock of its own: where nothing is left to do but wait, the wait is over at once."""

import asyncio
from collections.abc import Callable, Coroutine
import selectors
from typing import Any


class _Impatient(selectors.SelectSelector):
    """Lets no time pass but on the clock."""

    def __init__(self, advance: Callable[[float], None]) -> None:
        super().__init__()
        self._advance = advance

    def select(self, timeout: float | None = None) -> Any:
        """Look at once, and let the time asked for be over."""
        ready = super().select(0)
        if not ready and timeout is not None and timeout > 0:
            self._advance(timeout)
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """A loop whose clock goes as fast as it is looked at."""

    def __init__(self) -> None:
        """Begin at nought."""
        self._now = 0.0
        super().__init__(_Impatient(self._advance))

    def _advance(self, seconds: float) -> None:
        self._now += seconds

    def time(self) -> float:
        """Return the time since the loop began (s)."""
        return self._now


def run_timed[T](main: Coroutine[Any, Any, T]) -> tuple[T, float]:
    """Return what a coroutine returns, and how long it took on its own clock (s)."""

    async def timed() -> tuple[T, float]:
        result = await main
        return result, asyncio.get_running_loop().time()

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(timed())
