"""Make the coordinator of a device from what its subentry says of how it is reached."""

from homeassistant.components.modbus import async_get_unit
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError, HomeAssistantError
from modbus_connection import ModbusUnit

from .const import CONF_FAMILY, CONF_PLANNED, DOMAIN, FAMILY_ENTITIES, FAMILY_P1
from .coordinator import DeviceCoordinator, ModbusCoordinator, OvershotConfigEntry
from .devices.answers import Answers, counted
from .devices.register_map_check import RegisterMapError
from .drivers import UnknownFamilyError, create_driver, driver_class
from .from_entities.coordinator import entity_coordinator
from .modbus_link import link_of
from .occupied import OccupiedCoordinator
from .p1_link import p1_source
from .p1_meter import P1Coordinator
from .planned import PlannedCoordinator


class LinkInUseError(HomeAssistantError):
    """Another integration reaches a device with other connection settings."""


def create_coordinator(hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry) -> DeviceCoordinator:
    """Return the coordinator of a device; nothing is read yet.

    Raises `ConfigEntryError` for a family this version does not know, a register map or a wiring that it cannot use. A
    device whose link others use with other settings is waited for.
    """
    family = subentry.data[CONF_FAMILY]
    if family == FAMILY_P1:
        return P1Coordinator(hass, entry, subentry, p1_source(hass, subentry.data))
    if family == FAMILY_ENTITIES:
        return entity_coordinator(hass, entry, subentry)
    try:
        driver_class(subentry.data)
    except UnknownFamilyError as err:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="unknown_family",
            translation_placeholders={"device": subentry.title, "family": family},
        ) from err
    except (RegisterMapError, ValueError) as err:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="bad_description",
            translation_placeholders={"device": subentry.title, "problem": str(err)},
        ) from err

    if subentry.data.get(CONF_PLANNED):
        return PlannedCoordinator(hass, entry, subentry)
    params = link_of(subentry.data).params
    answers = Answers()

    def unit_for(unit_id: int) -> ModbusUnit:
        """Borrow a unit on the device's link, which all integrations share."""
        try:
            return counted(async_get_unit(hass, entry, params, unit_id), answers, unit_id)
        except HomeAssistantError as err:
            raise LinkInUseError(
                translation_domain=DOMAIN,
                translation_key="link_in_use",
                translation_placeholders={"device": subentry.title, "error": str(err)},
            ) from err

    try:
        driver = create_driver(subentry.data, unit_for)
    except LinkInUseError as err:
        return OccupiedCoordinator(hass, entry, subentry, err)
    return ModbusCoordinator(hass, entry, subentry, driver, answers)
