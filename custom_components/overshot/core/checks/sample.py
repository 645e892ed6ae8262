"""What meter, stations, batteries and panels tell at one moment, side by side: what the checks of the wiring compare.

A check by steps needs currents with a sign, so power by phase comes first and currents only where there is none. In a
3 x 230 V grid neither tells which conductor a load hangs on, and there is nothing to compare.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ..control.limits.currents import believed
from ..model import NO_PHASES, ChargePointReading, ConnectionType, MeterReading, PhaseVector, Site, Snapshot

FRESH = 15.0
"""A reading that is older than this is no part of a sample (s), or three intervals of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What one charge point draws."""

    power: float | None
    """W."""

    currents: PhaseVector | None
    """On its own terminals (A); None where the station does not measure them."""

    @property
    def current(self) -> float:
        """Return the strongest current (A); 0 where nothing tells."""
        return max(self.currents) if self.currents is not None else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One moment of the house, made where the grid meter has told something new."""

    at: datetime
    """When the grid meter measured."""

    phases: PhaseVector | None
    """Import on each phase (A, export negative); None where the meter does not tell the phases apart."""

    power: float | None
    """Import (W, export negative)."""

    draws: Mapping[str, Draw]
    """By charge point; only those whose reading is fresh."""

    batteries: Mapping[str, float]
    """Discharging + (W)."""

    solar: Mapping[str, float]
    """Production + (W)."""


def sample_of(site: Site, snapshot: Snapshot, now: datetime) -> Sample | None:
    """Return what is known now, or None where the grid meter tells nothing fresh."""
    grid = snapshot.grid
    if grid is None or not 0 <= grid.age(now) <= max(FRESH, 3 * site.grid_meter.interval):
        return None
    draws: dict[str, Draw] = {}
    for point in site.charge_points:
        reading = snapshot.charge_points.get(point.id)
        if reading is None or abs(reading.age(now)) > max(FRESH, 3 * point.interval):
            continue
        draws[point.id] = _draw(site, reading.value)
    return Sample(
        at=grid.at,
        phases=signed_currents(site, grid.value),
        power=grid.value.power,
        draws=draws,
        batteries={
            id_: reading.value.power
            for id_, reading in snapshot.batteries.items()
            if reading.value.power is not None and abs(reading.age(now)) <= FRESH
        },
        solar={
            id_: reading.value.power
            for id_, reading in snapshot.solar.items()
            if reading.value.power is not None and abs(reading.age(now)) <= FRESH
        },
    )


def signed_currents(site: Site, reading: MeterReading) -> PhaseVector | None:
    """Return the import on each phase (A, export negative), or None where it is not told phase by phase."""
    if site.connection.type is not ConnectionType.THREE_PHASE:
        return None
    if reading.phase_power is None:
        return reading.currents
    nominal = site.connection.voltage
    volts = reading.voltages or (nominal, nominal, nominal)
    l1, l2, l3 = (power / believed(voltage, nominal) for power, voltage in zip(reading.phase_power, volts, strict=True))
    return (l1, l2, l3)


def _draw(site: Site, reading: ChargePointReading) -> Draw:
    """Return what a charge point draws; its power is reckoned from its currents where it measures none."""
    power = reading.power
    if power is None and reading.currents is not None:
        power = site.connection.voltage * sum(reading.currents)
    return Draw(power=power, currents=reading.currents)


def mean(vectors: Iterable[PhaseVector]) -> PhaseVector:
    """Return the mean of vectors, nothing where there are none."""
    known = list(vectors)
    if not known:
        return NO_PHASES
    l1, l2, l3 = (sum(each) / len(known) for each in zip(*known, strict=True))
    return (l1, l2, l3)
