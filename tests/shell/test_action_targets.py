"""Whom an action reaches: devices, their entities, areas and labels; and what it says of anything else."""

from typing import Any

from homeassistant.auth.models import Group
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    label_registry as lr,
)
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.overshot.core.model import ChargingMode
from tests.devices.emc_map import ALL_UNITS, build_house

from .conftest import METER_SERIAL, STATION_SERIAL, House
from .ordered import Memory, OrderedHouse, device, in_memory, set_up

EMC = "OVS-EMC-0001"
BOOST = 4631


def device_of(house: House | OrderedHouse, key: str) -> str:
    """Return the id of a device in Home Assistant's registry."""
    found = next(
        each
        for each in dr.async_entries_for_config_entry(dr.async_get(house.hass), house.entry.entry_id)
        if ("overshot", key) in each.identifiers
    )
    return found.id


async def set_mode(
    house: House | OrderedHouse, mode: str = "boost", context: Context | None = None, **target: Any
) -> None:
    """Call an action with a target."""
    await house.hass.services.async_call(
        "overshot", "set_charging_mode", {"mode": mode}, target=target, blocking=True, context=context
    )
    await house.settle()


def mode_of(house: House) -> ChargingMode:
    """Return the charging mode of the station."""
    return house.site.settings(house.station_id).mode


@pytest.fixture
def garage(house: House) -> str:
    """Return an area with the station and the meter in it."""
    area = ar.async_get(house.hass).async_create("Garage")
    for serial in (STATION_SERIAL, METER_SERIAL):
        dr.async_get(house.hass).async_update_device(device_of(house, serial), area_id=area.id)
    return area.id


@pytest.mark.parametrize("kind", ["device_id", "area_id", "label_id", "entity_id", "all"])
async def test_what_reaches_a_station(house: House, garage: str, kind: str) -> None:
    """A device is meant by itself, by any entity of it, and by whatever it is part of."""
    label = lr.async_get(house.hass).async_create("Cars")
    dr.async_get(house.hass).async_update_device(device_of(house, STATION_SERIAL), labels={label.label_id})
    targets: dict[str, dict[str, Any]] = {
        "device_id": {"device_id": device_of(house, STATION_SERIAL)},
        "area_id": {"area_id": garage},
        "label_id": {"label_id": label.label_id},
        "entity_id": {"entity_id": house.entity_id("sensor", "status")},
        "all": {"entity_id": "all"},
    }
    assert mode_of(house) is not ChargingMode.BOOST
    await set_mode(house, **targets[kind])
    assert mode_of(house) is ChargingMode.BOOST


@pytest.mark.parametrize(
    ("problem", "error"),
    [
        ("a device of another kind", "no_charge_point"),
        ("an entity of another device", "no_charge_point"),
        ("an entity that is not there", "no_charge_point"),
        ("a device that is not there", "no_charge_point"),
        ("an empty area", "nothing_targeted"),
        ("an area that is not there", "nothing_targeted"),
    ],
)
async def test_targets_that_cannot_be(house: House, problem: str, error: str) -> None:
    """A station beside them changes nothing either: it is all or nothing."""
    area = ar.async_get(house.hass).async_create("Garden")
    station = device_of(house, STATION_SERIAL)
    targets: dict[str, dict[str, Any]] = {
        "a device of another kind": {"device_id": [station, device_of(house, METER_SERIAL)]},
        "an entity of another device": {"entity_id": ["sensor.p1_meter_power", house.entity_id("sensor", "status")]},
        "an entity that is not there": {"entity_id": "select.nobody"},
        "a device that is not there": {"device_id": [station, "gone"]},
        "an empty area": {"area_id": area.id},
        "an area that is not there": {"area_id": "nowhere"},
    }
    with pytest.raises(ServiceValidationError) as err:
        await set_mode(house, **targets[problem])
    assert err.value.translation_key == error
    assert mode_of(house) is not ChargingMode.BOOST


async def test_who_may_only_read_changes_nothing(house: House, hass_read_only_user: MockUser) -> None:
    context = Context(user_id=hass_read_only_user.id)
    with pytest.raises(Unauthorized):
        await set_mode(house, context=context, device_id=device_of(house, STATION_SERIAL))
    for service, data in (("set_grid_limit", {"power": 4000}), ("set_peak_limit", {"power": 4000}), ("replan", {})):
        with pytest.raises(Unauthorized):
            await house.hass.services.async_call("overshot", service, data, blocking=True, context=context)
    assert mode_of(house) is not ChargingMode.BOOST
    assert house.site.state.settings.grid_limit is None


async def test_a_right_to_one_entity_is_none_to_the_site(hass: HomeAssistant, house: House) -> None:
    """Who may steer the station alone steers that, and not the peak of the house."""
    entities = [
        each.entity_id
        for each in er.async_entries_for_device(
            er.async_get(hass), device_of(house, STATION_SERIAL), include_disabled_entities=True
        )
    ]
    policy = {"entities": {"entity_ids": dict.fromkeys(entities, True)}}
    user = MockUser(groups=[Group(name="Tenants", policy=policy)]).add_to_hass(hass)
    context = Context(user_id=user.id)
    await set_mode(house, context=context, device_id=device_of(house, STATION_SERIAL))
    assert mode_of(house) is ChargingMode.BOOST
    with pytest.raises(Unauthorized):
        await hass.services.async_call("overshot", "set_peak_limit", {"power": 4000}, blocking=True, context=context)


async def test_a_charge_point_of_a_controller(hass: HomeAssistant) -> None:
    """It boosts or does as its controller decides; what only a station of its own can do is refused."""
    memory = Memory()
    build_house(memory.connection)
    memory.watch(0, *ALL_UNITS)
    with in_memory(memory):
        house = await set_up(hass, device("controller", "hager_flow", EMC, host="192.0.2.1", unit_id=0))
        carport = device_of(house, f"{EMC}_charge_point_1")
        with pytest.raises(ServiceValidationError) as err:
            await set_mode(house, device_id=carport)
        assert err.value.translation_key == "not_controlled"
        await hass.services.async_call(
            "overshot", "set_control", {"control": "active", "device_id": device_of(house, EMC)}, blocking=True
        )
        await set_mode(house, device_id=carport)
        assert memory.values(BOOST) == [1]
        calls: tuple[tuple[str, dict[str, Any], str], ...] = (
            ("set_charging_mode", {"mode": "turbo"}, "charging_mode_not_possible"),
            ("set_phase_mode", {"mode": "single_phase"}, "phases_not_switchable"),
            ("set_range_wish", {"range": 100}, "steered_by_controller"),
            ("set_energy_targets", {"targets": []}, "steered_by_controller"),
        )
        for service, data, error in calls:
            with pytest.raises(ServiceValidationError) as err:
                await hass.services.async_call("overshot", service, data, target={"device_id": carport}, blocking=True)
            assert err.value.translation_key == error


async def test_a_station_has_no_controller_to_leave_it_to(house: House) -> None:
    with pytest.raises(ServiceValidationError) as err:
        await set_mode(house, "controller", device_id=device_of(house, STATION_SERIAL))
    assert err.value.translation_key == "charging_mode_not_possible"


@pytest.mark.parametrize("by", ["device_id", "entity_id", "config_entry_id", "part"])
async def test_a_site_by_what_belongs_to_it(house: House, by: str) -> None:
    data = {
        "device_id": {"device_id": device_of(house, house.entry.entry_id)},
        "entity_id": {"entity_id": house.entity_id("number", "grid_limit", house.entry.entry_id)},
        "config_entry_id": {"config_entry_id": house.entry.entry_id},
        "part": {"device_id": device_of(house, STATION_SERIAL)},
    }[by]
    await house.hass.services.async_call("overshot", "set_grid_limit", {"power": 4000, **data}, blocking=True)
    limit = house.site.state.settings.grid_limit
    assert limit is not None
    assert limit.power == 4000


async def test_a_site_by_what_does_not_belong_to_it(house: House) -> None:
    with pytest.raises(ServiceValidationError) as err:
        await house.hass.services.async_call(
            "overshot", "set_grid_limit", {"power": 4000, "entity_id": "sun.sun"}, blocking=True
        )
    assert err.value.translation_key == "unknown_target"
