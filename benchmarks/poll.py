"""What polling costs: our drivers, and Home Assistant's own YAML `modbus` integration that reads the same points.

Both run in one Home Assistant, at the same simulated devices (`polling.servers`, a process of its own), turn by turn, so that their
ratios do not depend on the machine. The points are a table (`polling.points`): every value a user gets of a device is one sensor
of the YAML integration, which makes one request of each. What both sides read is compared in every round.

A cycle is one poll of each device: the coordinator of a site asks its driver, over Home Assistant's shared connections, and
its entities take over the new values; on the other side all sensors of a hub are due. Requests are counted by the devices.
The first poll, which finds out who answers and what is there, is told apart (`first_requests`): who answers is asked again
every 5 minutes, what stands behind a controller every 15. `polling.blocking` tells what is measured of the event loop.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
import socket
from statistics import mean, median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from homeassistant import loader
from homeassistant.core import HomeAssistant
from homeassistant.helpers import frame
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from .measurement import Measurement
from .polling.blocking import longest_callback, percentile
from .polling.compare import check
from .polling.ours import find_device, set_up_ours, values
from .polling.points import FAMILIES, joined
from .polling.servers import Servers
from .polling.theirs import read, set_up_theirs

ROUNDS: Final = 60

MOST_REQUESTS: Final = 1 / 3
"""The goal: so much of the requests that the YAML integration makes."""

MOST_BLOCKING: Final = 5.0
"""The goal: the event loop is never kept longer (ms)."""

type Poll = Callable[[], Coroutine[object, object, None]]


@dataclass(slots=True)
class Side:
    """What a device cost one side, poll by poll."""

    poll: Poll
    requests: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    blocking: list[float] = field(default_factory=list)
    """The longest callback of each poll (s)."""

    @property
    def requests_each(self) -> float:
        """Return how many requests a poll makes."""
        return mean(self.requests)

    @property
    def milliseconds(self) -> float:
        """Return what a poll takes (ms)."""
        return 1000 * median(self.seconds)

    async def measure(self, servers: Servers, family: str) -> None:
        """Poll once."""
        before = await servers.answered(family)
        with longest_callback() as longest:
            begun = perf_counter()
            # A task of its own, which begins in a callback of its own.
            await asyncio.get_running_loop().create_task(self.poll())
            self.seconds.append(perf_counter() - begun)
        self.blocking.append(longest.seconds)
        self.requests.append(await servers.answered(family) - before)


@dataclass(slots=True)
class Device:
    """A device that both sides poll."""

    ours: Side
    theirs: Side
    first_requests: int
    """What our side asked until it had read the device for the first time."""

    def warm_up_ends(self) -> None:
        """Forget what was measured so far."""
        for side in (self.ours, self.theirs):
            for measured in (side.requests, side.seconds, side.blocking):
                measured.clear()

    def numbers(self) -> Iterator[tuple[str, str, float, str]]:
        """Yield key, name, value and unit of what was measured."""
        yield "requests", "requests, ours", self.ours.requests_each, ""
        yield "yaml_requests", "requests, YAML", self.theirs.requests_each, ""
        yield "first_requests", "requests, our first", self.first_requests, ""
        yield "milliseconds", "poll, ours", self.ours.milliseconds, "ms"
        yield "yaml_milliseconds", "poll, YAML", self.theirs.milliseconds, "ms"
        yield "blocking_max_ms", "callback, ours", 1000 * max(self.ours.blocking), "ms"
        yield "yaml_blocking_max_ms", "callback, YAML", 1000 * max(self.theirs.blocking), "ms"


def measure(rounds: int | None = None) -> Iterable[Measurement]:
    """Return the measurements of so many cycles."""
    return list(_results(asyncio.run(_measure(rounds or ROUNDS))))


@asynccontextmanager
async def _home_assistant() -> AsyncIterator[HomeAssistant]:
    """Run a Home Assistant without user interface in a folder of its own."""
    with TemporaryDirectory() as folder:
        async with async_test_home_assistant(config_dir=folder) as hass:
            frame.async_setup(hass)
            # It looks for custom integrations only where it does not believe to know them.
            hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
            await _serve_pages_elsewhere(hass)
            try:
                yield hass
            finally:
                await hass.async_stop(force=True)


async def _serve_pages_elsewhere(hass: HomeAssistant) -> None:
    """Give the web server of this Home Assistant a free port: another one may run on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    if not await async_setup_component(hass, "http", {"http": {"server_host": "127.0.0.1", "server_port": port}}):
        raise RuntimeError("the web server could not be set up")


async def _measure(rounds: int) -> dict[str, Device]:
    """Set up both sides and let them poll, turn by turn."""
    async with Servers.running() as servers, _home_assistant() as hass:
        # In this order, as Home Assistant starts.
        sensors = await set_up_theirs(hass, servers.ports)
        found = [await find_device(family, port) for family, port in servers.ports.items()]
        before = {family: await servers.answered(family) for family in servers.ports}
        coordinators = await set_up_ours(hass, found)
        devices = {
            family: Device(
                ours=Side(coordinator.async_refresh),
                theirs=Side(partial(read, sensors[family])),
                first_requests=await servers.answered(family) - before[family],
            )
            for family, coordinator in coordinators.items()
        }
        for round_ in range(rounds + 1):
            for family, device in devices.items():
                await device.ours.measure(servers, family)
                await device.theirs.measure(servers, family)
                check(family, FAMILIES[family], values(coordinators[family]), sensors[family])
                if not round_:
                    device.warm_up_ends()
    return devices


def _results(devices: Mapping[str, Device]) -> Iterator[Measurement]:
    """Yield the totals that are claimed, then each family's numbers."""
    ours, theirs = [device.ours for device in devices.values()], [device.theirs for device in devices.values()]
    requests, their_requests = (sum(side.requests_each for side in sides) for sides in (ours, theirs))
    time, their_time = (sum(side.milliseconds for side in sides) for sides in (ours, theirs))
    blocking, their_blocking = ([1000 * each for side in sides for each in side.blocking] for sides in (ours, theirs))
    yield Measurement(
        key="requests_ratio", name="requests, ours / YAML", value=requests / their_requests, unit="", most=MOST_REQUESTS
    )
    least = sum(joined(FAMILIES[family].points) for family in devices)
    yield Measurement(
        key="requests_ratio_virtual_count", name="  had YAML used virtual_count", value=requests / least, unit=""
    )
    yield Measurement(key="time_ratio", name="time, ours / YAML", value=time / their_time, unit="")
    yield Measurement(
        key="blocking_p99_ms",
        name="longest callback of a poll, p99",
        value=percentile(blocking, 99),
        unit="ms",
        most=MOST_BLOCKING,
    )
    yield Measurement(key="blocking_max_ms", name="  at most", value=max(blocking), unit="ms")
    yield Measurement(key="yaml_blocking_p99_ms", name="  YAML", value=percentile(their_blocking, 99), unit="ms")
    yield Measurement(key="requests", name="requests of a cycle, ours", value=requests, unit="")
    yield Measurement(key="yaml_requests", name="  YAML", value=their_requests, unit="")
    yield Measurement(key="milliseconds", name="a cycle, ours", value=time, unit="ms")
    yield Measurement(key="yaml_milliseconds", name="  YAML", value=their_time, unit="ms")
    for family, device in devices.items():
        for key, name, value, unit in device.numbers():
            yield Measurement(key=f"families.{family}.{key}", name=f"{family}: {name}", value=value, unit=unit)
