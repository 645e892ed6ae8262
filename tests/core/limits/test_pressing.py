"""Who must leave soon goes before who has time; who takes nothing goes behind everybody, at once and again."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.overshot.core.control.charging.settings import RangeWish
from custom_components.overshot.core.model import ChargingMode
from tests.core.house import at

from .garage import Car, Garage, charge_point, circuit, site_of

CONSUMPTION = 200.0


def wish(energy: float, minutes: float) -> dict[str, object]:
    """Return the settings of a car that wants so much (Wh) in so many minutes."""
    return {
        "range_wish": RangeWish(distance=energy / CONSUMPTION, until=at(0) + timedelta(minutes=minutes)),
        "consumption": CONSUMPTION,
    }


def garage(box: float = 20.0, **each: dict[str, object]) -> Garage:
    """Return two cars of 3 x 16 A on one circuit."""
    site = site_of(charge_point("a", "box"), charge_point("b", "box"), circuits=(circuit("box", box),))
    return Garage(site, {id_: Car(wants=16.0) for id_ in "ab"}, each=each)


@pytest.mark.parametrize(
    ("problem", "each", "drawn"),
    [
        ("an equal share comes too late for the one who leaves", {"b": wish(5000, 28)}, (0, 16)),
        ("one with time to spare takes nothing from another", {"b": wish(5000, 300)}, (10, 10)),
        ("two who press share equally", {"a": wish(5000, 28), "b": wish(5000, 28)}, (10, 10)),
        ("who comes first by priority keeps its minimum", {"b": {"priority": 1, **wish(5000, 28)}}, (6, 14)),
        ("what cannot be reached is as near as it can be", {"b": wish(50_000, 28)}, (0, 16)),
        (
            "as fast as the peak allows presses too",
            {"b": {"mode": ChargingMode.TURBO, **wish(5000, 28)}},
            (0, 16),
        ),
        ("a wish of the past presses nobody", {"b": wish(5000, -5)}, (10, 10)),
    ],
)
def test_who_leaves_soon(problem: str, each: dict[str, Any], drawn: tuple[float, float]) -> None:
    house = garage(**each)
    house.run(60)
    assert (house.cars["a"].current, house.cars["b"].current) == pytest.approx(drawn, abs=1), problem


def test_it_presses_until_it_has_what_it_needs_and_no_longer() -> None:
    """Nobody is paused and resumed in turn while it charges at the edge of being late."""
    house = garage(b=wish(5000, 28))
    house.run(26 * 60)
    changes = sum(1 for before, now in zip(house.history("a"), house.history("a")[1:], strict=False) if before != now)
    assert changes <= 2
    assert house.decisions[-1].setpoints["a"].reason.key.value == "queue_waiting"
    given = house.run(5 * 60)
    assert given["a"] == given["b"] == 10


def test_one_that_takes_nothing_is_asked_again_only_with_what_nobody_wants() -> None:
    """What it is tried with is another's as soon as that one wants it, not two minutes later."""
    house = garage()
    house.cars["a"].wants, house.cars["b"].wants = 0, 8
    given = house.run(400)
    assert 0 < given["a"] <= 6
    for _ in range(3):
        house.cars["b"].wants = 16
        assert house.run(30)["b"] >= 16
        house.cars["b"].wants = 8
        house.run(300)
