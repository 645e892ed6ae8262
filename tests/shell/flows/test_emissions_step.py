"""How much CO2 a kWh from the grid stands for: an entity or a number, in units that make sense, or nothing at all."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot.records.emissions import intensity_of

from .conftest import AddSite, meter
from .walk import Walk


async def begin(hass: HomeAssistant, add_site: AddSite, **data: Any) -> Any:
    """Begin to change what is known of the CO2; return the site and the flow."""
    site = add_site(meter(), **data)
    return site, await (await Walk.change_site(hass, site)).pick("emissions")


async def test_both_may_stay_empty_and_be_taken_back(hass: HomeAssistant, add_site: AddSite) -> None:
    site, walk = await begin(hass, add_site, co2_intensity=150)
    assert walk.shown == {"co2_intensity": 150}
    await walk.fill()
    assert "co2_intensity" not in site.data
    assert intensity_of(hass, site.data) is None


@pytest.mark.parametrize(
    ("state", "unit", "grams"),
    [
        ("212", "gCO2eq/kWh", 212.0),
        ("0.212", "kg/kWh", 212.0),
        ("212", "kg CO₂/MWh", 212.0),
        ("212", "g/kWh", 212.0),
        ("unavailable", "g/kWh", 150.0),
        ("unknown", None, 150.0),
        ("-3", "g/kWh", 150.0),
        ("99999", "g/kWh", 150.0),
    ],
    ids=["Electricity Maps", "kg", "per MWh", "plain", "silent", "not there yet", "negative", "not of this world"],
)
async def test_the_entity_counts_and_the_number_where_it_tells_nothing(
    hass: HomeAssistant, add_site: AddSite, state: str, unit: str | None, grams: float
) -> None:
    hass.states.async_set("sensor.grid", state, {"unit_of_measurement": unit} if unit else {})
    site, walk = await begin(hass, add_site)
    await walk.fill(co2_entity="sensor.grid", co2_intensity=150)
    assert walk.step == "aborted: reconfigure_successful"
    assert intensity_of(hass, site.data) == pytest.approx(grams)


@pytest.mark.parametrize(
    ("entered", "error"),
    [
        ({"co2_entity": "sensor.power"}, {"co2_entity": "entity_unit_co2"}),
        ({"co2_entity": "sensor.gone"}, {"co2_entity": "entity_not_found"}),
        ({"co2_entity": "sensor.word"}, {"co2_entity": "entity_not_numeric"}),
        ({"co2_intensity": -1}, {"co2_intensity": "invalid_co2_intensity"}),
        ({"co2_intensity": float("nan")}, {"co2_intensity": "invalid_co2_intensity"}),
        ({"co2_intensity": 150_000}, {"co2_intensity": "invalid_co2_intensity"}),
    ],
    ids=["a power", "gone", "a word", "negative", "no number", "in mg"],
)
async def test_what_is_no_intensity_is_asked_again(
    hass: HomeAssistant, add_site: AddSite, entered: dict[str, Any], error: dict[str, str]
) -> None:
    hass.states.async_set("sensor.power", "3", {"unit_of_measurement": "kW"})
    hass.states.async_set("sensor.word", "low", {"unit_of_measurement": "g/kWh"})
    site, walk = await begin(hass, add_site)
    await walk.fill(**entered)
    assert (walk.step, walk.errors) == ("emissions", error)
    await walk.fill(co2_intensity=120)
    assert site.data["co2_intensity"] == 120
