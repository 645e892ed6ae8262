"""Everything the controller can say, and all that a user can choose, is said in every language."""

from typing import Any

import pytest

from custom_components.overshot.core.control.events import EventKey
from custom_components.overshot.core.model import ChargePointStatus, ReasonKey, RecoveryAction
from custom_components.overshot.order_sensors import NO_RECOVERY, REASON_DETAILS, SOLAR_DETAILS, SOLAR_REASONS
from custom_components.overshot.site_measures import SITE_MEASURES, STORAGE_MEASURES
from custom_components.overshot.wishes import numbers, selects, switches

from .repository import INTEGRATION, load_json

LANGUAGES = {path.stem: load_json(path)["entity"] for path in sorted((INTEGRATION / "translations").glob("*.json"))}

SELECTS = (
    *selects.PEAK_SELECTS,
    *selects.STORAGE_SELECTS,
    *selects.CHARGING_SELECTS,
    *(each for group in selects.DEVICE_SELECTS.values() for each in group),
)
NUMBERS = (
    *numbers.PEAK_NUMBERS,
    *numbers.STORAGE_NUMBERS,
    *numbers.CHARGING_NUMBERS,
    *(each for group in numbers.DEVICE_NUMBERS.values() for each in group),
)
SWITCHES = (
    *switches.PEAK_SWITCHES,
    *switches.CHARGING_SWITCHES,
    *switches.STORAGE_SWITCHES,
    *switches.SOLAR_SWITCHES,
    *(each for group in switches.DEVICE_SWITCHES.values() for each in group),
)


@pytest.fixture(params=sorted(LANGUAGES))
def words(request: pytest.FixtureRequest) -> Any:
    """Return what a language says of the entities."""
    return LANGUAGES[request.param]


def test_every_reason(words: Any) -> None:
    reason = words["sensor"]["reason"]
    assert set(reason["state"]) == {key.value for key in ReasonKey}
    assert set(reason["state_attributes"]) == set(REASON_DETAILS)


def test_every_reason_to_hold_back_the_sun(words: Any) -> None:
    held = words["sensor"]["solar_held_back"]
    assert set(held["state"]) == {key.value for key in SOLAR_REASONS}
    assert set(held["state_attributes"]) == set(SOLAR_DETAILS)


def test_every_status_recovery_and_event(words: Any) -> None:
    assert set(words["sensor"]["status"]["state"]) == {status.value for status in ChargePointStatus}
    assert set(words["sensor"]["recovery"]["state"]) == {NO_RECOVERY, *(action.value for action in RecoveryAction)}
    told = words["event"]["event"]["state_attributes"]["event_type"]["state"]
    assert set(told) == {key.value for key in EventKey}


def test_every_wish(words: Any) -> None:
    for select in SELECTS:
        assert set(words["select"][select.key]["state"]) == set(select.values), select.key
    assert {number.key for number in NUMBERS} <= set(words["number"])
    assert {switch.key for switch in SWITCHES} <= set(words["switch"])


def test_everything_the_site_tells(words: Any) -> None:
    assert {measure.key for measure in (*SITE_MEASURES, *STORAGE_MEASURES)} <= set(words["sensor"])
