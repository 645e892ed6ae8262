"""The repository is one that strangers can clone, run and publish."""

import gzip
import os
from pathlib import Path
import re
import subprocess

import pytest

from .repository import INTEGRATION, ROOT, tracked_files

COMMANDS = ("bench", "brand", "demo", "lint", "package", "setup", "simulate", "test")
PUBLIC_HOSTS = {"https://files.pythonhosted.org", "https://pypi.org"}
BINARY = {".png", ".gif", ".jpg", ".zip", ".woff2"}
"""Pictures, fonts and archives: their bytes are no text that could be read here."""

# What only one person's machine has, and what a merge leaves behind.
PRIVATE = re.compile(
    r"""(?x)
    (?<![\w.~}-]) / (?: root | home/(?!vscode)\w+ | Users/\w+ | work | opt/(?:pypi|wheels) | tmp/scratch ) (?=[/\s'"`)]|$)
    | ^ (?: <{7}\s | >{7}\s | ={7}$ )
    """,
    re.MULTILINE,
)


def test_no_file_names_a_private_machine() -> None:
    files = [path for path in tracked_files() if path.suffix not in BINARY]
    assert len(files) > 30
    found = {
        f"{path.relative_to(ROOT)}: {match.group().strip()}"
        for path in files
        if path != Path(__file__)
        for match in PRIVATE.finditer(text_of(path))
    }
    assert not found


@pytest.mark.parametrize("name", ["notes.csv", "notes.csv.gz"])
def test_a_private_path_is_found_in_packed_text_too(tmp_path: Path, name: str) -> None:
    line = b"made in /home/" + b"somebody/overshot\n"
    path = tmp_path / name
    path.write_bytes(gzip.compress(line) if path.suffix == ".gz" else line)
    assert PRIVATE.search(text_of(path))


def text_of(path: Path) -> str:
    """Return the text of a file, unpacked where it is packed. Raises `UnicodeDecodeError` for a binary that is not listed."""
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")


def test_lock_names_public_hosts_only() -> None:
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    assert set(re.findall(r"\w+://[^/\"]+", lock)) == PUBLIC_HOSTS


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_executable_and_explains_itself(name: str) -> None:
    command = ROOT / "script" / name
    assert os.access(command, os.X_OK)
    answer = subprocess.run([command, "--help"], check=True, capture_output=True, text=True, timeout=60)
    assert answer.stdout.startswith(f"Usage: script/{name}")


def test_every_folder_of_code_is_a_package() -> None:
    """Home Assistant imports from an unpacked zip, where a forgotten __init__.py shows late."""
    for path in INTEGRATION.rglob("*.py"):
        assert (path.parent / "__init__.py").exists(), path


def test_licence_is_apache_2() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
