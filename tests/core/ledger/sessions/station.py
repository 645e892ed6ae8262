"""A station with a true life of its own, and somebody who follows it as well as he can."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
import json

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.ledger.account import Share
from custom_components.overshot.core.ledger.flows import Source
from custom_components.overshot.core.ledger.sessions.event import SessionEvent
from custom_components.overshot.core.ledger.sessions.follow import follow
from custom_components.overshot.core.ledger.sessions.memory import Circumstances, SessionsMemory
from custom_components.overshot.core.ledger.sessions.session import Session
from custom_components.overshot.core.model import (
    ChargePoint,
    ChargePointReading,
    ConnectionType,
    GridConnection,
    GridMeter,
    Reading,
    Site,
    Snapshot,
    VehicleState,
)

START = datetime(2026, 11, 17, 8, tzinfo=UTC)
POINT = ChargePoint(id="car", name="Garage")
SITE = Site(
    connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=40), grid_meter=GridMeter(), charge_points=(POINT,)
)
CHARGING = 7200.0
"""What a car takes unless told otherwise (W): 2 Wh a second."""

MIX = {Source.SOLAR: 0.5, Source.GRID: 0.5}
PRICE = 0.30


@dataclass
class Station:
    """What really happens, and what is seen of it."""

    has_counter: bool = True
    has_count: bool = False
    step: float = 1.0
    """Of its meter (Wh)."""

    interval: float = 10.0
    ledger_error: float = 1.0
    """What the ledger counts for each watt-hour."""

    now: datetime = START
    meter: float = 1_000_000.0
    vehicle: VehicleState = VehicleState.A
    power: float = 0.0
    counted: float = 0.0
    given: float = 0.0
    """All that cars ever got (Wh): the truth."""

    memory: SessionsMemory = field(default_factory=SessionsMemory)
    saved: str = ""
    around: Circumstances = field(default_factory=Circumstances)
    kept: dict[str, Session] = field(default_factory=dict)
    """As the records hold them."""

    events: list[SessionEvent] = field(default_factory=list)
    _unwritten: dict[str, Session] = field(default_factory=dict)
    _ledger: float = 0.0
    _looked: datetime | None = None

    def plug(self, power: float = CHARGING) -> None:
        """Connect a car."""
        self.vehicle = VehicleState.C if power else VehicleState.B
        self.power, self.counted = power, 0.0

    def draw(self, power: float) -> None:
        """Let the car that is there take another power; 0: it sleeps."""
        self.vehicle = VehicleState.C if power else VehicleState.B
        self.power = power

    def unplug(self) -> None:
        """Take the car away."""
        self.vehicle, self.power = VehicleState.A, 0.0

    def live(self, seconds: float) -> None:
        """Let time pass."""
        energy = self.power * seconds / 3600
        self.meter += energy
        self.counted += energy
        self.given += energy
        self.now += timedelta(seconds=seconds)
        if self._looked is not None:
            self._ledger += energy * self.ledger_error

    def reading(self) -> ChargePointReading:
        """Return what the station tells."""
        return ChargePointReading(
            vehicle=self.vehicle,
            power=self.power,
            energy=self.meter // self.step * self.step if self.has_counter else None,
            session_energy=self.counted // self.step * self.step if self.has_count else None,
        )

    def look(self, reading: ChargePointReading | None = None, *, silent: bool = False) -> None:
        """Let the follower look once."""
        self._looked = self.now
        measured = {} if silent else {"car": Reading(reading or self.reading(), self.now)}
        amount, self._ledger = self._ledger, 0.0
        share = Share(
            {source: part * amount for source, part in MIX.items()}, cost=MIX[Source.GRID] * amount / 1000 * PRICE
        )
        step = follow(
            self.memory, SITE, Snapshot(charge_points=measured), {"car": share}, {"car": self.around}, self.now
        )
        self.memory = step.memory
        self.events += step.events
        self._unwritten |= {session.id: session for session in step.changed}

    def watch(self, seconds: float, *, silent: bool = False) -> None:
        """Let time pass with somebody looking."""
        end = self.now + timedelta(seconds=seconds)
        while self.now < end:
            self.live(min(self.interval, (end - self.now).total_seconds()))
            self.look(silent=silent)

    def write(self) -> None:
        """Write sessions and memory down, as is done each minute."""
        self.kept |= self._unwritten
        self._unwritten = {}
        self.saved = json.dumps(to_plain(self.memory))

    def crash(self, seconds: float = 0.0) -> None:
        """Lose what was not written, and look again after some time."""
        self._unwritten = {}
        self._ledger, self._looked = 0.0, None
        self.live(seconds)
        self.memory = from_plain(SessionsMemory, json.loads(self.saved) if self.saved else {})

    def restart(self, seconds: float = 0.0) -> None:
        """Stop in an orderly way, and look again after some time."""
        self.write()
        self.crash(seconds)

    def replace_meter(self, reading: float = 0.0) -> None:
        """Give the station another meter."""
        self.meter = reading

    @property
    def sessions(self) -> list[Session]:
        """Return all sessions, oldest first, as they would be in the records after the next write."""
        return sorted((self.kept | self._unwritten).values(), key=lambda session: session.started)

    @property
    def total(self) -> float:
        """Return the energy of all sessions, and what none of them has (Wh)."""
        points = self.memory.points.values()
        return sum(session.energy for session in self.sessions) + sum(point.unassigned for point in points)

    def told(self) -> list[str]:
        """Return what was announced."""
        return [event.key.value for event in self.events]

    def tell(self, **changes: object) -> None:
        """Change what is known of the charge point beside its readings."""
        self.around = replace(self.around, **changes)  # type: ignore[arg-type]
