"""Devices a flow has come upon: those that said who they are, and those that are only planned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import hashlib
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant

from ..const import CONF_FAMILY, CONF_MANUFACTURER, CONF_MODEL, CONF_PLANNED, CONF_SERIAL_NUMBER, CONF_UNIT_ID, DOMAIN
from ..devices.driver import DeviceKind, Driver, Identity, Role
from ..devices.registry import FAMILIES
from ..modbus_link import Link, TcpLink, link_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDevice:
    """A device that said who it is, and where."""

    link: Link
    unit_id: int
    identity: Identity

    @property
    def family(self) -> str:
        """Return its family."""
        return self.identity.family

    @property
    def serial(self) -> str:
        """Return what makes it the same device tomorrow; one that tells no serial number is its unit on its link."""
        told = self.identity.serial
        return told if self.driver.tells_serial else stable_id(told, str(self.link))

    @property
    def driver(self) -> type[Driver]:
        """Return the driver of its family."""
        return FAMILIES[self.family]

    @property
    def kind(self) -> DeviceKind:
        """Return what a user calls it."""
        return self.driver.kind

    @property
    def measures_grid(self) -> bool:
        """Whether it can be the site's grid meter."""
        return Role.GRID_METER in self.driver.capabilities.roles

    @property
    def title(self) -> str:
        """Return what it is called until the user renames it."""
        return f"{self.identity.manufacturer} {self.identity.model}"

    @property
    def model(self) -> str:
        """Return what it calls itself."""
        return self.identity.model

    @property
    def label(self) -> str:
        """Return model, serial number and address, to tell two of them apart."""
        return f"{self.title} ({self.identity.serial}, {self.link})"

    def where(self) -> dict[str, Any]:
        """Return what its subentry stores of how it is reached."""
        return {**self.link.data(), CONF_UNIT_ID: self.unit_id}

    def who(self) -> dict[str, Any]:
        """Return what its subentry stores of who it is."""
        return {
            CONF_SERIAL_NUMBER: self.identity.serial,
            CONF_MANUFACTURER: self.identity.manufacturer,
            CONF_MODEL: self.identity.model,
        }

    def data(self) -> dict[str, Any]:
        """Return what its subentry stores."""
        return {CONF_FAMILY: self.family, **self.where(), **self.who()}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDevice:
    """A device that is not there yet: where it will be, of which family, and what that is called."""

    link: Link
    unit_id: int
    family: str
    title: str

    @property
    def serial(self) -> str:
        """Return what its entities are named after for life: nobody knows its serial number yet."""
        return stable_id(CONF_PLANNED, self.family, str(self.link), str(self.unit_id))

    @property
    def driver(self) -> type[Driver]:
        """Return the driver of its family."""
        return FAMILIES[self.family]

    @property
    def kind(self) -> DeviceKind:
        """Return what a user calls it."""
        return self.driver.kind

    @property
    def measures_grid(self) -> bool:
        """Whether it can be the site's grid meter: what is not there measures nothing."""
        return False

    @property
    def model(self) -> str:
        """Return nothing: it has not said yet what it is."""
        return ""

    @property
    def label(self) -> str:
        """Return name and address."""
        return f"{self.title} ({self.link})"

    def where(self) -> dict[str, Any]:
        """Return what its subentry stores of how it is reached."""
        return {**self.link.data(), CONF_UNIT_ID: self.unit_id}

    def data(self) -> dict[str, Any]:
        """Return what its subentry stores."""
        return {
            CONF_FAMILY: self.family,
            **self.where(),
            CONF_MANUFACTURER: self.driver.manufacturer,
            CONF_PLANNED: True,
        }


type Device = FoundDevice | PlannedDevice


def stable_id(prefix: str, *parts: str) -> str:
    """Return an id for what tells no serial number: a hash of how it is reached."""
    return f"{prefix}_{hashlib.sha256('\n'.join(parts).encode()).hexdigest()[:16]}"


def paired(data: Mapping[str, Any], found: FoundDevice) -> dict[str, Any]:
    """Return the data of a planned device that has told who it is."""
    return {key: value for key, value in data.items() if key != CONF_PLANNED} | found.who()


def stands_for(subentry: ConfigSubentry, device: Device) -> bool:
    """Whether a subentry is that of a device.

    One that was planned is called after its address for life: it is known by the serial number it told when it appeared,
    and before that by its address.
    """
    data = subentry.data
    if subentry.unique_id == device.serial:
        return True
    if data.get(CONF_FAMILY) != device.family:
        return False
    there = link_of(data) == device.link and data[CONF_UNIT_ID] == device.unit_id
    if isinstance(device, PlannedDevice) or data.get(CONF_PLANNED):
        return there
    return data.get(CONF_SERIAL_NUMBER) == device.identity.serial and (device.driver.tells_serial or there)


def subentries_of_all_sites(hass: HomeAssistant) -> Iterator[tuple[ConfigEntry, ConfigSubentry]]:
    """Yield every device of every site."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        for subentry in entry.subentries.values():
            yield entry, subentry


def known_as(
    hass: HomeAssistant, device: Device, *, but: ConfigSubentry | None = None
) -> tuple[ConfigEntry, ConfigSubentry] | None:
    """Return the site and the subentry a device is set up as, in whatever site, but for one."""
    return next(
        (
            (entry, subentry)
            for entry, subentry in subentries_of_all_sites(hass)
            if subentry is not but and stands_for(subentry, device)
        ),
        None,
    )


def is_reached_at(hass: HomeAssistant, link: TcpLink) -> bool:
    """Whether any device of any site is reached at an address."""
    return any(
        (subentry.data.get(CONF_HOST), subentry.data.get(CONF_PORT)) == (link.host, link.port)
        for _, subentry in subentries_of_all_sites(hass)
    )


def configured_ids(hass: HomeAssistant) -> Mapping[str, str]:
    """Return the titles of the devices of all sites by their unique id."""
    return {
        subentry.unique_id: subentry.title
        for _, subentry in subentries_of_all_sites(hass)
        if subentry.unique_id is not None
    }
