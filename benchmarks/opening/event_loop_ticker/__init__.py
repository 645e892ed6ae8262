"""A Home Assistant integration for the benchmark alone: how late a ticker of 1 ms is, and what the loop's thread works."""

import asyncio
from time import perf_counter, thread_time
from typing import Any, Final

from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.typing import ConfigType
import voluptuous as vol

DOMAIN: Final = "event_loop_ticker"
TICK: Final = 0.001
"""s"""

START: Final[dict[Any, Any]] = {vol.Required("type"): f"{DOMAIN}/start"}
STOP: Final[dict[Any, Any]] = {vol.Required("type"): f"{DOMAIN}/stop"}


class Ticker:
    """Ticks until it is stopped."""

    def __init__(self) -> None:
        """Begin."""
        self.late = self.longest = 0.0
        self._worked = thread_time()
        self._task = asyncio.create_task(self._tick())

    async def _tick(self) -> None:
        """Sum up by how much each tick is late."""
        while True:
            begun = perf_counter()
            await asyncio.sleep(TICK)
            late = perf_counter() - begun - TICK
            self.late += late
            self.longest = max(self.longest, late)

    def stop(self) -> dict[str, float]:
        """Stop, and return what was measured (ms)."""
        self._task.cancel()
        worked = thread_time() - self._worked
        return {"late_ms": 1000 * self.late, "longest_ms": 1000 * self.longest, "worked_ms": 1000 * worked}


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the commands."""
    tickers: list[Ticker] = []

    @callback
    @websocket_api.websocket_command(START)
    def start(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
        """Begin to tick."""
        tickers.append(Ticker())
        connection.send_result(msg["id"])

    @callback
    @websocket_api.websocket_command(STOP)
    def stop(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
        """Tell what was measured."""
        connection.send_result(msg["id"], tickers.pop().stop())

    websocket_api.async_register_command(hass, start)
    websocket_api.async_register_command(hass, stop)
    return True
