"""How long the ledger takes: the accounts of one cycle, and a question about the sessions that are kept.

A house with ten consumers beside itself (four cars, a heat pump, three loads, two metered ones), panels on two
inverters and two batteries. Every second all of them are read anew, their counters move, and clouds pass, so that the sun, the batteries
and the grid take turns. Only the cycle is timed; the median counts.

The sessions are 10,000 of five cars at five charge points in eight years, in a file on this disk. Timed is what a list on the
dashboard asks for: a page of 50 of those that a filter lets through, sorted, with the sums of all of them. Of several filters
the slowest counts, of its rounds the quickest: a query takes so long that whatever else runs on the machine comes in between.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from math import sin
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from custom_components.overshot.core.ledger.flows import HOUSE, Source
from custom_components.overshot.core.ledger.memory import LedgerMemory
from custom_components.overshot.core.ledger.sessions.query import SessionQuery, SortKey
from custom_components.overshot.core.ledger.sessions.session import Session, SessionStatus, session_id
from custom_components.overshot.core.ledger.step import Prices, step
from custom_components.overshot.core.model import (
    Battery,
    BatteryReading,
    ChargePoint,
    ChargePointReading,
    ConnectionType,
    GridConnection,
    HeatPumpReading,
    LoadReading,
    MeterReading,
    Reading,
    Site,
    Snapshot,
    SolarReading,
)
from custom_components.overshot.records.file import Batch, RecordFile

from .measurement import Measurement

ROUNDS: Final = 2000
WARM_UP: Final = 100
MOST_CYCLE: Final = 0.2
"""The claim (ms)."""

SESSIONS: Final = 10_000
QUESTIONS: Final = 15
MOST_QUERY: Final = 50.0
"""The claim (ms)."""

CARS, LOADS, METERED = ("car 1", "car 2", "car 3", "car 4"), ("boiler", "pump", "heater"), ("oven", "rack")
_START = datetime(2026, 6, 16, 11, 50, tzinfo=UTC)


def measure(rounds: int | None = None) -> Iterable[Measurement]:
    """Return the median of so many cycles."""
    yield Measurement(
        name="one cycle, 10 consumers",
        value=median(_cycles(rounds or ROUNDS)),
        unit="ms",
        most=MOST_CYCLE,
        key="cycle_ms",
    )
    yield Measurement(
        name="a page of 10,000 sessions, with sums",
        value=max(min(took) for took in _questions(rounds or QUESTIONS)),
        unit="ms",
        most=MOST_QUERY,
        key="query_ms",
    )


def as_json(measurements: Sequence[Measurement]) -> Any:
    """Return what `--json` writes where nothing else is measured: each number by its key."""
    return {it.key: it.value for it in measurements}


def _cycles(rounds: int) -> list[float]:
    """Return how long each of so many cycles took (ms)."""
    site = Site(
        connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=63.0),
        charge_points=tuple(ChargePoint(id=id_, name=id_) for id_ in CARS),
        batteries=tuple(Battery(id=id_, name=id_, capacity=10_000.0) for id_ in ("battery 1", "battery 2")),
    )
    house, memory, prices = _House(), LedgerMemory(), Prices(import_price=0.31, export_price=0.04)
    took: list[float] = []
    for second in range(WARM_UP + rounds):
        now = _START + timedelta(seconds=second)
        snapshot = house.read(second, now)
        begun = perf_counter()
        done = step(site, memory, snapshot, prices, 170.0, now)
        elapsed = perf_counter() - begun
        memory = done.memory
        if second >= WARM_UP:
            took.append(1000 * elapsed)
            assert len(done.shares) == 11 and HOUSE in done.shares
    return took


class _House:
    """Powers that change, and the counters they move."""

    def __init__(self) -> None:
        """Start with counters at nothing."""
        self._random = Random(6)
        self._counters: dict[str, float] = {}

    def read(self, second: int, now: datetime) -> Snapshot:
        """Return what all devices tell."""
        random = self._random
        draws = {id_: random.uniform(1400, 3700) for id_ in CARS}
        draws |= {id_: random.uniform(100, 1500) for id_ in ("heat pump", *LOADS, *METERED)}
        sun = 4000 + 3900 * sin(second / 40)
        batteries = -800 * sin(second / 40)
        grid = sum(draws.values()) + random.uniform(200, 900) - 2 * sun - 2 * batteries
        count = self._count
        return Snapshot(
            grid=Reading(
                MeterReading(
                    power=grid, energy_import=count("import", grid), energy_export=count("export", -grid), tariff=1
                ),
                now,
            ),
            charge_points={
                id_: Reading(ChargePointReading(power=draws[id_], energy=count(id_, draws[id_])), now) for id_ in CARS
            },
            batteries={
                id_: Reading(
                    BatteryReading(
                        power=batteries,
                        soc=50.0,
                        energy_discharged=count(f"{id_} out", batteries),
                        energy_charged=count(f"{id_} in", -batteries),
                    ),
                    now,
                )
                for id_ in ("battery 1", "battery 2")
            },
            solar={id_: Reading(SolarReading(power=sun, energy=count(id_, sun)), now) for id_ in ("east", "west")},
            heat_pumps={"heat pump": Reading(HeatPumpReading(power=draws["heat pump"]), now)},
            loads={id_: Reading(LoadReading(power=draws[id_], temperature=50.0), now) for id_ in LOADS},
            consumers={
                id_: Reading(MeterReading(power=draws[id_], energy_import=count(id_, draws[id_])), now)
                for id_ in METERED
            },
        )

    def _count(self, meter: str, power: float) -> float:
        """Return a counter after one more second at a power (W): whole watt-hours."""
        total = self._counters.get(meter, 0.0) + max(0.0, power) / 3600
        self._counters[meter] = total
        return float(int(total))


def _questions(rounds: int) -> Iterable[list[float]]:
    """Yield how long each of some questions took (ms), so many times."""
    now = _START + timedelta(days=8 * 365)
    questions = (
        SessionQuery(limit=50),
        SessionQuery(limit=50, sort=SortKey.DURATION, offset=5000),
        SessionQuery(limit=50, sort=SortKey.SOLAR_SHARE, statuses=(SessionStatus.FINISHED,)),
        SessionQuery(limit=50, charge_points=("point 1", "point 2"), persons=("person 1",), start=_START, end=now),
        SessionQuery(limit=50, vehicles=("vehicle 3",), sort=SortKey.ENERGY),
    )
    with TemporaryDirectory() as folder:
        file = RecordFile(Path(folder, "records.db"))
        file.open()
        file.write(Batch(sessions=_sessions()))
        for question in questions:
            took: list[float] = []
            for _ in range(rounds):
                begun = perf_counter()
                page = file.sessions(question, now)
                took.append(1000 * (perf_counter() - begun))
                assert len(page.sessions) == 50 <= page.totals.count
            yield took
        file.close()


def _sessions() -> Iterable[Session]:
    """Yield sessions of eight years, each with what a real one has."""
    random = Random(7)
    for number in range(SESSIONS):
        car = number % 5
        started = _START + timedelta(hours=7 * number + random.uniform(0, 1))
        energy, hours = random.uniform(2000, 60_000), random.randint(1, 20)
        quarters = [started + timedelta(minutes=15 * quarter) for quarter in range(4 * hours)]
        yield Session(
            id=session_id(f"point {car}", started),
            charge_point=f"point {car}",
            charge_point_name=f"Point {car}",
            started=started,
            ended=started + timedelta(hours=hours),
            status=SessionStatus.FINISHED,
            energy=energy,
            sources={source: energy / len(Source) for source in Source},
            cost=energy / 1000 * 0.2,
            co2=energy / 10,
            charging_time=3600.0 * hours / 2,
            max_power=11_000.0,
            consumption=180.0,
            profile={f"{quarter:%Y-%m-%dT%H:%MZ}": energy / len(quarters) for quarter in quarters},
            person=f"person {number % 7}",
            person_name=f"Person {number % 7}",
            vehicle=f"vehicle {car}",
            reimbursement=energy / 1000 * 0.3,
        )
