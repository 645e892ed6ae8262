"""Searching the network: quick though most addresses are silent, bounded, and telling how far it is."""

import asyncio
from collections import Counter
from collections.abc import Collection
from ipaddress import IPv4Network

import pytest

from custom_components.overshot.devices.errors import HungUpError, SilentError
from custom_components.overshot.devices.scan import Endpoint, Found, find_open_ports, port_opens, search, speaks_unasked

from .virtual_time import run_timed

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


def test_a_home_network_with_200_silent_addresses_takes_seconds() -> None:
    answering = {str(HOME[number]) for number in range(200, 255)}
    network = Network({"192.0.2.210", "192.0.2.203"}, answering)
    found, seconds = run_timed(find_open_ports(HOME, (502, 1502), connect=network.connect))
    assert found == [
        Endpoint("192.0.2.203", 502),
        Endpoint("192.0.2.203", 1502),
        Endpoint("192.0.2.210", 502),
        Endpoint("192.0.2.210", 1502),
    ]
    assert seconds < 5
    assert len(network.tried) == 2 * 254
    assert network.most_at_once <= 128


class House:
    """Who is behind the open ports of a home network, and how long each takes to say so."""

    def __init__(self, **devices: tuple[float, float]) -> None:
        """Give each its name, and how long it takes when asked in haste and patiently (s); `NEVER` is silence."""
        self.devices = {f"192.0.2.{number}": device for number, device in enumerate(devices.items(), 20)}
        self.network = Network(set(self.devices))
        self.asked: list[tuple[str, bool]] = []
        self.let_go = 0

    async def identify(self, host: str, port: int, patient: bool) -> str | None:
        """Say who is there."""
        name, takes = self.devices[host]
        self.asked.append((name, patient))
        try:
            await asyncio.sleep(takes[patient])
        except asyncio.CancelledError:
            self.let_go += 1
            # A connection that does not even open is not closed in a moment either.
            await asyncio.sleep(10)
            raise
        if name.startswith("hangs_up") and not patient:
            raise HungUpError
        if name.startswith("silent"):
            raise SilentError
        return None if name.startswith("stranger") else name

    def search(self) -> tuple[list[Found[str]], float]:
        """Search the network, and return how long it took (s)."""
        return run_timed(search(HOME, self.identify, connect=self.network.connect))


NEVER = 1e6
DEVICE = (0.2, 0.2)


@pytest.mark.parametrize(
    ("problem", "devices", "recognised"),
    [
        ("20 ports that open and stay silent", {f"silent{n}": (5.4, NEVER) for n in range(20)}, set()),
        ("20 that do not even let go", {f"stuck{n}": (NEVER, NEVER) for n in range(20)}, set()),
        ("a device among them", {f"stuck{n}": (NEVER, NEVER) for n in range(20)} | {"a": DEVICE}, {"a"}),
        ("one connection, still taken by the look at its port", {"hangs_up": DEVICE}, {"hangs_up"}),
        ("20 of those", {f"hangs_up{n}": DEVICE for n in range(20)}, {f"hangs_up{n}" for n in range(20)}),
        ("slow", {"a": (NEVER, 3.5), "b": DEVICE}, {"a", "b"}),
        ("55 of them", {f"stuck{n}": (NEVER, NEVER) for n in range(55)}, set()),
        ("strangers", {"stranger": DEVICE, "a": DEVICE}, {"a"}),
    ],
)
def test_a_home_network_is_searched_in_a_quarter_of_a_minute(
    problem: str, devices: dict[str, tuple[float, float]], recognised: set[str]
) -> None:
    house = House(**devices)
    found, seconds = house.search()
    assert {each.identity for each in found if each.identity} == recognised, problem
    assert seconds < 15, problem
    # Who was not recognised and did not answer is named, and nobody is asked more than twice.
    assert {each.endpoint.host for each in found if not each.answered} == {
        host for host, (name, _) in house.devices.items() if name.startswith(("silent", "stuck"))
    }
    assert max(Counter(house.asked).values()) == 1


def test_who_answered_is_not_asked_again() -> None:
    house = House(a=DEVICE, stranger=DEVICE, hangs_up=DEVICE)
    house.search()
    assert sorted(house.asked) == [("a", False), ("hangs_up", False), ("hangs_up", True), ("stranger", False)]


def test_a_network_full_of_silent_ports_is_not_asked_twice() -> None:
    """A firewall that opens every port for everybody."""
    house = House(**{f"stuck{n}": (NEVER, NEVER) for n in range(200)})
    found, seconds = house.search()
    assert len(house.asked) == 200
    assert not any(each.answered for each in found)
    assert seconds < 35


def test_two_ports_have_twice_the_time() -> None:
    house = House(slow=(NEVER, 10.0))
    found, seconds = run_timed(search(HOME, house.identify, (502, 1502), connect=house.network.connect))
    assert [each.identity for each in found] == ["slow", "slow"]
    assert seconds < 29


def test_a_search_that_is_given_up_lets_go_of_everybody() -> None:
    house = House(**{f"stuck{n}": (NEVER, NEVER) for n in range(3)})

    async def give_up() -> None:
        task = asyncio.create_task(search(HOME, house.identify, connect=house.network.connect))
        await asyncio.sleep(4)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    _, seconds = run_timed(give_up())
    assert house.let_go == 3
    assert seconds < 6


def test_a_mistake_ends_the_search() -> None:
    network = Network({"192.0.2.7"})

    async def identify(host: str, port: int, patient: bool) -> str | None:
        raise RuntimeError

    with pytest.raises(ExceptionGroup):
        run_timed(search(HOME, identify, connect=network.connect))


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

    async def identify(host: str, port: int, patient: bool) -> str | None:
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

    async def identify(host: str, port: int, patient: bool) -> str | None:
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
