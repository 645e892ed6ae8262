"""Benchmarks are found by their name, and a claim that does not hold makes the command fail."""

import json
from pathlib import Path

import pytest

from benchmarks import simulate
from benchmarks.__main__ import main, names
from benchmarks.measurement import Measurement


@pytest.mark.parametrize(
    ("least", "most", "holds", "claim"),
    [(None, None, True, ""), (10, None, True, ">= 10"), (11, None, False, ">= 11"), (None, 9, False, "<= 9")],
)
def test_claims(least: float | None, most: float | None, holds: bool, claim: str) -> None:
    measurement = Measurement(name="speed", value=10, unit="x", least=least, most=most)
    assert (measurement.holds, measurement.claim) == (holds, claim)


def test_a_module_is_a_benchmark() -> None:
    assert {"poll", "simulate"} <= set(names())
    assert not {"__main__", "measurement", "polling"} & set(names())


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["perpetual_motion"])
    assert caught.value.code == 2
    assert "perpetual_motion" in capsys.readouterr().err


@pytest.mark.parametrize(("value", "code", "verdict"), [(2000.0, 0, "holds"), (999.0, 1, "DOES NOT HOLD")])
def test_table_json_and_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    value: float,
    code: int,
    verdict: str,
) -> None:
    found = [Measurement(name="speed", value=value, unit="x", least=1000, key="speeds.top")]
    monkeypatch.setattr(simulate, "measure", lambda rounds: found)
    out = tmp_path / "out.json"
    assert main(["simulate", "--json", str(out)]) == code
    assert verdict in capsys.readouterr().out
    content = json.loads(out.read_text(encoding="utf-8"))
    (written,) = content["benchmarks"]["simulate"]
    assert (written["value"], written["holds"]) == (value, code == 0)
    assert content["speeds"] == {"top": value}


def test_physics_is_faster_than_with_control() -> None:
    """Whether the claims hold depends on what else the machine does: the command judges them, no test."""
    measured = {measurement.name: measurement for measurement in simulate.measure(1)}
    assert measured["with control / physics alone"].value > 1
    assert all(measurement.value > 0 for measurement in measured.values())
