"""The steps that make a charging station of entities."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.core import split_entity_id

from ..const import SUBENTRY_CHARGE_POINT
from ..core.model import VehicleState
from ..from_entities import keys
from ..from_entities.charge_point_orders import BUTTONS
from ..from_entities.ocpp_orders import SET_RATE
from ..from_entities.points import Quantity
from ..from_entities.vehicle import proposed
from .entities_inverter import action_data
from .entities_source import EntitiesSource, flat
from .entity_checks import (
    Problem,
    action_known,
    first_problem,
    options_of,
    present,
    readable,
    sets_current,
    step_of,
    words_of,
)
from .entity_forms import (
    STATES_A,
    STATES_B,
    STATES_C,
    STATES_F,
    STATION_ACTION_FORM,
    STATION_FORM,
    STATION_MORE_FORM,
    STATION_OCPP_FORM,
    STATION_ORDERS_FORM,
    options_form,
    states_form,
)
from .forms import whole

_STATES = {
    STATES_A: VehicleState.A,
    STATES_B: VehicleState.B,
    STATES_C: VehicleState.C,
    STATES_F: VehicleState.F,
}

MOST_CONNECTORS = 16

REPORT_BOUNDS = (1.0, 300.0)
"""s."""


class StationEntitySteps(EntitiesSource):
    """Ask for the entities of a charging station."""

    entities_type = SUBENTRY_CHARGE_POINT
    entities_title = "Charging station"

    @override
    async def async_source_chosen(self) -> SubentryFlowResult:
        """Ask for what the station tells."""
        return await self.async_step_station_entities()

    async def async_step_station_change(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change the entities of the station."""
        self.begin_change()
        return await self.async_step_station_entities()

    # What the station tells

    async def async_step_station_entities(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the entities that tell the vehicle's state and the power."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            if keys.VEHICLE_ENTITY not in entered:
                return await (self.async_step_entities() if self.own is None else self.async_step_reconfigure())
            errors, details = self._check_station(entered)
            if not errors:
                self.add_part(keys.STATION, STATION_FORM, entered)
                return await self._async_after_station()
        shown = user_input or self.proposed(keys.STATION, "station_entities")
        return self.show("station_entities", STATION_FORM, shown, errors, details)

    def _check_station(self, entered: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return errors by field, and what their texts say."""
        vehicle, power = entered[keys.VEHICLE_ENTITY], entered.get(keys.POWER_ENTITY)
        found: list[tuple[str, Problem | None]] = [(keys.VEHICLE_ENTITY, present(self.hass, vehicle))]
        if charging := entered.get(keys.CHARGING_ENTITY):
            found.append((keys.CHARGING_ENTITY, present(self.hass, charging)))
        if power is None:
            found.append((keys.POWER_ENTITY, Problem("power_missing")))
        else:
            attribute = entered.get(keys.POWER_ATTRIBUTE)
            found.append((keys.POWER_ENTITY, readable(self.hass, power, Quantity.POWER, attribute)))
            found.append(("base", None if entered[keys.POWER_FACTOR] else Problem("factor_zero")))
            taken = self.is_taken("station", vehicle, power)
            found.append(("base", Problem("already_configured") if taken else None))
        return first_problem(found)

    async def _async_after_station(self) -> SubentryFlowResult:
        """Ask for the station's words where not all of them are common ones."""
        words = self._words()
        known = proposed(words)
        if len(words) > sum(len(said) for said in known.values()) or (words and self.own is not None):
            return await self.async_step_station_states()
        self.gathered[keys.STATION].pop(keys.STATES, None)
        return await self.async_step_station_more()

    def _words(self) -> list[str]:
        """Return what the station may say of its vehicle."""
        return words_of(self.hass, self.gathered[keys.STATION][keys.VEHICLE_ENTITY])

    async def async_step_station_states(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which words mean which vehicle state."""
        words = self._words()
        form = states_form(words)
        errors: dict[str, str] = {}
        if user_input is not None:
            meanings = [(word, state) for key, state in _STATES.items() for word in user_input.get(key, [])]
            if len({word for word, _ in meanings}) < len(meanings):
                errors = {"base": "state_twice"}
            elif VehicleState.A not in dict(meanings).values() or VehicleState.C not in dict(meanings).values():
                errors = {"base": "states_missing"}
            else:
                self.gathered[keys.STATION][keys.STATES] = {word: state.value for word, state in meanings}
                return await self.async_step_station_more()
        stored: Mapping[str, str] = self.gathered[keys.STATION].get(keys.STATES) or {}
        known = proposed([word for word in words if word not in stored])
        shown = user_input or {
            key: [*known[state], *(word for word, meaning in stored.items() if meaning == state)]
            for key, state in _STATES.items()
        }
        return self.show("station_states", form, shown, errors)

    async def async_step_station_more(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for what the station may tell besides."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            errors, details = self._check_more(entered)
            if not errors:
                self.add_part(keys.STATION, STATION_MORE_FORM, entered)
                return await self.async_step_station_control()
        shown = user_input or self.proposed(keys.STATION, "station_more")
        return self.show("station_more", STATION_MORE_FORM, shown, errors, details)

    def _check_more(self, entered: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return errors by field, and what their texts say."""
        currents = entered.get(keys.CURRENT_ENTITIES, [])
        found: list[tuple[str, Problem | None]] = [
            (keys.CURRENT_ENTITIES, None if len(currents) in (0, 1, 3) else Problem("station_current_count"))
        ]
        found += [(keys.CURRENT_ENTITIES, readable(self.hass, entity, Quantity.CURRENT)) for entity in currents]
        for key, quantity in ((keys.SESSION_ENTITY, Quantity.ENERGY), (keys.SETPOINT_ENTITY, Quantity.CURRENT)):
            if entity := entered.get(key):
                found.append((key, readable(self.hass, entity, quantity)))
        if tag := entered.get(keys.TAG_ENTITY):
            # It is unknown while no card was held to the station.
            gone = Problem("entity_not_found", {"entity": tag}) if self.hass.states.get(tag) is None else None
            found.append((keys.TAG_ENTITY, gone))
        lowest, highest = REPORT_BOUNDS
        if not lowest <= entered.get(keys.REPORT_INTERVAL, 0) <= highest:
            found.append((keys.REPORT_INTERVAL, Problem("invalid_interval")))
        return first_problem(found)

    # Orders

    async def async_step_station_control(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how the station takes orders."""
        has_ocpp = action_known(self.hass, SET_RATE) is None
        return self.async_show_menu(
            step_id="station_control",
            menu_options=[
                *(["station_ocpp"] if has_ocpp else []),
                "station_orders",
                "station_action",
                "station_read_only",
            ],
            description_placeholders=await self.async_note(),
        )

    async def async_step_station_read_only(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Only read the station."""
        self.gathered.pop(keys.ORDERS, None)
        return await self.async_finish()

    async def async_step_station_ocpp(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which charger of the ocpp integration it is."""
        errors: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            if keys.DEVID not in entered:
                return await self.async_step_station_control()
            connector = whole(entered[keys.CONNECTOR], 0, MOST_CONNECTORS)
            if connector is None:
                errors = {keys.CONNECTOR: "invalid_connector"}
            else:
                self.add_orders(keys.OrderKind.OCPP, STATION_OCPP_FORM, {**entered, keys.CONNECTOR: connector})
                return await self.async_finish()
        shown = user_input or self.proposed(keys.ORDERS, "station_ocpp")
        return self.show("station_ocpp", STATION_OCPP_FORM, shown, errors)

    async def async_step_station_orders(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the entities that take orders."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            if keys.CURRENT_ENTITY not in entered:
                return await self.async_step_station_control()
            errors, details = first_problem(self._check_orders(entered))
            if not errors:
                step = step_of(self.hass, entered[keys.CURRENT_ENTITY], entered[keys.CURRENT_FACTOR])
                entered[keys.CURRENT_STEP] = step
                self.add_orders(keys.OrderKind.ENTITIES, STATION_ORDERS_FORM, entered)
                if keys.PHASES_ENTITY in entered:
                    return await self.async_step_station_phases()
                return await self.async_finish()
        shown = user_input or self.proposed(keys.ORDERS, "station_orders")
        return self.show("station_orders", STATION_ORDERS_FORM, shown, errors, details)

    def _check_orders(self, entered: Mapping[str, Any]) -> list[tuple[str, Problem | None]]:
        """Check that the current can be set and charging can pause."""
        pause, resume, factor = (
            entered.get(keys.PAUSE_ENTITY),
            entered.get(keys.RESUME_ENTITY),
            entered[keys.CURRENT_FACTOR],
        )
        found: list[tuple[str, Problem | None]] = [
            ("base", None if factor > 0 else Problem("factor_not_positive")),
            *(
                (key, present(self.hass, entered[key]))
                for key in (keys.PAUSE_ENTITY, keys.RESUME_ENTITY, keys.PHASES_ENTITY)
                if key in entered
            ),
        ]
        if pause and (split_entity_id(pause)[0] in BUTTONS) is not bool(resume):
            found.append((keys.RESUME_ENTITY, Problem("resume_button")))
        current = entered[keys.CURRENT_ENTITY]
        if factor > 0:
            found.append((keys.CURRENT_ENTITY, sets_current(self.hass, current, factor, pauses=bool(pause))))
        return found

    async def async_step_station_phases(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which option charges on one phase, and which on three."""
        options = options_of(self.hass, self.gathered[keys.ORDERS][keys.PHASES_ENTITY])
        form = options_form(((keys.OPTION_1, options), (keys.OPTION_3, options)))
        errors: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            if len(set(entered.values())) == 2:
                self.add_part(keys.ORDERS, form, entered)
                return await self.async_finish()
            errors = {"base": "phases_missing"}
        shown = user_input or self.proposed(keys.ORDERS, "station_phases")
        return self.show("station_phases", form, shown, errors)

    async def async_step_station_action(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the action that takes orders."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            if keys.ACTION not in entered:
                return await self.async_step_station_control()
            errors, details = first_problem(self._check_action(entered))
            if not errors:
                self.add_orders(keys.OrderKind.ACTION, STATION_ACTION_FORM, entered)
                return await self.async_finish()
        shown = user_input or self.proposed(keys.ORDERS, "station_action")
        return self.show("station_action", STATION_ACTION_FORM, shown, errors, details)

    def _check_action(self, entered: Mapping[str, Any]) -> list[tuple[str, Problem | None]]:
        """Check that the actions exist, and that the one for the current says it."""
        actions = (keys.ACTION, keys.PAUSE_ACTION, keys.RESUME_ACTION)
        found = [(key, action_known(self.hass, entered[key])) for key in actions if key in entered]
        found.append((keys.DATA, action_data(entered.get(keys.DATA), "current")))
        found.append((keys.ACTION_STEP, None if entered[keys.ACTION_STEP] > 0 else Problem("invalid_step")))
        if keys.PAUSE_ACTION in entered and keys.RESUME_ACTION not in entered:
            found.append((keys.RESUME_ACTION, Problem("resume_action")))
        return found
