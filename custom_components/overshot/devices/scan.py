"""Search the network for devices: which ports are open, and who is behind them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Final

MODBUS_PORT: Final = 502
CONCURRENCY: Final = 64
"""Connections tried at the same time: a home router's table stands that."""

CONNECT_TIMEOUT: Final = 1.0
"""A device on the same network opens within milliseconds (s)."""

LISTEN_TIMEOUT: Final = 1.5
"""A P1 bridge speaks every second (s)."""

MAX_HOSTS: Final = 4096
"""A larger network than a /20 is not searched."""

IDENTIFY_AT_ONCE: Final = 4

OPEN_SHARE: Final = 0.6
"""Share of the progress that belongs to finding open ports."""

type Connector = Callable[[str, int, float], Awaitable[bool]]
"""Tells whether a host opens a port within so many seconds; never raises."""

type Progress = Callable[[float], None]
"""Takes how much of the work is done (0..1)."""


@dataclass(frozen=True, slots=True, order=True)
class Endpoint:
    """A host and one of its ports."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Found[T]:
    """An open port and who answered there; None where nobody was recognised."""

    endpoint: Endpoint
    identity: T | None


async def port_opens(host: str, port: int, timeout: float) -> bool:
    """Tell whether a host opens a TCP port, and close it at once."""
    try:
        async with asyncio.timeout(timeout):
            _, writer = await asyncio.open_connection(host, port)
    except OSError, TimeoutError, UnicodeError:
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True


async def speaks_unasked(host: str, port: int, timeout: float = LISTEN_TIMEOUT) -> bool:
    """Tell whether a port says something before it is asked, which no Modbus device does."""
    try:
        async with asyncio.timeout(timeout):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                return bool(await reader.read(1))
            finally:
                writer.close()
    except OSError, TimeoutError, UnicodeError:
        return False


async def find_open_ports(
    hosts: Iterable[str] | IPv4Network,
    ports: Sequence[int] = (MODBUS_PORT,),
    *,
    connect: Connector = port_opens,
    concurrency: int = CONCURRENCY,
    timeout: float = CONNECT_TIMEOUT,
    progress: Progress | None = None,
) -> list[Endpoint]:
    """Return the open ports, in the order of the hosts.

    Raises `ValueError` for a network of more than `MAX_HOSTS` addresses.
    """
    endpoints = [Endpoint(host, port) for host in _addresses(hosts) for port in ports]
    limit = asyncio.Semaphore(concurrency)
    done = 0

    async def attempt(endpoint: Endpoint) -> bool:
        nonlocal done
        async with limit:
            opens = await connect(endpoint.host, endpoint.port, timeout)
        done += 1
        if progress is not None:
            progress(done / len(endpoints))
        return opens

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(attempt(endpoint)) for endpoint in endpoints]
    return [endpoint for endpoint, task in zip(endpoints, tasks, strict=True) if task.result()]


async def search[T](
    hosts: Iterable[str] | IPv4Network,
    identify: Callable[[str, int], Awaitable[T | None]],
    ports: Sequence[int] = (MODBUS_PORT,),
    *,
    connect: Connector = port_opens,
    concurrency: int = CONCURRENCY,
    timeout: float = CONNECT_TIMEOUT,
    progress: Progress | None = None,
) -> list[Found[T]]:
    """Find open ports and ask who is behind them.

    `identify` gets host and port and returns whom it recognised, or None; what it raises ends the search, so it turns
    the errors it expects into None. Raises `ValueError` as `find_open_ports` does.
    """

    def tell(share: float) -> None:
        if progress is not None:
            progress(share)

    endpoints = await find_open_ports(
        hosts,
        ports,
        connect=connect,
        concurrency=concurrency,
        timeout=timeout,
        progress=lambda share: tell(share * OPEN_SHARE),
    )
    limit = asyncio.Semaphore(IDENTIFY_AT_ONCE)
    done = 0

    async def ask(endpoint: Endpoint) -> Found[T]:
        nonlocal done
        async with limit:
            identity = await identify(endpoint.host, endpoint.port)
        done += 1
        tell(OPEN_SHARE + (1 - OPEN_SHARE) * done / len(endpoints))
        return Found(endpoint, identity)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask(endpoint)) for endpoint in endpoints]
    tell(1.0)
    return [task.result() for task in tasks]


def _addresses(hosts: Iterable[str] | IPv4Network) -> list[str]:
    """Return the addresses to try, each once. Raises `ValueError` where there are too many."""
    if isinstance(hosts, IPv4Network):
        if hosts.num_addresses > MAX_HOSTS:
            raise ValueError(f"{hosts} has more than {MAX_HOSTS} addresses")
        return [str(address) for address in hosts.hosts()]
    addresses = list(dict.fromkeys(hosts))
    if len(addresses) > MAX_HOSTS:
        raise ValueError(f"more than {MAX_HOSTS} addresses")
    return addresses
