"""A small site under test: a P1 meter that says what the test wants, and a witty plus in memory."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from unittest.mock import patch

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from modbus_connection.mock import MockModbusConnection, MockModbusUnit, WriteEvent
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.model import MeterReading, PhaseVector, Reading
from custom_components.overshot.p1_meter import P1Coordinator
from custom_components.overshot.site import SiteCoordinator

STATION_SERIAL = "WITTY-0001"
METER_SERIAL = "METER-0001"

CP_STATE = 0x3008
CURRENTS = 0x300A
VOLTAGES = 0x300D
POWERS = 0x3010
TOTAL_POWER = 0x3013
SETPOINT = 0x301E
FALLBACK = 0x301F
STATUS = 0x302B


def words(text: str, count: int) -> list[int]:
    """Return text as big-endian registers."""
    raw = text.encode().ljust(2 * count, b"\0")
    return [int.from_bytes(raw[i : i + 2], "big") for i in range(0, 2 * count, 2)]


@dataclass
class Station:
    """A witty plus in memory that remembers what was written, in order."""

    unit: MockModbusUnit
    writes: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Fill the registers: idle, 16 A allowed, fallback 16 A."""
        self.unit.holding[0x1001] = 1
        self.unit.holding[0x1003] = words("XEVP", 16)
        self.unit.holding[0x1013] = words(STATION_SERIAL, 16)
        self.unit.holding[0x1023] = [1, 2, 3]
        self.unit.holding[0x3006] = [32, 32]
        self.unit.holding[VOLTAGES] = [2300, 2300, 2300]
        self.unit.holding[SETPOINT] = 160
        self.unit.holding[FALLBACK] = 160
        self.unit.holding[0x3020] = 1
        self.unit.holding[0x3021] = 1
        self.unit.holding[0x3026] = 0
        self.unplug()
        self.unit.on_write(self._written)

    def _written(self, event: WriteEvent) -> None:
        """Note a write."""
        self.writes.extend((event.address + offset, int(value)) for offset, value in enumerate(event.values))

    def unplug(self) -> None:
        """Take the vehicle away."""
        self._set("A1", 0.0, 1)

    def plug(self, current: float = 0.0) -> None:
        """Connect a vehicle drawing `current` on each phase (A)."""
        self._set("C2" if current else "B2", current, 6 if current else 2)

    def _set(self, cp_state: str, current: float, status: int) -> None:
        """Set what the station measures."""
        power = round(230 * current)
        self.unit.holding[CP_STATE] = words(cp_state, 1)
        self.unit.holding[CURRENTS] = [round(current * 10)] * 3
        self.unit.holding[POWERS] = [power] * 3
        self.unit.holding[TOTAL_POWER] = [0, 3 * power]
        self.unit.holding[STATUS] = [0, status << 8]

    @property
    def setpoint(self) -> float:
        """Return the current limit in the station (A)."""
        return float(self.unit.holding[SETPOINT]) / 10  # type: ignore[arg-type]

    @property
    def fallback(self) -> float:
        """Return the fallback current in the station (A)."""
        return float(self.unit.holding[FALLBACK]) / 10  # type: ignore[arg-type]

    def written_to(self, address: int) -> list[int]:
        """Return what was written to a register."""
        return [value for register, value in self.writes if register == address]


@dataclass
class House:
    """The site under test."""

    hass: HomeAssistant
    entry: MockConfigEntry
    station: Station

    @property
    def site(self) -> SiteCoordinator:
        """Return the control loop."""
        return self.entry.runtime_data.site

    @property
    def meter(self) -> P1Coordinator:
        """Return the grid meter."""
        return next(d for d in self.entry.runtime_data.devices.values() if isinstance(d, P1Coordinator))

    @property
    def station_id(self) -> str:
        """Return the subentry id of the station."""
        return next(iter(self.site.fleet.stations))

    def entity_id(self, platform: str, key: str, owner: str = STATION_SERIAL) -> str:
        """Return the entity with a key of a device or of the site."""
        found = er.async_get(self.hass).async_get_entity_id(platform, DOMAIN, f"{owner}_{key}")
        assert found is not None, key
        return found

    def state(self, platform: str, key: str, owner: str = STATION_SERIAL) -> str:
        """Return the state of that entity."""
        state = self.hass.states.get(self.entity_id(platform, key, owner))
        assert state is not None
        return state.state

    async def poll(self) -> None:
        """Poll the station."""
        await self.entry.runtime_data.devices[self.station_id].async_refresh()

    async def telegram(self, power: float, currents: PhaseVector | None = None) -> None:
        """Send a telegram with a total power (W, import +), spread evenly, or with given currents (A)."""
        amps = currents or (power / 690, power / 690, power / 690)
        reading = MeterReading(
            power=power if currents is None else 230 * sum(currents),
            phase_power=(amps[0] * 230, amps[1] * 230, amps[2] * 230),
            currents=amps,
            voltages=(230.0, 230.0, 230.0),
            energy_import=1_000_000.0,
            energy_export=2_000_000.0,
        )
        self.meter._async_take_telegram(Reading(reading, dt_util.utcnow(), "p1"))
        await self.settle()

    async def settle(self) -> None:
        """Let writers carry their orders; asyncio's own clock stands still with the test's."""
        for _ in range(20):
            await asyncio.sleep(0)
        await self.hass.async_block_till_done()

    async def control(self, active: bool = True) -> None:
        """Switch control on or off."""
        await self.site.async_set_control(self.station_id, active)
        await self.settle()


def subentries() -> list[ConfigSubentryData]:
    """Return a P1 meter and a witty plus."""
    return [
        ConfigSubentryData(
            data=MappingProxyType(
                {
                    "family": "p1",
                    "host": "127.0.0.1",
                    "port": 2,
                    "serial_number": METER_SERIAL,
                    "grid_role": True,
                }
            ),
            subentry_type="meter",
            title="P1 meter",
            unique_id=METER_SERIAL,
        ),
        ConfigSubentryData(
            data=MappingProxyType(
                {
                    "family": "hager_witty_plus",
                    "host": "127.0.0.1",
                    "port": 3,
                    "unit_id": 1,
                    "serial_number": STATION_SERIAL,
                    "manufacturer": "Hager",
                    "model": "XEVP",
                    "grid_role": False,
                    "phases": 3,
                    "rotation": "l1l2l3",
                    "max_current": 16,
                    "fallback_current": 6,
                }
            ),
            subentry_type="charge_point",
            title="Garage",
            unique_id=STATION_SERIAL,
        ),
    ]


@pytest.fixture(autouse=True)
def _custom_integrations(enable_custom_integrations: None) -> None:
    """Let Home Assistant load the integration."""


@pytest.fixture
def station() -> Station:
    """Return a station in memory."""
    return Station(MockModbusConnection().for_unit(1))


@pytest.fixture
def links(station: Station) -> Iterator[None]:
    """Let the shell borrow the station instead of a link, and keep the P1 port quiet."""

    async def quiet(self: object) -> None:
        """Read nothing."""

    with (
        patch("custom_components.overshot.links.async_get_unit", return_value=station.unit),
        patch("custom_components.overshot.devices.p1_stream.P1Stream.run", quiet),
    ):
        yield


@pytest.fixture
async def house(hass: HomeAssistant, station: Station, links: None) -> House:
    """Set up the site."""
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
        },
        subentries_data=subentries(),
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    house = House(hass, entry, station)
    await house.settle()
    return house
