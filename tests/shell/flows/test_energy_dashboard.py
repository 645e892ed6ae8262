"""What the energy dashboard knows fills the forms in, and can be changed there."""

from typing import Any

from homeassistant.components.energy.data import async_get_manager
from homeassistant.core import HomeAssistant
import pytest

from .conftest import AddSite, meter
from .test_config_flow_meter import at_grid_meter
from .walk import Walk

WATTS = {"unit_of_measurement": "W"}
GRID = {
    "type": "grid",
    "stat_energy_from": "sensor.import_energy",
    "stat_energy_to": None,
    "stat_cost": None,
    "entity_energy_price": None,
    "number_energy_price": None,
    "stat_compensation": None,
    "entity_energy_price_export": None,
    "number_energy_price_export": None,
    "cost_adjustment_day": 0.0,
}
SOLAR = {"type": "solar", "stat_energy_from": "sensor.solar_energy", "config_entry_solar_forecast": None}
BATTERY = {"type": "battery", "stat_energy_from": "sensor.out", "stat_energy_to": "sensor.in"}


@pytest.fixture(autouse=True)
def entities(hass: HomeAssistant) -> None:
    """Put the entities of a house there."""
    for name in ("grid", "export", "solar", "solar_2", "battery", "charging"):
        hass.states.async_set(f"sensor.{name}", "100", WATTS)
    hass.states.async_set("sensor.solar_energy", "1", {"unit_of_measurement": "kWh"})
    hass.states.async_set("sensor.soc", "50", {"unit_of_measurement": "%"})


async def prefer(hass: HomeAssistant, *sources: dict[str, Any]) -> None:
    """Keep what a user told the dashboard; what it must not be told any more it still has from before."""
    hass.config.components.add("energy")
    preferences: Any = {"energy_sources": list(sources), "device_consumption": []}
    (await async_get_manager(hass)).data = preferences


def power(**config: str) -> dict[str, Any]:
    """Return how the power of a source is measured."""
    return {"power_config": {key: f"sensor.{name}" for key, name in config.items()}}


@pytest.mark.parametrize(
    ("problem", "sources", "shown"),
    [
        ("no dashboard", None, {}),
        ("nothing told", [], {}),
        ("energy only", [GRID], {}),
        ("solar only", [SOLAR | {"stat_rate": "sensor.solar"}], {}),
        ("gone by now", [GRID | {"stat_rate": "sensor.gone"}], {}),
        ("the power", [GRID | {"stat_rate": "sensor.grid"}], {"power_entities": ["sensor.grid"]}),
        ("the second connection", [GRID, GRID | {"stat_rate": "sensor.grid"}], {"power_entities": ["sensor.grid"]}),
        ("as configured", [GRID | power(stat_rate="grid")], {"power_entities": ["sensor.grid"]}),
        (
            "the other way round",
            [GRID | power(stat_rate_inverted="grid")],
            {"power_entities": ["sensor.grid"], "power_factor": -1.0},
        ),
        (
            "a sensor for each direction",
            [GRID | power(stat_rate_from="grid", stat_rate_to="export")],
            {"power_entities": ["sensor.grid"], "export_entities": ["sensor.export"]},
        ),
        ("one of the two is gone", [GRID | power(stat_rate_from="grid", stat_rate_to="gone")], {}),
    ],
)
async def test_the_grid_meter(
    hass: HomeAssistant, problem: str, sources: list[dict[str, Any]] | None, shown: dict[str, Any]
) -> None:
    if sources is not None:
        await prefer(hass, *sources)
    walk = await at_grid_meter(hass)
    await walk.pick("entities")
    assert walk.shown == {"power_factor": 1.0} | shown, problem
    # It is a proposal: the user has the last word.
    await walk.send_as_shown(power_entities=["sensor.battery"], export_entities=[])
    assert walk.step == "search"


async def test_a_dashboard_that_was_never_opened(hass: HomeAssistant) -> None:
    hass.config.components.add("energy")
    assert (await async_get_manager(hass)).data is None
    walk = await at_grid_meter(hass)
    await walk.pick("entities")
    assert walk.shown == {"power_factor": 1.0}


async def test_an_inverter_with_a_battery(hass: HomeAssistant, add_site: AddSite) -> None:
    await prefer(
        hass,
        SOLAR | {"stat_rate": "sensor.solar"},
        BATTERY,
        BATTERY | power(stat_rate_from="battery", stat_rate_to="charging") | {"stat_soc": "sensor.soc"},
    )
    entry = add_site(meter())
    walk = await Walk.new_device(hass, entry, "inverter")
    await walk.pick("entities")
    await walk.send_as_shown()
    assert walk.step == "solar_entities"
    assert walk.shown | {"adjust": None} == {
        "power_entities": ["sensor.solar"],
        "energy_entity": "sensor.solar_energy",
        "adjust": None,
    }
    await walk.send_as_shown()
    assert walk.step == "battery_entities"
    assert walk.shown | {"adjust": None} == {
        "power_entities": ["sensor.battery", "sensor.charging"],
        "soc_entity": "sensor.soc",
        "adjust": None,
    }
    await walk.send_as_shown()
    await walk.pick("battery_read_only")
    assert walk.step == "created"
    # The next inverter is another one.
    walk = await Walk.new_device(hass, entry, "inverter")
    await walk.pick("entities")
    await walk.send_as_shown()
    assert "power_entities" not in walk.shown


async def test_two_arrays_add_up_and_a_battery_may_be_turned(hass: HomeAssistant, add_site: AddSite) -> None:
    await prefer(
        hass,
        SOLAR | {"stat_rate": "sensor.solar"},
        SOLAR | {"stat_rate": "sensor.solar_2"},
        BATTERY | power(stat_rate_inverted="battery"),
    )
    entry = add_site(meter())
    walk = await Walk.new_device(hass, entry, "inverter")
    await walk.pick("entities")
    await walk.send_as_shown()
    assert walk.shown["power_entities"] == ["sensor.solar", "sensor.solar_2"]
    assert "energy_entity" not in walk.shown
    await walk.send_as_shown()
    assert walk.shown["adjust"]["power_factor"] == -1
    assert "soc_entity" not in walk.shown
