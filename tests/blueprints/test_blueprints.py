"""Each blueprint is one that Home Assistant takes, and tells where it comes from."""

from typing import Any

from awesomeversion import AwesomeVersion
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.util.yaml import load_yaml_dict
import pytest

from tests.packaging.repository import ROOT, load_json

from .conftest import BLUEPRINTS

NAMES = sorted(path.stem for path in BLUEPRINTS.iterdir())
PAGE = (ROOT / "docs" / "blueprints.md").read_text(encoding="utf-8")
SOURCE = "https://github.com/overshot-hems/overshot/blob/main/blueprints/automation/overshot"


def blueprint(name: str) -> Blueprint:
    """Return a blueprint as Home Assistant loads it."""
    path = BLUEPRINTS / f"{name}.yaml"
    return Blueprint(
        load_yaml_dict(str(path)), path=path.name, expected_domain="automation", schema=AUTOMATION_BLUEPRINT_SCHEMA
    )


@pytest.mark.parametrize("name", NAMES)
def test_home_assistant_takes_it(name: str) -> None:
    """It is read, its inputs are all used, and it runs where Overshot does."""
    loaded = blueprint(name)
    assert loaded.validate() is None
    metadata: dict[str, Any] = loaded.metadata
    assert metadata["source_url"] == f"{SOURCE}/{name}.yaml"
    needed = AwesomeVersion(load_json(ROOT / "hacs.json")["homeassistant"])
    assert AwesomeVersion(metadata["homeassistant"]["min_version"]) <= needed
    for key, traits in loaded.inputs.items():
        assert traits["name"], key
        assert traits["selector"], key


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_imported_from_the_page(name: str) -> None:
    """A button of My Home Assistant for each."""
    quoted = f"{SOURCE}/{name}.yaml".replace(":", "%3A").replace("/", "%2F")
    assert f"https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url={quoted}" in PAGE
