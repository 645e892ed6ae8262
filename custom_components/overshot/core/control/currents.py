"""Currents on the grid's phases, from whatever a meter or a station tells."""

from ..model import (
    NO_PHASES,
    ChargePoint,
    ChargePointReading,
    ConnectionType,
    MeterReading,
    PhaseMask,
    PhaseVector,
    Site,
    first_terminals,
)

DRAWING_CURRENT = 2.0
"""A terminal carries the car's current from here on (A); below, it is standby or noise."""

DRAWING_SHARE = 0.5
"""...if it also carries this share of the strongest terminal's current."""


def grid_currents(site: Site, reading: MeterReading) -> PhaseVector | None:
    """Return the import on each phase (A, export negative), or None where the reading does not tell.

    The larger of current and power / voltage counts: whole-ampere meters truncate, and reactive power heats a fuse
    too. A meter that does not tell the phases apart is read as if everything flowed on one: the worst case. In a
    3 x 230 V grid currents carry no sign and power of one phase means nothing, so the direction of the total decides.
    """
    connection = site.connection
    if connection.type is ConnectionType.THREE_PHASE_DELTA:
        if reading.currents is None:
            return _worst_case(site, reading.power)
        exporting = reading.power is not None and reading.power < 0
        return NO_PHASES if exporting else _absolute(reading.currents)
    if reading.phase_power is None:
        if reading.currents is not None:
            return reading.currents
        return _worst_case(site, reading.power)
    volts = reading.voltages or (0.0, 0.0, 0.0)
    amps = reading.currents or NO_PHASES
    power = reading.phase_power
    nominal = connection.voltage
    return (
        _stronger(power[0], amps[0], volts[0] or nominal),
        _stronger(power[1], amps[1], volts[1] or nominal),
        _stronger(power[2], amps[2], volts[2] or nominal),
    )


def _stronger(power: float, current: float, voltage: float) -> float:
    """Return the larger of two measurements of one current (A), signed by the power."""
    active = power / voltage
    apparent = abs(current)
    if active < 0:
        return min(active, -apparent)
    return max(active, apparent)


def _absolute(currents: PhaseVector) -> PhaseVector:
    """Return unsigned currents."""
    return (abs(currents[0]), abs(currents[1]), abs(currents[2]))


def _worst_case(site: Site, power: float | None) -> PhaseVector | None:
    """Return a total power (W) as if every phase carried all of it (A)."""
    if power is None:
        return None
    current = power / site.connection.voltage
    return (current, current, current) if site.connection.type.phases == 3 else (current, 0.0, 0.0)


def terminal_currents(site: Site, point: ChargePoint, reading: ChargePointReading, mask: PhaseMask) -> PhaseVector:
    """Return what a charge point draws on each of its terminals (A); from its power where it measures no current."""
    if reading.currents is not None:
        return reading.currents
    if not reading.power:
        return NO_PHASES
    count = sum(mask)
    current = reading.power / site.connection.type.power_per_ampere(count, site.connection.voltage)
    return (current if mask[0] else 0.0, current if mask[1] else 0.0, current if mask[2] else 0.0)


def drawn_current(site: Site, point: ChargePoint, currents: PhaseVector) -> PhaseVector:
    """Map terminal currents to the grid's conductors (A)."""
    grid = point.rotation.to_grid(currents)
    if site.connection.type is ConnectionType.THREE_PHASE_DELTA:
        active = [phase for phase in range(3) if grid[phase] >= DRAWING_CURRENT]
        if len(active) == 1:
            both = list(grid)
            both[(active[0] + 1) % 3] = grid[active[0]]
            return (both[0], both[1], both[2])
    return grid


def drawing_terminals(currents: PhaseVector | None) -> PhaseMask | None:
    """Return the terminals a vehicle draws from, or None while it draws too little to tell."""
    if currents is None:
        return None
    strongest = max(currents)
    if strongest < DRAWING_CURRENT:
        return None
    floor = max(DRAWING_CURRENT, DRAWING_SHARE * strongest)
    return (currents[0] >= floor, currents[1] >= floor, currents[2] >= floor)


def wired_terminals(point: ChargePoint, reading: ChargePointReading) -> PhaseMask:
    """Return the terminals a vehicle can draw from: what is wired and switched on."""
    return first_terminals(min(point.phases, reading.phases or point.phases))


def charging_power(site: Site, reading: ChargePointReading, currents: PhaseVector) -> float:
    """Return the power of a charge point (W), computed from its terminal currents where it measures none."""
    if reading.power is not None:
        return reading.power
    count = sum(1 for current in currents if current >= DRAWING_CURRENT)
    return site.connection.type.power_per_ampere(count, site.connection.voltage) * max(currents)
