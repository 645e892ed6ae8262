"""The houses of tests/scenarios are kept well; here the short ones, `script/simulate --all` lives through all."""

import json
from pathlib import Path

import pytest

from simulator.every_house import SCENARIOS, live_through, run_all
from simulator.scenario import load_scenario
from simulator.simulate import main

from .houses import raw_scenario

SHORT = 1800
"""Steps."""

HOUSES = {path.stem: load_scenario(path) for path in sorted(SCENARIOS.glob("*.json"))}


def test_there_are_houses_enough_and_each_says_what_it_shows() -> None:
    assert len(HOUSES) >= 30
    for path in SCENARIOS.glob("*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        assert data["description"].endswith("."), path.name
        assert data["name"], path.name


@pytest.mark.parametrize(
    "name", [name for name, scenario in HOUSES.items() if scenario.duration / scenario.step <= SHORT]
)
def test_a_house_is_kept_well(name: str) -> None:
    assert live_through(HOUSES[name])["violations"] == []


def test_all_of_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.json").write_text(json.dumps(raw_scenario()), encoding="utf-8")
    expect = {"summary": {"energy.car": {"min": 1e6}}}
    (tmp_path / "hopeful.json").write_text(json.dumps(raw_scenario(expect=expect)), encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    found, kept = run_all(tmp_path, processes=1)
    printed = capsys.readouterr().out
    assert found == 2
    assert [it["file"] for it in kept] == ["broken.json", "good.json", "hopeful.json"]
    assert "energy.car is" in printed
    assert "cannot be used" in printed
    assert "3 scenarios, 2 violations" in printed


def test_a_command_without_a_scenario_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([])
    assert "--all, --soak or --replay" in capsys.readouterr().err
