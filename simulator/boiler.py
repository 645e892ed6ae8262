"""A load that can be switched or set: an electric boiler with a tank, levels or any power, and a thermostat of its own."""

from dataclasses import dataclass

from .phase_share import PhaseShare

WH_PER_LITRE = 1.163
"""To heat a litre of water by 1 K (Wh)."""

THERMOSTAT = 3.0
"""What it cools below its cut-off before it heats again (K)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerSpec:
    """A boiler."""

    levels: tuple[float, ...] = (0.0, 2000.0)
    """The powers it knows, lowest first (W)."""

    modulating: bool = False
    """Whether it takes any power between its lowest level above 0 and its highest."""

    phases: PhaseShare = (1.0, 0.0, 0.0)
    volume: float = 150.0
    """Of its tank (l)."""

    temperature: float = 40.0
    """Of its tank at the start (degrees C)."""

    cut_off: float = 75.0
    """Where its own thermostat ends heating (degrees C)."""

    loss_rate: float = 0.3
    """Of its tank (K/h)."""


class Boiler:
    """Heats water as it is told; consumption is positive (W)."""

    __slots__ = ("_hot", "energy", "power", "setpoint", "spec", "temperature")

    def __init__(self, spec: BoilerSpec) -> None:
        """Start switched off."""
        self.spec = spec
        self.setpoint = 0.0
        """What it was told (W)."""
        self.power = 0.0
        self.energy = 0.0
        """Counter (Wh)."""
        self.temperature = spec.temperature
        self._hot = False

    def step(self, dt: float) -> None:
        """Heat for `dt` seconds."""
        spec = self.spec
        self._hot = self.temperature >= spec.cut_off - (THERMOSTAT if self._hot else 0.0)
        self.power = 0.0 if self._hot else self._allowed()
        self.energy += self.power * dt / 3600
        self.temperature += (self.power / (spec.volume * WH_PER_LITRE) - spec.loss_rate) * dt / 3600

    def draw(self, energy: float) -> None:
        """Let somebody take a bath: so much heat (Wh) leaves the tank."""
        self.temperature -= energy / (self.spec.volume * WH_PER_LITRE)

    def off(self) -> None:
        """Lose the supply."""
        self.power = 0.0

    def _allowed(self) -> float:
        """Return what it makes of the power it was told (W)."""
        levels = self.spec.levels
        if self.spec.modulating:
            lowest = next(level for level in levels if level > 0)
            return min(self.setpoint, levels[-1]) if self.setpoint >= lowest else 0.0
        return max((level for level in levels if level <= self.setpoint), default=0.0)
