"""How fast the simulated house lives: physics alone, with the production controller, and with every step kept.

All three live through the same scenario in one run, so that their ratios do not depend on the machine. Each is measured
several times and the best counts: noise only ever makes it slower.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter

from simulator.events import Timeline
from simulator.loop import Loop
from simulator.report import Report
from simulator.scenario import Scenario, load_scenario
from simulator.simulate import live

from .measurement import Measurement

SCENARIO = Path(__file__).parents[1] / "tests" / "scenarios" / "sunny_morning.json"
ROUNDS = 3

LEAST_SPEEDUP = 1000
"""The claim of the README: so many times faster than real time, steps kept."""

MOST_PHYSICS_MICROSECONDS = 60
"""One step of a house with one car, without control."""


def measure(rounds: int | None = None) -> Iterable[Measurement]:
    """Return the measurements, the best of so many rounds."""
    rounds = rounds or ROUNDS
    scenario = load_scenario(SCENARIO)
    seconds = scenario.duration
    physics = _best(rounds, lambda: _physics(scenario))
    control = _best(rounds, lambda: _control(scenario, keep=False))
    kept = _best(rounds, lambda: _control(scenario, keep=True))
    steps = scenario.duration / scenario.step
    return [
        Measurement(name="physics alone", value=seconds / physics, unit="x real time"),
        Measurement(
            name="physics alone, one step", value=physics / steps * 1e6, unit="us", most=MOST_PHYSICS_MICROSECONDS
        ),
        Measurement(name="with control", value=seconds / control, unit="x real time"),
        Measurement(
            name="with control, every step kept", value=seconds / kept, unit="x real time", least=LEAST_SPEEDUP
        ),
        Measurement(name="with control / physics alone", value=control / physics, unit="x the time"),
        Measurement(name="every step kept / with control", value=kept / control, unit="x the time"),
    ]


def _best(rounds: int, run: Callable[[], float]) -> float:
    """Return the shortest of some rounds (s)."""
    return min(run() for _ in range(rounds))


def _physics(scenario: Scenario) -> float:
    """Live through the scenario without controller: cars take what stations offer. Return how long it took (s)."""
    world = scenario.build()
    events = Timeline(scenario.house_events())
    step, due, dt = world.step, events.due, scenario.step
    begun = perf_counter()
    for _ in range(round(scenario.duration / dt)):
        for event in due(world.t):
            event.apply(world)
        step(dt)
    return perf_counter() - begun


def _control(scenario: Scenario, *, keep: bool) -> float:
    """Live through the scenario with the production controller. Return how long it took (s)."""
    loop = Loop(scenario)
    return live(scenario, loop, Report(loop, keep_steps=keep))
