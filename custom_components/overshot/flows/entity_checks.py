"""Check entities that are to play a part: they are there, they say what they should, and they take what they should.

Each check returns a `Problem`, the key of a translated error with what its text says, or None. An entity that is unavailable
now is no problem where the rest can be told: inverters sleep at night, and stations report nothing without a car.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant, State, split_entity_id
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..core.model import EV_MIN_CURRENT
from ..from_entities.charge_point_orders import SELECTS, ampere_scale, amperes
from ..from_entities.points import NOT_KNOWN, Quantity, number_of
from ..from_entities.vehicle import SWITCHED

UNIT_ERRORS = {
    Quantity.POWER: "entity_unit_power",
    Quantity.CURRENT: "entity_unit_current",
    Quantity.ENERGY: "entity_unit_energy",
    Quantity.PERCENT: "entity_unit_percent",
    Quantity.TEMPERATURE: "entity_unit_temperature",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong."""

    key: str
    details: Mapping[str, str] = field(default_factory=dict)


def first_problem(found: Iterable[tuple[str, Problem | None]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the first problem as errors by field, and what their texts say."""
    for name, problem in found:
        if problem is not None:
            return {name: problem.key}, dict(problem.details)
    return {}, {}


def readable(hass: HomeAssistant, entity: str, quantity: Quantity, attribute: str | None = None) -> Problem | None:
    """Return what is wrong with an entity that is to be read."""
    state, problem = _present(hass, entity)
    if state is None:
        return problem
    details = {"entity": entity, "attribute": attribute or "-"}
    if attribute is not None:
        if state.state in NOT_KNOWN:
            return None
        return None if number_of(state.attributes.get(attribute)) is not None else Problem("entity_attribute", details)
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
    if state.state in NOT_KNOWN and unit is None:
        return None
    if unit not in quantity.converter.VALID_UNITS:
        return Problem(UNIT_ERRORS[quantity], {**details, "unit": str(unit or "-")})
    if state.state not in NOT_KNOWN and number_of(state.state) is None:
        return Problem("entity_not_numeric", details)
    return None


def present(hass: HomeAssistant, entity: str) -> Problem | None:
    """Return what is wrong with an entity of which nothing else is asked."""
    return _present(hass, entity)[1]


def sets_current(hass: HomeAssistant, entity: str, factor: float, *, pauses: bool) -> Problem | None:
    """Return what is wrong with a number or select that is to set a current; `pauses` where something else can pause."""
    state, problem = _present(hass, entity)
    if state is None:
        return problem
    if split_entity_id(entity)[0] in SELECTS:
        amps = amperes(state.attributes.get("options", ()), factor)
        if not any(value >= EV_MIN_CURRENT for value in amps.values()):
            return Problem("options_no_current", {"entity": entity})
        lowest = min(amps.values())
    else:
        unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) or Quantity.CURRENT.value
        if unit not in Quantity.CURRENT.converter.VALID_UNITS and factor == 1:
            return Problem("entity_unit_current", {"entity": entity, "unit": str(unit)})
        lowest = float(state.attributes.get("min", 0.0)) * ampere_scale(state, factor)
    if not pauses and lowest >= EV_MIN_CURRENT:
        return Problem("cannot_pause", {"entity": entity, "lowest": f"{lowest:g}"})
    return None


def step_of(hass: HomeAssistant, entity: str, factor: float) -> float:
    """Return the smallest change a number or select makes (A); 1 A where it does not say."""
    state = hass.states.get(entity)
    if state is None:
        return 1.0
    if split_entity_id(entity)[0] in SELECTS:
        amps = sorted(value for value in amperes(state.attributes.get("options", ()), factor).values())
        steps = [after - before for before, after in pairwise(amps) if before >= EV_MIN_CURRENT]
        return max(min(steps, default=1.0), 0.1)
    return max(float(state.attributes.get("step") or 1.0) * ampere_scale(state, factor), 0.1)


def action_known(hass: HomeAssistant, action: str) -> Problem | None:
    """Return what is wrong with the name of an action."""
    domain, _, service = action.partition(".")
    return None if hass.services.has_service(domain, service) else Problem("action_unknown", {"action": action})


def words_of(hass: HomeAssistant, entity: str) -> list[str]:
    """Return what an entity may say: its options, else what it says now; nothing for one that is on or off."""
    state = hass.states.get(entity)
    if state is None:
        return []
    options: list[str] = list(state.attributes.get("options") or ())
    if state.state not in (*NOT_KNOWN, *SWITCHED) and state.state not in options:
        options.append(state.state)
    return options


def options_of(hass: HomeAssistant, entity: str | None) -> list[str]:
    """Return the options of a select, or `on` and `off` of a switch."""
    if not entity:
        return []
    if split_entity_id(entity)[0] not in SELECTS:
        return sorted(SWITCHED)
    return words_of(hass, entity)


def _present(hass: HomeAssistant, entity: str) -> tuple[State | None, Problem | None]:
    """Return the state of an entity, or what is wrong with it."""
    registered = er.async_get(hass).async_get(entity)
    if registered is not None and registered.platform == DOMAIN:
        return None, Problem("entity_own", {"entity": entity})
    state = hass.states.get(entity)
    return state, None if state is not None else Problem("entity_not_found", {"entity": entity})
