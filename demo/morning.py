"""Live through the morning: a sample each second, a line each simulated minute, a note for whatever happens."""

import asyncio
from collections.abc import Callable

from simulator.events import ApplianceOn, CarArrives, SetMode
from simulator.faults import Fault

from .house import Happening, MorningHouse
from .verdict import Sample

HEADER = """\
 time |  grid  solar  batt.    car |    L1     L2     L3 | setpoint | reason
      |     W      W      W      W |     A      A      A |        A |
------+----------------------------+----------------------+----------+------------------"""


class Morning:
    """One morning of a house, as it truly was."""

    def __init__(self, house: MorningHouse, told: Callable[[], tuple[str, str]], *, table: bool) -> None:
        """Watch `house`; `told` returns the mode and the reason Home Assistant shows at the moment."""
        self.samples: list[Sample] = []
        self._house = house
        self._told = told
        self._table = table
        self._minute = -1
        self._over = asyncio.Event()

    async def live(self) -> None:
        """Begin the morning and wait for its end."""
        if self._table:
            print(HEADER, flush=True)
        self._house.on_second = self._take
        self._house.begin()
        await self._over.wait()

    def note(self, happening: Happening) -> None:
        """Say what happens."""
        if self._table:
            print(f"      | {spoken(happening)}", flush=True)

    def _take(self) -> None:
        """Take a sample of the second just lived."""
        house = self._house
        sample = sample_of(house, *self._told())
        self.samples.append(sample)
        if self._table and house.minute != self._minute:
            self._minute = house.minute
            print(line(sample), flush=True)
        if house.finished:
            house.on_second = None
            self._over.set()


def sample_of(house: MorningHouse, mode: str, reason: str) -> Sample:
    """Return the house as it stands."""
    world, station = house.world, house.station
    return Sample(
        at=house.elapsed,
        clock=house.clock,
        grid=world.grid.power,
        solar=world.solar_power,
        battery=world.battery_power,
        car=station.power,
        currents=world.grid.currents,
        car_current=max(station.currents),
        car_wants=station.car is not None and not station.finished and not station.fault,
        cable=house.cable,
        tripped=world.fuse.tripped,
        setpoint=station.setpoint,
        fallback=station.fallback_current,
        mode=mode,
        reason=reason,
    )


def line(sample: Sample) -> str:
    """Return a sample as a line of the table."""
    powers = f"{sample.grid:6.0f} {sample.solar:6.0f} {sample.battery:6.0f} {sample.car:6.0f}"
    currents = " ".join(f"{current:6.1f}" for current in sample.currents)
    return f"{sample.clock} |{powers} |{currents} | {sample.setpoint:8.1f} | {sample.reason}"


def spoken(happening: Happening) -> str:
    """Return what happens in words."""
    match happening:
        case CarArrives():
            return f"a car arrives, its battery at {happening.car.soc:.0f} %"
        case ApplianceOn():
            return f"somebody switches the {happening.name} on: {happening.power:.0f} W"
        case SetMode():
            return f"the user chooses {happening.mode}"
        case Fault():
            return f"the P1 cable is pulled for {happening.duration or 0:.0f} s"
        case _:
            return type(happening).__name__
