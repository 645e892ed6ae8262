"""docs/services.md, services.yaml and the actions that are registered say the same, and the examples can be called."""

import re
from typing import Any

from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.helpers import config_validation as cv
from homeassistant.setup import async_setup_component
import pytest
import voluptuous as vol
import yaml

from tests.packaging.repository import INTEGRATION, ROOT

PAGE = (ROOT / "docs" / "services.md").read_text(encoding="utf-8")
DESCRIBED = yaml.safe_load((INTEGRATION / "services.yaml").read_text(encoding="utf-8"))
SECTIONS: dict[str, str] = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", PAGE, flags=re.MULTILINE | re.DOTALL))
TARGETS = {"entity_id", "device_id", "area_id", "floor_id", "label_id", "metadata"}


@pytest.fixture
async def registered(hass: HomeAssistant, enable_custom_integrations: None) -> dict[str, Any]:
    """Return the actions of Overshot, without a site."""
    assert await async_setup_component(hass, "overshot", {})
    return dict(hass.services.async_services()["overshot"])


def fields_of(schema: Any) -> set[str]:
    """Return the fields that a schema of an action takes, whatever it is wrapped in."""
    while not isinstance(schema, dict):
        schema = schema.validators[0] if hasattr(schema, "validators") else schema.schema
    return {str(getattr(key, "schema", key)) for key in schema}


def told_fields(name: str) -> dict[str, bool]:
    """Return the fields of an action on the page, and whether they are said to be required."""
    rows = re.findall(r"^\| `(\w+)` \| (required|) ?\|", SECTIONS[name], flags=re.MULTILINE)
    return {field: required == "required" for field, required in rows}


def examples() -> list[Any]:
    """Return every example of the page."""
    return [
        pytest.param(step, id=name)
        for name, text in SECTIONS.items()
        for block in re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
        for step in yaml.safe_load(block)
    ]


async def test_what_is_registered_is_described(registered: dict[str, Any]) -> None:
    assert set(registered) == set(DESCRIBED) == set(SECTIONS)
    listed = re.findall(r"^\| \[`(\w+)`\]\(#(\w+)\)", PAGE, flags=re.MULTILINE)
    assert [name for name, _ in listed] == list(SECTIONS)
    assert all(name == anchor for name, anchor in listed)


async def test_every_field_is_described(registered: dict[str, Any]) -> None:
    for name, action in registered.items():
        taken = fields_of(action.schema)
        described = DESCRIBED[name].get("fields", {})
        assert taken - TARGETS == set(described) == set(told_fields(name)), name
        assert ("entity_id" in taken) == ("target" in DESCRIBED[name]), name
        required = {field for field, traits in described.items() if traits.get("required")}
        assert required == {field for field, needed in told_fields(name).items() if needed}, name


async def test_nothing_else_is_taken(registered: dict[str, Any]) -> None:
    for name, action in registered.items():
        examples_of = {
            key: traits["example"] for key, traits in DESCRIBED[name].get("fields", {}).items() if "example" in traits
        }
        with pytest.raises(vol.Invalid):
            action.schema({**examples_of, "entity_id": "select.one", "nonsense": 1})


@pytest.mark.parametrize("step", examples())
async def test_an_example_can_be_called(hass: HomeAssistant, registered: dict[str, Any], step: dict[str, Any]) -> None:
    (valid,) = cv.SCRIPT_SCHEMA([step])
    action = registered[step["action"].removeprefix("overshot.")]
    assert action.schema({**valid.get("data", {}), **valid.get("target", {})}) is not None
    if action.supports_response is SupportsResponse.ONLY:
        assert "response_variable" in step


async def test_every_action_has_an_example(registered: dict[str, Any]) -> None:
    shown = {param.values[0]["action"] for param in examples()}
    assert {f"overshot.{name}" for name in registered} <= shown
