"""The charging station and the car at it: 6 A or nothing, on one phase or on three, until the car has what it wants."""

from typing import Final

from custom_components.overshot.core.model import (
    EV_MIN_CURRENT,
    ChargePointReading,
    ChargePointSetpoint,
    PhaseVector,
    VehicleState,
)

ALMOST: Final = 1e-6
"""Less is no energy (Wh)."""

FOLLOWS: Final = 5.0
"""A car draws another current so long after the station offers it (s); IEC 61851-1 asks for it within that time."""


class Station:
    """A station that does as it is told at once, and a car that follows some seconds later (A, V, W, Wh)."""

    def __init__(self, voltage: float, phases: int) -> None:
        """Begin with nobody plugged in."""
        self.voltage = voltage
        self.wired = self.phases = phases
        self.offered = 0.0
        self.fallback = 0.0
        self.plugged = False
        self.wanted = 0.0
        self.given = 0.0
        self.counter = 0.0
        self._drawn = 0.0
        self._changed_at = 0.0

    @property
    def full(self) -> bool:
        """Whether the car has what it wants."""
        return self.given >= self.wanted - ALMOST

    def plug_in(self, wanted: float) -> None:
        """Receive a car that wants so much energy."""
        self.plugged, self.wanted, self.given = True, wanted, 0.0

    def plug_out(self) -> float:
        """Let the car go; return what it got."""
        self.plugged = False
        self._drawn = 0.0
        return self.given

    def obey(self, setpoint: ChargePointSetpoint, now: float) -> None:
        """Do as told; `now` counts seconds. While the phases change, nothing is offered."""
        if setpoint.fallback_current is not None:
            self.fallback = setpoint.fallback_current
        offered = setpoint.current or 0.0
        if setpoint.phases is not None and setpoint.phases != self.phases:
            self.phases, offered = setpoint.phases, 0.0
            self._drawn, self._changed_at = 0.0, now
        if offered != self.offered:
            self._drawn = self.draws(now)
            self.offered, self._changed_at = offered, now

    def draws(self, now: float) -> float:
        """Return what the car draws on each phase it uses (A)."""
        if not self.plugged or self.full:
            return 0.0
        if now < self._changed_at + FOLLOWS:
            return self._drawn
        return self.offered if self.offered >= EV_MIN_CURRENT else 0.0

    def power(self, now: float) -> float:
        """Return what the car takes (W)."""
        return self.draws(now) * self.phases * self.voltage

    def live(self, now: float, seconds: float) -> float:
        """Let time pass from `now` on; return the mean power (W). The car stops when it has what it wants."""
        late = min(seconds, max(0.0, self._changed_at + FOLLOWS - now))
        energy = (self.power(now) * late + self.power(now + late) * (seconds - late)) / 3600
        energy = min(energy, max(0.0, self.wanted - self.given))
        self.given += energy
        self.counter += energy
        return energy * 3600 / seconds

    def reading(self, now: float) -> ChargePointReading:
        """Return what the station tells."""
        amps = self.draws(now)
        more = amps if self.phases > 1 else 0.0
        currents: PhaseVector = (amps, more, more)
        return ChargePointReading(
            vehicle=self._vehicle(),
            power=amps * self.phases * self.voltage,
            currents=currents,
            voltages=(self.voltage, self.voltage, self.voltage),
            setpoint=self.offered,
            fallback_current=self.fallback,
            phases=self.phases if self.wired > 1 else None,
            session_energy=self.given if self.plugged else None,
            energy=self.counter,
            finished=self.plugged and self.full,
        )

    def _vehicle(self) -> VehicleState:
        """Return the state of the car."""
        if not self.plugged:
            return VehicleState.A
        return VehicleState.C if not self.full and self.offered >= EV_MIN_CURRENT else VehicleState.B
