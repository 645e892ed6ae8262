"""The production code lives in a home: it delivers, keeps the books straight, and never looks ahead."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from benchmarks.homes.bill import bill_of
from benchmarks.homes.home import HOURS, Home
from benchmarks.homes.known import Known
from benchmarks.homes.parts import PARTS, options_of
from benchmarks.homes.references import references
from benchmarks.homes.run import Lived, Options, live


@pytest.fixture(scope="module")
def lived(two_days: Home) -> Lived:
    """Return what became of two days."""
    return live(two_days)


def test_energy_adds_up(two_days: Home, lived: Lived) -> None:
    for index, load in enumerate(two_days.load):
        there = lived.grid[index] + lived.solar[index] + lived.battery[index]
        assert there == pytest.approx(load + lived.car[index], abs=1e-6)
    stored = two_days.battery.start
    for index, power in enumerate(lived.battery):
        after = lived.soc[index]
        lost = stored - after - power * HOURS
        assert -1e-6 <= lost <= 0.2, "a battery loses energy, and not more than its efficiency takes"
        assert -1e-6 <= after <= two_days.battery.capacity + 1e-6
        stored = after


def test_every_session_gets_what_it_wants(two_days: Home, lived: Lived) -> None:
    assert two_days.sessions
    assert lived.given == pytest.approx([it.energy for it in two_days.sessions], abs=0.02)
    assert sum(lived.car) * HOURS == pytest.approx(sum(lived.given))
    assert max(lived.missed) < 0.02


def test_two_days_cost_less_than_without_control(two_days: Home, lived: Lived) -> None:
    ours, left_alone = bill_of(two_days, lived.grid), bill_of(two_days, references(two_days)["B1"])
    assert ours.total < left_alone.total
    assert ours.max_peak < left_alone.max_peak


def test_no_look_at_the_future(two_days: Home, lived: Lived) -> None:
    """Load, sun, prices and sessions of what lies ahead are changed: what was done before stays to the last digit.

    From noon of the second day on load, sun and told sun are others, from the third day on (which does not exist here)
    nothing; prices change on the second day, which were published at 13:00 of the first, and the second session comes
    to want more the moment after.
    """
    noon = next(i for i, it in enumerate(two_days.starts) if it.astimezone(two_days.zone).hour == 12)
    assert two_days.starts[noon].astimezone(two_days.zone).day == 4

    def later(values: tuple[float, ...], first: int) -> tuple[float, ...]:
        return (*values[:first], *(3.0 * value + 0.5 for value in values[first:]))

    tomorrow = len(two_days.starts) // 2
    changed = replace(
        two_days,
        load=later(two_days.load, noon),
        solar=later(two_days.solar, noon),
        spot=later(two_days.spot, tomorrow),
        solar_told=(*two_days.solar_told[:tomorrow], *(0.0 for _ in two_days.solar_told[tomorrow:])),
        sessions=tuple(
            replace(it, energy=it.energy / 2) if it.plugged_in >= two_days.starts[noon] else it
            for it in two_days.sessions
        ),
    )
    other = live(changed)
    for name in ("grid", "car", "battery", "soc"):
        assert getattr(other, name)[:noon] == getattr(lived, name)[:noon], name
    assert other.grid[noon:] != lived.grid[noon:]


def test_what_is_known_when(home_a: Home) -> None:
    """Prices of tomorrow from 13:00, its sun from 18:00, by the clock on the wall, in winter as in summer."""
    known = Known(home_a)
    for day in (date(2024, 3, 6), date(2024, 7, 10)):

        def at(hour: int, minute: int = 0, day: date = day) -> datetime:
            return datetime(day.year, day.month, day.day, hour, minute, tzinfo=home_a.zone).astimezone(UTC)

        tonight, tomorrow = at(0) + timedelta(days=1), at(0) + timedelta(days=2)
        assert known.import_prices(at(12, 59)).until == tonight
        assert known.import_prices(at(13)).until == tomorrow
        assert known.export_prices(at(13)).until == tomorrow
        told = [known.solar_told(at(*hours)) for hours in ((17, 59), (18, 0))]
        assert [None if it is None else it.until for it in told] == [tonight, tomorrow]
    assert Known(home_a, sun=False).solar_told(at(18)) is None


def test_the_day_before_the_clock_changes_is_known_to_its_end(home_a: Home) -> None:
    known = Known(home_a)
    evening = datetime(2024, 3, 30, 20, tzinfo=home_a.zone).astimezone(UTC)
    assert known.import_prices(evening).until == datetime(2024, 3, 31, 22, tzinfo=UTC)


def test_a_session_that_wants_all_its_time_gets_it(plain: Callable[..., Home]) -> None:
    """An hour at 10.8 kW: a second lost in thought would be missing."""
    home = plain(stays=((10.0, 1.0, 10.8),))
    assert live(home).missed[0] < 0.05


def test_more_than_its_time_allows_is_not_missed(plain: Callable[..., Home]) -> None:
    home = plain(stays=((10.0, 0.5, 20.0),))
    lived = live(home)
    assert lived.given[0] == pytest.approx(5.5, abs=0.05)
    assert lived.missed[0] < 0.05


def test_the_sun_is_held_back_where_feeding_in_costs_money(plain: Callable[..., Home]) -> None:
    """From 10:00 on feeding in costs 0.06 EUR/kWh; the battery is full by then."""
    home = plain(load=0.5, solar=4.0, spot=(*[0.1] * 40, *[-0.05] * 56))
    lived = live(home)
    assert sum(max(0.0, -grid) for grid in lived.grid[41:]) * HOURS < 0.5
    assert min(lived.solar[60:]) < 1.0
    assert max(lived.solar[:40]) == pytest.approx(4.0)


def test_cars_that_meet_at_the_station_are_two(plain: Callable[..., Home]) -> None:
    home = plain(stays=((10.0, 2.0, 8.0), (12.0, 3.0, 9.0)))
    assert live(home).given == pytest.approx([8.0, 9.0], abs=0.02)


def test_a_car_that_stays_beyond_the_end_is_counted(plain: Callable[..., Home]) -> None:
    home = plain(stays=((22.0, 2.0, 4.0),))
    assert live(home).given == pytest.approx([4.0], abs=0.02)


@pytest.mark.parametrize("part", sorted(PARTS))
def test_each_part_can_be_left_out(plain: Callable[..., Home], part: str) -> None:
    home = plain(stays=((2.0, 4.0, 8.0),))
    options = options_of(without=[part])
    assert options != Options()
    assert live(home, options).missed[0] < 0.05


def test_unknown_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="luck"):
        options_of(without=["luck"])
    with pytest.raises(ValueError, match="weather"):
        options_of(perfect=["weather"])
