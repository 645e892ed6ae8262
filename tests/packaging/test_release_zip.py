"""The zip of a release holds the integration and the version of its tag."""

import json
from pathlib import Path
import subprocess
import zipfile

from .repository import INTEGRATION, ROOT, load_json, tracked_files


def test_zip_holds_the_integration_at_its_root_with_the_version_of_the_tag(tmp_path: Path) -> None:
    target = tmp_path / load_json(ROOT / "hacs.json")["filename"]
    subprocess.run([ROOT / "script" / "package", "9.8.7", target], check=True, capture_output=True)
    with zipfile.ZipFile(target) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
        code = archive.read("__init__.py")
    assert manifest == load_json(INTEGRATION / "manifest.json") | {"version": "9.8.7"}
    assert code == (INTEGRATION / "__init__.py").read_bytes()
    assert "brand/icon.png" in names
    ours = {path.relative_to(INTEGRATION).as_posix() for path in tracked_files() if path.is_relative_to(INTEGRATION)}
    assert names <= ours
    assert not {name for name in names if "__pycache__" in name or name.startswith(("tests/", "simulator/"))}
