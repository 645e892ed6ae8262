"""Whatever flows, whatever falls silent and whenever it stops: energy, money and CO2 are somewhere, and nowhere twice."""

from datetime import timedelta
from itertools import pairwise
import json
from math import isfinite
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.ledger.account import Share, total
from custom_components.overshot.core.ledger.attribution import Rates, attribute
from custom_components.overshot.core.ledger.booking import LATENESS, book
from custom_components.overshot.core.ledger.flows import HOUSE, Flows, Source
from custom_components.overshot.core.ledger.memory import LedgerMemory
from custom_components.overshot.core.ledger.quarter import QuarterRecord
from custom_components.overshot.core.ledger.step import Prices, step
from custom_components.overshot.core.model import (
    BatteryReading,
    ChargePointReading,
    MeterReading,
    Reading,
    Snapshot,
    SolarReading,
)

from .home import NOON, SITE, Books, Home, check_flows, check_records, near

amounts = st.floats(0, 5000) | st.just(0.0)
METERS = ("import", "export", "solar:a", "charged:b", "discharged:b", "consumed:car", "consumed:pump")


@given(st.dictionaries(st.sampled_from(METERS), amounts), st.floats(0, 3000))
def test_whatever_meters_say_the_balance_holds(measured: dict[str, float], late: float) -> None:
    """Sources are told at once; what is not covered is owed, to the watt-hour; what is owed is bounded."""
    booked = book(measured, late, NOON, NOON + timedelta(seconds=1))
    flows = booked.flows
    check_flows(flows)
    assert flows.imported == measured.get("import", 0.0)
    told = {"export": flows.exported, "charged:b": flows.charged.get("b", 0.0)}
    told |= {f"consumed:{id_}": amount for id_, amount in flows.consumed.items() if id_ != HOUSE}
    for meter, amount in told.items():
        assert near(amount + booked.owed.get(meter, 0.0), measured.get(meter, 0.0))
    assert sum(booked.owed.values()) <= LATENESS + late + 1e-6


@given(
    st.tuples(*[amounts] * 4),
    st.dictionaries(st.sampled_from([HOUSE, "car 1", "car 2", "pump", "boiler"]), st.floats(0, 1)),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(-0.5, 1.0) | st.none(),
)
def test_everybody_gets_what_he_took_and_every_source_gives_what_it_gave(
    given_: tuple[float, float, float, float],
    wants: dict[str, float],
    charging: float,
    exporting: float,
    price: float | None,
) -> None:
    solar, discharged, unmeasured, imported = given_
    local = solar + discharged + unmeasured
    exported = exporting * local
    left = imported + local - exported
    weights = {**wants, HOUSE: wants.get(HOUSE, 0.0) + 0.1}
    whole = sum(weights.values()) + charging
    flows = Flows(
        start=NOON,
        end=NOON + timedelta(seconds=1),
        imported=imported,
        exported=exported,
        solar=solar,
        unmeasured=unmeasured,
        discharged={"b": discharged},
        charged={"b2": left * charging / whole},
        consumed={id_: left * weight / whole for id_, weight in weights.items()},
    )
    content = Share(
        {Source.BATTERY_SOLAR: 0.25 * discharged, Source.BATTERY_GRID: 0.75 * discharged} if discharged else {},
        cost=discharged / 1000 * 0.2,
        co2=discharged / 10,
    )
    done = attribute(flows, content, {"car 1", "car 2"}, Rates(import_price=price, export_price=0.05, co2=150.0))
    parts = [*done.shares.values(), *done.charged.values(), done.export]
    for id_, amount in flows.consumed.items():
        assert near(done.shares[id_].total, amount)
    everything = total(parts)
    for source, amount in (
        (Source.SOLAR, solar),
        (Source.BATTERY_SOLAR, 0.25 * discharged),
        (Source.BATTERY_GRID, 0.75 * discharged),
        (Source.UNMEASURED, unmeasured),
        (Source.GRID, imported),
    ):
        assert near(everything.energy.get(source, 0.0), amount)
    assert near(everything.cost, imported / 1000 * (price or 0.0) + content.cost)
    assert near(everything.co2, imported / 1000 * 150.0 + content.co2)
    assert near(everything.unpriced, imported if price is None else 0.0)
    assert Source.GRID not in done.export.energy
    # Who comes first in the order never has a smaller local share than who comes later.
    for first, later in (("pump", "car 1"), (HOUSE, "car 2"), (HOUSE, "boiler")):
        ahead, behind = done.shares.get(first), done.shares.get(later)
        if ahead and behind and ahead.total > 1e-6 and behind.total > 1e-6:
            grid = [share.energy.get(Source.GRID, 0.0) / share.total for share in (ahead, behind)]
            assert grid[0] <= grid[1] + 1e-6


scenes = st.lists(
    st.fixed_dictionaries(
        {
            "sun": st.sampled_from([0.0, 0.0, 800.0, 5000.0]),
            "car": st.sampled_from([0.0, 0.0, 1400.0, 11_000.0]),
            "pump": st.sampled_from([0.0, 900.0]),
            "battery": st.sampled_from([0.0, -3000.0, -500.0, 1200.0, 4000.0]),
            "house": st.floats(100, 2000),
            "seconds": st.integers(5, 400),
            "silent": st.sets(st.sampled_from(["car", "battery", "sun", "pump", "grid"]), max_size=1),
            "price": st.sampled_from([0.30, -0.02, None]),
        }
    ),
    min_size=1,
    max_size=8,
)


def live(books: Books, scene: dict[str, Any], every: float = 5.0) -> None:
    """Let a scene happen."""
    home = books.home
    home.sun, home.car, home.pump, home.battery, home.house = (
        scene[name] for name in ("sun", "car", "pump", "battery", "house")
    )
    if not 15 < home.soc < 85:
        home.battery = 0.0
    home.silent = scene["silent"]
    books.prices = Prices(import_price=scene["price"], export_price=0.05)
    books.run(scene["seconds"], every)


@settings(max_examples=60)
@given(scenes, st.sampled_from([1.0, 100.0]))
def test_any_day_balances(told: list[dict[str, Any]], resolution: float) -> None:
    """The quarters together are what was told cycle by cycle, and each of them obeys the laws."""
    books = Books(Home(resolution=resolution))
    for scene in told:
        live(books, scene)
    for flows in books.flows:
        check_flows(flows)
    records = books.records
    check_records(records)
    assert near(sum(record.imported for record in records), books.told("import"))
    for id_ in (HOUSE, "car", "pump"):
        assert near(sum(record.shares.get(id_, Share()).total for record in records), books.told(id_))
        assert near(sum(shares.get(id_, Share()).cost for shares in books.shares), _costs(books, id_))
    starts = [record.start for record in records]
    assert all(later - earlier == timedelta(minutes=15) for earlier, later in pairwise(starts))


odd = st.floats(allow_nan=True, allow_infinity=True) | st.none() | st.sampled_from([0.0, -5.0, 3000.0, 1e12])


@settings(max_examples=80)
@given(
    st.lists(
        st.tuples(st.floats(-7200, 7200), st.tuples(*[odd] * 8), st.floats(-100, 4000), st.booleans()),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_devices_say_it_stays_in_balance(told: list[tuple[float, tuple[Any, ...], float, bool]]) -> None:
    """Garbage, nonsense and clocks that jump: nothing raises, no flow is negative or no number, and it survives storage."""
    memory, now = LedgerMemory(), NOON
    records: list[QuarterRecord] = []
    for seconds, values, age, backup in told:
        now += timedelta(seconds=seconds)
        at = now - timedelta(seconds=age)
        snapshot = Snapshot(
            grid=Reading(MeterReading(power=values[0], energy_import=values[1], energy_export=values[2]), now),
            solar={"s": Reading(SolarReading(power=values[3], energy=values[4]), at)},
            batteries={
                "battery": Reading(BatteryReading(power=values[5], energy_charged=values[6], soc=values[2]), at)
            },
            charge_points={"c": Reading(ChargePointReading(power=values[7], energy=values[1]), at)},
            on_backup=backup,
        )
        done = step(SITE, memory, snapshot, Prices(import_price=0.3, export_price=0.05), 100.0, now)
        if done.flows is not None:
            check_flows(done.flows)
            assert isfinite(done.flows.given)
        records += done.closed
        memory = from_plain(LedgerMemory, json.loads(json.dumps(to_plain(done.memory))))
    check_records([*records, *([memory.running] if memory.running is not None else [])])


def _costs(books: Books, id_: str) -> float:
    """Return what a consumer's energy cost over all quarters (EUR)."""
    return sum(record.shares.get(id_, Share()).cost for record in books.records)


@settings(max_examples=40)
@given(scenes, st.data())
def test_killed_at_any_moment(told: list[dict[str, Any]], data: st.DataObject) -> None:
    """The memory is a minute old at most; what flowed since, and while nothing ran, the counters bring back."""
    books = Books(Home(sun=1000.0, car=1000.0, pump=500.0, battery=-500.0))
    # Every counter has moved once, in both directions.
    books.run(120, 5)
    books.home.battery, books.home.sun = 500.0, 4000.0
    books.run(120, 5)
    books.home.sun = 0.0
    books.run(120, 5)
    for scene in told:
        scene = {**scene, "silent": set()}
        live(books, scene)
        if data.draw(st.booleans()):
            kept = books.stored()
            flows, shares = len(books.flows), len(books.shares)
            closed = len(books.closed)
            books.run(data.draw(st.integers(1, 12)) * 5, 5)
            # Killed: what was told since is gone with the process, as the database has nothing of it.
            del books.flows[flows:], books.shares[shares:], books.closed[closed:]
            for _ in range(data.draw(st.sampled_from([1, 20, 400]))):
                books.home.live(5)
            books.restart(kept)
            books.run(10, 5)
    books.home.house, books.home.car, books.home.pump, books.home.battery, books.home.sun = 500.0, 0.0, 0.0, 0.0, 0.0
    books.run(1200, 5)
    for meter in ("import", "solar", "car", "discharged", "charged", "export", "pump", "house"):
        assert books.told(meter) == pytest.approx(books.home.true[meter], abs=25.0), meter
    assert books.told("unmeasured") == pytest.approx(0.0, abs=1e-6)
    check_records(books.records)
