"""One charging session: from plug-in to unplug, with what was charged, where it came from, what it cost and who it was.

Energy is in Wh, money in the currency of the contract (EUR), CO2 in g, power in W; moments are aware UTC. A session is
known by its charge point and the second it began in, so that the same session written twice is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from ...control.stored import within
from ..flows import Source

_ENERGY = within(0, 1e9)


class SessionStatus(StrEnum):
    """How far a session has come."""

    RUNNING = "running"
    """A vehicle is plugged in."""

    FINISHED = "finished"
    """It was seen to be unplugged."""

    INTERRUPTED = "interrupted"
    """It ended while nobody looked: its end is estimated."""

    IMPORTED = "imported"
    """It comes from a table that the user brought in."""


class Metering(StrEnum):
    """What told the energy of a session, the best first."""

    COUNTER = "counter"
    """The difference of the station's meter."""

    STATION = "station"
    """The station's own count of the session."""

    LEDGER = "ledger"
    """Power over time, as the ledger adds it up: an estimate."""

    IMPORTED = "imported"
    """The table it was brought in from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One charging session."""

    id: str
    charge_point: str
    """Id of its subentry."""

    charge_point_name: str = ""
    """As it was called then: the charge point may be gone when somebody asks."""

    started: datetime
    ended: datetime | None = None
    """None while it runs."""

    status: SessionStatus = SessionStatus.RUNNING
    start_estimated: bool = False
    """Whether the vehicle was there already when it was first looked at."""

    end_estimated: bool = False

    energy: float = field(default=0.0, metadata=_ENERGY)
    estimated: float = field(default=0.0, metadata=_ENERGY)
    """Of that, what no meter told."""

    metering: Metering = Metering.COUNTER
    meter_start: float | None = field(default=None, metadata=_ENERGY)
    """Reading of the station's meter when it began, where it has one."""

    meter_end: float | None = field(default=None, metadata=_ENERGY)

    sources: Mapping[Source, float] = field(default_factory=dict)
    """Where it came from; the sum is `energy`, or less where a part is not known."""

    cost: float | None = None
    """What was paid for it, as far as prices are known; None where nothing is."""

    unpriced: float = field(default=0.0, metadata=_ENERGY)
    """Import in it of which the price was not known (Wh)."""

    missed: float = 0.0
    """What its solar energy would have earned as feed-in (EUR)."""

    co2: float | None = None
    charging_time: float = field(default=0.0, metadata=_ENERGY)
    """How long it really charged (s)."""

    max_power: float | None = field(default=None, metadata=_ENERGY)
    consumption: float | None = None
    """Of the vehicle (Wh/km)."""

    profile: Mapping[str, float] = field(default_factory=dict)
    """Energy by quarter of an hour, named by its start in ISO 8601 (UTC): what a price by the time of day needs."""

    tag: str | None = None
    """Hash of the RFID tag held to the station."""

    card: str | None = None
    """Ids are those of the access list, names as they were then: who is gone is still known by name."""

    card_name: str = ""
    person: str | None = None
    person_name: str = ""
    group: str | None = None
    group_name: str = ""
    cost_centre: str = ""
    vehicle: str | None = None
    vehicle_name: str = ""
    reimbursement: float | None = None
    """What the owner of the charge point is paid for it, by the prices that were agreed on; None: none is."""

    @property
    def solar(self) -> float:
        """Return what came from the sun, at once or through a battery (Wh)."""
        return self.sources.get(Source.SOLAR, 0.0) + self.sources.get(Source.BATTERY_SOLAR, 0.0)

    @property
    def solar_share(self) -> float | None:
        """Return the part that came from the sun (0..1); None where nothing was charged or no source is known."""
        return min(1.0, self.solar / self.energy) if self.energy > 0 and self.sources else None

    @property
    def price(self) -> float | None:
        """Return what a kWh cost (EUR/kWh); None where that is not known, and for less than a watt-hour."""
        return self.cost / (self.energy / 1000) if self.cost is not None and self.energy >= 1 else None

    @property
    def average_power(self) -> float | None:
        """Return the mean power while it charged (W)."""
        return self.energy * 3600 / self.charging_time if self.charging_time > 0 else None

    @property
    def distance(self) -> float | None:
        """Return how far the vehicle gets with it (km)."""
        return self.energy / self.consumption if self.consumption else None

    def duration(self, now: datetime) -> float:
        """Return how long the vehicle was plugged in (s), up to now while it is."""
        return max(0.0, ((self.ended or now) - self.started).total_seconds())


def session_id(charge_point: str, started: datetime) -> str:
    """Return what a session is known by."""
    return f"{charge_point}-{started.astimezone(UTC):%Y%m%dT%H%M%SZ}"
