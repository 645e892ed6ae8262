"""Add or change a circuit of a site: its limit, what it hangs on, who hangs on it, and what measures it."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_DEVICES, CONF_NAME, UnitOfElectricCurrent
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import SelectSelector, SelectSelectorConfig, SelectSelectorMode, TextSelector
from homeassistant.util.ulid import ulid_now
import voluptuous as vol

from ..circuits import circuit_id, meter_choices
from ..const import (
    CONF_CIRCUIT,
    CONF_CIRCUIT_METER,
    CONF_CURRENT_ENTITIES,
    CONF_LIMIT,
    CONF_PARENT,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_HEAT_PUMP,
    SUBENTRY_INVERTER,
    SUBENTRY_LOAD,
)
from ..from_entities.points import Quantity
from ..layout import connection_of
from .circuit_checks import first_shortfall, known_circuits, names_of, round_trip, stations_with
from .circuit_import import CircuitImport
from .entity_checks import first_problem, readable
from .entity_forms import READABLE, entity_list
from .forms import Form
from .wiring import choice, number_box

LIMIT_BOUNDS: Final = (1.0, 2500.0)
"""A."""

CONF_MEASURED: Final = "measured"
MEASURED_NOT, MEASURED_METER, MEASURED_ENTITIES = "not", "meter", "entities"

ON_CIRCUITS: Final = (SUBENTRY_CHARGE_POINT, SUBENTRY_INVERTER, SUBENTRY_HEAT_PUMP, SUBENTRY_LOAD)
"""Devices that a circuit carries."""


class CircuitFlow(CircuitImport, ConfigSubentryFlow):
    """Add or change a circuit, or import tables of circuits and stations."""

    def __init__(self) -> None:
        """Start with nothing entered."""
        super().__init__()
        self._name = ""
        self._data: dict[str, Any] = {}
        """Of the circuit to be."""

        self._members: list[str] = []
        """Subentry ids of the devices that hang on it."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask whether to describe one circuit, or to import tables."""
        return self.async_show_menu(step_id="user", menu_options=["circuit", "import_table"])

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change the circuit."""
        return await self.async_step_circuit()

    @property
    def _own(self) -> ConfigSubentry | None:
        """Return the circuit that is changed, or None where one is added."""
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None

    async def async_step_circuit(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the circuit."""
        entry, own = self._get_entry(), self._own
        errors: dict[str, str] = {}
        details = {"circuit": "-", "shortfall": "-", "limit": f"{connection_of(entry.data).limit:g}"}
        if user_input is not None:
            errors, found = self._take(user_input)
            details |= found
            if not errors:
                return await self._async_measured(user_input[CONF_MEASURED])
        others = {id_: name for id_, name in names_of(entry).items() if own is None or id_ != circuit_id(own)}
        devices = {id_: device.title for id_, device in entry.subentries.items() if device.subentry_type in ON_CIRCUITS}
        return self.async_show_form(
            step_id="circuit",
            data_schema=self.add_suggested_values_to_schema(
                circuit_form(others, devices), user_input or self._shown(entry, own)
            ),
            errors=errors,
            description_placeholders=details,
        )

    def _shown(self, entry: ConfigEntry, own: ConfigSubentry | None) -> dict[str, Any]:
        """Return what the form shows first."""
        if own is None:
            return {CONF_MEASURED: MEASURED_NOT}
        measured = MEASURED_METER if own.data.get(CONF_CIRCUIT_METER) else MEASURED_NOT
        parent = own.data.get(CONF_PARENT)
        return {
            CONF_NAME: own.title,
            CONF_LIMIT: own.data[CONF_LIMIT],
            **({CONF_PARENT: parent} if parent is not None else {}),
            CONF_DEVICES: [
                id_ for id_, device in entry.subentries.items() if device.data.get(CONF_CIRCUIT) == circuit_id(own)
            ],
            CONF_MEASURED: MEASURED_ENTITIES if own.data.get(CONF_CURRENT_ENTITIES) else measured,
        }

    def _take(self, entered: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Take what was entered; return errors by field, and what their texts say."""
        entry, own = self._get_entry(), self._own
        name, limit = entered[CONF_NAME].strip(), entered[CONF_LIMIT]
        id_ = circuit_id(own) if own is not None else f"circuit_{ulid_now()}"
        taken = {other.casefold() for other_id, other in names_of(entry).items() if other_id != id_}
        if not name or name.casefold() in taken:
            return {CONF_NAME: "circuit_name"}, {}
        if not isfinite(limit) or not LIMIT_BOUNDS[0] <= limit <= LIMIT_BOUNDS[1]:
            return {CONF_LIMIT: "invalid_limit"}, {}
        self._name, self._id = name, id_
        self._data = {CONF_LIMIT: float(limit), CONF_PARENT: entered.get(CONF_PARENT)}
        self._members = list(entered.get(CONF_DEVICES) or ())
        circuits = {**known_circuits(entry), id_: self._data}
        if round_trip(circuits) is not None:
            return {CONF_PARENT: "circuit_cycle"}, {}
        short = first_shortfall(entry, circuits, stations_with(entry, self._memberships(entry)))
        if short is not None:
            named = {**names_of(entry), id_: name}[short.circuit]
            return {"base": "circuit_fallback"}, {"circuit": named, "shortfall": f"{short.amperes:g}"}
        if entered[CONF_MEASURED] == MEASURED_METER and not meter_choices(entry):
            return {CONF_MEASURED: "no_meter"}, {}
        return {}, {}

    _id = ""

    def _memberships(self, entry: ConfigEntry) -> dict[str, dict[str, str | None]]:
        """Return what changes in the data of devices that come to this circuit, or leave it."""
        return {
            id_: {CONF_CIRCUIT: self._id if id_ in self._members else None}
            for id_, device in entry.subentries.items()
            if device.subentry_type in ON_CIRCUITS
            and (device.data.get(CONF_CIRCUIT) == self._id) is not (id_ in self._members)
        }

    # What measures it

    async def _async_measured(self, measured: str) -> SubentryFlowResult:
        """Ask for the meter, where there is one."""
        if measured == MEASURED_METER:
            return await self.async_step_circuit_meter()
        return await (self.async_step_circuit_entities() if measured == MEASURED_ENTITIES else self._async_finish())

    async def async_step_circuit_meter(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which meter of the site measures the circuit."""
        if user_input is not None:
            self._data[CONF_CIRCUIT_METER] = user_input[CONF_CIRCUIT_METER]
            return await self._async_finish()
        choices = meter_choices(self._get_entry())
        stored = self._own.data.get(CONF_CIRCUIT_METER) if self._own is not None else None
        form: Form = vol.Schema({vol.Required(CONF_CIRCUIT_METER): choice(choices)})
        return self.async_show_form(
            step_id="circuit_meter",
            data_schema=self.add_suggested_values_to_schema(
                form, {CONF_CIRCUIT_METER: stored if stored in choices else next(iter(choices))}
            ),
            description_placeholders={"circuit": self._name},
        )

    async def async_step_circuit_entities(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the entities that tell the currents."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entities = user_input[CONF_CURRENT_ENTITIES]
            errors, details = check_currents(self.hass, entities, connection_of(self._get_entry().data).type.phases)
            if not errors:
                self._data[CONF_CURRENT_ENTITIES] = list(entities)
                return await self._async_finish()
        stored = dict(self._own.data) if self._own is not None else {}
        form: Form = vol.Schema({vol.Required(CONF_CURRENT_ENTITIES): entity_list(READABLE)})
        return self.async_show_form(
            step_id="circuit_entities",
            data_schema=self.add_suggested_values_to_schema(form, user_input or stored),
            errors=errors,
            description_placeholders={"circuit": self._name, **details},
        )

    async def _async_finish(self) -> SubentryFlowResult:
        """Store the circuit, and with each device whether it hangs on it."""
        entry, own = self._get_entry(), self._own
        for id_, change in self._memberships(entry).items():
            device = entry.subentries[id_]
            self.hass.config_entries.async_update_subentry(entry, device, data={**device.data, **change})
        if own is None:
            return self.async_create_entry(title=self._name, data=self._data, unique_id=self._id)
        if entry.update_listeners:
            return self.async_update_and_abort(entry, own, data=self._data, title=self._name)
        return self.async_update_reload_and_abort(entry, own, data=self._data, title=self._name)


def circuit_form(others: Mapping[str, str], devices: Mapping[str, str]) -> Form:
    """Ask for a circuit."""
    fields: dict[Any, Any] = {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Required(CONF_LIMIT): number_box(UnitOfElectricCurrent.AMPERE),
    }
    if others:
        fields[vol.Optional(CONF_PARENT)] = choice(others)
    if devices:
        fields[vol.Optional(CONF_DEVICES, default=list)] = choice(devices, multiple=True)
    fields[vol.Required(CONF_MEASURED)] = SelectSelector(
        SelectSelectorConfig(
            options=[MEASURED_NOT, MEASURED_METER, MEASURED_ENTITIES],
            translation_key=CONF_MEASURED,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )
    return vol.Schema(fields)


def check_currents(hass: HomeAssistant, entities: list[str], phases: int) -> tuple[dict[str, str], dict[str, str]]:
    """Return errors by field, and what their texts say: one current a phase, each of its own."""
    if len(entities) not in (phases, 3) or len(set(entities)) < len(entities):
        return {CONF_CURRENT_ENTITIES: "entity_current_count"}, {}
    return first_problem((CONF_CURRENT_ENTITIES, readable(hass, entity, Quantity.CURRENT)) for entity in entities)
