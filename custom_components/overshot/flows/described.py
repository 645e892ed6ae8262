"""The steps that reach a device which is what its user says it is: a relay board, or one with an own register map."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import CONF_DEVICE, CONF_HOST, CONF_PORT
from homeassistant.data_entry_flow import FlowContext, FlowHandler, FlowResult

from ..const import (
    CONF_BAUDRATE,
    CONF_FAMILY,
    CONF_LINE_FORMAT,
    CONF_REGISTER_MAP,
    CONF_UNIT_ID,
    CONF_WIRING,
    DEFAULT_MODBUS_PORT,
)
from ..devices.driver import DeviceReadings, Driver
from ..devices.errors import DeviceError
from ..devices.register_map_driver import RegisterMapDriver
from ..devices.sg_ready import SgReadyDriver
from ..drivers import driver_class
from ..modbus_link import LINK_KEYS, GatewayLink, LineFormat, Link, SerialLink, TcpLink, link_of
from .forms import CONF_LINE, by_gateway_form, by_serial_form, whole
from .found import FoundDevice, known_as
from .line import FASTEST, HIGHEST_UNIT, SLOWEST, USUAL_LINE, line_error_key
from .look import Look, async_look
from .search import error_key

_DESCRIPTION: Final = (CONF_FAMILY, CONF_WIRING, CONF_REGISTER_MAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedDevice(FoundDevice):
    """A device that answered as it was described."""

    description: Mapping[str, Any]
    """What its subentry stores of the description."""

    driver_class: type[Driver]
    readings: DeviceReadings

    @property
    @override
    def driver(self) -> type[Driver]:
        return self.driver_class

    @override
    def data(self) -> dict[str, Any]:
        return {**FoundDevice.data(self), **self.description}


class DescribedSteps[C: FlowContext, R: FlowResult[Any, Any], H](FlowHandler[C, R, H]):
    """Ask how a described device is reached, and look whether it answers as described."""

    description: Mapping[str, Any] = {}
    """Family, and wiring or register map."""

    look: Look | None = None
    """What the device told last."""

    @property
    @abstractmethod
    def described(self) -> ConfigSubentry | None:
        """Return the device that is changed, or None where one is added."""

    @abstractmethod
    async def async_described(self, device: DescribedDevice) -> R:
        """Go on with a device that answered as described."""

    @abstractmethod
    async def async_reach_back(self) -> R:
        """Go back from the menu of how it is reached."""

    def describe(self, own: ConfigSubentry) -> None:
        """Begin with what a subentry stores."""
        self.description = {key: own.data[key] for key in _DESCRIPTION if key in own.data}

    async def async_description_taken(self) -> R:
        """Go on with a description that has no mistake: where the device is known already, look there first."""
        own = self.described
        if own is not None and own.data[CONF_FAMILY] == self.description[CONF_FAMILY]:
            device, _ = await self.async_look_at(link_of(own.data), int(own.data[CONF_UNIT_ID]))
            if device is not None:
                return await self.async_described(device)
        return await self.async_step_reach()

    async def async_step_reach(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask how the device is reached."""
        return self.async_show_menu(
            step_id="reach",
            menu_options=["reach_tcp", "reach_gateway", "reach_serial", "reach_back"],
            description_placeholders={"device": self._described_title()},
        )

    async def async_step_reach_back(self, user_input: dict[str, Any] | None = None) -> R:
        """Go back."""
        return await self.async_reach_back()

    async def async_step_reach_tcp(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for an address in the network."""
        return await self._async_by_host("reach_tcp", user_input)

    async def async_step_reach_gateway(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for a gateway, and the unit behind it."""
        return await self._async_by_host("reach_gateway", user_input)

    async def _async_by_host(self, step: str, entered: dict[str, Any] | None) -> R:
        """Ask for host, port and unit."""
        if entered is None:
            return self._show_reach(step, None, {})
        if not (host := entered.get(CONF_HOST, "").strip()):
            return await self.async_step_reach()
        port = whole(entered.get(CONF_PORT, DEFAULT_MODBUS_PORT), 1, 65535)
        if port is None:
            return self._show_reach(step, entered, {CONF_PORT: "invalid_port"})
        link = TcpLink(host, port) if step == "reach_tcp" else GatewayLink(host, port)
        return await self._async_reach(step, link, entered)

    async def async_step_reach_serial(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for a serial port, and the unit on its line."""
        if user_input is None:
            return self._show_reach("reach_serial", None, {})
        if not (device := user_input.get(CONF_DEVICE, "").strip()):
            return await self.async_step_reach()
        usual = driver_class(self.description).default_serial or USUAL_LINE
        line = user_input[CONF_LINE]
        speed = whole(line.get(CONF_BAUDRATE, usual.baudrate), SLOWEST, FASTEST)
        if speed is None:
            return self._show_reach("reach_serial", user_input, {"base": "invalid_baudrate"})
        format_ = LineFormat(line.get(CONF_LINE_FORMAT, LineFormat.of(usual)))
        return await self._async_reach("reach_serial", SerialLink(device, speed, format_), user_input)

    async def _async_reach(self, step: str, link: Link, entered: dict[str, Any]) -> R:
        """Look whether the device answers as described, and go on with it."""
        made = driver_class(self.description)
        bounds = (0, 255) if isinstance(link, TcpLink) else (1, HIGHEST_UNIT)
        unit = whole(entered.get(CONF_UNIT_ID, made.default_unit), *bounds)
        if unit is None:
            error = "invalid_unit" if isinstance(link, TcpLink) else "invalid_line_unit"
            return self._show_reach(step, entered, {CONF_UNIT_ID: error})
        words = {"address": str(link), "unit": str(unit)}
        device, error = await self.async_look_at(link, unit)
        if device is None:
            return self._show_reach(step, entered, {"base": error}, words)
        own = self.described
        if own is not None and made.tells_serial and device.serial != own.unique_id:
            return self._show_reach(step, entered, {"base": "wrong_device"}, words | {"found": device.label})
        if known_as(self.hass, device, but=own) is not None:
            return self._show_reach(step, entered, {"base": "already_configured"}, words)
        return await self.async_described(device)

    async def async_look_at(self, link: Link, unit: int) -> tuple[DescribedDevice | None, str]:
        """Return the device at an address, if it is as described; else the key of an error."""
        data = {**self.description, **link.data(), CONF_UNIT_ID: unit}
        try:
            self.look = await async_look(self.hass, data)
        except DeviceError as err:
            return None, error_key(err) if isinstance(link, TcpLink) else line_error_key(err, link)
        return DescribedDevice(
            link=link,
            unit_id=unit,
            identity=self.look.identity,
            description=self.description,
            driver_class=driver_class(self.description),
            readings=self.look.readings,
        ), ""

    def redescribed(self, own: ConfigSubentry, device: DescribedDevice) -> dict[str, Any]:
        """Return the data of a device that is changed: its address and description anew, all else as it was."""
        kept = {key: value for key, value in own.data.items() if key not in LINK_KEYS}
        return {**kept, **device.data()}

    def _show_reach(
        self,
        step: str,
        entered: Mapping[str, Any] | None,
        errors: dict[str, str],
        words: Mapping[str, str] | None = None,
    ) -> R:
        """Show a form with what was entered, or what is stored."""
        form = by_serial_form(()) if step == "reach_serial" else by_gateway_form(())
        own = self.described
        shown: Mapping[str, Any] = {CONF_PORT: DEFAULT_MODBUS_PORT} if step == "reach_tcp" else {}
        if own is not None:
            line = {key: own.data[key] for key in (CONF_BAUDRATE, CONF_LINE_FORMAT) if key in own.data}
            shown = {**shown, **own.data, CONF_LINE: line}
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(form, entered or shown),
            errors=errors,
            description_placeholders={"device": self._described_title(), **(words or {})},
        )

    def _described_title(self) -> str:
        """Return what the device is called."""
        made = driver_class(self.description)
        if issubclass(made, RegisterMapDriver):
            return f"{made.map.manufacturer} {made.map.model}"
        assert issubclass(made, SgReadyDriver)
        return f"{made.manufacturer} {made.model}"
