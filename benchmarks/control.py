"""How long one step of the controller takes, reasons included, for 1 to 1,000 charge points in a tree of 50 circuits.

Every charge point has a car that follows what it is told, and there is too little room for all of them: the step learns
from the meters, shares, queues and names the limit of each, second after second. Only the step is timed; the median counts.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from math import log
from random import Random
from statistics import median
from time import process_time
from typing import Any, Final

from custom_components.overshot.core.control import ChargePointSettings, Memory, SiteSettings, step
from custom_components.overshot.core.control.limits.circuits import CircuitTree, compile_tree
from custom_components.overshot.core.model import (
    ChargePoint,
    ChargePointReading,
    ChargingMode,
    Circuit,
    ConnectionType,
    GridConnection,
    MeterReading,
    PhaseVector,
    Reading,
    Rotation,
    Site,
    Snapshot,
    VehicleState,
)

from .measurement import Measurement

COUNTS: Final = (1, 3, 34, 500, 1000)
ROUNDS: Final = 60
WARM_UP: Final = 30
"""Steps until the cars charge and the windows are full."""

MOST: Final = {3: 0.5, 1000: 50.0}
"""The claim (ms); the goal is 0.2 and 20."""

FEW_MANY: Final = (34, 1000)
MOST_GROWTH: Final = 1.0
"""Between these sizes the time grows no faster than n log n."""

MAINS: Final = 5
BRANCHES: Final = 9
"""So many metered circuits on the connection, so many on each of them: 50 in all."""

_VOLTAGE = 230.0
_START = datetime(2026, 1, 12, 18, tzinfo=UTC)


def measure(rounds: int | None = None) -> Iterable[Measurement]:
    """Return the medians of so many steps each."""
    times = {count: median(_times(count, rounds or ROUNDS)) for count in COUNTS}
    for count, milliseconds in times.items():
        yield Measurement(
            name=f"{count:,} charge points", value=milliseconds, unit="ms", most=MOST.get(count), key=f"step_ms.{count}"
        )
    few, many = FEW_MANY
    growth = times[many] / times[few] / (many * log(many) / (few * log(few)))
    yield Measurement(name=f"growth from {few} to {many:,} / n log n", value=growth, unit="", most=MOST_GROWTH)


def as_json(measurements: Sequence[Measurement]) -> Any:
    """Return what `--json` writes where nothing else is measured: a list, one entry a size."""
    return [
        {"charge_points": int(it.key.removeprefix("step_ms.")), "median_ms": it.value}
        for it in measurements
        if it.key.startswith("step_ms.")
    ]


def _times(count: int, rounds: int) -> list[float]:
    """Return how long each of so many steps took (ms)."""
    site, phases = _site(count)
    settings = SiteSettings(
        charge_points={
            point.id: ChargePointSettings(mode=ChargingMode.BOOST, controlled=True, max_current=32.0)
            for point in site.charge_points
        }
    )
    tree = compile_tree(site, whole=True)
    random = Random(count)
    memory = Memory()
    told = dict.fromkeys((point.id for point in site.charge_points), 0.0)
    measured: list[float] = []
    for second in range(WARM_UP + rounds):
        now = _START + timedelta(seconds=second)
        snapshot = _measure(site, tree, phases, told, random, now)
        begun = process_time()
        decision = step(site, settings, memory, snapshot, None, now)
        elapsed = process_time() - begun
        if second >= WARM_UP:
            measured.append(1000 * elapsed)
        memory = decision.memory
        told = {id_: setpoint.current or 0.0 for id_, setpoint in decision.setpoints.items()}
    assert all(setpoint.reason for setpoint in decision.setpoints.values())
    return measured


def _site(count: int) -> tuple[Site, list[int]]:
    """Return a site of 50 circuits with so many charge points, and the phases that each car uses."""
    random = Random(count)
    a_main, a_branch = max(25.0, 9.0 * count / MAINS), max(25.0, 10.0 * count / MAINS / BRANCHES)
    circuits = [Circuit(id=f"main {m}", name=f"Main {m}", limit=a_main, metered=True) for m in range(MAINS)]
    branches = [
        Circuit(id=f"branch {m}.{b}", name=f"Branch {m}.{b}", limit=a_branch, parent=f"main {m}")
        for m in range(MAINS)
        for b in range(BRANCHES)
    ]
    points = [
        ChargePoint(
            id=f"point {number}",
            name=f"Point {number}",
            rotation=random.choice([Rotation.L1L2L3, Rotation.L2L3L1, Rotation.L3L1L2]),
            max_current=32.0,
            fallback_current=0.0,
            circuit=branches[number % len(branches)].id,
        )
        for number in range(count)
    ]
    connection = GridConnection(type=ConnectionType.THREE_PHASE, fuse=max(32.0, 9.0 * count), derating=0.8)
    site = Site(connection=connection, charge_points=tuple(points), circuits=(*circuits, *branches))
    return site, [random.choice([1, 3, 3]) for _ in points]


def _measure(
    site: Site, tree: CircuitTree, phases: Sequence[int], told: dict[str, float], random: Random, now: datetime
) -> Snapshot:
    """Return what the instruments tell of cars that do as they are told, beside a house that never rests."""
    own = tree.none()
    stations: dict[str, Reading[ChargePointReading]] = {}
    for point, used in zip(site.charge_points, phases, strict=True):
        amps = told[point.id]
        draw: PhaseVector = (amps, amps if used > 1 else 0.0, amps if used > 1 else 0.0)
        for phase, flowing in enumerate(point.rotation.to_grid(draw)):
            own[3 * tree.point_nodes[point.id] + phase] += flowing
        stations[point.id] = Reading(
            ChargePointReading(
                vehicle=VehicleState.C, currents=draw, power=sum(draw) * _VOLTAGE, setpoint=amps, fallback_current=0.0
            ),
            now - timedelta(milliseconds=300),
        )
    tree.add_up(own)

    def meter(node: int) -> Reading[MeterReading]:
        l1, l2, l3 = (amps + 2 + random.random() for amps in own[3 * node : 3 * node + 3])
        power = (l1 * _VOLTAGE, l2 * _VOLTAGE, l3 * _VOLTAGE)
        return Reading(MeterReading(power=sum(power), phase_power=power), now)

    return Snapshot(
        grid=meter(0),
        charge_points=stations,
        circuits={circuit.id: meter(tree.node(circuit.id)) for circuit in site.circuits if circuit.metered},
    )
