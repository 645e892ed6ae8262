"""Ports that are no Modbus, over real sockets: a web server, a login, a P1 bridge, an echo, a port that only listens."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from modbus_connection.tmodbus import ModbusConnection
import pytest

from custom_components.overshot.devices.driver import Driver
from custom_components.overshot.devices.errors import (
    CannotConnectError,
    DeviceError,
    HungUpError,
    NotModbusError,
    SilentError,
)
from custom_components.overshot.devices.registry import FAMILIES, identify
from custom_components.overshot.devices.scan import speaks_unasked

from .modbus_server import modbus_link
from .telegram_files import telegram_bytes

pytestmark = pytest.mark.usefixtures("socket_enabled")

type Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def _web(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
    writer.close()


async def _login(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"SSH-2.0-example\r\n")
    while await reader.read(100):
        pass
    writer.close()


async def _p1_bridge(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while not reader.at_eof():
        writer.write(telegram_bytes("be_three_phase"))
        try:
            async with asyncio.timeout(0.05):
                await reader.read(100)
        except TimeoutError:
            continue
    writer.close()


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(100):
        writer.write(data)
    writer.close()


async def _busy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def _silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.read(100):
        pass
    writer.close()


@asynccontextmanager
async def _serve(handler: Handler) -> AsyncIterator[int]:
    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no answer longer than a test should."""
    for driver in (Driver, *FAMILIES.values()):
        monkeypatch.setattr(driver, "timeout", 0.1)


async def _ask(link: ModbusConnection, port: int) -> None:
    await identify(link.for_unit, speaks_unasked=partial(speaks_unasked, "127.0.0.1", port, 0.1))


@pytest.mark.parametrize(
    ("handler", "expected", "key"),
    [
        (_web, HungUpError, "hung_up"),
        (_busy, HungUpError, "hung_up"),
        (_login, NotModbusError, "not_modbus"),
        (_p1_bridge, NotModbusError, "not_modbus"),
        (_echo, NotModbusError, "not_modbus"),
        (_silent, SilentError, "silent"),
    ],
)
async def test_says_what_is_there(handler: Handler, expected: type[DeviceError], key: str) -> None:
    async with _serve(handler) as port, modbus_link(port) as link:
        with pytest.raises(DeviceError) as caught:
            await _ask(link, port)
    assert type(caught.value) is expected
    assert caught.value.key == key


async def test_a_closed_port() -> None:
    async with modbus_link(1) as link:
        with pytest.raises(CannotConnectError):
            await _ask(link, 1)


async def test_a_host_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", never)
    async with modbus_link(1) as link:
        with pytest.raises(CannotConnectError):
            await identify(link.for_unit)
