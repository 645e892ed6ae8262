"""The replay of a real garage: its data, its house, what could be delivered at best, and a short slice of it."""

import json
from pathlib import Path
from random import Random

import pytest

from benchmarks import garage
from benchmarks.__main__ import main
from benchmarks.replay.bound import deliverable
from benchmarks.replay.house import ROWS, build
from benchmarks.replay.sessions import VOLTAGE, CarType, Session, cars, park, read

HEADER = "user,plugin_utc,plugout_utc,energy_kwh\n"


def slice_of(path: Path, first: int, count: int) -> Path:
    """Write some of our own sessions to a file."""
    lines = garage.SESSIONS.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], *lines[first : first + count]]) + "\n", encoding="utf-8")
    return path


def test_a_slice_overloads_nothing_and_delivers_nearly_all_that_can_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command, its JSON and its claims, on two days of a file of one's own."""
    monkeypatch.setattr(garage, "BUSIEST_HOURS", 1)
    sessions = slice_of(tmp_path / "sessions.csv", 3000, 40)
    assert main(["garage", "--sessions", str(sessions), "--json", "-"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert written["overload_seconds"] == 0
    assert 0.98 <= written["delivered_ratio"] <= 1
    assert written["sessions"] == 40


def test_our_own_copy_is_whole() -> None:
    sessions = read(garage.SESSIONS)
    assert len(sessions) == 6390
    assert len({session.user for session in sessions}) == 77
    assert max(park(sessions)) + 1 == 34
    assert "10.1016/j.dib.2024.110883" in (garage.SESSIONS.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("user,plugin_utc,plugout_utc\n", "energy_kwh"),
        (HEADER, "no sessions"),
        (HEADER + "1,yesterday,2024-01-29 12:00:00+00:00,1\n", "yesterday"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "sessions.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read(path)


def test_a_file_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["garage", "--sessions", "/nowhere.csv"])
    assert "/nowhere.csv" in capsys.readouterr().err


def test_a_place_is_taken_once_at_a_time_and_not_in_the_minute_it_is_left() -> None:
    sessions = [Session("a", 0, 100, 1), Session("b", 50, 60, 1), Session("c", 60, 200, 1), Session("d", 70, 80, 1)]
    assert park(sessions) == [0, 1, 2, 1]


def test_every_car_can_have_done_what_was_measured() -> None:
    sessions = read(garage.SESSIONS)
    types = cars(sessions, Random(1))
    for session in sessions:
        assert session.energy / ((session.end - session.start) / 3600) <= 1.03 * types[session.user].power
    assert {car.phases for car in types.values()} == {1, 3}


def test_the_house_is_the_same_for_the_same_seed() -> None:
    one, other, third = build(10, 1), build(10, 1), build(10, 2)
    assert one.site == other.site
    assert one.load(1_700_000_000) == other.load(1_700_000_000) != third.load(1_700_000_000)
    limit = one.site.connection.limit
    loads = [one.load(1_700_000_000 + 60 * minute)[0] for minute in range(3000)]
    assert all(0 <= amps < limit for load in loads for amps in load)
    assert max(map(max, loads)) > 30


class TestBound:
    """What could have been delivered at best."""

    HOUSE = build(40, 7)
    HOUR = 1_700_000_000 // 3600 * 3600

    def best(self, *sessions: Session, places: list[int], car: CarType) -> float:
        """Return it for these."""
        return deliverable(self.HOUSE, sessions, places, [car] * len(sessions))

    def test_alone_a_car_gets_what_it_can_take(self) -> None:
        session = Session("a", self.HOUR, self.HOUR + 7200, 5000.0)
        assert self.best(session, places=[0], car=CarType(1, 16.0)) == pytest.approx(5000)
        greedy = Session("a", self.HOUR, self.HOUR + 7200, 50_000.0)
        assert self.best(greedy, places=[0], car=CarType(1, 16.0)) == pytest.approx(2 * 16 * VOLTAGE)

    def test_on_a_full_circuit_all_get_its_limit_together(self) -> None:
        """Cars of 3 x 16 A, each alone on its circuit's last ampere: 32 A for four of them."""
        row = next(name for name, limit, *_ in ROWS if limit == 32.0)
        places = [n for n, point in enumerate(self.HOUSE.site.charge_points) if point.circuit == row][:4]
        sessions = [Session(str(n), self.HOUR, self.HOUR + 3600, 20_000.0) for n in range(4)]
        assert self.best(*sessions, places=places, car=CarType(3, 16.0)) == pytest.approx(32 * 3 * VOLTAGE)

    def test_who_leaves_first_is_served_first(self) -> None:
        """Somebody who knows when all leave gives everybody what an equal share would not."""
        row = next(name for name, limit, *_ in ROWS if limit == 32.0)
        places = [n for n, point in enumerate(self.HOUSE.site.charge_points) if point.circuit == row][:4]
        need = 16 * 3 * VOLTAGE
        sessions = [Session(str(n), self.HOUR, self.HOUR + (3600 if n < 2 else 7200), need) for n in range(4)]
        assert self.best(*sessions, places=places, car=CarType(3, 16.0)) == pytest.approx(4 * need)
