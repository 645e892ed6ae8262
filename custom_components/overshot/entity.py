"""The base of all entities: to which device they belong, and when they are available."""

from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import CONF_MANUFACTURER, CONF_MODEL, CONF_SERIAL_NUMBER, DOMAIN
from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .site import SiteCoordinator


class SiteEntity(CoordinatorEntity[SiteCoordinator]):
    """An entity of the site as a whole."""

    _attr_has_entity_name = True

    def __init__(self, site: SiteCoordinator, key: str) -> None:
        """Name the entity after its site and key."""
        super().__init__(site)
        entry_id = site.config_entry.entry_id
        self._attr_unique_id = f"{entry_id}_{key}"
        self._attr_translation_key = key
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, entry_id)})


class DeviceEntity(CoordinatorEntity[DeviceCoordinator]):
    """An entity of a device, or of one of its parts."""

    _attr_has_entity_name = True

    def __init__(self, device: DeviceCoordinator, key: str, part: str | None = None) -> None:
        """Name the entity after its device's serial number, its part and its key."""
        super().__init__(device)
        owner = device.device_key if part is None else f"{device.device_key}_{part}"
        self._attr_unique_id = f"{owner}_{key}"
        self._attr_translation_key = key
        self._attr_device_info = device_info(device) if part is None else part_info(device, part)


class SteeredEntity(CoordinatorEntity[SiteCoordinator]):
    """An entity of a device that Overshot can steer, or of one of its parts: wishes and orders live in the site."""

    _attr_has_entity_name = True

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator, key: str, part: str | None = None) -> None:
        """Name the entity after the device's serial number, its part and its key."""
        super().__init__(site)
        self.device = device
        self.id_ = device.subentry.subentry_id
        owner = device.device_key if part is None else f"{device.device_key}_{part}"
        self._attr_unique_id = f"{owner}_{key}"
        self._attr_translation_key = key
        self._attr_device_info = device_info(device) if part is None else part_info(device, part)


def device_info(device: DeviceCoordinator) -> DeviceInfo:
    """Return the registry entry of a device, hung below its site."""
    data = device.subentry.data
    return DeviceInfo(
        identifiers={(DOMAIN, device.device_key)},
        name=device.subentry.title,
        manufacturer=data.get(CONF_MANUFACTURER),
        model=data.get(CONF_MODEL),
        serial_number=data.get(CONF_SERIAL_NUMBER),
        via_device_id=device.config_entry.runtime_data.site_device_id,
    )


def part_info(device: DeviceCoordinator, part: str) -> DeviceInfo:
    """Return the registry entry of a part of a device: a charge point or a meter behind a controller."""
    identifiers = {(DOMAIN, f"{device.device_key}_{part}")}
    manufacturer = device.subentry.data.get(CONF_MANUFACTURER)
    if named := device.data.part_names.get(part):
        return DeviceInfo(
            identifiers=identifiers, manufacturer=manufacturer, name=named, via_device_id=device.device_id
        )
    kind, _, number = part.rpartition("_")
    return DeviceInfo(
        identifiers=identifiers,
        manufacturer=manufacturer,
        translation_key=kind,
        translation_placeholders={"number": number},
        via_device_id=device.device_id,
    )


def register_devices(entry: OvershotConfigEntry) -> None:
    """Register the site and its devices before any entity names them."""
    registry = dr.async_get(entry.runtime_data.site.hass)
    entry.runtime_data.site_device_id = registry.async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={(DOMAIN, entry.entry_id)},
        name=entry.title,
        manufacturer="Overshot",
        model="Site",
        entry_type=dr.DeviceEntryType.SERVICE,
    ).id
    for device in entry.runtime_data.devices.values():
        device.device_id = registry.async_get_or_create(
            config_entry_id=entry.entry_id,
            config_subentry_id=device.subentry.subentry_id,
            **device_info(device),
        ).id
