"""The demo's morning: it holds what the verdict asks for, and the house waits for it."""

from demo.acts import RULES
from demo.house import SCENARIO, MorningHouse
from demo.morning import line, sample_of
from simulator.events import ApplianceOn, CarArrives, SetMode
from simulator.loop import Loop
from simulator.report import Report
from simulator.scenario import load_scenario
from simulator.simulate import live


def test_the_morning_puts_every_law_to_the_test() -> None:
    scenario = load_scenario(SCENARIO)
    happenings = [event for _, event in scenario.events]
    assert [type(event) for event in happenings] == [CarArrives, SetMode, ApplianceOn, ApplianceOn, SetMode]
    assert [(fault.device, fault.duration) for _, fault in scenario.faults] == [("p1", 30.0)]
    assert scenario.duration <= 260, "with boot and set-up the check has to end within five minutes"


def test_physics_and_core_alone_keep_the_house_well() -> None:
    scenario = load_scenario(SCENARIO)
    loop = Loop(scenario)
    report = Report(loop)
    live(scenario, loop, report)
    assert report.summary(1.0)["violations"] == []
    reasons = [step["charge_points"]["garage"]["decision"]["reason"] for step in report.steps]
    assert {"surplus", "surplus_hold", "boost", "fuse_limited", "meter_stale"} <= set(reasons)


def test_the_house_stands_still_until_its_morning_begins() -> None:
    house = MorningHouse()
    for _ in range(30):
        house.world.step()
    assert house.world.solar_power == 6000
    assert house.elapsed < 0

    house.begin()
    for _ in range(60):
        house.world.step()
    assert house.elapsed == 60
    assert house.clock == "10:20"
    assert house.minute == 20
    assert house.world.solar_power == 5770
    assert not house.finished


def test_a_sample_is_the_house_as_it_stands() -> None:
    house = MorningHouse()
    house.begin()
    house.world.step()
    sample = sample_of(house, "pv_surplus", "no_vehicle")
    assert sample.cable
    assert not sample.car_wants
    assert sample.car == 0
    assert abs(sample.surplus - (sample.solar - house.world.loads.power)) < 1e-6
    assert line(sample).startswith("10:00 |")
    assert line(sample).endswith("| no_vehicle")


def test_the_verdict_uses_the_derated_fuse() -> None:
    assert RULES.limit == load_scenario(SCENARIO).house.site.connection.limit == 20
