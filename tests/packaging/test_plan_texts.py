"""Everything the plan can say is said in every language."""

import re

import pytest

from custom_components.overshot.core.planning import PlanLack, PlanReasonKey, PlanStatus
from custom_components.overshot.plans.blocks import BlockKind
from custom_components.overshot.plans.inputs import ForecastLack
from custom_components.overshot.plans.measures import PLAN_MEASURES, PLAN_STORAGE_MEASURES
from custom_components.overshot.plans.sensors import PLAN_REASON_DETAILS
from custom_components.overshot.plans.triggers import PlanTrigger

from .repository import INTEGRATION, load_json

LANGUAGES = {path.stem: load_json(path) for path in sorted((INTEGRATION / "translations").glob("*.json"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_and_states(language: str) -> None:
    sensors = LANGUAGES[language]["entity"]["sensor"]
    assert set(sensors["plan_reason"]["state"]) == {key.value for key in PlanReasonKey}
    assert set(sensors["plan_reason"]["state_attributes"]) == set(PLAN_REASON_DETAILS)
    assert set(sensors["plan_status"]["state"]) == {status.value for status in PlanStatus}
    for measure in (*PLAN_MEASURES, *PLAN_STORAGE_MEASURES):
        assert sensors[measure.key]["name"], measure.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_missing_and_why_it_was_made(language: str) -> None:
    """A plan without prices, an array that reports at night: each is said, not only named by its key."""
    sensors = LANGUAGES[language]["entity"]["sensor"]
    told = sensors["plan_status"]["state_attributes"]
    assert set(told["lacks"]["state"]) == {lack.value for lack in PlanLack}
    assert set(told["trigger"]["state"]) == {trigger.value for trigger in PlanTrigger}
    for key in ("solar_forecast_error", "load_forecast_error"):
        assert set(sensors[key]["state_attributes"]["lacks"]["state"]) == {lack.value for lack in ForecastLack}


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_of_the_calendar(language: str) -> None:
    words = LANGUAGES[language]["selector"]["planned_block"]["options"]
    assert set(words) == {*(kind.value for kind in BlockKind), "details"}
    for kind in BlockKind:
        # French has a space before its colon.
        assert re.match(r"Garage\s?: \w", words[kind.value].format(device="Garage"))
    assert "7.5" in words["details"].format(energy="7.5", power="2.0", price="0.100")
