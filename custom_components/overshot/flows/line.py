"""The steps that reach a device on a serial line: through a port of this machine, or through a gateway in the network."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import CONF_DEVICE, CONF_HOST, CONF_PORT
from homeassistant.data_entry_flow import FlowContext, FlowResult

from ..const import CONF_BAUDRATE, CONF_FAMILY, CONF_LINE_FORMAT, CONF_PLANNED, CONF_UNIT_ID
from ..devices.bus_scan import ADDRESSES
from ..devices.driver import SerialSettings
from ..devices.errors import CannotConnectError, DeviceError, HungUpError, NotModbusError, SilentError
from ..devices.registry import FAMILIES
from ..modbus_link import GatewayLink, LineFormat, Link, SerialLink, TcpLink, link_of
from .discovery import async_identify, async_scan_line
from .drafts import is_same
from .forms import CONF_LINE, CONF_PLAN, FAMILY_AUTO, by_gateway_form, by_serial_form, whole
from .found import Device, FoundDevice, known_as
from .plan import async_plan, may_be_planned
from .search import NONE, SearchSteps

HIGHEST_UNIT = 247
"""On a serial line; 0 is for everybody, and nobody answers it."""

SLOWEST, FASTEST = 300, 921_600

USUAL_LINE = SerialSettings(baudrate=19_200, parity="E")
"""Where no family is chosen: Modbus' own default, and that of Hager's meters."""


@dataclass
class _Scan:
    """A walk over the addresses of a line."""

    step: str
    """The form it was begun from."""

    links: Sequence[Link]
    """The line at each speed to be tried; all devices on a line have the same one."""

    entered: dict[str, Any]
    units: Sequence[int]
    error: str = ""


class LineSteps[C: FlowContext, R: FlowResult[Any, Any], H](SearchSteps[C, R, H]):
    """Ask for a device on a serial line, one of a known family: speed and parity of a line differ by family."""

    _line_task: asyncio.Task[list[FoundDevice]] | None = None
    _scanned: _Scan | None = None
    _line_family = FAMILY_AUTO

    @property
    def line_families(self) -> tuple[str, ...]:
        """Return the wanted families that speak on a serial line."""
        return tuple(
            family for family, driver in FAMILIES.items() if self.wants(family) and driver.default_serial is not None
        )

    @property
    def moved_device(self) -> ConfigSubentry | None:
        """Return the device whose link is changed, or None where one is added."""
        return None

    async def async_line_back(self) -> R:
        """Go back from the form of a line."""
        return await self.async_step_by_line()

    async def async_step_by_line(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask what the line is connected to."""
        return self.async_show_menu(
            step_id="by_line",
            menu_options=["by_serial", "by_gateway"],
            description_placeholders={"device": "" if self.moved_device is None else self.moved_device.title},
        )

    async def async_step_by_serial(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for a serial port, and who answers there."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if not (device := user_input.get(CONF_DEVICE, "").strip()):
                return await self.async_line_back()
            family = self._family(user_input)
            usual = (None if family == FAMILY_AUTO else FAMILIES[family].default_serial) or USUAL_LINE
            line = user_input[CONF_LINE]
            speed = whole(line.get(CONF_BAUDRATE, usual.baudrate), SLOWEST, FASTEST)
            if speed is None:
                errors["base"] = "invalid_baudrate"
            else:
                link = SerialLink(device, speed, LineFormat(line.get(CONF_LINE_FORMAT, LineFormat.of(usual))))
                links = [link] if line or family != FAMILY_AUTO else self._at_usual_speeds(device)
                return await self._async_line("by_serial", links, user_input)
        return self._show_line("by_serial", user_input, errors)

    async def async_step_by_gateway(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for a gateway, and who answers behind it."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if not (host := user_input.get(CONF_HOST, "").strip()):
                return await self.async_line_back()
            port = whole(user_input.get(CONF_PORT), 1, 65535)
            if port is None:
                errors[CONF_PORT] = "invalid_port"
            else:
                return await self._async_line("by_gateway", [GatewayLink(host, port)], user_input)
        return self._show_line("by_gateway", user_input, errors)

    def _family(self, entered: Mapping[str, Any]) -> str:
        """Return the family that is asked for: the device's own, where one is moved."""
        if self.moved_device is not None:
            family: str = self.moved_device.data[CONF_FAMILY]
            return family
        # The form that offers to plan a device has no room for its family, which was chosen before.
        self._line_family = entered.get(CONF_FAMILY, self._line_family)
        return self._line_family

    def _at_usual_speeds(self, device: str) -> list[Link]:
        """Return a port at each speed the wanted families leave the factory with, the commonest first."""
        settings = dict.fromkeys(
            (USUAL_LINE, *(FAMILIES[family].default_serial or USUAL_LINE for family in self.line_families))
        )
        return [SerialLink(device, each.baudrate, LineFormat.of(each)) for each in settings]

    async def _async_line(self, step: str, links: Sequence[Link], entered: dict[str, Any]) -> R:
        """Ask who answers on a line, and go on with the device that did."""
        family, link = self._family(entered), links[0]
        scans = family == FAMILY_AUTO
        unit = whole(entered.get(CONF_UNIT_ID, 1 if scans else FAMILIES[family].default_unit), 1, HIGHEST_UNIT)
        if unit is None:
            return self._show_line(step, entered, {CONF_UNIT_ID: "invalid_line_unit"})
        if scans:
            self._scanned = _Scan(step, links, entered, (unit,) if CONF_UNIT_ID in entered else ADDRESSES)
            return await self.async_step_scanning_line()
        words = {"address": str(link), "unit": str(unit)}
        own = self.moved_device
        device: Device
        try:
            device = await async_identify(self.hass, link, families=[family], unit_id=unit)
        except DeviceError as err:
            errors = {"base": line_error_key(err, link)}
            may_plan = may_be_planned(errors) and (own is None or bool(own.data.get(CONF_PLANNED)))
            if not (may_plan and entered.get(CONF_PLAN)):
                return self._show_line(step, entered, errors, words, may_plan=may_plan)
            device = await async_plan(self.hass, link, unit, family)
        if own is not None and not is_same(device, own):
            return self._show_line(step, entered, {"base": "wrong_device"}, words | {"found": device.label})
        if known_as(self.hass, device, but=own) is not None:
            return self._show_line(step, entered, {"base": "already_configured"}, words)
        return await self.async_device_found(device)

    async def async_step_scanning_line(self, user_input: dict[str, Any] | None = None) -> R:
        """Walk the addresses of a line, and show how far it is."""
        scan = self._scanned
        assert scan is not None
        words = {"address": " / ".join(str(link) for link in scan.links), "count": str(len(scan.units))}
        if self._line_task is None:
            self._line_task = self.hass.async_create_task(
                async_scan_line(self.hass, scan.links, self.line_families, scan.units, self._async_tell),
                "overshot line scan",
                eager_start=False,
            )
        if not self._line_task.done():
            return self.async_show_progress(
                step_id="scanning_line",
                progress_action="scanning_line",
                progress_task=self._line_task,
                description_placeholders=words,
            )
        task, self._line_task = self._line_task, None
        try:
            self._take_found(task.result())
        except DeviceError as err:
            scan.error = line_error_key(err, scan.links[0])
            return self.async_show_progress_done(next_step_id=scan.step)
        if self.found:
            return self.async_show_progress_done(next_step_id="choose")
        scan.error = "nothing_on_line"
        return self.async_show_progress_done(next_step_id=scan.step)

    def _show_line(
        self,
        step: str,
        entered: Mapping[str, Any] | None,
        errors: dict[str, str],
        words: Mapping[str, str] | None = None,
        *,
        may_plan: bool = False,
    ) -> R:
        """Show a form with what was entered, or what is stored."""
        families = self.line_families if self.moved_device is None else ()
        if may_plan and step == "by_serial":
            families = ()
        if entered is None and (scan := self._scanned) is not None and scan.error:
            # Back from a walk that found nobody.
            self._scanned, entered, errors = None, scan.entered, {"base": scan.error}
            words = {"address": str(scan.links[0]), "configured": ", ".join(self.configured) or NONE}
        form = (by_serial_form if step == "by_serial" else by_gateway_form)(families, may_plan=may_plan)
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(form, entered or self._stored_line()),
            errors=errors,
            description_placeholders=words,
        )

    def _stored_line(self) -> Mapping[str, Any]:
        """Return what the device that is moved has now, as the forms ask for it."""
        own = self.moved_device
        if own is None:
            return {}
        line = {key: own.data[key] for key in (CONF_BAUDRATE, CONF_LINE_FORMAT) if key in own.data}
        return {**own.data, CONF_LINE: line}


def is_on_a_line(device: ConfigSubentry) -> bool:
    """Whether a device is on a serial line, behind a gateway or not."""
    return not isinstance(link_of(device.data), TcpLink)


def line_error_key(err: DeviceError, link: Link) -> str:
    """Return the key of an error's text: on a line other things go wrong than in a network."""
    if isinstance(err, CannotConnectError):
        return "cannot_open" if isinstance(link, SerialLink) else err.key
    if isinstance(err, SilentError) or (isinstance(err, NotModbusError) and not isinstance(err, HungUpError)):
        return "silent_line"
    return err.key
