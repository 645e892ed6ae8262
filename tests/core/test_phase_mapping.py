"""Which phases a station hangs on: told by steps, learnt from everyday charging, never guessed from noise."""

from collections.abc import Sequence
from random import Random

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.overshot.core.checks.phase_mapping import Step, Verdict, judge
from custom_components.overshot.core.checks.phase_watch import PhaseWatch
from custom_components.overshot.core.model import (
    ChargePoint,
    ChargePointReading,
    ConnectionType,
    MeterReading,
    PhaseVector,
    Reading,
    Rotation,
    Snapshot,
)

from .house import V, at, house, one_phase, point

UP, DOWN = 4.0, -4.0
ONE: PhaseVector = (1.0, 0.0, 0.0)
TWO: PhaseVector = (1.0, 1.0, 0.0)
THREE: PhaseVector = (1.0, 1.0, 1.0)
UNEVEN: PhaseVector = (1.0, 0.5, 0.1)
ROTATIONS = [rotation for rotation in Rotation if len(rotation.terminals) == 3]


def times(vector: PhaseVector, factor: float) -> PhaseVector:
    """Return a multiple of a vector."""
    return (vector[0] * factor, vector[1] * factor, vector[2] * factor)


def steps(
    real: Rotation, car: PhaseVector, *, flips: PhaseVector = THREE, noise: float = 0.0, count: int = 4, seed: int = 1
) -> list[Step]:
    """Return what is seen while a car goes up and down by 4 A on a station that is really wired so."""
    chance = Random(seed)
    found = []
    for number in range(count):
        change = UP if number % 2 == 0 else DOWN
        terminals = times(car, change)
        l1, l2, l3 = (
            grid * flip + chance.gauss(0.0, noise) for grid, flip in zip(real.to_grid(terminals), flips, strict=True)
        )
        found.append(Step(terminals=terminals, phases=(l1, l2, l3)))
    return found


@pytest.mark.parametrize(
    ("case", "told", "seen", "verdict", "suggested"),
    [
        ("as told", point(), steps(Rotation.L1L2L3, UNEVEN), Verdict.CONFIRMED, None),
        ("one phase shows where terminal 1 is", point(), steps(Rotation.L1L2L3, ONE), Verdict.AGREES, None),
        ("one phase", point(), steps(Rotation.L2L3L1, ONE), Verdict.CONTRADICTED, Rotation.L2L3L1),
        ("two phases", point(), steps(Rotation.L3L1L2, TWO), Verdict.CONTRADICTED, Rotation.L3L1L2),
        ("two swapped", point(), steps(Rotation.L2L1L3, UNEVEN), Verdict.CONTRADICTED, Rotation.L2L1L3),
        ("two alike show the third", point(), steps(Rotation.L1L2L3, TWO), Verdict.AGREES, None),
        ("all alike", point(), steps(Rotation.L2L3L1, THREE), Verdict.BALANCED, None),
        ("told turned, and is", point(rotation=Rotation.L2L3L1), steps(Rotation.L2L3L1, ONE), Verdict.AGREES, None),
        ("single-phase", one_phase(), steps(Rotation.L1, ONE), Verdict.CONFIRMED, None),
        ("single-phase elsewhere", one_phase(), steps(Rotation.L3, ONE), Verdict.CONTRADICTED, Rotation.L3),
        (
            "told one phase, has three",
            one_phase(),
            steps(Rotation.L1L2L3, THREE),
            Verdict.CONTRADICTED,
            Rotation.L1L2L3,
        ),
        ("meter turned", point(), steps(Rotation.L1L2L3, THREE, flips=(-1, -1, -1)), Verdict.METER_TURNED, None),
        ("one clamp turned", point(), steps(Rotation.L1L2L3, THREE, flips=(1, -1, 1)), Verdict.CLAMP_TURNED, None),
        ("the clamp of its phase", point(), steps(Rotation.L1L2L3, ONE, flips=(-1, 1, 1)), Verdict.CLAMP_TURNED, None),
        ("some noise", point(), steps(Rotation.L2L3L1, ONE, noise=0.7), Verdict.CONTRADICTED, Rotation.L2L3L1),
        ("an oven meanwhile", point(), steps(Rotation.L2L3L1, ONE, noise=9.0), Verdict.UNCLEAR, None),
        ("once is chance", point(), steps(Rotation.L2L3L1, ONE, count=1), Verdict.TOO_SMALL, None),
        ("hardly any change", point(), [Step(terminals=(1, 0, 0), phases=(0, 1, 0))] * 4, Verdict.TOO_SMALL, None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_steps_tell(
    case: str, told: ChargePoint, seen: Sequence[Step], verdict: Verdict, suggested: Rotation | None
) -> None:
    found = judge(told, seen)
    assert (found.verdict, found.suggested) == (verdict, suggested)


def test_which_clamp_is_turned() -> None:
    found = judge(point(), steps(Rotation.L1L2L3, THREE, flips=(1, -1, 1)))
    assert found.turned == (1,)
    assert found.seen == pytest.approx((1, -1, 1))


def test_phases_that_moved() -> None:
    assert judge(point(), steps(Rotation.L2L3L1, TWO)).moved == (1, 2)
    assert judge(point(), []).moved == ()


@given(
    real=st.sampled_from(ROTATIONS),
    told=st.sampled_from(ROTATIONS),
    car=st.sampled_from([ONE, TWO, THREE, UNEVEN]),
    seed=st.integers(0, 1000),
)
@settings(max_examples=150, deadline=None)
def test_what_is_right_is_never_contradicted(real: Rotation, told: Rotation, car: PhaseVector, seed: int) -> None:
    """Nor is what is wrong confirmed; what a suggestion says agrees with what was seen."""
    seen = steps(real, car, noise=0.4, seed=seed)
    found = judge(point(rotation=told), seen)
    if told is real:
        assert found.verdict in {Verdict.CONFIRMED, Verdict.AGREES, Verdict.BALANCED}
    elif car == UNEVEN:
        assert found.verdict is Verdict.CONTRADICTED
        assert found.suggested is real
    if found.suggested is not None:
        again = judge(point(rotation=found.suggested), seen)
        assert again.verdict in {Verdict.CONFIRMED, Verdict.AGREES, Verdict.BALANCED}


class Street:
    """A house in which a car charges day after day, seen through its meter."""

    def __init__(self, real: Rotation, car: PhaseVector = ONE, *, currents: bool = True) -> None:
        """Wire the station so."""
        self.site = house(point())
        self.watch = PhaseWatch()
        self.real, self.car, self.measures = real, car, currents
        self.now = 0.0
        self._chance = Random(3)

    def live(self, seconds: int, amperes: float, *, oven: float = 0.0) -> None:
        """Let the car draw so much for so long (A), an oven beside it switching on L3 (A)."""
        for _ in range(seconds):
            self.now += 1
            drawn = times(self.car, amperes)
            base = (1.5, 0.8, 0.5 + (oven if int(self.now) % 60 < 30 else 0.0))
            l1, l2, l3 = (
                own + car + self._chance.gauss(0, 0.2) for own, car in zip(base, self.real.to_grid(drawn), strict=True)
            )
            meter = MeterReading(power=V * (l1 + l2 + l3), phase_power=(V * l1, V * l2, V * l3))
            station = ChargePointReading(power=V * sum(drawn), currents=drawn if self.measures else None)
            when = at(self.now)
            snapshot = Snapshot(grid=Reading(meter, when), charge_points={"car": Reading(station, when)})
            self.watch.look(self.site, snapshot, when)

    def charge(self, rounds: int, *, oven: float = 0.0) -> None:
        """Charge with a changing current for some minutes a round."""
        for number in range(rounds):
            self.live(180, 6.0 if number % 2 else 12.0, oven=oven)

    @property
    def contradicted(self) -> dict[str, Rotation | None]:
        """Return what would be right instead."""
        return {id_: wiring.suggested for id_, wiring in self.watch.contradicted.items()}


@pytest.mark.parametrize("currents", [True, False], ids=["measures currents", "measures power alone"])
def test_learnt_while_cars_charge(currents: bool) -> None:
    """Told after some steps over a long time, not after the first."""
    street = Street(Rotation.L2L3L1, currents=currents)
    street.charge(4)
    assert street.contradicted == {}
    street.charge(8)
    assert street.contradicted == {"car": Rotation.L2L3L1}


def test_nothing_is_learnt_where_all_is_well() -> None:
    street = Street(Rotation.L1L2L3)
    street.charge(12)
    assert street.contradicted == {}


def test_an_oven_accuses_nobody() -> None:
    """10 A on another phase every half minute."""
    street = Street(Rotation.L1L2L3)
    street.charge(14, oven=10.0)
    assert street.contradicted == {}


def test_mended_wiring_is_believed_again() -> None:
    street = Street(Rotation.L2L3L1)
    street.charge(12)
    assert street.contradicted
    street.real = Rotation.L1L2L3
    street.charge(30)
    assert street.contradicted == {}


def test_a_car_that_draws_the_same_all_day_tells_nothing() -> None:
    street = Street(Rotation.L2L3L1)
    street.live(3600, 10.0)
    assert street.contradicted == {}


def test_a_clock_that_is_set_back() -> None:
    street = Street(Rotation.L2L3L1)
    street.charge(6)
    street.now -= 300
    street.charge(12)
    assert street.contradicted == {"car": Rotation.L2L3L1}


@pytest.mark.parametrize("kind", [ConnectionType.THREE_PHASE_DELTA, ConnectionType.SINGLE_PHASE])
def test_other_connections_have_nothing_to_compare(kind: ConnectionType) -> None:
    street = Street(Rotation.L2L3L1)
    street.site = house(point(), connection=kind)
    street.charge(12)
    assert street.contradicted == {}
