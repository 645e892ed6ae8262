"""Which values a house can have: everything else is taken for not known.

Devices fill registers that they do not serve with 0xFFFF, zero a frame, or answer a state of charge of 255 %. One wrong
value must not stop a car or open a fuse, so every driver passes what it read through this table.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from math import isfinite

from ..core.model import PhaseVector


class Bounds(Enum):
    """Lowest and highest believable value of a quantity."""

    POWER = (-1_000_000.0, 1_000_000.0)
    """W; the largest connection of a garage is far below 1 MW."""

    PHASE_POWER = (-350_000.0, 350_000.0)
    """W."""

    STATION_POWER = (-50_000.0, 50_000.0)
    """Power of one AC charge point (W)."""

    CURRENT = (-1_500.0, 1_500.0)
    """A."""

    STATION_CURRENT = (-100.0, 100.0)
    """Current of one AC charge point (A)."""

    VOLTAGE = (0.0, 500.0)
    """V; 0 is what the middle phase of a 3 x 230 V meter reports."""

    STATE_OF_CHARGE = (0.0, 100.0)
    """%."""

    ENERGY = (0.0, 4.0e11)
    """Counter (Wh); 32 bits of 0.1 kWh."""

    SESSION_ENERGY = (0.0, 1_000_000.0)
    """Energy of one charging session (Wh)."""

    SETPOINT = (0.0, 80.0)
    """Current limit of a charge point (A)."""

    VOLUME = (0.0, 10_000_000.0)
    """Counter (m3)."""


def plausible(bounds: Bounds, value: float | None) -> float | None:
    """Return the value if it is finite and within `bounds`, else None."""
    if value is None or not isfinite(value):
        return None
    lowest, highest = bounds.value
    return float(value) if lowest <= value <= highest else None


def kilo(bounds: Bounds, value: Decimal | None) -> float | None:
    """Return a value given in kW or kWh in W or Wh, where it is plausible."""
    return None if value is None else plausible(bounds, float(value * 1000))


def plausible_phases(bounds: Bounds, values: Sequence[float | None]) -> PhaseVector | None:
    """Return three plausible values as a vector, or None where one of them is not known."""
    first, second, third = (plausible(bounds, value) for value in values)
    if first is None or second is None or third is None:
        return None
    return (first, second, third)


def signed_by(currents: PhaseVector, power: PhaseVector) -> PhaseVector:
    """Give unsigned currents (A) the direction of the power (W) on the same phase."""
    first, second, third = (-abs(amps) if watts < 0 else abs(amps) for amps, watts in zip(currents, power, strict=True))
    return (first, second, third)
