"""Cars or batteries first: who gets the sun, and that neither takes it from the other to and fro."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from custom_components.overshot.core.control import SiteSettings
from custom_components.overshot.core.control.balance import keep_for_batteries
from custom_components.overshot.core.control.charging.memory import PriorityMemory
from custom_components.overshot.core.control.settings import SurplusPriority
from custom_components.overshot.core.model import Battery, BatteryReading, ChargingMode, Reading, ReasonKey, Snapshot
from tests.core.charging.driveway import Driveway, always, changing, driveway
from tests.core.house import at, house

PV = ChargingMode.PV_SURPLUS
FIRST = SurplusPriority.BATTERY


def sunny(
    mode: ChargingMode = PV,
    solar: float = 5000,
    soc: float = 50,
    priority: SurplusPriority = FIRST,
    until: float = 100,
    **more: Any,
) -> Driveway:
    """Return a driveway with a battery of 5 kW beside the car."""
    site_settings = {"surplus_priority": priority, "surplus_priority_soc": until}
    home = driveway(mode, battery=5000.0, solar=always(solar), site_settings=site_settings, **more)
    home.site = replace(home.site, batteries=(Battery(id="battery", name="Battery", capacity=10_000.0),))
    home.battery_soc = soc
    return home


def test_by_default_the_car_comes_first() -> None:
    """Peers 12: kW go into the battery, and the car never starts."""
    home = sunny(priority=SurplusPriority.CHARGE_POINT)
    home.live(900)
    assert home.car.current >= 6
    assert home.battery_power > -1500


def test_the_battery_first_takes_all_it_can() -> None:
    """The car waits, and says for what."""
    home = sunny()
    moments = home.live(900)
    assert home.car.current == 0
    assert home.battery_power == pytest.approx(-4700, abs=50)
    assert moments[-1].reason() is ReasonKey.BATTERY_FIRST


def test_the_car_gets_what_the_battery_cannot_take() -> None:
    """10 kW of sun, 5 kW of battery."""
    home = sunny(solar=10_000)
    moments = home.live(1200)
    assert home.battery_power == pytest.approx(-5000, abs=50)
    assert home.car.current * 3 * 230 == pytest.approx(4700, abs=700)
    assert max(moment.grid for moment in moments[600:]) < 300


def test_a_battery_that_takes_less_than_its_rating_does_not_keep_the_car_waiting() -> None:
    """It is cold, or nearly full: 2 kW of 5; what goes to the grid is the car's."""
    home = sunny(solar=8000)
    home.battery = 2000.0
    moments = home.live(2400)
    assert home.car.current > 0
    exported = [-moment.grid for moment in moments[1200:]]
    assert sum(exported) / len(exported) < 1000
    told = [moment.current() for moment in moments[1200:]]
    assert sum(1 for before, after in pairwise(told) if before != after) < 12


@pytest.mark.parametrize("mode", [ChargingMode.BOOST, ChargingMode.TURBO])
def test_boost_is_not_blocked_by_it(mode: ChargingMode) -> None:
    """Peers 18: nor does it swing."""
    home = sunny(mode)
    moments = home.live(900)
    assert {moment.current() for moment in moments[10:]} == {16}


def test_guaranteed_energy_is_not_blocked_by_it() -> None:
    """The minimum from plug-in."""
    home = sunny(ChargingMode.SAFE_PV_SURPLUS, guaranteed_energy=1000.0)
    home.live(300)
    assert home.car.current == 6


def test_at_its_state_of_charge_the_car_comes_first() -> None:
    """Up to 60 %, then cars."""
    home = sunny(until=60, soc=61)
    home.live(900)
    assert home.car.current >= 6


def test_the_state_of_charge_does_not_swing_between_them() -> None:
    """Peers 16, 18: the car charges, the battery gives the house a little, falls below the threshold, and so on."""
    home = sunny(until=60, soc=59)

    def moving(self: Driveway, t: float) -> None:
        self.battery_soc -= self.battery_power * self.tick / 3600 / 200

    home.watch = moving
    home.solar = changing((0, 5000), (1200, 3000), (1500, 5000), (2100, 3000), (2400, 5000))
    moments = home.live(3600)
    started = [moment.decision.memory.charge_points["car"].charging for moment in moments]
    assert sum(1 for before, after in pairwise(started) if before != after) <= 3


def test_a_full_battery_that_never_tells_100_percent() -> None:
    """99 % is full."""
    home = sunny(soc=99)
    home.live(900)
    assert home.car.current >= 6


@pytest.mark.parametrize(
    ("problem", "socs", "capacities", "first"),
    [
        ("both are low", (30, 40), (10_000, 5000), True),
        ("the large one is full, the small one not: weighted by capacity", (90, 30), (10_000, 2500), False),
        ("the small one is full, the large one not", (30, 90), (10_000, 2500), True),
        ("one of unknown capacity counts as the other", (90, 90), (10_000, None), False),
        ("one does not tell", (None, 80), (10_000, 2500), False),
        ("none tells: no battery is waited for", (None, None), (10_000, 2500), False),
    ],
)
def test_several_batteries(
    problem: str, socs: tuple[float | None, ...], capacities: tuple[float | None, ...], first: bool
) -> None:
    """Up to 75 %."""
    ids = ("a", "b")
    site = replace(
        house(),
        batteries=tuple(Battery(id=i, name=i, capacity=c) for i, c in zip(ids, capacities, strict=True)),
    )
    settings = SiteSettings(surplus_priority=FIRST, surplus_priority_soc=75)
    batteries = {i: Reading(BatteryReading(power=0.0, soc=soc), at(0)) for i, soc in zip(ids, socs, strict=True)}
    kept, memory = keep_for_batteries(site, settings, PriorityMemory(), Snapshot(batteries=batteries), 0, 1, at(0))
    assert (kept > 0) is first, problem
    assert bool(memory.batteries_first) is first


def test_a_silent_battery_is_not_waited_for() -> None:
    """Unknown power."""
    site = replace(house(), batteries=(Battery(id="a", name="A"),))
    batteries = {"a": Reading(BatteryReading(power=0.0, soc=20), at(0))}
    settings = SiteSettings(surplus_priority=FIRST)
    kept, _ = keep_for_batteries(site, settings, PriorityMemory(), Snapshot(batteries=batteries), 0, 1, at(61))
    assert kept == 0


def test_the_battery_is_not_emptied_into_the_car() -> None:
    """Peers 17: what it gives is no surplus, whoever comes first."""
    for priority in SurplusPriority:
        home = sunny(solar=0, soc=80, priority=priority, until=50)
        home.live(900)
        assert home.car.current == 0
