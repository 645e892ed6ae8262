"""The command lives through a scenario, says how it went, and exits with 0, 1 or 2."""

import json
from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

from simulator.simulate import main

from .houses import raw_scenario

ROOT = Path(__file__).parents[2]


def _file(tmp_path: Path, **changes: Any) -> Path:
    path = tmp_path / "house.json"
    path.write_text(json.dumps(raw_scenario(**changes)), encoding="utf-8")
    return path


def test_every_step_and_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert main([str(_file(tmp_path)), "--json", str(out), "--every", "30"]) == 0
    result = json.loads(out.read_text(encoding="utf-8"))
    summary, steps = result["summary"], result["steps"]
    assert (summary["violations"], summary["excursions"]) == ([], [])
    assert (summary["step_count"], summary["simulated_seconds"]) == (120, 120)
    assert summary["speedup"] > 100
    assert [step["t"] for step in steps] == list(range(1, 121))
    decision = steps[-1]["charge_points"]["garage"]["decision"]
    assert decision["reason"] == "surplus"
    assert steps[-1]["charge_points"]["garage"]["power"] > 4000
    energy = summary["energy"]
    assert energy["solar"] == pytest.approx(7000 * 120 / 3600, rel=0.001)
    used = energy["import"] + energy["solar"] + energy["battery_discharged"]
    assert used == pytest.approx(energy["export"] + energy["battery_charged"] + energy["house"], abs=0.5)
    assert energy["house"] == pytest.approx(
        sum(s["load"] + s["heat_pump"] for s in steps) / 3600 + energy["car"], abs=1
    )
    mean = summary["mean_grid_on_surplus"]
    on_surplus = [s["grid"] for s in steps if s["charge_points"]["garage"]["decision"]["reason"] == "surplus"]
    assert mean == pytest.approx(sum(abs(grid) for grid in on_surplus) / len(on_surplus), abs=0.1)
    assert summary["seconds_on_surplus"] == len(on_surplus)
    printed = capsys.readouterr().out
    assert "12:00:30" in printed
    assert "no violations" in printed
    assert "garage C2" in printed


def test_an_oven_that_overloads_a_phase_on_its_own_is_nobodys_violation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    oven = {"at": 20, "type": "appliance_on", "name": "oven", "power": 10_000, "phases": ["l2"], "for": 30}
    assert main([str(_file(tmp_path, events=[oven])), "--json", "-", "--quiet"]) == 0
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert [(it["phase"], it["start"], it["duration"]) for it in summary["excursions"]] == [("L2", 20, 30)]


def test_what_does_not_come_true(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expect = {"summary": {"energy.car": {"min": 1e6}}}
    assert main([str(_file(tmp_path, expect=expect))]) == 1
    assert "energy.car is" in capsys.readouterr().out


def test_a_short_excursion_is_listed_and_forgiven(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    oven = {"at": 20, "type": "appliance_on", "name": "oven", "power": 10_000, "phases": ["l2"], "for": 10}
    assert main([str(_file(tmp_path, events=[oven])), "--json", "-", "--quiet"]) == 0
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert [excursion["duration"] for excursion in summary["excursions"]] == [10]


def test_a_main_fuse_that_opens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    oven = {"at": 20, "type": "appliance_on", "name": "short", "power": 60_000, "phases": ["l3"]}
    assert main([str(_file(tmp_path, events=[oven]))]) == 1
    assert "fuse_tripped" in capsys.readouterr().out


def test_a_file_that_cannot_be_used_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(_file(tmp_path, duration=0))]) == 2
    assert "duration: 0 is" in capsys.readouterr().err
    assert main([str(tmp_path / "none.json")]) == 2
    twice = [{"at": at, "type": "car_arrives", "charge_point": "garage"} for at in (10, 20)]
    assert main([str(_file(tmp_path, events=twice))]) == 2
    assert "at 20 s: another car" in capsys.readouterr().err


def test_it_keeps_the_pace_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(_file(tmp_path)), "--quiet", "--json", "-", "--speed", "400"]) == 0
    speedup = json.loads(capsys.readouterr().out)["summary"]["speedup"]
    assert 200 < speedup <= 401


def test_as_a_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "simulator.simulate", str(_file(tmp_path)), "--quiet"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
