"""Signs told by a car that starts: the grid follows, or the battery does, each in its own direction."""

from collections.abc import Mapping

import pytest

from custom_components.overshot.core.checks.sign_steps import GRID, PowerStep, SignVerdict, judge_signs

CONFIRMED, CONTRADICTED = SignVerdict.CONFIRMED, SignVerdict.CONTRADICTED
STILL, UNCLEAR = SignVerdict.STILL, SignVerdict.UNCLEAR


def car(grid: float, battery: float | None = None, *, solar: float = 0.0, count: int = 4) -> list[PowerStep]:
    """Return what follows while a car takes 2 kW more and less: shares of the step."""
    return [
        PowerStep(
            load=load,
            grid=grid * load,
            batteries={} if battery is None else {"accu": battery * load},
            solar=solar * load,
        )
        for load in (2000.0, -2000.0) * (count // 2)
    ]


@pytest.mark.parametrize(
    ("case", "steps", "told"),
    [
        ("the grid follows", car(1.0), {GRID: CONFIRMED}),
        ("the grid counts the other way", car(-1.0), {GRID: CONTRADICTED}),
        ("losses in the cable", car(0.93), {GRID: CONFIRMED}),
        ("the battery stands still", car(1.0, 0.02), {GRID: CONFIRMED, "accu": STILL}),
        ("the battery does it all", car(0.03, 0.98), {GRID: STILL, "accu": CONFIRMED}),
        ("the battery counts the other way", car(0.03, -0.98), {GRID: STILL, "accu": CONTRADICTED}),
        ("both do a part", car(0.6, 0.4), {GRID: CONFIRMED, "accu": CONFIRMED}),
        ("both, the battery the other way", car(0.6, -0.45), {GRID: CONFIRMED, "accu": CONTRADICTED}),
        ("both, the grid the other way", car(-0.6, 0.45), {GRID: CONTRADICTED, "accu": CONFIRMED}),
        ("half of it is missing", car(0.5), {GRID: UNCLEAR}),
        ("a cloud with every step", car(1.6, solar=-0.6), {GRID: CONFIRMED}),
        ("the car does nothing", car(0.0), {GRID: STILL}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_follows_a_car(case: str, steps: list[PowerStep], told: Mapping[str, SignVerdict]) -> None:
    assert judge_signs(steps) == told


def test_small_or_single_steps_tell_nothing() -> None:
    assert judge_signs(car(1.0)[:1]) == {}
    assert judge_signs([PowerStep(load=100.0, grid=-100.0, batteries={})] * 10) == {}


def test_random_changes_of_the_house_do_not_turn_a_sign() -> None:
    """An oven that goes on with one of the steps."""
    steps = [
        PowerStep(load=load, grid=load + oven, batteries={})
        for load, oven in ((2000.0, 0.0), (-2000.0, 0.0), (2000.0, -2500.0), (-2000.0, 0.0))
    ]
    assert judge_signs(steps)[GRID] in {CONFIRMED, UNCLEAR}
