"""A solar array: what the sky offers, less what an export limit forbids."""

from dataclasses import dataclass

from .phase_share import ALL_PHASES, PhaseShare


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarSpec:
    """A solar array and its inverter."""

    peak: float = 6500.0
    """Peak power of the panels (W); the series is cut off there."""

    phases: PhaseShare = ALL_PHASES


class Solar:
    """Produces what its series offers; production is positive (W)."""

    __slots__ = ("available", "energy", "export_limit", "output_limit", "power", "spec")

    def __init__(self, spec: SolarSpec) -> None:
        """Start in the dark."""
        self.spec = spec
        self.available = 0.0
        self.power = 0.0
        self.energy = 0.0
        """Counter (Wh)."""
        self.export_limit: float | None = None
        """Most that may flow to the grid (W); None where nothing is limited."""
        self.output_limit: float | None = None
        """Most that it may produce (W); None where nothing is limited."""

    def step(self, dt: float, offered: float, grid_power: float) -> None:
        """Produce for `dt` seconds from what the sky offers (W).

        `grid_power` is the last measured one (W, import +), which an export limit regulates on.
        """
        peak = self.spec.peak
        self.available = 0.0 if offered < 0 else min(peak, offered)
        power = self.available
        if self.export_limit is not None:
            power = max(0.0, min(power, self.power + self.export_limit + grid_power))
        if self.output_limit is not None:
            power = min(power, self.output_limit)
        self.power = power
        self.energy += power * dt / 3600.0

    def off(self) -> None:
        """Stop: an inverter without a grid does not feed in."""
        self.available = 0.0
        self.power = 0.0
