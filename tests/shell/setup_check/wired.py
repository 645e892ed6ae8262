"""A house whose wires really hang somewhere: what the station draws shows on the phases it is wired to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.overshot.core.model import PhaseVector, Rotation

from ..conftest import CURRENTS, POWERS, STATUS, TOTAL_POWER, House, words

V = 230.0


@dataclass
class Wired:
    """The house under test, its real wires, and a car."""

    house: House
    freezer: FrozenDateTimeFactory
    real: Rotation = Rotation.L1L2L3
    terminals: int = 1
    """How many the car uses."""

    most: float = 16.0
    """What the car takes at most (A)."""

    hungry: bool = True
    plugged: bool = True
    flips: PhaseVector = (1.0, 1.0, 1.0)
    """Clamps of the meter that sit the other way round."""

    base: PhaseVector = (1.2, 0.9, 0.7)
    """What the house takes besides (A)."""

    extra: PhaseVector = (0.0, 0.0, 0.0)
    """What somebody switched on (A)."""

    oven: float = 0.0
    """Switches on and off on L2 every 23 seconds (A)."""

    watchdog: float | None = None
    """The station falls back when nobody wrote for so long (s)."""

    drawn: float = 0.0
    seconds: int = 0
    _written_at: int = field(default=0)
    _writes: int = field(default=0)

    @property
    def hass(self) -> HomeAssistant:
        """Return Home Assistant."""
        return self.house.hass

    async def live(self, seconds: int) -> None:
        """Let time pass, the car following its station."""
        for _ in range(seconds):
            self.seconds += 1
            self._follow()
            self.freezer.tick(timedelta(seconds=1))
            async_fire_time_changed(self.hass)
            await self.house.poll()
            await self.tell(self._phases())

    async def tell(self, phases: PhaseVector) -> None:
        """Let the meter tell what it sees on each phase (A)."""
        await self.house.telegram(0, phases)

    def _follow(self) -> None:
        """Let the station do as it was told last, or fall back."""
        station = self.house.station
        if len(station.writes) != self._writes:
            self._writes, self._written_at = len(station.writes), self.seconds
        offered = station.setpoint
        if not self.plugged:
            station.unplug()
            return
        if self.watchdog is not None and self.seconds - self._written_at > self.watchdog:
            offered = min(offered, station.fallback)
        self.drawn = min(offered, self.most) if self.hungry and offered >= 6 else 0.0
        holding = station.unit.holding
        amps = [round(10 * self.drawn) if n < self.terminals else 0 for n in range(3)]
        holding[0x3008] = words("C2" if self.drawn else "B2", 1)
        holding[CURRENTS] = amps
        holding[POWERS] = [23 * each for each in amps]
        holding[TOTAL_POWER] = [0, 23 * sum(amps)]
        holding[STATUS] = [0, (6 if self.drawn else 2) << 8]

    def _phases(self) -> PhaseVector:
        """Return what the meter shows on each phase (A); a little more or less each second."""
        drawn = [self.drawn if terminal < self.terminals else 0.0 for terminal in range(3)]
        car = self.real.to_grid((drawn[0], drawn[1], drawn[2]))
        flicker = 0.05 * (self.seconds % 3)
        l1, l2, l3 = (
            flip * (base + extra + own + flicker)
            for flip, base, extra, own in zip(self.flips, self.base, self.extra, car, strict=True)
        )
        return (l1, l2 + (self.oven if self.seconds % 46 < 23 else 0.0), l3)


class Dialogue:
    """A user in front of the options of a site."""

    def __init__(self, wired: Wired) -> None:
        """Sit down; nothing is open yet."""
        self._wired = wired
        self.result: Mapping[str, Any] = {}

    async def open(self) -> Mapping[str, Any]:
        """Open the options."""
        self.result = await self._flows.async_init(self._wired.house.entry.entry_id)
        return self.result

    async def choose(self, option: str) -> Mapping[str, Any]:
        """Choose from a menu."""
        return await self.answer({"next_step_id": option})

    async def answer(self, entered: dict[str, Any]) -> Mapping[str, Any]:
        """Fill in a form."""
        self.result = await self._flows.async_configure(self.result["flow_id"], entered)
        return self.result

    async def wait(self, most: int = 600) -> Mapping[str, Any]:
        """Wait for what is under way."""
        for _ in range(most):
            if self.result["type"] is not FlowResultType.SHOW_PROGRESS:
                return self.result
            await self._wired.live(1)
            # What its dialogue shows now; asking the manager tells the name of the step alone.
            self.result = self._flows._progress[self.result["flow_id"]].cur_step
            if self.result["type"] is FlowResultType.SHOW_PROGRESS_DONE:
                self.result = await self._flows.async_configure(self.result["flow_id"])
        raise AssertionError("it never ends")

    async def check(self, **entered: Any) -> str:
        """Check with a car; return what is told of it."""
        await self.open()
        await self.choose("check")
        station = self._wired.house.station_id
        await self.answer({"stations": [station], "fallback_test": False, **entered})
        await self.wait()
        return self.report

    @property
    def report(self) -> str:
        """Return what the menu tells."""
        placeholders = self.result["description_placeholders"]
        assert placeholders is not None
        return str(placeholders["report"])

    @property
    def _flows(self) -> Any:
        return self._wired.hass.config_entries.options
