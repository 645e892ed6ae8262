"""An inverter and battery made of entities, and the way to where their orders are asked."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall

from .conftest import AddSite, meter
from .walk import Walk

DONE = "aborted: reconfigure_successful"
WATTS = {"unit_of_measurement": "W"}
BATTERY = {"power_entities": ["sensor.battery"], "soc_entity": "sensor.soc"}
OPTIONS = {"option_auto": "auto", "option_hold": "hold", "option_charge": "charge", "option_discharge": "discharge"}


def put_inverter(hass: HomeAssistant) -> None:
    """Put the entities of an inverter there."""
    set_state = hass.states.async_set
    set_state("sensor.pv", "1200", WATTS)
    set_state("sensor.pv_2", "unavailable", WATTS)
    set_state("sensor.energy", "12", {"unit_of_measurement": "MWh"})
    set_state("sensor.battery", "-300", WATTS)
    set_state("sensor.charging", "300", WATTS)
    set_state("sensor.soc", "55", {"unit_of_measurement": "%"})
    set_state("sensor.word", "sunny")
    set_state("select.mode", "auto", {"options": ["auto", "hold", "charge", "discharge"]})
    set_state("switch.remote", "off")
    for name in ("power", "charge", "discharge"):
        set_state(f"number.{name}", "0", {**WATTS, "min": 0, "max": 5000, "step": 10})

    async def nothing(call: ServiceCall) -> None:
        """Take a call."""

    hass.services.async_register("box", "command", nothing)


async def at_parts(hass: HomeAssistant, add_site: AddSite, *parts: str, **source: str) -> tuple[Any, Walk]:
    """Begin to add an inverter made of entities."""
    put_inverter(hass)
    entry = add_site(meter())
    walk = await Walk.new_device(hass, entry, "inverter")
    await walk.pick("entities")
    await walk.fill(parts=list(parts), **source)
    return entry, walk


async def at_control(hass: HomeAssistant, add_site: AddSite) -> tuple[Any, Walk]:
    """Go on to how the battery takes orders."""
    entry, walk = await at_parts(hass, add_site, "battery")
    await walk.send_as_shown(**BATTERY)
    assert walk.step == "battery_control"
    return entry, walk


async def finish(walk: Walk) -> None:
    """Leave the ratings of the battery open."""
    if walk.step == "inverter":
        await walk.fill()
    assert walk.step in ("created", DONE)


def made(entry: Any) -> dict[str, Any]:
    """Return the data of the only inverter."""
    (device,) = entry.get_subentries_of_type("inverter")
    return dict(device.data)
