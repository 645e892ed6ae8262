"""The access list as an action tells it to administrators: names, rights and states, and never what a card is known by."""

from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..core.access import Card, Person, Register, Vehicle
from ..site import SiteCoordinator
from ..site_services import SITE_SCHEMA, site_of

SERVICE_GET_ACCESS_LIST = "get_access_list"


@callback
def async_setup_list_service(hass: HomeAssistant) -> None:
    """Register the action."""
    async_register_admin_service(
        hass,
        DOMAIN,
        SERVICE_GET_ACCESS_LIST,
        _async_get_access_list,
        schema=SITE_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )


async def _async_get_access_list(call: ServiceCall) -> ServiceResponse:
    """Return the access list, and who charges now."""
    return told_list(site_of(call), dt_util.utcnow())


def told_list(site: SiteCoordinator, now: datetime) -> dict[str, Any]:
    """Return the access list of a site in names."""
    register, points = site.access.register, {point.id: point.name for point in site.site.charge_points}
    return {
        "cards": [_card(register, card, points, now) for card in register.cards.values()],
        "persons": [_person(register, person) for person in register.persons.values()],
        "groups": [{"name": group.name, "priority": group.priority} for group in register.groups.values()],
        "vehicles": [_vehicle(register, vehicle, points) for vehicle in register.vehicles.values()],
        "charging": {
            points[id_]: {
                "person": who.person_name or None,
                "vehicle": who.vehicle_name or None,
                "card": who.card_name or None,
                "known_by": who.known_by.value if who.known_by is not None else None,
            }
            for id_, who in site.access.identities.items()
            if id_ in points
        },
    }


def _card(register: Register, card: Card, points: dict[str, str], now: datetime) -> dict[str, Any]:
    """Return a card; of its number only the end."""
    person = register.persons.get(card.person or "")
    return {
        "name": card.name,
        "ends_in": card.hint,
        "person": person.name if person is not None else None,
        "priority": register.priority_of(card, person),
        "charge_points": sorted(points[id_] for id_ in card.charge_points if id_ in points),
        "valid_until": card.valid_until.isoformat() if card.valid_until is not None else None,
        "state": card.state(now, dt_util.get_default_time_zone()).value,
    }


def _person(register: Register, person: Person) -> dict[str, Any]:
    """Return a person."""
    group = register.groups.get(person.group or "")
    return {
        "name": person.name,
        "home_assistant": person.entity,
        "group": group.name if group is not None else None,
        "priority": register.priority_of(None, person),
        "cost_centre": person.cost_centre or None,
    }


def _vehicle(register: Register, vehicle: Vehicle, points: dict[str, str]) -> dict[str, Any]:
    """Return a vehicle, in kWh and kWh/100 km."""
    owner = register.persons.get(vehicle.owner or "")
    return {
        "name": vehicle.name,
        "owner": owner.name if owner is not None else None,
        "consumption": vehicle.consumption / 10 if vehicle.consumption is not None else None,
        "capacity": vehicle.capacity / 1000 if vehicle.capacity is not None else None,
        "max_current": vehicle.max_current,
        "phases": vehicle.phases,
        "cards": sorted(register.cards[id_].name for id_ in vehicle.cards if id_ in register.cards),
        "charge_point": points.get(vehicle.charge_point or ""),
    }
