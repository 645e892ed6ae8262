"""Make the coordinator of a device from what its subentry says of how it is reached."""

from homeassistant.components.modbus import async_get_unit
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import CONF_DEVICE, CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError, HomeAssistantError
from modbus_connection import ModbusUnit

from .const import CONF_FAMILY, CONF_SERIAL_FORMAT, CONF_UNIT_ID, DOMAIN, FAMILY_ENTITIES, FAMILY_P1
from .coordinator import DeviceCoordinator, ModbusCoordinator, OvershotConfigEntry
from .devices.p1_source import P1Source, SerialFormat, SerialSource, TcpSource
from .devices.registry import FAMILIES
from .from_entities.coordinator import entity_coordinator
from .modbus_link import link_of
from .p1_meter import P1Coordinator
from .planned import PlannedCoordinator


def create_coordinator(hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry) -> DeviceCoordinator:
    """Return the coordinator of a device; nothing is read yet.

    Raises `ConfigEntryError` for a family this version does not know, or a link others use with other settings.
    """
    family = subentry.data[CONF_FAMILY]
    if family == FAMILY_P1:
        return P1Coordinator(hass, entry, subentry, p1_source(subentry))
    if family == FAMILY_ENTITIES:
        return entity_coordinator(hass, entry, subentry)
    if family not in FAMILIES:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="unknown_family",
            translation_placeholders={"device": subentry.title, "family": family},
        )

    params = link_of(subentry.data).params

    def unit_for(unit_id: int) -> ModbusUnit:
        """Borrow a unit on the device's link, which all integrations share."""
        try:
            return async_get_unit(hass, entry, params, unit_id)
        except HomeAssistantError as err:
            raise ConfigEntryError(
                translation_domain=DOMAIN,
                translation_key="link_in_use",
                translation_placeholders={"device": subentry.title, "error": str(err)},
            ) from err

    return ModbusCoordinator(hass, entry, subentry, FAMILIES[family](unit_for, int(subentry.data[CONF_UNIT_ID])))


def p1_source(subentry: ConfigSubentry) -> P1Source:
    """Return where a subentry's telegrams come from."""
    data = subentry.data
    if CONF_DEVICE in data:
        return SerialSource(data[CONF_DEVICE], SerialFormat(data[CONF_SERIAL_FORMAT]))
    return TcpSource(data[CONF_HOST], int(data[CONF_PORT]))
