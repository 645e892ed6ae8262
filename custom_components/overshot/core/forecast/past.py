"""Learn a house from its past: what was measured by the hour first, then what was measured by the quarter.

An hour's mean in each of its quarters tells the usual day, but not how quarters follow and stray from each other: what
such hours seem to say about that is thrown away.
"""

from collections.abc import Iterable
from dataclasses import replace

from .home import HomeForecastSettings, HomeForecastState, QuarterRecord, update
from .momentum import Momentum
from .residuals import Residuals
from .solar import SolarState
from .spread import Spread


def learnt(
    settings: HomeForecastSettings, hourly: Iterable[QuarterRecord], quarterly: Iterable[QuarterRecord]
) -> HomeForecastState:
    """Return what is known of a house after its past; the records in order, those by the hour before the others."""
    state = _without_quarters(told(HomeForecastState(), settings, hourly))
    return told(state, settings, quarterly)


def told(
    state: HomeForecastState, settings: HomeForecastSettings, records: Iterable[QuarterRecord]
) -> HomeForecastState:
    """Return the state after several quarters."""
    for record in records:
        state = update(state, settings, record)
    return state


def _without_quarters(state: HomeForecastState) -> HomeForecastState:
    """Return the state without what it learnt of single quarters."""
    fresh = SolarState()
    return replace(
        state,
        load=replace(state.load, residuals=Residuals(), spread=Spread(), weights=None, profiles=None),
        solar=replace(state.solar, momentum=Momentum(), spread=fresh.spread, weights=None),
    )
