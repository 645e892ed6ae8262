"""Searching the network: quick though most addresses are silent, bounded, and telling how far it is."""

import asyncio
from collections.abc import Collection
from ipaddress import IPv4Network
from time import monotonic

import pytest

from custom_components.overshot.devices.scan import Endpoint, Found, find_open_ports, port_opens, search, speaks_unasked

HOME = IPv4Network("192.0.2.0/24")


class Network:
    """A network of which most addresses stay silent, some refuse and a few open."""

    def __init__(self, opens: set[str], refuses: Collection[str] = ()) -> None:
        """Say who opens and who refuses."""
        self.opens = opens
        self.refuses = set(refuses)
        self.at_once = 0
        self.most_at_once = 0
        self.tried: list[tuple[str, int]] = []

    async def connect(self, host: str, port: int, timeout: float) -> bool:
        """Connect as that network would."""
        self.tried.append((host, port))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0.002 if host in self.opens | self.refuses else timeout)
        self.at_once -= 1
        return host in self.opens


async def test_a_home_network_with_200_silent_addresses_takes_seconds() -> None:
    answering = {str(HOME[number]) for number in range(200, 255)}
    network = Network({"192.0.2.210", "192.0.2.203"}, answering)
    started = monotonic()
    found = await find_open_ports(HOME, (502, 1502), connect=network.connect)
    assert monotonic() - started < 15
    assert found == [
        Endpoint("192.0.2.203", 502),
        Endpoint("192.0.2.203", 1502),
        Endpoint("192.0.2.210", 502),
        Endpoint("192.0.2.210", 1502),
    ]
    assert len(network.tried) == 2 * 254
    assert network.most_at_once <= 64


async def test_progress_rises_from_nothing_to_done() -> None:
    network = Network({"192.0.2.7"}, {f"192.0.2.{n}" for n in range(256)})
    told: list[float] = []
    await find_open_ports(HOME, connect=network.connect, concurrency=8, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) == 254


async def test_search_asks_only_who_opens_and_keeps_the_unknown() -> None:
    network = Network({"192.0.2.7", "192.0.2.9"}, {f"192.0.2.{n}" for n in range(256)})
    asked: list[tuple[str, int]] = []
    told: list[float] = []

    async def identify(host: str, port: int) -> str | None:
        asked.append((host, port))
        return "station" if host.endswith("9") else None

    found = await search(HOME, identify, connect=network.connect, progress=told.append)
    assert found == [
        Found(Endpoint("192.0.2.7", 502), None),
        Found(Endpoint("192.0.2.9", 502), "station"),
    ]
    assert sorted(asked) == [("192.0.2.7", 502), ("192.0.2.9", 502)]
    assert told == sorted(told)
    assert told[-1] == 1.0


async def test_nobody_at_home() -> None:
    network = Network(set(), {f"192.0.2.{n}" for n in range(256)})

    async def identify(host: str, port: int) -> str | None:
        raise AssertionError

    told: list[float] = []
    assert await search(HOME, identify, connect=network.connect, progress=told.append) == []
    assert told[-1] == 1.0
    assert await search([], identify, connect=network.connect) == []


async def test_hosts_by_name_are_tried_once_each() -> None:
    network = Network({"emc"}, {"goodwe"})
    assert await find_open_ports(["emc", "goodwe", "emc"], connect=network.connect) == [Endpoint("emc", 502)]
    assert len(network.tried) == 2


@pytest.mark.parametrize("hosts", [IPv4Network("10.0.0.0/8"), [f"host{number}" for number in range(5000)]])
async def test_a_network_too_large_is_refused(hosts: IPv4Network | list[str]) -> None:
    network = Network(set())
    with pytest.raises(ValueError, match="4096"):
        await find_open_ports(hosts, connect=network.connect)
    assert network.tried == []


async def test_stopping_the_search_stops_everything() -> None:
    network = Network(set())
    before = asyncio.all_tasks()
    task = asyncio.create_task(find_open_ports(HOME, connect=network.connect, timeout=30))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert asyncio.all_tasks() == before


@pytest.mark.usefixtures("socket_enabled")
async def test_real_ports() -> None:
    silent = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    assert await port_opens("127.0.0.1", port, 1)
    assert not await port_opens("127.0.0.1", 1, 1)
    assert not await speaks_unasked("127.0.0.1", port, 0.2)
    silent.close()


@pytest.mark.usefixtures("socket_enabled")
async def test_a_port_that_chatters() -> None:
    def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-example\r\n")

    chatter = await asyncio.start_server(greet, "127.0.0.1", 0)
    assert await speaks_unasked("127.0.0.1", chatter.sockets[0].getsockname()[1], 1)
    chatter.close()
    chatter.close_clients()
