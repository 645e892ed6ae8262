"""A heat pump with an SG-Ready interface: two contacts, four states, a buffer tank and minimum times.

States as the label's regulation 2.1 defines them: contacts SG1:SG2 = 1:0 block, 0:0 normal, 0:1 recommendation, 1:1 force.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from .phase_share import ALL_PHASES, PhaseShare

HEAT_PUMP: Final = "heat_pump"
"""What the heat pump of a house is called."""


class SgReady(IntEnum):
    """The four states."""

    BLOCK = 1
    NORMAL = 2
    RECOMMEND = 3
    FORCE = 4


_CONTACTS = {
    SgReady.BLOCK: (True, False),
    SgReady.NORMAL: (False, False),
    SgReady.RECOMMEND: (False, True),
    SgReady.FORCE: (True, True),
}
_STATES = {contacts: state for state, contacts in _CONTACTS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatPumpSpec:
    """A heat pump and its buffer tank."""

    name: str = "Heat pump"
    power: float = 2000.0
    """Electric, while it runs (W)."""

    phases: PhaseShare = ALL_PHASES
    min_run: float = 300.0
    """It runs at least this long (s)."""

    min_pause: float = 600.0
    """It rests at least this long (s)."""

    setpoint: float = 48.0
    """Of the tank (degrees C)."""

    hysteresis: float = 3.0
    raise_by: float = 5.0
    """How much higher the tank may go on recommendation (K); twice that when forced."""

    heating_rate: float = 12.0
    """Of the tank while it runs (K/h)."""

    loss_rate: float = 1.5
    """Of the tank and the house it warms (K/h)."""

    temperature: float = 47.0
    """Of the tank at the start (degrees C)."""


class HeatPump:
    """Keeps its tank warm; consumption is positive (W)."""

    __slots__ = ("_changed", "energy", "power", "running", "spec", "state", "temperature")

    def __init__(self, spec: HeatPumpSpec) -> None:
        """Start at rest, long rested, in state normal."""
        self.spec = spec
        self.state = SgReady.NORMAL
        self.running = False
        self.power = 0.0
        self.energy = 0.0
        """Counter (Wh)."""
        self.temperature = spec.temperature
        self._changed = float("-inf")

    @property
    def contacts(self) -> tuple[bool, bool]:
        """Return which of SG1 and SG2 are closed."""
        return _CONTACTS[self.state]

    def close_contacts(self, sg1: bool, sg2: bool) -> None:
        """Close or open both contacts."""
        self.state = _STATES[(sg1, sg2)]

    def step(self, t: float, dt: float) -> None:
        """Run for `dt` seconds that end at `t`."""
        spec = self.spec
        wants = self._wants()
        rested = spec.min_run if self.running else spec.min_pause
        # A block comes from the grid operator and does not wait for the minimum run.
        if wants != self.running and (t - self._changed >= rested or self.state is SgReady.BLOCK):
            self.running = wants
            self._changed = t
        self.power = spec.power if self.running else 0.0
        self.energy += self.power * dt / 3600
        self.temperature += ((spec.heating_rate if self.running else 0.0) - spec.loss_rate) * dt / 3600

    def off(self) -> None:
        """Stop: the fuse is open."""
        self.running = False
        self.power = 0.0

    def _wants(self) -> bool:
        """Return whether it wants to run, its minimum times aside."""
        spec = self.spec
        if self.state is SgReady.BLOCK:
            return False
        extra = {SgReady.RECOMMEND: spec.raise_by, SgReady.FORCE: 2 * spec.raise_by}.get(self.state, 0.0)
        top = spec.setpoint + extra
        if self.running:
            return self.temperature < top
        if self.state is SgReady.FORCE:
            return self.temperature < top - 1
        return self.temperature < top - spec.hysteresis
