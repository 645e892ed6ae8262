"""The grid connection and its meter: voltages that sag, currents, energy counters, quarter demand and month peaks.

Positive power is import. In a grid without neutral (3 x 230 V) the three powers handed in are those of the loads between
L1 and L2, L2 and L3, L3 and L1, and the currents are those of the conductors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import sqrt
from zoneinfo import ZoneInfo

from custom_components.overshot.core.model import ConnectionType, MonthPeak, PhaseVector

QUARTER = 900.0
DAY_TARIFF = 1
NIGHT_TARIFF = 2
DAY_HOURS = range(7, 22)
"""The Belgian day register counts on weekdays from 7 to 22 h, the night register otherwise."""

HISTORY_MONTHS = 13
_SPREAD = (0.75, 1.2, -0.9)
"""No two phases of a street carry the same voltage (V around nominal)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridSpec:
    """The connection as the street gives it."""

    type: ConnectionType = ConnectionType.THREE_PHASE
    voltage: float = 230.0
    """Without load, between phase and neutral, or between two phases in a 3 x 230 V grid (V)."""

    impedance: float = 0.15
    """Of each phase up to the transformer (ohm)."""

    time_zone: str = "Europe/Brussels"
    """Where its quarters, days and months are counted."""

    month_peak: float = 2500.0
    """Highest quarter of the running month so far (W)."""

    peak_history: Sequence[float] = (4100, 4050, 3200, 2750, 2100, 1900, 2000, 2200, 2900, 3600, 4400, 5250, 4600)
    """Highest quarters of the closed months, oldest first, at most 13 (W)."""


def conductor_currents(kind: ConnectionType, currents: PhaseVector) -> PhaseVector:
    """Return the currents of the conductors (A) for those of three loads: the same, but in a 3 x 230 V grid."""
    if kind is not ConnectionType.THREE_PHASE_DELTA:
        return currents
    i1, i2, i3 = currents
    # Each conductor carries the difference of two loads 120 degrees apart (unity power factor).
    return (
        sqrt(i1 * i1 + i3 * i3 + i1 * i3),
        sqrt(i1 * i1 + i2 * i2 + i1 * i2),
        sqrt(i2 * i2 + i3 * i3 + i2 * i3),
    )


class Grid:
    """The meter at the connection."""

    __slots__ = (
        "_next_quarter",
        "_open",
        "_quarter_start",
        "_start",
        "_zone",
        "currents",
        "export_day",
        "export_night",
        "i1",
        "i2",
        "i3",
        "import_day",
        "import_night",
        "month_peak",
        "p1",
        "p2",
        "p3",
        "peak_history",
        "power",
        "quarter_energy",
        "spec",
        "tariff",
        "v1",
        "v2",
        "v3",
    )

    def __init__(self, spec: GridSpec, start: datetime) -> None:
        """Start without load at `start` (aware)."""
        self.spec = spec
        self._zone = ZoneInfo(spec.time_zone)
        self._open = tuple(spec.voltage + spread for spread in _SPREAD)
        self.v1, self.v2, self.v3 = self._open
        self.p1 = self.p2 = self.p3 = self.power = 0.0
        self.i1 = self.i2 = self.i3 = 0.0
        self.currents: PhaseVector = (0.0, 0.0, 0.0)
        """In each conductor (A), import +; unsigned in a 3 x 230 V grid."""
        # Counters of a meter that has hung there for some years (Wh).
        self.import_day, self.import_night = 4_321_000.0, 5_432_000.0
        self.export_day, self.export_night = 2_109_000.0, 987_000.0
        self.restart(start)

    def restart(self, start: datetime) -> None:
        """Begin to count at `start` (aware): nothing was imported in its quarter so far."""
        self._start = start.astimezone(UTC)
        seconds = self._start.timestamp()
        self._quarter_start = datetime.fromtimestamp(seconds - seconds % QUARTER, UTC)
        self._next_quarter = QUARTER - seconds % QUARTER
        self.quarter_energy = 0.0
        """Imported in the running quarter (Wh)."""
        self.tariff = self._tariff_at(self._quarter_start)
        self.month_peak, self.peak_history = self._history()

    @property
    def phase_power(self) -> PhaseVector:
        """Return the power of each phase (W); in a 3 x 230 V grid of the loads between two conductors."""
        return (self.p1, self.p2, self.p3)

    @property
    def voltages(self) -> PhaseVector:
        """Return the voltages (V): L1-N, L2-N, L3-N; in a 3 x 230 V grid L1-L2, L2-L3, L3-L1."""
        return (self.v1, self.v2, self.v3)

    @property
    def energy_import(self) -> float:
        """Return the import counter over both tariffs (Wh)."""
        return self.import_day + self.import_night

    @property
    def energy_export(self) -> float:
        """Return the export counter over both tariffs (Wh)."""
        return self.export_day + self.export_night

    @property
    def quarter_demand(self) -> float:
        """Return what was imported in the running clock quarter, divided by 15 minutes (W): a ramp from 0."""
        return self.quarter_energy * 3600 / QUARTER

    def step(self, t: float, dt: float, p1: float, p2: float, p3: float) -> None:
        """Carry the powers (W) for `dt` seconds that end at `t`."""
        self.p1, self.p2, self.p3 = p1, p2, p3
        # U = U0 - Z I with I = P / U: a constant power draws more current the lower the voltage is.
        open_, z4 = self._open, 4 * self.spec.impedance
        u1, u2, u3 = open_
        self.v1 = v1 = (u1 + sqrt(max(0.0, u1 * u1 - z4 * p1))) / 2
        self.v2 = v2 = (u2 + sqrt(max(0.0, u2 * u2 - z4 * p2))) / 2
        self.v3 = v3 = (u3 + sqrt(max(0.0, u3 * u3 - z4 * p3))) / 2
        i1, i2, i3 = p1 / v1, p2 / v2, p3 / v3
        if self.spec.type is ConnectionType.THREE_PHASE_DELTA:
            i1, i2, i3 = conductor_currents(self.spec.type, (i1, i2, i3))
        self.i1, self.i2, self.i3 = i1, i2, i3
        self.currents = (i1, i2, i3)

        self.power = power = p1 + p2 + p3
        energy = power * dt / 3600
        if energy > 0:
            self.quarter_energy += energy
            if self.tariff == DAY_TARIFF:
                self.import_day += energy
            else:
                self.import_night += energy
        elif self.tariff == DAY_TARIFF:
            self.export_day -= energy
        else:
            self.export_night -= energy
        if t >= self._next_quarter:
            self._close_quarter()

    def meter_phase_power(self) -> PhaseVector:
        """Return what a meter calls the power of each phase (W).

        In a 3 x 230 V grid it has two measuring systems, against L2: their sum is right, each alone means nothing.
        """
        if self.spec.type is not ConnectionType.THREE_PHASE_DELTA:
            return (self.p1, self.p2, self.p3)
        return (self.p1 + self.p3 / 2, 0.0, self.p2 + self.p3 / 2)

    def _close_quarter(self) -> None:
        """Settle the quarter that ended: month peak, month, tariff."""
        end = self._quarter_start + timedelta(seconds=QUARTER)
        demand = self.quarter_demand
        if demand > self.month_peak.demand:
            self.month_peak = MonthPeak(demand, end)
        was, now = self._quarter_start.astimezone(self._zone), end.astimezone(self._zone)
        if was.month != now.month:
            month = was.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
            closed = MonthPeak(self.month_peak.demand, self.month_peak.at, month.astimezone(UTC))
            self.peak_history = (*self.peak_history, closed)[-HISTORY_MONTHS:]
            self.month_peak = MonthPeak(0.0, None)
        self._quarter_start = end
        self._next_quarter += QUARTER
        self.quarter_energy = 0.0
        self.tariff = self._tariff_at(end)

    def _tariff_at(self, moment: datetime) -> int:
        """Return the register that counts in the quarter from `moment` on."""
        local = moment.astimezone(self._zone)
        return DAY_TARIFF if local.weekday() < 5 and local.hour in DAY_HOURS else NIGHT_TARIFF

    def _history(self) -> tuple[MonthPeak, tuple[MonthPeak, ...]]:
        """Make the peak of this month and of the closed ones, each on its month's 15th at 18:15 local time."""
        this_month = self._start.astimezone(self._zone).replace(
            day=1, hour=0, minute=0, second=0, microsecond=0, fold=0
        )
        closed: list[MonthPeak] = []
        month = this_month
        for demand in reversed(self.spec.peak_history[-HISTORY_MONTHS:]):
            month = (month - timedelta(days=1)).replace(day=1)
            at = month.replace(day=15, hour=18, minute=15)
            closed.append(MonthPeak(float(demand), at.astimezone(UTC), month.astimezone(UTC)))
        first_quarter = (this_month + timedelta(minutes=15)).astimezone(UTC)
        at_now = max(first_quarter, min(self._quarter_start, first_quarter + timedelta(days=7, hours=19)))
        return MonthPeak(float(self.spec.month_peak), at_now), tuple(reversed(closed))
