"""The physics of a measured home: load and sun as they were, a battery with its losses, a station with its car, a meter.

Within a quarter load and sun are what they were on average, which is a little kinder than life. Nothing here decides.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from custom_components.overshot.core.model import (
    BatteryMode,
    BatteryReading,
    BatterySetpoint,
    BatteryState,
    MeterReading,
    MonthPeak,
    PhaseVector,
    Reading,
    Reason,
    ReasonKey,
    Snapshot,
    SolarReading,
)

from .home import HOURS, Home
from .station import Station

POINT: Final = "car"
BATTERY: Final = "battery"
ARRAY: Final = "array"

MIN_SOC: Final = 10.0
"""The least a user can set as minimum (%). What a home's battery can use lies between this and 100 %."""

_IDLE: Final = 20.0
_NEAR: Final = 100.0
_UNTOLD: Final = BatterySetpoint(mode=None, power=0.0, reason=Reason(ReasonKey.AUTOMATIC))


@dataclass(slots=True)
class Quarter:
    """What flowed so far in the running quarter (Wh)."""

    imported: float = 0.0
    exported: float = 0.0
    battery: float = 0.0
    """Given less taken."""

    car: float = 0.0
    solar: float = 0.0


class World:
    """A home at one moment. Powers in W, energies in Wh; moments are seconds since the epoch; signs as everywhere."""

    def __init__(self, home: Home, station: Station) -> None:
        """Begin with nobody plugged in, and a battery on its own automatic."""
        self.home = home
        self.station = station
        it = home.battery
        self.capacity, self.most = 1000 * it.capacity, 1000 * it.power
        self.stored = 1000 * it.start
        self.order = _UNTOLD
        self.export_limit: float | None = None
        """What the inverter lets flow to the grid (W), held by itself on a meter of its own; None: all of it."""

        self.load = self.solar = 0.0
        self.quarter = Quarter()
        self._imported = self._exported = self._feeding = 0.0
        self._month = ""
        self._peak: MonthPeak | None = None

    def begin(self, index: int, month: str) -> None:
        """Begin a quarter of a local month."""
        self.load, self.solar = 1000 * self.home.load[index], 1000 * self.home.solar[index]
        self.quarter = Quarter()
        if month != self._month:
            self._month, self._peak = month, None

    def end(self, at: datetime) -> Quarter:
        """End the quarter at a moment; return what flowed."""
        demand = self.quarter.imported / HOURS
        if self._peak is None or demand > self._peak.demand:
            self._peak = MonthPeak(demand=demand, at=at)
        return self.quarter

    @property
    def held_back(self) -> bool:
        """Whether the sun may be held back now."""
        return self.export_limit is not None and self.solar > 0 and self._feeding >= self.export_limit - _NEAR

    def live(self, now: float, seconds: float) -> None:
        """Let time pass from `now` on."""
        car = self.station.live(now, seconds)
        battery = self._battery(self.load - self.solar + car, seconds)
        solar = self._sun(self.load + car - battery)
        hours = seconds / 3600
        it = self.home.battery
        self.stored -= (
            battery * hours / it.discharge_efficiency if battery > 0 else battery * hours * it.charge_efficiency
        )
        self.stored = min(max(0.0, self.stored), self.capacity)
        grid = self.load - solar + car - battery
        self._feeding = -grid
        imported, exported = max(0.0, grid) * hours, max(0.0, -grid) * hours
        quarter = self.quarter
        quarter.imported += imported
        quarter.exported += exported
        quarter.battery += battery * hours
        quarter.car += car * hours
        quarter.solar += solar * hours
        self._imported += imported
        self._exported += exported

    def snapshot(self, now: float) -> Snapshot:
        """Return what all devices tell at a moment."""
        at = datetime.fromtimestamp(now, UTC)
        car = self.station.reading(now)
        drawn = car.power or 0.0
        battery = self._battery(self.load - self.solar + drawn, 1.0)
        solar = self._sun(self.load + drawn - battery)
        rest = (self.load - solar - battery) / 3
        self._feeding = solar + battery - self.load - drawn
        voltage = self.station.voltage
        amps = car.currents or (0.0, 0.0, 0.0)
        phases: PhaseVector = (rest + amps[0] * voltage, rest + amps[1] * voltage, rest + amps[2] * voltage)
        grid = MeterReading(
            power=sum(phases),
            phase_power=phases,
            voltages=(voltage, voltage, voltage),
            energy_import=self._imported,
            energy_export=self._exported,
            quarter_demand=self.quarter.imported / HOURS,
            month_peak=self._peak,
        )
        return Snapshot(
            grid=Reading(grid, at, "p1"),
            charge_points={POINT: Reading(car, at, "station")},
            batteries={BATTERY: Reading(self._tell(battery), at, "inverter")},
            solar={ARRAY: Reading(SolarReading(power=solar), at, "inverter")},
        )

    def _tell(self, power: float) -> BatteryReading:
        """Return what the battery tells."""
        state = BatteryState.DISCHARGING if power > _IDLE else BatteryState.STANDBY
        return BatteryReading(
            power=power,
            soc=MIN_SOC + (100 - MIN_SOC) * self.stored / self.capacity,
            state=BatteryState.CHARGING if power < -_IDLE else state,
        )

    def _sun(self, taken: float) -> float:
        """Return what the array gives where so much is taken beside the grid (W)."""
        if self.export_limit is None:
            return self.solar
        return min(self.solar, max(0.0, taken + self.export_limit))

    def _battery(self, net: float, seconds: float) -> float:
        """Return what the battery gives on average over some seconds, where the house lacks `net` (W).

        Its automatic keeps the grid at zero; on hold it does nothing, as a GoodWe does on standby.
        """
        order = self.order
        wished = 0.0
        if order.mode in (None, BatteryMode.AUTO):
            wished = net
        elif order.mode is BatteryMode.CHARGE:
            wished = -order.power
        elif order.mode is BatteryMode.DISCHARGE:
            wished = order.power
        it, hours = self.home.battery, seconds / 3600
        if wished > 0:
            return min(wished, self.most, self.stored * it.discharge_efficiency / hours)
        return -min(-wished, self.most, (self.capacity - self.stored) / it.charge_efficiency / hours)
