"""What is read: every value that a user gets of a device, and the register that it stands in.

One line is one sensor of Home Assistant's YAML `modbus` integration, and one request of it. Its name is the key of our own
entity, behind the part it belongs to. The registers are those that the drivers read; `compare.check` compares, in
every round, what both sides make of them: a line for another value or in another scale, or an entity of ours without a
line, is an error.

Where a choice was to be made it is the one that is good for YAML:

* Only what becomes an entity counts. What a driver reads besides, for the controller or to judge a value (voltages of a
  station, its setpoint, whether a meter answers, names of inputs), is no line.
* A value that follows from others (the state of a battery from its power) is no line, only in `FOLLOWS`.
* Scale factors of SunSpec and addresses of its models are taken for known; a sum is as many lines as it has terms that
  are there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
import re
from typing import Final, Literal

PHASE: Final = re.compile(r"_l[123]$")

type Kind = Literal["int16", "uint16", "int32", "uint32", "float32", "float64", "string"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a device."""

    entity: str
    """Key of our entity, like `solar_power` or `meter_1_energy`; a sum has several points."""

    address: int
    kind: Kind
    unit: int
    scale: float = 1.0
    """From the register to our entity, sign included."""

    words: int = 1
    """Only for texts: their length in registers."""

    low_word_first: bool = False
    code: bool = False
    """Whether it is a code or a text, which our entity translates; then the values are not compared."""

    @property
    def size(self) -> int:
        """Return the length in registers."""
        return self.words if self.kind == "string" else int(self.kind.lstrip("uintfloa")) // 16

    def followed_by(self, other: Point) -> bool:
        """Whether another value of the same quantity is laid out alike right behind this one."""
        alike = (self.unit, self.kind, self.scale, self.code) == (other.unit, other.kind, other.scale, False)
        same = PHASE.sub("", self.entity) == PHASE.sub("", other.entity)
        return alike and same and self.address + self.size == other.address


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What is read of one family."""

    unit: int
    points: tuple[Point, ...]
    follows: frozenset[str] = frozenset()
    """Entities whose value follows from registers that are read for others."""


def joined(points: Iterable[Point]) -> int:
    """Return how many requests YAML could do with that used `virtual_count` wherever it can be used."""
    ordered = sorted(points, key=lambda point: (point.unit, point.address))
    return len(ordered) - sum(first.followed_by(second) for first, second in pairwise(ordered))


def _point(unit: int, entity: str, kind: Kind, address: int, scale: float = 1.0) -> Point:
    """Return a number."""
    return Point(entity=entity, address=address, kind=kind, unit=unit, scale=scale)


def _code(unit: int, entity: str, kind: Kind, address: int, words: int = 1) -> Point:
    """Return a code or a text."""
    return Point(entity=entity, address=address, kind=kind, unit=unit, words=words, code=True)


def _phases(unit: int, entity: str, kind: Kind, address: int, scale: float = 1.0, step: int = 1) -> tuple[Point, ...]:
    """Return one number for each of L1, L2, L3."""
    return tuple(_point(unit, f"{entity}_l{phase + 1}", kind, address + phase * step, scale) for phase in range(3))


def _e3dc(entity: str, address: int, scale: float = 1.0) -> Point:
    """Return a power of an E3/DC, low word first."""
    return Point(entity=entity, address=address, kind="int32", unit=1, scale=scale, low_word_first=True)


FAMILIES: Final[Mapping[str, Family]] = {
    "hager_flow": Family(
        unit=0,
        points=(
            *_phases(0, "grid_current", "uint16", 4099),
            _point(0, "grid_power", "int32", 4102),
            *_phases(0, "grid_power", "int32", 4104, step=2),
            _point(0, "solar_power", "uint32", 4126),
            _point(0, "battery_power", "int32", 4138, -1.0),
            _point(0, "state_of_charge", "uint16", 4146),
            _point(0, "consumption", "int32", 4151),
            _point(1, "charge_point_1_energy", "uint32", 4609),
            _code(1, "charge_point_1_boost_active", "uint16", 4631),
            _point(1, "charge_point_1_session_energy", "uint32", 4950),
            _point(1, "charge_point_1_charging_power", "int16", 5125),
            *(
                point
                for number, unit in ((1, 30), (2, 31))
                for point in (
                    _point(unit, f"meter_{number}_power", "int32", 4153),
                    _point(unit, f"meter_{number}_energy", "uint32", 4164),
                )
            ),
            _point(50, "heat_pump_1_sg_ready", "uint16", 4152),
        ),
        follows=frozenset({"battery_state"}),
    ),
    "hager_witty_plus": Family(
        unit=1,
        points=(
            _code(1, "vehicle", "string", 0x3008),
            *_phases(1, "charging_current", "int16", 0x300A, 0.1),
            _point(1, "charging_power", "int32", 0x3013),
            _point(1, "fallback_current", "uint16", 0x301F, 0.1),
            _code(1, "status", "uint32", 0x302B),
            _point(1, "session_energy", "uint32", 0x5000),
        ),
    ),
    "goodwe_et": Family(
        unit=247,
        points=(
            _point(247, "solar_power", "uint32", 35105),
            _point(247, "solar_power", "uint32", 35109),
            _point(247, "consumption", "int16", 35172),
            _point(247, "battery_power", "int32", 35182),
            _code(247, "battery_state", "uint16", 35184),
            _point(247, "solar_energy", "uint32", 35191, 100.0),
            _point(247, "energy_charged", "uint32", 35206, 100.0),
            _point(247, "energy_discharged", "uint32", 35209, 100.0),
            _point(247, "energy_export", "float32", 36015),
            _point(247, "energy_import", "float32", 36017),
            *_phases(247, "grid_power", "int32", 36019, -1.0, step=2),
            _point(247, "grid_power", "int32", 36025, -1.0),
            *_phases(247, "grid_voltage", "uint16", 36052, 0.1),
            *_phases(247, "grid_current", "uint16", 36055, 0.1),
            _point(247, "state_of_charge", "uint16", 37007),
        ),
    ),
    "sunspec": Family(
        unit=1,
        points=(
            # Model 124 at 40208.
            _point(1, "state_of_charge", "uint16", 40216, 0.01),
            _code(1, "battery_state", "uint16", 40219),
            # Model 160 at 40234: two strings, what charges the battery, what it gives.
            _point(1, "solar_power", "uint16", 40255),
            _point(1, "solar_energy", "uint32", 40256),
            _point(1, "solar_power", "uint16", 40275),
            _point(1, "solar_energy", "uint32", 40276),
            _point(1, "battery_power", "uint16", 40295, -1.0),
            _point(1, "energy_charged", "uint32", 40296),
            _point(1, "battery_power", "uint16", 40315),
            _point(1, "energy_discharged", "uint32", 40316),
            # Model 203 at 40324.
            *_phases(1, "grid_current", "int16", 40327, 0.01),
            *_phases(1, "grid_voltage", "int16", 40332, 0.1),
            _point(1, "grid_power", "int16", 40342, 10.0),
            *_phases(1, "grid_power", "int16", 40343, 10.0),
            _point(1, "energy_export", "uint32", 40362),
            _point(1, "energy_import", "uint32", 40370),
        ),
    ),
    "alfen_eve": Family(
        unit=1,
        points=(
            *_phases(1, "charging_current", "float32", 320, step=2),
            _point(1, "charging_power", "float32", 344),
            _point(1, "energy", "float64", 374),
            _code(1, "status", "uint16", 1200),
            _code(1, "vehicle", "string", 1201, words=5),
            _point(1, "fallback_current", "float32", 1212),
        ),
    ),
    "e3dc": Family(
        unit=1,
        points=(
            _e3dc("solar_power", 40067),
            _e3dc("battery_power", 40069, -1.0),
            _e3dc("consumption", 40071),
            _e3dc("grid_power", 40073),
            # What additional producers give counts negative, and belongs to the sun.
            _e3dc("solar_power", 40075, -1.0),
            _point(1, "state_of_charge", "uint16", 40082),
            *_phases(1, "grid_power", "int16", 40105),
            _point(1, "heat_pump_1_sg_ready", "uint16", 40136),
        ),
        follows=frozenset({"battery_state"}),
    ),
}
"""By the name of the family; what the simulated house of `servers` has of it."""
