"""A charging station: what it was told, what it offers, its watchdog, its contactors and its counters.

Terminal 1 comes first in every vector here; the rotation says to which grid phase each terminal is wired.
"""

from dataclasses import dataclass
from math import sqrt

from custom_components.overshot.core.model import ConnectionType, PhaseVector, Rotation

from .car import EV_MIN_CURRENT, Car

FALLBACK_DELAY = 30.0
"""What the "fallback delay" of a witty plus adds before the fallback acts (s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationSpec:
    """A station and its wiring."""

    name: str = "Charge point"
    phases: int = 3
    """Wired, 1 or 3."""

    rotation: Rotation = Rotation.L1L2L3
    hw_max: float = 32.0
    """What it can switch (A)."""

    cable_max: float = 32.0
    """What the cable in it may carry (A)."""

    setpoint: float | None = None
    """Before anybody wrote one (A); None: the hardware's maximum, as it leaves the factory."""

    fallback_current: float | None = None
    """Before anybody wrote one (A); None: the hardware's maximum."""

    watchdog: float = 30.0
    """Silence after which it falls back (s). The sheet does not state it."""

    switch_time: float = 8.0
    """How long it offers nothing around a change of phases (s)."""


class Station:
    """One charge point with at most one car."""

    __slots__ = (
        "_delta",
        "_last_contact",
        "_switch_to",
        "_switch_until",
        "_terminals",
        "available",
        "b1",
        "b2",
        "b3",
        "car",
        "currents",
        "energy",
        "fallback_available",
        "fallback_current",
        "fallback_delayed",
        "fault",
        "offered",
        "phases",
        "power",
        "powered",
        "session_energy",
        "session_time",
        "setpoint",
        "spec",
        "watchdog",
    )

    def __init__(self, spec: StationSpec, connection: ConnectionType) -> None:
        """Stand there without a car, as it left the factory."""
        self.spec = spec
        self._delta = connection is ConnectionType.THREE_PHASE_DELTA
        self._terminals = spec.rotation.terminals[: spec.phases]
        self.setpoint = spec.hw_max if spec.setpoint is None else spec.setpoint
        self.fallback_current = spec.hw_max if spec.fallback_current is None else spec.fallback_current
        self.available = True
        self.fallback_available = True
        self.fallback_delayed = False
        self.watchdog: float | None = spec.watchdog
        """Silence after which it falls back (s); None: never."""
        self.phases = spec.phases
        """Switched on, 1 or 3."""
        self.fault = False
        self.powered = True
        self.car: Car | None = None
        self.offered = 0.0
        """Offered to the car on each phase (A); 0 where the pilot is steady."""
        self.power = 0.0
        self.b1 = self.b2 = self.b3 = 0.0
        """Power on the grid's phases (W)."""
        self.currents: PhaseVector = (0.0, 0.0, 0.0)
        self.energy = 1_234_000.0
        """Counter (Wh)."""
        self.session_energy = 0.0
        self.session_time = 0.0
        """Since the car was plugged in (s)."""
        self._last_contact: float | None = None
        self._switch_until: float | None = None
        self._switch_to = spec.phases

    @property
    def rating(self) -> float:
        """Return the most it ever offers (A)."""
        return min(self.spec.hw_max, self.spec.cable_max)

    @property
    def pilot(self) -> str:
        """Return the IEC 61851 state, A to F, and 1 (steady pilot) or 2 (PWM)."""
        if self.fault:
            return "F0"
        if not self.powered:
            return "E0"
        modulated = "2" if self.offered > 0 else "1"
        if self.car is None:
            return "A1"
        return ("C" if self.car.ready else "B") + modulated

    @property
    def plugged(self) -> bool:
        """Whether a car is plugged in."""
        return self.car is not None

    @property
    def duty(self) -> float:
        """Return the duty cycle of the pilot (%); 100 where it is steady (IEC 61851-1, table A.8)."""
        if self.offered <= 0:
            return 100.0
        return self.offered / 0.6 if self.offered <= 51 else self.offered / 2.5 + 64

    @property
    def switching(self) -> bool:
        """Whether it is changing between one and three phases."""
        return self._switch_until is not None

    @property
    def wanted_phases(self) -> int:
        """Return the phases it was last told to use."""
        return self._switch_to

    @property
    def finished(self) -> bool:
        """Whether the car has all it wanted."""
        return self.car is not None and not self.car.asks

    def touch(self, t: float) -> None:
        """Note that somebody read or wrote at `t` (s): the watchdog starts over."""
        self._last_contact = t

    def fallen_back(self, t: float) -> bool:
        """Return whether its watchdog holds it at the fallback current. It waits for a first contact to miss it."""
        if self._last_contact is None or self.watchdog is None:
            return False
        allowed = self.watchdog + (FALLBACK_DELAY if self.fallback_delayed else 0.0)
        return t - self._last_contact > allowed

    def switch_phases(self, phases: int, t: float) -> None:
        """Change to 1 or 3 phases. Raises ValueError for anything else, and for 3 where 1 is wired."""
        if phases not in (1, 3) or phases > self.spec.phases:
            raise ValueError(f"this station has no {phases} phases")
        if phases != self._switch_to:
            self._switch_to = phases
            self._switch_until = t + self.spec.switch_time

    def plug_in(self, car: Car) -> None:
        """Begin a session. Raises ValueError where another car is plugged in."""
        if self.car is not None:
            raise ValueError("another car is plugged in")
        self.car = car
        self.session_energy = 0.0
        self.session_time = 0.0

    def unplug(self) -> None:
        """End the session; the contactors open at once."""
        if self.car is not None:
            self.car.interrupt()
        self.car = None
        self._draw_nothing()

    def off(self) -> None:
        """Lose the supply."""
        self.powered = False
        self.offered = 0.0
        if self.car is not None:
            self.car.interrupt()
        self._draw_nothing()

    def step(self, t: float, dt: float, voltages: PhaseVector) -> None:
        """Offer and deliver for `dt` seconds that end at `t`, at the grid's voltages (V)."""
        self.powered = True
        if self._switch_until is not None:
            self._finish_switch(t)
        car = self.car
        if car is None:
            self.offered = 0.0
            return
        self.offered = offered = self._offer(t)
        if self.fault:
            car.interrupt()
        else:
            car.step(dt, offered)
        self.session_time += dt
        current = car.current
        if current <= 0:
            if self.power:
                self._draw_nothing()
            return
        self._deliver(current, min(car.spec.phases, self.phases, len(self._terminals)), voltages)
        energy = self.power * dt / 3600
        self.energy += energy
        self.session_energy += energy
        car.charge(energy)

    def _offer(self, t: float) -> float:
        """Return what it offers now (A)."""
        if self.fallen_back(t):
            limit, available = self.fallback_current, self.fallback_available
        else:
            limit, available = self.setpoint, self.available
        limit = min(limit, self.spec.hw_max, self.spec.cable_max)
        if not available or limit < EV_MIN_CURRENT or self._switch_until is not None or self.fault:
            return 0.0
        return limit

    def _deliver(self, current: float, count: int, voltages: PhaseVector) -> None:
        """Put the car's current (A) on `count` terminals and on the grid's phases."""
        grid = [0.0, 0.0, 0.0]
        if self._delta:
            # One or two phases hang between two conductors; three draw sqrt(3) x U x I.
            if count == 3:
                grid = [current * voltage / sqrt(3) for voltage in voltages]
            else:
                phase = self._terminals[0]
                grid[phase] = current * voltages[phase]
        else:
            for phase in self._terminals[:count]:
                grid[phase] = current * voltages[phase]
        self.b1, self.b2, self.b3 = grid
        self.power = self.b1 + self.b2 + self.b3
        self.currents = (current, current if count > 1 else 0.0, current if count > 2 else 0.0)

    def terminal_voltages(self, voltages: PhaseVector) -> PhaseVector:
        """Return the grid's voltages in the order of its terminals (V); 0 where none is wired."""
        terminals = self._terminals
        if len(terminals) == 1:
            return (voltages[terminals[0]], 0.0, 0.0)
        return (voltages[terminals[0]], voltages[terminals[1]], voltages[terminals[2]])

    def _draw_nothing(self) -> None:
        """Open the contactors."""
        self.power = self.b1 = self.b2 = self.b3 = 0.0
        self.currents = (0.0, 0.0, 0.0)

    def _finish_switch(self, t: float) -> None:
        """Move the contactors once the time is over and nothing flows any more."""
        flowing = self.car is not None and self.car.current > 0
        if self._switch_until is not None and t > self._switch_until and not flowing:
            self.phases = self._switch_to
            self._switch_until = None
