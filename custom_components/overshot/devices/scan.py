"""Search the network for devices: which ports are open, and who is behind them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Network
from math import ceil
from typing import Final

from .errors import DeviceError

MODBUS_PORT: Final = 502
CONCURRENCY: Final = 128
"""Connections tried at the same time. They go to the own network, past the table of a home router."""

CONNECT_TIMEOUT: Final = 1.0
"""A device on the same network opens within milliseconds (s)."""

LISTEN_TIMEOUT: Final = 1.5
"""A P1 bridge speaks every second (s)."""

MAX_HOSTS: Final = 4096
"""A larger network than a /20 is not searched."""

IDENTIFY_AT_ONCE: Final = 64
"""Devices asked at the same time, each over a connection of its own."""

QUICK_PATIENCE: Final = 0.6
"""How long a device may take for an answer when it is asked for the first time (s)."""

HOST_TIME: Final = 6.0
"""How long it may take to find out who a device is, when it is asked for the first time (s)."""

SEARCH_TIME: Final = 13.0
"""How long a search of `SEARCH_SIZE` ports may take in all (s); who did not answer is asked again while it lasts."""

SEARCH_SIZE: Final = 256

GIVE_UP_TIME: Final = 1.0
"""How long is waited for a device that is given up to be let go of; the rest happens by itself (s)."""

OPEN_SHARE, QUICK_SHARE = 0.6, 0.3
"""Shares of the progress that belong to finding open ports, and to asking for the first time."""

type Connector = Callable[[str, int, float], Awaitable[bool]]
"""Tells whether a host opens a port within so many seconds; never raises."""

type Identify[T] = Callable[[str, int, bool], Awaitable[T | None]]
"""Tells who answers on a host and a port, asked patiently or not."""

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
    answered: bool = True
    """Whether anybody answered at all, or let himself be asked."""


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
    identify: Identify[T],
    ports: Sequence[int] = (MODBUS_PORT,),
    *,
    connect: Connector = port_opens,
    concurrency: int = CONCURRENCY,
    timeout: float = CONNECT_TIMEOUT,
    progress: Progress | None = None,
) -> list[Found[T]]:
    """Find open ports and ask who is behind them, all at the same time and not for long.

    Who does not answer in a short time, or hangs up, is asked again at the end, as patiently as time allows: a device
    that takes one connection only may still be busy with the one its port was tried by. `identify` returns whom it
    recognised, or None; of what it raises, a `DeviceError` means that nobody answered, and anything else ends the
    search. Raises `ValueError` as `find_open_ports` does.
    """
    tell: Progress = (lambda share: None) if progress is None else progress
    clock = asyncio.get_running_loop().time
    addresses = _addresses(hosts)
    deadline = clock() + SEARCH_TIME * ceil(len(addresses) * len(ports) / SEARCH_SIZE)
    endpoints = await find_open_ports(
        addresses,
        ports,
        connect=connect,
        concurrency=concurrency,
        timeout=timeout,
        progress=lambda share: tell(share * OPEN_SHARE),
    )
    found = await _ask(
        endpoints,
        identify,
        patient=False,
        until=lambda: clock() + HOST_TIME,
        tell=lambda share: tell(OPEN_SHARE + QUICK_SHARE * share),
    )
    silent = [endpoint for endpoint in endpoints if not found[endpoint].answered]
    found |= await _ask(
        silent,
        identify,
        patient=True,
        until=lambda: deadline,
        tell=lambda share: tell(OPEN_SHARE + QUICK_SHARE + (1 - OPEN_SHARE - QUICK_SHARE) * share),
    )
    tell(1.0)
    return [found[endpoint] for endpoint in endpoints]


async def _ask[T](
    endpoints: Sequence[Endpoint],
    identify: Identify[T],
    *,
    patient: bool,
    until: Callable[[], float],
    tell: Progress,
) -> dict[Endpoint, Found[T]]:
    """Ask who is behind some ports, each until a moment on the clock of the loop."""
    limit = asyncio.Semaphore(IDENTIFY_AT_ONCE)
    done = 0

    async def ask(endpoint: Endpoint) -> Found[T]:
        nonlocal done
        async with limit:
            left = until() - asyncio.get_running_loop().time()
            found = await _ask_one(endpoint, identify, patient, left)
        done += 1
        tell(done / len(endpoints))
        return found

    async with asyncio.TaskGroup() as group:
        tasks = {endpoint: group.create_task(ask(endpoint)) for endpoint in endpoints}
    return {endpoint: task.result() for endpoint, task in tasks.items()}


async def _ask_one[T](endpoint: Endpoint, identify: Identify[T], patient: bool, left: float) -> Found[T]:
    """Ask who is behind a port for so long (s)."""
    nobody: Found[T] = Found(endpoint, None, answered=False)
    if left <= 0:
        return nobody
    task = asyncio.ensure_future(identify(endpoint.host, endpoint.port, patient))
    try:
        await asyncio.wait({task}, timeout=left)
        if not task.done():
            return nobody
        return Found(endpoint, task.result())
    except DeviceError:
        return nobody
    finally:
        if not task.done():
            # To close a connection that does not even open takes longer than anybody wants to wait.
            task.cancel()
            await asyncio.wait({task}, timeout=GIVE_UP_TIME)


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
