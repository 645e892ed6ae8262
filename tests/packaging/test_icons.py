"""icons.json obeys hassfest's rules and names only what the translations name."""

from typing import Any

from .repository import INTEGRATION, flatten, load_json

ICONS = load_json(INTEGRATION / "icons.json")
ENGLISH = load_json(INTEGRATION / "translations" / "en.json")


def entity_icons() -> dict[str, dict[str, Any]]:
    """Return the icons of each entity by platform and translation key."""
    return {f"{platform}.{key}": icons for platform, keys in ICONS["entity"].items() for key, icons in keys.items()}


def test_every_icon_is_a_material_design_icon() -> None:
    assert [icon for icon in flatten(ICONS).values() if not icon.startswith("mdi:")] == []


def test_a_state_has_another_icon_than_the_default() -> None:
    for name, icons in entity_icons().items():
        assert icons["default"] not in icons.get("state", {}).values(), name


def test_icons_belong_to_entities_that_have_a_name() -> None:
    named = {f"{platform}.{key}" for platform, keys in ENGLISH["entity"].items() for key in keys}
    assert set(entity_icons()) <= named


def test_every_action_has_an_icon() -> None:
    assert set(ICONS["services"]) == set(ENGLISH["services"])
    assert all("service" in icons for icons in ICONS["services"].values())
