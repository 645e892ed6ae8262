"""Set up a site: the house, its grid meter, the devices in its network.

Everything is gathered first and stored at once, and nothing is written to any device.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlowContext,
    ConfigFlowResult,
    ConfigSubentryFlow,
    FlowType,
    OptionsFlow,
)
from homeassistant.const import CONF_DEVICE, CONF_DEVICES, CONF_NAME
from homeassistant.core import callback
from homeassistant.data_entry_flow import FlowResultType

from .const import CONF_CONNECTION_TYPE, CONF_GRID_ROLE, DOMAIN
from .core.model import ConnectionType
from .devices.driver import DeviceKind
from .devices.hager_stations import station_of
from .flows.charge_point import check, suggested
from .flows.discovered import DiscoverySteps
from .flows.drafts import DeviceDraft, stations_of, unambiguous
from .flows.emissions import EmissionSteps
from .flows.forecast import ForecastSteps
from .flows.forms import (
    CONF_BY_HAND,
    CONF_MOVED,
    CONF_USE_METER,
    CONNECTION_DIFFERS_FORM,
    choose_again_form,
    choose_many_form,
    choose_one_form,
)
from .flows.found import Device, FoundDevice, PlannedDevice, configured_ids, known_as
from .flows.line import LineSteps
from .flows.meter import MeterSteps
from .flows.search import NONE
from .flows.search_again import async_take_in, move_label, moved_devices
from .flows.site import CONNECTION_NAMES, told_connection
from .flows.subentries import SUBENTRY_FLOWS
from .flows.wiring import charge_point_form
from .flows.words import async_said, async_said_of, notes_of, with_notes
from .layout import connection_of
from .setup_check.flow import SetupCheckFlow

GRID_METER: Final[dict[str, Any]] = {CONF_GRID_ROLE: True}

STEERABLE: Final = (DeviceKind.CHARGE_POINT, DeviceKind.INVERTER, DeviceKind.HEAT_PUMP)
"""A site with any of these is worth a check."""


class OvershotConfigFlow(
    EmissionSteps,
    ForecastSteps,
    DiscoverySteps,
    MeterSteps[ConfigFlowContext, ConfigFlowResult, str],
    LineSteps[ConfigFlowContext, ConfigFlowResult, str],
    domain=DOMAIN,
):
    """Set up or change a site."""

    VERSION = 1
    may_skip_search = True
    nothing_found_options: Collection[str] = ("search", "by_hand", "by_line", "devices_done")

    def __init__(self) -> None:
        """Start with nothing chosen."""
        super().__init__()
        self._meter: DeviceDraft | None = None
        """The grid meter, unless a chosen device is to be it."""

        self._chosen: list[str] = []
        """Serial numbers of the chosen devices."""

        self._declined: set[str] = set()
        """Serial numbers of devices that were found and not chosen."""

        self._devices_asked = False
        self._grid_device: str | None = None
        self._settings: dict[str, dict[str, Any]] = {}
        """Of the chosen charge points, by serial number."""

        self._one_master_shown: set[str] = set()
        self._elsewhere: dict[str, FoundDevice] = {}
        """Devices of the site that were met at another address, by subentry id."""

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(cls, config_entry: ConfigEntry) -> dict[str, type[ConfigSubentryFlow]]:
        """Return the devices a user can add to a site."""
        return dict(SUBENTRY_FLOWS)

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return the check of what is installed, which leads to steering it."""
        return SetupCheckFlow()

    @override
    async def async_on_create_entry(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Go on with the check of a site that has something to steer."""
        entry: ConfigEntry = result["result"]
        steerable = any(entry.get_subentries_of_type(kind) for kind in STEERABLE)
        if not steerable:
            return result
        check = await self.hass.config_entries.options.async_init(entry.entry_id)
        if check["type"] is FlowResultType.MENU:
            result["next_flow"] = (FlowType.OPTIONS_FLOW, check["flow_id"])
        return result

    @override
    async def async_site_wanted(self, device: FoundDevice | None) -> ConfigFlowResult:
        if device is not None:
            self.found[device.serial] = device
            self._chosen = [device.serial]
        return await self.async_step_user()

    # The grid meter

    @override
    async def async_site_ready(self) -> ConfigFlowResult:
        return await self.async_step_grid_meter()

    async def async_step_grid_meter(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what measures the grid connection."""
        return self.async_show_menu(
            step_id="grid_meter", menu_options=["p1_tcp", "p1_serial", "p1_http", "from_device", "entities"]
        )

    @property
    @override
    def connection_type(self) -> ConnectionType:
        return ConnectionType(self.site[CONF_CONNECTION_TYPE])

    @override
    async def async_meter_back(self) -> ConfigFlowResult:
        return await self.async_step_grid_meter()

    @override
    async def async_meter_ready(self, draft: DeviceDraft) -> ConfigFlowResult:
        self._meter = draft.changed(**GRID_METER)
        if self.p1_telegram is not None and told_connection(self.p1_telegram) not in (None, self.connection_type):
            return await self.async_step_connection_differs()
        return await self._async_after_meter()

    async def async_step_connection_differs(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Let the user settle what the house is connected to, where the meter contradicts."""
        assert self.p1_telegram is not None
        told = told_connection(self.p1_telegram)
        assert told is not None
        if user_input is not None:
            if user_input[CONF_USE_METER]:
                self.site[CONF_CONNECTION_TYPE] = told.value
            return await self._async_after_meter()
        return self.async_show_form(
            step_id="connection_differs",
            data_schema=CONNECTION_DIFFERS_FORM,
            description_placeholders={
                "chosen": CONNECTION_NAMES[self.connection_type],
                "told": CONNECTION_NAMES[told],
            },
        )

    async def async_step_from_device(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Leave the grid meter to one of the devices that will be found."""
        self._meter = None
        return await self._async_after_meter()

    async def _async_after_meter(self) -> ConfigFlowResult:
        """Go on to the devices, or to the end where they were chosen before."""
        return await (self.async_step_devices_done() if self._devices_asked else self.async_step_search())

    # The devices

    @override
    async def async_step_choose(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which of the found devices belong to the site."""
        if self.source == SOURCE_RECONFIGURE:
            return await self.async_step_choose_again(user_input)
        if user_input is not None:
            self._chosen = user_input[CONF_DEVICES]
            self._declined = set(self.found) - set(self._chosen)
            return await (self.async_step_by_hand() if user_input[CONF_BY_HAND] else self.async_step_devices_done())
        return self.async_show_form(
            step_id="choose",
            data_schema=choose_many_form(
                {serial: device.label for serial, device in self.found.items()},
                [serial for serial in self.found if serial not in self._declined],
            ),
            description_placeholders=with_notes(self.left_out(), await async_said_of(self.hass, self.found.values())),
        )

    @override
    async def async_device_found(self, device: Device) -> ConfigFlowResult:
        self.found[device.serial] = device
        self._declined.discard(device.serial)
        return await self.async_step_choose()

    @override
    async def async_search_skipped(self) -> ConfigFlowResult:
        return await self.async_step_more_devices()

    async def async_step_more_devices(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Offer the ways to get at devices, or to go on."""
        names = ", ".join(device.label for device in self._devices()) or NONE
        return self.async_show_menu(
            step_id="more_devices",
            menu_options=["by_hand", "by_line", "search", "devices_done"],
            description_placeholders={"devices": names},
        )

    def _devices(self) -> list[Device]:
        """Return the chosen devices."""
        return [self.found[serial] for serial in self._chosen]

    def _of_kind(self, kind: DeviceKind) -> list[Device]:
        """Return the chosen devices of one kind."""
        return [device for device in self._devices() if device.kind is kind]

    async def async_step_devices_done(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Settle what the chosen devices leave open, then create the site."""
        self._devices_asked = True
        stations = self._of_kind(DeviceKind.CHARGE_POINT)
        new = {device.serial for device in (*self._of_kind(DeviceKind.CONTROLLER), *stations)}
        if self._titles(DeviceKind.CONTROLLER) and self._titles(DeviceKind.CHARGE_POINT):
            if not new <= self._one_master_shown:
                self._one_master_shown = new
                return await self.async_step_one_master()
        if self.source != SOURCE_RECONFIGURE and self._meter is None and self._grid_device is None:
            return await self.async_step_grid_device()
        if any(station.serial not in self._settings for station in stations):
            return await self.async_step_charge_point()
        return self._create() if self.source != SOURCE_RECONFIGURE else self._take_in()

    def _titles(self, kind: DeviceKind) -> list[str]:
        """Return what the devices of a kind are called: those that are chosen, and those a site has already."""
        present = (
            self._get_reconfigure_entry().get_subentries_of_type(kind.value)
            if self.source == SOURCE_RECONFIGURE
            else ()
        )
        # There is one controller in a house, as a rule; stations have to be told apart.
        new = [device.title if kind is DeviceKind.CONTROLLER else device.label for device in self._of_kind(kind)]
        return [*(subentry.title for subentry in present), *new]

    async def async_step_one_master(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Say what a controller steers and what Overshot steers; a station cannot obey both."""
        return self.async_show_menu(
            step_id="one_master",
            menu_options=["devices_done", "choose"],
            description_placeholders={
                "controllers": ", ".join(self._titles(DeviceKind.CONTROLLER)),
                "stations": ", ".join(self._titles(DeviceKind.CHARGE_POINT)),
            },
        )

    async def async_step_grid_device(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which of the chosen devices measures the grid."""
        if user_input is not None:
            self._grid_device = user_input[CONF_DEVICE]
            return await self.async_step_devices_done()
        able = {device.serial: device.label for device in self._devices() if device.measures_grid}
        if not able:
            return await self.async_step_no_grid_device()
        return self.async_show_form(step_id="grid_device", data_schema=choose_one_form(able, next(iter(able))))

    async def async_step_no_grid_device(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Say that no chosen device can measure the grid, and offer ways on."""
        names = ", ".join(device.label for device in self._devices()) or NONE
        return self.async_show_menu(
            step_id="no_grid_device",
            menu_options=["search", "by_hand", "grid_meter"],
            description_placeholders={"devices": names},
        )

    async def async_step_charge_point(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for wiring and currents of each chosen charge point in turn."""
        connection = connection_of(self.site)
        stations = self._of_kind(DeviceKind.CHARGE_POINT)
        asked = next(station for station in stations if station.serial not in self._settings)
        others: list[Mapping[str, Any]] = [
            self._settings[station.serial] for station in stations if station.serial in self._settings
        ]
        if self.source == SOURCE_RECONFIGURE:
            others += [station.data for station in stations_of(self._get_reconfigure_entry())]
        errors: dict[str, str] = {}
        serial = NONE if isinstance(asked, PlannedDevice) else asked.serial
        placeholders = {"device": asked.title, "serial": serial, "limit": f"{connection.limit:g}"}
        if user_input is not None:
            settings, errors, details = check(connection, others, user_input)
            placeholders |= details
            if not errors:
                self._settings[asked.serial] = settings
                return await self.async_step_devices_done()
        return self.async_show_form(
            step_id="charge_point",
            data_schema=self.add_suggested_values_to_schema(
                charge_point_form(connection.type), user_input or suggested(connection, others, station_of(asked.model))
            ),
            errors=errors,
            description_placeholders=with_notes(
                placeholders, await async_said(self.hass, notes_of(asked.driver, asked.model))
            ),
        )

    # A later search

    @override
    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        self.may_skip_search = False
        self.nothing_found_options = ("search", "reconfigure")
        return await super().async_step_reconfigure(user_input)

    @callback
    @override
    def async_may_choose(self) -> bool:
        if self.source == SOURCE_RECONFIGURE:
            self._elsewhere = moved_devices(self._get_reconfigure_entry(), self.met)
        return bool(self.found or self._elsewhere)

    async def async_step_choose_again(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which of the devices that a later search found belong to the site, and which have moved."""
        entry = self._get_reconfigure_entry()
        if user_input is not None:
            self._chosen = user_input.get(CONF_DEVICES, [])
            moving = set(user_input.get(CONF_MOVED, ()))
            self._elsewhere = {id_: device for id_, device in self._elsewhere.items() if id_ in moving}
            return await self.async_step_devices_done()
        return self.async_show_form(
            step_id="choose_again",
            data_schema=choose_again_form(
                {serial: device.label for serial, device in self.found.items()},
                {id_: move_label(entry.subentries[id_], device) for id_, device in self._elsewhere.items()},
            ),
            description_placeholders=self.left_out(),
        )

    def _take_in(self) -> ConfigFlowResult:
        """Add what a later search found to the site, which loads again by itself."""
        entry = self._get_reconfigure_entry()
        drafts = [
            DeviceDraft.of_found(device).changed(**self._settings.get(device.serial, {}))
            for device in self._devices()
            if known_as(self.hass, device) is None
        ]
        async_take_in(self.hass, entry, drafts, self._elsewhere)
        return self.async_update_site()

    # The end

    def _create(self) -> ConfigFlowResult:
        """Create the site with all its devices, or nothing."""
        drafts = [] if self._meter is None else [self._meter]
        for device in self._devices():
            grid_role = self._meter is None and device.serial == self._grid_device
            draft = DeviceDraft.of_found(device, grid_role=grid_role)
            title = unambiguous(draft.title, device.serial, (other.title for other in drafts))
            drafts.append(draft.retitled(title).changed(**self._settings.get(device.serial, {})))
        known = configured_ids(self.hass)
        if any(draft.unique_id in known for draft in drafts) or any(
            known_as(self.hass, own) for own in self._devices()
        ):
            return self.async_abort(reason="already_configured")
        return self.async_create_entry(
            title=self.site[CONF_NAME], data=self.site, subentries=[draft.subentry() for draft in drafts]
        )
