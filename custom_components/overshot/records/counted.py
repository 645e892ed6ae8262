"""Which devices tell powers but no energies, so that the ledger counts for them; and which device a consumer is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..const import SUBENTRY_CONTROLLER
from ..coordinator import DeviceCoordinator
from ..site import SiteCoordinator
from . import counters


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Something of a device that the ledger counts."""

    key: str
    """Of the ledger's counter."""

    name: str
    """Translation key of its sensor."""

    device: DeviceCoordinator
    part: str | None = None


_BATTERY: Final = (
    ("energy_charged", counters.charged, "counted_charged"),
    ("energy_discharged", counters.discharged, "counted_discharged"),
)


def counted_by(site: SiteCoordinator) -> Iterator[Counted]:
    """Yield what is measured now and has no counter of its own."""
    snapshot = site.snapshot
    grid = snapshot.grid.value if snapshot.grid is not None else None
    if site.grid_device is not None and grid is not None and grid.power is not None:
        if grid.energy_import is None:
            yield Counted(key=counters.IMPORT, name="counted_import", device=site.grid_device)
        if grid.energy_export is None:
            yield Counted(key=counters.EXPORT, name="counted_export", device=site.grid_device)
    # The ledger counts the sun as one: where several devices make it, each needs a counter of its own.
    makers = [id_ for id_, solar in snapshot.solar.items() if solar.value.power is not None]
    if len(makers) == 1 and snapshot.solar[makers[0]].value.energy is None and makers[0] in site.devices:
        yield Counted(key=counters.SOLAR, name="counted_solar", device=site.devices[makers[0]])
    for id_, battery in snapshot.batteries.items():
        for field, key, name in _BATTERY:
            if id_ in site.devices and battery.value.power is not None and getattr(battery.value, field) is None:
                yield Counted(key=key(id_), name=name, device=site.devices[id_])
    for id_, (power, energy) in _consumed(site).items():
        place = place_of(site, id_)
        if place is not None and power is not None and energy is None:
            yield Counted(key=counters.consumed(id_), name="counted_energy", device=place[0], part=place[1])


def consumers_now(site: SiteCoordinator) -> list[str]:
    """Return the consumers of which anything is measured."""
    return [id_ for id_, (power, energy) in _consumed(site).items() if power is not None or energy is not None]


def _consumed(site: SiteCoordinator) -> dict[str, tuple[float | None, float | None]]:
    """Return power (W) and counter (Wh) of each consumer, by its id."""
    snapshot = site.snapshot
    readings: tuple[tuple[Mapping[str, Any], str], ...] = (
        (snapshot.charge_points, "energy"),
        (snapshot.heat_pumps, "energy"),
        (snapshot.loads, "energy"),
        (snapshot.consumers, "energy_import"),
    )
    return {
        id_: (reading.value.power, getattr(reading.value, field))
        for each, field in readings
        for id_, reading in each.items()
    }


def place_of(site: SiteCoordinator, id_: str) -> tuple[DeviceCoordinator, str | None] | None:
    """Return the device of a consumer, and which part of it; None where it belongs to none (any more)."""
    if (device := site.devices.get(id_)) is not None:
        # What a controller tells first is its first charge point.
        return device, "charge_point_1" if device.subentry.subentry_type == SUBENTRY_CONTROLLER else None
    for owner, device in site.devices.items():
        if id_.startswith(f"{owner}_"):
            return device, id_.removeprefix(f"{owner}_")
    return None
