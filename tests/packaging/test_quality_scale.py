"""quality_scale.yaml names every rule, and what it calls done is done as far as files can show it."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any

import pytest
import yaml

from custom_components.overshot.const import PLATFORMS

from .repository import INTEGRATION, ROOT, load_json

TIERS = {
    "bronze": """action-setup appropriate-polling brands common-modules config-flow config-flow-test-coverage
        dependency-transparency docs-actions docs-conditions docs-high-level-description docs-installation-instructions
        docs-removal-instructions docs-triggers entity-event-setup entity-unique-id has-entity-name runtime-data
        test-before-configure test-before-setup unique-config-entry""",
    "silver": """action-exceptions config-entry-unloading docs-configuration-parameters docs-installation-parameters
        entity-unavailable integration-owner log-when-unavailable parallel-updates reauthentication-flow test-coverage""",
    "gold": """devices diagnostics discovery discovery-update-info docs-data-update docs-examples docs-known-limitations
        docs-supported-devices docs-supported-functions docs-troubleshooting docs-use-cases dynamic-devices entity-category
        entity-device-class entity-disabled-by-default entity-translations exception-translations icon-translations
        reconfiguration-flow repair-issues stale-devices""",
    "platinum": "async-dependency inject-websession strict-typing",
}
RULES = {rule for rules in TIERS.values() for rule in rules.split()}
SCALE: dict[str, Any] = yaml.safe_load((INTEGRATION / "quality_scale.yaml").read_text(encoding="utf-8"))["rules"]
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
MODULES = sorted(INTEGRATION.rglob("*.py"))
SHELL = [path for path in MODULES if not {"core", "devices"} & set(path.relative_to(INTEGRATION).parts)]


def done(rule: str) -> Any:
    """Skip a check of a rule that is not said to be kept."""
    status = SCALE[rule] if isinstance(SCALE[rule], str) else SCALE[rule]["status"]
    return pytest.mark.skipif(status != "done", reason=f"{rule} is {status}")


def calls(path: Path) -> Iterator[ast.Call]:
    """Yield every call in a module."""
    return (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    """Return the last name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_every_rule_has_a_status_in_the_format_of_home_assistant() -> None:
    assert set(SCALE) == RULES
    for rule, told in SCALE.items():
        if isinstance(told, str):
            assert told in ("done", "todo"), rule
        else:
            assert told["status"] in ("done", "todo", "exempt"), rule
            assert told.get("comment"), rule
            assert set(told) == {"status", "comment"}, rule


@done("action-setup")
def test_actions_are_registered_before_any_site() -> None:
    """The tests of docs/services.md see them without one."""
    tree = ast.parse((INTEGRATION / "__init__.py").read_text(encoding="utf-8"))
    (setup,) = (node for node in tree.body if isinstance(node, ast.AsyncFunctionDef) and node.name == "async_setup")
    assert "async_setup_services" in {name_of(node) for node in ast.walk(setup) if isinstance(node, ast.Call)}


@done("common-modules")
def test_coordinators_and_base_entities_are_where_one_looks() -> None:
    assert {"coordinator.py", "entity.py"} <= {path.name for path in INTEGRATION.glob("*.py")}


@done("runtime-data")
def test_nothing_is_kept_in_hass_data_by_the_domain() -> None:
    found = [path.name for path in MODULES if "hass.data[DOMAIN]" in path.read_text(encoding="utf-8")]
    assert found == []


@done("parallel-updates")
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_says_how_many_updates_run_at_once(platform: str) -> None:
    """What writes goes one by one; what reads from coordinators needs no limit."""
    text = (INTEGRATION / f"{platform}.py").read_text(encoding="utf-8")
    (told,) = re.findall(r"^PARALLEL_UPDATES = (\d)$", text, flags=re.MULTILINE)
    writes = platform in ("number", "select", "switch", "button", "datetime")
    assert int(told) == int(writes)


@done("has-entity-name")
def test_no_entity_names_itself() -> None:
    """Names come from the translations, ids from Home Assistant, icons from icons.json."""
    forbidden = re.compile(r"_attr_name = [^N]|_attr_icon\b|_attr_has_entity_name = False")
    found = {path.name: forbidden.findall(path.read_text(encoding="utf-8")) for path in SHELL}
    assert {name: matches for name, matches in found.items() if matches} == {}


@done("exception-translations")
def test_every_error_a_user_sees_is_translated() -> None:
    """With a key that every language has."""
    raised = {"ServiceValidationError", "HomeAssistantError", "ConfigEntryError", "ConfigEntryNotReady"}
    known = load_json(INTEGRATION / "translations" / "en.json")["exceptions"]
    for path in SHELL:
        for call in calls(path):
            if name_of(call) not in raised:
                continue
            keywords = {each.arg: each.value for each in call.keywords}
            where = f"{path.relative_to(INTEGRATION)}:{call.lineno}"
            assert {"translation_domain", "translation_key"} <= set(keywords) or None in keywords, where
            key = keywords.get("translation_key")
            if isinstance(key, ast.Constant):
                assert key.value in known, f"{where}: {key.value!r}"


@done("diagnostics")
@done("repair-issues")
@pytest.mark.parametrize("name", ["diagnostics", "repairs", "system_health", "energy"])
def test_home_assistant_finds_its_modules(name: str) -> None:
    assert (INTEGRATION / f"{name}.py").exists()


@done("repair-issues")
def test_every_repair_has_a_text() -> None:
    known = load_json(INTEGRATION / "translations" / "en.json")["issues"]
    for path in SHELL:
        for call in calls(path):
            if name_of(call) == "async_create_issue":
                key = next((each.value for each in call.keywords if each.arg == "translation_key"), None)
                assert key is not None, path.name
                if isinstance(key, ast.Constant):
                    assert key.value in known, f"{path.name}: {key.value!r}"


@done("discovery")
@done("discovery-update-info")
def test_devices_are_discovered_and_followed() -> None:
    manifest = load_json(INTEGRATION / "manifest.json")
    assert manifest["zeroconf"]
    assert {"registered_devices": True} in manifest["dhcp"]


@done("integration-owner")
def test_somebody_cares() -> None:
    assert load_json(INTEGRATION / "manifest.json")["codeowners"]


@done("inject-websession")
def test_http_goes_through_home_assistants_session() -> None:
    found = [path.name for path in MODULES if "ClientSession(" in path.read_text(encoding="utf-8")]
    assert found == []


PAGE_OF = {
    "docs-actions": "services",
    "docs-configuration-parameters": "entities",
    "docs-examples": "automations",
    "docs-installation-instructions": "installation",
    "docs-installation-parameters": "installation",
    "docs-known-limitations": "known-limits",
    "docs-removal-instructions": "installation",
    "docs-supported-devices": "devices",
    "docs-supported-functions": "entities",
    "docs-troubleshooting": "troubleshooting",
    "docs-use-cases": "charging-modes",
}


@pytest.mark.parametrize(("rule", "page"), PAGE_OF.items())
def test_what_is_said_to_be_documented_has_a_page(rule: str, page: str) -> None:
    if SCALE[rule] != "done":
        pytest.skip(f"{rule} is not done")
    assert len(PAGES[page].splitlines()) > 15
    if rule == "docs-removal-instructions":
        assert re.search(r"^## Removing", PAGES[page], flags=re.MULTILINE)
