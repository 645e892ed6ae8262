"""What could have been delivered at best by somebody who knew everything in advance: a linear programme.

Currents may be anything from 0 up to what a car takes (no minimum, no steps), every quarter of an hour anew, within what
the house leaves of each limit on the mean of that quarter. That is never less than what any controller can deliver.

Most of it needs no programme: in a quarter in which all who are there can take all they want, they do. Who gets all its
energy in such quarters asks nothing of the others, and may make more quarters free. Only what is left is solved.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import highspy
import numpy as np

from .house import EVERY, House
from .sessions import VOLTAGE, CarType, Session

SLOT: Final = 900.0


def deliverable(house: House, sessions: Sequence[Session], places: Sequence[int], cars: Sequence[CarType]) -> float:
    """Return the energy that can be delivered to all sessions until their departure (Wh)."""
    tree = house.tree
    conductors: list[tuple[int, ...]] = []
    for place, car in zip(places, cars, strict=True):
        point = house.site.charge_points[place]
        loads = [phase in point.rotation.terminals[: car.phases] for phase in range(3)]
        conductors.append(tree.conductors[tree.point_nodes[point.id]][loads[0], loads[1], loads[2]])
    slots = [_slots(session) for session in sessions]
    present: dict[int, list[int]] = defaultdict(list)
    for number, mine in enumerate(slots):
        for slot in mine:
            present[slot].append(number)

    needs = [
        min(session.energy, car.power * (session.end - session.start) / 3600)
        for session, car in zip(sessions, cars, strict=True)
    ]
    open_ones = set(range(len(sessions)))
    rooms: dict[int, list[float]] = {}
    crowded = {slot: _crowded(slot, present[slot], slots, cars, conductors, rooms, house) for slot in present}
    delivered = 0.0
    waiting = list(open_ones)
    while waiting:
        again: set[int] = set()
        for number in waiting:
            if number not in open_ones:
                continue
            free = (
                sum(share for slot, share in slots[number].items() if not crowded[slot])
                * SLOT
                * cars[number].power
                / 3600
            )
            if free >= needs[number] - 1e-6:
                delivered += needs[number]
                open_ones.discard(number)
                for slot in slots[number]:
                    present[slot].remove(number)
                    if crowded[slot]:
                        crowded[slot] = _crowded(slot, present[slot], slots, cars, conductors, rooms, house)
                        if not crowded[slot]:
                            again.update(present[slot])
        waiting = sorted(again & open_ones)
    return delivered + _solve(sorted(open_ones), slots, needs, cars, conductors, crowded, rooms)


def _slots(session: Session) -> dict[int, float]:
    """Return the share of each quarter that a car is there."""
    first, last = int(session.start // SLOT), int((session.end - 1e-6) // SLOT)
    return {
        slot: (min(session.end, SLOT * (slot + 1)) - max(session.start, SLOT * slot)) / SLOT
        for slot in range(first, last + 1)
    }


def _room(slot: int, house: House) -> list[float]:
    """Return what the house leaves on each conductor, the mean of a quarter (A)."""
    tree = house.tree
    own = tree.none()
    hall = 3 * tree.node("hall")
    minutes = round(SLOT / EVERY)
    for minute in range(minutes):
        base, light = house.load(SLOT * slot + EVERY * minute)
        for phase in range(3):
            own[phase] += base[phase] / minutes
            own[hall + phase] += light[phase] / minutes
    tree.add_up(own)
    return [tree.limits[conductor // 3] - load for conductor, load in enumerate(own)]


def _crowded(
    slot: int,
    there: Sequence[int],
    slots: Sequence[Mapping[int, float]],
    cars: Sequence[CarType],
    conductors: Sequence[Sequence[int]],
    rooms: dict[int, list[float]],
    house: House,
) -> bool:
    """Whether not all who are there can take all they want."""
    if slot not in rooms:
        rooms[slot] = _room(slot, house)
    wanted: dict[int, float] = defaultdict(float)
    for number in there:
        for conductor in conductors[number]:
            wanted[conductor] += cars[number].current * slots[number][slot]
    return any(amps > rooms[slot][conductor] for conductor, amps in wanted.items())


def _solve(
    numbers: Sequence[int],
    slots: Sequence[Mapping[int, float]],
    needs: Sequence[float],
    cars: Sequence[CarType],
    conductors: Sequence[Sequence[int]],
    crowded: Mapping[int, bool],
    rooms: Mapping[int, Sequence[float]],
) -> float:
    """Return the most that can be delivered to these sessions together (Wh)."""
    gains: list[float] = []
    most: list[float] = []
    rows: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    upper: dict[tuple[int, int], float] = {}
    for number in numbers:
        car = cars[number]
        per_ampere = car.phases * VOLTAGE * SLOT / 3600
        for slot, share in slots[number].items():
            column = len(gains)
            gains.append(per_ampere)
            most.append(car.current * share)
            rows[-1, number].append((column, per_ampere))
            upper[-1, number] = needs[number]
            if crowded[slot]:
                for conductor in conductors[number]:
                    rows[slot, conductor].append((column, 1.0))
                    upper[slot, conductor] = max(0.0, rooms[slot][conductor])
    if not gains:
        return 0.0
    bounds = np.array(most)
    tight = [
        (key, row) for key, row in rows.items() if sum(factor * most[column] for column, factor in row) > upper[key]
    ]
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = len(gains), len(tight)
    programme.col_cost_ = -np.array(gains)
    programme.col_lower_, programme.col_upper_ = np.zeros(len(gains)), bounds
    programme.row_lower_ = np.full(len(tight), -highspy.kHighsInf)
    programme.row_upper_ = np.array([upper[key] for key, _ in tight])
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = np.cumsum([0, *(len(row) for _, row in tight)])
    programme.a_matrix_.index_ = np.array([column for _, row in tight for column, _ in row])
    programme.a_matrix_.value_ = np.array([factor for _, row in tight for _, factor in row])
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.passModel(programme)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the bound could not be worked out: {solver.modelStatusToString(solver.getModelStatus())}")
    return -solver.getInfo().objective_function_value
