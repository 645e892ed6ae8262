"""Where the sun stands, through `astral`."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import asin, atan2, cos, degrees, radians, sin

from astral import Observer
from astral.sun import zenith_and_azimuth


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place on the earth (degrees, north and east positive)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Sun:
    """The sun's place in the sky (degrees)."""

    elevation: float
    azimuth: float
    """0 = north, 90 = east."""

    hour_angle: float
    """0 = solar noon, 15 each hour, afternoon positive: the hour of the day without clocks."""

    declination: float
    """-23.4 in midwinter to 23.4 in midsummer (north): the season; spring and autumn have the same sun."""


@lru_cache(maxsize=1024)
def sun_at(place: Location, moment: datetime) -> Sun:
    """Return where the sun stands at a moment (aware)."""
    zenith, azimuth = zenith_and_azimuth(Observer(place.latitude, place.longitude), moment, with_refraction=False)
    height, bearing, latitude = radians(90 - zenith), radians(azimuth), radians(place.latitude)
    # From the horizon to the equator, e.g. Meeus, Astronomical Algorithms, chapter 13.
    sine = sin(latitude) * sin(height) + cos(latitude) * cos(height) * cos(bearing)
    hour_angle = atan2(
        -cos(height) * sin(bearing), cos(latitude) * sin(height) - sin(latitude) * cos(height) * cos(bearing)
    )
    return Sun(90 - zenith, azimuth, degrees(hour_angle), degrees(asin(max(-1.0, min(1.0, sine)))))
