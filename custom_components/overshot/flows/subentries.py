"""Which devices a user can add to a site, and the flows of controllers, inverters and charging stations."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.config_entries import ConfigSubentry, ConfigSubentryFlow, SubentryFlowContext, SubentryFlowResult

from ..const import (
    CONF_CIRCUIT,
    CONF_FAMILY,
    CONF_MODEL,
    CONF_PLANNED,
    FAMILY_ENTITIES,
    SUBENTRY_CARD,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_CIRCUIT,
    SUBENTRY_CONTRACT,
    SUBENTRY_CONTROLLER,
    SUBENTRY_GROUP,
    SUBENTRY_HEAT_PUMP,
    SUBENTRY_INVERTER,
    SUBENTRY_LOAD,
    SUBENTRY_METER,
    SUBENTRY_PANELS,
    SUBENTRY_PERSON,
    SUBENTRY_VEHICLE,
)
from ..devices.driver import DeviceKind
from ..devices.errors import DeviceError
from ..devices.hager_stations import station_of
from ..devices.register_map_driver import FAMILY as FAMILY_OWN_MAP
from ..drivers import driver_class
from ..layout import connection_of
from .card import CardFlow
from .charge_point import as_entered, check, suggested
from .circuit import CircuitFlow
from .circuit_checks import first_shortfall, known_circuits, names_of
from .contract import ContractFlow
from .described import DescribedDevice
from .device import ModbusDeviceFlow, of_entities
from .drafts import DeviceDraft, stations_of
from .entities_station import StationEntitySteps
from .heat_pump import HeatPumpFlow
from .inverter import InverterFlow
from .load import LoadFlow
from .look import async_look
from .meter_flow import MeterFlow
from .panels import PanelsFlow
from .person import GroupFlow, PersonFlow
from .register_map import RegisterMapSteps
from .search import NONE
from .vehicle import VehicleFlow
from .wiring import charge_point_form
from .words import async_said, notes_of, with_notes

MOST_STATIONS: Final = 3
"""As many stations Hager plans behind one controller."""


class ControllerFlow(ModbusDeviceFlow):
    """Add or change an energy controller."""

    kind = DeviceKind.CONTROLLER

    @override
    async def async_settle(self) -> SubentryFlowResult:
        """Add it; where it has more stations than it is made for, say so first."""
        assert self.draft is not None
        try:
            look = None if self.draft.data.get(CONF_PLANNED) else await async_look(self.hass, self.draft.data)
        except DeviceError:
            look = None
        count = len(look.readings.charge_points) if look is not None else 0
        if count <= MOST_STATIONS:
            return await super().async_settle()
        self._stations = count
        return await self.async_step_many_stations()

    _stations = 0

    async def async_step_many_stations(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say that the controller has more stations than its maker plans."""
        return self.async_show_menu(
            step_id="many_stations",
            menu_options=["many_understood", "user"],
            description_placeholders={"count": str(self._stations), "most": str(MOST_STATIONS)},
        )

    async def async_step_many_understood(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Add it all the same."""
        return await super().async_settle()


class ChargePointFlow(
    ModbusDeviceFlow,
    StationEntitySteps,
    RegisterMapSteps[SubentryFlowContext, SubentryFlowResult, tuple[str, str]],
):
    """Add or change a charging station."""

    kind = DeviceKind.CHARGE_POINT
    map_kind = DeviceKind.CHARGE_POINT
    other_ways = ("entities", "own_map")

    @property
    @override
    def described(self) -> ConfigSubentry | None:
        return self.changed

    @override
    async def async_map_back(self) -> SubentryFlowResult:
        return await (self.async_step_user() if self.changed is None else self.async_step_reconfigure())

    @override
    async def async_map_accepted(self, device: DescribedDevice) -> SubentryFlowResult:
        if self.changed is not None:
            return self.async_change(self.redescribed(self.changed, device))
        return await self.async_drafted(DeviceDraft.of_found(device))

    @override
    async def async_step_understood(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for its wiring."""
        return await self.async_step_charge_point()

    @override
    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        own = self._get_reconfigure_subentry()
        where = ["station_change" if of_entities(own) else "address"]
        if own.data[CONF_FAMILY] == FAMILY_OWN_MAP:
            self.describe(own)
            where = ["own_map", "reach"]
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=["charge_point", *where],
            description_placeholders={"device": own.title},
        )

    async def async_step_charge_point(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for wiring and currents."""
        entry, own = self._get_entry(), self.changed
        connection = connection_of(entry.data)
        others = [station.data for station in stations_of(entry, without=own)]
        circuits = names_of(entry)
        errors: dict[str, str] = {}
        device = own or self.draft
        assert device is not None
        placeholders = {
            "device": device.title,
            "serial": NONE if device.data.get(CONF_PLANNED) else str(device.unique_id),
            "limit": f"{connection.limit:g}",
        }
        model = str(device.data.get(CONF_MODEL, ""))
        shown = as_entered(own.data) if own else suggested(connection, others, station_of(model))
        if user_input is not None:
            settings, errors, details = check(connection, others, user_input)
            if circuits:
                settings[CONF_CIRCUIT] = user_input.get(CONF_CIRCUIT)
            placeholders |= details
            short = None if errors else first_shortfall(entry, known_circuits(entry), [*others, settings])
            if short is not None:
                errors = {CONF_CIRCUIT: "circuit_fallback"}
                placeholders |= {"circuit": circuits[short.circuit], "shortfall": f"{short.amperes:g}"}
            if not errors:
                return self._settled(settings)
        return self.async_show_form(
            step_id="charge_point",
            data_schema=self.add_suggested_values_to_schema(
                charge_point_form(connection.type, circuits), user_input or shown
            ),
            errors=errors,
            description_placeholders=with_notes(placeholders, await self._async_notes(device.data, model)),
        )

    async def _async_notes(self, data: Mapping[str, Any], model: str) -> str:
        """Return what is to be said of the station; one made of entities is what its integration makes of it."""
        if data[CONF_FAMILY] == FAMILY_ENTITIES:
            return ""
        return await async_said(self.hass, notes_of(driver_class(data), model))

    def _settled(self, settings: Mapping[str, Any]) -> SubentryFlowResult:
        """Store the settings."""
        if self.changed is not None:
            return self.async_change({**self.changed.data, **settings})
        assert self.draft is not None
        return self.async_add(self.draft.changed(**settings))


SUBENTRY_FLOWS: dict[str, type[ConfigSubentryFlow]] = {
    SUBENTRY_METER: MeterFlow,
    SUBENTRY_CONTROLLER: ControllerFlow,
    SUBENTRY_INVERTER: InverterFlow,
    SUBENTRY_CHARGE_POINT: ChargePointFlow,
    SUBENTRY_HEAT_PUMP: HeatPumpFlow,
    SUBENTRY_LOAD: LoadFlow,
    SUBENTRY_CIRCUIT: CircuitFlow,
    SUBENTRY_PANELS: PanelsFlow,
    SUBENTRY_CONTRACT: ContractFlow,
    SUBENTRY_PERSON: PersonFlow,
    SUBENTRY_GROUP: GroupFlow,
    SUBENTRY_CARD: CardFlow,
    SUBENTRY_VEHICLE: VehicleFlow,
}
