"""A house whose inverters, heat pumps and controllers take orders: in memory under a frozen clock, or over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.util import dt as dt_util
from modbus_connection import ModbusUnit
from modbus_connection.mock import MockModbusConnection, WriteEvent
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.model import MeterReading, PhaseVector, Reading
from custom_components.overshot.p1_meter import P1Coordinator
from custom_components.overshot.site import SiteCoordinator
from simulator.servers.modbus import ModbusServer
from simulator.world import World

from .conftest import subentries

METER = subentries()[0]
CONTACTS = {"kind": "coils", "sg1": 0, "sg2": 1}


def device(kind: str, family: str, serial: str, **data: Any) -> ConfigSubentryData:
    """Return the subentry of a device in the network; `data` says where and what else."""
    found = {"host": "127.0.0.1", "port": 502, "unit_id": 1, "serial_number": serial, "grid_role": False}
    return ConfigSubentryData(
        data=MappingProxyType({"family": family, **found, **data}),
        subentry_type=kind,
        title=serial.title(),
        unique_id=serial,
    )


@dataclass
class OrderedHouse:
    """The site under test."""

    hass: HomeAssistant
    entry: MockConfigEntry

    @property
    def site(self) -> SiteCoordinator:
        """Return the control loop."""
        return self.entry.runtime_data.site

    def id_of(self, serial: str) -> str:
        """Return the subentry id of a device."""
        return next(id_ for id_, subentry in self.entry.subentries.items() if subentry.unique_id == serial)

    def entity_id(self, platform: str, key: str, owner: str) -> str | None:
        """Return the entity with a key of a device or of one of its parts, if there is one."""
        return er.async_get(self.hass).async_get_entity_id(platform, DOMAIN, f"{owner}_{key}")

    def state(self, platform: str, key: str, owner: str) -> str:
        """Return the state of that entity."""
        entity_id = self.entity_id(platform, key, owner)
        assert entity_id is not None, (platform, key)
        state = self.hass.states.get(entity_id)
        assert state is not None, entity_id
        return state.state

    async def act(self, platform: str, key: str, owner: str, action: str, **data: Any) -> None:
        """Do something with an entity, as a user does."""
        entity_id = self.entity_id(platform, key, owner)
        assert entity_id is not None, (platform, key)
        domain, _, service = action.rpartition(".")
        await self.hass.services.async_call(
            domain or platform, service, {"entity_id": entity_id, **data}, blocking=True
        )
        await self.settle()

    async def control(self, owner: str, active: bool = True) -> None:
        """Switch control of a device on or off."""
        await self.act("switch", "control", owner, f"turn_{'on' if active else 'off'}")

    async def poll(self, *serials: str) -> None:
        """Poll devices."""
        for serial in serials:
            await self.entry.runtime_data.devices[self.id_of(serial)].async_refresh()
        await self.settle()

    async def telegram(self, power: float = 0.0, currents: PhaseVector | None = None) -> None:
        """Send a telegram with a total power (W, import +), spread evenly, or with given currents (A)."""
        amps = currents or (power / 690, power / 690, power / 690)
        phase_power = (amps[0] * 230, amps[1] * 230, amps[2] * 230)
        reading = MeterReading(
            power=sum(phase_power), phase_power=phase_power, currents=amps, voltages=(230.0, 230.0, 230.0)
        )
        meter = next(d for d in self.entry.runtime_data.devices.values() if isinstance(d, P1Coordinator))
        meter._async_take_telegram(Reading(reading, dt_util.utcnow(), "p1"))
        await self.settle()

    async def settle(self) -> None:
        """Let writers carry their orders."""
        for _ in range(20):
            await asyncio.sleep(0)
        await self.hass.async_block_till_done()

    def repairs(self) -> set[str | None]:
        """Return the kinds of repairs that are open."""
        return {issue.translation_key for issue in ir.async_get(self.hass).issues.values() if issue.domain == DOMAIN}


@dataclass
class Memory:
    """Modbus links in memory, and every register or coil that was written, in order."""

    connection: MockModbusConnection = field(default_factory=MockModbusConnection)
    written: list[tuple[int, int | bool]] = field(default_factory=list)

    def unit(self, unit_id: int) -> Any:
        """Return a unit."""
        return self.connection.for_unit(unit_id)

    def watch(self, *unit_ids: int) -> None:
        """Note what is written to these units."""
        for unit_id in unit_ids:
            self.unit(unit_id).on_write(self._note)

    def _note(self, event: WriteEvent) -> None:
        self.written.extend((event.address + offset, value) for offset, value in enumerate(event.values))

    def values(self, address: int) -> list[int | bool]:
        """Return what was written to one address."""
        return [value for register, value in self.written if register == address]


@contextmanager
def in_memory(memory: Memory) -> Iterator[None]:
    """Let the shell borrow units in memory instead of a link, and keep the P1 port quiet."""

    def borrow(hass: HomeAssistant, entry: MockConfigEntry, params: object, unit_id: int) -> ModbusUnit:
        unit: ModbusUnit = memory.unit(unit_id)
        return unit

    with patch("custom_components.overshot.links.async_get_unit", borrow), quiet_p1():
        yield


@contextmanager
def quiet_p1() -> Iterator[None]:
    """Keep the P1 port quiet: telegrams come from the test."""

    async def quiet(self: object) -> None:
        """Read nothing."""

    with patch("custom_components.overshot.devices.p1_stream.P1Stream.run", quiet):
        yield


async def set_up(hass: HomeAssistant, *devices: ConfigSubentryData, **site: Any) -> OrderedHouse:
    """Set up a site with a P1 meter and these devices: 3 x 25 A of which 20 A may be used, or as told."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={
            "name": "Home",
            "connection_type": "three_phase",
            "fuse": 25,
            "derating": 80,
            "ct_ratio": 1,
            "country": "BE",
            **site,
        },
        subentries_data=[METER, *devices],
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    house = OrderedHouse(hass, entry)
    await house.settle()
    await house.telegram()
    return house


async def tick(house: OrderedHouse, freezer: FrozenDateTimeFactory, seconds: int = 1, power: float = 0.0) -> None:
    """Let seconds pass under a frozen clock, each with a telegram (W)."""
    for _ in range(seconds):
        freezer.tick(timedelta(seconds=1))
        async_fire_time_changed(house.hass)
        await house.telegram(power)


@asynccontextmanager
async def serving(world: World, servers: Mapping[str, ModbusServer]) -> AsyncIterator[Mapping[str, int]]:
    """Serve the devices of a simulated house that has lived for a while, and yield their ports by name."""
    try:
        for server in servers.values():
            await server.start()
        await live(world, servers, 20)
        yield {name: server.port for name, server in servers.items()}
    finally:
        for server in servers.values():
            await server.stop()


async def live(world: World, servers: Mapping[str, ModbusServer], seconds: int) -> None:
    """Let a simulated house live for some seconds of its own."""
    for _ in range(seconds):
        world.step()
        for server in servers.values():
            await server.step()


async def until(condition: Callable[[], bool], what: str, seconds: float = 15.0) -> None:
    """Wait in real time until something holds."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not condition():
        assert loop.time() < deadline, f"{what}: not within {seconds} s"
        await asyncio.sleep(0.02)
