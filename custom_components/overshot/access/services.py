"""Actions for who may charge and when: let somebody in by name, start and stop a session, block and release a charge point."""

from dataclasses import replace
from typing import Any, Final

from homeassistant.const import ATTR_MODE
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..const import DOMAIN
from ..core.access import Card, CardState, Person
from ..core.access.visits import Order
from ..core.control.charging.access import barred_by
from ..core.model import ReasonKey
from ..targets import Kind, Target, async_targets_of

SERVICE_AUTHORIZE: Final = "authorize"
SERVICE_START_CHARGING: Final = "start_charging"
SERVICE_STOP_CHARGING: Final = "stop_charging"
SERVICE_BLOCK_CHARGE_POINT: Final = "block_charge_point"
SERVICE_RELEASE_CHARGE_POINT: Final = "release_charge_point"
ATTR_CARD: Final = "card"
ATTR_PERSON: Final = "person"
FULL: Final = (Order.TURBO, Order.BOOST)

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
AUTHORIZE_SCHEMA: dict[Any, Any] = {
    vol.Exclusive(ATTR_PERSON, "who"): cv.string,
    vol.Exclusive(ATTR_CARD, "who"): cv.string,
}
START_SCHEMA: dict[Any, Any] = {vol.Optional(ATTR_MODE, default=Order.TURBO.value): vol.In([it.value for it in FULL])}


@callback
def async_setup_access_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for service, schema, action, response in (
        (SERVICE_AUTHORIZE, AUTHORIZE_SCHEMA, _async_authorize, SupportsResponse.OPTIONAL),
        (SERVICE_START_CHARGING, START_SCHEMA, _async_start, SupportsResponse.NONE),
        (SERVICE_STOP_CHARGING, {}, _async_stop, SupportsResponse.NONE),
        (SERVICE_BLOCK_CHARGE_POINT, {}, _async_block, SupportsResponse.NONE),
        (SERVICE_RELEASE_CHARGE_POINT, {}, _async_release, SupportsResponse.NONE),
    ):
        hass.services.async_register(
            DOMAIN,
            service,
            action,
            schema=cv.make_entity_service_schema(schema),
            supports_response=response,
        )


async def _async_authorize(call: ServiceCall) -> ServiceResponse:
    """Let the car at charge points in until it leaves: that of somebody who is named, else of who asks."""
    targets = await _async_stations(call)
    who = [await _async_who(call, target) for target in targets]
    for target in targets:
        if target.site.settings(target.id_).blocked:
            raise _refused("charge_point_blocked", target)
    waits: list[Any] = []
    for target, (person, card) in zip(targets, who, strict=True):
        visit = target.site.access.async_authorize(
            target.id_, person=person.id if person else None, card=card.id if card else None
        )
        target.site.async_access_changed()
        waits.append(
            {
                "charge_point": target.device.name,
                "person": person.name if person else None,
                "card": card.name if card else None,
                "waits_until": dt_util.as_local(visit.until).isoformat() if visit.until else None,
            }
        )
    return {"authorized": waits} if call.return_response else None


async def _async_start(call: ServiceCall) -> None:
    """Charge at once with all there is, until the car leaves or its mode is changed."""
    targets = await _async_stations(call)
    for target in targets:
        _look_at_vehicle(target)
        if target.site.snapshot.on_backup:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="on_backup")
        asked = replace(target.site.asked.charge_points[target.id_], stopped=False)
        barred = barred_by(asked, target.site.access.session(target.id_).tag)
        if barred is not None:
            raise _refused("charge_point_blocked" if barred is ReasonKey.BLOCKED else "not_authorized", target)
    for target in targets:
        target.site.access.async_order(target.id_, Order(call.data[ATTR_MODE]), target.site.state.settings)
        target.site.async_access_changed()


async def _async_stop(call: ServiceCall) -> None:
    """Stop charging until the car leaves, or is started again."""
    targets = await _async_stations(call)
    for target in targets:
        _look_at_vehicle(target)
    for target in targets:
        target.site.access.async_order(target.id_, Order.STOP, target.site.state.settings)
        target.site.async_access_changed()


async def _async_block(call: ServiceCall) -> None:
    """Let nobody charge."""
    targets = await _async_stations(call)
    for target in targets:
        _look_at_control(target)
    for target in targets:
        target.site.async_wish(target.id_, blocked=True)


async def _async_release(call: ServiceCall) -> None:
    """Let those charge again who may."""
    for target in await _async_stations(call):
        target.site.async_wish(target.id_, blocked=False)


async def _async_stations(call: ServiceCall) -> tuple[Target, ...]:
    """Return the stations an action is for. Raises `ServiceValidationError` for one that its controller steers."""
    targets = await async_targets_of(call, Kind.CHARGE_POINT)
    for target in targets:
        if target.number is not None:
            raise _refused("steered_by_controller", target)
    return targets


async def _async_who(call: ServiceCall, target: Target) -> tuple[Person | None, Card | None]:
    """Return whom somebody lets in: who is named, by a name or as a person of Home Assistant, else who asks."""
    register = target.site.access.register
    if (named := call.data.get(ATTR_CARD)) is not None:
        card = next((each for each in register.cards.values() if _is(each.name, named)), None)
        if card is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="unknown_card", translation_placeholders={"card": named}
            )
        if card.state(dt_util.utcnow(), dt_util.get_default_time_zone()) is not CardState.ACTIVE or not card.opens(
            target.id_
        ):
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="card_not_allowed",
                translation_placeholders={"card": card.name, "device": target.device.name},
            )
        return register.persons.get(card.person or ""), card
    if (named := call.data.get(ATTR_PERSON)) is not None:
        person = next(
            (each for each in register.persons.values() if _is(each.name, named) or each.entity == named), None
        )
        if person is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="unknown_person", translation_placeholders={"person": named}
            )
        return person, None
    user = call.context.user_id
    own = (each for each in register.persons.values() if user is not None and _user_of(call.hass, each) == user)
    return next(own, None), None


def _user_of(hass: HomeAssistant, person: Person) -> str | None:
    """Return which user of Home Assistant a person is."""
    state = hass.states.get(person.entity) if person.entity else None
    return state.attributes.get("user_id") if state is not None else None


def _is(name: str, named: str) -> bool:
    """Whether a name is meant."""
    return name.casefold() == named.strip().casefold()


def _look_at_control(target: Target) -> None:
    """Raise `ServiceValidationError` where Overshot only looks."""
    if not target.site.state.controlled(target.id_):
        raise _refused("not_controlled", target)


def _look_at_vehicle(target: Target) -> None:
    """Raise `ServiceValidationError` where Overshot only looks, or no vehicle is there."""
    _look_at_control(target)
    if target.site.access.session(target.id_).since is None:
        raise _refused("no_vehicle_connected", target)


def _refused(key: str, target: Target) -> ServiceValidationError:
    """Return the error for what cannot be done at a charge point."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=key, translation_placeholders={"device": target.device.name}
    )
