"""What hassfest, HACS or Home Assistant's own rules forbid an integration."""

import ast
from collections.abc import Iterator

from .repository import INTEGRATION, ROOT, tracked_files

MODULES = sorted(INTEGRATION.rglob("*.py"))
BLOCKING = {"requests", "urllib3", "httpx", "async_timeout", "pytz", "serial", "pymodbus"}
"""Blocking, replaced by Home Assistant, or pinned by it for everybody."""


def imported(source: str) -> Iterator[str]:
    """Yield the packages a module imports."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                yield from (alias.name.split(".")[0] for alias in node.names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0]


def test_no_module_does_what_is_forbidden() -> None:
    for path in MODULES:
        source, name = path.read_text(encoding="utf-8"), path.relative_to(INTEGRATION).as_posix()
        assert not BLOCKING & set(imported(source)), name
        assert "from __future__ import annotations" not in source, name
        assert "time.sleep(" not in source, name
        assert 'print("' not in source, name


def test_there_are_complete_translations_and_no_strings() -> None:
    """Custom integrations have no strings.json, and no keys that refer to those of Home Assistant."""
    assert not (INTEGRATION / "strings.json").exists()
    assert not list(INTEGRATION.rglob("*.pyc.*"))


def test_hacs_finds_what_it_shows() -> None:
    assert (ROOT / "README.md").exists()
    assert (INTEGRATION / "brand" / "icon.png").exists()
    assert [path.name for path in (ROOT / "custom_components").iterdir() if path.is_dir()] == ["overshot"]


def test_nobody_has_to_download_much() -> None:
    """The Marketplace takes 100 MB and 50,000 files; what is here is far less, on a slow line too."""
    ours = [path for path in tracked_files() if path.is_relative_to(INTEGRATION)]
    assert sum(path.stat().st_size for path in ours) < 10_000_000
    assert len(ours) < 1000
