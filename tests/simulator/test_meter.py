"""The meter counts clock quarters, day and night registers, and months, also on the days the clock changes."""

from datetime import UTC, datetime, timedelta

import pytest

from simulator.grid import DAY_TARIFF, NIGHT_TARIFF, GridSpec

from .houses import a_world, live


def test_quarter_demand_is_a_ramp_that_starts_over_on_the_clock() -> None:
    world = a_world(load=(3600, 0, 0), start=datetime(2026, 6, 16, 10, 5, tzinfo=UTC))
    live(world, 300)
    assert world.grid.quarter_demand == pytest.approx(3600 * 300 / 900)
    live(world, 299)
    before = world.grid.quarter_demand
    live(world, 1)
    assert before == pytest.approx(3600 * 599 / 900)
    assert world.grid.quarter_demand == 0
    live(world, 900)
    assert world.grid.month_peak.demand == pytest.approx(3600)
    assert world.grid.month_peak.at == datetime(2026, 6, 16, 10, 30, tzinfo=UTC)


def test_export_within_a_quarter_cancels_no_import() -> None:
    world = a_world(load=(3600, 0, 0), start=datetime(2026, 6, 16, 10, 0, tzinfo=UTC))
    live(world, 450)
    world.loads.switch_on("sun", -9000, (1.0, 0.0, 0.0))
    live(world, 449)
    assert world.grid.quarter_demand == pytest.approx(1800)


def test_phases_are_netted_each_second() -> None:
    world = a_world(load=(2000, -3000, 1000), start=datetime(2026, 6, 16, 10, 0, tzinfo=UTC))
    before = (world.grid.energy_import, world.grid.energy_export)
    live(world, 600)
    assert (world.grid.energy_import, world.grid.energy_export) == before


@pytest.mark.parametrize(
    ("start", "tariff"),
    [
        pytest.param(datetime(2026, 6, 16, 4, 59, tzinfo=UTC), NIGHT_TARIFF, id="Tuesday 06:59"),
        pytest.param(datetime(2026, 6, 16, 5, 0, tzinfo=UTC), DAY_TARIFF, id="Tuesday 07:00"),
        pytest.param(datetime(2026, 6, 16, 20, 0, tzinfo=UTC), NIGHT_TARIFF, id="Tuesday 22:00"),
        pytest.param(datetime(2026, 6, 20, 10, 0, tzinfo=UTC), NIGHT_TARIFF, id="Saturday noon"),
        pytest.param(datetime(2026, 1, 13, 6, 0, tzinfo=UTC), DAY_TARIFF, id="winter 07:00"),
    ],
)
def test_day_and_night_registers(start: datetime, tariff: int) -> None:
    world = a_world(load=(3600, 0, 0), start=start)
    day, night = world.grid.import_day, world.grid.import_night
    live(world, 10)
    assert world.grid.tariff == tariff
    gained = (world.grid.import_day - day, world.grid.import_night - night)
    assert gained == (pytest.approx((10, 0)) if tariff == DAY_TARIFF else pytest.approx((0, 10)))


def test_a_month_closes_at_local_midnight_and_keeps_its_last_quarter() -> None:
    history = tuple(range(1000, 2300, 100))
    start = datetime(2026, 6, 30, 21, 45, tzinfo=UTC)
    world = a_world(load=(9000, 0, 0), fuse=63, start=start, grid=GridSpec(peak_history=history, month_peak=2500))
    assert [peak.demand for peak in world.grid.peak_history] == list(history)
    live(world, 901)
    closed = world.grid.peak_history[-1]
    midnight = datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    assert closed.demand == pytest.approx(9000)
    assert (closed.at, closed.month) == (midnight, datetime(2026, 5, 31, 22, 0, tzinfo=UTC))
    assert len(world.grid.peak_history) == 13
    assert world.grid.peak_history[0].demand == 1100
    assert world.grid.month_peak.demand == 0


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_quarters_stay_quarters_when_the_clock_changes(day: datetime) -> None:
    world = a_world(load=(3600, 0, 0), start=day)
    for quarter in range(1, 13):
        live(world, 899)
        assert world.grid.quarter_demand == pytest.approx(3600 * 899 / 900)
        live(world, 1)
        assert world.grid.quarter_demand == 0
        assert world.now == day + timedelta(minutes=15 * quarter)


def test_closed_months_lie_before_the_running_one() -> None:
    world = a_world(start=datetime(2026, 1, 1, 0, 5, tzinfo=UTC))
    months = [peak.month for peak in world.grid.peak_history if peak.month is not None]
    assert months == sorted(months)
    assert months[-1] == datetime(2025, 11, 30, 23, 0, tzinfo=UTC)
    assert len(months) == 13
