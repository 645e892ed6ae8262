"""Solar power from panel groups: a clear sky, what clouds leave of it, and the angle at which it meets the panels."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, isfinite, radians, sin
from typing import Final

from .sun import Sun

PERFORMANCE: Final = 0.86
"""AC power over what the panels would give in the laboratory: warmth, cables, inverter."""

UNKNOWN_CLOUDS: Final = 0.8
"""The cloud cover (0..1) where nobody tells one: half of the clear sky's energy, as in north-west Europe."""

GROUND: Final = 0.2
"""So much of the light the ground throws back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelGroup:
    """Panels that face the same way.

    Raises:
        ValueError: a count or power that is not positive, or a tilt beyond 0..90.
    """

    count: int
    watt_peak: float
    """Of one panel (W)."""

    azimuth: float
    """Where they face (degrees): 0 = north, 90 = east, 180 = south."""

    tilt: float
    """0 = flat, 90 = upright."""

    def __post_init__(self) -> None:
        """Check what was entered."""
        if self.count <= 0 or not (isfinite(self.watt_peak) and self.watt_peak > 0):
            raise ValueError(f"a panel group needs panels with power, not {self.count} x {self.watt_peak} W")
        if not (isfinite(self.azimuth) and 0 <= self.tilt <= 90):
            raise ValueError(f"panels cannot face {self.azimuth} degrees at a tilt of {self.tilt}")

    @property
    def peak(self) -> float:
        """Return the power of the group (W peak)."""
        return self.count * self.watt_peak


def array_power(groups: Iterable[PanelGroup], sun: Sun, clouds: float | None = None) -> float:
    """Return the AC power (W) of an array under a cloud cover (0..1; None: not known).

    Direct light: Meinel and Meinel, Applied Solar Energy (1976), with the air mass of Kasten and Young (1989). Clouds:
    Kasten and Czeplak, Solar Energy 24 (1980), `1 - 0.75 N^3.4`. Diffuse light is taken as even over the sky.
    """
    if sun.elevation <= 0:
        return 0.0
    height = sin(radians(sun.elevation))
    air_mass = 1 / (height + 0.50572 * (sun.elevation + 6.07995) ** -1.6364)
    direct = 1353 * 0.7 ** (air_mass**0.678)
    diffuse = 0.12 * direct
    cover = UNKNOWN_CLOUDS if clouds is None or not isfinite(clouds) else min(max(clouds, 0.0), 1.0)
    level = (direct * height + diffuse) * (1 - 0.75 * cover**3.4)
    share = diffuse / (direct * height + diffuse)
    scattered = level * (share + (1 - share) * cover**2)
    beam = (level - scattered) / height
    return sum(group.peak * _on(group, sun, beam, scattered, level) for group in groups) / 1000 * PERFORMANCE


def _on(group: PanelGroup, sun: Sun, beam: float, scattered: float, level: float) -> float:
    """Return what falls on a group's panels (W/m2)."""
    tilt, height = radians(group.tilt), radians(sun.elevation)
    angle = cos(height) * sin(tilt) * cos(radians(sun.azimuth - group.azimuth)) + sin(height) * cos(tilt)
    sky, ground = (1 + cos(tilt)) / 2, (1 - cos(tilt)) / 2
    return beam * max(angle, 0.0) + scattered * sky + GROUND * level * ground
