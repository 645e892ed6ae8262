"""What was measured: readings with their age and source, and the snapshot of one moment.

Signs are Home Assistant's: grid + = import, battery + = discharging, solar + = production, consumers + = consumption.
Units: W, Wh, A, V, %. A value that is not known is None, never a fantasy number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .phases import PhaseVector
from .states import BatteryState, ChargePointFault, VehicleState


@dataclass(frozen=True, slots=True)
class Reading[T]:
    """A value, when it was measured (aware UTC), and by what."""

    value: T
    at: datetime
    source: str = ""

    def age(self, now: datetime) -> float:
        """Return how old the reading is (s)."""
        return (now - self.at).total_seconds()


@dataclass(frozen=True, slots=True)
class MonthPeak:
    """The highest quarter-hour demand of a month (kW averaged over the quarter, given in W)."""

    demand: float
    at: datetime | None
    """When that quarter ended; None where the meter does not know."""

    month: datetime | None = None
    """Start of the month it belongs to, where it is a closed month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterReading:
    """One reading of an electricity meter; as grid meter + is import."""

    power: float | None = None
    """Net power over all phases (W)."""

    phase_power: PhaseVector | None = None
    currents: PhaseVector | None = None
    """Signed by the direction of the power where the driver knows it, else unsigned (3 x 230 V) (A)."""

    voltages: PhaseVector | None = None
    energy_import: float | None = None
    """Counter (Wh)."""

    energy_export: float | None = None
    """Counter (Wh)."""

    quarter_demand: float | None = None
    """Energy imported in the running clock quarter divided by 15 minutes (W): a ramp from 0."""

    month_peak: MonthPeak | None = None
    peak_history: tuple[MonthPeak, ...] = ()
    """Closed months, oldest first."""

    tariff: int | None = None
    """1 by day, 2 by night, as Belgian meters number them; drivers turn Dutch numbers around."""

    breaker_closed: bool | None = None
    gas: float | None = None
    """Counter (m3)."""

    water: float | None = None
    """Counter (m3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarReading:
    """Production of an inverter or array."""

    power: float | None = None
    energy: float | None = None
    """Counter (Wh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryReading:
    """One reading of a battery; power + is discharging."""

    power: float | None = None
    soc: float | None = None
    """State of charge (%)."""

    state: BatteryState | None = None
    energy_charged: float | None = None
    """Counter (Wh)."""

    energy_discharged: float | None = None
    """Counter (Wh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePointReading:
    """One reading of a charge point. Vectors are in the order of its own terminals."""

    vehicle: VehicleState | None = None
    power: float | None = None
    currents: PhaseVector | None = None
    voltages: PhaseVector | None = None
    setpoint: float | None = None
    """The current limit in force, read back from the station (A)."""

    fallback_current: float | None = None
    """The station's own watchdog current, read back (A)."""

    phases: int | None = None
    """Phases switched on (1 or 3), where the station tells."""

    session_energy: float | None = None
    """Energy since plug-in (Wh)."""

    tag: str | None = None
    """The RFID tag held to the station for this session, where it tells."""

    vehicle_soc: float | None = None
    """State of charge of the vehicle, where anything tells (%)."""

    energy: float | None = None
    """Counter (Wh)."""

    finished: bool = False
    """The station says the vehicle has ended charging by itself."""

    fault: ChargePointFault | None = None
    boost: bool | None = None
    """Whether a controller of its own (the EMC) charges at full power."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReading:
    """One reading of a load that can be switched or set."""

    power: float | None = None
    """Measured (W)."""

    setpoint: float | None = None
    """The level it was set to, read back (W)."""

    temperature: float | None = None
    """Of what it heats (degrees Celsius)."""

    energy: float | None = None
    """Counter (Wh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatPumpReading:
    """One reading of a heat pump's SG-Ready interface, and of the heat pump where it is metered."""

    power: float | None = None
    """Measured (W)."""

    energy: float | None = None
    """Counter of its meter (Wh)."""

    name: str = ""
    state: int | None = None
    """SG-Ready state 1 (block) to 4 (force)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything known at one moment, each value with its age."""

    grid: Reading[MeterReading] | None = None
    charge_points: Mapping[str, Reading[ChargePointReading]] = field(default_factory=dict)
    batteries: Mapping[str, Reading[BatteryReading]] = field(default_factory=dict)
    solar: Mapping[str, Reading[SolarReading]] = field(default_factory=dict)
    heat_pumps: Mapping[str, Reading[HeatPumpReading]] = field(default_factory=dict)
    loads: Mapping[str, Reading[LoadReading]] = field(default_factory=dict)
    circuits: Mapping[str, Reading[MeterReading]] = field(default_factory=dict)
    """Of metered circuits, + is towards the loads."""

    consumers: Mapping[str, Reading[MeterReading]] = field(default_factory=dict)
    """Of what is only metered and nobody steers, + is towards the consumer."""

    on_backup: bool = False
    """Whether the house runs on its battery alone, the grid being gone."""
