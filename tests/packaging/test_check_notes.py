"""Everything that the check of an installation can find is said in every language, and nothing else."""

import pytest

from custom_components.overshot.core.checks.phase_mapping import Verdict
from custom_components.overshot.core.checks.sign_steps import SignVerdict
from custom_components.overshot.mends import MENDS, RECONFIGURED
from custom_components.overshot.setup_check.results import Fallback, Outcome, SolarSign
from custom_components.overshot.setup_check.words import NOTES

from .repository import INTEGRATION, load_json

LANGUAGES = sorted(path.stem for path in (INTEGRATION / "translations").glob("*.json"))
KEYS = {
    *(f"wiring_{verdict}" for verdict in Verdict),
    "wiring_not_told",
    *(f"outcome_{outcome}" for outcome in Outcome if outcome is not Outcome.DONE),
    *(f"grid_{verdict}" for verdict in SignVerdict),
    "grid_fiscal",
    *(f"battery_{verdict}" for verdict in SignVerdict),
    *(f"solar_{sign}" for sign in SolarSign),
    *(f"fallback_{verdict}" for verdict in Fallback),
    *(f"hand_{kind}" for kind in ("unknown", "noisy", "falls", "power", "elsewhere", "seen", "confirmed")),
    "nothing",
    "appliance",
    "rewire",
    "turn",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding(language: str) -> None:
    words = load_json(INTEGRATION / "translations" / f"{language}.json")
    assert set(words["selector"][NOTES]["options"]) == KEYS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_repair_that_mends_asks_first(language: str) -> None:
    issues = load_json(INTEGRATION / "translations" / f"{language}.json")["issues"]
    for key in (*MENDS, *RECONFIGURED):
        flow = issues[key]["fix_flow"]
        assert set(flow["step"]) == {"confirm"}, key
        assert "gone" in flow["abort"], key
