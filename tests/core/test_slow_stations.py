"""Stations that are read every few seconds, as a bus or one register at a time allows: not silent, and matched."""

from copy import deepcopy
from dataclasses import replace

import pytest

from custom_components.overshot.core.control.charging.lag import (
    LONGEST_LAG,
    draw_window,
    longest_lag,
    measuring_lag,
    order_window,
)
from custom_components.overshot.core.model import ChargingMode, Reading, ReasonKey, Site, Snapshot

from .closed_loop import House, Run, constant, steps
from .house import Controller, at, house, meter, point, station, wishes
from .test_closed_loop import homes, name

INTERVALS = [1.0, 2.0, 3.0, 6.0, 10.0]


def slow(site: Site, interval: float) -> Site:
    """Return a site whose stations are read so seldom (s)."""
    return replace(site, charge_points=tuple(replace(each, interval=interval) for each in site.charge_points))


def live(home: House, seconds: float) -> Run:
    """Live with stations read at the interval that the site knows."""
    period = home.site.charge_points[0].interval
    return replace(home, cars=deepcopy(list(home.cars)), station_period=period).live(seconds)


@pytest.mark.parametrize(
    ("interval", "silent_after", "lag"), [(1.0, 10.0, 3.0), (3.0, 10.0, 5.0), (6.0, 18.0, 8.0), (60.0, 180.0, 12.0)]
)
def test_what_follows_from_the_interval(interval: float, silent_after: float, lag: float) -> None:
    """A station polled each second is treated as ever."""
    site = slow(house(), interval)
    (car,) = site.charge_points
    assert car.silent_after == silent_after
    assert measuring_lag(car).total_seconds() == longest_lag(site).total_seconds() == lag <= LONGEST_LAG
    assert draw_window(site).total_seconds() == 2 * lag + 2
    assert order_window(car).total_seconds() == 11 + interval


def test_the_slowest_station_of_a_site_decides_when_loads_are_matched() -> None:
    site = house(point("a"), point("b", interval=6.0))
    assert longest_lag(site).total_seconds() == 8
    assert longest_lag(replace(site, charge_points=())).total_seconds() == 3


@pytest.mark.parametrize(
    ("problem", "interval", "age", "silent"),
    [
        ("polled each second, nothing for 11 s", 1.0, 11.0, True),
        ("a KEBA between two polls, one of which failed", 6.0, 12.0, False),
        ("a KEBA that missed three polls", 6.0, 19.0, True),
    ],
)
def test_when_a_station_is_silent(problem: str, interval: float, age: float, silent: bool) -> None:
    site = slow(house(), interval)
    control = Controller(site, wishes(site))
    control.live(30, meter((3.0, 3.0, 3.0)), car=station())
    known = Snapshot(
        grid=Reading(meter((3.0, 3.0, 3.0)), at(60.0)), charge_points={"car": Reading(station(), at(60.0 - age))}
    )
    control.now = 60.0
    told = control.see(known).setpoints["car"]
    assert (told.reason.key is ReasonKey.STATION_SILENT) is silent, problem


@pytest.mark.parametrize("interval", INTERVALS)
def test_a_car_is_not_limited_for_its_own_ramp(interval: float) -> None:
    """Its draw is seen seconds late; what the meter shows meanwhile is not somebody else's load."""
    for home in homes(slow(house(), interval), base=constant(3.0)):
        run = live(home, 120)
        assert run.changes() == [16.0], name(home)
        assert run.excursions() == [], name(home)
        assert ReasonKey.STATION_SILENT not in run.reasons(since=interval + 1), name(home)


@pytest.mark.parametrize("interval", INTERVALS)
def test_an_oven_is_answered_within_ten_seconds(interval: float) -> None:
    """An overload waits for no station; a minute of room after it is off, and the car is back."""
    load = steps((0, (3, 3, 3)), (60, (16, 3, 3)), (120, (3, 3, 3)))
    for home in homes(slow(house(), interval), base=load):
        run = live(home, 300)
        assert all(duration <= 10.0 for _, duration in run.excursions(0.2)), name(home)
        assert run.setpoints(since=85)[0] == 0, name(home)
        assert run.setpoints()[-1] == 16, name(home)
        assert sum(current == 0 for current in run.changes(since=59)) == 1, name(home)


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize("fall", [30.0, 60.0])
def test_a_cloud_is_followed(interval: float, fall: float) -> None:
    """12 A of house under 14 A of sun, which goes. The fuse of 25 A is never reached.

    What the car draws is known late; by what it was told, the derated limit is kept as by a station read each second.
    """

    def sun(t: float) -> tuple[float, float, float]:
        amps = 14 * max(0.0, min(1.0, 1 - (t - 60) / fall))
        return (amps, amps, amps)

    for home in homes(slow(house(), interval), base=constant(12.0), solar=sun, noise=0.02):
        run = live(home, 60 + fall + 60)
        assert all(duration <= 10.0 for _, duration in run.excursions(0.5)), name(home)
        assert max(max(currents) for _, currents in run.currents) < 24.0, name(home)
        assert run.setpoints()[-1] in (0.0, 7.0, 8.0), name(home)


@pytest.mark.parametrize("interval", INTERVALS)
def test_surplus_settles_and_stays(interval: float) -> None:
    """10 A of sun on each phase: followed by the car's own late draw it would swing for ever."""
    for home in homes(
        slow(house(fuse=40), interval), ChargingMode.PV_SURPLUS, base=constant(2.0), solar=constant(12.3), noise=0.05
    ):
        run = live(home, 240)
        assert run.setpoints()[-1] == 10, name(home)
        assert len(run.changes(since=90)) <= 1, name(home)


@pytest.mark.parametrize("interval", INTERVALS)
def test_two_cars_share_what_there_is(interval: float) -> None:
    """16 A for two: 8 A each, or thereabouts, and no excursion that lasts."""
    for home in homes(slow(house(point("a"), point("b")), interval), base=constant(3.5)):
        run = live(home, 240)
        assert (run.setpoints("a")[-1], run.setpoints("b")[-1]) == (8.0, 8.0), name(home)
        assert len(run.changes("a", since=120)) == 0, name(home)
        assert all(duration <= 10.0 for _, duration in run.excursions()), name(home)
