"""What is set aside on the circuits for things that are not charge points."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...model import PhaseVector, Rotation, Site, Snapshot, first_terminals
from .circuits import CircuitTree

type RoomOf = Callable[[str | None], PhaseVector]
"""What a circuit (None: the connection) and all it hangs on leave on each phase (A)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """Currents set aside on the phases of a circuit and of all it hangs on."""

    circuit: str | None
    """None: the grid connection itself."""

    currents: PhaseVector
    """A on each phase; what no meter shows yet."""


def book(tree: CircuitTree, own: list[float], bookings: Iterable[Booking]) -> None:
    """Add bookings to what hangs on each conductor itself (A), in place."""
    for booking in bookings:
        low = 3 * tree.node(booking.circuit)
        for phase in range(3):
            own[low + phase] += booking.currents[phase]


def total(tree: CircuitTree, bookings: Iterable[Booking]) -> list[float]:
    """Return what bookings take on each conductor (A)."""
    own = tree.none()
    book(tree, own, bookings)
    return tree.add_up(own)


def appliances_draw(site: Site, snapshot: Snapshot) -> list[Booking]:
    """Return what batteries, heat pumps and loads on a circuit draw: where no meter sees it, it is booked as measured.

    What tells no power may draw all it can. What a battery discharges gives no room: it may stop at any moment.
    """
    connection = site.connection
    drawn: list[Booking] = []
    for battery in site.batteries:
        if battery.circuit is not None:
            measured = snapshot.batteries.get(battery.id)
            power = measured.value.power if measured is not None else None
            watts = max(0.0, -power) if power is not None else battery.max_charge
            amps = watts / connection.type.power_per_ampere(battery.phases, connection.voltage)
            # Nobody tells which phase the inverter of one phase feeds.
            drawn.append(Booking(circuit=battery.circuit, currents=(amps, amps, amps)))
    for pump in site.heat_pumps:
        if pump.circuit is not None:
            running = snapshot.heat_pumps.get(pump.id)
            power = running.value.power if running is not None else None
            watts = max(0.0, power) if power is not None else pump.power
            drawn.append(_on_its_phases(site, pump.circuit, pump.phases, pump.rotation, watts))
    for load in site.loads:
        if load.circuit is not None:
            switched = snapshot.loads.get(load.id)
            power = None
            if switched is not None:
                power = switched.value.power if switched.value.power is not None else switched.value.setpoint
            watts = max(0.0, power) if power is not None else load.levels[-1]
            drawn.append(_on_its_phases(site, load.circuit, load.phases, load.rotation, watts))
    return drawn


def _on_its_phases(site: Site, circuit: str, phases: int, rotation: Rotation, watts: float) -> Booking:
    """Return what a power (W) draws on the phases it is wired to."""
    connection = site.connection
    wired = min(phases, len(rotation.terminals))
    loads = rotation.loaded_phases(connection.type, first_terminals(wired))
    amps = watts / connection.type.power_per_ampere(wired, connection.voltage)
    return Booking(
        circuit=circuit,
        currents=(amps if loads[0] else 0.0, amps if loads[1] else 0.0, amps if loads[2] else 0.0),
    )
