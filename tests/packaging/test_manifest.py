"""The manifest and hacs.json are what hassfest and HACS accept, and agree with what the code imports."""

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
import tomllib

from awesomeversion import AwesomeVersion, AwesomeVersionStrategy
from homeassistant.const import MAJOR_VERSION, MINOR_VERSION, Platform
import jsonschema
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from custom_components.overshot.config_flow import OvershotConfigFlow
from custom_components.overshot.flows.discovered import HOMEWIZARD, MODBUS_SERVICES

from .repository import INTEGRATION, ROOT, load_json

REPOSITORY = "https://github.com/overshot-hems/overshot"
MANIFEST = load_json(INTEGRATION / "manifest.json")
HACS = load_json(ROOT / "hacs.json")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

MANIFEST_SCHEMA = {
    # hassfest's schema of custom integrations, as far as we use it.
    "type": "object",
    "additionalProperties": False,
    "required": [
        "codeowners",
        "documentation",
        "domain",
        "integration_type",
        "iot_class",
        "issue_tracker",
        "name",
        "version",
    ],
    "properties": {
        "after_dependencies": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "codeowners": {"type": "array", "items": {"type": "string", "pattern": "^@[\\w-]+(/[\\w-]+)?$"}, "minItems": 1},
        "config_flow": {"const": True},
        "dependencies": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "dhcp": {"type": "array", "items": {"type": "object"}},
        "documentation": {"type": "string", "pattern": "^https://"},
        "domain": {"type": "string", "pattern": "^[a-z0-9_]+$"},
        "integration_type": {"enum": ["device", "entity", "hardware", "helper", "hub", "service", "system"]},
        "iot_class": {
            "enum": ["assumed_state", "calculated", "cloud_polling", "cloud_push", "local_polling", "local_push"]
        },
        "issue_tracker": {"type": "string", "pattern": "^https?://"},
        "loggers": {"type": "array", "items": {"type": "string"}},
        "name": {"type": "string"},
        "requirements": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "usb": {"type": "array", "items": {"type": "object"}},
        "version": {"type": "string"},
        "zeroconf": {"type": "array"},
    },
}
HACS_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "dependentRequired": {"zip_release": ["filename"]},
    "properties": {
        "content_in_root": {"type": "boolean"},
        "country": {"type": ["string", "array"]},
        "filename": {"type": "string"},
        "hacs": {"type": "string"},
        "hide_default_branch": {"type": "boolean"},
        "homeassistant": {"type": "string"},
        "name": {"type": "string"},
        "persistent_directory": {"type": "string"},
        "render_readme": {"type": "boolean"},
        "zip_release": {"type": "boolean"},
    },
}
COMPONENTS = "homeassistant.components."
# Components that hassfest lets an integration import without naming them as a dependency.
IMPORTABLE = {platform.value for platform in Platform} | {
    "automation",
    "conversation",
    "device_automation",
    "frontend",
    "group",
    "homeassistant",
    "input_boolean",
    "input_button",
    "input_number",
    "input_select",
    "media_source",
    "panel_custom",
    "persistent_notification",
    "person",
    "script",
    "sun",
    "system_health",
    "system_log",
    "timer",
    "webhook",
    "websocket_api",
    "zone",
}


def test_manifest_fits_the_schema_of_hassfest() -> None:
    jsonschema.validate(MANIFEST, MANIFEST_SCHEMA)
    assert MANIFEST["domain"] == INTEGRATION.name
    assert MANIFEST["documentation"] == REPOSITORY
    assert MANIFEST["issue_tracker"] == f"{REPOSITORY}/issues"


def test_manifest_keys_stand_in_the_order_of_hassfest() -> None:
    keys = list(MANIFEST)
    assert keys == ["domain", "name", *sorted(set(keys) - {"domain", "name"})]


def test_version_is_one_and_semantic() -> None:
    version = AwesomeVersion(MANIFEST["version"], ensure_strategy=AwesomeVersionStrategy.SEMVER)
    assert version.string == PYPROJECT["project"]["version"]


def test_hacs_json_fits_the_schema_of_hacs() -> None:
    jsonschema.validate(HACS, HACS_SCHEMA)
    assert HACS["name"] == MANIFEST["name"]


def test_tests_run_on_the_oldest_home_assistant_we_promise() -> None:
    assert HACS["homeassistant"] == f"{MAJOR_VERSION}.{MINOR_VERSION}.0"


def test_requirements_are_ranges_and_the_ones_we_test_with() -> None:
    """A pin would change the library for the whole instance; what Home Assistant pins is not ours to name."""
    constraints = files("homeassistant").joinpath("package_constraints.txt").read_text().splitlines()
    pinned = {canonicalize_name(line.split("==")[0]) for line in constraints if "==" in line and line[0] not in "#-"}
    assert "aiohttp" in pinned
    for text in MANIFEST["requirements"]:
        requirement = Requirement(text)
        assert canonicalize_name(requirement.name) not in pinned
        assert requirement.specifier
        assert not any(specifier.operator in ("==", "===") for specifier in requirement.specifier)
        for group in ("test", "demo"):
            assert text in PYPROJECT["dependency-groups"][group]


def imported_components(path: Path) -> Iterator[str]:
    """Yield the components of Home Assistant that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module="homeassistant.components"):
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom(module=str(module)) if module.startswith(COMPONENTS):
                yield module.removeprefix(COMPONENTS).split(".")[0]
            case ast.Import():
                names = (alias.name for alias in node.names)
                yield from (
                    name.removeprefix(COMPONENTS).split(".")[0] for name in names if name.startswith(COMPONENTS)
                )


def test_components_that_the_code_imports_are_dependencies() -> None:
    named = {*MANIFEST.get("dependencies", []), *MANIFEST.get("after_dependencies", [])}
    # A platform file may import the component it serves: diagnostics.py, repairs.py, ...
    own = {path.stem for path in INTEGRATION.glob("*.py")}
    imported = {
        (component, path.relative_to(INTEGRATION).as_posix())
        for path in INTEGRATION.rglob("*.py")
        for component in imported_components(path)
    }
    assert imported
    assert not {use for use in imported if use[0] not in named | own | IMPORTABLE}


def test_who_is_discovered_is_taken_by_the_flow() -> None:
    assert all(service.startswith("_") and service.endswith("._tcp.local.") for service in MANIFEST["zeroconf"])
    assert set(MANIFEST["zeroconf"]) == {*MODBUS_SERVICES, HOMEWIZARD}
    assert MANIFEST["dhcp"] == [{"registered_devices": True}]
    assert callable(OvershotConfigFlow.async_step_zeroconf)
    assert callable(OvershotConfigFlow.async_step_dhcp)


def test_a_config_flow_is_there_and_yaml_is_refused() -> None:
    assert (INTEGRATION / "config_flow.py").exists()
    setup = (INTEGRATION / "__init__.py").read_text(encoding="utf-8")
    if "async def async_setup(" in setup:
        assert "CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)" in setup
