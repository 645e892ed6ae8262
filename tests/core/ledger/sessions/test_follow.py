"""A session is counted once, from plug-in to unplug, whatever happens in between."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from custom_components.overshot.core.access import Identity, KnownBy
from custom_components.overshot.core.ledger.flows import Source
from custom_components.overshot.core.ledger.sessions.follow import follow
from custom_components.overshot.core.ledger.sessions.session import Metering, SessionStatus
from custom_components.overshot.core.model import ChargePointReading, Site, Snapshot, VehicleState

from .station import CHARGING, PRICE, SITE, START, Station

HOUR = 3600.0


def test_an_hour_at_the_station() -> None:
    station = Station()
    station.watch(60)
    station.plug()
    station.watch(HOUR)
    station.draw(0)
    station.watch(HOUR)
    station.unplug()
    station.watch(60)
    (session,) = station.sessions
    assert session.status is SessionStatus.FINISHED
    assert session.started == START + timedelta(seconds=70)  # the first look after it
    assert session.ended == START + timedelta(seconds=60 + 2 * HOUR + 10)
    assert (session.start_estimated, session.end_estimated) == (False, False)
    assert session.energy == pytest.approx(7200)
    assert session.metering is Metering.COUNTER
    assert session.estimated == 0
    assert session.meter_start == pytest.approx(1_000_000, abs=20)
    assert session.meter_end == pytest.approx(1_007_200)
    assert session.charging_time == pytest.approx(HOUR, abs=10)
    assert session.duration(station.now) == pytest.approx(2 * HOUR, abs=10)
    assert session.max_power == CHARGING
    assert session.average_power == pytest.approx(CHARGING, rel=0.01)
    assert session.solar_share == pytest.approx(0.5)
    assert session.sources == {Source.SOLAR: pytest.approx(3600), Source.GRID: pytest.approx(3600)}
    assert session.cost == pytest.approx(3.6 * PRICE)
    assert session.price == pytest.approx(PRICE / 2)
    assert sum(session.profile.values()) == pytest.approx(7200)
    assert station.told() == ["session_started", "session_ended"]


def charge(station: Station, seconds: float = HOUR) -> None:
    """Have a car charge, seen from before plug-in on."""
    station.watch(60)
    station.plug()
    station.watch(seconds)
    station.write()


def leave(station: Station) -> None:
    """Have the car leave."""
    station.unplug()
    station.watch(60)


def restarted(station: Station) -> None:
    """Restart in the middle."""
    charge(station)
    station.restart(300)
    station.watch(HOUR)
    leave(station)


def crashed(station: Station) -> None:
    """Be killed 50 s after the last write."""
    charge(station)
    station.watch(50)
    station.crash(300)
    station.watch(HOUR)
    leave(station)


def silent(station: Station) -> None:
    """Lose the connection for an hour while the car charges."""
    charge(station)
    station.watch(HOUR, silent=True)
    station.watch(HOUR)
    leave(station)


def asleep(station: Station) -> None:
    """Have the car sleep and wake."""
    charge(station)
    station.draw(0)
    station.watch(4 * HOUR)
    station.draw(CHARGING)
    station.watch(600)
    leave(station)


def faulty(station: Station) -> None:
    """Have the station out of order, and without power, with the car at it."""
    charge(station)
    for state in (VehicleState.F, VehicleState.E):
        station.vehicle, station.power = state, 0.0
        station.watch(1200)
    station.draw(CHARGING)
    station.watch(600)
    leave(station)


def bouncing(station: Station) -> None:
    """Have the contact lost for a moment."""
    charge(station)
    station.vehicle = VehicleState.A
    station.watch(10)
    station.draw(CHARGING)
    station.watch(600)
    leave(station)


def changing_phases(station: Station) -> None:
    """Have the station seem empty for a minute while it changes phases."""
    charge(station)
    station.tell(changing_phases=True)
    station.vehicle, station.power = VehicleState.A, 0.0
    station.watch(60)
    station.tell(changing_phases=False)
    station.draw(CHARGING)
    station.watch(600)
    leave(station)


def vague(station: Station) -> None:
    """Hear nothing of the vehicle for a while, though of the meter."""
    charge(station)
    for _ in range(60):
        station.live(10)
        station.look(ChargePointReading(vehicle=None, power=CHARGING, energy=station.meter))
    leave(station)


def partial(station: Station) -> None:
    """Hear nothing of the meter for a while, though of the vehicle."""
    charge(station)
    for _ in range(60):
        station.live(10)
        station.look(ChargePointReading(vehicle=VehicleState.C, power=CHARGING))
    station.watch(10)
    leave(station)


@pytest.mark.parametrize(
    "life",
    [restarted, crashed, silent, asleep, faulty, bouncing, changing_phases, vague, partial],
    ids=lambda life: life.__name__,
)
@pytest.mark.parametrize("counts", [(True, False), (False, True), (True, True)], ids=["counter", "count", "both"])
def test_one_session_whatever_happens(life: Callable[[Station], None], counts: tuple[bool, bool]) -> None:
    if life in (vague, partial) and counts[1]:
        pytest.skip("its readings are those of a station with a counter")
    station = Station(has_counter=counts[0], has_count=counts[1])
    life(station)
    (session,) = station.sessions
    assert session.status is SessionStatus.FINISHED
    assert not session.start_estimated
    assert session.energy == pytest.approx(station.given, abs=2)
    assert session.estimated == 0
    assert station.told() == ["session_started", "session_ended"] or life is crashed


def test_plugged_in_while_nobody_looked() -> None:
    station = Station()
    station.watch(60)
    station.restart(1800)
    station.plug()
    station.restart(1800)
    station.watch(600)
    (session,) = station.sessions
    assert session.start_estimated
    # It cannot have charged this much in less time at the station's full power.
    assert session.started <= START + timedelta(seconds=60 + 3600) - timedelta(hours=3600 / 11040) + timedelta(
        seconds=20
    )
    assert session.energy == pytest.approx(station.given, abs=2)


def test_first_looked_at_with_a_car_at_the_station() -> None:
    station = Station(has_count=True)
    station.plug()
    station.live(HOUR)
    station.watch(600)
    (session,) = station.sessions
    assert session.start_estimated
    assert session.energy == pytest.approx(8400, abs=2)
    # What was charged before anybody looked has no known source.
    assert sum(session.sources.values()) < 1500
    assert session.meter_start == pytest.approx(1_000_000, abs=2)


def test_unplugged_while_nobody_looked() -> None:
    station = Station()
    charge(station)
    station.restart(1800)
    station.unplug()
    station.live(HOUR)
    station.watch(60)
    (session,) = station.sessions
    assert session.status is SessionStatus.INTERRUPTED
    assert session.end_estimated
    assert session.energy == pytest.approx(station.given, abs=2)
    assert session.ended == pytest.approx(START + timedelta(seconds=60 + HOUR + 1800), abs=timedelta(seconds=30))


@pytest.mark.parametrize("counter", [True, False])
def test_another_car_came_while_nobody_looked(counter: bool) -> None:
    station = Station(has_counter=counter, has_count=True)
    charge(station)
    station.restart(600)
    station.unplug()
    station.live(600)
    station.plug()
    station.live(900)
    station.watch(600)
    leave(station)
    first, second = station.sessions
    assert (first.status, second.status) == (SessionStatus.INTERRUPTED, SessionStatus.FINISHED)
    assert second.energy == pytest.approx(3000, abs=3)
    # Without a meter nobody knows what the first one got after the last look.
    assert first.energy == pytest.approx(8400 if counter else 7200, abs=3)
    assert first.ended is not None and first.ended <= second.started
    assert station.told().count("session_ended") == 2


def test_another_card_came_while_nobody_looked() -> None:
    station = Station()
    station.tell(identity=Identity(tag="anna", known_by=KnownBy.CARD, person="1", person_name="Anna"))
    charge(station)
    station.restart(1800)
    station.tell(identity=Identity(tag="ben", known_by=KnownBy.CARD, person="2", person_name="Ben"))
    station.watch(600)
    first, second = station.sessions
    assert (first.person_name, second.person_name) == ("Anna", "Ben")
    assert first.energy + second.energy == pytest.approx(station.given, abs=2)


def test_a_whole_session_nobody_saw() -> None:
    station = Station()
    station.watch(60)
    station.restart(600)
    station.plug()
    station.live(HOUR)
    station.unplug()
    station.live(600)
    station.watch(60)
    (session,) = station.sessions
    assert session.status is SessionStatus.INTERRUPTED
    assert (session.start_estimated, session.end_estimated) == (True, True)
    assert session.energy == pytest.approx(7200, abs=2)
    assert session.cost is None
    assert session.solar_share is None


@pytest.mark.parametrize("new", [0.0, 400.0, 55_000.0, 3_000_000.0])
def test_a_meter_that_is_replaced_while_a_car_charges(new: float) -> None:
    station = Station()
    charge(station)
    station.replace_meter(new)
    station.watch(HOUR)
    leave(station)
    (session,) = station.sessions
    assert session.energy == pytest.approx(14_400, abs=25)
    assert 0 <= session.estimated <= 25


def test_a_meter_that_starts_anew_while_nobody_looks() -> None:
    station = Station()
    charge(station)
    station.write()
    station.replace_meter(0)
    station.crash(1800)
    station.watch(600)
    leave(station)
    (session,) = station.sessions
    assert session.energy == pytest.approx(station.given, abs=25)
    assert session.estimated == pytest.approx(3600, abs=25)


def test_a_meter_that_shows_whole_kilowatt_hours() -> None:
    station = Station(step=1000)
    station.meter = 1_000_900
    charge(station, 2 * HOUR)
    station.draw(0)
    station.watch(60)
    leave(station)
    station.watch(600)
    (session,) = station.sessions
    assert session.energy == 15_000  # from 1000 to 1015 kWh
    assert session.estimated == 0


def test_the_last_step_of_a_coarse_meter_comes_late() -> None:
    station = Station(step=100)
    charge(station, 115)  # 230 Wh
    station.unplug()
    late = station.meter + 70
    station.watch(30)
    station.meter = late
    station.watch(60)
    (session,) = station.sessions
    assert session.energy == 300
    assert session.meter_end == 1_000_300


def test_a_station_that_tells_nothing_but_its_power() -> None:
    station = Station(has_counter=False, ledger_error=1.02)
    charge(station)
    leave(station)
    (session,) = station.sessions
    assert session.metering is Metering.LEDGER
    assert session.energy == session.estimated == pytest.approx(7344, abs=25)


def test_a_meter_that_falls_silent_for_good() -> None:
    station = Station()
    charge(station)
    station.has_counter = False
    station.watch(HOUR)
    leave(station)
    (session,) = station.sessions
    assert session.energy == pytest.approx(14_400, abs=25)
    assert session.estimated == pytest.approx(7200, abs=25)


@pytest.mark.parametrize("counter", [True, False])
def test_a_meter_that_stands_still_and_moves_again(counter: bool) -> None:
    station = Station(has_counter=counter, has_count=not counter, ledger_error=1.05)
    charge(station)
    stands = station.reading()
    for _ in range(600):
        station.live(10)
        station.look(stands)
    assert station.sessions[0].energy == pytest.approx(7200 + 12_600, abs=2000)
    assert station.sessions[0].estimated > 10_000
    station.watch(60)
    leave(station)
    (session,) = station.sessions
    assert session.energy == pytest.approx(station.given, abs=2)
    assert session.estimated == 0


def test_a_meter_that_never_moves() -> None:
    station = Station(step=1e12)
    charge(station)
    leave(station)
    assert station.sessions[0].energy == station.sessions[0].estimated == pytest.approx(7200, abs=25)


def test_a_meter_that_comes_back_corrects_what_was_estimated() -> None:
    station = Station(ledger_error=1.05)
    charge(station)
    station.has_counter = False
    station.watch(HOUR)
    leave(station)
    assert station.sessions[0].energy == pytest.approx(7200 + 7560, abs=25)
    station.has_counter = True
    station.watch(60)
    (session,) = station.sessions
    assert session.energy == pytest.approx(14_400, abs=2)
    assert session.estimated == pytest.approx(0, abs=25)
    assert station.total == pytest.approx(station.given, abs=2)


def test_a_meter_that_comes_back_with_the_next_car_counts_nothing_twice() -> None:
    station = Station()
    charge(station)
    station.has_counter = False
    station.watch(HOUR)
    leave(station)
    station.plug()
    station.has_counter = True
    station.watch(HOUR)
    leave(station)
    assert [session.energy for session in station.sessions] == [
        pytest.approx(14_400, abs=25),
        pytest.approx(7200, abs=25),
    ]


def test_what_the_station_itself_takes_is_nobodys() -> None:
    station = Station()
    station.watch(60)
    for _ in range(6):
        station.meter += 5
        station.watch(HOUR)
    assert station.sessions == []
    assert station.total == 30


def test_who_it_is_may_be_known_later() -> None:
    station = Station()
    station.tell(consumption=250.0)
    charge(station, 60)
    assert station.sessions[0].person is None
    assert station.sessions[0].distance == pytest.approx(120 / 250, rel=0.1)
    anna = Identity(
        tag="hash",
        card="c1",
        card_name="Fob",
        known_by=KnownBy.CARD,
        person="p1",
        person_name="Anna",
        group="g",
        group_name="Tenants",
        cost_centre="4711",
        consumption=160.0,
    )
    station.tell(identity=anna)
    station.watch(60)
    station.tell(identity=Identity())  # the access list cannot be read for a moment
    leave(station)
    (session,) = station.sessions
    assert (session.person_name, session.card_name, session.group_name, session.cost_centre) == (
        "Anna",
        "Fob",
        "Tenants",
        "4711",
    )
    assert session.tag == "hash"
    assert session.distance == pytest.approx(session.energy / 160)
    assert station.told() == ["session_started", "session_ended"]


def test_a_car_that_takes_nothing() -> None:
    station = Station()
    station.watch(60)
    station.plug(0)
    station.watch(60)
    leave(station)
    (session,) = station.sessions
    assert (session.energy, session.cost, session.price, session.solar_share) == (0, 0, None, None)


def test_the_ledger_is_scaled_to_the_meter() -> None:
    station = Station(ledger_error=1.08)
    charge(station)
    leave(station)
    (session,) = station.sessions
    assert sum(session.sources.values()) == pytest.approx(session.energy)
    assert session.cost == pytest.approx(3.6 * PRICE, rel=0.01)


def test_a_charge_point_that_is_taken_away_with_a_car_at_it() -> None:
    station = Station()
    charge(station)
    site = Site(connection=SITE.connection, grid_meter=SITE.grid_meter, charge_points=())
    step = follow(station.memory, site, Snapshot(), {}, {}, station.now)
    (session,) = step.changed
    assert session.status is SessionStatus.INTERRUPTED
    assert step.memory.points == {}
