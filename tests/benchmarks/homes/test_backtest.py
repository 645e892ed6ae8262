"""The command: its table, its JSON and its file."""

import csv
import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main

HOME = Path(__file__).parents[3] / "benchmarks" / "data" / "home_b"


def test_two_days_as_json_and_as_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    main(["backtest", "--home", str(HOME), "--from", "2024-01-03", "--days", "2", "--json", "-", "--out", str(out)])
    told = json.loads(capsys.readouterr().out)
    assert {"gap_closed", "ev_missed_kwh", "bill", "b1", "b2", "b4", "pf", "mean_peak_kw", "plan_ms"} <= set(told)
    assert told["gap_closed"] == pytest.approx((told["b1"] - told["bill"]) / (told["b1"] - told["pf"]))
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["timestamp_utc", "grid_kw", "ev_kw", "battery_kw", "soc_kwh", "pv_kw"]
    assert len(rows) == 192
    assert rows[0]["timestamp_utc"] == "2024-01-02T23:00:00Z"
    assert max(float(row["grid_kw"]) for row in rows) == pytest.approx(told["max_peak_kw"], abs=1e-4)


def test_a_table_tells_each_month_and_a_folder_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["backtest", "--home", str(HOME), "--from", "2024-01-03", "--days", "2", "--no-solar-forecast"])
    told = capsys.readouterr().out
    assert "2024-01, beside B1" in told
    assert "gap closed" in told
    with pytest.raises(SystemExit):
        main(["backtest", "--home", str(tmp_path)])
    assert "series.csv.gz" in capsys.readouterr().err


def test_nonsense_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["backtest", "--home", str(HOME), "--without", "luck"])
    assert "luck" in capsys.readouterr().err
