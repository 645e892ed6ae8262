"""No limit rises before the station's own fallback is known to be safe, whoever has set it."""

from typing import Any

import pytest

from custom_components.overshot.core.control import Memory, step
from custom_components.overshot.core.model import ReasonKey

from .house import at, house, meter, point, snapshot, station, wishes

CASES: dict[str, tuple[dict[str, Any], float | None, bool]] = {
    "set by us and read back": ({}, 6.0, True),
    "set by us, another one read back": ({}, 8.0, False),
    "set by us, a lower one read back": ({}, 0.0, False),
    "not read back yet": ({}, None, False),
    "only the installer sets it, and it is as configured": ({"sets_fallback": False}, 6.0, True),
    "only the installer sets it, and it is lower": ({"sets_fallback": False}, 0.0, True),
    "only the installer sets it, and it is higher than the house was planned for": (
        {"sets_fallback": False},
        16.0,
        False,
    ),
    "the station has none at all": ({"has_fallback": False, "sets_fallback": False}, None, True),
}


@pytest.mark.parametrize("problem", CASES)
def test_fallback_before_any_rise(problem: str) -> None:
    """Boost is held back until it is."""
    wiring, held, confirmed = CASES[problem]
    site = house(point(**wiring))
    now = snapshot(0, meter((1.0, 1.0, 1.0)), car=station(fallback_current=held, setpoint=0.0))
    decision = step(site, wishes(site), Memory(), now, None, at(0))
    reason = decision.setpoints["car"].reason.key
    assert (reason is not ReasonKey.SAFE_CURRENT_PENDING) is confirmed
    assert (decision.setpoints["car"].current == 16.0) is confirmed
