"""The main fuse: each row is a house of 3 x 25 A (20 A usable) in one moment, and what its cars are told.

The first names are problems users of other controllers reported, or that this one had.
"""

from dataclasses import dataclass, field

import pytest

from custom_components.overshot.core.model import (
    ChargePointReading,
    ChargingMode,
    ConnectionType,
    MeterReading,
    PhaseVector,
    ReasonKey,
    Rotation,
    Site,
)
from tests.core.house import Controller, V, house, meter, one_phase, point, station, wishes


@dataclass(kw_only=True)
class Case:
    """What is measured once everything has settled, and what each charge point is told."""

    problem: str
    site: Site
    grid: MeterReading
    stations: dict[str, ChargePointReading]
    told: dict[str, tuple[float, ReasonKey]]
    phases: dict[str, str] = field(default_factory=dict)
    """The phase named in the reason."""

    mode: ChargingMode = ChargingMode.BOOST


def three(amps: float) -> PhaseVector:
    """Return the same current on three phases."""
    return (amps, amps, amps)


ON_L2 = one_phase("car", Rotation.L2)
IDLE = station()

CASES = [
    Case(
        problem="the car's own load is not counted as the house's (start-stop loop)",
        site=house(),
        grid=meter(three(4 + 16)),
        stations={"car": station(three(16))},
        told={"car": (16, ReasonKey.BOOST)},
    ),
    Case(
        problem="an old setpoint is no load either: what counts is what the car draws",
        site=house(),
        grid=meter(three(4)),
        stations={"car": station(three(0), setpoint=16.0)},
        told={"car": (16, ReasonKey.BOOST)},
    ),
    Case(
        problem="load management throttles before it stops",
        site=house(),
        grid=meter((12 + 8, 3 + 8, 3 + 8)),
        stations={"car": station(three(8))},
        told={"car": (8, ReasonKey.FUSE_LIMITED)},
        phases={"car": "L1"},
    ),
    Case(
        problem="it stops where less than the minimum is left",
        site=house(),
        grid=meter((14.1, 3, 3)),
        stations={"car": IDLE},
        told={"car": (0, ReasonKey.FUSE_PAUSED)},
        phases={"car": "L1"},
    ),
    Case(
        problem="exactly the minimum is enough",
        site=house(),
        grid=meter((14, 3, 3)),
        stations={"car": IDLE},
        told={"car": (6, ReasonKey.FUSE_LIMITED)},
    ),
    Case(
        problem="the car's own minimum of 9 A is kept: 8 A would make it stop by itself",
        site=house(point(min_current=9.0)),
        grid=meter((12, 3, 3)),
        stations={"car": IDLE},
        told={"car": (0, ReasonKey.FUSE_PAUSED)},
    ),
    Case(
        problem="a minimum between two steps of the station is rounded up, not down to nothing",
        site=house(point(min_current=6.5)),
        grid=meter((13, 3, 3)),
        stations={"car": IDLE},
        told={"car": (7, ReasonKey.FUSE_LIMITED)},
    ),
    Case(
        problem="a one-phase car on L2 is not limited because of L3",
        site=house(ON_L2),
        grid=meter((3, 3 + 16, 19)),
        stations={"car": station((16, 0, 0))},
        told={"car": (16, ReasonKey.BOOST)},
    ),
    Case(
        problem="a one-phase car on L2 is limited because of L2",
        site=house(ON_L2),
        grid=meter((3, 10, 3)),
        stations={"car": IDLE},
        told={"car": (10, ReasonKey.FUSE_LIMITED)},
        phases={"car": "L2"},
    ),
    Case(
        problem="a one-phase car at a three-phase station loads the phase of terminal 1 only, once it was seen to",
        site=house(point(rotation=Rotation.L3L1L2)),
        grid=meter((18, 18, 3 + 16)),
        stations={"car": station((16, 0, 0))},
        told={"car": (16, ReasonKey.BOOST)},
    ),
    Case(
        problem="before it has drawn, a car at a three-phase station may load all three phases",
        site=house(point(rotation=Rotation.L3L1L2)),
        grid=meter((18, 3, 3)),
        stations={"car": IDLE},
        told={"car": (0, ReasonKey.FUSE_PAUSED)},
        phases={"car": "L1"},
    ),
    Case(
        problem="solar power gives no extra room: a cloud takes it away faster than a car follows",
        site=house(fuse=16, derating=0.8),
        grid=meter(three(-20)),
        stations={"car": IDLE},
        told={"car": (12, ReasonKey.FUSE_LIMITED)},
    ),
    *(
        Case(
            problem=f"nor does it on {phase.name} alone",
            site=house(one_phase("car", phase), fuse=16, derating=0.8),
            grid=meter(three(-20)),
            stations={"car": IDLE},
            told={"car": (12, ReasonKey.FUSE_LIMITED)},
            phases={"car": phase.name},
        )
        for phase in (Rotation.L1, Rotation.L2, Rotation.L3)
    ),
    Case(
        problem="a battery that charges from the grid uses room like any load",
        site=house(),
        grid=meter(three(13)),
        stations={"car": IDLE},
        told={"car": (7, ReasonKey.FUSE_LIMITED)},
    ),
    Case(
        problem="a Dutch meter tells whole amperes, cut off: the power counts where it says more",
        site=house(point(current_step=0.1)),
        grid=meter(three(4.9), currents=three(4.0)),
        stations={"car": IDLE},
        told={"car": (15.1, ReasonKey.FUSE_LIMITED)},
    ),
    Case(
        problem="reactive current heats a fuse too: the current counts where it says more",
        site=house(),
        grid=meter(three(2), currents=three(9.0)),
        stations={"car": IDLE},
        told={"car": (11, ReasonKey.FUSE_LIMITED)},
    ),
    Case(
        problem="a meter without values per phase: all of the house may be on one phase",
        site=house(),
        grid=MeterReading(power=10 * V),
        stations={"car": IDLE},
        told={"car": (10, ReasonKey.FUSE_LIMITED)},
    ),
    Case(
        problem="a meter without values per phase does not count the car three times over (start-stop loop)",
        site=house(),
        grid=MeterReading(power=(3 + 3 * 16) * V),
        stations={"car": station(three(16))},
        told={"car": (16, ReasonKey.BOOST)},
    ),
    Case(
        problem="a 3 x 230 V grid: unsigned currents count as import while the house imports",
        site=house(connection=ConnectionType.THREE_PHASE_DELTA),
        grid=MeterReading(power=2000.0, currents=(12.0, 7.0, 11.0)),
        stations={"car": IDLE},
        told={"car": (8, ReasonKey.FUSE_LIMITED)},
        phases={"car": "L1"},
    ),
    Case(
        problem="a 3 x 230 V grid: a one-phase car loads two conductors",
        site=house(one_phase("car", Rotation.L1), connection=ConnectionType.THREE_PHASE_DELTA),
        grid=MeterReading(power=2000.0, currents=(2.0, 9.0, 2.0)),
        stations={"car": IDLE},
        told={"car": (11, ReasonKey.FUSE_LIMITED)},
        phases={"car": "L2"},
    ),
    Case(
        problem="a 3 x 230 V grid: what a one-phase car draws is subtracted from both conductors",
        site=house(one_phase("car", Rotation.L1), connection=ConnectionType.THREE_PHASE_DELTA),
        grid=MeterReading(power=5000.0, currents=(2.0 + 14, 3.0 + 14, 2.0)),
        stations={"car": station((14, 0, 0))},
        told={"car": (16, ReasonKey.BOOST)},
    ),
    Case(
        problem="a dead voltage register does not turn import into export, nor 1 A into a thousand",
        site=house(),
        grid=meter((12, 3, 3), voltages=(-230.0, 1.0, 0.0)),
        stations={"car": IDLE},
        told={"car": (8, ReasonKey.FUSE_LIMITED)},
        phases={"car": "L1"},
    ),
    Case(
        problem="a single-phase house",
        site=house(one_phase(), connection=ConnectionType.SINGLE_PHASE, fuse=40),
        grid=meter((20, 0, 0)),
        stations={"car": IDLE},
        told={"car": (12, ReasonKey.FUSE_LIMITED)},
    ),
    Case(
        problem="two cars share fairly",
        site=house(point("a"), point("b")),
        grid=meter(three(4)),
        stations={"a": IDLE, "b": IDLE},
        told={"a": (8, ReasonKey.FUSE_LIMITED), "b": (8, ReasonKey.FUSE_LIMITED)},
    ),
    Case(
        problem="the first one first where the minimum does not fit twice",
        site=house(point("a"), point("b")),
        grid=meter(three(9)),
        stations={"a": IDLE, "b": IDLE},
        told={"a": (11, ReasonKey.FUSE_LIMITED), "b": (0, ReasonKey.QUEUE_WAITING)},
    ),
    Case(
        problem="cars on different phases do not take each other's room",
        site=house(one_phase("a", Rotation.L1), one_phase("b", Rotation.L2)),
        grid=meter(three(4)),
        stations={"a": IDLE, "b": IDLE},
        told={"a": (16, ReasonKey.BOOST), "b": (16, ReasonKey.BOOST)},
    ),
    Case(
        problem="the user's own maximum is no limit of the fuse",
        site=house(point(max_current=10.0)),
        grid=meter(three(4)),
        stations={"car": IDLE},
        told={"car": (10, ReasonKey.BOOST)},
    ),
    Case(
        problem="half an ampere lost to the station's step is no limit of the fuse",
        site=house(),
        grid=meter(three(4.4)),
        stations={"car": IDLE},
        told={"car": (15, ReasonKey.FUSE_LIMITED)},
    ),
    Case(
        problem="surplus is bounded by the fuse like everything else",
        site=house(),
        grid=meter((12, -40, -40)),
        stations={"car": IDLE},
        told={"car": (8, ReasonKey.FUSE_LIMITED)},
        mode=ChargingMode.PV_SURPLUS,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.problem)
def test_once_settled(case: Case) -> None:
    """Every car is told what the fuse of its phases leaves, and why."""
    settings = wishes(case.site, case.mode, resume_delay=0, hold_time=0)
    decision = Controller(case.site, settings).live(20, case.grid, **case.stations)
    told = {id_: (setpoint.current, setpoint.reason.key) for id_, setpoint in decision.setpoints.items()}
    assert told == case.told
    for id_, phase in case.phases.items():
        assert decision.setpoints[id_].reason.details["phase"] == phase
