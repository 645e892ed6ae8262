"""The steps that find devices: a search of the network with a progress bar, and one device by its address."""

from abc import abstractmethod
import asyncio
from collections.abc import Collection, Iterable, Mapping
import logging
from typing import Any

from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import callback
from homeassistant.data_entry_flow import FlowContext, FlowHandler, FlowResult

from ..const import CONF_FAMILY, CONF_UNIT_ID
from ..devices.driver import DeviceKind
from ..devices.errors import DeviceError, SilentError
from ..devices.registry import FAMILIES
from ..devices.scan import MAX_HOSTS
from ..modbus_link import TcpLink
from .discovery import SearchResult, async_identify, async_search
from .forms import (
    CONF_MORE,
    CONF_NETWORKS,
    CONF_PLAN,
    CONF_PORTS,
    CONF_SKIP,
    FAMILY_AUTO,
    by_hand_form,
    search_form,
    whole,
)
from .found import Device, FoundDevice, PlannedDevice, is_reached_at, known_as
from .networks import NotANetworkError, TooManyAddressesError, async_default_networks, parse_networks, parse_ports
from .plan import async_plan, may_be_planned

_LOGGER = logging.getLogger(__name__)

NONE = "-"
"""Stands for an empty list in a text."""


def error_key(err: DeviceError) -> str:
    """Return the key of an error's text; silence of a Modbus device has other causes than that of a P1 port."""
    return "silent_device" if isinstance(err, SilentError) else err.key


class SearchSteps[C: FlowContext, R: FlowResult[Any, Any], H](FlowHandler[C, R, H]):
    """Search the network, or ask for one address."""

    kinds: Collection[DeviceKind] = tuple(DeviceKind)
    """Which kinds of devices are wanted."""

    also_families: Collection[str] = ()
    """Families of other kinds that are wanted too."""

    may_skip_search = False
    nothing_found_options: Collection[str] = ("search", "by_hand")

    def __init__(self) -> None:
        """Start with nothing found."""
        super().__init__()
        self.found: dict[str, Device] = {}
        """What may be chosen, by serial number: new devices of the wanted kinds."""

        self.configured: list[str] = []
        """Names of devices that were found and are set up already."""

        self.unanswered: list[str] = []
        """Addresses that opened a port and told nothing."""

        self._networks = ""
        self._hosts: list[str] = []
        self._ports: list[int] = []
        self._task: asyncio.Task[SearchResult] | None = None
        self._failed = False

    def wants(self, family: str) -> bool:
        """Whether devices of a family are wanted."""
        return FAMILIES[family].kind in self.kinds or family in self.also_families

    @abstractmethod
    async def async_step_choose(self, user_input: dict[str, Any] | None = None) -> R:
        """Let the user choose from what was found."""

    @abstractmethod
    async def async_device_found(self, device: Device) -> R:
        """Go on with a device that said who it is, or is planned."""

    @abstractmethod
    async def async_search_skipped(self) -> R:
        """Go on without a search, or back from the form of an address."""

    async def async_step_search(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask where to search."""
        errors: dict[str, str] = {}
        placeholders = {"limit": str(MAX_HOSTS)}
        if user_input is not None:
            self._networks = user_input.get(CONF_NETWORKS, "")
            if user_input.get(CONF_SKIP):
                return await self.async_search_skipped()
            try:
                self._hosts = parse_networks(self._networks)
            except NotANetworkError as err:
                errors[CONF_NETWORKS] = "invalid_networks"
                placeholders["part"] = err.part
            except TooManyAddressesError:
                errors[CONF_NETWORKS] = "network_too_large"
            try:
                self._ports = parse_ports(user_input[CONF_MORE][CONF_PORTS])
            except NotANetworkError:
                errors["base"] = "invalid_ports"
            if not errors:
                return await self.async_step_searching()
        if self._failed:
            self._failed = False
            errors["base"] = "unknown"
        networks = self._networks or await async_default_networks(self.hass)
        return self.async_show_form(
            step_id="search",
            data_schema=self.add_suggested_values_to_schema(
                search_form(networks, may_skip=self.may_skip_search), user_input
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    async def async_step_searching(self, user_input: dict[str, Any] | None = None) -> R:
        """Search, and show how far it is."""
        if self._task is None:
            self._task = self.hass.async_create_task(
                async_search(self.hass, self._hosts, self._ports, self._async_tell),
                "overshot search",
                eager_start=False,
            )
        if not self._task.done():
            return self.async_show_progress(
                step_id="searching",
                progress_action="searching",
                progress_task=self._task,
                description_placeholders=self._searched(),
            )
        task, self._task = self._task, None
        try:
            result = task.result()
            self._take_found(result.devices)
            self.unanswered = [str(link) for link in result.unanswered if not is_reached_at(self.hass, link)]
        except Exception:
            # Whatever a network does, the user must get back to a form.
            _LOGGER.exception("The search of the network failed")
            self._failed = True
            return self.async_show_progress_done(next_step_id="search")
        return self.async_show_progress_done(next_step_id="choose" if self.found else "nothing_found")

    @callback
    def _async_tell(self, share: float) -> None:
        """Move the progress bar."""
        self.async_update_progress(share)

    def _take_found(self, devices: Iterable[FoundDevice]) -> None:
        """Keep what is new and wanted, and the names of what is set up already."""
        wanted = [(device, known_as(self.hass, device)) for device in devices if self.wants(device.family)]
        self.found |= {device.serial: device for device, known in wanted if known is None}
        self.configured = [device.title for device, known in wanted if known is not None]

    def _searched(self) -> Mapping[str, str]:
        """Return what was searched, for the texts."""
        return {
            "count": str(len(self._hosts)),
            "ports": ", ".join(str(port) for port in self._ports),
            "networks": self._networks,
            **self.left_out(),
        }

    def left_out(self) -> dict[str, str]:
        """Return what was found and cannot be chosen, for the texts."""
        return {
            "configured": ", ".join(self.configured) or NONE,
            "unanswered": ", ".join(self.unanswered) or NONE,
        }

    async def async_step_nothing_found(self, user_input: dict[str, Any] | None = None) -> R:
        """Say what to check, and offer ways on."""
        return self.async_show_menu(
            step_id="nothing_found",
            menu_options=list(self.nothing_found_options),
            description_placeholders=self._searched(),
        )

    async def async_step_by_hand(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for an address, and who answers there."""
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        may_plan = False
        families = [family for family in FAMILIES if self.wants(family)]
        if user_input is not None:
            host = user_input.get(CONF_HOST, "").strip()
            if not host:
                return await self.async_search_skipped()
            asked = families if user_input[CONF_FAMILY] == FAMILY_AUTO else [user_input[CONF_FAMILY]]
            device: Device | None
            device, errors, placeholders = await self.async_ask(host, user_input, asked)
            if may_plan := may_be_planned(errors):
                device, errors = await self.async_plan_at(host, user_input, user_input[CONF_FAMILY], errors)
            if device is not None and known_as(self.hass, device) is not None:
                errors = {"base": "already_configured"}
            elif device is not None:
                return await self.async_device_found(device)
        return self.async_show_form(
            step_id="by_hand",
            data_schema=self.add_suggested_values_to_schema(by_hand_form(families, may_plan=may_plan), user_input),
            errors=errors,
            description_placeholders=placeholders,
        )

    async def async_plan_at(
        self, host: str, entered: Mapping[str, Any], family: str, errors: dict[str, str]
    ) -> tuple[PlannedDevice | None, dict[str, str]]:
        """Return the device that is to be added although nobody is there, where the user says so; or the errors."""
        if not entered.get(CONF_PLAN):
            return None, errors
        if family == FAMILY_AUTO:
            return None, {CONF_FAMILY: "family_for_plan"}
        unit_id = int(entered.get(CONF_UNIT_ID, FAMILIES[family].default_unit))
        return await async_plan(self.hass, TcpLink(host, int(entered[CONF_PORT])), unit_id, family), {}

    async def async_ask(
        self, host: str, entered: Mapping[str, Any], families: Collection[str]
    ) -> tuple[FoundDevice | None, dict[str, str], dict[str, str]]:
        """Return who answers at an address that was entered, or errors by field and what their texts say."""
        port = whole(entered[CONF_PORT], 1, 65535)
        unit_id = whole(entered.get(CONF_UNIT_ID), 0, 255)
        if port is None:
            return None, {CONF_PORT: "invalid_port"}, {}
        if unit_id is None and entered.get(CONF_UNIT_ID) is not None:
            return None, {CONF_UNIT_ID: "invalid_unit"}, {}
        link = TcpLink(host, port)
        placeholders = {"address": str(link)}
        try:
            return await async_identify(self.hass, link, families=families, unit_id=unit_id), {}, placeholders
        except DeviceError as err:
            return None, {"base": error_key(err)}, placeholders
