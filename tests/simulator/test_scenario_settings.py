"""Any setting of the controller can stand in a scenario, and one that it does not know is a mistake."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from custom_components.overshot.core.control import SiteSettings
from custom_components.overshot.core.control.persistence import to_plain
from custom_components.overshot.core.model import BatteryMode, ChargingMode
from simulator.scenario import Scenario, ScenarioError

from .houses import a_scenario

EVERYTHING: dict[str, Any] = {
    "charge_points": {
        "garage": {"mode": "efficient_pv_surplus", "targets": [{"weekday": 1, "at": "07:30", "energy": 9000}]}
    },
    "batteries": {
        "goodwe": {
            "mode": "charge",
            "power": 2000,
            "until": "2026-06-16T13:00",
            "timers": [{"start": "01:00", "end": "02:00", "mode": "hold", "power": 0, "weekdays": [0, 6]}],
        }
    },
    "heat_pumps": {"heat_pump": {"surplus": {"switch_on_power": 2500}, "block_above": 5000}},
    "loads": {"boiler": {"surplus": {"min_on": 300}}},
    "peak": {"active": True, "wished": 3000, "order": ["cars", "battery"]},
    "storage": {"strategy": "jullix"},
    "grid_limit": {"power": 4200, "until": "2026-06-16T12:30"},
    "surplus_priority": "battery",
}


def _scenario(**changes: Any) -> Scenario:
    site = {
        "connection": {"type": "three_phase", "fuse": 25},
        "charge_points": [{"id": "garage"}],
        "battery": {},
        "heat_pump": {},
        "loads": [{"id": "boiler"}],
    }
    return a_scenario(**{"site": site, "settings": EVERYTHING, "events": [], **changes})


def test_everything_arrives() -> None:
    settings = _scenario().settings
    garage = settings.charge_points["garage"]
    assert (garage.mode, garage.controlled) == (ChargingMode.EFFICIENT_PV_SURPLUS, True)
    assert (garage.targets[0].at, garage.targets[0].energy) == (time(7, 30), 9000)
    battery = settings.batteries["goodwe"]
    assert (battery.mode, battery.controlled, battery.power) == (BatteryMode.CHARGE, True, 2000)
    assert battery.until == datetime(2026, 6, 16, 11, tzinfo=UTC), "local time of the site"
    assert battery.timers[0].weekdays == {0, 6}
    pump = settings.heat_pumps["heat_pump"].surplus
    assert pump is not None
    assert (pump.switch_on_power, pump.min_on) == (2500, 300)
    assert (settings.peak.active, settings.peak.wished) == (True, 3000)
    assert settings.grid_limit is not None
    assert settings.grid_limit.until == datetime(2026, 6, 16, 10, 30, tzinfo=UTC)


def test_what_is_not_named_is_not_ours_but_the_charge_points() -> None:
    settings = _scenario(settings={}).settings
    assert settings.charge_points["garage"].controlled
    assert [*settings.batteries, *settings.heat_pumps, *settings.loads] == []


def test_a_change_touches_nothing_else() -> None:
    change = {"charge_points": {"garage": {"max_current": 9}}, "grid_limit": None}
    scenario = _scenario(events=[{"at": 30, "type": "change_settings", "change": change}])
    ((at, event),) = scenario.settings_events()
    after = event.apply(scenario.settings)
    before: dict[str, Any] = to_plain(scenario.settings)
    before["charge_points"]["garage"]["max_current"] = 9
    before["grid_limit"] = None
    assert (at, to_plain(after)) == (30, before)
    assert isinstance(after, SiteSettings)


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"colour": 1}, "settings.colour"),
        ({"peak": {"wish": 1}}, "settings.peak.wish"),
        ({"peak": {"wished": "much"}}, "settings.peak.wished"),
        ({"batteries": {"attic": {}}}, "settings.batteries.attic"),
        ({"loads": {"boiler": {"power": "hot"}}}, "settings.loads.boiler.power"),
        ({"heat_pumps": {"heat_pump": {"state": 7}}}, "settings.heat_pumps.heat_pump.state"),
        ({"charge_points": {"garage": {"targets": [{"weekday": 1}]}}}, "settings.charge_points.garage.targets"),
        ({"grid_limit": {"power": 1, "until": "soon"}}, "settings.grid_limit.until"),
    ],
)
def test_mistakes_are_named_by_their_place(settings: dict[str, Any], where: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        _scenario(settings=settings)
    assert caught.value.path == where
    with pytest.raises(ScenarioError) as caught:
        _scenario(events=[{"type": "change_settings", "change": settings}])
    assert caught.value.path == where.replace("settings", "events[0].change", 1)
