"""One charge point as the controller sees it at one moment."""

from dataclasses import dataclass
from datetime import datetime

from ..model import (
    NO_PHASES,
    ChargePoint,
    ChargePointReading,
    PhaseMask,
    PhaseVector,
    Site,
    Snapshot,
)
from .currents import charging_power, drawing_terminals, drawn_current, terminal_currents, wired_terminals
from .loads import Loads, remember_draw
from .memory import ChargePointMemory
from .settings import ChargePointSettings
from .status import CHARGING_POWER

SILENT_AFTER = 10.0
"""A charge point that has not answered for this long is silent (s)."""

_CONFIRMED = 0.05
"""A fallback current read back counts as confirmed within this (A)."""


@dataclass(slots=True, kw_only=True)
class View:
    """A charge point, what is wished of it, what is remembered and what was measured."""

    point: ChargePoint
    settings: ChargePointSettings
    memory: ChargePointMemory
    reading: ChargePointReading | None
    """None while the station is silent."""

    last_power: float
    draws: Loads
    draw: PhaseVector
    """Newest measured current on the grid's phases (A); the last known one while silent."""

    mask: PhaseMask
    """Terminals the vehicle uses: as measured where it has drawn, else as wired."""

    loads: PhaseMask
    """Grid conductors those terminals load."""

    @property
    def steered(self) -> bool:
        """Whether Overshot sets its current now."""
        return self.settings.controlled and self.reading is not None

    @property
    def connected(self) -> bool:
        """Whether a vehicle is plugged in."""
        return self.reading is not None and self.reading.vehicle is not None and self.reading.vehicle.connected

    @property
    def charging(self) -> bool:
        """Whether it draws power."""
        return self.last_power >= CHARGING_POWER

    @property
    def maximum(self) -> float:
        """Return the highest current ratings and wishes allow (A)."""
        return min(self.point.max_current, self.settings.max_current)

    @property
    def fallback(self) -> float:
        """Return the current the station may draw when everything falls silent (A).

        One that is switched off gets 0, else its own watchdog would start it.
        """
        return 0.0 if self.settings.mode == "off" else min(self.point.fallback_current, self.maximum)

    @property
    def fallback_confirmed(self) -> bool:
        """Whether the station has read back the fallback current that it should hold."""
        if not self.point.has_fallback:
            return True
        held = self.reading.fallback_current if self.reading is not None else None
        return held is not None and abs(held - self.fallback) <= _CONFIRMED

    @property
    def reserved(self) -> float:
        """Return the most a silent station may still draw (A): what it was last told, or its fallback."""
        return max(self.memory.setpoint, self.fallback)


def look(
    site: Site,
    point: ChargePoint,
    settings: ChargePointSettings,
    memory: ChargePointMemory | None,
    snapshot: Snapshot,
    now: datetime,
) -> View:
    """Return the view of one charge point.

    A charge point met for the first time, after a restart say, is taken over as it stands: a car that charges goes on.
    """
    measured = snapshot.charge_points.get(point.id)
    fresh = measured is not None and measured.age(now) <= SILENT_AFTER
    if measured is None or not fresh:
        known = memory or ChargePointMemory()
        mask = known.drawing or wired_terminals(point, ChargePointReading())
        return View(
            point=point,
            settings=settings,
            memory=known,
            reading=None,
            last_power=0.0,
            draws=known.draws,
            draw=known.draw,
            mask=mask,
            loads=point.rotation.loaded_phases(site.connection.type, mask),
        )

    reading = measured.value
    wired = wired_terminals(point, reading)
    connected = reading.vehicle is not None and reading.vehicle.connected
    drawing = drawing_terminals(reading.currents) or (memory.drawing if memory else None)
    mask = drawing if connected and drawing is not None else wired
    terminals = terminal_currents(site, point, reading, mask)
    draw = drawn_current(site, point, terminals) if connected else NO_PHASES
    power = charging_power(site, reading, terminals) if connected else 0.0
    if memory is None:
        # A restart keeps the order the station still holds; a car that charges is not stopped for it.
        memory = ChargePointMemory(setpoint=reading.setpoint or 0.0, charging=power >= CHARGING_POWER)
    return View(
        point=point,
        settings=settings,
        memory=memory,
        reading=reading,
        last_power=power,
        draws=remember_draw(memory, measured.at, draw),
        draw=draw,
        mask=mask,
        loads=point.rotation.loaded_phases(site.connection.type, mask),
    )
