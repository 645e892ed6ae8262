"""The running quarter is counted as the meter counts it, whatever is missing."""

from datetime import UTC, datetime, timedelta
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.control import Memory
from custom_components.overshot.core.control.peak.memory import QuarterMemory
from custom_components.overshot.core.control.peak.quarter import observe
from custom_components.overshot.core.control.peak.settings import PeakSettings
from custom_components.overshot.core.control.peak.state import QuarterState
from custom_components.overshot.core.control.persistence import memory_from_dict, memory_to_dict
from custom_components.overshot.core.model import ConnectionType, GridConnection, MeterReading, MonthPeak, Reading, Site

SITE = Site(connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=25), time_zone="Europe/Brussels")
START = datetime(2026, 6, 21, 10, tzinfo=UTC)
SETTINGS = PeakSettings(active=True, wished=3000.0)


def after(seconds: float) -> datetime:
    """Return a moment so long after the first quarter began."""
    return START + timedelta(seconds=seconds)


def run(
    power,
    *,
    until: float,
    since: float = 0.0,
    step: float = 1.0,
    memory: QuarterMemory | None = None,
    settings: PeakSettings = SETTINGS,
    start: datetime = START,
    missing=lambda _: False,
    **told,
) -> tuple[QuarterMemory, QuarterState]:
    """Observe from `since` to `until` (s), `power` and `told` being functions of the time (s)."""
    memory = memory or QuarterMemory()
    state = None
    t = since
    while t <= until:
        now = start + timedelta(seconds=t)
        values = {name: value(t) for name, value in told.items()}
        grid = None if missing(t) else Reading(MeterReading(power=power(t), **values), now)
        memory, state = observe(SITE, settings, memory, grid, now)
        t += step
    assert state is not None
    return memory, state


@pytest.mark.parametrize(
    ("problem", "power", "used"),
    [
        ("steady import", lambda t: 4000, 500),
        (
            "a rolling average would let the peak happen: the quarter starts at 0 (peers 4)",
            lambda t: 8000 if t < 225 else 0,
            500,
        ),
        ("injection later cancels nothing (peers 3)", lambda t: 4000 if t < 225 else -9000, 250),
        ("injection alone", lambda t: -5000, 0),
    ],
)
def test_integrates_offtake_only(problem, power, used):
    _, state = run(power, until=450)
    assert state.used == pytest.approx(used, abs=3)


def test_phases_are_netted_before_they_count():
    """What one phase injects another may take: the meter nets all phases (peers 3)."""
    memory, state = QuarterMemory(), None
    for t in range(451):
        reading = MeterReading(phase_power=(4000.0, -3000.0, -500.0))
        memory, state = observe(SITE, SETTINGS, memory, Reading(reading, after(t)), after(t))
    assert state is not None
    assert state.used == pytest.approx(500 * 450 / 3600, abs=1)


def test_the_meters_own_demand_is_believed():
    """P1 1.4.0 ramps from 0; a start in the middle of a quarter is no gap then (peers 8)."""
    _, state = run(lambda t: 4000, since=600, until=610, quarter_demand=lambda t: 4000 * t / 900)
    assert state.used == pytest.approx(4000 * 610 / 3600, abs=2)


@pytest.mark.parametrize("shift", [-20, 20])
def test_a_meter_whose_clock_differs_by_seconds(shift):
    """Around the turn it speaks of the quarter before, or already of the next one."""
    memory, _ = run(lambda t: 4000, until=890, quarter_demand=lambda t: 4000 * ((t + shift) % 900) / 900)
    memory, state = run(
        lambda t: 4000, since=891, until=905, memory=memory, quarter_demand=lambda t: 4000 * ((t + shift) % 900) / 900
    )
    assert state.used == pytest.approx(4000 * 5 / 3600, abs=30)
    assert memory.month_peak == pytest.approx(4000, rel=0.03)


def test_what_may_be_imported_until_the_end():
    _, state = run(lambda t: 1000, until=450)
    assert state.hold_target == 3000
    # 750 Wh less 125 Wh in 450 s.
    assert state.hold_power == pytest.approx(5000, rel=0.01)
    assert state.forecast == pytest.approx(1000, rel=0.01)


def test_a_little_is_kept_for_the_end():
    """Else whoever uses all of it would be stopped for its last seconds."""
    _, before = run(lambda t: 3000, until=860)
    _, after_ = run(lambda t: 3000, until=875)
    assert before.hold_power == pytest.approx((750 * 0.995 - 860 / 1.2) * 90, rel=0.01)
    assert after_.hold_power == pytest.approx((750 - 875 / 1.2) * 144, rel=0.01)


@pytest.mark.parametrize(
    ("problem", "settings", "peak", "hold", "wished"),
    [
        ("the first 2.5 kW cost the same", PeakSettings(wished=1500), 0, 2500, 1500),
        ("no floor without a capacity tariff", PeakSettings(wished=1500, capacity_tariff=False), 0, 1500, 1500),
        ("a peak incurred already is free (peers 1)", PeakSettings(wished=3000), 4200, 4200, 3000),
        ("a wish above it all", PeakSettings(wished=6000), 4200, 6000, 6000),
    ],
)
def test_two_targets(problem, settings, peak, hold, wished):
    memory = QuarterMemory(month="2026-06", month_peak=peak)
    _, state = run(lambda t: 0, until=1, memory=memory, settings=settings)
    assert (state.hold_target, state.wished_target) == (hold, wished)


def test_the_highest_closed_quarter_is_the_months_peak():
    memory, state = run(lambda t: 5000 if t < 900 else 1000, until=1900, step=5)
    assert memory.month_peak == pytest.approx(5000, rel=0.01)
    assert memory.month_peak_at == after(900)
    assert state.hold_target == pytest.approx(5000, rel=0.01)


def test_a_quarter_that_was_not_seen_from_its_start_is_no_peak():
    memory, _ = run(lambda t: 9000, since=400, until=950)
    assert memory.month_peak == 0


def test_what_was_not_seen_is_assumed_up_to_the_target():
    _, state = run(lambda t: 9000, since=450, until=450)
    assert state.used == pytest.approx(375)


# The month


def test_the_meters_own_peak_counts_at_once():
    told = MonthPeak(4444.0, datetime(2026, 6, 3, 17, 30, tzinfo=UTC))
    memory, state = run(lambda t: 500, until=5, month_peak=lambda t: told)
    assert (memory.month_peak, memory.month_peak_at) == (4444, told.at)
    assert state.hold_target == 4444


@pytest.mark.parametrize(
    ("problem", "told", "now", "expected"),
    [
        ("still last month's", MonthPeak(9000.0, datetime(2026, 5, 9, tzinfo=UTC)), START, 0),
        ("its last quarter ended at midnight", MonthPeak(9000.0, datetime(2026, 5, 31, 22, tzinfo=UTC)), START, 0),
        ("the first quarter of this month", MonthPeak(9000.0, datetime(2026, 5, 31, 22, 15, tzinfo=UTC)), START, 9000),
        ("no date, in mid-month", MonthPeak(9000.0, None), START, 9000),
        (
            "no date, minutes after the month began",
            MonthPeak(9000.0, None),
            datetime(2026, 5, 31, 22, 10, tzinfo=UTC),
            0,
        ),
    ],
)
def test_whose_month_the_meters_peak_is(problem, told, now, expected):
    memory, _ = observe(SITE, SETTINGS, QuarterMemory(), Reading(MeterReading(power=0.0, month_peak=told), now), now)
    assert memory.month_peak == expected


def test_a_new_month_begins_without_a_peak_at_local_midnight():
    start = datetime(2026, 6, 30, 21, 45, tzinfo=UTC)  # 23:45 in Brussels
    memory, _ = run(lambda t: 6000, until=899, start=start)
    memory, state = run(lambda t: 100, since=900, until=910, start=start, memory=memory)
    assert (memory.month, memory.month_peak) == ("2026-07", 0.0)
    assert state.hold_target == 3000


def test_the_last_quarter_of_a_month_does_not_count_for_the_next():
    start = datetime(2026, 6, 30, 21, 45, tzinfo=UTC)
    memory, _ = run(lambda t: 6000, until=1000, start=start)
    assert memory.month_peak == 0


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_quarters_go_on_when_the_clock_is_changed(day):
    memory, _ = run(lambda t: 2000, until=4 * 3600, step=10, start=day)
    assert memory.month_peak == pytest.approx(2000, rel=0.02)


# What is missing


def test_a_silent_meter_keeps_the_quarter_going_at_the_last_import():
    _, state = run(lambda t: 4000, until=400, missing=lambda t: t > 200)
    assert state.used == pytest.approx(4000 * 400 / 3600, abs=5)


def test_a_gap_is_filled_by_the_counter():
    memory, _ = run(lambda t: 1000, until=100, energy_import=lambda t: 50_000.0)
    memory, state = run(lambda t: 1000, since=500, until=500, memory=memory, energy_import=lambda t: 50_600.0)
    assert state.used == pytest.approx(1000 * 100 / 3600 + 600, abs=2)
    assert memory.complete


def test_a_gap_without_counter_is_no_whole_quarter():
    memory, _ = run(lambda t: 1000, until=100)
    memory, _ = run(lambda t: 9000, since=500, until=950, memory=memory)
    assert memory.month_peak == 0


def test_a_missing_quarter_starts_anew():
    memory, _ = run(lambda t: 5000, until=100)
    memory, state = run(lambda t: 2000, since=2000, until=2010, memory=memory)
    assert state.ends_at == after(2700)
    assert memory.month_peak == 0
    assert state.used == pytest.approx(2000 * 210 / 3600, abs=10)


def test_a_clock_that_is_set_back_loses_the_quarter_and_nothing_else():
    memory = QuarterMemory(month="2026-06", month_peak=4000)
    memory, _ = run(lambda t: 5000, since=1000, until=1100, memory=memory)
    memory, state = run(lambda t: 5000, until=10, memory=memory)
    assert state.ends_at == after(900)
    assert memory.month_peak == 4000


def test_a_restart_in_the_middle_of_a_quarter_keeps_it():
    memory, before = run(lambda t: 4000, until=500, energy_import=lambda t: 1000 + 4000 * t / 3600)
    stored = json.loads(json.dumps(memory_to_dict(Memory(quarter=memory))))
    restored = memory_from_dict(stored).quarter
    assert restored == memory
    _, state = run(
        lambda t: 4000, since=700, until=700, memory=restored, energy_import=lambda t: 1000 + 4000 * t / 3600
    )
    assert state.used == pytest.approx(before.used + 4000 * 200 / 3600, abs=2)


@given(st.lists(st.floats(-9000, 15000), min_size=3, max_size=30), st.integers(20, 200))
def test_used_never_falls_within_a_quarter_and_the_targets_are_never_negative(powers, hold):
    memory, last = QuarterMemory(), None
    for t in range(0, 1800, 10):
        grid = Reading(MeterReading(power=powers[(t // hold) % len(powers)]), after(t))
        memory, state = observe(SITE, SETTINGS, memory, grid, after(t))
        assert state.hold_power >= 0 and state.wished_power >= 0
        assert state.wished_power <= state.hold_power
        if last is not None and last.ends_at == state.ends_at:
            assert state.used >= last.used - 1e-6
        last = state
