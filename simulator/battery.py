"""A home battery behind a hybrid inverter: its own self-consumption automatic, until it is commanded."""

from dataclasses import dataclass
from enum import IntEnum
from math import exp, log, sqrt

from .phase_share import ALL_PHASES, PhaseShare

TAPER_SOC = 95.0
"""From here on the cells take less and less (%)."""


class EmsMode(IntEnum):
    """The EMS power modes of a GoodWe hybrid (register 47511), each a formula for the battery's power.

    Source: the formulas in the documentation of the MIT-licensed `goodwe` library. X is the commanded power (W).
    """

    AUTO = 1
    """Keeps the grid at zero."""

    CHARGE_PV = 2
    """Charges with PV plus up to X from the grid."""

    DISCHARGE_PV = 3
    """Discharges X."""

    IMPORT_AC = 4
    """Buys X and charges with it and with PV."""

    EXPORT_AC = 5
    """Feeds in X in all, PV first."""

    CONSERVE = 6
    """Charges with PV only and keeps what it has."""

    BATTERY_STANDBY = 8
    """Does nothing."""

    BUY_POWER = 9
    """Keeps the grid at X import."""

    SELL_POWER = 10
    """Keeps the grid at X export."""

    CHARGE_BATTERY = 11
    """Charges with X."""

    DISCHARGE_BATTERY = 12
    """Discharges X."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatterySpec:
    """A battery and the inverter in front of it."""

    capacity: float = 10_000.0
    """Usable energy (Wh)."""

    max_charge: float = 5000.0
    max_discharge: float = 5000.0
    inverter_power: float = 10_000.0
    """What the inverter passes in all, solar power included (W)."""

    efficiency: float = 0.92
    """Of a round trip (0..1]."""

    min_soc: float = 10.0
    soc: float = 50.0
    """At the start (%)."""

    response: float = 2.0
    """Time to 90 % of a changed target (s)."""

    voltage: float = 400.0
    phases: PhaseShare = ALL_PHASES
    backup: bool = False
    """Whether it carries the house when the grid is gone."""


class Battery:
    """Stores energy; discharging is positive (W)."""

    __slots__ = (
        "_eta",
        "_follow",
        "_follow_dt",
        "charged",
        "discharged",
        "mode",
        "power",
        "set_power",
        "soc",
        "spec",
        "window",
    )

    def __init__(self, spec: BatterySpec) -> None:
        """Start on its own automatic."""
        self.spec = spec
        self.soc = spec.soc
        self.power = 0.0
        self.mode = EmsMode.AUTO
        self.set_power = 0.0
        self.window: tuple[float, float] | None = None
        """Lowest and highest power it may have (W), whatever its mode asks for; None where nothing is limited."""
        self.charged = 0.0
        """Counter, at the inverter (Wh)."""
        self.discharged = 0.0
        """Counter, at the inverter (Wh)."""
        self._eta = sqrt(spec.efficiency)
        self._follow_dt = 0.0
        self._follow = 0.0

    @property
    def stored(self) -> float:
        """Return the energy in the cells (Wh)."""
        return self.soc / 100 * self.spec.capacity

    def command(self, mode: EmsMode, power: float = 0.0) -> None:
        """Obey an energy manager: a mode and its power (W). Mode AUTO gives it back to its own automatic."""
        self.mode = mode
        self.set_power = power

    def off(self) -> None:
        """Stop: without a grid this inverter does nothing (no backup output)."""
        self.power = 0.0

    def step(self, dt: float, grid_power: float, solar_power: float) -> None:
        """Work for `dt` seconds. `grid_power` (import +) is the last measured one, `solar_power` the present one (W).

        Of several batteries each is told its part of the grid's power only, or they would answer it twice.
        """
        spec = self.spec
        if dt != self._follow_dt:
            self._follow_dt = dt
            self._follow = 1 - exp(-dt * log(10) / spec.response) if spec.response > 0 else 1.0
        power = self.power
        target = power + grid_power if self.mode is EmsMode.AUTO else self._target(grid_power, solar_power)
        if self.window is not None:
            target = min(self.window[1], max(self.window[0], target))
        self._work(dt, power + (target - power) * self._follow, solar_power)

    def carry(self, dt: float, demand: float, solar_power: float) -> float:
        """Carry a house without grid that lacks `demand` (W; negative: has too much). Return what it gives of that."""
        self._work(dt, demand, solar_power)
        return self.power

    def _work(self, dt: float, power: float, solar_power: float) -> None:
        """Charge or discharge for `dt` seconds with what can be had of `power` (W, discharging +)."""
        spec = self.spec
        hours = dt / 3600
        if power < 0:
            taken = min(
                -power,
                spec.max_charge * min(1.0, (100 - self.soc) / (100 - TAPER_SOC)),
                spec.inverter_power + solar_power,
                (100 - self.soc) / 100 * spec.capacity / self._eta / hours,
            )
            self.power = -taken
            self.charged += taken * hours
            self.soc += taken * hours * self._eta / spec.capacity * 100
        elif power > 0:
            given = min(
                power,
                spec.max_discharge,
                max(0.0, spec.inverter_power - solar_power),
                max(0.0, self.soc - spec.min_soc) / 100 * spec.capacity * self._eta / hours,
            )
            self.power = given
            self.discharged += given * hours
            self.soc -= given * hours / self._eta / spec.capacity * 100
        else:
            self.power = 0.0

    def _target(self, grid_power: float, solar_power: float) -> float:
        """Return the power that the commanded mode asks for (W)."""
        wished = self.set_power
        match self.mode:
            case EmsMode.CHARGE_PV | EmsMode.IMPORT_AC:
                return -(solar_power + wished)
            case EmsMode.CONSERVE:
                return -solar_power
            case EmsMode.EXPORT_AC:
                return max(0.0, wished - solar_power)
            case EmsMode.BUY_POWER:
                return self.power + grid_power - wished
            case EmsMode.SELL_POWER:
                return self.power + grid_power + wished
            case EmsMode.CHARGE_BATTERY:
                return -wished
            case EmsMode.DISCHARGE_BATTERY | EmsMode.DISCHARGE_PV:
                return wished
            case _:
                return 0.0
