"""The benchmark of one control step: sizes, tree, and the JSON it writes where it runs alone."""

import json

import pytest

from benchmarks import control
from benchmarks.__main__ import main
from custom_components.overshot.core.control import step
from custom_components.overshot.core.control.limits.circuits import compile_tree


def test_the_tree_has_fifty_circuits_and_every_point_hangs_on_one() -> None:
    site, phases = control._site(34)
    tree = compile_tree(site, whole=True)
    assert len(site.circuits) == 50
    assert len(site.charge_points) == len(phases) == 34
    assert all(tree.point_nodes[point.id] > 0 for point in site.charge_points)


def test_the_json_is_a_list_of_sizes_and_medians(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(control, "COUNTS", (1, 34, 40))
    monkeypatch.setattr(control, "WARM_UP", 3)
    monkeypatch.setattr(control, "FEW_MANY", (34, 40))
    monkeypatch.setattr(control, "MOST_GROWTH", float("inf"))
    assert main(["control", "--rounds", "2", "--json", "-"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert [entry["charge_points"] for entry in written] == [1, 34, 40]
    assert all(entry.keys() == {"charge_points", "median_ms"} and entry["median_ms"] > 0 for entry in written)


def test_it_measures_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cars that charge, held back by circuits."""
    seen = []

    def watched(*args: object) -> object:
        seen.append(step(*args))  # type: ignore[arg-type]
        return seen[-1]

    monkeypatch.setattr(control, "step", watched)
    control._times(34, 5)
    last = seen[-1].setpoints.values()
    assert sum(1 for setpoint in last if setpoint.current) > 20
    assert any(setpoint.reason.key == "circuit_limited" for setpoint in last)
