"""A P1 bridge on 127.0.0.1 that plays a script to each client in turn."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
import socket
import struct

from custom_components.overshot.devices.p1_source import TcpSource

type Script = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""What one client gets to see; the connection is closed behind it."""


@asynccontextmanager
async def p1_bridge(*scripts: Script) -> AsyncIterator[TcpSource]:
    """Serve the scripts, the last one to every further client too."""
    clients = 0
    running: set[asyncio.Task[None]] = set()

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal clients
        script = scripts[min(clients, len(scripts) - 1)]
        clients += 1
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await script(writer)
        except ConnectionError:
            pass
        finally:
            running.discard(task)
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield TcpSource("127.0.0.1", server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def say(*messages: bytes, every: float = 0.0) -> Script:
    """Say the messages once and hang up."""

    async def script(writer: asyncio.StreamWriter) -> None:
        await _say(writer, messages, every)

    return script


def keep_saying(*messages: bytes, every: float = 0.02) -> Script:
    """Say the messages over and over."""

    async def script(writer: asyncio.StreamWriter) -> None:
        while True:
            await _say(writer, messages, every)

    return script


def fall_silent(*messages: bytes) -> Script:
    """Say the messages and then nothing, without hanging up."""

    async def script(writer: asyncio.StreamWriter) -> None:
        await _say(writer, messages, 0.0)
        await asyncio.sleep(60)

    return script


def reset(*messages: bytes) -> Script:
    """Say the messages and cut the connection without a farewell."""

    async def script(writer: asyncio.StreamWriter) -> None:
        await _say(writer, messages, 0.02)
        sock = writer.get_extra_info("socket")
        # Lingering for 0 s makes closing a reset.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return script


async def _say(writer: asyncio.StreamWriter, messages: Sequence[bytes], every: float) -> None:
    for message in messages:
        writer.write(message)
        await writer.drain()
        await asyncio.sleep(every)
