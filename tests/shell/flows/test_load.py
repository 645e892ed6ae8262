"""Adding loads made of entities, and changing them."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.flows.load import levels_of

from .conftest import AddSite, meter
from .test_circuit import DONE, circuit
from .walk import Walk


@pytest.fixture
def things(hass: HomeAssistant) -> None:
    """Put the entities of loads there."""
    set_state = hass.states.async_set
    set_state("switch.boiler", "off", {"friendly_name": "Boiler"})
    set_state("number.heater", "0", {"friendly_name": "Heater", "unit_of_measurement": "W", "min": 0, "max": 3000})
    set_state("select.pump", "off", {"friendly_name": "Pump", "options": ["off", "eco", "fast"]})
    set_state("sensor.boiler_power", "0", {"unit_of_measurement": "W"})
    set_state("sensor.boiler_water", "48.5", {"unit_of_measurement": "°C"})


@pytest.fixture
def site(add_site: AddSite) -> MockConfigEntry:
    """Return a site."""
    return add_site(meter(), circuit("UV1"))


def made(site: MockConfigEntry) -> dict[str, Any]:
    """Return the data of the only load."""
    (load,) = site.get_subentries_of_type("load")
    return dict(load.data)


@pytest.mark.usefixtures("things")
async def test_a_boiler_with_a_thermometer(hass: HomeAssistant, site: MockConfigEntry) -> None:
    walk = await Walk.new_device(hass, site, "load")
    await walk.fill(
        load_entity="switch.boiler",
        power=2400,
        power_entity="sensor.boiler_power",
        temperature_entity="sensor.boiler_water",
    )
    assert walk.step == "load_wiring"
    await walk.send_as_shown(rotation="l2", circuit="circuit_UV1", max_temperature=65, volume=200)
    assert walk.step == "created"
    assert made(site) == {
        "family": "entities",
        "grid_role": False,
        "load_entity": "switch.boiler",
        "power": 2400,
        "power_entity": "sensor.boiler_power",
        "temperature_entity": "sensor.boiler_water",
        "phases": 1,
        "rotation": "l2",
        "circuit": "circuit_UV1",
        "max_temperature": 65,
        "volume": 200,
    }
    assert site.get_subentries_of_type("load")[0].title == "Boiler"


@pytest.mark.usefixtures("things")
async def test_steps_of_a_select(hass: HomeAssistant, site: MockConfigEntry) -> None:
    walk = await Walk.new_device(hass, site, "load")
    await walk.fill(load_entity="select.pump", power=1)
    assert walk.step == "load_levels"
    assert walk.shown == {"levels": "off = 0\neco = 0\nfast = 0"}
    for levels, error in (
        ("off = 0\neco", "invalid_levels"),
        ("eco = 100\nfast = 200", "invalid_levels"),
        ("off = 0\neco = 0", "invalid_levels"),
        ("off = 0\neco = 100\nfast = 100", "levels_twice"),
    ):
        await walk.fill(levels=levels)
        assert walk.errors == {"levels": error}
    await walk.fill(levels="off = 0\neco = 45,5\nfast = 110")
    await walk.send_as_shown(phases="3", rotation="l2l3l1")
    assert walk.step == "created"
    data = made(site)
    assert data["levels"] == {"off": 0, "eco": 45.5, "fast": 110}
    assert (data["power"], data["phases"], data["circuit"]) == (110, 3, None)
    walk = await Walk.change_device(hass, site, site.get_subentries_of_type("load")[0].subentry_id)
    await walk.send_as_shown()
    assert walk.shown == {"levels": "off = 0\neco = 45.5\nfast = 110"}
    await walk.send_as_shown()
    await walk.send_as_shown()
    assert walk.step == DONE
    assert made(site) == data


@pytest.mark.usefixtures("things")
async def test_on_a_single_phase_there_is_nothing_to_ask(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter(), connection_type="single_phase")
    walk = await Walk.new_device(hass, site, "load")
    await walk.fill(load_entity="number.heater", power=3000, lowest_power=500)
    assert walk.step == "created"
    assert made(site)["lowest_power"] == 500


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("entered", "errors"),
    [
        ({"power": 0}, {"power": "invalid_power"}),
        ({"power": float("nan")}, {"power": "invalid_power"}),
        ({"lowest_power": 2400}, {"lowest_power": "invalid_lowest_power"}),
        ({"load_entity": "switch.gone"}, {"load_entity": "entity_not_found"}),
        ({"power_entity": "sensor.boiler_water"}, {"power_entity": "entity_unit_power"}),
        ({"temperature_entity": "sensor.boiler_power"}, {"temperature_entity": "entity_unit_temperature"}),
    ],
)
async def test_what_cannot_be(
    hass: HomeAssistant, site: MockConfigEntry, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    walk = await Walk.new_device(hass, site, "load")
    await walk.fill(**{"load_entity": "switch.boiler", "power": 2400, **entered})
    assert (walk.step, walk.errors) == ("user", errors)


@pytest.mark.usefixtures("things")
async def test_wiring_that_cannot_be(hass: HomeAssistant, site: MockConfigEntry) -> None:
    walk = await Walk.new_device(hass, site, "load")
    await walk.fill(load_entity="switch.boiler", power=2400, temperature_entity="sensor.boiler_water")
    await walk.send_as_shown(phases="3")
    assert walk.errors == {"rotation": "rotation_mismatch"}
    await walk.send_as_shown(phases="1", rotation="l1", max_temperature=300)
    assert walk.errors == {"max_temperature": "invalid_max_temperature"}
    await walk.send_as_shown(phases="1", rotation="l1", max_temperature=60, volume=0)
    assert walk.errors == {"volume": "invalid_volume"}


@pytest.mark.usefixtures("things")
async def test_nothing_is_switched_by_two_loads(hass: HomeAssistant, site: MockConfigEntry) -> None:
    for step in ("created", "user"):
        walk = await Walk.new_device(hass, site, "load")
        await walk.fill(load_entity="switch.boiler", power=2400)
        if walk.step == "load_wiring":
            await walk.send_as_shown()
        assert walk.step == step
    assert walk.errors == {"base": "already_configured"}
    walk = await Walk.change_device(hass, site, site.get_subentries_of_type("load")[0].subentry_id)
    await walk.send_as_shown(power=2000)
    await walk.send_as_shown()
    assert (walk.step, made(site)["power"]) == (DONE, 2000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("off = 0", {"off": 0}),
        ("\n a = b = 5 \n", {"a = b": 5}),
        ("= 5", None),
        ("x = -1", None),
        ("x = inf", None),
    ],
)
def test_levels(text: str, expected: dict[str, float] | None) -> None:
    assert levels_of(text) == expected
