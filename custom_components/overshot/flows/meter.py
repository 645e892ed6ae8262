"""The steps that make a meter: a P1 port that sent a real telegram, or entities that report real numbers."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_DEVICE, CONF_HOST, CONF_PORT, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowContext, FlowResult

from ..const import (
    CONF_FAMILY,
    CONF_GRID_ROLE,
    CONF_MODEL,
    CONF_SERIAL_FORMAT,
    CONF_SERIAL_NUMBER,
    DOMAIN,
    FAMILY_P1,
    SUBENTRY_METER,
)
from ..devices.errors import DeviceError
from ..devices.p1 import P1Telegram, Specification
from ..devices.p1_source import P1Source, SerialFormat
from ..devices.p1_stream import PROBE_TIMEOUT, probe
from ..p1_link import is_address, p1_source
from .drafts import DeviceDraft
from .entities import MeterEntitySteps
from .forms import P1_HTTP_FORM, P1_SERIAL_FORM, P1_TCP_FORM, whole
from .found import configured_ids, stable_id

P1_TITLE: Final = "P1 meter"

_MODELS: Final = {
    Specification.BELGIUM: "P1 e-MUCS",
    Specification.DSMR_5: "P1 DSMR 5",
    Specification.DSMR_4: "P1 DSMR 4",
    Specification.DSMR_2_2: "P1 DSMR 2",
}


class MeterSteps[C: FlowContext, R: FlowResult[Any, Any], H](MeterEntitySteps[C, R, H]):
    """Ask for a P1 port or for entities, and try them."""

    p1_telegram: P1Telegram | None = None
    """What the P1 port said, where one was asked."""

    async def async_try_p1(self, source: P1Source) -> P1Telegram:
        """Return the first telegram. Raises `DeviceError`."""
        return await probe(source, PROBE_TIMEOUT)

    # P1

    async def async_step_p1_tcp(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for a P1 adapter in the network."""
        errors: dict[str, str] = {}
        if user_input is not None:
            host = user_input.get(CONF_HOST, "").strip()
            port = whole(user_input[CONF_PORT], 1, 65535)
            if not host:
                return await self.async_meter_back()
            if port is None:
                errors[CONF_PORT] = "invalid_port"
            else:
                data = {CONF_HOST: host, CONF_PORT: port}
                return await self._async_p1("p1_tcp", P1_TCP_FORM, user_input, data)
        return self._show("p1_tcp", P1_TCP_FORM, user_input or self._stored(), errors)

    async def async_step_p1_serial(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for a P1 cable."""
        if user_input is not None:
            device = user_input.get(CONF_DEVICE, "").strip()
            if not device:
                return await self.async_meter_back()
            speed = SerialFormat(user_input[CONF_SERIAL_FORMAT])
            data = {CONF_DEVICE: device, CONF_SERIAL_FORMAT: speed.value}
            return await self._async_p1("p1_serial", P1_SERIAL_FORM, user_input, data)
        return self._show("p1_serial", P1_SERIAL_FORM, self._stored(), {})

    async def async_step_p1_http(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for an address that serves the telegram."""
        errors: dict[str, str] = {}
        if user_input is not None:
            url = user_input.get(CONF_URL, "").strip()
            if not url:
                return await self.async_meter_back()
            if not is_address(url):
                errors[CONF_URL] = "invalid_url"
            else:
                return await self._async_p1("p1_http", P1_HTTP_FORM, user_input, {CONF_URL: url})
        return self._show("p1_http", P1_HTTP_FORM, user_input or self._stored(), errors)

    async def _async_p1(self, step: str, form: Any, entered: dict[str, Any], where: Mapping[str, Any]) -> R:
        """Wait for a telegram, and go on with the meter that sent it."""
        source = p1_source(self.hass, where)
        placeholders = {"address": str(source)}
        own = self.changed_meter
        if _p1_at(self.hass, where, own) is not None:
            return self._show(step, form, entered, {"base": "already_configured"}, placeholders)
        try:
            telegram = await self.async_try_p1(source)
        except DeviceError as err:
            return self._show(step, form, entered, {"base": err.key}, placeholders)
        unique_id = telegram.meter_id or stable_id(FAMILY_P1, *(str(value) for value in where.values()))
        if own is not None and CONF_SERIAL_NUMBER in own.data and unique_id != own.unique_id:
            placeholders["found"] = telegram.meter_id or "?"
            return self._show(step, form, entered, {"base": "wrong_device"}, placeholders)
        if own is None and unique_id in configured_ids(self.hass):
            return self._show(step, form, entered, {"base": "already_configured"}, placeholders)
        self.p1_telegram = telegram
        data = {CONF_FAMILY: FAMILY_P1, **where, CONF_MODEL: _MODELS[telegram.specification], CONF_GRID_ROLE: False}
        if telegram.meter_id:
            data[CONF_SERIAL_NUMBER] = telegram.meter_id
        return await self.async_meter_ready(
            DeviceDraft(subentry_type=SUBENTRY_METER, title=P1_TITLE, unique_id=unique_id, data=data)
        )

    def _stored(self) -> Mapping[str, Any]:
        """Return what the meter that is changed has now."""
        return {} if self.changed_meter is None else self.changed_meter.data

    def _show(
        self,
        step: str,
        form: Any,
        shown: Mapping[str, Any],
        errors: dict[str, str],
        placeholders: Mapping[str, str] | None = None,
    ) -> R:
        """Show a form with what was entered."""
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(form, shown),
            errors=errors,
            description_placeholders={"seconds": f"{PROBE_TIMEOUT:g}", **(placeholders or {})},
        )


def _p1_at(hass: HomeAssistant, where: Mapping[str, Any], own: ConfigSubentry | None) -> ConfigSubentry | None:
    """Return the P1 meter that is read there already, in any site; a port serves one reader only."""
    key = next(key for key in (CONF_URL, CONF_DEVICE, CONF_HOST) if key in where)
    entries: list[ConfigEntry] = hass.config_entries.async_entries(DOMAIN)
    for entry in entries:
        for subentry in entry.subentries.values():
            data = subentry.data
            if subentry is own or data.get(CONF_FAMILY) != FAMILY_P1:
                continue
            if data.get(key) == where[key] and data.get(CONF_PORT) == where.get(CONF_PORT):
                return subentry
    return None
