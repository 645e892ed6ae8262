"""Changing the entities of a charging station, and stations beside a controller."""

from homeassistant.core import HomeAssistant

from .conftest import AddSite, device_id
from .entity_station import STATION, WIRING, at_control, at_station, fields, made
from .walk import Walk

DONE = "aborted: reconfigure_successful"


async def test_entities_are_exchanged_and_the_id_stays(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("station_action")
    await walk.send_as_shown(action="box.set_current", data={"current": "{current}"})
    await walk.fill(**WIRING)
    (before,) = entry.get_subentries_of_type("charge_point")
    walk = await Walk.change_device(hass, entry, device_id(entry, before.title))
    assert walk.options == ["charge_point", "station_change"]
    await walk.pick("station_change")
    assert fields(walk) == STATION
    await walk.fill(adjust={"power_factor": 1})
    assert walk.step == "reconfigure"
    await walk.pick("station_change")
    await walk.send_as_shown(vehicle_entity="sensor.box_words")
    await walk.fill(states_a=["vrij"], states_c=["laden"])
    await walk.send_as_shown()
    await walk.pick("station_orders")
    await walk.send_as_shown(current_entity="number.box_limit")
    assert walk.step == DONE
    (after,) = entry.get_subentries_of_type("charge_point")
    assert after.unique_id == before.unique_id
    assert made(entry) == {
        **before.data,
        "station": {
            **STATION,
            "vehicle_entity": "sensor.box_words",
            "power_factor": 1.0,
            "states": {"vrij": "a", "laden": "c"},
            "report_interval": 10,
        },
        "orders": {
            "kind": "entities",
            "current_entity": "number.box_limit",
            "current_factor": 1.0,
            "current_step": 0.5,
        },
    }


async def test_the_words_are_asked_again_when_they_are_changed(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("station_read_only")
    await walk.fill(**WIRING)
    walk = await Walk.change_device(hass, entry, device_id(entry, "Charging station"))
    await walk.pick("station_change")
    await walk.send_as_shown()
    assert walk.step == "station_states"
    assert walk.shown == {
        "states_a": ["Available"],
        "states_b": ["Preparing"],
        "states_c": ["Charging"],
        "states_f": ["Faulted"],
    }
    await walk.send_as_shown(states_b=[], states_c=["Charging", "Preparing"])
    await walk.send_as_shown()
    await walk.pick("station_read_only")
    assert walk.step == DONE
    assert made(entry)["station"]["states"] == {
        "Available": "a",
        "Charging": "c",
        "Preparing": "c",
        "Faulted": "f",
    }


async def test_a_station_of_entities_may_belong_to_a_controller_too(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_station(
        hass,
        add_site,
        {
            "subentry_type": "controller",
            "title": "Flow",
            "unique_id": "EMC",
            "data": {"family": "hager_flow", "host": "192.0.2.9", "port": 502, "unit_id": 1, "serial_number": "EMC"},
        },
    )
    await walk.send_as_shown(**STATION)
    await walk.send_as_shown()
    await walk.pick("station_read_only")
    assert walk.step == "one_master"
    await walk.pick("understood")
    assert walk.step == "charge_point"
    await walk.fill(**WIRING)
    assert len(entry.get_subentries_of_type("charge_point")) == 1
