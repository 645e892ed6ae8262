"""Hager's charging stations by their reference: ratings, and what they need besides.

Source: Hager's manual of the flow system (d: documented); which reference a station tells over Modbus is not (i: inferred that
it is the one on its type plate, with or without a suffix).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class HagerStation:
    """A station as its catalogue describes it."""

    model: str
    """Reference on the type plate; a station whose reference begins with it is one."""

    phases: int
    """Wired at most."""

    max_current: float
    """On each phase (A)."""

    switches_phases: bool = False
    """Whether it charges on one or three phases."""

    reads_cards: bool = False
    """Whether it has an RFID reader without anything added."""

    needs: str = ""
    """Reference of what has to be added for Overshot, or for its RFID reader, to reach it."""


STATIONS: Final = (
    HagerStation(model="XEV1K22T2TFS", phases=3, max_current=32.0, needs="XEVA265"),
    HagerStation(model="XEV1K22T2S", phases=3, max_current=32.0, switches_phases=True, reads_cards=True),
    HagerStation(model="XEV1K07T2S", phases=1, max_current=32.0, reads_cards=True),
)
"""22 kW is 3 x 32 A, 7 kW is 1 x 32 A."""

WITTY_START: Final = HagerStation(model="XEV1K", phases=3, max_current=32.0, needs="XEVA260")
"""Any other XEV1K, but the E3/DC one, which speaks Modbus by itself: a witty start with a communication card."""

_SPEAKS_BY_ITSELF: Final = "E3DC"


def station_of(model: str) -> HagerStation | None:
    """Return the station that calls itself so, or None where it is not in the catalogue."""
    name = model.strip().upper()
    for station in STATIONS:
        if name.startswith(station.model):
            return station
    if name.startswith(WITTY_START.model) and _SPEAKS_BY_ITSELF not in name:
        return WITTY_START
    return None
