"""Actions for charge points: their mode, their phases, and what a car is to have by when."""

from typing import Any, Final

from homeassistant.const import ATTR_MODE
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .const import DOMAIN
from .core.control.charging.settings import PhaseManagement, RangeWish
from .core.model import ChargingMode
from .schedules import TARGETS_SCHEMA, targets_of
from .select import EMC_BOOST, EMC_CONTROLLER
from .site_services import ATTR_DURATION, ATTR_UNTIL, END, moment_of
from .targets import Kind, Target, async_targets_of
from .wishes.numbers import next_morning

SERVICE_SET_CHARGING_MODE: Final = "set_charging_mode"
SERVICE_SET_PHASE_MODE: Final = "set_phase_mode"
SERVICE_SET_ENERGY_TARGETS: Final = "set_energy_targets"
SERVICE_SET_RANGE_WISH: Final = "set_range_wish"
ATTR_ECO_SHARE: Final = "eco_share"
ATTR_RANGE: Final = "range"
ATTR_TARGETS: Final = "targets"

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
MODE_SCHEMA: dict[Any, Any] = {
    vol.Required(ATTR_MODE): vol.In([*(mode.value for mode in ChargingMode), EMC_CONTROLLER])
}
PHASE_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_MODE): vol.In([mode.value for mode in PhaseManagement])}
TARGETS_SERVICE_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_TARGETS): TARGETS_SCHEMA}
RANGE_SCHEMA: dict[Any, Any] = {
    vol.Optional(ATTR_RANGE): vol.All(vol.Coerce(float), vol.Range(min=0, max=1500)),
    **END,
    vol.Optional(ATTR_ECO_SHARE): vol.All(vol.Coerce(float), vol.Range(min=0, max=100)),
}


@callback
def async_setup_charging_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for service, schema, action in (
        (SERVICE_SET_CHARGING_MODE, MODE_SCHEMA, _async_set_charging_mode),
        (SERVICE_SET_PHASE_MODE, PHASE_SCHEMA, _async_set_phase_mode),
        (SERVICE_SET_ENERGY_TARGETS, TARGETS_SERVICE_SCHEMA, _async_set_energy_targets),
        (SERVICE_SET_RANGE_WISH, RANGE_SCHEMA, _async_set_range_wish),
    ):
        hass.services.async_register(DOMAIN, service, action, schema=cv.make_entity_service_schema(schema))


async def _async_set_charging_mode(call: ServiceCall) -> None:
    """Set the charging mode of charge points; one behind a controller boosts, or does as that decides."""
    mode = call.data[ATTR_MODE]
    targets = await async_targets_of(call, Kind.CHARGE_POINT)
    for target in targets:
        if mode not in _modes_of(target):
            raise _refused("charging_mode_not_possible", target, mode=mode, modes=", ".join(_modes_of(target)))
        if target.number is not None:
            _look_at_boost(target, mode)
    for target in targets:
        if target.number is None:
            target.site.async_wish(target.id_, mode=ChargingMode(mode))
        else:
            target.site.async_boost(target.id_, target.number, mode == EMC_BOOST)


async def _async_set_phase_mode(call: ServiceCall) -> None:
    """Set on how many phases charge points charge."""
    targets = await async_targets_of(call, Kind.CHARGE_POINT)
    for target in targets:
        if target.number is not None or not target.site.site_point(target.id_).switches_phases:
            raise _refused("phases_not_switchable", target)
    for target in targets:
        target.site.async_wish(target.id_, phase_management=PhaseManagement(call.data[ATTR_MODE]))


async def _async_set_energy_targets(call: ServiceCall) -> None:
    """Set the amounts of energy by weekday of charge points, all of them."""
    energy_targets = targets_of(call.data[ATTR_TARGETS])
    for target in await _async_stations(call):
        target.site.async_wish(target.id_, targets=energy_targets)


async def _async_set_range_wish(call: ServiceCall) -> None:
    """Wish a range by a time, by next morning where none is told; without a range, end the wish."""
    until = moment_of(call.data.get(ATTR_UNTIL), call.data.get(ATTR_DURATION)) or next_morning(dt_util.utcnow())
    distance = call.data.get(ATTR_RANGE)
    changes: dict[str, Any] = {"range_wish": RangeWish(distance=distance, until=until) if distance else None}
    if (share := call.data.get(ATTR_ECO_SHARE)) is not None:
        changes["eco_share"] = share / 100
    for target in await _async_stations(call):
        target.site.async_wish(target.id_, **changes)


async def _async_stations(call: ServiceCall) -> tuple[Target, ...]:
    """Return the stations an action is for. Raises `ServiceValidationError` for one that its controller steers."""
    targets = await async_targets_of(call, Kind.CHARGE_POINT)
    for target in targets:
        if target.number is not None:
            raise _refused("steered_by_controller", target)
    return targets


def _modes_of(target: Target) -> tuple[str, ...]:
    """Return the modes a charge point has."""
    if target.number is not None:
        return EMC_CONTROLLER, EMC_BOOST
    return tuple(mode.value for mode in ChargingMode)


def _look_at_boost(target: Target, mode: str) -> None:
    """Raise `ServiceValidationError` where a charge point behind a controller may not be told to boost."""
    if not target.site.state.controlled(target.id_):
        raise _refused("not_controlled", target)
    if mode == EMC_BOOST and target.site.snapshot.on_backup:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="on_backup")


def _refused(key: str, target: Target, **placeholders: str) -> ServiceValidationError:
    """Return the error for what a device does not do."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"device": target.device.name, **placeholders},
    )
