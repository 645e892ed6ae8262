"""Services automations call: they target the entities of a device or an area."""

from datetime import timedelta
from typing import Any, Final

from homeassistant.components.select import DOMAIN as SELECT_DOMAIN
from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN
from homeassistant.const import ATTR_MODE
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.service import async_register_platform_entity_service
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .const import DOMAIN
from .core.control.charging.settings import RangeWish
from .core.model import ChargingMode
from .plans.services import async_setup_plan_services
from .schedules import SCHEDULE_SCHEMA, TARGETS_SCHEMA, TIMERS_SCHEMA, schedule_of, targets_of, timers_of
from .select import BATTERY_MODES, SG_READY_STATES, BatteryModeSelect, DeviceSelect, SgReadySelect
from .site_services import ATTR_UNTIL, async_setup_site_services, moment_of
from .switch import ControlSwitch
from .tariffs.services import async_setup_price_services
from .wishes.numbers import next_morning
from .wishes.places import Place

SERVICE_SET_CHARGING_MODE: Final = "set_charging_mode"
SERVICE_SET_CONTROL: Final = "set_control"
SERVICE_SET_BATTERY: Final = "set_battery"
SERVICE_SET_SG_READY: Final = "set_sg_ready"
SERVICE_SET_ENERGY_TARGETS: Final = "set_energy_targets"
SERVICE_SET_RANGE_WISH: Final = "set_range_wish"
SERVICE_SET_BATTERY_TIMERS: Final = "set_battery_timers"
SERVICE_SET_HEAT_PUMP_SCHEDULE: Final = "set_heat_pump_schedule"
ATTR_CONTROL: Final = "control"
ATTR_POWER: Final = "power"
ATTR_DURATION: Final = "duration"
ATTR_ECO_SHARE: Final = "eco_share"
ATTR_RANGE: Final = "range"
ATTR_SCHEDULE: Final = "schedule"
ATTR_STATE: Final = "state"
ATTR_TARGETS: Final = "targets"
ATTR_TIMERS: Final = "timers"
CONTROL_ACTIVE: Final = "active"
CONTROL_READ_ONLY: Final = "read_only"

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
MODE_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_MODE): vol.In([mode.value for mode in ChargingMode])}
CONTROL_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_CONTROL): vol.In([CONTROL_READ_ONLY, CONTROL_ACTIVE])}
BATTERY_SCHEMA: dict[Any, Any] = {
    vol.Required(ATTR_MODE): vol.In(list(BATTERY_MODES)),
    vol.Optional(ATTR_POWER): vol.All(vol.Coerce(float), vol.Range(min=0)),
    vol.Optional(ATTR_DURATION): cv.positive_time_period,
}
SG_READY_SCHEMA: dict[Any, Any] = {vol.Optional(ATTR_STATE, default="automatic"): vol.In(list(SG_READY_STATES))}


TARGETS_SERVICE_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_TARGETS): TARGETS_SCHEMA}
RANGE_SCHEMA: dict[Any, Any] = {
    vol.Optional(ATTR_RANGE): vol.All(vol.Coerce(float), vol.Range(min=0, max=1500)),
    vol.Exclusive(ATTR_DURATION, "end"): cv.positive_time_period,
    vol.Exclusive(ATTR_UNTIL, "end"): cv.datetime,
    vol.Optional(ATTR_ECO_SHARE): vol.All(vol.Coerce(float), vol.Range(min=0, max=100)),
}
TIMERS_SERVICE_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_TIMERS): TIMERS_SCHEMA}
SCHEDULE_SERVICE_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_SCHEDULE): SCHEDULE_SCHEMA}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the services."""
    async_setup_site_services(hass)
    async_setup_price_services(hass)
    async_setup_plan_services(hass)
    for service, domain, schema, func in (
        (SERVICE_SET_CHARGING_MODE, SELECT_DOMAIN, MODE_SCHEMA, _async_set_charging_mode),
        (SERVICE_SET_CONTROL, SWITCH_DOMAIN, CONTROL_SCHEMA, _async_set_control),
        (SERVICE_SET_BATTERY, SELECT_DOMAIN, BATTERY_SCHEMA, _async_set_battery),
        (SERVICE_SET_SG_READY, SELECT_DOMAIN, SG_READY_SCHEMA, _async_set_sg_ready),
        (SERVICE_SET_ENERGY_TARGETS, SELECT_DOMAIN, TARGETS_SERVICE_SCHEMA, _async_set_energy_targets),
        (SERVICE_SET_RANGE_WISH, SELECT_DOMAIN, RANGE_SCHEMA, _async_set_range_wish),
        (SERVICE_SET_BATTERY_TIMERS, SELECT_DOMAIN, TIMERS_SERVICE_SCHEMA, _async_set_battery_timers),
        (SERVICE_SET_HEAT_PUMP_SCHEDULE, SELECT_DOMAIN, SCHEDULE_SERVICE_SCHEMA, _async_set_heat_pump_schedule),
    ):
        async_register_platform_entity_service(hass, DOMAIN, service, entity_domain=domain, schema=schema, func=func)


async def _async_set_charging_mode(entity: Entity, call: ServiceCall) -> None:
    """Set the charging mode of a charge point."""
    await _charging_mode(entity).async_select_option(call.data[ATTR_MODE])


async def _async_set_control(entity: Entity, call: ServiceCall) -> None:
    """Let Overshot steer a device, or only look."""
    if not isinstance(entity, ControlSwitch):
        raise _wrong_entity(entity)
    if call.data[ATTR_CONTROL] == CONTROL_ACTIVE:
        await entity.async_turn_on()
    else:
        await entity.async_turn_off()


async def _async_set_battery(entity: Entity, call: ServiceCall) -> None:
    """Order what a battery does, with what power, and for how long."""
    if not isinstance(entity, BatteryModeSelect):
        raise _wrong_entity(entity)
    mode = call.data[ATTR_MODE]
    if mode not in entity.options:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="battery_mode_not_possible",
            translation_placeholders={"device": entity.device.name, "mode": mode},
        )
    duration: timedelta | None = call.data.get(ATTR_DURATION)
    entity.coordinator.async_wish_battery(
        entity.id_,
        mode=BATTERY_MODES[mode],
        power=call.data.get(ATTR_POWER),
        until=dt_util.utcnow() + duration if duration is not None else None,
    )


async def _async_set_sg_ready(entity: Entity, call: ServiceCall) -> None:
    """Order the state of a heat pump, or leave it to the controller."""
    if not isinstance(entity, SgReadySelect):
        raise _wrong_entity(entity)
    await entity.async_select_option(call.data[ATTR_STATE])


async def _async_set_energy_targets(entity: Entity, call: ServiceCall) -> None:
    """Set the amounts of energy by weekday of a charge point, all of them."""
    select = _charging_mode(entity)
    select.coordinator.async_wish(select.id_, targets=targets_of(call.data[ATTR_TARGETS]))


async def _async_set_range_wish(entity: Entity, call: ServiceCall) -> None:
    """Wish a range by a time, by next morning where none is told; without a range, end the wish."""
    select = _charging_mode(entity)
    until = moment_of(call.data.get(ATTR_UNTIL), call.data.get(ATTR_DURATION)) or next_morning(dt_util.utcnow())
    distance = call.data.get(ATTR_RANGE)
    changes: dict[str, Any] = {"range_wish": RangeWish(distance=distance, until=until) if distance else None}
    if (share := call.data.get(ATTR_ECO_SHARE)) is not None:
        changes["eco_share"] = share / 100
    select.coordinator.async_wish(select.id_, **changes)


async def _async_set_battery_timers(entity: Entity, call: ServiceCall) -> None:
    """Set the timers of a battery, all of them."""
    if not isinstance(entity, BatteryModeSelect):
        raise _wrong_entity(entity)
    modes = [BATTERY_MODES[option] for option in entity.options]
    timers = timers_of(call.data[ATTR_TIMERS], modes, entity.device.name)
    entity.coordinator.async_wish_at(Place.BATTERIES, entity.id_, timers=timers)


async def _async_set_heat_pump_schedule(entity: Entity, call: ServiceCall) -> None:
    """Set the schedule of a heat pump, all of it."""
    if not isinstance(entity, SgReadySelect):
        raise _wrong_entity(entity)
    schedule = schedule_of(call.data[ATTR_SCHEDULE])
    entity.coordinator.async_wish_at(Place.HEAT_PUMPS, entity.id_, schedule=schedule)


def _charging_mode(entity: Entity) -> DeviceSelect:
    """Return the select of a charge point's mode. Raises `ServiceValidationError` for any other entity."""
    if not isinstance(entity, DeviceSelect) or entity.entity_description.key != "charging_mode":
        raise _wrong_entity(entity)
    return entity


def _wrong_entity(entity: Entity) -> ServiceValidationError:
    """Return the error for an entity that is not what the service needs."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="wrong_entity",
        translation_placeholders={"entity": entity.entity_id},
    )
