"""What a house draws before anything is known of it: the shape of an average home's day."""

from typing import Final

from .kinds import SLOTS

YEARLY_ENERGY: Final = 3_500_000.0
"""What a home uses in a year without cars (Wh): a common size in Belgium and the Netherlands."""

_SHAPE: Final = (
    *(0.62, 0.55, 0.51, 0.50, 0.50, 0.55),  # 0 to 6 o'clock
    *(0.73, 0.97, 1.05, 1.02, 1.00, 1.04),
    *(1.12, 1.05, 0.98, 0.97, 1.03, 1.28),
    *(1.58, 1.62, 1.52, 1.42, 1.25, 0.94),
)
"""Power in each hour over the mean: low at night, highest in the evening (drawn by hand after standard load profiles)."""

SPREAD: Final = ((0.5, 0.3), (0.9, 0.4), (1.8, 0.3))
"""A single home scatters: factors on the shape and how often each is to be expected; their mean is 1.05."""


def shape(yearly_energy: float | None = None) -> tuple[float, ...]:
    """Return the power (W) of each quarter of a day for a yearly energy (Wh)."""
    mean = (yearly_energy if yearly_energy and yearly_energy > 0 else YEARLY_ENERGY) / 8760
    level = mean * len(_SHAPE) / sum(_SHAPE)
    return tuple(level * _SHAPE[slot * len(_SHAPE) // SLOTS] for slot in range(SLOTS))
