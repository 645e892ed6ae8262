"""Add a meter to a site, and change how it is read or what it measures."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from math import isfinite
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntryState, ConfigSubentry, SubentryFlowContext, SubentryFlowResult
from homeassistant.const import CONF_DEVICE, CONF_HOST, CONF_PORT

from ..const import (
    CONF_CONNECTION_TYPE,
    CONF_FAMILY,
    CONF_GRID_ROLE,
    CONF_INVERT_METER,
    CONF_METER_ROLE,
    CONF_PEAK_POWER,
    CONF_PLANNED,
    CONF_UNIT_ID,
    FAMILY_ENTITIES,
    FAMILY_P1,
    SUBENTRY_METER,
)
from ..core.model import ConnectionType
from ..devices.driver import DeviceKind, DeviceReadings, Driver
from ..devices.errors import DeviceError
from ..devices.hager_ecr import HagerEcr
from ..devices.p1 import P1Telegram
from ..devices.p1_source import P1Source, SerialSource, TcpSource
from ..devices.register_map_driver import FAMILY as FAMILY_OWN_MAP
from ..devices.sunspec import SunSpec
from ..drivers import driver_class
from ..meter_role import MeterRole, in_role
from .described import DescribedDevice
from .device import ModbusDeviceFlow, of_entities
from .drafts import DeviceDraft, grid_meter_of, moved
from .forms import meter_role_form
from .found import Device
from .look import async_look
from .meter import MeterSteps
from .register_map import RegisterMapSteps
from .search import NONE
from .words import async_said, notes_of, with_notes

PEAK_BOUNDS: Final = (100.0, 10_000_000.0)
"""Of solar panels (W)."""

HAGER_ROLES: Final = {1: MeterRole.HEAT_PUMP, 10: MeterRole.SOLAR}
"""What Hager has the meters with these addresses measure."""

_ROLE_KEYS: Final = (CONF_METER_ROLE, CONF_PEAK_POWER, CONF_INVERT_METER, CONF_GRID_ROLE)


class MeterFlow(
    ModbusDeviceFlow,
    MeterSteps[SubentryFlowContext, SubentryFlowResult, tuple[str, str]],
    RegisterMapSteps[SubentryFlowContext, SubentryFlowResult, tuple[str, str]],
):
    """Add or change a meter: P1, Modbus, entities, or an own register map."""

    kind = DeviceKind.METER
    map_kind = DeviceKind.METER
    also_families: Collection[str] = (SunSpec.family,)
    """Inverters by kind, but some are nothing but a meter."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what kind of meter it is."""
        return self.async_show_menu(
            step_id="user", menu_options=["p1_tcp", "p1_serial", "p1_http", "modbus", "entities", "own_map"]
        )

    async def async_step_modbus(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how to find a meter that speaks Modbus."""
        return self.async_show_menu(step_id="modbus", menu_options=[*self.nothing_found_options, "user"])

    @override
    async def async_search_skipped(self) -> SubentryFlowResult:
        return await self.async_step_modbus()

    # P1 and entities

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
            kept = {key: own.data[key] for key in _ROLE_KEYS if key in own.data}
            return self.async_change({**draft.data, **kept})
        has_grid_meter = grid_meter_of(self._get_entry()) is not None
        if has_grid_meter and draft.data[CONF_FAMILY] == FAMILY_ENTITIES:
            self.draft = draft
            return await self.async_step_meter_role()
        return self.async_add(draft.changed(**{CONF_GRID_ROLE: not has_grid_meter}))

    # Modbus and own register maps

    @override
    async def async_device_found(self, device: Device) -> SubentryFlowResult:
        if self.changed is not None:
            return self.async_change(moved(self.changed, device))
        draft = DeviceDraft.of_found(device)
        return await self._async_meter(draft, await self._async_readings(draft.data))

    async def _async_meter(self, draft: DeviceDraft, readings: DeviceReadings | None) -> SubentryFlowResult:
        """Go on with a meter, or say that there is none in the device."""
        if readings is not None and readings.grid is None and not readings.meters:
            return await self.async_step_not_a_meter()
        self.readings = readings
        return await self.async_drafted(
            DeviceDraft(
                subentry_type=SUBENTRY_METER, title=draft.title, unique_id=draft.unique_id, data=dict(draft.data)
            )
        )

    readings: DeviceReadings | None = None
    """What the meter reads now, if that is known."""

    driver: type[Driver] | Driver | None = None
    """As the device narrows it, if it was looked at."""

    async def _async_readings(self, data: Mapping[str, Any]) -> DeviceReadings | None:
        """Look at a meter; return what it reads, or None where it does not answer now."""
        self.driver = driver_class(data)
        if data.get(CONF_PLANNED):
            return None
        try:
            look = await async_look(self.hass, data)
        except DeviceError:
            return None
        self.driver = look.driver
        return look.readings

    async def async_step_not_a_meter(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say that the device has no meter."""
        return self.async_show_menu(step_id="not_a_meter", menu_options=["modbus", "user"])

    @override
    async def async_step_understood(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what the meter measures."""
        return await self.async_step_meter_role()

    @property
    @override
    def described(self) -> ConfigSubentry | None:
        return self.changed

    @override
    async def async_map_back(self) -> SubentryFlowResult:
        return await self.async_meter_back()

    @override
    async def async_map_accepted(self, device: DescribedDevice) -> SubentryFlowResult:
        if self.changed is not None:
            return self.async_change(self.redescribed(self.changed, device))
        self.driver = device.driver
        return await self._async_meter(DeviceDraft.of_found(device), device.readings)

    # What it measures

    async def async_step_meter_role(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what the meter measures."""
        own, draft = self.changed, self.draft
        device = own or draft
        assert device is not None
        modbus = device.data[CONF_FAMILY] != FAMILY_ENTITIES
        if own is not None and modbus and user_input is None:
            self.readings = await self._async_readings(own.data)
        errors: dict[str, str] = {}
        if user_input is not None:
            entered, errors = self._checked(user_input)
            if not errors and own is not None:
                kept = {key: value for key, value in own.data.items() if key not in _ROLE_KEYS}
                return self.async_change({**kept, **entered})
            if not errors:
                assert draft is not None
                return self.async_add(draft.changed(**entered))
        turns = self.driver is not None and self.driver.capabilities.turns_meter
        shown = {CONF_METER_ROLE: self._usual_role(device.data), **device.data}
        return self.async_show_form(
            step_id="meter_role",
            data_schema=self.add_suggested_values_to_schema(
                meter_role_form([role.value for role in MeterRole], turns_meter=turns), user_input or shown
            ),
            errors=errors,
            description_placeholders=with_notes(
                {"device": device.title, "power": self._power()},
                await async_said(self.hass, notes_of(self.driver)) if self.driver is not None else "",
            ),
        )

    def _usual_role(self, data: Mapping[str, Any]) -> str:
        """Return the role to be proposed."""
        if data[CONF_FAMILY] == HagerEcr.family:
            return HAGER_ROLES.get(int(data[CONF_UNIT_ID]), MeterRole.CONSUMER).value
        taken = grid_meter_of(self._get_entry()) is not None
        return (MeterRole.CONSUMER if taken else MeterRole.GRID).value

    def _power(self) -> str:
        """Return the power the meter reads now, for the text."""
        whole = in_role(self.readings, MeterRole.GRID).grid if self.readings is not None else None
        return NONE if whole is None or whole.power is None else f"{whole.power:g} W"

    def _checked(self, entered: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """Return what is stored, and errors by field. There is one grid meter: the first one stays it."""
        role, own = MeterRole(entered[CONF_METER_ROLE]), self.changed
        measures_grid = own is not None and bool(own.data.get(CONF_GRID_ROLE))
        if measures_grid and role is not MeterRole.GRID:
            return {}, {CONF_METER_ROLE: "is_grid_meter"}
        first = role is MeterRole.GRID and grid_meter_of(self._get_entry()) is None
        stored: dict[str, Any] = {CONF_METER_ROLE: role.value, CONF_GRID_ROLE: measures_grid or first}
        peak = entered.get(CONF_PEAK_POWER)
        if role is MeterRole.SOLAR and peak is not None:
            if not isfinite(peak) or not PEAK_BOUNDS[0] <= peak <= PEAK_BOUNDS[1]:
                return {}, {CONF_PEAK_POWER: "invalid_peak_power"}
            stored[CONF_PEAK_POWER] = float(peak)
        if CONF_INVERT_METER in entered:
            stored[CONF_INVERT_METER] = bool(entered[CONF_INVERT_METER])
        return stored, {}

    # Change

    @override
    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what to change: how the meter is read, from which entities, or what it measures."""
        own = self._get_reconfigure_subentry()
        options = ["meter_role", "address"]
        if own.data[CONF_FAMILY] == FAMILY_P1:
            options = ["p1_tcp", "p1_serial", "p1_http"]
        elif of_entities(own):
            options = ["entities", "meter_role"]
        elif own.data[CONF_FAMILY] == FAMILY_OWN_MAP:
            self.describe(own)
            options = ["meter_role", "own_map", "reach"]
        return self.async_show_menu(
            step_id="reconfigure", menu_options=options, description_placeholders={"device": own.title}
        )

    # A port that this site reads itself

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
