"""The main fuse opens as its standard wants, and excursions are listed."""

import pytest

from simulator.fuse import Excursion, Fuse, Watch

from .houses import a_station, a_world, live, with_car


def _time_to_trip(ratio: float, patience: int = 7200) -> float | None:
    fuse = Fuse(25)
    for second in range(1, patience):
        fuse.step(second, 1, 25 * ratio, 0, 0)
        if fuse.tripped:
            return second
    return None


@pytest.mark.parametrize(
    ("ratio", "least", "most"),
    [
        pytest.param(1.0, None, None, id="nominal for ever"),
        pytest.param(1.13, None, None, id="conventional non-tripping current"),
        pytest.param(1.45, 60, 3600, id="conventional tripping current"),
        pytest.param(2.55, 1, 60, id="2.55 x nominal"),
        pytest.param(10.0, 0, 1, id="short circuit"),
    ],
)
def test_trips_within_the_bands_of_the_standard(ratio: float, least: float | None, most: float | None) -> None:
    time = _time_to_trip(ratio)
    if least is None or most is None:
        assert time is None
    else:
        assert time is not None
        assert least <= time <= most


def test_it_remembers_heat_and_cools_down() -> None:
    cold = _time_to_trip(1.45)
    fuse = Fuse(25)
    for second in range(300):
        fuse.step(second, 1, 25, 0, 0)
    warm = 0
    while not fuse.tripped:
        warm += 1
        fuse.step(300 + warm, 1, 25 * 1.45, 0, 0)
    assert cold is not None
    assert warm < cold
    assert fuse.overload == pytest.approx((1.45**2 - 1) * 625 * warm)


def test_each_pole_counts_for_itself_and_export_heats_too() -> None:
    fuse = Fuse(25)
    for second in range(600):
        fuse.step(second, 1, 24, -24, 24)
    assert list(fuse.trips) == []
    for second in range(600, 1200):
        fuse.step(second, 1, 0, -40, 0)
    assert fuse.tripped
    assert len(fuse.trips) == 1


def test_an_open_fuse_darkens_the_house_until_it_is_closed() -> None:
    world = a_world(load=(9000, 0, 0), station=a_station())
    with_car(world)
    live(world, 600)
    assert len(world.fuse.trips) == 1
    assert (world.grid.power, world.house_power) == (0, 0)
    assert world.stations["garage"].pilot == "E0"
    world.loads.switch_on("cut", -6000, (1.0, 0.0, 0.0))
    world.fuse.reset()
    live(world, 30)
    assert not world.fuse.tripped
    assert world.stations["garage"].pilot == "C2"


def test_no_fuse_of_nothing() -> None:
    with pytest.raises(ValueError):
        Fuse(0)


def test_excursions_name_phase_start_duration_and_peak() -> None:
    watch = Watch(20)
    for second, (l1, l2) in enumerate([(10, 10), (21, 10), (25, 10), (22, 21), (10, 20.5), (10, 20)], start=1):
        watch.step(second, 1, l1, l2, 0)
    assert watch.found == [Excursion(1, 3, "L1", 25), Excursion(3, 2, "L2", 21)]
    watch.step(7, 1, 0, 0, 30)
    watch.step(8, 1, 0, 0, 31)
    assert watch.found[-1] == Excursion(6, 2, "L3", 31)
