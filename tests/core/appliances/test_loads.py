"""A boiler takes what the sun leaves, up to its temperature."""

from dataclasses import replace

import pytest

from custom_components.overshot.core.control.appliances.settings import HeatPumpSettings, LoadSettings, SurplusSwitch

from .appliances_house import ROOM, SITE, live, sun

CONTROLLED = LoadSettings(controlled=True, surplus=SurplusSwitch())
RULES = SurplusSwitch(switch_on_power=1000, own_power=1000, min_on=60, min_off=60)
STEPS = replace(SITE, loads=(replace(SITE.loads[0], levels=(0.0, 1000.0, 2000.0, 3000.0)),))
SMOOTH = replace(SITE, loads=(replace(SITE.loads[0], levels=(0.0, 500.0, 3000.0), modulating=True),))
CHEAP = replace(CONTROLLED, surplus=RULES)


@pytest.mark.parametrize(
    ("problem", "site", "settings", "weather", "expected"),
    [
        ("only observed", SITE, LoadSettings(), lambda t: sun(9000), (None, "read_only")),
        ("on or off: on with enough sun", SITE, CONTROLLED, lambda t: sun(4000), (2000, "surplus")),
        ("on or off: off below the switch-on power", SITE, CONTROLLED, lambda t: sun(2500), (0, "surplus_waiting")),
        ("in steps: the highest the sun carries", STEPS, CHEAP, lambda t: sun(2900), (2000, "surplus")),
        ("in steps: all of it", STEPS, CHEAP, lambda t: sun(9000), (3000, "surplus")),
        ("modulating: to the watt", SMOOTH, CHEAP, lambda t: sun(1234), (1234, "surplus")),
        ("modulating: no more than it can", SMOOTH, CHEAP, lambda t: sun(5000), (3000, "surplus")),
        (
            "a cloud: its lowest power until its minimum time has passed",
            SMOOTH,
            CHEAP,
            lambda t: sun(2000 if t < 80 else 0),
            (0, "surplus_waiting"),
        ),
        (
            "by hand: the level below what was asked",
            STEPS,
            replace(CHEAP, power=2500),
            lambda t: sun(0),
            (2000, "by_hand"),
        ),
        ("nothing automatic wished", SITE, replace(CONTROLLED, surplus=None), lambda t: sun(9000), (0, "automatic")),
        ("the quarter is used up", SITE, CONTROLLED, lambda t: sun(9000, wait=True), (0, "peak_waiting")),
        ("the house runs on its battery", SITE, CONTROLLED, lambda t: sun(9000, on_backup=True), (0, "on_backup")),
        ("the meter is silent", SITE, CONTROLLED, lambda t: sun(None, room=None), (0, "meter_stale")),
        (
            "no room on its phase",
            SITE,
            CONTROLLED,
            lambda t: sun(9000, room=lambda _: (5.0, 20, 20)),
            (0, "making_room"),
        ),
        (
            "its circuit is full",
            SITE,
            CONTROLLED,
            lambda t: sun(9000, room=lambda _: ROOM if t < 60 else (-2.0, 0, 0)),
            (0, "fuse_limited"),
        ),
    ],
)
def test_takes_what_the_sun_leaves(problem, site, settings, weather, expected):
    life = live(weather, 150, boiler=settings, site=site)
    assert (life.power_at(150), life.why_at(150)) == expected


def test_stays_at_its_lowest_power_through_a_cloud():
    life = live(lambda t: sun(2000 if t < 30 else 0), 100, boiler=CHEAP, site=SMOOTH)
    assert (life.power_at(40), life.why_at(40)) == (500, "minimum_on")
    assert life.power_at(60) == 0


def test_heats_up_to_its_temperature_and_again_when_it_has_cooled():
    warmth = {0: 55.0, 100: 60.5, 200: 59.0, 900: 57.9}
    life = live(
        lambda _: sun(9000),
        1000,
        boiler=CONTROLLED,
        temperature=lambda t: warmth[max(since for since in warmth if since <= t)],
    )
    assert life.power_at(50) == 2000
    assert (life.power_at(100), life.why_at(100)) == (0, "temperature_reached")
    assert (life.power_at(250), life.why_at(250)) == (0, "temperature_reached")
    assert life.power_at(950) == 2000


def test_a_silent_boiler_is_off():
    life = live(lambda _: sun(9000), 60, boiler=CONTROLLED, silent=lambda t: t >= 30)
    assert (life.power_at(30), life.why_at(30)) == (0, "load_silent")


def test_the_heat_pump_comes_first_and_the_boiler_gets_the_rest():
    life = live(
        lambda _: sun(4500),
        60,
        pump=HeatPumpSettings(controlled=True, surplus=SurplusSwitch()),
        boiler=CHEAP,
        site=SMOOTH,
    )
    assert life.state_at(60) == 4
    assert life.power_at(60) == 2500
