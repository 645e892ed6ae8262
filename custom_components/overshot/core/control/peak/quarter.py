"""The running quarter of an hour, as the meter counts it: on the clock, offtake only.

Quarters begin at 00, 15, 30 and 45 in UTC as in every European zone. Injection later in a quarter cancels nothing: what
counts is the integral of the import over all phases, where it is above 0 (VREG on the Flemish capacity tariff). A meter
that tells the demand of the quarter itself (P1 `1.4.0`) is believed before what we integrate.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ...model import QUARTER, MeterReading, Reading, Site
from ...model.series import quarter_start
from .memory import QuarterMemory
from .settings import PeakSettings
from .state import QuarterState

HOURS: Final = 0.25
"""Of a quarter."""

FLOOR: Final = 2500.0
"""A monthly peak below it costs as much as this one under the Flemish capacity tariff (W)."""

LONGEST_GAP: Final = 60.0
"""Between two readings further apart (s), the power of the second one says nothing of the time between."""

LAST_STRETCH: Final = 30.0
"""The end of a quarter (s): so late, nobody is stopped any more for a fraction of what was shared out."""

SPARED: Final = 0.005
"""Share of the target that is kept until then, and given for the last stretch."""

_SHORTEST: Final = 2.0
"""What is left is shared over so long at least (s)."""

_CLOCKS_DIFFER: Final = 60.0
"""The clocks of meter and house differ by less (s)."""

_NOT_IN_A_MINUTE: Final = 250.0
"""So much more than we counted was not imported within a minute (Wh)."""

_MOST: Final = 100_000.0
"""A counter that rises by more within a quarter is another one (Wh)."""

_NEW_MONTH: Final = timedelta(hours=1)
"""A meter that does not tell when its month's peak was may still show last month's for so long."""


def observe(
    site: Site,
    settings: PeakSettings,
    memory: QuarterMemory,
    grid: Reading[MeterReading] | None,
    now: datetime,
    planned: float = 0.0,
) -> tuple[QuarterMemory, QuarterState]:
    """Return the running quarter by one more reading of the grid meter, and what it leaves.

    `grid` is None, or the one seen before, while the meter is silent: the quarter goes on at the last known import.
    `planned` is the month's peak that a plan counts with (W).
    """
    quarter = quarter_start(now)
    if memory.start is not None and memory.start > quarter:
        # The clock was set back: what was counted belongs to no quarter of this clock.
        memory = replace(memory, start=None, used=0.0, measured_at=None, counter=None)
    if grid is not None and (grid.at > now or (memory.measured_at is not None and grid.at <= memory.measured_at)):
        grid = None
    if memory.start is not None and memory.start < quarter:
        memory = _close(site, memory, quarter)
    if memory.start is None:
        memory = _open(settings, memory, grid, quarter, now)
    memory = _month(site, memory, quarter)
    if grid is not None:
        memory = _count(memory, grid)
        memory = _told_peak(site, memory, grid.value, now)
    return memory, _state(settings, memory, planned, now)


def month_of(site: Site, moment: datetime) -> str:
    """Return the local month of a moment, `2026-11`."""
    return f"{moment.astimezone(ZoneInfo(site.time_zone)):%Y-%m}"


def _close(site: Site, memory: QuarterMemory, quarter: datetime) -> QuarterMemory:
    """Return the memory with the running quarter closed: its demand may be the month's peak."""
    assert memory.start is not None
    end = memory.start + QUARTER
    memory = _month(site, memory, memory.start)
    measured = memory.measured_at
    used, complete = memory.used, memory.complete
    gap = (end - measured).total_seconds() if measured is not None else float("inf")
    if 0 < gap <= LONGEST_GAP:
        used += memory.power * gap / 3600
    elif gap > LONGEST_GAP:
        complete = False
    demand = used / HOURS
    peak, at = memory.month_peak, memory.month_peak_at
    if complete and demand > peak:
        peak, at = demand, end
    follows = end == quarter and gap <= LONGEST_GAP
    return replace(
        memory,
        start=quarter if follows else None,
        used=0.0,
        complete=follows,
        measured_at=end if follows else None,
        # Nobody read the counter at that very moment.
        counter=None,
        month_peak=peak,
        month_peak_at=at,
    )


def _open(
    settings: PeakSettings, memory: QuarterMemory, grid: Reading[MeterReading] | None, quarter: datetime, now: datetime
) -> QuarterMemory:
    """Return the memory of a quarter whose beginning nobody saw: assumed as the present import, up to the target."""
    power = _import(grid.value) if grid is not None else memory.power
    passed = ((grid.at if grid is not None else now) - quarter).total_seconds()
    assumed = min(power or 0.0, _hold_target(settings, memory)) * max(0.0, passed) / 3600
    return replace(
        memory,
        start=quarter,
        used=assumed,
        complete=passed <= LONGEST_GAP,
        measured_at=grid.at if grid is not None else None,
        counter=grid.value.energy_import if grid is not None else None,
        power=power or 0.0,
    )


def _count(memory: QuarterMemory, grid: Reading[MeterReading]) -> QuarterMemory:
    """Return the memory with one more reading counted."""
    assert memory.start is not None
    reading, power = grid.value, _import(grid.value)
    told = _told_energy(memory, grid)
    used, complete = memory.used, memory.complete
    if told is not None:
        used, complete = told, True
    elif memory.measured_at is not None and grid.at > memory.measured_at:
        gap = (grid.at - memory.measured_at).total_seconds()
        counted = None
        if reading.energy_import is not None and memory.counter is not None:
            counted = reading.energy_import - memory.counter
        if gap <= LONGEST_GAP:
            used += (power if power is not None else memory.power) * gap / 3600
        elif counted is not None and 0 <= counted <= _MOST:
            used += counted
        else:
            used += (memory.power + (power or 0.0)) / 2 * gap / 3600
            complete = False
    return replace(
        memory,
        used=used,
        complete=complete,
        measured_at=grid.at,
        counter=reading.energy_import,
        power=power if power is not None else memory.power,
    )


def _told_energy(memory: QuarterMemory, grid: Reading[MeterReading]) -> float | None:
    """Return the energy of this quarter that the meter tells itself (Wh), or None.

    Its clock may differ from ours by seconds: around the turn of a quarter it may still speak of the one before, or
    already of the next one.
    """
    assert memory.start is not None
    demand = grid.value.quarter_demand
    if demand is None or demand < 0:
        return None
    energy = demand * HOURS
    since, left = (grid.at - memory.start).total_seconds(), (memory.start + QUARTER - grid.at).total_seconds()
    before = since <= _CLOCKS_DIFFER and energy > memory.used + _NOT_IN_A_MINUTE
    after = left <= _CLOCKS_DIFFER and energy < memory.used / 2
    return None if before or after else energy


def _month(site: Site, memory: QuarterMemory, quarter: datetime) -> QuarterMemory:
    """Return the memory for the local month of a quarter; a new month begins without a peak."""
    month = month_of(site, quarter)
    if memory.month == month:
        return memory
    return replace(memory, month=month, month_peak=0.0, month_peak_at=None)


def _told_peak(site: Site, memory: QuarterMemory, reading: MeterReading, now: datetime) -> QuarterMemory:
    """Return the memory with the month's peak that the meter tells itself (P1 `1.6.0`), where it is this month's."""
    told = reading.month_peak
    if told is None or told.demand <= memory.month_peak:
        return memory
    if told.at is not None:
        # A quarter that ended at midnight of the first belongs to the month before.
        current = month_of(site, told.at - QUARTER) == memory.month
    else:
        there = now.astimezone(ZoneInfo(site.time_zone))
        current = there - there.replace(day=1, hour=0, minute=0, second=0, microsecond=0) > _NEW_MONTH
    return replace(memory, month_peak=told.demand, month_peak_at=told.at) if current else memory


def _state(settings: PeakSettings, memory: QuarterMemory, planned: float, now: datetime) -> QuarterState:
    """Return what the quarter leaves."""
    assert memory.start is not None
    end = memory.start + QUARTER
    used = memory.used
    if memory.measured_at is not None and now > memory.measured_at:
        # What flowed since the last reading.
        used += memory.power * (now - memory.measured_at).total_seconds() / 3600
    left = max(0.0, (end - now).total_seconds())
    hold = max(_hold_target(settings, memory), planned)
    hours = max(left, _SHORTEST) / 3600
    shared = HOURS * (1 - SPARED if left > LAST_STRETCH else 1)
    return QuarterState(
        ends_at=end,
        used=used,
        demand=used / HOURS,
        forecast=(used + memory.power * left / 3600) / HOURS,
        hold_target=hold,
        wished_target=settings.wished,
        hold_power=max(0.0, hold * shared - used) / hours,
        wished_power=max(0.0, settings.wished * shared - used) / hours,
        month_peak=memory.month_peak,
        month_peak_at=memory.month_peak_at,
    )


def _hold_target(settings: PeakSettings, memory: QuarterMemory) -> float:
    """Return the peak that costs nothing more than what is incurred already (W)."""
    return max(settings.wished, memory.month_peak, FLOOR if settings.capacity_tariff else 0.0)


def _import(reading: MeterReading) -> float | None:
    """Return what is imported over all phases together (W, never negative)."""
    power = reading.power
    if power is None and reading.phase_power is not None:
        power = sum(reading.phase_power)
    return max(0.0, power) if power is not None else None
