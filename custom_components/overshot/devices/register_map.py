"""The installer's own register map: a JSON file that says which registers of a device mean what.

This module is the format as data; `register_map_parse` checks a document against it, `register_map_driver` makes a driver.
`register_map.schema.json` beside this module describes the same format for editors; docs/own-register-map.md explains it.

* Addresses are PDU addresses, counted from 0: what a manual calls 40001 or 30001 is 0.
* value = (raw x scale + offset) x sign, in the unit the map names; it is then converted to W, Wh, A, V or %.
* Signs are the house's: grid + import, battery + discharging, solar + production, consumers + consumption. Where the
  device counts the other way round, the map says `"sign": -1`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ..core.model import BatteryMode, BatteryState, VehicleState
from .driver import Role, SerialSettings
from .plausible import Bounds

FORMAT: Final = 1

type Coded = VehicleState | BatteryState | int
"""What a raw number may stand for."""


class Table(StrEnum):
    """Where a register lies."""

    HOLDING = "holding"
    INPUT = "input"


@dataclass(frozen=True, slots=True)
class NumberType:
    """How a number is laid out in registers."""

    words: int
    signed: bool = False
    floating: bool = False

    @property
    def lowest(self) -> int:
        """Return the lowest whole number."""
        return -(1 << (16 * self.words - 1)) if self.signed else 0

    @property
    def highest(self) -> int:
        """Return the highest whole number."""
        return (1 << (16 * self.words - int(self.signed))) - 1


TYPES: Final = {
    "uint16": NumberType(1),
    "int16": NumberType(1, signed=True),
    "uint32": NumberType(2),
    "int32": NumberType(2, signed=True),
    "uint64": NumberType(4),
    "int64": NumberType(4, signed=True),
    "float32": NumberType(2, floating=True),
    "float64": NumberType(4, floating=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value in the device."""

    path: str
    """Where the map describes it."""

    register: int
    type: NumberType
    table: Table = Table.HOLDING
    low_word_first: bool = False
    factor: float = 1.0
    """Raw number to the house's unit, sign included."""

    offset: float = 0.0
    """In the house's unit, sign included."""

    not_available: frozenset[int] = frozenset()
    """Raw numbers that stand for nothing, as the bits in the registers."""

    bounds: Bounds | None = None
    codes: Mapping[int, Coded] = field(default_factory=dict)
    """What raw numbers stand for, where they are codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WritablePoint:
    """A value in the device that may be set, within limits in the house's unit."""

    point: Point
    minimum: float
    maximum: float
    step: float = 1.0
    many: bool = False
    """Whether it is written with FC16 though it is one register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One write of an order to a battery or a heat pump: a fixed raw number, or the power asked for."""

    target: WritablePoint
    raw: int | None
    """None: the power."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A register that tells this device from others."""

    point: Point
    equals: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMap:
    """A device as its installer describes it."""

    manufacturer: str
    model: str
    unit: int = 1
    poll_interval: float = 5.0
    serial_line: SerialSettings | None = None
    gaps: int = 0
    max_registers: int = 100
    one_value_a_read: bool = False
    serial_number: Point | None = None
    checks: tuple[Check, ...] = ()
    readings: Mapping[Role, Mapping[str, tuple[Point, ...]]]
    """By role and field of its reading; a vector has three points."""

    current: WritablePoint | None = None
    fallback_current: WritablePoint | None = None
    phases: WritablePoint | None = None
    battery: Mapping[BatteryMode, tuple[Write, ...]] = field(default_factory=dict)
    heat_pump: Mapping[int, tuple[Write, ...]] = field(default_factory=dict)
    """By SG-Ready state."""

    heartbeat: float | None = None
    min_write_interval: float = 1.0
    persistent_memory: bool = True


type Units = Mapping[str, float]

POWER: Final[Units] = {"W": 1.0, "kW": 1e3, "MW": 1e6}
_ENERGY: Final[Units] = {"Wh": 1.0, "kWh": 1e3, "MWh": 1e6}
CURRENT: Final[Units] = {"A": 1.0, "mA": 1e-3}
_VOLTAGE: Final[Units] = {"V": 1.0, "mV": 1e-3, "kV": 1e3}
_PERCENT: Final[Units] = {"%": 1.0}


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a field of a reading is."""

    bounds: Bounds | None = None
    units: Units = field(default_factory=dict)
    length: int = 1
    codes: Mapping[str, Coded] = field(default_factory=dict)


_METER: Final = {
    "power": Quantity(Bounds.POWER, POWER),
    "phase_power": Quantity(Bounds.PHASE_POWER, POWER, 3),
    "currents": Quantity(Bounds.CURRENT, CURRENT, 3),
    "voltages": Quantity(Bounds.VOLTAGE, _VOLTAGE, 3),
    "energy_import": Quantity(Bounds.ENERGY, _ENERGY),
    "energy_export": Quantity(Bounds.ENERGY, _ENERGY),
}

PHASE_COUNTS: Final[Mapping[str, Coded]] = {"1": 1, "3": 3}

SG_READY: Final[Mapping[str, int]] = {"block": 1, "normal": 2, "recommend": 3, "force": 4}
"""SG-Ready states by what a map calls them."""

QUANTITIES: Final[Mapping[Role, Mapping[str, Quantity]]] = {
    Role.GRID_METER: _METER,
    Role.METER: _METER,
    Role.SOLAR: {"power": Quantity(Bounds.POWER, POWER), "energy": Quantity(Bounds.ENERGY, _ENERGY)},
    Role.BATTERY: {
        "power": Quantity(Bounds.POWER, POWER),
        "soc": Quantity(Bounds.STATE_OF_CHARGE, _PERCENT),
        "state": Quantity(codes={state.value: state for state in BatteryState}),
        "energy_charged": Quantity(Bounds.ENERGY, _ENERGY),
        "energy_discharged": Quantity(Bounds.ENERGY, _ENERGY),
    },
    Role.CHARGE_POINT: {
        "vehicle": Quantity(codes={state.name: state for state in VehicleState}),
        "power": Quantity(Bounds.STATION_POWER, POWER),
        "currents": Quantity(Bounds.STATION_CURRENT, CURRENT, 3),
        "voltages": Quantity(Bounds.VOLTAGE, _VOLTAGE, 3),
        "setpoint": Quantity(Bounds.SETPOINT, CURRENT),
        "fallback_current": Quantity(Bounds.SETPOINT, CURRENT),
        "phases": Quantity(codes=PHASE_COUNTS),
        "session_energy": Quantity(Bounds.ENERGY, _ENERGY),
        "energy": Quantity(Bounds.ENERGY, _ENERGY),
    },
    Role.HEAT_PUMP: {"state": Quantity(codes=SG_READY)},
}
"""What a map may describe, by role and field."""
