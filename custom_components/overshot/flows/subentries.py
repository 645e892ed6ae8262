"""Add a device to a site, and change how it is reached or wired."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar, Final, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowContext,
    SubentryFlowResult,
)
from homeassistant.const import CONF_DEVICE, CONF_HOST, CONF_PORT
from homeassistant.core import callback

from ..const import (
    CONF_CONNECTION_TYPE,
    CONF_FAMILY,
    CONF_GRID_ROLE,
    CONF_PLANNED,
    FAMILY_ENTITIES,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_CONTROLLER,
    SUBENTRY_INVERTER,
    SUBENTRY_METER,
)
from ..core.model import ConnectionType
from ..devices.driver import DeviceKind
from ..devices.p1 import P1Telegram
from ..devices.p1_source import P1Source, SerialSource, TcpSource
from ..layout import connection_of
from .charge_point import as_entered, check, suggested
from .drafts import DeviceDraft, can_measure_grid, grid_meter_of, is_same, moved, stations_of, unambiguous
from .forms import GRID_ROLE_FORM, address_form, charge_point_form, choose_one_form
from .found import Device, known_as
from .line import LineSteps, is_on_a_line
from .meter import MeterSteps
from .plan import may_be_planned
from .search import NONE

_RIVALS: Final = {
    DeviceKind.CONTROLLER: SUBENTRY_CHARGE_POINT,
    DeviceKind.CHARGE_POINT: SUBENTRY_CONTROLLER,
}
"""What has to be warned of where a device of the other kind is there: a station must obey one master only."""


class DeviceFlow(ConfigSubentryFlow):
    """Add a device to a site or change one."""

    @property
    def changed(self) -> ConfigSubentry | None:
        """Return the device that is changed, or None where one is added."""
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None

    @callback
    def async_add(self, draft: DeviceDraft) -> SubentryFlowResult:
        """Add a device to the site, which loads again by itself."""
        taken = (subentry.title for subentry in self._get_entry().subentries.values())
        return self.async_create_entry(
            title=unambiguous(draft.title, draft.unique_id, taken), data=dict(draft.data), unique_id=draft.unique_id
        )

    @callback
    def async_change(self, data: Mapping[str, Any]) -> SubentryFlowResult:
        """Change the device. A loaded site hears of it and loads again; one that failed to load is tried again."""
        entry, subentry = self._get_entry(), self._get_reconfigure_subentry()
        if entry.update_listeners:
            return self.async_update_and_abort(entry, subentry, data=data)
        return self.async_update_reload_and_abort(entry, subentry, data=data)


class ModbusDeviceFlow(DeviceFlow, LineSteps[SubentryFlowContext, SubentryFlowResult, tuple[str, str]]):
    """Add a device that speaks Modbus, or change its address."""

    kind: ClassVar[DeviceKind]

    def __init__(self) -> None:
        """Want one kind of device."""
        super().__init__()
        self.kinds = (self.kind,)
        if self.line_families:
            self.nothing_found_options = ("search", "by_hand", "by_line")
        self.draft: DeviceDraft | None = None
        """The device to be added, while something about it is still open."""

    # Add

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how to find the device."""
        return self.async_show_menu(step_id="user", menu_options=list(self.nothing_found_options))

    @override
    async def async_search_skipped(self) -> SubentryFlowResult:
        return await self.async_step_user()

    @override
    async def async_step_choose(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which of the found devices to add."""
        if user_input is not None:
            return await self.async_device_found(self.found[user_input[CONF_DEVICE]])
        options = {serial: device.label for serial, device in self.found.items()}
        return self.async_show_form(
            step_id="choose",
            data_schema=choose_one_form(options, next(iter(options))),
            description_placeholders={"configured": ", ".join(self.configured) or NONE},
        )

    @override
    async def async_device_found(self, device: Device) -> SubentryFlowResult:
        if self.changed is not None:
            return self.async_change(moved(self.changed, device))
        self.draft = DeviceDraft.of_found(device)
        return await (self.async_step_one_master() if self._rivals() else self.async_step_understood())

    def _rivals(self) -> list[ConfigSubentry]:
        """Return the devices of the site that might command the same station."""
        rival = _RIVALS.get(self.kind)
        return [] if rival is None else self._get_entry().get_subentries_of_type(rival)

    async def async_step_one_master(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say what a controller steers and what Overshot steers; a station cannot obey both."""
        assert self.draft is not None
        new, present = self.draft.title, ", ".join(device.title for device in self._rivals())
        added_controller = self.kind is DeviceKind.CONTROLLER
        return self.async_show_menu(
            step_id="one_master",
            menu_options=["understood", "user"],
            description_placeholders={
                "controllers": new if added_controller else present,
                "stations": present if added_controller else new,
            },
        )

    async def async_step_understood(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what is still open about the device, or add it."""
        assert self.draft is not None
        if can_measure_grid(self.draft.data) and grid_meter_of(self._get_entry()) is None:
            return await self.async_step_grid_role()
        return self.async_add(self.draft)

    async def async_step_grid_role(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask whether the device is to measure the grid, where no other one does."""
        assert self.draft is not None
        if user_input is not None:
            return self.async_add(self.draft.changed(**user_input))
        return self.async_show_form(
            step_id="grid_role",
            data_schema=GRID_ROLE_FORM,
            description_placeholders={"device": self.draft.title},
        )

    # Change

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change the device."""
        return await self.async_step_address()

    async def async_step_address(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask where the device has moved to; the same one has to answer there."""
        subentry = self._get_reconfigure_subentry()
        if is_on_a_line(subentry):
            return await self.async_step_by_line()
        errors: dict[str, str] = {}
        placeholders = {"device": subentry.title}
        may_plan = False
        if user_input is not None:
            host, family = user_input[CONF_HOST].strip(), subentry.data[CONF_FAMILY]
            device: Device | None
            device, errors, details = await self.async_ask(host, user_input, [family])
            placeholders |= details
            if may_plan := may_be_planned(errors) and bool(subentry.data.get(CONF_PLANNED)):
                device, errors = await self.async_plan_at(host, user_input, family, errors)
            if device is not None and not is_same(device, subentry):
                errors = {"base": "wrong_device"}
                placeholders["found"] = device.label
            elif device is not None and known_as(self.hass, device, but=subentry) is not None:
                errors = {"base": "already_configured"}
            elif device is not None:
                return await self.async_device_found(device)
        return self.async_show_form(
            step_id="address",
            data_schema=self.add_suggested_values_to_schema(
                address_form(may_plan=may_plan), user_input or subentry.data
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    @property
    @override
    def moved_device(self) -> ConfigSubentry | None:
        return self.changed


class ControllerFlow(ModbusDeviceFlow):
    """Add or change an energy controller."""

    kind = DeviceKind.CONTROLLER


class InverterFlow(ModbusDeviceFlow):
    """Add or change an inverter or battery."""

    kind = DeviceKind.INVERTER


class ChargePointFlow(ModbusDeviceFlow):
    """Add or change a charging station."""

    kind = DeviceKind.CHARGE_POINT

    @override
    async def async_step_understood(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for its wiring."""
        return await self.async_step_charge_point()

    @override
    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=["charge_point", "address"],
            description_placeholders={"device": self._get_reconfigure_subentry().title},
        )

    async def async_step_charge_point(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for wiring and currents."""
        entry, own = self._get_entry(), self.changed
        connection = connection_of(entry.data)
        others = [station.data for station in stations_of(entry, without=own)]
        errors: dict[str, str] = {}
        device = own or self.draft
        assert device is not None
        placeholders = {
            "device": device.title,
            "serial": NONE if device.data.get(CONF_PLANNED) else str(device.unique_id),
            "limit": f"{connection.limit:g}",
        }
        shown = as_entered(own.data) if own else suggested(connection, others)
        if user_input is not None:
            settings, errors, details = check(connection, others, user_input)
            placeholders |= details
            if not errors:
                return self._settled(settings)
        return self.async_show_form(
            step_id="charge_point",
            data_schema=self.add_suggested_values_to_schema(charge_point_form(connection.type), user_input or shown),
            errors=errors,
            description_placeholders=placeholders,
        )

    def _settled(self, settings: Mapping[str, Any]) -> SubentryFlowResult:
        """Store the settings."""
        if self.changed is not None:
            return self.async_change({**self.changed.data, **settings})
        assert self.draft is not None
        return self.async_add(self.draft.changed(**settings))


class MeterFlow(DeviceFlow, MeterSteps[SubentryFlowContext, SubentryFlowResult, tuple[str, str]]):
    """Add or change a meter: P1 or entities."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what kind of meter it is."""
        return self.async_show_menu(step_id="user", menu_options=["p1_tcp", "p1_serial", "entities"])

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how the meter is read now, or from which entities."""
        own = self._get_reconfigure_subentry()
        if own.data[CONF_FAMILY] == FAMILY_ENTITIES:
            return await self.async_step_entities()
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=["p1_tcp", "p1_serial"],
            description_placeholders={"device": own.title},
        )

    @property
    @override
    def changed_meter(self) -> ConfigSubentry | None:
        return self.changed

    @property
    @override
    def connection_type(self) -> ConnectionType:
        return ConnectionType(self._get_entry().data[CONF_CONNECTION_TYPE])

    @override
    async def async_meter_back(self) -> SubentryFlowResult:
        return await (self.async_step_user() if self.changed is None else self.async_step_reconfigure())

    @override
    async def async_meter_ready(self, draft: DeviceDraft) -> SubentryFlowResult:
        own = self.changed
        if own is not None:
            return self.async_change({**draft.data, CONF_GRID_ROLE: own.data[CONF_GRID_ROLE]})
        return self.async_add(draft.changed(**{CONF_GRID_ROLE: grid_meter_of(self._get_entry()) is None}))

    @override
    async def async_try_p1(self, source: P1Source) -> P1Telegram:
        """Try a port; one that this site reads itself has to be let go of for that."""
        async with self._released(source):
            return await super().async_try_p1(source)

    @asynccontextmanager
    async def _released(self, source: P1Source) -> AsyncIterator[None]:
        """Unload the site while its own port is tried, and load it again whatever comes of it."""
        own, entry = self.changed, self._get_entry()
        reads_it = own is not None and entry.state is ConfigEntryState.LOADED and _reads(own, source)
        if not reads_it or not await self.hass.config_entries.async_unload(entry.entry_id):
            yield
            return
        try:
            yield
        finally:
            await self.hass.config_entries.async_setup(entry.entry_id)


def _reads(meter: ConfigSubentry, source: P1Source) -> bool:
    """Whether a P1 meter is read at this very port: a cable, and many an adapter, serve one reader only."""
    where = (meter.data.get(CONF_DEVICE), meter.data.get(CONF_HOST), meter.data.get(CONF_PORT))
    if isinstance(source, SerialSource):
        return where == (source.device, None, None)
    if isinstance(source, TcpSource):
        return where == (None, source.host, source.port)
    return False


SUBENTRY_FLOWS: dict[str, type[ConfigSubentryFlow]] = {
    SUBENTRY_METER: MeterFlow,
    SUBENTRY_CONTROLLER: ControllerFlow,
    SUBENTRY_INVERTER: InverterFlow,
    SUBENTRY_CHARGE_POINT: ChargePointFlow,
}
