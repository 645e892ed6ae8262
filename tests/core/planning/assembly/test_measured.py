"""What the house draws now: each row is what the meters tell. Named after what would be counted twice, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.overshot.core.control.appliances.memory import ApplianceMemory, AppliancesMemory
from custom_components.overshot.core.control.appliances.settings import HeatPumpSettings, LoadSettings, SurplusSwitch
from custom_components.overshot.core.control.memory import Memory
from custom_components.overshot.core.model import (
    BatteryReading,
    HeatPump,
    HeatPumpReading,
    Load,
    LoadReading,
    MeterReading,
    Reading,
    Snapshot,
    SolarReading,
    VehicleState,
)
from custom_components.overshot.core.planning.assembly import Measured, measure
from tests.core.planning.assembly.homes import NOW, settings, site, snapshot

OLD = NOW - timedelta(minutes=5)


@pytest.mark.parametrize(
    ("problem", "seen", "load", "solar"),
    [
        ("the house alone", snapshot(), 500, 0),
        ("the sun", snapshot(solar={"roof": Reading(SolarReading(power=2_000), NOW)}), 2_500, 2_000),
        (
            "two arrays",
            snapshot(solar={id_: Reading(SolarReading(power=700), NOW) for id_ in ("east", "west")}),
            1_900,
            1_400,
        ),
        (
            "what the battery gives",
            snapshot(batteries={"battery": Reading(BatteryReading(power=800), NOW)}),
            1_300,
            0,
        ),
        (
            "what the battery takes",
            snapshot(batteries={"battery": Reading(BatteryReading(power=-400), NOW)}),
            100,
            0,
        ),
        (
            "a car that charges",
            snapshot(grid=Reading(MeterReading(power=4_000), NOW), car={"vehicle": VehicleState.C, "power": 3_300.0}),
            700,
            0,
        ),
        (
            "a meter that tells each phase only",
            snapshot(grid=Reading(MeterReading(phase_power=(100, 200, 300)), NOW)),
            600,
            0,
        ),
        ("no meter", snapshot(grid=None), None, 0),
        ("a meter that fell silent", snapshot(grid=Reading(MeterReading(power=500), OLD)), None, 0),
        ("a meter that tells nothing of power", snapshot(grid=Reading(MeterReading(), NOW)), None, 0),
        (
            "a battery that tells nothing of its power",
            snapshot(batteries={"battery": Reading(BatteryReading(), NOW)}),
            None,
            0,
        ),
        ("nonsense", snapshot(grid=Reading(MeterReading(power=float("nan")), NOW)), None, 0),
    ],
)
def test_the_balance(problem: str, seen: Snapshot, load: float | None, solar: float | None) -> None:
    assert measure(site(), settings(), Memory(), seen, NOW) == Measured(load=load, solar=solar)


@pytest.mark.parametrize("asleep", [Reading(SolarReading(power=2_000), OLD), Reading(SolarReading(), NOW)])
def test_an_inverter_that_sleeps_at_night_gives_nothing_and_by_day_is_not_known(asleep: Reading[SolarReading]) -> None:
    seen = snapshot(solar={"roof": asleep})
    assert measure(site(), settings(), Memory(), seen, NOW) == Measured(load=500, solar=0)
    assert measure(site(latitude=None), settings(), Memory(), seen, NOW) == Measured(load=None, solar=None)


def test_what_overshot_has_switched_on_is_no_load_of_the_house() -> None:
    """A boiler it steers, and what a heat pump draws beyond its own wish; one it does not steer is the house's."""
    home = site(
        loads=(Load(id="boiler", name="Boiler"), Load(id="pool", name="Pool")),
        heat_pumps=(HeatPump(id="pump", name="Heat pump"),),
    )
    wishes = replace(
        settings(),
        loads={
            "boiler": LoadSettings(controlled=True, surplus=SurplusSwitch()),
            "pool": LoadSettings(controlled=False, surplus=SurplusSwitch()),
        },
        heat_pumps={"pump": HeatPumpSettings(controlled=True, surplus=SurplusSwitch(own_power=1_500))},
    )
    seen = snapshot(
        grid=Reading(MeterReading(power=7_000), NOW),
        loads={
            "boiler": Reading(LoadReading(power=2_000), NOW),
            "pool": Reading(LoadReading(power=1_000), NOW),
        },
        heat_pumps={"pump": Reading(HeatPumpReading(power=2_500), NOW)},
    )
    on = Memory(appliances=AppliancesMemory(heat_pumps={"pump": ApplianceMemory(on=True)}))
    assert measure(home, wishes, on, seen, NOW).load == 7_000 - 2_000 - 1_500
    assert measure(home, wishes, Memory(), seen, NOW).load == 7_000 - 2_000
