"""A heat pump obeys its two contacts within its own minimum times."""

import pytest

from simulator.heat_pump import HeatPump, HeatPumpSpec, SgReady


def _live(heat_pump: HeatPump, seconds: int, start: int = 0) -> list[bool]:
    seen = []
    for second in range(start, start + seconds):
        heat_pump.step(second, 1)
        seen.append(heat_pump.running)
    return seen


@pytest.mark.parametrize(
    ("contacts", "state"),
    [((True, False), 1), ((False, False), 2), ((False, True), 3), ((True, True), 4)],
)
def test_contacts_and_states(contacts: tuple[bool, bool], state: int) -> None:
    heat_pump = HeatPump(HeatPumpSpec())
    heat_pump.close_contacts(*contacts)
    assert (heat_pump.state, heat_pump.contacts) == (state, contacts)


@pytest.mark.parametrize(
    ("state", "temperature", "runs"),
    [
        pytest.param(SgReady.BLOCK, 20, False, id="blocked although cold"),
        pytest.param(SgReady.NORMAL, 47, False, id="normal and warm enough"),
        pytest.param(SgReady.NORMAL, 44, True, id="normal and cold"),
        pytest.param(SgReady.RECOMMEND, 47, True, id="recommendation stores more"),
        pytest.param(SgReady.RECOMMEND, 52, False, id="but no more than that"),
        pytest.param(SgReady.FORCE, 52, True, id="forced stores more still"),
        pytest.param(SgReady.FORCE, 58, False, id="within its own settings"),
    ],
)
def test_each_state(state: SgReady, temperature: float, runs: bool) -> None:
    heat_pump = HeatPump(HeatPumpSpec(temperature=temperature))
    heat_pump.state = state
    assert _live(heat_pump, 5)[-1] is runs
    assert heat_pump.power == (2000 if runs else 0)


def test_it_runs_and_rests_for_its_minimum_times() -> None:
    heat_pump = HeatPump(HeatPumpSpec(temperature=47.5, min_run=300, min_pause=600))
    heat_pump.state = SgReady.RECOMMEND
    assert _live(heat_pump, 10)[-1]
    heat_pump.state = SgReady.NORMAL
    heat_pump.temperature = 60
    seen = _live(heat_pump, 900, 10)
    assert sum(seen) == 290
    heat_pump.temperature = 20
    assert sum(not on for on in _live(heat_pump, 400, 910)) == 0
    heat_pump.state = SgReady.BLOCK
    assert not any(_live(heat_pump, 300, 1310))
