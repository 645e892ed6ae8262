"""Why a device does what it does: each row is a house, and the reason of its first step."""

import pytest

from custom_components.overshot.core.planning import CapacityTariff, PlanProblem, PlanReasonKey, make_plan
from tests.core.planning.houses import QUARTER, START, battery, car, house

BATTERY = [
    ("cheap now, dear later", house([0.1] * 4 + [0.5] * 4, load=2_000, batteries=(battery(soc=0),)), "charge_cheap"),
    ("sun over", house([0.3] * 8, solar=4_000, batteries=(battery(value_left=0.3),)), "charge_surplus"),
    ("paid to take", house([-0.2] * 4 + [0.3] * 4, batteries=(battery(),)), "charge_paid"),
    ("dear now", house([0.5] * 4 + [0.1] * 4, sold=0.0, batteries=(battery(),)), "discharge_house"),
    ("sold dearly", house([0.9] * 4 + [0.1] * 4, batteries=(battery(),)), "discharge_export"),
    (
        "a peak",
        house(
            [0.2] * 8,
            load=[4_000] * 2 + [100] * 6,
            capacity=CapacityTariff(price=4.58, peak=2_500),
            batteries=(battery(value_left=0.3, soc=1_000),),
        ),
        "discharge_peak",
    ),
    (
        "dear later",
        house([0.2] * 4 + [0.5] * 4, sold=0.0, load=[500] * 4 + [9_000] * 4, batteries=(battery(max_charge=0),)),
        "keep",
    ),
    ("cheap later", house([0.3] * 4 + [0.1] * 4, batteries=(battery(soc=0, value_left=0.2),)), "wait"),
    ("nothing to gain", house([0.2] * 8, batteries=(battery(soc=0, value_left=0.0),)), "nothing_to_do"),
]

CAR = [
    ("cheap now", house([0.1] * 4 + [0.5] * 12, loads=(car(5_000, 4),)), "cheap"),
    ("cheap later", house([0.5] * 8 + [0.1] * 8, loads=(car(5_000, 4),)), "wait"),
    ("no time to lose", house([0.5] * 8 + [0.1] * 8, loads=(car(21_900, 2),)), "deadline"),
    ("no time left", house([0.2] * 8, loads=(car(21_900, 1),)), "missed"),
    ("sun over", house([0.3] * 8, solar=12_000, loads=(car(5_000, 2),)), "surplus"),
    ("paid to take", house([-0.2] * 4 + [0.5] * 12, loads=(car(5_000, 4),)), "charge_paid"),
    ("nothing asked", house([0.3] * 8, loads=(car(0, 2),)), "nothing_to_do"),
]


@pytest.mark.parametrize(("why", "asked", "key"), BATTERY, ids=[row[0] for row in BATTERY])
def test_reason_of_a_battery(why: str, asked: PlanProblem, key: str) -> None:
    assert make_plan(asked).batteries["battery"].reason.key == key


@pytest.mark.parametrize(("why", "asked", "key"), CAR, ids=[row[0] for row in CAR])
def test_reason_of_a_car(why: str, asked: PlanProblem, key: str) -> None:
    assert make_plan(asked).loads["car"].reason.key == key


def test_a_reason_says_what_it_is_about() -> None:
    reason = make_plan(house([0.5] * 8 + [0.1] * 8, loads=(car(2_500, 4),))).loads["car"].reason
    assert reason.key is PlanReasonKey.WAIT
    assert reason.details == {"at": (START + 8 * QUARTER).isoformat(), "price": 0.1, "now": 0.5}
