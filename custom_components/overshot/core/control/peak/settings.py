"""What the user wishes about the quarter-hour peak."""

from dataclasses import dataclass
from enum import StrEnum


class PeakMeans(StrEnum):
    """Who can keep the peak down."""

    BATTERY = "battery"
    CARS = "cars"
    APPLIANCES = "appliances"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakSettings:
    """The wishes about the quarter-hour peak."""

    active: bool = False
    """Whether the peak is held at all."""

    wished: float = 2500.0
    """The wished peak: recharging, Turbo and forced charging keep below it (W)."""

    capacity_tariff: bool = True
    """Whether the peak costs money, and the first 2.5 kW cost the same: the floor of the target."""

    boost_obeys: bool = False
    """Whether Boost keeps below the peak too."""

    order: tuple[PeakMeans, ...] = (PeakMeans.BATTERY, PeakMeans.CARS, PeakMeans.APPLIANCES)
    """Who yields first."""
