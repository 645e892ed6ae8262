"""Adding a charging station that is made of entities, and changing it."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
import pytest

from .conftest import AddSite, meter
from .walk import Walk

DONE = "aborted: reconfigure_successful"

STATION = {"vehicle_entity": "sensor.box_state", "power_entity": "sensor.box_power"}
WIRING = {"phases": "3", "rotation": "l1l2l3", "max_current": 16, "fallback_current": 6}


@pytest.fixture
def box(hass: HomeAssistant) -> None:
    """Put the entities of a charging station there."""
    set_state = hass.states.async_set
    set_state("sensor.box_state", "Charging", {"options": ["Available", "Preparing", "Charging", "Faulted"]})
    set_state("sensor.box_words", "laden", {"options": ["vrij", "wachten", "laden", "stuk"]})
    set_state("binary_sensor.box_plug", "on", {"device_class": "plug"})
    set_state("binary_sensor.box_charging", "off")
    set_state("sensor.box_power", "3.6", {"unit_of_measurement": "kW"})
    set_state("sensor.box_asleep", "unavailable", {"unit_of_measurement": "W"})
    set_state("sensor.box_session", "1.2", {"unit_of_measurement": "kWh"})
    for terminal in (1, 2, 3):
        set_state(f"sensor.box_current_{terminal}", "5.2", {"unit_of_measurement": "A"})
    amps = {"unit_of_measurement": "A", "min": 0, "max": 32, "step": 0.5}
    set_state("number.box_limit", "16", amps)
    set_state("number.box_six", "16", {**amps, "min": 6, "step": 1})
    set_state("number.box_volts", "16", {**amps, "unit_of_measurement": "V"})
    set_state("select.box_limit", "10 A", {"options": ["Off 0 A", "6 A", "10 A", "13 A", "16 A"]})
    set_state("select.box_high", "10 A", {"options": ["10 A", "16 A"]})
    set_state("select.box_words", "low", {"options": ["low", "high"]})
    set_state("select.box_phases", "3 phases", {"options": ["1 phase", "3 phases"]})
    set_state("switch.box_charge", "on")
    set_state("switch.box_single_phase", "off")
    set_state("button.box_stop", "unknown")
    set_state("button.box_start", "unknown")

    async def nothing(call: ServiceCall) -> None:
        """Take a call."""

    for name in ("set_current", "stop", "go"):
        hass.services.async_register("box", name, nothing)


async def at_station(hass: HomeAssistant, add_site: AddSite, *others: Any) -> tuple[Any, Walk]:
    """Begin to add a station made of entities."""
    entry = add_site(meter(), *others)
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("entities")
    await walk.fill()
    return entry, walk


async def at_control(hass: HomeAssistant, add_site: AddSite) -> tuple[Any, Walk]:
    """Go on to how the station takes orders."""
    entry, walk = await at_station(hass, add_site)
    await walk.send_as_shown(**STATION)
    await walk.send_as_shown()
    assert walk.step == "station_control"
    return entry, walk


def made(entry: Any) -> dict[str, Any]:
    """Return the data of the only station."""
    (device,) = entry.get_subentries_of_type("charge_point")
    return dict(device.data)


# Add


@pytest.mark.usefixtures("box")
async def test_a_number_sets_the_current(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("station_orders")
    await walk.send_as_shown(current_entity="number.box_limit")
    assert walk.step == "charge_point"
    await walk.fill(**WIRING)
    assert walk.step == "created"
    assert made(entry) == {
        "family": "entities",
        "grid_role": False,
        "station": {**STATION, "power_factor": 1.0, "report_interval": 10},
        "orders": {
            "kind": "entities",
            "current_entity": "number.box_limit",
            "current_factor": 1.0,
            "current_step": 0.5,
        },
        **WIRING,
        "phases": 3,
    }
