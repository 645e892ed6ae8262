"""Devices on their way into a site: what a flow has gathered, before anything is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry, ConfigSubentryData

from ..const import (
    CONF_FALLBACK_CURRENT,
    CONF_FAMILY,
    CONF_GRID_ROLE,
    CONF_PHASES,
    CONF_PLANNED,
    CONF_POWER_ENTITIES,
    CONF_ROTATION,
    CONF_SERIAL_NUMBER,
    FAMILY_ENTITIES,
    FAMILY_P1,
    SUBENTRY_CHARGE_POINT,
)
from ..core.model import ChargePoint, GridConnection, Rotation, Site, fallback_shortfall
from ..devices.driver import Role
from ..drivers import UnknownFamilyError, driver_class
from ..meter_role import MeterRole, role_of
from ..modbus_link import LINK_KEYS
from .found import Device, FoundDevice, paired


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceDraft:
    """A subentry to be."""

    subentry_type: str
    title: str
    unique_id: str
    data: Mapping[str, Any]

    @classmethod
    def of_found(cls, found: Device, *, grid_role: bool = False) -> DeviceDraft:
        """Return the draft of a device that said who it is, or is planned."""
        return cls(
            subentry_type=found.kind.value,
            title=found.title,
            unique_id=found.serial,
            data={**found.data(), CONF_GRID_ROLE: grid_role},
        )

    def retitled(self, title: str) -> DeviceDraft:
        """Return the draft with another title."""
        return replace(self, title=title)

    def changed(self, **data: Any) -> DeviceDraft:
        """Return the draft with other data."""
        return replace(self, data={**self.data, **data})

    def subentry(self) -> ConfigSubentryData:
        """Return what Home Assistant stores, in plain types: its web page gets the result of the flow as JSON."""
        return ConfigSubentryData(
            data=dict(self.data),
            subentry_type=self.subentry_type,
            title=self.title,
            unique_id=self.unique_id,
        )


def is_same(device: Device, subentry: ConfigSubentry) -> bool:
    """Whether a device that was found is the one of a subentry; one that tells no serial number by its unit only.

    A planned one may be any of its family.
    """
    if subentry.data.get(CONF_PLANNED):
        return bool(device.family == subentry.data[CONF_FAMILY])
    known = subentry.data.get(CONF_SERIAL_NUMBER) or subentry.unique_id
    return isinstance(device, FoundDevice) and device.identity.serial == known


def moved(subentry: ConfigSubentry, device: Device) -> dict[str, Any]:
    """Return the data of a subentry whose device is reached in another way now."""
    kept = {key: value for key, value in subentry.data.items() if key not in LINK_KEYS}
    if isinstance(device, FoundDevice) and CONF_PLANNED in kept:
        kept = paired(kept, device)
    return {**kept, **device.where()}


def unambiguous(title: str, serial: str, taken: Iterable[str]) -> str:
    """Return the title, with the end of the serial number where another device has the same one."""
    return f"{title} ({serial[-4:]})" if title in set(taken) else title


def shortfall(connection: GridConnection, stations: Iterable[Mapping[str, Any]]) -> float:
    """Return by how much (A) the fallback currents of stations, given as subentry data, exceed the derated limit.

    The base load of the house is not known before it was measured: it counts as 0 here.
    """
    points = tuple(
        ChargePoint(
            id=str(number),
            name="",
            phases=int(data[CONF_PHASES]),
            rotation=Rotation(data[CONF_ROTATION]),
            fallback_current=float(data[CONF_FALLBACK_CURRENT]),
        )
        for number, data in enumerate(stations)
    )
    return fallback_shortfall(Site(connection=connection, charge_points=points), 0.0)


def stations_of(entry: ConfigEntry, *, without: ConfigSubentry | None = None) -> list[ConfigSubentry]:
    """Return the charging stations of a site, but for one."""
    return [station for station in entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT) if station is not without]


def can_measure_grid(data: Mapping[str, Any]) -> bool:
    """Whether a device, given as subentry data, can be the site's grid meter; a planned one measures nothing."""
    family = data.get(CONF_FAMILY)
    if family is None or data.get(CONF_PLANNED):
        return False
    if (role := role_of(data)) is not None:
        return role is MeterRole.GRID
    if family == FAMILY_ENTITIES:
        return CONF_POWER_ENTITIES in data
    if family == FAMILY_P1:
        return True
    try:
        return Role.GRID_METER in driver_class(data).capabilities.roles
    except UnknownFamilyError:
        return False


def grid_meter_of(entry: ConfigEntry) -> ConfigSubentry | None:
    """Return the device that has the grid role, if any."""
    return next((subentry for subentry in entry.subentries.values() if subentry.data.get(CONF_GRID_ROLE)), None)
