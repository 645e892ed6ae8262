"""The circuits of a site: what their subentries say, who hangs on them, and what flows into those with a meter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant

from .const import (
    CONF_CIRCUIT,
    CONF_CIRCUIT_METER,
    CONF_CURRENT_ENTITIES,
    CONF_GRID_ROLE,
    CONF_LIMIT,
    CONF_PARENT,
    LOGGER,
    SUBENTRY_CIRCUIT,
)
from .coordinator import DeviceCoordinator
from .core.model import Circuit, MeterReading, Reading
from .from_entities.points import Point, Quantity, points_of, read_all, vector

SEPARATOR: Final = "/"
"""Between the subentry of a meter and its number there."""

USUAL_INTERVAL: Final = 10.0
"""How often a meter made of entities is taken to report (s)."""


def circuit_subentries(entry: ConfigEntry) -> list[ConfigSubentry]:
    """Return the subentries of the circuits."""
    return entry.get_subentries_of_type(SUBENTRY_CIRCUIT)


def circuit_id(subentry: ConfigSubentry) -> str:
    """Return what a circuit is called where others name it: it is the same after an import."""
    return subentry.unique_id or subentry.subentry_id


def circuits_of(entry: ConfigEntry, intervals: Mapping[str, float] | None = None) -> tuple[Circuit, ...]:
    """Return the circuits as data. One that hung on a circuit that was removed hangs on the grid connection.

    `intervals` tell how often the meter of a circuit is read (s).
    """
    intervals = intervals or {}
    subentries = circuit_subentries(entry)
    known = {circuit_id(subentry) for subentry in subentries}
    found: list[Circuit] = []
    for subentry in subentries:
        parent = subentry.data.get(CONF_PARENT)
        if parent is not None and parent not in known:
            LOGGER.warning("%s hung on a circuit that was removed; it hangs on the grid connection now", subentry.title)
            parent = None
        found.append(
            Circuit(
                id=circuit_id(subentry),
                name=subentry.title,
                limit=float(subentry.data[CONF_LIMIT]),
                parent=parent,
                metered=is_metered(subentry.data),
                interval=intervals.get(circuit_id(subentry), USUAL_INTERVAL),
            )
        )
    return tuple(found)


def goes_round(parents: Mapping[str, str | None], circuit: str) -> bool:
    """Whether a circuit hangs on itself, by way of others; `parents` has the parent of each."""
    seen = {circuit}
    at = parents.get(circuit)
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = parents.get(at)
    return False


def circuit_of(entry: ConfigEntry, data: Mapping[str, Any]) -> str | None:
    """Return the circuit a device hangs on by its data; None for the connection, or a circuit that was removed."""
    named = data.get(CONF_CIRCUIT)
    return named if any(circuit_id(subentry) == named for subentry in circuit_subentries(entry)) else None


def is_metered(data: Mapping[str, Any]) -> bool:
    """Whether a circuit, given as subentry data, has a meter of its own."""
    return bool(data.get(CONF_CIRCUIT_METER) or data.get(CONF_CURRENT_ENTITIES))


def meter_choices(entry: ConfigEntry) -> dict[str, str]:
    """Return the names of the meters that a circuit can have, by what its data stores: all but the grid meter."""
    runtime = getattr(entry, "runtime_data", None)
    if runtime is None:
        return {}
    return {
        f"{id_}{SEPARATOR}{number}": device.data.part_names.get(f"meter_{number}")
        or (device.name if len(device.data.meters) == 1 else f"{device.name} ({number})")
        for id_, device in runtime.devices.items()
        if not device.subentry.data.get(CONF_GRID_ROLE)
        for number in device.data.meters
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitMeter:
    """Where the currents of one circuit are read."""

    circuit: str
    device: DeviceCoordinator | None = None
    number: int = 1
    points: tuple[Point, ...] = ()
    """Currents of L1, L2, L3 where entities tell them."""

    @property
    def interval(self) -> float:
        """Return the time between two readings (s)."""
        return self.device.interval if self.device is not None else USUAL_INTERVAL

    def read(self, hass: HomeAssistant) -> Reading[MeterReading] | None:
        """Return what flows now, or None where it is not known."""
        if self.device is not None:
            reading, at = self.device.data.meters.get(self.number), self.device.readings_at
            return Reading(reading, at, self.device.name) if reading is not None and at is not None else None
        read = read_all(hass, self.points)
        if read is None or not read[0]:
            return None
        values = [*read[0], 0.0, 0.0] if len(read[0]) == 1 else read[0]
        return Reading(MeterReading(currents=vector(values)), min(read[1]), self.points[0].entity)


def circuit_meters(entry: ConfigEntry, devices: Mapping[str, DeviceCoordinator]) -> Iterator[CircuitMeter]:
    """Yield the meters of the circuits that have one. A meter that was removed tells nothing: its circuit is silent."""
    for subentry in circuit_subentries(entry):
        id_, data = circuit_id(subentry), subentry.data
        if entities := data.get(CONF_CURRENT_ENTITIES):
            yield CircuitMeter(circuit=id_, points=points_of(entities, Quantity.CURRENT))
        elif named := data.get(CONF_CIRCUIT_METER):
            device_id, _, number = str(named).partition(SEPARATOR)
            device = devices.get(device_id)
            yield CircuitMeter(circuit=id_, device=device, number=int(number or 1))
