"""A house that lives under a frozen clock: sun, battery, a car and the rest of it flow, and every counter follows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, State
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.overshot.core.model import MeterReading, MonthPeak, Reading
from custom_components.overshot.p1_meter import P1Coordinator
from custom_components.overshot.records.keeper import LedgerKeeper
from tests.devices.goodwe_map import GOODWE
from tests.devices.registers import i32, spread, u32

from ..conftest import Station, subentries
from ..ordered import Memory, OrderedHouse, device, set_up
from ..tariffs.prices import contract, version

INVERTER = "9010KETU00000OVS"
STATION = "WITTY-0001"
METER = "METER-0001"
START = datetime(2026, 11, 17, 9, 0, 2, tzinfo=UTC)
"""A Tuesday, 10:00 in Brussels."""

HERE = {"latitude": 50.85, "longitude": 4.35}


@dataclass
class World:
    """What really flows (W, signs as Home Assistant's), and what has flowed (Wh)."""

    load: float = 500.0
    """Of the house without the car."""

    solar: float = 0.0
    battery: float = 0.0
    car: float = 0.0
    """A (on each of three phases)."""

    imported: float = 1_000_000.0
    exported: float = 2_000_000.0
    produced: float = 3_000_000.0
    charged: float = 400_000.0
    discharged: float = 300_000.0
    capacity: float = 10_000.0
    held: float = 5_000.0
    peaks: tuple[MonthPeak, ...] = ()
    """What the meter tells of closed months."""

    @property
    def grid(self) -> float:
        """Return what is imported (W)."""
        return self.load + 690 * self.car - self.solar - self.battery

    def live(self, seconds: float) -> None:
        """Let time pass."""
        hours = seconds / 3600
        self.imported += max(0.0, self.grid) * hours
        self.exported += max(0.0, -self.grid) * hours
        self.produced += self.solar * hours
        self.charged += max(0.0, -self.battery) * hours
        self.discharged += max(0.0, self.battery) * hours
        self.held -= self.battery * hours


@dataclass
class Household(OrderedHouse):
    """The site under test, and the world it is in."""

    freezer: FrozenDateTimeFactory
    memory: Memory
    station: Station
    world: World = field(default_factory=World)

    @property
    def keeper(self) -> LedgerKeeper:
        """Return the ledger."""
        keeper: LedgerKeeper = self.entry.runtime_data.ledger
        return keeper

    async def live(self, seconds: float, step: float = 30.0) -> None:
        """Let time pass: devices are polled and the meter sends a telegram each step."""
        until = dt_util.utcnow() + timedelta(seconds=seconds)
        while (left := (until - dt_util.utcnow()).total_seconds()) > 0:
            await self.tick(min(left, step))
            await self.measure()

    async def tick(self, seconds: float) -> None:
        """Let time pass in which nobody measures."""
        self.world.live(seconds)
        self.freezer.tick(seconds)
        async_fire_time_changed(self.hass)
        await self.settle()

    async def measure(self) -> None:
        """Let all devices tell what they measure."""
        world = self.world
        self.memory.unit(247).holding.update(
            spread(
                {
                    35105: u32(round(world.solar)),
                    35109: u32(0),
                    35182: i32(round(world.battery)),
                    35184: 2 if world.battery > 0 else 3,
                    35191: u32(round(world.produced / 100)),
                    35206: u32(round(world.charged / 100)),
                    35209: u32(round(world.discharged / 100)),
                    37007: round(100 * world.held / world.capacity),
                }
            )
        )
        if world.car:
            self.station.plug(world.car)
        await self.poll(*(serial for serial in (INVERTER, STATION) if self.has(serial)))
        await self.tell_meter()

    def has(self, serial: str) -> bool:
        """Whether there is such a device."""
        return any(subentry.unique_id == serial for subentry in self.entry.subentries.values())

    async def tell_meter(self) -> None:
        """Let the meter send a telegram."""
        amps = self.world.grid / 690
        reading = MeterReading(
            # A meter that always tells the same is taken for dead.
            power=self.world.grid + dt_util.utcnow().timestamp() % 7 / 1000,
            phase_power=(230 * amps, 230 * amps, 230 * amps),
            currents=(amps, amps, amps),
            voltages=(230.0, 230.0, 230.0),
            energy_import=round(self.world.imported),
            energy_export=round(self.world.exported),
            peak_history=self.world.peaks,
        )
        meter = next(d for d in self.entry.runtime_data.devices.values() if isinstance(d, P1Coordinator))
        meter._async_take_telegram(Reading(reading, dt_util.utcnow(), "p1"))
        await self.settle()

    async def quarters(self, count: int = 1) -> None:
        """Live until a few seconds after so many quarters have ended, and wait for the figures."""
        for _ in range(count):
            await self.live(900 - dt_util.utcnow().timestamp() % 900 + 3)
        await self.summed()

    async def summed(self) -> None:
        """Wait for the figures of all quarters that are over."""
        start = self.keeper.figures
        self.keeper.async_refresh()
        await until(self.hass, lambda: self.keeper.figures is not None and self.keeper.figures is not start)
        await self.settle()

    def shown(self, key: str, owner: str | None = None) -> State | None:
        """Return the state of a sensor of the site, or of a device."""
        entity_id = self.entity_id("sensor", key, owner or self.entry.entry_id)
        return self.hass.states.get(entity_id) if entity_id is not None else None

    def number(self, key: str, owner: str | None = None) -> float:
        """Return that state as a number."""
        state = self.shown(key, owner)
        assert state is not None, key
        return float(state.state)


async def until(hass: HomeAssistant, condition: Callable[[], bool]) -> None:
    """Wait until something holds: files are read and written in threads, and asyncio's clock stands still."""
    for _ in range(1000):
        if condition():
            return
        await hass.async_add_executor_job(sleep, 0.01)
    raise AssertionError("it did not come")


async def make_household(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    memory: Memory,
    *,
    inverter: bool = True,
    station: bool = True,
    contracts: tuple[dict[str, Any], ...] = (version(),),
    world: World | None = None,
    **site: Any,
) -> Household:
    """Set up a house: a P1 meter, and what is wanted of a GoodWe with a battery of 10 kWh, a witty and a contract."""
    memory.unit(247).holding.update(spread(GOODWE))
    witty = Station(memory.unit(1))
    devices = [
        *(
            [device("inverter", "goodwe_et", INVERTER, host="192.0.2.1", unit_id=247, capacity=10.0)]
            if inverter
            else []
        ),
        *([subentries()[1]] if station else []),
        *([contract(*contracts)] if contracts else []),
    ]
    made = await set_up(hass, *devices, **{**HERE, **site})
    house = Household(hass, made.entry, freezer, memory, witty, world or World())
    # Counters are believed once they were told twice.
    await house.measure()
    await house.live(2, 1)
    return house
