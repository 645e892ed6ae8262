"""Leave a station alone until its own watchdog notices: the only proof that a car is safe when Home Assistant stops.

Nothing is written and nothing is asked meanwhile; the grid meter shows when the car falls back. Where a limit has to be
lowered, the silence ends at once.
"""

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from homeassistant.util import dt as dt_util

from ..coordinator import ModbusCoordinator
from ..core.checks.phase_watch import average
from ..core.model import ChargePointReading
from ..layout import station_orders
from ..writers.station import CHARGE_POINT
from .results import Fallback, FallbackResult
from .watching import Watcher, amount, mean_of

if TYPE_CHECKING:
    from ..site import SiteCoordinator

LEAST_DROP: Final = 3.0
"""The fall must be so deep to be seen (A)."""

SHARE: Final = 0.6
"""The meter must show this share of it..."""

LASTING: Final = 5
"""...in so many readings in a row."""

TOLERANCE: Final = 1.0
"""Of what the station draws afterwards (A)."""

PATIENCE: Final = 150.0
"""A watchdog that has not acted after so long is of no use (s)."""

FOLLOW: Final = 60.0


def told_fallback(site: SiteCoordinator, id_: str, reading: ChargePointReading | None) -> FallbackResult:
    """Return what a station says of its watchdog, without a test."""
    orders = station_orders(site.devices[id_])
    if orders is None or not orders.capabilities.has_fallback:
        return FallbackResult(verdict=Fallback.NONE)
    held = reading.fallback_current if reading is not None else None
    if held is None:
        return FallbackResult(verdict=Fallback.UNTOLD)
    told = site.site_point(id_).fallback_current
    if abs(held - told) <= TOLERANCE / 2:
        return FallbackResult(verdict=Fallback.HELD, current=held)
    steered = site.state.controlled(id_) or id_ in site.trials
    return FallbackResult(verdict=Fallback.OTHER if steered else Fallback.UNSET, current=held)


async def async_test_fallback(
    site: SiteCoordinator, watcher: Watcher, id_: str, wish: Callable[[float], None]
) -> FallbackResult | None:
    """Test the watchdog of a station that charges; None where there is nothing to test."""
    device, point = site.devices[id_], site.site_point(id_)
    orders = station_orders(device)
    if orders is None or not orders.capabilities.has_fallback or not isinstance(device, ModbusCoordinator):
        return None
    fallback = point.fallback_current
    level = min(point.max_current, site.settings(id_).max_current, max(fallback, point.min_current) + 2 * LEAST_DROP)
    if level - fallback < LEAST_DROP:
        return FallbackResult(verdict=Fallback.SMALL)
    wish(level)
    before = await watcher.quiet(id_, fallback + LEAST_DROP / 2, float("inf"), FOLLOW)
    if not before:
        return FallbackResult(verdict=Fallback.ENDED)
    drawn = average(id_, before)
    voltage = site.site.connection.voltage
    share = amount(voltage, drawn) / level
    imported = mean_of([sample.power for sample in before if sample.power is not None])
    drop = SHARE * (level - fallback) * share * voltage
    writer = site.fleet.stations[id_]
    writer.silent = device.paused = True
    begun = dt_util.utcnow()
    lows: deque[bool] = deque(maxlen=LASTING)
    ended = False
    try:
        while True:
            now, sample = await watcher.next()
            if sample is not None and sample.power is not None:
                lows.append(imported - sample.power >= drop)
            ended = not writer.silent or _must_lower(site)
            fallen = len(lows) == LASTING and all(lows)
            if ended or fallen or now - begun > timedelta(seconds=PATIENCE):
                break
    finally:
        writer.silent = device.paused = False
    seconds = (dt_util.utcnow() - begun).total_seconds()
    await device.async_refresh()
    reading = device.data.charge_points.get(CHARGE_POINT) if device.last_update_success else None
    if ended:
        return FallbackResult(verdict=Fallback.ENDED)
    current = max(reading.currents) if reading is not None and reading.currents is not None else None
    if fallen or (current is not None and current <= fallback + TOLERANCE):
        return FallbackResult(verdict=Fallback.CONFIRMED, current=current, seconds=seconds)
    return FallbackResult(verdict=Fallback.NOT_SEEN, current=current, seconds=seconds)


def _must_lower(site: SiteCoordinator) -> bool:
    """Return whether more is drawn than may be.

    A station that is not heard of is told its safe current all the time: what it is told says nothing of the limits.
    """
    decision, grid_limit = site.data, site.state.settings.grid_limit
    if decision is None or decision.state.meter_stale or decision.state.headroom is None:
        return True
    grid = site.snapshot.grid
    imported = grid.value.power if grid is not None else None
    if grid_limit is not None and (imported is None or imported > grid_limit.power):
        return True
    if site.snapshot.on_backup or min(decision.state.headroom) < 0:
        return True
    for circuit in site.site.circuits:
        heard = site.snapshot.circuits.get(circuit.id)
        currents = heard.value.currents if heard is not None else None
        if circuit.metered and (currents is None or max(abs(current) for current in currents) > circuit.limit):
            return True
    return False
