"""What the user wishes of a charge point, and what it tells besides its current."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.overshot.core.control.charging.settings import (
    Access,
    EfficientStrategy,
    PhaseManagement,
    RangeWish,
)
from custom_components.overshot.core.model import ChargingMode, Reason, ReasonKey, RecoveryAction
from custom_components.overshot.select import DeviceSelect

from .conftest import STATION_SERIAL, House


async def act(house: House, platform: str, key: str, action: str, **data: Any) -> None:
    """Do something with an entity of the charge point, as a user does."""
    entity_id = house.entity_id(platform, key)
    await house.hass.services.async_call(platform, action, {"entity_id": entity_id, **data}, blocking=True)
    await house.settle()


@pytest.mark.parametrize(
    ("key", "value", "field", "stored"),
    [
        ("max_current", 13, "max_current", 13),
        ("hold_time", 2.5, "hold_time", 150),
        ("priority", 3, "priority", 3),
        ("reserved_current", 8, "reserved_current", 8),
        ("guaranteed_energy", 7.5, "guaranteed_energy", 7500),
        ("consumption", 18.5, "consumption", 185),
        ("vehicle_capacity", 58, "vehicle_capacity", 58_000),
        ("vehicle_capacity", 0, "vehicle_capacity", None),
        ("eco_share", 35, "eco_share", 0.35),
    ],
)
async def test_numbers(house: House, key: str, value: float, field: str, stored: float | None) -> None:
    """Users think in kWh, minutes and percent."""
    await house.telegram(0)
    await act(house, "number", key, "set_value", value=value)
    assert getattr(house.site.settings(house.station_id), field) == (None if stored is None else pytest.approx(stored))
    assert float(house.state("number", key)) == value


async def test_usual_values(house: House) -> None:
    """25 kWh/100 km, solar only, nothing reserved or guaranteed."""
    await house.telegram(0)
    for key, value in (("consumption", 25), ("eco_share", 100), ("reserved_current", 0), ("guaranteed_energy", 0)):
        assert float(house.state("number", key)) == value
    for key, option in (("charging_mode", "pv_surplus"), ("access", "free"), ("efficient_strategy", "cheapest")):
        assert house.state("select", key) == option
    assert house.state("select", "phase_management") == "automatic"
    assert house.state("switch", "blocked") == "off"


async def test_choices(house: House) -> None:
    await house.telegram(0)
    for key, option in (
        ("charging_mode", "safe_pv_surplus"),
        ("phase_management", "single_phase"),
        ("access", "key"),
        ("efficient_strategy", "latest"),
    ):
        await act(house, "select", key, "select_option", option=option)
        assert house.state("select", key) == option
    settings = house.site.settings(house.station_id)
    assert settings.mode is ChargingMode.SAFE_PV_SURPLUS
    assert settings.phase_management is PhaseManagement.SINGLE_PHASE
    assert (settings.access, settings.efficient_strategy) == (Access.KEY, EfficientStrategy.LATEST)


async def test_all_modes_are_offered(house: House) -> None:
    selects: Any = house.hass.data["entity_components"]["select"].entities
    mode = next(e for e in selects if isinstance(e, DeviceSelect) and e.entity_description.key == "charging_mode")
    assert mode.options == [mode.value for mode in ChargingMode]


async def test_a_key_lets_charge(house: House) -> None:
    """Where a key is asked for, nobody charges before it is turned; a block binds everybody."""
    house.station.plug(0)
    await house.poll()
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await act(house, "select", "access", "select_option", option="key")
    await house.telegram(0)
    assert house.state("sensor", "reason") == "locked"
    await act(house, "switch", "unlocked", "turn_on")
    await house.telegram(0)
    assert house.state("sensor", "reason") != "locked"
    await act(house, "switch", "blocked", "turn_on")
    await house.telegram(0)
    assert house.state("sensor", "reason") == "blocked"
    await act(house, "switch", "blocked", "turn_off")
    await act(house, "switch", "unlocked", "turn_off")
    await house.telegram(0)
    assert house.state("sensor", "reason") == "locked"


async def test_a_range_is_wished_by_next_morning(house: House, freezer: FrozenDateTimeFactory) -> None:
    """Without a time it is for seven in the morning; the time can be moved, not into the past."""
    await house.hass.config.async_set_time_zone("Europe/Brussels")
    freezer.move_to("2026-11-21 21:00:00+00:00")
    await house.telegram(0)
    assert house.state("datetime", "range_until") == "unknown"
    with pytest.raises(ServiceValidationError) as err:
        await act(house, "datetime", "range_until", "set_value", datetime="2026-11-22 09:00:00+00:00")
    assert err.value.translation_key == "no_range_wish"

    await act(house, "number", "range_wish", "set_value", value=120)
    wish = house.site.settings(house.station_id).range_wish
    assert wish == RangeWish(distance=120, until=datetime(2026, 11, 22, 6, tzinfo=UTC))
    await act(house, "datetime", "range_until", "set_value", datetime="2026-11-22 09:00:00+00:00")
    await act(house, "number", "range_wish", "set_value", value=150)
    wish = house.site.settings(house.station_id).range_wish
    assert wish == RangeWish(distance=150, until=datetime(2026, 11, 22, 9, tzinfo=UTC))
    with pytest.raises(ServiceValidationError) as err:
        await act(house, "datetime", "range_until", "set_value", datetime="2026-11-21 20:00:00+00:00")
    assert err.value.translation_key == "moment_passed"


async def test_a_range_wish_ends_with_its_time(house: House, freezer: FrozenDateTimeFactory) -> None:
    await house.telegram(0)
    await act(house, "number", "range_wish", "set_value", value=120)
    freezer.tick(timedelta(hours=25))
    await house.telegram(0)
    assert float(house.state("number", "range_wish")) == 0
    await act(house, "number", "range_wish", "set_value", value=120)
    await act(house, "number", "range_wish", "set_value", value=0)
    assert house.site.settings(house.station_id).range_wish is None


async def test_phases_and_recovery_are_shown(house: House) -> None:
    await house.poll()
    await house.telegram(0)
    assert house.state("sensor", "phases") == "3"
    assert house.state("sensor", "recovery") == "none"
    decision = house.site.data
    assert decision is not None
    order = decision.setpoints[house.station_id]
    trying = replace(order, recovery=RecoveryAction.PAUSE)
    house.site.async_set_updated_data(replace(decision, setpoints={house.station_id: trying}))
    assert house.state("sensor", "recovery") == "pause"


async def test_a_target_that_cannot_be_reached_is_a_problem(house: House) -> None:
    await house.telegram(0)
    assert house.state("binary_sensor", "target_problem") == "off"
    decision = house.site.data
    assert decision is not None
    reason = Reason(ReasonKey.TARGET_IMPOSSIBLE, {"energy": 3000, "due": "Mon 07:30"})
    order = replace(decision.setpoints[house.station_id], reason=reason)
    house.site.async_set_updated_data(replace(decision, setpoints={house.station_id: order}))
    assert house.state("binary_sensor", "target_problem") == "on"
    state = house.hass.states.get(house.entity_id("binary_sensor", "target_problem"))
    assert state is not None
    assert (state.attributes["energy"], state.attributes["due"]) == (3000, "Mon 07:30")


async def test_a_station_of_one_phase_has_no_choice_of_phases(house: House) -> None:
    """Only what makes sense is offered."""
    entry = house.entry
    subentry = entry.subentries[house.station_id]
    registry = er.async_get(house.hass)
    registry.async_remove(house.entity_id("select", "phase_management"))
    house.hass.config_entries.async_update_subentry(
        entry, subentry, data={**subentry.data, "phases": 1, "rotation": "l2"}
    )
    await house.hass.async_block_till_done()
    assert registry.async_get_entity_id("select", "overshot", f"{STATION_SERIAL}_phase_management") is None
    assert not house.site.site.charge_points[0].switches_phases
