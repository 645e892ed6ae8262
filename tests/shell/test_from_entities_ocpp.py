"""Orders through the custom ocpp integration: profiles that expire, and whether the station was seen to fall back."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall, State, SupportsResponse
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed, mock_restore_cache

from custom_components.overshot.from_entities.coordinator import EntityChargePointCoordinator
from custom_components.overshot.from_entities.ocpp_orders import OcppSetCurrent
from custom_components.overshot.from_entities.ocpp_profiles import OcppVersion, fallback_profile, limit_profile

from .from_entities import WIRING, device_of

NOON = "2026-06-01T12:00:00+00:00"


class Ocpp:
    """The ocpp integration as its actions behave: it hands profiles to a station that honours them."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Register the actions."""
        self.hass = hass
        self.profiles: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self.level: str | None = "8"
        hass.services.async_register("ocpp", "set_charge_rate", self._set)
        hass.services.async_register(
            "ocpp", "get_configuration", self._get, supports_response=SupportsResponse.OPTIONAL
        )

    async def _set(self, call: ServiceCall) -> None:
        assert (call.data["devid"], call.data["conn_id"]) == ("garage", 1)
        self.profiles.append(call.data["custom_profile"])

    async def _get(self, call: ServiceCall) -> dict[str, Any]:
        self.asked.append(dict(call.data))
        if self.level is None:
            raise HomeAssistantError("not now")
        return {"value": self.level}

    def offers(self, current: float) -> None:
        """Let the station report what it offers."""
        self.hass.states.async_set("sensor.offered", str(current), {"unit_of_measurement": "A"})

    @property
    def limits(self) -> list[float]:
        """Return the limits of the profiles that were sent (A)."""
        schedules = [profile["chargingSchedule"] for profile in self.profiles]
        return [schedule["chargingSchedulePeriod"][0]["limit"] for schedule in schedules]


@pytest.fixture
def ocpp(hass: HomeAssistant) -> Ocpp:
    """Return the integration."""
    return Ocpp(hass)


async def station_of(hass: HomeAssistant, **orders: Any) -> tuple[EntityChargePointCoordinator, OcppSetCurrent]:
    """Set up a station on OCPP."""
    hass.states.async_set("sensor.status", "Charging")
    hass.states.async_set("sensor.power", "6000", {"unit_of_measurement": "W"})
    device = await device_of(
        hass,
        "charge_point",
        {
            "station": {
                "vehicle_entity": "sensor.status",
                "power_entity": "sensor.power",
                "setpoint_entity": "sensor.offered",
                "report_interval": 30,
            },
            "orders": {"kind": "ocpp", "devid": "garage", "connector": 1, "ocpp_version": "1_6", **orders},
            **WIRING,
        },
    )
    assert isinstance(device, EntityChargePointCoordinator)
    assert device.ocpp is not None
    return device, device.ocpp


def verified(hass: HomeAssistant) -> str:
    """Return what the entity says."""
    (found,) = [state for state in hass.states.async_all("binary_sensor") if "fallback" in state.entity_id]
    return found.state


# Profiles


@pytest.mark.freeze_time(NOON)
async def test_the_fallback_is_installed_once_and_a_limit_expires_after_three_intervals(
    hass: HomeAssistant, ocpp: Ocpp
) -> None:
    _, orders = await station_of(hass)
    await orders.set_current(12.34)
    await orders.set_current(8)
    fallback, first, second = ocpp.profiles
    assert fallback == {
        "chargingProfileId": 8101,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 6.0}],
            "startSchedule": "2026-06-01T11:59:00Z",
        },
    }
    assert first == {
        "chargingProfileId": 8102,
        "stackLevel": 8,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute",
        "validTo": "2026-06-01T12:01:00Z",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 12.3}],
            "startSchedule": "2026-06-01T11:59:00Z",
            "duration": 120,
        },
    }
    assert second["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"] == 8
    assert ocpp.asked == [{"devid": "garage", "ocpp_key": "ChargeProfileMaxStackLevel"}]
    can = orders.capabilities
    assert (can.has_fallback, can.switches_phases, can.current_step) == (False, False, 0.1)
    assert can.heartbeat is not None
    assert can.heartbeat / 2 == 20


@pytest.mark.freeze_time(NOON)
def test_the_words_of_ocpp_2(hass: HomeAssistant) -> None:
    now = hass_now()
    profile = limit_profile(OcppVersion.V201, 10, 3, now)
    assert (profile["id"], profile["stackLevel"], profile["validTo"]) == (8102, 3, "2026-06-01T12:01:00Z")
    (schedule,) = profile["chargingSchedule"]
    assert (schedule["id"], schedule["duration"]) == (8102, 120)
    fallback = fallback_profile(OcppVersion.V201, 0, now)
    assert "validTo" not in fallback
    assert fallback["chargingSchedule"][0]["chargingSchedulePeriod"] == [{"startPeriod": 0, "limit": 0}]


def hass_now() -> Any:
    """Return the time of the test."""
    from homeassistant.util import dt as dt_util

    return dt_util.utcnow()


@pytest.mark.parametrize(("level", "expected"), [("3", 3), ("0", 1), ("Unknown", 1), (None, 1)])
async def test_how_high_a_limit_is_stacked(hass: HomeAssistant, ocpp: Ocpp, level: str | None, expected: int) -> None:
    """Above the fallback in any case, and as high as the station knows, so that no other profile covers it."""
    ocpp.level = level
    _, orders = await station_of(hass)
    await orders.set_current(10)
    assert [profile["stackLevel"] for profile in ocpp.profiles] == [0, expected]


async def test_a_fallback_that_was_not_taken_is_sent_again(hass: HomeAssistant) -> None:
    """No limit goes out before it."""
    _, orders = await station_of(hass)
    with pytest.raises(HomeAssistantError):
        await orders.set_current(10)
    ocpp = Ocpp(hass)
    await orders.set_current(10)
    assert ocpp.limits == [6, 10]


async def test_what_it_cannot(hass: HomeAssistant, ocpp: Ocpp) -> None:
    _, orders = await station_of(hass)
    with pytest.raises(NotImplementedError):
        await orders.set_phases(1)
    for current in (3, float("nan")):
        with pytest.raises(ValueError, match="neither 0"):
            await orders.set_current(current)
    assert ocpp.profiles == []


# Whether it falls back


async def wait(hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: float) -> None:
    """Let time pass."""
    freezer.tick(timedelta(seconds=seconds))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()


@pytest.mark.parametrize(
    ("problem", "offered", "expected"),
    [("falls back", 6.0, "on"), ("keeps its last limit", 12.0, "off"), ("does something else", 9.0, "unknown")],
)
async def test_a_limit_is_not_refreshed_once(
    hass: HomeAssistant, ocpp: Ocpp, freezer: FrozenDateTimeFactory, problem: str, offered: float, expected: str
) -> None:
    """The only way to see it: nothing else tells whether a firmware honours the end of a profile."""
    ocpp.offers(12)
    device, orders = await station_of(hass)
    assert verified(hass) == "unknown"
    await orders.set_current(12)
    await wait(hass, freezer, 20)
    await orders.set_current(12)
    assert ocpp.limits == [6, 12], "not refreshed"
    await wait(hass, freezer, 25)
    ocpp.offers(12.1)
    await wait(hass, freezer, 0)
    assert device.data.charge_points[1].setpoint == 12.1
    assert verified(hass) == "unknown", "it has not expired"
    await orders.set_current(12)
    assert ocpp.limits == [6, 12], "still not"
    await wait(hass, freezer, 25)
    ocpp.offers(offered)
    await wait(hass, freezer, 0)
    assert verified(hass) == expected, problem
    await orders.set_current(12)
    await wait(hass, freezer, 20)
    await orders.set_current(12)
    assert ocpp.limits == [6, 12, 12, 12], "refreshed from now on"


async def test_a_new_order_in_between_is_sent(hass: HomeAssistant, ocpp: Ocpp, freezer: FrozenDateTimeFactory) -> None:
    ocpp.offers(12)
    _, orders = await station_of(hass)
    await orders.set_current(12)
    await orders.set_current(12)
    await wait(hass, freezer, 40)
    await orders.set_current(10)
    ocpp.offers(6)
    await wait(hass, freezer, 30)
    assert ocpp.limits == [6, 12, 10]
    assert verified(hass) == "unknown", "the new limit has not expired"


async def test_a_station_that_reports_nothing_is_tried_again_later(
    hass: HomeAssistant, ocpp: Ocpp, freezer: FrozenDateTimeFactory
) -> None:
    ocpp.offers(12)
    _, orders = await station_of(hass)
    await orders.set_current(12)
    await orders.set_current(12)
    await wait(hass, freezer, 215)
    await orders.set_current(12)
    await orders.set_current(12)
    assert ocpp.limits == [6, 12, 12, 12]
    await wait(hass, freezer, 3700)
    await orders.set_current(12)
    assert ocpp.limits == [6, 12, 12, 12], "tried once more"


@pytest.mark.parametrize(
    ("problem", "offered", "limit"),
    [("nothing to lose", 12.0, 6.0), ("a pause", 0.0, 0.0), ("nobody tells what is offered", None, 12.0)],
)
async def test_a_limit_that_would_show_nothing_is_refreshed(
    hass: HomeAssistant, ocpp: Ocpp, problem: str, offered: float | None, limit: float
) -> None:
    """A limit below the fallback must not expire: the car would take more than the fuse leaves."""
    if offered is not None:
        ocpp.offers(offered)
    _, orders = await station_of(hass)
    await orders.set_current(limit)
    await orders.set_current(limit)
    assert ocpp.limits == [6, limit, limit], problem


async def test_what_was_seen_is_remembered(hass: HomeAssistant, ocpp: Ocpp) -> None:
    mock_restore_cache(hass, [State("binary_sensor.device_fallback_seen_working", "on")])
    ocpp.offers(12)
    _, orders = await station_of(hass)
    assert verified(hass) == "on"
    await orders.set_current(12)
    await orders.set_current(12)
    assert ocpp.limits == [6, 12, 12]
