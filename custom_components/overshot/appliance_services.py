"""Actions for batteries and heat pumps: what they do now, and by the clock."""

from datetime import datetime
from typing import Any, Final

from homeassistant.const import ATTR_MODE
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from .const import DOMAIN
from .core.model import BatteryMode
from .layout import battery_orders, heat_pump_orders
from .schedules import SCHEDULE_SCHEMA, TIMERS_SCHEMA, schedule_of, timers_of
from .select import BATTERY_MODES, SG_READY_STATES
from .site_services import ATTR_DURATION, ATTR_POWER, ATTR_UNTIL, END, moment_of
from .targets import Kind, Target, async_targets_of
from .wishes.places import Place

SERVICE_SET_BATTERY_MODE: Final = "set_battery_mode"
SERVICE_SET_CHARGE_TIMER: Final = "set_charge_timer"
SERVICE_SET_HEAT_PUMP_MODE: Final = "set_heat_pump_mode"
SERVICE_SET_HEAT_PUMP_SCHEDULE: Final = "set_heat_pump_schedule"
ATTR_SCHEDULE: Final = "schedule"
ATTR_TIMERS: Final = "timers"

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
BATTERY_SCHEMA: dict[Any, Any] = {
    vol.Required(ATTR_MODE): vol.In(list(BATTERY_MODES)),
    vol.Optional(ATTR_POWER): vol.All(vol.Coerce(float), vol.Range(min=0, max=1_000_000)),
    **END,
}
HEAT_PUMP_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_MODE): vol.In(list(SG_READY_STATES)), **END}
TIMERS_SERVICE_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_TIMERS): TIMERS_SCHEMA}
SCHEDULE_SERVICE_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_SCHEDULE): SCHEDULE_SCHEMA}


@callback
def async_setup_appliance_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for service, schema, action in (
        (SERVICE_SET_BATTERY_MODE, BATTERY_SCHEMA, _async_set_battery_mode),
        (SERVICE_SET_CHARGE_TIMER, TIMERS_SERVICE_SCHEMA, _async_set_charge_timer),
        (SERVICE_SET_HEAT_PUMP_MODE, HEAT_PUMP_SCHEMA, _async_set_heat_pump_mode),
        (SERVICE_SET_HEAT_PUMP_SCHEDULE, SCHEDULE_SERVICE_SCHEMA, _async_set_heat_pump_schedule),
    ):
        hass.services.async_register(DOMAIN, service, action, schema=cv.make_entity_service_schema(schema))


async def _async_set_battery_mode(call: ServiceCall) -> None:
    """Order what batteries do, with what power, and until when."""
    mode = call.data[ATTR_MODE]
    until = _end_of(call, automatic=BATTERY_MODES[mode] is BatteryMode.AUTO)
    targets = await async_targets_of(call, Kind.BATTERY)
    for target in targets:
        _look_at_mode(target, "battery_mode_not_possible", mode, _battery_modes(target))
    for target in targets:
        target.site.async_wish_battery(
            target.id_, mode=BATTERY_MODES[mode], power=call.data.get(ATTR_POWER), until=until
        )


async def _async_set_charge_timer(call: ServiceCall) -> None:
    """Set the timers of batteries, all of them."""
    timers = [
        (target, timers_of(call.data[ATTR_TIMERS], _battery_modes(target).values(), target.device.name))
        for target in await async_targets_of(call, Kind.BATTERY)
    ]
    for target, of_it in timers:
        target.site.async_wish_at(Place.BATTERIES, target.id_, timers=of_it)


async def _async_set_heat_pump_mode(call: ServiceCall) -> None:
    """Order the state of heat pumps, or leave it to the controller."""
    mode = call.data[ATTR_MODE]
    state = SG_READY_STATES[mode]
    until = _end_of(call, automatic=state is None)
    targets = await async_targets_of(call, Kind.HEAT_PUMP)
    for target in targets:
        _look_at_mode(target, "heat_pump_mode_not_possible", mode, _heat_pump_modes(target))
    for target in targets:
        target.site.async_wish_at(Place.HEAT_PUMPS, target.id_, state=state, until=until)


async def _async_set_heat_pump_schedule(call: ServiceCall) -> None:
    """Set the schedule of heat pumps, all of it."""
    schedule = schedule_of(call.data[ATTR_SCHEDULE])
    for target in await async_targets_of(call, Kind.HEAT_PUMP):
        target.site.async_wish_at(Place.HEAT_PUMPS, target.id_, schedule=schedule)


def _end_of(call: ServiceCall, *, automatic: bool) -> datetime | None:
    """Return when an order ends (UTC); automatic does not end. Raises `ServiceValidationError` for a moment that is over."""
    until = moment_of(call.data.get(ATTR_UNTIL), call.data.get(ATTR_DURATION))
    return None if automatic else until


def _battery_modes(target: Target) -> dict[str, BatteryMode]:
    """Return the modes a battery takes, by option."""
    orders = battery_orders(target.device)
    taken = orders.modes if orders is not None else frozenset(BatteryMode)
    return {option: mode for option, mode in BATTERY_MODES.items() if mode in taken}


def _heat_pump_modes(target: Target) -> dict[str, int | None]:
    """Return the states a heat pump takes, by option."""
    orders = heat_pump_orders(target.device)
    taken = {None, *(orders.states if orders is not None else ())}
    return {option: state for option, state in SG_READY_STATES.items() if state in taken}


def _look_at_mode(target: Target, key: str, mode: str, modes: dict[str, Any]) -> None:
    """Raise `ServiceValidationError` for a mode that a device does not take."""
    if mode not in modes:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders={"device": target.device.name, "mode": mode},
        )
