"""The translations obey hassfest's rules, and every language says all that English says.

hassfest itself reads en.json alone; custom integrations ship complete files, without strings.json.
"""

from collections.abc import Iterator
import re
from typing import Any

import pytest
import yaml

from .repository import INTEGRATION, flatten, load_json

TRANSLATIONS = INTEGRATION / "translations"
ENGLISH = load_json(TRANSLATIONS / "en.json")
LANGUAGES = sorted(path.stem for path in TRANSLATIONS.glob("*.json"))
SERVICES = yaml.safe_load((INTEGRATION / "services.yaml").read_text(encoding="utf-8"))

SECTIONS = {
    "common",
    "conditions",
    "config",
    "config_subentries",
    "device",
    "entity",
    "exceptions",
    "issues",
    "options",
    "selector",
    "services",
    "system_health",
    "title",
    "triggers",
}
KEY = re.compile(r"^(?!.*(__|--))[a-z0-9]([a-z0-9_-]*[a-z0-9])?$")
HTML = re.compile(r"<[a-zA-Z/!][^>]*>")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def keys_of(tree: dict[str, Any]) -> Iterator[str]:
    """Yield every key on every level."""
    for key, value in tree.items():
        yield key
        if isinstance(value, dict):
            yield from keys_of(value)


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each step and section of each flow, with its name."""
    flows = {"config": ENGLISH["config"], "options": ENGLISH.get("options", {})}
    flows |= {f"config_subentries.{kind}": flow for kind, flow in ENGLISH.get("config_subentries", {}).items()}
    for flow_name, flow in flows.items():
        for step_name, step in flow.get("step", {}).items():
            yield f"{flow_name}.{step_name}", step
            for section_name, section in step.get("sections", {}).items():
                yield f"{flow_name}.{step_name}.{section_name}", section


STEPS = dict(steps())


def test_only_known_sections_and_well_formed_keys() -> None:
    assert set(ENGLISH) <= SECTIONS
    assert [key for key in keys_of(ENGLISH) if not KEY.match(key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_clean(language: str) -> None:
    for path, text in flatten(load_json(TRANSLATIONS / f"{language}.json")).items():
        assert isinstance(text, str), path
        assert text, path
        assert text == text.strip(), path
        assert not HTML.search(text), path
        # In the message format an apostrophe before a brace makes a literal of it: not even "l'{name}".
        assert not re.search(r"'[{}]", text), path
        assert "[%key:" not in text, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_says_all_that_english_says(language: str) -> None:
    english, other = flatten(ENGLISH), flatten(load_json(TRANSLATIONS / f"{language}.json"))
    assert set(other) == set(english)
    differing = {
        path for path in english if set(PLACEHOLDER.findall(english[path])) != set(PLACEHOLDER.findall(other[path]))
    }
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_keeps_paragraphs_emphasis_and_code(language: str) -> None:
    """A backtick or a star that got lost while translating changes how all that follows is shown."""
    other = flatten(load_json(TRANSLATIONS / f"{language}.json"))
    for path, text in flatten(ENGLISH).items():
        for mark in ("\n", "`", "*"):
            assert other[path].count(mark) == text.count(mark), f"{path}: {mark!r}"


def test_english_french_and_dutch_are_there() -> None:
    assert {"en", "fr", "nl"} <= set(LANGUAGES)


@pytest.mark.parametrize("name", STEPS)
def test_every_field_of_a_step_is_described(name: str) -> None:
    step = STEPS[name]
    assert set(step.get("data_description", {})) == set(step.get("data", {}))


def test_an_issue_has_a_title_and_one_remedy() -> None:
    for name, issue in ENGLISH.get("issues", {}).items():
        assert "title" in issue, name
        assert ("description" in issue) != ("fix_flow" in issue), name


def test_an_exception_has_a_message() -> None:
    for name, exception in ENGLISH.get("exceptions", {}).items():
        assert set(exception) == {"message"}, name


def test_every_action_and_field_is_named_and_described() -> None:
    assert set(ENGLISH["services"]) == set(SERVICES)
    for name, service in SERVICES.items():
        texts = ENGLISH["services"][name]
        assert {"name", "description"} <= set(texts), name
        fields = (service or {}).get("fields", {})
        assert set(texts.get("fields", {})) == set(fields), name
        for field in fields:
            assert {"name", "description"} <= set(texts["fields"][field]), f"{name}.{field}"


def test_every_selector_of_an_action_has_its_options_translated() -> None:
    for name, service in SERVICES.items():
        for field_name, field in (service or {}).get("fields", {}).items():
            select = (field.get("selector") or {}).get("select")
            if not select:
                continue
            assert "translation_key" in select, f"{name}.{field_name}"
            assert set(ENGLISH["selector"][select["translation_key"]]["options"]) == set(select["options"])
