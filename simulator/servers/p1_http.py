"""A P1 dongle that serves the meter's last telegram over HTTP, as HomeWizard's do once their local API is switched on.

Source: HomeWizard's API documentation, `/api/v1/telegram`. Inferred: while the meter is silent the last telegram stays.
"""

import asyncio
from random import Random

from aiohttp import web

from ..faults import GRID_METER, FaultBoard, FaultKind
from ..world import World
from .telegram import write_telegram

PATH = "/api/v1/telegram"


class P1HttpServer:
    """Serves the last telegram of a house to everybody who asks."""

    name = GRID_METER

    def __init__(self, world: World, faults: FaultBoard, host: str = "127.0.0.1", port: int = 0) -> None:
        """Prepare; nothing listens before `start`. Port 0 picks a free one."""
        self._world = world
        self._faults = faults
        self._host = host
        self.port = port
        self.speed = 1.0
        """How much faster than real time the house lives: what is late is so many times less late."""
        self.api_enabled = True
        """Whether the owner has switched on the local API."""
        self.requests = 0
        self._telegram = b""
        self._interval = world.spec.site.grid_meter.interval
        self._due = 0.0
        self._runner: web.AppRunner | None = None
        self._noise = Random(3)

    @property
    def url(self) -> str:
        """Return where the telegram is."""
        return f"http://{self._host}:{self.port}{PATH}"

    async def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        app = web.Application()
        app.router.add_get(PATH, self._serve)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, self._host, self.port).start()
        self._runner = runner
        self.port = runner.addresses[0][1]

    async def stop(self) -> None:
        """Close everything."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def step(self) -> None:
        """Follow the house one step: take the telegram that is due, refuse connections while that fault lasts."""
        fault = self._faults.of(self.name)
        refused = fault is not None and fault.kind is FaultKind.REFUSED
        if refused and self._runner is not None:
            await self.stop()
        elif not refused and self._runner is None:
            await self.start()
        if self._world.t < self._due:
            return
        self._due = self._world.t + self._interval
        kind = fault.kind if fault is not None else None
        if kind is FaultKind.GARBAGE:
            self._telegram = self._noise.randbytes(400)
        elif kind is not FaultKind.SILENT:
            world = self._world
            wrong = kind is FaultKind.WRONG_CRC
            self._telegram = write_telegram(
                world.grid, world.now, per_phase=world.spec.meter_per_phase, wrong_crc=wrong
            )

    async def _serve(self, _: web.Request) -> web.Response:
        """Answer one request."""
        self.requests += 1
        if not self.api_enabled:
            return web.json_response({"error": {"id": 202, "description": "API not enabled"}}, status=403)
        fault = self._faults.of(self.name)
        if fault is not None and fault.kind is FaultKind.LATE:
            await asyncio.sleep(fault.lateness / self.speed)
        return web.Response(body=self._telegram, content_type="text/plain")
