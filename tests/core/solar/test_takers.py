"""Which heat pumps and loads could take more of the sun, each row named after why."""

from collections.abc import Mapping

import pytest

from custom_components.overshot.core.control.appliances.settings import HeatPumpSettings, LoadSettings, SurplusSwitch
from custom_components.overshot.core.control.settings import SiteSettings
from custom_components.overshot.core.control.solar.takers import STARTING, appliance_takers
from custom_components.overshot.core.model import HeatPumpSetpoint, LoadSetpoint, Reason, ReasonKey

WAITS = SurplusSwitch(activation_delay=300.0)
NEEDS = 300.0 + STARTING
"""The delay of the surplus, and what it needs to begin (s)."""


def pump(state: int | None, why: ReasonKey = ReasonKey.AUTOMATIC) -> HeatPumpSetpoint:
    """Return what a heat pump is told."""
    return HeatPumpSetpoint(state=state, reason=Reason(why))


def load(power: float | None, why: ReasonKey = ReasonKey.AUTOMATIC) -> LoadSetpoint:
    """Return what a load is told."""
    return LoadSetpoint(power=power, reason=Reason(why))


@pytest.mark.parametrize(
    ("wish", "told", "takers"),
    [
        pytest.param(HeatPumpSettings(surplus=WAITS), pump(2), {"pump": NEEDS}, id="it could be boosted"),
        pytest.param(HeatPumpSettings(surplus=WAITS), pump(3), {"pump": NEEDS}, id="comfort is less than boost"),
        pytest.param(HeatPumpSettings(surplus=WAITS), pump(4), {}, id="it is boosted already"),
        pytest.param(HeatPumpSettings(surplus=WAITS, surplus_state=3), pump(3), {}, id="comfort is all it is to get"),
        pytest.param(HeatPumpSettings(surplus=WAITS), pump(None), {}, id="nobody tells it anything"),
        pytest.param(HeatPumpSettings(), pump(2), {}, id="surplus does not switch it"),
        pytest.param(None, pump(2), {}, id="nobody wished anything"),
        pytest.param(HeatPumpSettings(surplus=WAITS), pump(2, ReasonKey.BY_HAND), {}, id="the user told it a state"),
        pytest.param(HeatPumpSettings(surplus=WAITS), pump(2, ReasonKey.HEAT_PUMP_SILENT), {}, id="nobody hears it"),
    ],
)
def test_a_heat_pump_that_surplus_would_switch_on(
    wish: HeatPumpSettings | None, told: HeatPumpSetpoint, takers: Mapping[str, float]
) -> None:
    settings = SiteSettings(heat_pumps={} if wish is None else {"pump": wish})
    assert appliance_takers(settings, {"pump": told}, {}) == takers


@pytest.mark.parametrize(
    ("wish", "told", "takers"),
    [
        pytest.param(LoadSettings(surplus=WAITS), load(0.0), {"boiler": NEEDS}, id="it is off"),
        pytest.param(LoadSettings(surplus=WAITS), load(2_000.0), {}, id="it is on already"),
        pytest.param(LoadSettings(surplus=WAITS), load(None), {}, id="nobody tells it anything"),
        pytest.param(LoadSettings(), load(0.0), {}, id="surplus does not switch it"),
        pytest.param(None, load(0.0), {}, id="nobody wished anything"),
        pytest.param(LoadSettings(surplus=WAITS), load(0.0, ReasonKey.TEMPERATURE_REACHED), {}, id="it is hot"),
        pytest.param(LoadSettings(surplus=WAITS), load(0.0, ReasonKey.BY_HAND), {}, id="the user switched it off"),
        pytest.param(LoadSettings(surplus=WAITS), load(0.0, ReasonKey.LOAD_SILENT), {}, id="nobody hears it"),
    ],
)
def test_a_load_that_surplus_would_switch_on(
    wish: LoadSettings | None, told: LoadSetpoint, takers: Mapping[str, float]
) -> None:
    settings = SiteSettings(loads={} if wish is None else {"boiler": wish})
    assert appliance_takers(settings, {}, {"boiler": told}) == takers
