"""A browser in front of a real Home Assistant: the dashboard is added, shows all it should, and does what it is told.

`demo.browse` is the walk; it needs the environment of the demo and a Chromium: `script/setup browser` makes both.
"""

import asyncio
import json
from pathlib import Path
import shutil
import socket

import pytest

ROOT = Path(__file__).parent.parent.parent
PYTHON = ROOT / ".venv-demo/bin/python"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PORT = 8123


def _missing() -> str | None:
    """Return what is missing on this machine to open a browser, if anything."""
    if not list((ROOT / ".venv-demo").glob("lib/python3*/site-packages/playwright")):
        return "no environment with a browser: script/setup browser makes one"
    if not any(shutil.which(name) for name in CHROMIUM):
        return "no Chromium on this machine: script/setup browser fetches one"
    with socket.socket() as probe:
        probe.settimeout(1.0)
        if probe.connect_ex(("127.0.0.1", PORT)) == 0:
            return f"something listens on port {PORT} already, which the demo's Home Assistant needs"
    return None


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("socket_enabled")
async def test_a_user_finds_everything_on_the_dashboard(tmp_path: Path) -> None:
    if (missing := _missing()) is not None:
        pytest.skip(missing)

    process = await asyncio.create_subprocess_exec(
        *(PYTHON, "-m", "demo", "--browse", tmp_path),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()

    assert (tmp_path / "findings.json").exists(), told.decode(errors="replace")[-3000:]
    findings = json.loads((tmp_path / "findings.json").read_text())
    assert len(findings) == 11
    assert [it for it in findings if not it["holds"]] == []
    assert process.returncode == 0, told.decode(errors="replace")[-3000:]
    assert len(list(tmp_path.glob("*.png"))) == 24
