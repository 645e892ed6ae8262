"""What the flows of all devices share: adding one to a site, and finding and moving one that speaks Modbus."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, Final, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowContext,
    SubentryFlowResult,
)
from homeassistant.const import CONF_DEVICE, CONF_HOST
from homeassistant.core import callback

from ..const import CONF_FAMILY, CONF_PLANNED, FAMILY_ENTITIES, SUBENTRY_CHARGE_POINT, SUBENTRY_CONTROLLER
from ..devices.driver import DeviceKind
from ..modbus_link import link_of
from .drafts import DeviceDraft, can_measure_grid, grid_meter_of, is_same, moved, unambiguous
from .forms import GRID_ROLE_FORM, address_form, choose_one_form
from .found import Device, known_as
from .line import LineSteps, is_on_a_line
from .other_master import async_overhears, controllers_on
from .plan import may_be_planned

_RIVALS: Final = {
    DeviceKind.CONTROLLER: SUBENTRY_CHARGE_POINT,
    DeviceKind.CHARGE_POINT: SUBENTRY_CONTROLLER,
}
"""What has to be warned of where a device of the other kind is there: a station must obey one master only."""


class DeviceFlow(ConfigSubentryFlow):
    """Add a device to a site or change one."""

    _go_on: Callable[[], Awaitable[SubentryFlowResult]]
    """What comes after a warning of another master."""

    _line: str
    _controllers: str

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

    # One master on a line

    async def async_alone_on_line(
        self, data: Mapping[str, Any], go_on: Callable[[], Awaitable[SubentryFlowResult]]
    ) -> SubentryFlowResult:
        """Go on with a device, given as subentry data, unless another controller may ask on its serial line too."""
        self._go_on, self._line = go_on, str(link_of(data))
        controllers = controllers_on(self._get_entry(), data)
        self._controllers = ", ".join(controller.title for controller in controllers)
        if controllers:
            return await self.async_step_line_controller()
        return await (self.async_step_line_busy() if await async_overhears(self.hass, data) else go_on())

    async def async_step_line_controller(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say that a controller of the site asks on the same line."""
        return self.async_show_menu(
            step_id="line_controller",
            menu_options=["line_understood", "user"],
            description_placeholders={"line": self._line, "controllers": self._controllers},
        )

    async def async_step_line_busy(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say that somebody talks on the line although nobody here asked."""
        return self.async_show_menu(
            step_id="line_busy",
            menu_options=["line_understood", "user"],
            description_placeholders={"line": self._line},
        )

    async def async_step_line_understood(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Go on after the warning."""
        return await self._go_on()


class ModbusDeviceFlow(DeviceFlow, LineSteps[SubentryFlowContext, SubentryFlowResult, tuple[str, str]]):
    """Add a device that speaks Modbus, or change its address."""

    kind: ClassVar[DeviceKind]
    other_ways: ClassVar[tuple[str, ...]] = ()
    """Steps that add a device of this kind without Modbus."""

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
        return self.async_show_menu(step_id="user", menu_options=[*self.nothing_found_options, *self.other_ways])

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
            description_placeholders=self.left_out(),
        )

    @override
    async def async_device_found(self, device: Device) -> SubentryFlowResult:
        if self.changed is not None:
            return self.async_change(moved(self.changed, device))
        return await self.async_drafted(DeviceDraft.of_found(device))

    async def async_entities_ready(self, draft: DeviceDraft) -> SubentryFlowResult:
        """Go on with a device that is made of entities."""
        return self.async_change(draft.data) if self.changed is not None else await self.async_drafted(draft)

    async def async_drafted(self, draft: DeviceDraft) -> SubentryFlowResult:
        """Go on with a device to be added: first of all, who else commands it."""
        self.draft = draft
        go_on = self.async_step_one_master if self._rivals() else self.async_step_understood
        return await (
            go_on() if draft.data[CONF_FAMILY] == FAMILY_ENTITIES else self.async_alone_on_line(draft.data, go_on)
        )

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
        return await self.async_settle()

    async def async_settle(self) -> SubentryFlowResult:
        """Ask what else is open, then add the device."""
        assert self.draft is not None
        return self.async_add(self.draft)

    async def async_step_grid_role(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask whether the device is to measure the grid, where no other one does."""
        assert self.draft is not None
        if user_input is not None:
            self.draft = self.draft.changed(**user_input)
            return await self.async_settle()
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


def of_entities(device: ConfigSubentry) -> bool:
    """Whether a device is made of entities of other integrations."""
    return bool(device.data[CONF_FAMILY] == FAMILY_ENTITIES)
