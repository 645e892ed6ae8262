"""What every device driver offers: an identity, capabilities, and readings in the house's own signs and units."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Literal

from modbus_connection import ModbusUnit

from ..core.model import (
    BatteryMode,
    BatteryReading,
    ChargePointReading,
    HeatPumpReading,
    LoadReading,
    MeterReading,
    SolarReading,
)

type UnitFor = Callable[[int], ModbusUnit]
"""Hands out the Modbus unit with a given unit id on the device's own link. No I/O happens then."""


class Role(StrEnum):
    """A part a device can play in the house."""

    GRID_METER = "grid_meter"
    SOLAR = "solar"
    BATTERY = "battery"
    CHARGE_POINT = "charge_point"
    METER = "meter"
    HEAT_PUMP = "heat_pump"
    LOAD = "load"


class DeviceKind(StrEnum):
    """What a user calls the device, and under which button it is added."""

    CONTROLLER = "controller"
    INVERTER = "inverter"
    CHARGE_POINT = "charge_point"
    METER = "meter"
    HEAT_PUMP = "heat_pump"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a family can do. The shell offers only what is here."""

    roles: frozenset[Role]
    per_phase: bool = False
    """Whether it measures each phase."""

    sets_current: bool = False
    current_step: float = 1.0
    """Smallest change of the current limit (A)."""

    switches_phases: bool = False
    sets_availability: bool = False
    """Whether `ChargePointOrders.set_available` works."""

    has_fallback: bool = False
    """Whether it falls back to a current of its own when communication stops."""

    sets_fallback: bool = True
    """Whether that current can be written; else it is set with the maker's own tool and only read back."""

    heartbeat: float | None = None
    """A setpoint must be written again after this long to keep the watchdog calm (s)."""

    min_write_interval: float = 1.0
    """Setpoints are written no oftener than this (s); a lower limit by law goes through at once."""

    persistent_memory: bool = False
    """Whether writes wear the device's memory."""

    controls_battery: bool = False
    """Whether `BatteryOrders.set_battery` works."""

    limits_export: bool = False
    """Whether `BatteryOrders.set_export_limit` works: the device itself regulates on a meter at the connection."""

    limits_output: bool = False
    """Whether `BatteryOrders.set_output_limit` works."""

    sets_sg_ready: bool = False
    """Whether `HeatPumpOrders.set_sg_ready` works."""

    boosts: bool = False
    """Whether `BoostOrders.set_boost` works: the controller steers its stations itself, and can be told to hurry."""

    turns_meter: bool = False
    """Whether its meter may be wired or programmed the other way round, so that `Driver.invert_meter` is offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialSettings:
    """How a device talks on a serial line as it leaves the factory."""

    baudrate: int
    bytesize: Literal[7, 8] = 8
    parity: Literal["N", "E", "O"] = "N"
    stopbits: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a device says it is. The serial number is what makes it the same device tomorrow."""

    family: str
    serial: str
    manufacturer: str
    model: str
    sw_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something behind a device that is a device of its own to the user: a controller's station, meter or heat pump."""

    role: Role
    number: int
    """Counted from 1 within its role, as in `DeviceReadings`."""

    name: str = ""
    """As the device calls it."""

    sw_version: str | None = None

    @property
    def key(self) -> str:
        """Return what names the part within its device, `charge_point_1`."""
        return f"{self.role}_{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceReadings:
    """What one poll brought. A part that did not answer is absent; `failed` names the refused blocks."""

    grid: MeterReading | None = None
    solar: SolarReading | None = None
    battery: BatteryReading | None = None
    battery_min_soc: float | None = None
    """Where the device itself stops discharging its battery (%), where it tells."""

    house_power: float | None = None
    """Consumption of the house as the device sees it (W)."""

    charge_points: Mapping[int, ChargePointReading] = field(default_factory=dict)
    """By number; a station with one charge point has number 1."""

    meters: Mapping[int, MeterReading] = field(default_factory=dict)
    """Sub-meters by number, consumption +."""

    heat_pumps: Mapping[int, HeatPumpReading] = field(default_factory=dict)
    loads: Mapping[int, LoadReading] = field(default_factory=dict)
    on_backup: bool | None = None
    """Whether the house runs on its battery alone, where the device tells."""

    backup_power: float | None = None
    """What the backup circuit takes (W), where the device tells."""

    part_names: Mapping[str, str] = field(default_factory=dict)
    """Names the device gives its parts, by `charge_point_1`, `meter_1`, `heat_pump_1`."""

    failed: frozenset[str] = frozenset()


class Driver(ABC):
    """One device on its Modbus link.

    Reads raise `ModbusError` only where nothing at all answered; a block that is refused lands in
    `DeviceReadings.failed` and leaves the other blocks alone.
    """

    family: ClassVar[str]
    kind: ClassVar[DeviceKind]
    manufacturer: ClassVar[str]
    capabilities: Capabilities
    """What the family can do at most; a driver may narrow its own to what its device turned out to have."""

    invert_meter: bool = False
    """Set on a driver whose meter counts the other way round (see `Capabilities.turns_meter`)."""

    default_unit: ClassVar[int] = 1
    other_units: ClassVar[tuple[int, ...]] = ()
    """Units it is found on besides in the field, asked where nobody was recognised on the usual ones."""

    also_asks: ClassVar[frozenset[int]] = frozenset()
    """Units besides its own that `identify` reads."""

    default_serial: ClassVar[SerialSettings | None] = None
    """How it talks on a serial line; None where it has none."""

    experimental: ClassVar[bool] = False
    """Whether its registers were found by trying, and orders to it may do something else."""

    tells_serial: ClassVar[bool] = True
    """Whether it has a serial number; else `Identity.serial` names its unit, and is its own on its link only."""
    private_registers: ClassVar[frozenset[int]] = frozenset()
    """Addresses that tell something of a person, a card for instance: nobody else gets to see them."""

    poll_interval: ClassVar[float] = 5.0
    """Time between two polls (s)."""

    timeout: ClassVar[float] = 3.0
    """How long an answer may take (s). The link takes the largest of what its users ask."""

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        self.unit_for = unit_for
        self.unit_id = unit_id
        self.unit = unit_for(unit_id)
        self.unit.require_timeout(self.timeout)
        self.identity: Identity | None = None
        """Who was recognised last by `identify`."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return what was found behind the device so far; it grows while polling."""
        return ()

    @abstractmethod
    async def identify(self) -> Identity | None:
        """Read who answers here, writing nothing.

        Returns None where another kind of device answers. Raises `ModbusError` where none answers, or one that is busy
        or failing and does not say who it is.
        """

    @abstractmethod
    async def poll(self) -> DeviceReadings:
        """Read everything that changes. Raises `ModbusError` where nothing answers."""


class ChargePointOrders(ABC):
    """What a charging station takes orders for, however it is reached."""

    capabilities: Capabilities

    @abstractmethod
    async def set_current(self, current: float) -> None:
        """Limit the current on each phase (A); 0 pauses. Raises `ModbusError`, `ValueError` out of range."""

    @abstractmethod
    async def set_fallback(self, current: float) -> None:
        """Set what the station's own watchdog falls back to (A). Raises `ModbusError`, `ValueError` out of range."""

    @abstractmethod
    async def set_phases(self, phases: int) -> None:
        """Charge on 1 or 3 phases. Raises `ModbusError`, `ValueError` for anything else."""

    async def set_available(self, available: bool) -> None:
        """Take the station out of service, or put it in service. Raises `ModbusError`, `NotImplementedError`."""
        raise NotImplementedError("cannot be taken out of service")


class BatteryOrders(ABC):
    """What a battery or inverter takes orders for, however it is reached. Its `capabilities` say which.

    What an order stands for when communication stops is the family's: its docstring says whether the device lets go by
    itself. Each order raises `ModbusError` where it could not be given, `ValueError` out of range, and
    `NotImplementedError` where the device does not take it.
    """

    capabilities: Capabilities

    rated_charge: float | None = None
    """The highest power it takes an order to charge with (W), once it has told."""

    rated_discharge: float | None = None
    """The highest power it takes an order to discharge with (W), once it has told."""

    rated_output: float | None = None
    """What its AC side gives at most (W), once it has told."""

    @property
    def modes(self) -> frozenset[BatteryMode]:
        """Return what can be ordered."""
        return frozenset(BatteryMode)

    @abstractmethod
    async def set_battery(self, mode: BatteryMode, power: float = 0.0) -> None:
        """Command the battery: a mode, and for charging and discharging how much (W, never negative)."""

    @abstractmethod
    async def release_battery(self) -> None:
        """Give the battery back to its own automatic."""

    async def set_export_limit(self, limit: float | None) -> None:
        """Limit what flows to the grid (W, never negative); None lifts the limit."""
        raise NotImplementedError("limits no export")

    async def set_output_limit(self, limit: float | None) -> None:
        """Limit what the inverter gives on its AC side (W, never negative); None lifts the limit."""
        raise NotImplementedError("limits no output")


class HeatPumpOrders(ABC):
    """What a heat pump's SG-Ready interface takes orders for, however it is reached.

    How long a state may or must last is not its affair: whoever orders keeps the times.
    """

    capabilities: Capabilities

    @property
    def states(self) -> frozenset[int]:
        """Return the states that can be ordered."""
        return frozenset((1, 2, 3, 4))

    @abstractmethod
    async def set_sg_ready(self, state: int) -> None:
        """Order a state: 1 block, 2 normal, 3 recommendation, 4 force.

        Raises `ModbusError` where it could not be given, `NotTakenError` where something else is read back, and
        `ValueError` for any other state.
        """

    async def release_heat_pump(self) -> None:
        """Let the heat pump run as it would by itself."""
        await self.set_sg_ready(2)


class BoostOrders(ABC):
    """What a controller takes orders for that steers its stations itself."""

    capabilities: Capabilities

    @abstractmethod
    async def set_boost(self, number: int, active: bool) -> None:
        """Let the charge point with this number (from 1) charge at full power, or as the controller decides.

        Raises `ModbusError`, `ValueError` for a charge point that is not there.
        """


class ChargePointDriver(Driver, ChargePointOrders):
    """A charging station on Modbus whose current Overshot may set."""


class BatteryDriver(Driver, BatteryOrders):
    """A battery or an inverter on Modbus that Overshot may command."""


class HeatPumpDriver(Driver, HeatPumpOrders):
    """Something on Modbus that tells a heat pump what to do."""
