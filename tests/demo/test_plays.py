"""The houses of the demo: each can be built, speaks of things that are there, and tries finding, reading, steering, leaving."""

from collections.abc import Mapping
from typing import Any

import pytest

from demo.__main__ import main
from demo.play import Expectation, Play, PlayError, houses, judged
from demo.stagehand import summed_up, watch
from demo.truth import Truth
from demo.verdict import Finding
from simulator.house import House
from simulator.scenario import read_command


def test_the_houses_there_are() -> None:
    assert {"hager-flow", "jullix"} <= set(houses())
    with pytest.raises(PlayError, match="tv"):
        Play.load("tv")


def test_an_unknown_house_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--house", "tv", "--check"])
    assert left.value.code == 2
    assert "hager-flow" in capsys.readouterr().err


@pytest.mark.parametrize("name", houses())
def test_everything_a_play_speaks_of_is_there(name: str) -> None:
    play = Play.load(name)
    house = House(play.scenario)
    truth = Truth(house)
    devices = set(house.servers)
    assert set(play.found) <= devices
    expectations = [*(one for act in play.acts for one in act.expect), *play.left]
    names = [one.like for one in expectations if one.like] + [one.what for one in expectations if not one.state]
    for what in names:
        assert truth(what) is not None, what
    for shown in play.bridge.shows.values():
        assert truth.raw(shown.truth) is not None
    for act in play.acts:
        for order in act.do:
            if "event" in order:
                read_command("event", order["event"], play.scenario.house)
            else:
                assert "." in order["call"]
                assert "." in order["on"]


@pytest.mark.parametrize("name", houses())
def test_a_play_reads_steers_and_looks_how_it_was_left(name: str) -> None:
    play = Play.load(name)
    assert play.found or play.bridge.shows, "nothing is found or picked"
    assert any(one.like for act in play.acts for one in act.expect), "nothing is read"
    steering = [act for act in play.acts if any("call" in order for order in act.do)]
    assert steering
    assert all(any(not one.state for one in act.expect) for act in steering), "an order is judged by its effect"
    assert play.left
    assert all(not one.state for one in play.left)
    # Half of all that is expected may be in vain before it becomes too long a wait.
    longest = sum(max(one.within + one.during for one in act.expect) for act in play.acts)
    assert longest < 300


def test_truth_has_physics_and_registers() -> None:
    house = House(Play.load("jullix").scenario)
    truth = Truth(house)
    assert truth("battery.soc") == 50
    assert truth("arrays.roof.spec.peak") == 3000
    assert truth("grid.currents.1") == 0
    assert truth("registers.goodwe.247.47511") == 1
    for nothing in ("tv.power", "battery.taste", "grid.currents.7", "registers.goodwe.1.47511", "registers.p1.1.1"):
        with pytest.raises(LookupError, match=nothing):
            truth(nothing)


@pytest.mark.parametrize(
    ("data", "found", "truth", "holds"),
    [
        ({"state": "a.b", "is": "surplus"}, "surplus", None, True),
        ({"state": "a.b", "is": "surplus"}, "boost", None, False),
        ({"state": "a.b", "near": 10, "by": 0.2}, "10.2", None, True),
        ({"state": "a.b", "near": 10, "by": 0.2}, "10.3", None, False),
        ({"state": "a.b", "near": 0, "by": 5}, "unavailable", None, False),
        ({"truth": "grid.power", "between": [-5, 5]}, -5.0, None, True),
        ({"truth": "grid.power", "between": [-5, 5]}, 6.0, None, False),
        ({"truth": "battery.mode", "is": 1}, 1.0, None, True),
        ({"truth": "battery.mode", "is": 1}, 2.0, None, False),
        ({"state": "a.b", "like": "grid.power", "by": 10}, "95", 100.0, True),
        ({"state": "a.b", "like": "grid.power", "by": 10}, "80", 100.0, False),
        ({"state": "a.b", "like": "grid.energy_import", "per": 1000, "by": 0.1}, "9.75", 9_753.0, True),
    ],
)
def test_what_an_expectation_takes(
    data: Mapping[str, Any], found: str | float, truth: float | None, holds: bool
) -> None:
    expectation = Expectation.read(data)
    assert expectation.holds(found, truth) is holds
    finding = judged(expectation, since=1.0 if holds else None, found=found, truth=truth)
    assert finding.holds is holds
    assert str(data.get("state", data.get("truth"))) in finding.text


@pytest.mark.parametrize(
    "data",
    [
        {"is": 1},
        {"state": "a.b"},
        {"state": "a.b", "truth": "grid.power", "is": 1},
        {"state": "a.b", "is": 1, "near": 1},
        {"truth": "grid.power", "like": "grid.power"},
        {"state": "a.b", "is": 1, "withn": 3},
    ],
)
def test_an_expectation_that_expects_nothing_is_a_mistake(data: Mapping[str, Any]) -> None:
    with pytest.raises(PlayError):
        Expectation.read(data)


async def test_expectations_are_waited_for_side_by_side() -> None:
    looks = {"soon": iter([0.0, 1.0, 1.0, 1.0]), "flickers": iter([1.0, 0.0, 0.0, 0.0]), "never": iter([0.0] * 9)}
    expectations = [
        Expectation(what="soon", state=False, equal=1, within=5),
        Expectation(what="flickers", state=False, equal=1, within=1, during=0.6),
        Expectation(what="never", state=False, equal=1, within=1),
    ]
    findings = await watch(expectations, lambda expectation: (next(looks[expectation.what]), None))
    assert [finding.holds for finding in findings] == [True, False, False]
    assert "never is 0, expected 1 within 1 s" in findings[2].text


async def test_what_is_not_there_never_comes_true() -> None:
    def look(expectation: Expectation) -> tuple[str | float, float | None]:
        raise LookupError(f"nobody has a {expectation.what}")

    (finding,) = await watch([Expectation(what="tv", state=False, equal=1, within=0)], look)
    assert not finding.holds
    assert "nobody has a tv" in finding.text


def test_an_act_holds_where_all_of_it_does() -> None:
    good, bad = Finding(True, "good"), Finding(False, "bad")
    assert summed_up("act", [good, good]) == Finding(True, "act", ("2 of 2 as expected",))
    assert summed_up("act", [good, bad]) == Finding(False, "act", ("bad",))
