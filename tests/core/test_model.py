"""The site as data: rotations, connection types, and whether all fallback currents fit."""

from itertools import permutations
from math import sqrt

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.control.limits.currents import grid_currents
from custom_components.overshot.core.model import (
    ConnectionType,
    GridConnection,
    MeterReading,
    PhaseMask,
    PhaseVector,
    Rotation,
    VehicleState,
    fallback_shortfall,
    first_terminals,
)

from .house import V, at, house, one_phase, point

THREE_PHASE_ROTATIONS = [rotation for rotation in Rotation if len(rotation.terminals) == 3]
ALL: PhaseMask = (True, True, True)


def test_all_six_rotations_are_there() -> None:
    """Each once, and the three single phases."""
    assert {rotation.terminals for rotation in THREE_PHASE_ROTATIONS} == set(permutations(range(3)))
    assert {rotation.terminals for rotation in Rotation if len(rotation.terminals) == 1} == {(0,), (1,), (2,)}


@pytest.mark.parametrize("rotation", THREE_PHASE_ROTATIONS)
@given(values=st.tuples(*[st.floats(0, 32)] * 3))
def test_a_rotation_round_trips(rotation: Rotation, values: PhaseVector) -> None:
    """What terminal 1 carries is found on the phase its name says, and back again."""
    grid = rotation.to_grid(values)
    assert tuple(grid[phase] for phase in rotation.terminals) == values
    assert grid[int(rotation.value[1]) - 1] == values[0]


@pytest.mark.parametrize(
    ("rotation", "mask", "connection", "loaded"),
    [
        (Rotation.L2L3L1, (True, False, False), ConnectionType.THREE_PHASE, (False, True, False)),
        (Rotation.L2L3L1, (True, True, False), ConnectionType.THREE_PHASE, (False, True, True)),
        (Rotation.L3, ALL, ConnectionType.THREE_PHASE, (False, False, True)),
        (Rotation.L1, (True, False, False), ConnectionType.THREE_PHASE_DELTA, (True, True, False)),
        (Rotation.L3, (True, False, False), ConnectionType.THREE_PHASE_DELTA, (True, False, True)),
        (Rotation.L1L2L3, ALL, ConnectionType.THREE_PHASE_DELTA, ALL),
        (Rotation.L1, (True, False, False), ConnectionType.SINGLE_PHASE, (True, False, False)),
    ],
)
def test_which_conductors_a_car_loads(
    rotation: Rotation, mask: PhaseMask, connection: ConnectionType, loaded: PhaseMask
) -> None:
    """In a 3 x 230 V grid a single-phase car hangs between two."""
    assert rotation.loaded_phases(connection, mask) == loaded


@pytest.mark.parametrize(
    ("connection", "phases", "watts"),
    [
        (ConnectionType.SINGLE_PHASE, 1, V),
        (ConnectionType.THREE_PHASE, 1, V),
        (ConnectionType.THREE_PHASE, 2, 2 * V),
        (ConnectionType.THREE_PHASE, 3, 3 * V),
        (ConnectionType.THREE_PHASE_DELTA, 1, V),
        (ConnectionType.THREE_PHASE_DELTA, 2, V),
        (ConnectionType.THREE_PHASE_DELTA, 3, sqrt(3) * V),
    ],
)
def test_what_an_ampere_means(connection: ConnectionType, phases: int, watts: float) -> None:
    """The two conductors of a single-phase load in a 3 x 230 V grid carry one current, not two."""
    assert connection.power_per_ampere(phases) == pytest.approx(watts)


def test_terminals_and_limits() -> None:
    """A one-phase car uses terminal 1; 80 % of 25 A are 20 A."""
    assert [first_terminals(count) for count in range(4)] == [
        (False, False, False),
        (True, False, False),
        (True, True, False),
        ALL,
    ]
    assert GridConnection(type=ConnectionType.THREE_PHASE, fuse=25).limit == 20
    assert [connection.phases for connection in ConnectionType] == [1, 3, 3]
    assert [state for state in VehicleState if state.connected] == [VehicleState.B, VehicleState.C, VehicleState.D]


@pytest.mark.parametrize(
    ("problem", "site", "base_load", "shortfall"),
    [
        ("one station of 6 A and a base load of 14 A just fit", house(), 14, 0),
        ("one ampere more does not", house(), 15, 1),
        ("two stations on the same phases add up", house(point("a"), point("b")), 9, 1),
        (
            "two on different phases do not",
            house(one_phase("a", Rotation.L1), one_phase("b", Rotation.L2)),
            14,
            0,
        ),
        ("a one-phase station with three-phase wiring is on its first phase", house(point(phases=1)), 15, 1),
        (
            "in a 3 x 230 V grid two one-phase stations share a conductor",
            house(
                one_phase("a", Rotation.L1),
                one_phase("b", Rotation.L2),
                connection=ConnectionType.THREE_PHASE_DELTA,
            ),
            10,
            2,
        ),
        ("in a garage 0 A always fit", house(point(fallback_current=0.0)), 20, 0),
        ("the derated limit counts, not the fuse", house(derating=1.0), 19, 0),
        ("nobody knows the base load yet", house(point("a"), point("b"), point("c"), point("d")), 0, 4),
    ],
)
def test_do_all_fallback_currents_fit(problem: str, site, base_load: float, shortfall: float) -> None:
    """Their sum plus the base load against the derated limit of each phase."""
    assert fallback_shortfall(site, base_load) == pytest.approx(shortfall), problem


def test_an_age_in_seconds() -> None:
    """Of any reading."""
    from custom_components.overshot.core.model import Reading

    assert Reading(1, at(0)).age(at(2.5)) == 2.5


@given(
    phase_power=st.tuples(*[st.floats(-20_000, 20_000)] * 3),
    rounding=st.sampled_from([1.0, 0.01]),
)
def test_a_total_is_never_read_as_less_than_any_phase_carries(phase_power: PhaseVector, rounding: float) -> None:
    """The worst case of a meter without phases bounds every phase of a house that imports on all of them."""
    importing = tuple(abs(watts) for watts in phase_power)
    site = house()
    worst = grid_currents(site, MeterReading(power=sum(importing)))
    exact = grid_currents(site, MeterReading(phase_power=(importing[0], importing[1], importing[2])))
    assert worst is not None
    assert exact is not None
    assert all(low <= high + 1e-9 for low, high in zip(exact, worst, strict=True))


@given(st.tuples(*[st.floats(-8000, 8000)] * 3), st.tuples(*[st.floats(-40, 40)] * 3))
def test_power_gives_the_sign_and_the_stronger_one_the_amount(power: PhaseVector, amps: PhaseVector) -> None:
    """Per phase, in a grid with neutral."""
    currents = grid_currents(house(), MeterReading(phase_power=power, currents=amps))
    assert currents is not None
    for watts, measured, current in zip(power, amps, currents, strict=True):
        assert abs(current) == pytest.approx(max(abs(watts) / V, abs(measured)))
        if abs(watts) > 1e-3:
            assert (current > 0) == (watts > 0)


@given(st.floats(-30_000, 30_000), st.tuples(*[st.floats(-60, 60)] * 3))
def test_currents_of_a_3_x_230_v_grid_have_no_sign(power: float, amps: PhaseVector) -> None:
    """The direction of the total decides: an exporting house imports nowhere, as far as can be told."""
    site = house(connection=ConnectionType.THREE_PHASE_DELTA)
    currents = grid_currents(site, MeterReading(power=power, currents=amps))
    assert currents == ((0.0, 0.0, 0.0) if power < 0 else tuple(abs(current) for current in amps))
