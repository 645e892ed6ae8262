"""Sharing the room: never more than there is, the minimum by priority, the rest fairly."""

from hypothesis import given, strategies as st

from custom_components.overshot.core.control.limits.allocation import Grant, Request, allocate as share_out
from custom_components.overshot.core.control.limits.circuits import compile_tree
from custom_components.overshot.core.model import ConnectionType, GridConnection, PhaseMask, PhaseVector, Site

ALONE = compile_tree(Site(connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=25)))
"""No circuits but the connection."""


def allocate(asked: list[Request], room: PhaseVector) -> dict[str, Grant]:
    """Share out what the connection leaves."""
    return share_out(ALONE, asked, room)


masks = st.sampled_from(
    [
        (True, True, True),
        (True, False, False),
        (False, True, False),
        (False, False, True),
        (True, True, False),
        (False, True, True),
    ]
)
wished = st.one_of(st.just(0.0), st.floats(6, 32), st.floats(0, 6))


@st.composite
def requests(draw: st.DrawFn) -> list[Request]:
    """Return what some charge points ask for, in order of priority."""
    return [
        Request(f"c{index}", draw(wished), draw(st.sampled_from([6.0, 8.0, 10.0])), draw(masks))
        for index in range(draw(st.integers(0, 5)))
    ]


rooms = st.tuples(*[st.floats(-30, 60)] * 3)
EPSILON = 1e-6


def used(asked: list[Request], grants: dict[str, Grant], phase: int) -> float:
    """Return what is granted on a phase (A)."""
    return sum(grants[request.id].current for request in asked if request.loads[phase])


@given(requests(), rooms)
def test_the_laws_of_sharing(asked: list[Request], room: PhaseVector) -> None:
    """Within the room, 0 or between minimum and wish, and every limit names its phase."""
    grants = allocate(asked, room)
    assert grants.keys() == {request.id for request in asked}
    for phase in range(3):
        assert used(asked, grants, phase) <= max(0.0, room[phase]) + EPSILON
    for request in asked:
        grant = grants[request.id]
        assert grant.current == 0 or request.minimum <= grant.current <= request.wish + EPSILON
        if request.wish >= request.minimum and grant.current < request.wish - EPSILON:
            assert grant.limit is not None
            assert request.loads[grant.limit]


@given(requests(), rooms)
def test_nothing_is_left_lying(asked: list[Request], room: PhaseVector) -> None:
    """Who got something but not all stands before a full phase."""
    grants = allocate(asked, room)
    for request in asked:
        if 0 < grants[request.id].current < request.wish - EPSILON:
            phase = grants[request.id].limit
            assert phase is not None
            assert room[phase] - used(asked, grants, phase) <= 1e-4


@given(requests(), rooms)
def test_the_rest_is_shared_max_min_fairly(asked: list[Request], room: PhaseVector) -> None:
    """Nobody has more on a phase than one who is held back by it, but for their minimum."""
    grants = allocate(asked, room)
    for poor in asked:
        grant = grants[poor.id]
        if not 0 < grant.current < poor.wish - EPSILON or grant.limit is None:
            continue
        beyond = grant.current - poor.minimum
        for rich in asked:
            if rich.loads[grant.limit] and grants[rich.id].current > 0:
                assert grants[rich.id].current - rich.minimum <= beyond + 1e-4


@given(requests(), rooms)
def test_a_lower_priority_never_takes_a_minimum(asked: list[Request], room: PhaseVector) -> None:
    """Whether a charge point gets its minimum depends on those before it alone."""
    whole = allocate(asked, room)
    for index in range(len(asked)):
        first = allocate(asked[: index + 1], room)
        for request in asked[: index + 1]:
            assert (whole[request.id].current > 0) == (first[request.id].current > 0)


@given(requests(), rooms, st.floats(0, 20))
def test_more_room_never_stops_the_first(asked: list[Request], room: PhaseVector, more: float) -> None:
    """The first in priority has at least its minimum wherever it had it with less room."""
    if not asked:
        return
    first = asked[0].id
    wider = (room[0] + more, room[1] + more, room[2] + more)
    if allocate(asked, room)[first].current > 0:
        assert allocate(asked, wider)[first].current > 0


def test_an_example() -> None:
    """20 A: a three-phase car and two one-phase cars on L1 and L2."""
    three: PhaseMask = (True, True, True)
    asked = [
        Request("three", 16.0, 6.0, three),
        Request("l1", 16.0, 6.0, (True, False, False)),
        Request("l2", 8.0, 6.0, (False, True, False)),
    ]
    grants = allocate(asked, (20.0, 20.0, 20.0))
    assert {id_: grant.current for id_, grant in grants.items()} == {"three": 10.0, "l1": 10.0, "l2": 8.0}
    assert grants["three"].limit == 0
