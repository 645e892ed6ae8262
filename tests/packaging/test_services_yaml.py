"""services.yaml is what hassfest accepts, and every form in it is one that Home Assistant can show."""

import re
from typing import Any

from homeassistant.helpers.selector import validate_selector
import pytest
import yaml

from .repository import INTEGRATION, flatten, load_json

SERVICES: dict[str, Any] = yaml.safe_load((INTEGRATION / "services.yaml").read_text(encoding="utf-8"))
LANGUAGES = {path.stem: load_json(path) for path in (INTEGRATION / "translations").glob("*.json")}
FIELD_KEYS = {"default", "example", "filter", "required", "selector"}
"""Name and description of a field stand in the translations."""


def fields_of(service: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an action, those in sections too."""
    found: dict[str, Any] = {}
    for name, field in service.get("fields", {}).items():
        found |= field.get("fields", {name: field})
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_an_action(name: str) -> None:
    service = SERVICES[name] or {}
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert set(service) <= {"target", "fields"}
    if "target" in service:
        # hassfest: "Services do not support device filters on target, use a device selector instead".
        assert set(service["target"]) == {"entity"}
        validate_selector({"target": service["target"]})
    for key, field in fields_of(service).items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", key), key
        assert set(field) <= FIELD_KEYS, key
        assert len(field["selector"]) == 1, key
        validate_selector(field["selector"])
        if field.get("required"):
            assert "example" in field, f"{key}: nobody sees how it is written"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_a_form_lets_choose_has_names(language: str) -> None:
    """Options of selectors, in every language."""
    selectors = LANGUAGES[language]["selector"]
    for name, service in SERVICES.items():
        for key, field in fields_of(service or {}).items():
            select = (field["selector"] or {}).get("select")
            if select:
                assert set(selectors[select["translation_key"]]["options"]) == set(select["options"]), f"{name}.{key}"


def test_numbers_tell_their_unit() -> None:
    """Or are plain numbers by nature."""
    plain = {"limit", "offset", "priority"}
    for name, service in SERVICES.items():
        for key, field in fields_of(service or {}).items():
            number = (field["selector"] or {}).get("number")
            if number is not None and key not in plain:
                assert "unit_of_measurement" in number, f"{name}.{key}"


def test_no_error_says_what_no_code_raises() -> None:
    """And none is raised that is not said (test_quality_scale)."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in INTEGRATION.rglob("*.py"))
    # Some are put together: no_charge_point, no_such_vehicle.
    made = tuple(re.findall(r'f"([a-z][a-z_]+_)\{', code))
    unused = {key for key in LANGUAGES["en"]["exceptions"] if not key.startswith(made) and f'"{key}"' not in code}
    assert unused == set()


def test_errors_say_what_to_do() -> None:
    """Two sentences at the least, or one that asks for something."""
    for language, words in LANGUAGES.items():
        for path, text in flatten(words["exceptions"]).items():
            assert text.endswith((".", "?", "}")), f"{language}: {path}"
