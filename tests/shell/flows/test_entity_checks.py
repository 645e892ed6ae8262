"""What the checks of entities say of the unusual: entities that are gone, silent, or say everything as attributes."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot.flows.entity_checks import Problem, options_of, readable, step_of, words_of
from custom_components.overshot.from_entities.points import Quantity


def test_an_entity_that_is_gone_says_nothing(hass: HomeAssistant) -> None:
    assert words_of(hass, "sensor.gone") == []
    assert options_of(hass, "select.gone") == []
    assert options_of(hass, None) == []
    assert step_of(hass, "number.gone", 1.0) == 1.0


@pytest.mark.parametrize(
    ("problem", "state", "attributes", "expected"),
    [
        ("options", "a", {"options": ["a", "b"]}, ["a", "b"]),
        ("more than its options", "c", {"options": ["a", "b"]}, ["a", "b", "c"]),
        ("no options", "charging", {}, ["charging"]),
        ("a plug", "on", {}, []),
        ("asleep", "unavailable", {"options": ["a"]}, ["a"]),
    ],
)
def test_words(hass: HomeAssistant, problem: str, state: str, attributes: dict[str, Any], expected: list[str]) -> None:
    hass.states.async_set("sensor.x", state, attributes)
    assert words_of(hass, "sensor.x") == expected, problem


@pytest.mark.parametrize(
    ("problem", "state", "attributes", "attribute", "expected"),
    [
        ("an attribute of one that is asleep", "unavailable", {}, "power", None),
        ("an attribute", "on", {"power": 3}, "power", None),
        ("no number in it", "on", {"power": "much"}, "power", "entity_attribute"),
        ("asleep without a unit", "unknown", {}, None, None),
        ("asleep with another unit", "unknown", {"unit_of_measurement": "V"}, None, "entity_unit_power"),
        ("no number", "much", {"unit_of_measurement": "W"}, None, "entity_not_numeric"),
    ],
)
def test_readable(
    hass: HomeAssistant,
    problem: str,
    state: str,
    attributes: dict[str, Any],
    attribute: str | None,
    expected: str | None,
) -> None:
    hass.states.async_set("sensor.x", state, attributes)
    found = readable(hass, "sensor.x", Quantity.POWER, attribute)
    assert (found.key if isinstance(found, Problem) else None) == expected, problem


@pytest.mark.parametrize(
    ("entity", "attributes", "factor", "expected"),
    [
        ("number.x", {"step": 0.5, "unit_of_measurement": "A"}, 1.0, 0.5),
        ("number.x", {"step": 100, "unit_of_measurement": "mA"}, 1.0, 0.1),
        ("number.x", {"step": 1, "unit_of_measurement": "%"}, 0.32, 0.32),
        ("number.x", {}, 1.0, 1.0),
        ("select.x", {"options": ["0 A", "6 A", "8 A", "16 A"]}, 1.0, 2.0),
        ("select.x", {"options": ["16 A"]}, 1.0, 1.0),
    ],
)
def test_the_smallest_change(
    hass: HomeAssistant, entity: str, attributes: dict[str, Any], factor: float, expected: float
) -> None:
    hass.states.async_set(entity, "6", attributes)
    assert step_of(hass, entity, factor) == pytest.approx(expected)
