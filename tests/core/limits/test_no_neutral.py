"""A 3 x 230 V grid: a car between two conductors, beside loads between others, takes less off a conductor than its own."""

from math import sqrt

import pytest

from custom_components.overshot.core.model import ConnectionType, MeterReading

from ..house import Controller, house, one_phase, snapshot, station, wishes

LIMIT = 25.6
SITE = house(one_phase(max_current=32.0), fuse=32.0, connection=ConnectionType.THREE_PHASE_DELTA, interval=10.0)


def conductor(car: float, other: float) -> float:
    """Return what a conductor carries (A) for a car on one of its pairs and a load on the other one."""
    return sqrt(car * car + other * other + car * other)


@pytest.mark.parametrize(
    ("problem", "car", "other"),
    [
        ("a sun that fades: 1.4 A too much, of which 1.4 A at the car takes off 1.2 A", 20.0, 10.5),
        ("a load that is stronger than the car: half of what it lets go", 10.0, 22.0),
        ("no other load on the conductor: one for one", 25.0, 2.0),
    ],
)
def test_the_first_answer_to_an_excess_takes_it_all_off(problem: str, car: float, other: float) -> None:
    control = Controller(SITE, wishes(SITE, max_current=32.0))
    calm = LIMIT - 0.5
    for second in range(61):
        control.now = float(second)
        over = second >= 60
        currents = (calm if not over else conductor(car, 0.0), calm if not over else conductor(car, other), other)
        told = control.see(
            snapshot(
                control.now,
                MeterReading(power=7000.0, currents=currents),
                grid_age=second % 10,
                car=station((car, 0.0, 0.0)),
            )
        ).setpoints["car"]
    assert told.current is not None
    assert conductor(told.current, other) <= LIMIT, problem
    assert conductor(told.current + 1.2, other) > LIMIT, problem
