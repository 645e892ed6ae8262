"""Other optimizers get our planning case as numbers, and their plans are judged as ours are."""

import json
from pathlib import Path
import sys

import pytest

from benchmarks.__main__ import main
from benchmarks.plan import CASES, problem
from benchmarks.planners.compare import compare

SCRIPT = """#!{python}
import json, sys
cases = json.load(sys.stdin)
assert all(len(it["load"]) == len(it["import"]) == 192 for it in cases)
idle = [0.0] * 192
print(json.dumps({{"Idle": {{"version": "1", "ms": [2.0] * len(cases), "power": [idle] * len(cases)}}}}))
"""


def fake(path: Path, text: str) -> Path:
    """Return a program that stands in for a Python with another optimizer."""
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_plan_that_does_nothing_costs_more(tmp_path: Path) -> None:
    python = fake(tmp_path / "python", SCRIPT.format(python=sys.executable))
    ours, theirs, more = compare(python, [problem("one_battery", day) for day in range(2)])
    assert ours.value > 0
    assert (theirs.name, theirs.value) == ("Idle 1", 2.0)
    assert more.value > 10


def test_what_cannot_be_solved_says_why(tmp_path: Path) -> None:
    python = fake(tmp_path / "python", f"#!{sys.executable}\nimport sys\nsys.exit('there is no optimizer')\n")
    with pytest.raises(ValueError, match="there is no optimizer"):
        list(compare(python, [problem("one_battery", 0)]))


def test_the_script_needs_nothing_of_ours() -> None:
    """Here no other optimizer is installed: it finds none, and says so by naming none."""
    (ours,) = compare(Path(sys.executable), [problem("one_battery", 0)])
    assert ours.unit == "ms"


def test_json_is_a_list_of_cases(capsys: pytest.CaptureFixture[str]) -> None:
    """How long it takes is judged by the command, on a machine that does nothing else."""
    main(["plan", "--rounds", "1", "--json", "-"])
    found = json.loads(capsys.readouterr().out)
    assert [it["case"] for it in found] == list(CASES)
    assert all(set(it) == {"case", "median_ms", "peak_mb"} and min(it["median_ms"], it["peak_mb"]) > 0 for it in found)
