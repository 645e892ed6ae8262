"""The steps that make solar panels, a battery, or both of entities."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import SubentryFlowResult

from ..const import SUBENTRY_INVERTER
from ..from_entities import keys
from ..from_entities.points import Quantity
from .entities_source import EntitiesSource, flat
from .entity_checks import Problem, action_known, first_problem, options_of, present, readable
from .entity_forms import (
    BATTERY_ACTION_FORM,
    BATTERY_FORM,
    BATTERY_ORDERS_FORM,
    CONF_PARTS,
    INVERTER_SOURCE_FORM,
    SOLAR_FORM,
    Form,
    options_form,
)

_POWERED = (keys.OPTION_CHARGE, keys.OPTION_DISCHARGE)


class InverterEntitySteps(EntitiesSource):
    """Ask for the entities of solar panels and battery."""

    entities_type = SUBENTRY_INVERTER
    entities_title = "Inverter"
    source_form = INVERTER_SOURCE_FORM

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self._parts: list[str] = []

    @override
    def take_source(self, entered: Mapping[str, Any]) -> None:
        self._parts = list(entered[CONF_PARTS])

    @override
    async def async_source_chosen(self) -> SubentryFlowResult:
        """Ask for the parts the inverter has; one it has no more is forgotten."""
        if not self._parts:
            return await self.async_step_user()
        if keys.SOLAR not in self._parts:
            self.gathered.pop(keys.SOLAR, None)
        if keys.BATTERY not in self._parts:
            self.gathered.pop(keys.BATTERY, None)
            self.gathered.pop(keys.ORDERS, None)
        return await (
            self.async_step_solar_entities() if keys.SOLAR in self._parts else self.async_step_battery_entities()
        )

    async def async_change_entities(self) -> SubentryFlowResult:
        """Change the entities of the device."""
        self.begin_change()
        self._parts = [part for part in (keys.SOLAR, keys.BATTERY) if part in self.gathered]
        return await self.async_source_chosen()

    # Solar

    async def async_step_solar_entities(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the entities that measure the production."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            if keys.POWER_ENTITIES not in entered:
                return await self._back()
            errors, details = self._check_solar(entered)
            if not errors:
                self.add_part(keys.SOLAR, SOLAR_FORM, entered)
                if keys.BATTERY in self._parts:
                    return await self.async_step_battery_entities()
                return await self.async_finish()
        shown = user_input or self.proposed(keys.SOLAR, "solar_entities")
        return self.show("solar_entities", SOLAR_FORM, shown, errors, details)

    def _check_solar(self, entered: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return errors by field, and what their texts say."""
        found = [*self._powers(entered)]
        if energy := entered.get(keys.ENERGY_ENTITY):
            found.append((keys.ENERGY_ENTITY, readable(self.hass, energy, Quantity.ENERGY)))
        if limit := entered.get(keys.LIMIT_ENTITY):
            found.append((keys.LIMIT_ENTITY, readable(self.hass, limit, Quantity.POWER)))
        found.append(("base", self._taken("solar", entered)))
        return first_problem(found)

    # Battery

    async def async_step_battery_entities(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the entities that measure the battery."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            if keys.POWER_ENTITIES not in entered:
                return await self._back()
            errors, details = self._check_battery(entered)
            if not errors:
                self.add_part(keys.BATTERY, BATTERY_FORM, entered)
                return await self.async_step_battery_control()
        shown = user_input or self.proposed(keys.BATTERY, "battery_entities")
        return self.show("battery_entities", BATTERY_FORM, shown, errors, details)

    def _check_battery(self, entered: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return errors by field, and what their texts say."""
        found = [*self._powers(entered)]
        if len(entered[keys.POWER_ENTITIES]) > 2:
            found.insert(0, (keys.POWER_ENTITIES, Problem("battery_power_count")))
        if soc := entered.get(keys.SOC_ENTITY):
            found.append((keys.SOC_ENTITY, readable(self.hass, soc, Quantity.PERCENT)))
        found.append(("base", self._taken("battery", entered)))
        return first_problem(found)

    def _powers(self, entered: Mapping[str, Any]) -> list[tuple[str, Problem | None]]:
        """Check power entities and their factor."""
        attribute = entered.get(keys.POWER_ATTRIBUTE)
        found: list[tuple[str, Problem | None]] = [
            (keys.POWER_ENTITIES, readable(self.hass, entity, Quantity.POWER, attribute))
            for entity in entered[keys.POWER_ENTITIES]
        ]
        found.append(("base", None if entered[keys.POWER_FACTOR] else Problem("factor_zero")))
        return found

    def _taken(self, step: str, entered: Mapping[str, Any]) -> Problem | None:
        """Return a problem where another device is made of these entities."""
        return Problem("already_configured") if self.is_taken(step, *entered[keys.POWER_ENTITIES]) else None

    async def _back(self) -> SubentryFlowResult:
        """Go back to where the user came from."""
        return await (self.async_step_entities() if self.own is None else self.async_step_reconfigure())

    # Orders

    async def async_step_battery_control(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how the battery takes orders."""
        return self.async_show_menu(
            step_id="battery_control",
            menu_options=["battery_orders", "battery_action", "battery_read_only"],
            description_placeholders=await self.async_note(),
        )

    async def async_step_battery_read_only(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Leave the battery to its own automatic for good."""
        self.gathered.pop(keys.ORDERS, None)
        return await self.async_finish()

    async def async_step_battery_orders(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the entities that take orders."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            if keys.MODE_ENTITY not in entered:
                return await self.async_step_battery_control()
            errors, details = self._check_orders(entered)
            if not errors:
                heartbeat = self._heartbeat(entered)
                self.add_orders(keys.OrderKind.ENTITIES, BATTERY_ORDERS_FORM, {**entered, keys.HEARTBEAT: heartbeat})
                return await self.async_step_battery_options()
        shown = user_input or self.proposed(keys.ORDERS, "battery_orders")
        return self.show("battery_orders", BATTERY_ORDERS_FORM, shown, errors, details)

    def _heartbeat(self, entered: Mapping[str, Any]) -> float | None:
        """Return after how long an order expires (s), where the mode is the one of which that is known."""
        for known in (self.filled.steps.get("battery_orders", {}), self.gathered.get(keys.ORDERS, {})):
            if known.get(keys.MODE_ENTITY) == entered[keys.MODE_ENTITY]:
                return known.get(keys.HEARTBEAT)
        return None

    def _check_orders(self, entered: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return errors by field, and what their texts say."""
        found: list[tuple[str, Problem | None]] = [
            (key, present(self.hass, entered[key])) for key in (keys.MODE_ENTITY, keys.ENABLE_ENTITY) if key in entered
        ]
        powers = entered.get(keys.POWER_ENTITIES, [])
        found += [(keys.POWER_ENTITIES, present(self.hass, entity)) for entity in powers]
        if len(powers) > 2:
            found.append((keys.POWER_ENTITIES, Problem("order_power_count")))
        found.append(("base", None if entered[keys.POWER_FACTOR] > 0 else Problem("factor_not_positive")))
        return first_problem(found)

    async def async_step_battery_action(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the action that takes orders."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            if keys.ACTION not in entered:
                return await self.async_step_battery_control()
            errors, details = first_problem(
                (
                    (keys.ACTION, action_known(self.hass, entered[keys.ACTION])),
                    (keys.DATA, action_data(entered.get(keys.DATA), "mode")),
                    ("base", None if entered[keys.POWER_FACTOR] > 0 else Problem("factor_not_positive")),
                )
            )
            if not errors:
                self.add_orders(keys.OrderKind.ACTION, BATTERY_ACTION_FORM, entered)
                return await self.async_step_battery_options()
        shown = user_input or self.proposed(keys.ORDERS, "battery_action")
        return self.show("battery_action", BATTERY_ACTION_FORM, shown, errors, details)

    async def async_step_battery_options(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which option is which order."""
        orders = self.gathered[keys.ORDERS]
        form = self._options_form(orders)
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            errors, details = first_problem(self._check_options(orders, entered))
            if not errors:
                self.add_part(keys.ORDERS, form, entered)
                return await self.async_finish()
        shown = user_input or self.proposed(keys.ORDERS, "battery_options")
        return self.show("battery_options", form, shown, errors, details)

    def _options_form(self, orders: Mapping[str, Any]) -> Form:
        """Return the form with the options that the entities have now."""
        modes = options_of(self.hass, orders.get(keys.MODE_ENTITY))
        enable = orders.get(keys.ENABLE_ENTITY)
        fields = [(keys.OPTION_AUTO, options_of(self.hass, enable) if enable else modes)]
        if enable:
            fields.append((keys.OPTION_ENABLED, options_of(self.hass, enable)))
        fields += [(key, modes) for key in (keys.OPTION_HOLD, *_POWERED)]
        return options_form(fields)

    def _check_options(self, orders: Mapping[str, Any], entered: Mapping[str, Any]) -> list[tuple[str, Problem | None]]:
        """Check that the battery can be given back, and is never told to charge without saying how much."""
        found: list[tuple[str, Problem | None]] = []
        if keys.OPTION_AUTO not in entered:
            found.append((keys.OPTION_AUTO, Problem("option_auto_missing")))
        if orders.get(keys.ENABLE_ENTITY) and keys.OPTION_ENABLED not in entered:
            found.append((keys.OPTION_ENABLED, Problem("option_enabled_missing")))
        says_power = bool(orders.get(keys.POWER_ENTITIES)) or "{power}" in str(orders.get(keys.DATA))
        found += [(key, Problem("option_without_power")) for key in _POWERED if key in entered and not says_power]
        return found


def action_data(data: Any, placeholder: str) -> Problem | None:
    """Return what is wrong with the data of an action that has to say `placeholder`."""
    if not isinstance(data, Mapping):
        return Problem("data_no_mapping")
    return None if f"{{{placeholder}}}" in str(data) else Problem("data_no_placeholder", {"name": f"{{{placeholder}}}"})
