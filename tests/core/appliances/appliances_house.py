"""A house with a heat pump and a boiler, lived through in steps of some seconds with a fake clock."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from custom_components.overshot.core.control.appliances.memory import ApplianceMemory, AppliancesMemory
from custom_components.overshot.core.control.appliances.order import ApplianceOrders, order_appliances
from custom_components.overshot.core.control.appliances.settings import HeatPumpSettings, LoadSettings
from custom_components.overshot.core.control.appliances.surroundings import Surroundings
from custom_components.overshot.core.control.settings import SiteSettings
from custom_components.overshot.core.model import (
    ConnectionType,
    GridConnection,
    HeatPump,
    HeatPumpReading,
    Load,
    LoadReading,
    PhaseVector,
    Reading,
    Site,
    Snapshot,
)

PUMP, BOILER = "pump", "boiler"
START = datetime(2026, 6, 21, 10, tzinfo=UTC)
ROOM: PhaseVector = (20.0, 20.0, 20.0)

SITE = Site(
    connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=25),
    heat_pumps=(HeatPump(id=PUMP, name="Heat pump"),),
    loads=(Load(id=BOILER, name="Boiler", max_temperature=60.0),),
    time_zone="Europe/Brussels",
    latitude=51.05,
    longitude=3.72,
)

type Weather = Callable[[float], Surroundings]
"""The surroundings at a time (s)."""


def sun(surplus: float | None, **other: object) -> Surroundings:
    """Return surroundings with a surplus (W)."""
    given = {"imported": -(surplus or 0.0), "room": lambda _: ROOM, **other}
    return Surroundings(surplus=surplus, **given)  # type: ignore[arg-type]


@dataclass(kw_only=True)
class Life:
    """What was told, each with its second."""

    states: list[tuple[float, int | None, str]] = field(default_factory=list)
    powers: list[tuple[float, float | None, str]] = field(default_factory=list)
    memory: AppliancesMemory = field(default_factory=AppliancesMemory)
    last: ApplianceOrders | None = None

    def state_at(self, t: float) -> int | None:
        """Return the SG-Ready state told at a time (s)."""
        return next(state for at, state, _ in reversed(self.states) if at <= t)

    def reason_at(self, t: float) -> str:
        """Return why."""
        return next(reason for at, _, reason in reversed(self.states) if at <= t)

    def power_at(self, t: float) -> float | None:
        """Return the power told to the boiler at a time (s)."""
        return next(power for at, power, _ in reversed(self.powers) if at <= t)

    def why_at(self, t: float) -> str:
        """Return why."""
        return next(reason for at, _, reason in reversed(self.powers) if at <= t)

    @property
    def changes(self) -> list[tuple[float, int | None]]:
        """Return when the state changed, and to what."""
        seen: list[tuple[float, int | None]] = []
        for at, state, _ in self.states:
            if not seen or seen[-1][1] != state:
                seen.append((at, state))
        return seen


def live(
    weather: Weather,
    seconds: float,
    *,
    pump: HeatPumpSettings | None = None,
    boiler: LoadSettings | None = None,
    site: Site = SITE,
    step: float = 5.0,
    start: datetime = START,
    memory: AppliancesMemory | None = None,
    temperature: Callable[[float], float | None] = lambda _: 40.0,
    silent: Callable[[float], bool] = lambda _: False,
) -> Life:
    """Live through some seconds; a heat pump or boiler whose settings are not given is left alone."""
    settings = SiteSettings(
        heat_pumps={PUMP: pump} if pump is not None else {}, loads={BOILER: boiler} if boiler is not None else {}
    )
    life = Life(memory=memory or AppliancesMemory())
    for count in range(int(seconds / step) + 1):
        t = count * step
        now = start + timedelta(seconds=t)
        heard = now - timedelta(seconds=300) if silent(t) else now
        snapshot = Snapshot(
            heat_pumps={PUMP: Reading(HeatPumpReading(state=2), heard)},
            loads={BOILER: Reading(LoadReading(temperature=temperature(t)), heard)},
        )
        orders = order_appliances(site, settings, life.memory, snapshot, weather(t), now)
        life.memory, life.last = orders.memory, orders
        told = orders.heat_pumps[PUMP]
        life.states.append((t, told.state, told.reason.key.value))
        level = orders.loads[BOILER]
        life.powers.append((t, level.power, level.reason.key.value))
    return life


def switched_on(at: datetime = START) -> AppliancesMemory:
    """Return the memory of a heat pump and a boiler that were just switched on."""
    on = ApplianceMemory(on=True, changed_at=at)
    return AppliancesMemory(heat_pumps={PUMP: on}, loads={BOILER: replace(on)})
