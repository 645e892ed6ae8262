"""Add entities as a device shows what it has: what was seen once is there to stay."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import callback
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .layout import commands_battery, limits_of
from .measurements import Measurement
from .site import SiteCoordinator

MADE_HERE: Final = frozenset({"heat_pump"})
"""Sources of measurements that no other integration shows: the state that two contacts make together."""


def is_unloading(entry: OvershotConfigEntry) -> bool:
    """Whether the entities of a site are gone or going: devices speak until the very end of it.

    An entity that is added then belongs to nobody, and keeps the name that the site's next life needs.
    """
    return entry.state is ConfigEntryState.UNLOAD_IN_PROGRESS


class Grower[M: Measurement]:
    """Watches a device and adds an entity for every measurement it delivers, whenever that is.

    A meter behind a controller that is switched on a month later gets its entities then, without a reload.
    """

    def __init__(
        self,
        device: DeviceCoordinator,
        measurements: Sequence[M],
        entity: Callable[[DeviceCoordinator, M, str | None], Entity],
        async_add_entities: AddConfigEntryEntitiesCallback,
    ) -> None:
        """Prepare to watch a device."""
        self._device = device
        self._measurements = measurements
        self._entity = entity
        self._async_add_entities = async_add_entities
        self._seen: set[tuple[str | None, str]] = set()

    @callback
    def async_start(self) -> None:
        """Add what is there and watch for more."""
        self._async_look()
        self._device.config_entry.async_on_unload(self._device.async_add_listener(self._async_look))

    @callback
    def _async_look(self) -> None:
        """Add what was not seen before."""
        if is_unloading(self._device.config_entry):
            return
        new: list[Entity] = []
        for measurement in self._measurements:
            if self._device.shown_elsewhere and measurement.source not in MADE_HERE:
                continue
            for part in measurement.parts(self._device):
                if (part, measurement.key) in self._seen or measurement.value(self._device, part) is None:
                    continue
                self._seen.add((part, measurement.key))
                new.append(self._entity(self._device, measurement, part))
        if new:
            self._async_add_entities(new, config_subentry_id=self._device.subentry.subentry_id)


@callback
def add_when_seen[K](
    device: DeviceCoordinator,
    seen: Callable[[DeviceCoordinator], Iterable[K]],
    make: Callable[[DeviceCoordinator, K], Entity],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add an entity for each key that `seen` names, now or whenever the device tells something new."""
    known: set[K] = set()

    @callback
    def look() -> None:
        """Add what was not seen before."""
        if is_unloading(device.config_entry):
            return
        new = [key for key in seen(device) if key not in known]
        known.update(new)
        if new:
            async_add_entities([make(device, key) for key in new], config_subentry_id=device.subentry.subentry_id)

    look()
    device.config_entry.async_on_unload(device.async_add_listener(look))


@callback
def add_to_site(
    site: SiteCoordinator,
    there: Callable[[], bool],
    make: Callable[[], Iterable[Entity]],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add entities of the site once there is what they are about, now or later."""
    if there():
        async_add_entities(make())
        return

    @callback
    def look() -> None:
        """Add them once."""
        if there() and not is_unloading(site.config_entry):
            stop()
            async_add_entities(make())

    stop = site.async_add_listener(look)


def has_battery(site: SiteCoordinator) -> Callable[[], bool]:
    """Return whether any battery has shown that takes orders."""
    return lambda: any(commands_battery(writer.device) for writer in site.fleet.batteries.values())


def has_curtailable(site: SiteCoordinator) -> Callable[[], bool]:
    """Return whether any inverter has shown that can be told to give less."""
    return lambda: any(limits_of(writer.device) for writer in site.fleet.batteries.values())
