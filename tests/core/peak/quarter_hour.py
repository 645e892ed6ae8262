"""Quarters of an hour in closed loop: a house, a car that answers late, a battery that obeys, and the production step."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from custom_components.overshot.core.control import Decision, Memory, SiteSettings, step
from custom_components.overshot.core.model import BatteryMode, BatteryReading, HeatPumpReading, Reading, Site, Snapshot

from ..house import START, V, meter, station

type Load = Callable[[float], float]
"""Power of the house over all phases together (W) at a time (s); negative where the sun gives more."""


@dataclass(kw_only=True)
class Quarters:
    """What happened."""

    imported: list[float] = field(default_factory=list)
    """In each quarter (Wh)."""

    decisions: list[Decision] = field(default_factory=list)
    currents: list[float] = field(default_factory=list)
    """Of the car, each second (A)."""

    battery: list[float] = field(default_factory=list)
    """Discharging power, each second (W)."""

    soc: float = 0.0

    def changes(self, since: float = 0.0) -> list[float]:
        """Return the setpoints of the car, each once, from a time on (s)."""
        told: list[float] = []
        for decision in self.decisions[int(since) :]:
            current = next(iter(decision.setpoints.values())).current or 0.0
            if not told or told[-1] != current:
                told.append(current)
        return told

    def demand(self, quarter: int) -> float:
        """Return the demand of a quarter (W)."""
        return self.imported[quarter] * 4


def live(
    site: Site,
    settings: SiteSettings,
    load: Load,
    seconds: int,
    *,
    delay: int = 4,
    noise: float = 0.0,
    soc: float = 60.0,
    capacity: float = 10_000.0,
    memory: Memory | None = None,
    seed: int = 1,
    plugged: bool = True,
) -> Quarters:
    """Live so many seconds. The battery answers within 2 s; on its own automatic it brings the grid to zero."""
    random = Random(seed)
    run = Quarters(soc=soc)
    memory = memory or Memory()
    offers = [0.0] * (delay + 1)
    car = battery = 0.0
    phases = 3
    for t in range(seconds):
        car += max(-4.0, min(4.0, offers[-delay - 1] - car))
        grid = load(t) + car * V * phases - battery
        if t % 900 == 0:
            run.imported.append(0.0)
        run.imported[-1] += max(0.0, grid) / 3600
        run.soc -= battery / 3600 / capacity * 100
        now = START + timedelta(seconds=t)
        seen = grid * (1 + random.uniform(-noise, noise)) / V / 3
        reading = meter((seen, seen, seen))
        known = Snapshot(
            grid=Reading(reading, now),
            charge_points={"car": Reading(station((car, car, car)), now)} if plugged else {},
            batteries={"battery": Reading(BatteryReading(power=battery, soc=run.soc), now)} if site.batteries else {},
            heat_pumps={pump.id: Reading(HeatPumpReading(state=2), now) for pump in site.heat_pumps},
        )
        decision = step(site, settings, memory, known, None, now)
        memory = decision.memory
        run.decisions.append(decision)
        run.currents.append(car)
        run.battery.append(battery)
        offers.append(next(iter(decision.setpoints.values())).current or 0.0 if decision.setpoints else 0.0)
        if site.batteries:
            order = decision.batteries[site.batteries[0].id]
            match order.mode:
                case BatteryMode.DISCHARGE:
                    wanted = order.power
                case BatteryMode.CHARGE:
                    wanted = -order.power
                case BatteryMode.HOLD:
                    wanted = min(0.0, battery + grid)
                case _:
                    wanted = battery + grid
            wanted = max(-site.batteries[0].max_charge, min(site.batteries[0].max_discharge, wanted))
            battery += 0.5 * (wanted - battery)
    return run
