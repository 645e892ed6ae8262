"""A home whose true energies are known, with meters that are late, coarse, silent or replaced; and a ledger that follows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import json

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.ledger.account import Share, total
from custom_components.overshot.core.ledger.flows import Flows, Source
from custom_components.overshot.core.ledger.memory import LedgerMemory
from custom_components.overshot.core.ledger.quarter import QuarterRecord
from custom_components.overshot.core.ledger.step import LedgerStep, Prices, step
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
from custom_components.overshot.core.model.series import quarter_start

NOON = datetime(2026, 6, 16, 12, tzinfo=UTC)
EFFICIENCY = 0.92
CAPACITY = 10_000.0

SITE = Site(
    connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=40.0),
    charge_points=(ChargePoint(id="car", name="Car"),),
    batteries=(Battery(id="battery", name="Battery", capacity=CAPACITY),),
    time_zone="Europe/Brussels",
)

METERS = ("import", "export", "solar", "charged", "discharged", "car", "pump", "house")


@dataclass
class Home:
    """What really flows, second by second."""

    now: datetime = NOON
    house: float = 400.0
    sun: float = 0.0
    car: float = 0.0
    pump: float = 0.0
    battery: float = 0.0
    """Discharging + (W)."""

    soc: float = 50.0
    resolution: float = 1.0
    """Of all counters (Wh)."""

    intervals: Mapping[str, float] = field(default_factory=dict)
    """How seldom something is read (s); else each second."""

    silent: set[str] = field(default_factory=set)
    """What does not answer: `grid`, `sun`, `battery`, `car`, `pump`."""

    counters: bool = True
    """Whether anything but power is told."""

    true: dict[str, float] = field(default_factory=lambda: dict.fromkeys(METERS, 0.0))
    offset: dict[str, float] = field(default_factory=lambda: dict.fromkeys(METERS, 3_456_789.0))
    """What the counters show beyond what flowed since the start (Wh)."""

    _read: dict[str, Reading[object]] = field(default_factory=dict)

    @property
    def grid(self) -> float:
        """Return what is imported (W)."""
        return self.house + self.car + self.pump - self.sun - self.battery

    def live(self, seconds: float = 1.0) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)
        hours = seconds / 3600
        grid, battery = self.grid, self.battery
        for name, power in (
            ("import", grid),
            ("export", -grid),
            ("solar", self.sun),
            ("charged", -battery),
            ("discharged", battery),
            ("car", self.car),
            ("pump", self.pump),
            ("house", self.house),
        ):
            self.true[name] += max(0.0, power) * hours
        cells = -battery * hours * (EFFICIENCY**0.5 if battery < 0 else EFFICIENCY**-0.5)
        self.soc += cells / CAPACITY * 100

    def shown(self, meter: str) -> float | None:
        """Return what a counter shows (Wh)."""
        if not self.counters:
            return None
        exact = self.true[meter] + self.offset[meter]
        return exact // self.resolution * self.resolution

    def snapshot(self) -> Snapshot:
        """Return what is known now; what is not read keeps its age."""
        for name, reading in self._readings():
            before = self._read.get(name)
            due = before is None or (self.now - before.at).total_seconds() >= self.intervals.get(name, 1.0) - 1e-6
            if name not in self.silent and due:
                self._read[name] = Reading(reading, self.now)
        read = self._read
        return Snapshot(
            grid=read.get("grid"),  # type: ignore[arg-type]
            solar={"sun": read["sun"]} if "sun" in read else {},  # type: ignore[dict-item]
            batteries={"battery": read["battery"]} if "battery" in read else {},  # type: ignore[dict-item]
            charge_points={"car": read["car"]} if "car" in read else {},  # type: ignore[dict-item]
            heat_pumps={"pump": read["pump"]} if "pump" in read else {},  # type: ignore[dict-item]
            loads={"boiler": read["boiler"]} if "boiler" in read else {},  # type: ignore[dict-item]
        )

    def _readings(self) -> Iterator[tuple[str, object]]:
        yield (
            "grid",
            MeterReading(power=self.grid, energy_import=self.shown("import"), energy_export=self.shown("export")),
        )
        yield "sun", SolarReading(power=self.sun, energy=self.shown("solar"))
        yield (
            "battery",
            BatteryReading(
                power=self.battery,
                soc=self.soc,
                energy_charged=self.shown("charged"),
                energy_discharged=self.shown("discharged"),
            ),
        )
        yield "car", ChargePointReading(power=self.car, energy=self.shown("car"))
        yield "pump", HeatPumpReading(power=self.pump, energy=self.shown("pump"))
        yield "boiler", LoadReading(power=None, temperature=None)


@dataclass
class Books:
    """A ledger at work, and all it told."""

    home: Home
    prices: Prices = field(default_factory=lambda: Prices(import_price=0.30, export_price=0.05))
    co2: float | None = 200.0
    site: Site = SITE
    memory: LedgerMemory = field(default_factory=LedgerMemory)
    flows: list[Flows] = field(default_factory=list)
    shares: list[Mapping[str, Share]] = field(default_factory=list)
    closed: list[QuarterRecord] = field(default_factory=list)
    clock_error: timedelta = timedelta()

    def look(self) -> LedgerStep:
        """Account for the time until now."""
        now = self.home.now + self.clock_error
        done = step(self.site, self.memory, self.home.snapshot(), self.prices, self.co2, now)
        self.memory = done.memory
        if done.flows is not None:
            self.flows.append(done.flows)
            self.shares.append(done.shares)
        self.closed += done.closed
        return done

    def run(self, seconds: float, every: float = 1.0) -> None:
        """Live and account, cycle by cycle."""
        for _ in range(round(seconds / every)):
            self.home.live(every)
            self.look()

    def stored(self) -> str:
        """Return the memory as it is written to disk."""
        return json.dumps(to_plain(self.memory))

    def restart(self, stored: str) -> None:
        """Go on from what was written, knowing nothing else."""
        self.memory = from_plain(LedgerMemory, json.loads(stored))
        self.home._read.clear()

    def told(self, meter: str) -> float:
        """Return all that was told of a meter (Wh), `house` and `unmeasured` among them."""
        match meter:
            case "import":
                return sum(it.imported for it in self.flows)
            case "export":
                return sum(it.exported for it in self.flows)
            case "solar" | "unmeasured":
                return sum(getattr(it, meter) for it in self.flows)
            case "charged" | "discharged":
                return sum(sum(getattr(it, meter).values()) for it in self.flows)
            case _:
                return sum(it.consumed.get(meter, 0.0) for it in self.flows)

    @property
    def records(self) -> list[QuarterRecord]:
        """Return all quarters, the running one last."""
        return [*self.closed, *([self.memory.running] if self.memory.running is not None else [])]


def near(value: float, other: float, by: float = 1e-6) -> bool:
    """Return whether two numbers are the same but for rounding."""
    return abs(value - other) <= by * max(1.0, abs(value), abs(other))


def check_flows(flows: Flows) -> None:
    """Assert that as much was given as taken, and nothing is negative."""
    assert near(flows.given, flows.taken), flows
    amounts = [flows.imported, flows.exported, flows.solar, flows.unmeasured]
    for parts in (flows.charged, flows.discharged, flows.consumed):
        amounts += parts.values()
    assert min(amounts) >= 0.0, flows


def check_records(records: list[QuarterRecord]) -> None:
    """Assert the laws of conservation over quarters that follow each other."""
    held: Mapping[str, Share] = {}
    for record in records:
        used, charged = total(record.shares.values()), total(record.charged.values())
        given = record.imported + record.solar + record.unmeasured + sum(record.discharged.values())
        assert near(given, used.total + charged.total + record.export.total), record.start
        assert near(record.exported, record.export.total)
        assert Source.GRID not in record.export.energy
        for share in (*record.shares.values(), *record.charged.values(), record.export, record.lost):
            assert all(amount >= 0.0 for amount in share.energy.values()), share
        before, after = total(held.values()), total(record.stored.values())
        discharged = sum(record.discharged.values())
        assert near(charged.total + record.found, discharged + record.lost.total + after.total - before.total, 1e-5)
        everywhere = (used, record.export, record.lost, after)
        for kind, paid in (("cost", record.import_cost), ("co2", record.co2)):
            assert near(paid, sum(getattr(share, kind) for share in everywhere) - getattr(before, kind), 1e-5), kind
        # Each source gave what it gave, wherever it went.
        for source, amount in (
            (Source.SOLAR, record.solar),
            (Source.GRID, record.imported),
            (Source.UNMEASURED, record.unmeasured),
        ):
            assert near(sum(share.energy.get(source, 0.0) for share in (used, charged, record.export)), amount)
        held = record.stored


def quarters(start: datetime, count: int) -> list[datetime]:
    """Return so many quarters from that of a moment on."""
    return [quarter_start(start) + index * timedelta(minutes=15) for index in range(count)]
