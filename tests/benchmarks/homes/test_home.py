"""A home is read from its folder, or refused with a reason."""

from collections.abc import Callable
from datetime import date
import gzip
import json
from pathlib import Path
import shutil

import pytest

from benchmarks.homes.home import Home, read
from benchmarks.homes.stays import possible, shares_of

DATA = Path(__file__).parents[3] / "benchmarks" / "data"


def copy(tmp_path: Path) -> Path:
    """Return a folder of our own with the first rows of home A."""
    folder = tmp_path / "home"
    shutil.copytree(DATA / "home_a", folder)
    lines = gzip.decompress((folder / "series.csv.gz").read_bytes()).decode().splitlines()[:5]
    rewrite(folder, lines)
    (folder / "sessions.csv").write_text("session_id,plugin_utc,plugout_utc,energy_kwh\n", encoding="utf-8")
    return folder


def rewrite(folder: Path, lines: list[str]) -> None:
    """Write the series anew."""
    (folder / "series.csv.gz").write_bytes(gzip.compress("\n".join(lines).encode()))


@pytest.mark.parametrize(("name", "quarters", "sessions"), [("home_a", 34944, 189), ("home_b", 35136, 307)])
def test_our_own_homes_are_whole(name: str, quarters: int, sessions: int) -> None:
    home = read(DATA / name)
    assert (len(home.starts), len(home.sessions)) == (quarters, sessions)
    assert len(dict.fromkeys(home.months())) == 12
    assert all(it is not None for it in home.solar_told)
    assert sum(possible(home, it) for it in home.sessions) == pytest.approx(sum(it.energy for it in home.sessions))


def test_a_home_without_temperatures_and_sessions_is_read(tmp_path: Path) -> None:
    home = read(copy(tmp_path))
    assert home.temperature == (None,) * 4
    assert home.sessions == ()
    assert home.import_prices[0] == pytest.approx(1.06 * home.spot[0] + 0.14)


def test_a_gap_is_refused(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    lines = gzip.decompress((folder / "series.csv.gz").read_bytes()).decode().splitlines()
    rewrite(folder, [*lines[:2], *lines[3:]])
    with pytest.raises(ValueError, match="not the next quarter"):
        read(folder)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    lines = gzip.decompress((folder / "series.csv.gz").read_bytes()).decode().splitlines()
    rewrite(folder, [lines[0].replace("price_da_eur_kwh", "price"), *lines[1:]])
    with pytest.raises(ValueError, match="price_da_eur_kwh"):
        read(folder)


def test_two_cars_at_once_are_refused(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    with (folder / "sessions.csv").open("a", encoding="utf-8") as file:
        file.write("0,2024-03-01T10:00:00Z,2024-03-01T12:00:00Z,5\n1,2024-03-01T11:00:00Z,2024-03-01T13:00:00Z,5\n")
    with pytest.raises(ValueError, match="while another one is there"):
        read(folder)


def test_a_slice_is_of_local_days_and_whole_sessions(home_a: Home) -> None:
    """Both days on which the clock is changed, and a session that goes on beyond the end."""
    spring, autumn = home_a.slice(date(2024, 3, 31), 1), home_a.slice(date(2024, 10, 27), 1)
    assert (len(spring.starts), len(autumn.starts)) == (92, 100)
    one = home_a.slice(date(2024, 3, 4), 1)
    assert one.starts[0].astimezone(one.zone).hour == 0
    assert not one.sessions
    with pytest.raises(ValueError, match="nothing there"):
        home_a.slice(date(2030, 1, 1))


def test_other_stations_and_tariffs_are_read(tmp_path: Path) -> None:
    """It is judged on other homes too."""
    folder = copy(tmp_path)
    about = json.loads((folder / "home.json").read_text(encoding="utf-8"))
    about["charge_point_kw"] = 7.4
    about["tariff"]["day_ahead_published_local"] = "14:30"
    (folder / "home.json").write_text(json.dumps(about), encoding="utf-8")
    home = read(folder)
    assert (home.charge_power, home.tariff.published) == (7.4, 14.5)


def test_part_of_a_quarter_counts_as_such(plain: Callable[..., Home]) -> None:
    home = plain(stays=((1.1, 0.5, 20.0),))
    (session,) = home.sessions
    assert shares_of(home, session) == pytest.approx({4: 0.6, 5: 1.0, 6: 0.4})
    assert possible(home, session) == pytest.approx(5.5)
