"""Currents on the grid's phases, from whatever a meter or a station tells."""

from collections.abc import Iterable

from ...model import (
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

LOWEST_VOLTAGE = 0.75
HIGHEST_VOLTAGE = 1.25
"""A voltage outside these shares of the nominal one is not believed: a dead register, or one of another quantity."""


def grid_currents(
    site: Site, reading: MeterReading, cars: Iterable[tuple[float, PhaseVector]] = ()
) -> PhaseVector | None:
    """Return the import on each phase (A, export negative), or None where the reading does not tell.

    The larger of current and power / voltage counts: whole-ampere meters truncate, and reactive power heats a fuse
    too. In a 3 x 230 V grid currents carry no sign and power of one phase means nothing, so the direction of the total
    decides.

    A meter that does not tell the phases apart is read as if everything flowed on one: the worst case. Everything but
    the `cars`, given by their power (W) and their currents on the phases (A), for of those the phases are known.
    """
    connection = site.connection
    if connection.type is ConnectionType.THREE_PHASE_DELTA:
        if reading.currents is None:
            return _worst_case(site, reading.power, cars)
        exporting = reading.power is not None and reading.power < 0
        return NO_PHASES if exporting else _absolute(reading.currents)
    if reading.phase_power is None:
        if reading.currents is not None:
            return reading.currents
        return _worst_case(site, reading.power, cars)
    nominal = connection.voltage
    volts = reading.voltages or (nominal, nominal, nominal)
    amps = reading.currents or NO_PHASES
    power = reading.phase_power
    return (
        _stronger(power[0], amps[0], believed(volts[0], nominal)),
        _stronger(power[1], amps[1], believed(volts[1], nominal)),
        _stronger(power[2], amps[2], believed(volts[2], nominal)),
    )


def believed(voltage: float, nominal: float) -> float:
    """Return a measured voltage, or the nominal one where the measured is none (V)."""
    return voltage if LOWEST_VOLTAGE * nominal <= voltage <= HIGHEST_VOLTAGE * nominal else nominal


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


def _worst_case(site: Site, power: float | None, cars: Iterable[tuple[float, PhaseVector]]) -> PhaseVector | None:
    """Return a total power (W) as if every phase carried all of it but the cars, and the cars where they are (A)."""
    if power is None:
        return None
    l1 = l2 = l3 = power / site.connection.voltage
    if site.connection.type.phases == 1:
        return (l1, 0.0, 0.0)
    for watts, draw in cars:
        elsewhere = watts / site.connection.voltage
        l1 -= elsewhere - draw[0]
        l2 -= elsewhere - draw[1]
        l3 -= elsewhere - draw[2]
    return (l1, l2, l3)


def terminal_currents(site: Site, reading: ChargePointReading, mask: PhaseMask, assumed: float) -> PhaseVector:
    """Return what a charge point draws on each of its terminals (A).

    From its power where it measures no current; where it measures neither and the vehicle takes current, `assumed` (A).
    """
    if reading.currents is not None:
        return reading.currents
    if reading.power is not None:
        current = reading.power / site.connection.type.power_per_ampere(max(1, sum(mask)), site.connection.voltage)
    else:
        current = assumed
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


def wired_terminals(point: ChargePoint, reading: ChargePointReading | None) -> PhaseMask:
    """Return the terminals a vehicle can draw from: what is wired and, where the station tells, switched on."""
    wired = min(point.phases, len(point.rotation.terminals))
    if reading is not None and reading.phases is not None and reading.phases >= 1:
        wired = min(wired, reading.phases)
    return first_terminals(wired)


def charging_power(site: Site, reading: ChargePointReading, currents: PhaseVector) -> float:
    """Return the power of a charge point (W), computed from its terminal currents where it measures none."""
    if reading.power is not None:
        return reading.power
    count = sum(1 for current in currents if current >= DRAWING_CURRENT)
    return site.connection.type.power_per_ampere(count, site.connection.voltage) * max(currents)


def power_per_ampere(site: Site, reading: ChargePointReading | None, mask: PhaseMask) -> float:
    """Return the power that one ampere on each terminal in `mask` means (W/A), at the measured voltage."""
    nominal = site.connection.voltage
    voltages = reading.voltages if reading is not None else None
    if voltages is None:
        voltage = nominal
    else:
        used = [believed(volts, nominal) for volts, drawing in zip(voltages, mask, strict=True) if drawing]
        voltage = sum(used) / len(used) if used else nominal
    return site.connection.type.power_per_ampere(max(1, sum(mask)), voltage)
