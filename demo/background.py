"""What keeps running beside the demo until it ends."""

from abc import ABC, abstractmethod
import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self


class Background(ABC):
    """Something that is begun, runs, and is stopped. An async context manager."""

    _task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin, and go on in the background where there is something to go on with."""
        if await self._begin():
            self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop. That Home Assistant hung up before is no matter any more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._task

    @abstractmethod
    async def _begin(self) -> bool:
        """Do what comes first; return whether there is anything to run."""

    @abstractmethod
    async def _run(self) -> None:
        """Run until cancelled, or until Home Assistant hangs up."""
