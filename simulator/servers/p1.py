"""The P1 port behind a TCP bridge: one telegram each interval to everybody who listens."""

import asyncio
from contextlib import suppress
from random import Random

from ..faults import GRID_METER, FaultBoard, FaultKind
from ..world import World
from .telegram import write_telegram


class P1Server:
    """Sends the telegrams of a house. It reads nothing from its clients."""

    name = GRID_METER

    def __init__(self, world: World, faults: FaultBoard, host: str = "127.0.0.1", port: int = 0) -> None:
        """Prepare; nothing listens before `start`. Port 0 picks a free one."""
        self._world = world
        self._faults = faults
        self._host = host
        self.port = port
        self.speed = 1.0
        """How much faster than real time the house lives: what is late is so many times less late."""
        self.sent = 0
        """Telegrams sent, to however many clients."""
        self._interval = world.spec.site.grid_meter.interval
        self._due = 0.0
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.StreamWriter] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._noise = Random(1)

    @property
    def clients(self) -> int:
        """Return how many listen."""
        return len(self._clients)

    async def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        self._server = await asyncio.start_server(self._serve, self._host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close everything."""
        server, self._server = self._server, None
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        if server is not None:
            server.close()
        for writer in list(self._clients):
            writer.close()
        if server is not None:
            await server.wait_closed()

    async def step(self) -> None:
        """Follow the house one step: send what is due, refuse connections while that fault lasts."""
        fault = self._faults.of(self.name)
        refused = fault is not None and fault.kind is FaultKind.REFUSED
        if refused and self._server is not None:
            await self.stop()
        elif not refused and self._server is None:
            await self.start()
        if self._world.t < self._due:
            return
        self._due = self._world.t + self._interval
        if fault is None or fault.kind is FaultKind.WRONG_CRC:
            self._send(self._telegram(wrong_crc=fault is not None))
        elif fault.kind is FaultKind.GARBAGE:
            self._send(self._noise.randbytes(400))
        elif fault.kind is FaultKind.LATE:
            self._later(fault.lateness / self.speed, self._telegram())

    def _telegram(self, *, wrong_crc: bool = False) -> bytes:
        """Return the telegram of the present moment."""
        world = self._world
        return write_telegram(world.grid, world.now, per_phase=world.spec.meter_per_phase, wrong_crc=wrong_crc)

    def _send(self, data: bytes) -> None:
        """Send to everybody."""
        self.sent += 1
        for writer in self._clients:
            writer.write(data)

    def _later(self, delay: float, data: bytes) -> None:
        """Send after `delay` seconds."""

        def fire() -> None:
            self._timers.discard(timer)
            self._send(data)

        timer = asyncio.get_running_loop().call_later(delay, fire)
        self._timers.add(timer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Keep one client until it leaves."""
        self._clients.add(writer)
        try:
            with suppress(OSError):
                while await reader.read(1024):
                    pass
        finally:
            self._clients.discard(writer)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
