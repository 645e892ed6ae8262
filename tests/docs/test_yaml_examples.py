"""Examples in our pages: they are YAML, and call actions with fields that exist."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SERVICES = yaml.safe_load((ROOT / "custom_components/overshot/services.yaml").read_text(encoding="utf-8"))
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    pytest.param(block, id=f"{page.name}-{number}")
    for page in sorted((ROOT / "docs").glob("*.md"))
    for number, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), 1)
]


def fields(service: str) -> set[str]:
    """Return the names of the fields of an action, those in sections too."""
    found: set[str] = set()
    for name, field in ((SERVICES[service] or {}).get("fields") or {}).items():
        found |= set(field["fields"]) if "fields" in field else {name}
    return found


def calls(example: Any) -> Iterator[dict[str, Any]]:
    """Yield what calls an action, wherever it stands."""
    if isinstance(example, dict):
        if "action" in example:
            yield example
        for inner in example.values():
            yield from calls(inner)
    elif isinstance(example, list):
        for inner in example:
            yield from calls(inner)


@pytest.mark.parametrize("block", EXAMPLES)
def test_an_example_calls_what_is_there(block):
    for call in calls(yaml.safe_load(block)):
        domain, _, service = call["action"].partition(".")
        if domain == "overshot":
            assert service in SERVICES
            assert set(call.get("data") or {}) <= fields(service)
