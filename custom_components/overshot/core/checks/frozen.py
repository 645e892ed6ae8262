"""A link that is up but dead: a gateway that goes on answering with what it last heard of the meter."""

from dataclasses import dataclass
from datetime import datetime

from ..model import MeterReading

FROZEN_AFTER = 600.0
"""A grid meter that tells several quantities never repeats all of them for this long (s): voltages alone do not stand
still."""

COARSE_FROZEN_AFTER = 3600.0
"""One that tells little more than a rounded power might, on a calm night; not for this long (s)."""

COARSE = 3
"""A meter that tells no more values than this is a coarse one."""

FROZEN_READINGS = 20
"""So many equal readings at the least: a slow meter is not a dead one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stillness:
    """How long a meter has been telling exactly the same."""

    reading: MeterReading | None = None
    since: datetime | None = None
    until: datetime | None = None
    readings: int = 0

    def heard(self, reading: MeterReading, at: datetime) -> Stillness:
        """Return the stillness after one more reading; one that was heard before, by its moment, does not count."""
        if self.since is None or reading != self.reading or at < self.since:
            return Stillness(reading=reading, since=at, until=at, readings=1)
        if at == self.until:
            return self
        return Stillness(reading=reading, since=self.since, until=at, readings=self.readings + 1)

    @property
    def frozen(self) -> bool:
        """Whether that is too long for a meter that measures."""
        if self.reading is None or self.since is None or self.until is None or self.readings < FROZEN_READINGS:
            return False
        patience = COARSE_FROZEN_AFTER if _values(self.reading) <= COARSE else FROZEN_AFTER
        return (self.until - self.since).total_seconds() >= patience


def _values(reading: MeterReading) -> int:
    """Return how many values of the moment a reading tells."""
    vectors = (reading.phase_power, reading.currents, reading.voltages)
    return (reading.power is not None) + 3 * sum(vector is not None for vector in vectors)
