"""One charge point as the controller sees it at one moment."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil, floor

from ...model import (
    NO_PHASES,
    ChargePoint,
    ChargePointReading,
    ChargingMode,
    PhaseMask,
    PhaseVector,
    Reading,
    ReasonKey,
    Site,
    Snapshot,
    VehicleState,
)
from ..limits.currents import (
    charging_power,
    drawing_terminals,
    drawn_current,
    power_per_ampere,
    terminal_currents,
    wired_terminals,
)
from ..windows import PhaseWindow, between, highest_since
from .access import barred_by
from .lag import draw_window, order_window
from .memory import ChargePointMemory, SessionMemory
from .orders import highest_order, highest_raise
from .session import session_of
from .settings import ChargePointSettings
from .status import CHARGING_POWER
from .wiring import phases_on, terminals_on

_CONFIRMED = 0.05
"""A fallback current read back counts as confirmed within this (A)."""
FOLLOWED_INTERVAL = 2.0
"""A station read this often shows how a car ramps (s)."""

FULL_SOC = 99.5
"""A vehicle that tells this (%) and draws nothing has finished. It is offered current all the same: what it tells may
be from before its last drive, and it may heat itself."""

_TAKES_CURRENT = frozenset({VehicleState.C, VehicleState.D})


@dataclass(slots=True, kw_only=True)
class View:
    """A charge point, what is wished of it, what is remembered and what was measured."""

    site: Site
    point: ChargePoint
    settings: ChargePointSettings
    memory: ChargePointMemory
    met: bool
    """Whether it was ever heard of; what is remembered of one that was not is nothing."""

    heard: Reading[ChargePointReading] | None
    """The last reading that told the state of the vehicle."""

    reading: ChargePointReading | None
    """The same while it is fresh; None while the station is silent."""

    now: datetime
    on_backup: bool
    """Whether the house runs on its battery alone: nobody charges then."""

    last_power: float
    draws: PhaseWindow
    mask: PhaseMask
    """Terminals the vehicle uses: as measured where it has drawn, else as wired."""

    loads: PhaseMask
    """Grid conductors those terminals load."""

    session: SessionMemory
    """With what the newest reading tells of it."""

    on: int = field(init=False)
    """Phases that are switched on at the station."""

    barred: ReasonKey | None = field(init=False)
    """Why nobody may charge here now, if so."""

    minimum: float = field(init=False)
    """The lowest current above 0 that the vehicle takes and the station can be told (A)."""

    maximum: float = field(init=False)
    """The highest current ratings and wishes allow (A)."""

    fallback: float = field(init=False)
    """What the station may draw when everything falls silent (A).

    One that is switched off or blocked gets 0, else its own watchdog would start it; so does every one on backup power.
    """

    def __post_init__(self) -> None:
        """Work out the bounds of its current once."""
        point, settings = self.point, self.settings
        self.on = phases_on(point, self.reading, self.memory.phases)
        self.barred = barred_by(settings, self.session.tag)
        self.maximum = min(point.max_current, settings.max_current)
        self.minimum = _round_up(point.min_current, point.current_step)
        learned = self.memory.minimum.learned
        if self.minimum < learned <= self.maximum:
            self.minimum = _round_up(learned, point.current_step)
        if (
            self.on_backup
            or self.barred is not None
            or settings.mode is ChargingMode.OFF
            or self.maximum < self.minimum
        ):
            self.fallback = 0.0
        else:
            self.fallback = round_down(min(point.fallback_current, self.maximum), point.current_step)

    @property
    def steered(self) -> bool:
        """Whether Overshot sets its current now."""
        return self.settings.controlled and self.reading is not None

    @property
    def remembered(self) -> bool:
        """Whether something is remembered of it. Control of one only observed, or met now, starts from what it does."""
        return self.settings.controlled and self.met

    @property
    def connected(self) -> bool:
        """Whether a vehicle is plugged in."""
        return self.reading is not None and self.reading.vehicle is not None and self.reading.vehicle.connected

    @property
    def charging(self) -> bool:
        """Whether it draws power."""
        return self.last_power >= CHARGING_POWER

    @property
    def fallback_confirmed(self) -> bool:
        """Whether the station has read back the fallback current that it should hold.

        One that only its installer can set must hold no more than what is configured here.
        """
        if not self.point.has_fallback:
            return True
        held = self.reading.fallback_current if self.reading is not None else None
        if held is None:
            return False
        if not self.point.sets_fallback:
            return held <= self.point.fallback_current + _CONFIRMED
        return abs(held - self.fallback) <= _CONFIRMED

    @property
    def held(self) -> float:
        """Return the current the station holds already (A): what it was told, or less where it reads back less."""
        told = min(self.memory.setpoint, self.maximum)
        if self.reading is not None and self.reading.setpoint is not None:
            return min(told, self.reading.setpoint)
        return told

    @property
    def safe(self) -> float:
        """Return what it is told while the station or the meter is silent (A): the fallback, not above what it holds."""
        safe = min(self.held, self.fallback)
        return safe if safe >= self.minimum else 0.0

    @property
    def reserved(self) -> float:
        """Return the most a silent station may still draw (A): what it was last told, or its fallback."""
        return max(self.memory.setpoint, self.fallback)

    @property
    def power_per_ampere(self) -> float:
        """Return the power one ampere a phase means for this car (W/A)."""
        return power_per_ampere(self.site, self.reading, self.mask)

    @property
    def drawn(self) -> float:
        """Return the newest measured current on its strongest phase (A)."""
        return max(self.draws[-1][1]) if self.draws else 0.0

    @property
    def idle_for(self) -> float:
        """Return how long it has taken nothing of what it is offered (s)."""
        since = self.memory.minimum.idle_since
        return max(0.0, (self.now - since).total_seconds()) if since is not None else 0.0

    @property
    def settled(self) -> bool:
        """Whether its last order is so old that it should show."""
        orders = self.memory.orders
        return bool(orders) and orders[-1][0] <= self.now - order_window(self.point)

    @property
    def ramping_unseen(self) -> bool:
        """Whether it may be on its way to a higher current, at a station read too seldom to show how it rises."""
        return (
            self.steered
            and self.point.interval > FOLLOWED_INTERVAL
            and highest_raise(self.memory.orders, self.now, order_window(self.point)) > 0
        )

    def behind(self, at: datetime) -> float:
        """Return how far its power is behind a reading of the grid (s), beyond what is usual."""
        if not self.steered or self.heard is None:
            return 0.0
        return max(0.0, (at - self.heard.at).total_seconds() - FOLLOWED_INTERVAL)

    def could_draw(self, since: datetime) -> PhaseVector:
        """Return the most it may be drawing on each phase (A).

        That is the strongest draw measured since then, or what it was raised to so lately that it may not show yet.
        """
        drawn = highest_since(self.draws, since)
        raised = highest_raise(self.memory.orders, self.now, order_window(self.point))
        if not raised:
            return drawn
        return (
            max(drawn[0], raised) if self.loads[0] else drawn[0],
            max(drawn[1], raised) if self.loads[1] else drawn[1],
            max(drawn[2], raised) if self.loads[2] else drawn[2],
        )


def _round_up(current: float, step: float) -> float:
    """Return the lowest multiple of the station's step that is not below a current (A)."""
    return round(ceil(current / step - 1e-6) * step, 3)


def round_down(current: float, step: float) -> float:
    """Return the highest multiple of the station's step that is not above a current (A)."""
    return round(floor(current / step + 1e-6) * step, 3)


def look(
    site: Site,
    point: ChargePoint,
    settings: ChargePointSettings,
    memory: ChargePointMemory | None,
    snapshot: Snapshot,
    now: datetime,
) -> View:
    """Return the view of one charge point.

    A charge point met for the first time, after a restart say, is taken over as it stands: a car that charges goes on.
    A reading that does not tell the state of the vehicle, because one block of registers could not be read, is no
    reading: the one before serves until it is too old.
    """
    measured = snapshot.charge_points.get(point.id)
    if measured is not None and measured.value.vehicle is None and memory is not None:
        measured = memory.heard
    if measured is None or abs(measured.age(now)) > point.silent_after:
        known = memory or ChargePointMemory()
        mask = known.drawing or wired_terminals(point, None)
        return View(
            site=site,
            point=point,
            settings=settings,
            memory=known,
            met=memory is not None,
            heard=measured,
            reading=None,
            now=now,
            on_backup=snapshot.on_backup,
            last_power=0.0,
            draws=known.draws,
            mask=mask,
            loads=point.rotation.loaded_phases(site.connection.type, mask),
            session=known.session,
        )

    reading = measured.value
    connected = reading.vehicle is not None and reading.vehicle.connected
    wired = _wired(point, reading, memory, now)
    mask = _terminals(reading, memory, wired) if connected else wired
    draw = NO_PHASES
    power = 0.0
    if connected:
        told = (memory.setpoint if memory is not None else reading.setpoint) or 0.0
        assumed = told if reading.vehicle in _TAKES_CURRENT else 0.0
        terminals = terminal_currents(site, reading, mask, assumed)
        draw = drawn_current(site, point, terminals)
        power = charging_power(site, reading, terminals)
        if power < CHARGING_POWER and (reading.vehicle_soc or 0.0) >= FULL_SOC:
            reading = replace(reading, finished=True)
    if memory is None:
        # A restart keeps the order the station still holds; a car that charges is not stopped for it.
        held = reading.setpoint
        memory = ChargePointMemory(
            setpoint=held or 0.0,
            charging=power >= CHARGING_POWER,
            orders=((now - order_window(point), max(held, *draw)),) if held is not None else (),
        )
    return View(
        site=site,
        point=point,
        settings=settings,
        memory=memory,
        met=True,
        heard=measured,
        reading=reading,
        now=now,
        on_backup=snapshot.on_backup,
        last_power=power,
        draws=_remember_draw(site, point, memory, measured.at, draw, now),
        mask=mask,
        loads=point.rotation.loaded_phases(site.connection.type, mask),
        session=session_of(site, point, settings, memory, measured, power),
    )


def _wired(
    point: ChargePoint, reading: ChargePointReading, memory: ChargePointMemory | None, now: datetime
) -> PhaseMask:
    """Return the terminals a vehicle can draw from now."""
    if point.switches_phases and memory is not None:
        return terminals_on(point, reading, memory.phases, now)
    return wired_terminals(point, reading)


def _terminals(reading: ChargePointReading, memory: ChargePointMemory | None, wired: PhaseMask) -> PhaseMask:
    """Return the terminals a vehicle uses: those it draws from, else those it was seen to use, else all it can use."""
    drawing = drawing_terminals(reading.currents)
    if drawing is not None:
        return drawing
    seen = memory.drawing if memory is not None else None
    if seen is None:
        return wired
    both = (seen[0] and wired[0], seen[1] and wired[1], seen[2] and wired[2])
    return both if any(both) else wired


def _remember_draw(
    site: Site, point: ChargePoint, memory: ChargePointMemory, at: datetime, draw: PhaseVector, now: datetime
) -> PhaseWindow:
    """Return the draws of a charge point with the newest added.

    What a car draws above everything it was told counts as a load of the house: an order must leave room for it.
    """
    draws = memory.draws
    if draws and draws[-1][0] == at:
        return draws
    most = highest_order(memory.orders, now, order_window(point))
    if draw[0] > most or draw[1] > most or draw[2] > most:
        draw = (min(draw[0], most), min(draw[1], most), min(draw[2], most))
    return (*between(draws, at - draw_window(site), at), (at, draw))
