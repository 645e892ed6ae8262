"""A car that is told to follow the sun does so at once: what it drew in Boost was never somebody else's load."""

from custom_components.overshot.core.control import Decision, Memory, step
from custom_components.overshot.core.model import BatteryReading, ChargingMode, PhaseVector, ReasonKey
from tests.core.house import V, at, house, meter, snapshot, station, wishes

BASE = 500.0
SOLAR = 6800.0
HOLD = 15.0


def _live(mode: ChargingMode, memory: Memory, start: int, seconds: int, battery: float) -> Decision:
    """Let one mode hold for a while with a car that follows its setpoint and a battery that does what it is told."""
    site = house()
    settings = wishes(site, mode, hold_time=HOLD)
    decision: Decision | None = None
    for second in range(start, start + seconds):
        drawn = memory.charge_points["car"].setpoint if memory.charge_points else 16.0
        amps = (BASE + 3 * V * drawn - SOLAR - battery) / (3 * V)
        grid: PhaseVector = (amps, amps, amps)
        now = snapshot(
            second,
            meter(grid),
            battery=BatteryReading(power=battery),
            car=station((drawn, drawn, drawn), setpoint=drawn),
        )
        decision = step(site, settings, memory, now, None, at(second))
        memory = decision.memory
    assert decision is not None
    return decision


def test_from_boost_to_surplus_without_a_pause() -> None:
    """The smoothed surplus does not have to climb out of what the boosting car took, while the hold time runs out."""
    boosted = _live(ChargingMode.BOOST, Memory(), 0, 60, battery=4700.0)
    assert boosted.setpoints["car"].current == 16
    assert boosted.state.surplus is not None
    assert boosted.state.surplus < -4000

    at_once = _live(ChargingMode.PV_SURPLUS, boosted.memory, 60, 1, battery=4700.0)
    assert at_once.setpoints["car"].reason.key is ReasonKey.SURPLUS
    assert at_once.state.surplus is not None
    assert abs(at_once.state.surplus - (SOLAR - BASE)) < 100

    later = _live(ChargingMode.PV_SURPLUS, at_once.memory, 61, 30, battery=0.0)
    assert later.setpoints["car"].reason.key is ReasonKey.SURPLUS
    assert later.setpoints["car"].current == 9
