"""The simulated house with its servers, in real time or faster: `python -m simulator.house SCENARIO`."""

import argparse
import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
import json
from pathlib import Path
import signal
import sys
from threading import Thread
from typing import Any, Self

from .events import Event, HouseEvent, SettingsEvent, Timeline
from .faults import Fault, FaultBoard
from .scenario import Scenario, ScenarioError, load_scenario, read_command
from .servers.devices import Server, make_server
from .servers.goodwe import GoodweServer
from .servers.hager_flow import HagerFlowServer
from .servers.modbus import ModbusServer
from .servers.p1 import P1Server
from .state import world_state

LOCALHOST = "127.0.0.1"


class House:
    """A house whose devices can be spoken to.

    Events and faults of the scenario happen by themselves, unless `follow_scenario` is off; others can be added at any
    time. Settings events belong to whoever controls the house: they are only told to `on_settings_event`.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        host: str = LOCALHOST,
        ports: Mapping[str, int] | None = None,
        speed: float = 1.0,
        wall_clock: bool | None = None,
        follow_scenario: bool = True,
        on_settings_event: Callable[[SettingsEvent], None] | None = None,
        on_step: Callable[[], None] | None = None,
    ) -> None:
        """Build the house; nothing listens before `start`.

        `ports` names a port for devices (`p1`, `emc`, `goodwe`, charge point ids...); any other gets a free one. `speed`
        is how much faster than real time it lives; at 0 time stands still but for `advance`. With `wall_clock` the
        house lives today instead of at the scenario's start (default: at speed 1); its series start all the same.
        """
        self.scenario = scenario
        self.world = scenario.build()
        self.faults = FaultBoard()
        self.speed = speed
        self.on_settings_event = on_settings_event
        self.on_step = on_step
        self._wall_clock = speed == 1.0 if wall_clock is None else wall_clock
        self._events = Timeline(list(scenario.events) if follow_scenario else [])
        self._fault_events = Timeline(list(scenario.faults) if follow_scenario else [])
        self._ticker: asyncio.Task[None] | None = None
        ports = ports or {}
        world, faults = self.world, self.faults
        self.servers: dict[str, Server] = {
            spec.id: make_server(spec, world, faults, host, ports.get(spec.id, 0)) for spec in scenario.house.devices
        }
        """By the id of the device, in the order of the house."""
        unknown = set(ports) - self.servers.keys()
        if unknown:
            raise ValueError(f"no device is called {', '.join(sorted(unknown))}")
        for server in self.servers.values():
            server.speed = speed or 1.0

    @property
    def ports(self) -> dict[str, int]:
        """Return the port of each device."""
        return {id_: server.port for id_, server in self.servers.items()}

    @property
    def p1(self) -> P1Server:
        """Return the P1 meter. Raises LookupError where the house has none."""
        return self._the(P1Server)

    @property
    def emc(self) -> HagerFlowServer:
        """Return the Hager flow EMC. Raises LookupError where the house has none."""
        return self._the(HagerFlowServer)

    @property
    def goodwe(self) -> GoodweServer:
        """Return the GoodWe inverter. Raises LookupError where the house has none."""
        return self._the(GoodweServer)

    @property
    def stations(self) -> dict[str, ModbusServer]:
        """Return the charging stations that have an address, by charge point id."""
        known = self.world.stations
        return {id_: it for id_, it in self.servers.items() if id_ in known and isinstance(it, ModbusServer)}

    @property
    def finished(self) -> bool:
        """Whether the scenario is over. The house lives on: the last values of its series hold."""
        return self.world.t >= self.scenario.duration

    async def start(self) -> None:
        """Listen and let time run. Raises OSError where a port is taken; then nothing listens."""
        if self._wall_clock:
            # The one clock of the simulated house: in real time it lives today.
            self.world.restart_clock(datetime.now(UTC))  # noqa: TID251
        try:
            for server in self.servers.values():
                await server.start()
        except OSError:
            await self.stop()
            raise
        if self.speed > 0:
            self._ticker = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        """Stop the time and close every connection."""
        ticker, self._ticker = self._ticker, None
        if ticker is not None:
            ticker.cancel()
            await asyncio.gather(ticker, return_exceptions=True)
        for server in self.servers.values():
            await server.stop()

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.stop()

    async def advance(self, seconds: float = 1.0) -> None:
        """Live for so long at once, as fast as it goes."""
        for _ in range(round(seconds / self.scenario.step)):
            await self._step()

    def happen(self, event: Event) -> None:
        """Let something happen now. Raises ValueError where it cannot."""
        if isinstance(event, HouseEvent):
            event.apply(self.world)
        elif self.on_settings_event is not None:
            self.on_settings_event(event)

    def fail(self, fault: Fault) -> None:
        """Let a device fail from now on; connections are refused from the next step on."""
        self.faults.begin(fault, self.world.t)

    def _the[S: Server](self, kind: type[S]) -> S:
        """Return the only server of a kind."""
        for server in self.servers.values():
            if isinstance(server, kind):
                return server
        raise LookupError(f"this house has no {kind.__name__}")

    async def _tick(self) -> None:
        """Keep the pace."""
        loop = asyncio.get_running_loop()
        begun, at = loop.time(), self.world.t
        while True:
            due = begun + (self.world.t + self.scenario.step - at) / self.speed
            await asyncio.sleep(max(0.0, due - loop.time()))
            await self._step()

    async def _step(self) -> None:
        """Live one step."""
        t = self.world.t
        for event in self._events.due(t):
            self.happen(event)
        for fault in self._fault_events.due(t):
            self.faults.begin(fault, t)
        self.faults.step(t)
        self.world.step(self.scenario.step)
        for server in self.servers.values():
            await server.step()
        if self.on_step is not None:
            self.on_step()


class _Talk:
    """The house in a process of its own: JSON lines out, JSON lines in."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._loop = asyncio.get_running_loop()
        house.on_step = self._state
        house.on_settings_event = self._settings_event

    def say(self, kind: str, content: Mapping[str, Any]) -> None:
        """Print one line."""
        print(json.dumps({"type": kind, **content}), flush=True)

    def listen(self) -> None:
        """Read commands from the standard input until it ends, in a thread of its own: reading blocks."""

        def read() -> None:
            for line in sys.stdin:
                if line.strip():
                    self._loop.call_soon_threadsafe(self._obey, line)

        Thread(target=read, daemon=True).start()

    def _obey(self, line: str) -> None:
        """Do what a line says: `{"event": {...}}`, `{"fault": {...}}`, `{"clear": device or null}`, `{"summary": {}}`."""
        try:
            command = json.loads(line)
            if not isinstance(command, dict) or len(command) != 1:
                raise ScenarioError("", "one command a line is expected")
            ((kind, content),) = command.items()
            if kind == "clear":
                self._house.faults.clear(content)
            elif kind == "summary":
                self.summary()
            else:
                found = read_command(kind, content, self._house.scenario.house)
                if isinstance(found, Fault):
                    self._house.fail(found)
                else:
                    self._house.happen(found)
        except ValueError as error:
            self.say("error", {"message": str(error), "line": line.strip()})

    def _state(self) -> None:
        self.say("state", world_state(self._house.world))

    def _settings_event(self, event: SettingsEvent) -> None:
        self.say("settings_event", {"event": type(event).__name__, **asdict(event)})  # type: ignore[call-overload]

    def summary(self) -> None:
        """Print what the main fuse went through."""
        world = self._house.world
        self.say(
            "summary",
            {
                "t": world.t,
                "derated_limit": world.watch.limit,
                "excursions": [asdict(excursion) for excursion in world.watch.found],
                "fuse_trips": world.fuse.trips,
            },
        )


async def run(scenario: Scenario, ports: Mapping[str, int], host: str, speed: float) -> None:
    """Run a house until SIGINT or SIGTERM. Raises OSError where a port is taken, ValueError for an unknown device."""
    house = House(scenario, host=host, ports=ports, speed=speed)
    talk = _Talk(house)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with house:
        talk.say("ports", {"ports": house.ports})
        talk.listen()
        await stopped.wait()
    talk.summary()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 2 for a file or port it cannot use."""
    parser = argparse.ArgumentParser(prog="house", description="Runs the simulated house with all its servers.")
    parser.add_argument("scenario", type=Path, help="the scenario (docs/scenarios.md)")
    parser.add_argument("--ports", default="", help="like p1=8088,emc=5020; others are free ones")
    parser.add_argument("--host", default=LOCALHOST, help=f"where to listen (default: {LOCALHOST})")
    parser.add_argument("--speed", type=float, default=1.0, help="how much faster than real time (default: 1)")
    options = parser.parse_args(arguments)
    try:
        ports = {name: int(port) for name, _, port in (p.partition("=") for p in options.ports.split(",") if p)}
        asyncio.run(run(load_scenario(options.scenario), ports, options.host, options.speed))
    except (ValueError, OSError) as error:
        print(f"{options.scenario}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
