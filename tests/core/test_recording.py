"""A recording of decisions, told as JSON, leads to the same decisions again."""

from copy import deepcopy
from datetime import datetime
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.overshot.core.control import Decision, Memory, SiteSettings, step
from custom_components.overshot.core.control.recording import Cycle, RecordingError, record, replay
from custom_components.overshot.core.model import Series, Site, Snapshot
from simulator.loop import Loop
from simulator.scenario import load_scenario

SCENARIOS = Path(__file__).parents[1] / "scenarios"
HOUSES = (
    "access",
    "boiler_on_surplus",
    "delta_grid",
    "dst_autumn",
    "efficient_pv_surplus",
    "meter_silent",
    "queue_on_a_small_circuit",
    "restart_in_a_quarter",
    "two_cars_one_battery",
)


def live(name: str, steps: int, first: int = 0) -> list[Cycle]:
    """Return the decisions of a simulated house, from the `first` step on."""
    scenario = load_scenario(SCENARIOS / f"{name}.json")
    cycles: list[Cycle] = []

    def note(
        site: Site,
        settings: SiteSettings,
        memory: Memory,
        snapshot: Snapshot,
        plan: None,
        now: datetime,
        *,
        export_prices: Series,
    ) -> Decision:
        """Decide, and keep what that was made from."""
        decision = step(site, settings, memory, snapshot, plan, now, export_prices=export_prices)
        cycles.append(
            Cycle(
                now=now,
                site=site,
                settings=settings,
                memory=memory,
                snapshot=snapshot,
                plan=plan,
                export_prices=export_prices,
                decision=decision,
            )
        )
        return decision

    loop = Loop(scenario)
    with patch("simulator.loop.control_step", note):
        for _ in range(first + steps):
            loop.step()
    return cycles[first:]


def through_json(recording: Any) -> Any:
    """Return what another desk gets."""
    return json.loads(json.dumps(recording))


@pytest.mark.parametrize("name", HOUSES)
@pytest.mark.parametrize("first", [0, 700])
def test_the_same_again(name: str, first: int) -> None:
    """From the start, and from the middle of things: what a restart would forget is in the recording too."""
    cycles = live(name, 300, first)
    assert len(cycles) >= 100
    replayed = list(replay(through_json(record(cycles))))
    assert [each.now for each in replayed] == [cycle.now for cycle in cycles]
    assert [list(each.differences()) for each in replayed if not each.same] == []


def test_another_decision_is_found() -> None:
    recording = through_json(record(live("boost", 60)))
    changed = deepcopy(recording)
    path = next(path for path in changed["cycles"][0]["changed"] if path.startswith("decision / setpoints"))
    changed["cycles"][0]["changed"][path] = 99.0
    first = next(replay(changed))
    assert not first.same
    assert [(where, recorded) for where, recorded, _ in first.differences()] == [
        (path.removeprefix("decision / "), 99.0)
    ]


def test_what_does_not_change_is_told_once() -> None:
    cycles = live("boost", 120)
    recording = record(cycles)
    assert len(recording["shared"]["site"]) == 1
    assert sum("memory" in cycle for cycle in recording["cycles"]) == 1
    assert len(json.dumps(recording["cycles"][-1])) < 2000


@pytest.mark.parametrize(
    "spoil",
    [
        lambda recording: recording.pop("format"),
        lambda recording: recording.update(format=99),
        lambda recording: recording.pop("shared"),
        lambda recording: recording["shared"].update(site=[]),
        lambda recording: recording["shared"].update(site=[{"connection": "none"}]),
        lambda recording: recording["cycles"][0].pop("memory"),
        lambda recording: recording["cycles"][0].update(now="yesterday"),
        lambda recording: recording["cycles"].append({"now": "2026-01-01T00:00:00+00:00", "changed": None}),
        lambda recording: recording["cycles"][1].update(gone=["nothing"]),
    ],
)
def test_what_is_no_recording(spoil: Any) -> None:
    recording = through_json(record(live("boost", 3)))
    spoil(recording)
    with pytest.raises(RecordingError):
        list(replay(recording))


@pytest.mark.parametrize("data", [None, [], "text", {}, {"format": 1}])
def test_what_is_nothing_at_all(data: Any) -> None:
    with pytest.raises(RecordingError):
        list(replay(data))
