"""Whether circuits can be as they were entered: no circuit hangs on itself, and all fallback currents fit each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigEntry

from ..circuits import circuit_id, circuit_subentries, goes_round
from ..const import CONF_CIRCUIT, CONF_LIMIT, CONF_PARENT
from ..core.model import GridConnection
from ..layout import connection_of
from .drafts import shortfall, stations_of


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A circuit whose limit the fallback currents behind it exceed, and by how much (A)."""

    circuit: str
    amperes: float


def names_of(entry: ConfigEntry) -> dict[str, str]:
    """Return the names of the circuits by what devices and other circuits call them."""
    return {circuit_id(subentry): subentry.title for subentry in circuit_subentries(entry)}


def known_circuits(entry: ConfigEntry) -> dict[str, Mapping[str, Any]]:
    """Return what is stored of each circuit."""
    return {circuit_id(subentry): subentry.data for subentry in circuit_subentries(entry)}


def round_trip(circuits: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return a circuit that hangs on itself, by way of others; None where none does."""
    parents = {id_: data.get(CONF_PARENT) for id_, data in circuits.items()}
    return next((id_ for id_ in parents if goes_round(parents, id_)), None)


def first_shortfall(
    entry: ConfigEntry, circuits: Mapping[str, Mapping[str, Any]], stations: Iterable[Mapping[str, Any]]
) -> Shortfall | None:
    """Return the first circuit that the fallback currents of the stations behind it do not fit.

    Circuits and stations are given as subentry data, as they are to be; no circuit hangs on itself.
    """
    connection = connection_of(entry.data)
    points = list(stations)
    for id_, data in circuits.items():
        behind = [point for point in points if id_ in _way(circuits, point.get(CONF_CIRCUIT))]
        limit = GridConnection(type=connection.type, fuse=float(data[CONF_LIMIT]), derating=1.0)
        missing = shortfall(limit, behind)
        if missing > 0:
            return Shortfall(id_, missing)
    return None


def stations_with(entry: ConfigEntry, changes: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the data of all stations, changed where `changes` has something for their subentry."""
    return [{**station.data, **changes.get(station.subentry_id, {})} for station in stations_of(entry)]


def _way(circuits: Mapping[str, Mapping[str, Any]], circuit: str | None) -> list[str]:
    """Return the circuits from one to the grid connection."""
    way: list[str] = []
    while circuit is not None and circuit in circuits:
        way.append(circuit)
        circuit = circuits[circuit].get(CONF_PARENT)
    return way
