"""P1 telegrams of DSMR 2.2 to 5, ESMR and e-MUCS meters, turned into readings.

Telegrams are parsed by `dsmr-parser` with the specification the telegram asks for. What that library gets wrong or does
not read is taken from the text: the breaker (it takes the last relay for it), 94.32.1, the equipment identifiers, and
the history of month peaks (a count that does not match stops its parser).

* Signs: import +. A meter has separate unsigned objects for import and export; its totals are netted over the phases.
* Phase currents carry no sign and get that of the phase's power, except in a 3 x 230 V grid, where the power of one phase
  means nothing (two-wattmeter method) and is left out.
* `tariff` counts as in Belgium: 1 is day, 2 is night. Dutch meters number them the other way around.
* 1.4.0 is the energy of the running quarter divided by 15 minutes: a ramp from 0 (inferred from samples).

Sources: DSMR 5.0.2 P1 companion standard, Fluvius e-MUCS-P1 1.7.1 and 2.x (documented), `dsmr-parser` 1.11 (seen in code).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
import re
from typing import Any, Final

from dsmr_parser import telegram_specifications
from dsmr_parser.exceptions import InvalidChecksumError, ParseError
from dsmr_parser.parsers import TelegramParser

from ..core.model import ConnectionType, MeterReading, PhaseVector
from .errors import ChecksumError, MissingChecksumError, TelegramError
from .p1_peaks import closed_months, running_month
from .plausible import Bounds, kilo, plausible, signed_by


class Specification(StrEnum):
    """The dialect of a telegram."""

    BELGIUM = "belgium"
    """e-MUCS, Fluvius and the Walloon and Brussels operators."""

    DSMR_5 = "dsmr_5"
    DSMR_4 = "dsmr_4"
    DSMR_2_2 = "dsmr_2_2"
    """DSMR 2.2 and 3.0: no checksum, no timestamp, no phases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class P1Telegram:
    """One telegram: its reading, and what it says about the meter itself."""

    reading: MeterReading
    specification: Specification
    timestamp: datetime | None = None
    """The meter's own clock (UTC)."""

    meter_id: str | None = None
    """Serial number of the electricity meter: what makes it the same meter tomorrow."""

    ean: str | None = None
    """The connection point's number, where the meter tells it."""

    version: str | None = None
    """P1 version: `50217`, `50`."""

    header: str = ""
    """The first line without its slash."""

    connection: ConnectionType | None = None
    """How the house is connected, as far as the telegram tells."""

    text: str = field(default="", repr=False, compare=False)
    """As it came."""

    @property
    def interval(self) -> float:
        """Return the time between two telegrams by the meter's specification (s)."""
        return _INTERVALS[self.specification]


_INTERVALS: Final = {
    Specification.BELGIUM: 1.0,
    Specification.DSMR_5: 1.0,
    Specification.DSMR_4: 10.0,
    Specification.DSMR_2_2: 10.0,
}

_LIBRARY_SPECIFICATIONS: Final = {
    Specification.BELGIUM: telegram_specifications.BELGIUM_FLUVIUS,
    Specification.DSMR_5: telegram_specifications.V5,
    # As the library's own "4+": some DSMR 4 meters tell voltages too.
    Specification.DSMR_4: telegram_specifications.V5,
    Specification.DSMR_2_2: telegram_specifications.V2_2,
}

_WANTED: Final = frozenset(
    {
        "P1_MESSAGE_TIMESTAMP",
        "ELECTRICITY_IMPORTED_TOTAL",
        "ELECTRICITY_USED_TARIFF_1",
        "ELECTRICITY_USED_TARIFF_2",
        "ELECTRICITY_DELIVERED_TARIFF_1",
        "ELECTRICITY_DELIVERED_TARIFF_2",
        "ELECTRICITY_ACTIVE_TARIFF",
        "CURRENT_ELECTRICITY_USAGE",
        "CURRENT_ELECTRICITY_DELIVERY",
        "BELGIUM_CURRENT_AVERAGE_DEMAND",
        "BELGIUM_MAXIMUM_DEMAND_MONTH",
        *(f"INSTANTANEOUS_ACTIVE_POWER_L{phase}_{way}" for phase in (1, 2, 3) for way in ("POSITIVE", "NEGATIVE")),
        *(f"INSTANTANEOUS_VOLTAGE_L{phase}" for phase in (1, 2, 3)),
        *(f"INSTANTANEOUS_CURRENT_L{phase}" for phase in (1, 2, 3)),
        "MBUS_DEVICE_TYPE",
        "MBUS_METER_READING",
        "GAS_METER_READING",
    }
)
"""Only these objects are parsed: less work each second, and no log line for an odd text message."""

_GAS: Final = 3
_WATER: Final = (6, 7)
_SWAPPED_TARIFF: Final = {1: 2, 2: 1}

_VERSION_BE: Final = re.compile(r"^0-0:96\.1\.4\(([^)]*)\)", re.MULTILINE)
_VERSION_NL: Final = re.compile(r"^1-3:0\.2\.8\(([^)]*)\)", re.MULTILINE)
_METER_ID: Final = re.compile(r"^0-0:96\.1\.1\(([^)]*)\)", re.MULTILINE)
_EAN: Final = re.compile(r"^0-0:96\.1\.2\(([^)]*)\)", re.MULTILINE)
_BREAKER: Final = re.compile(r"^0-0:96\.3\.10\((\d)\)", re.MULTILINE)
_GRID: Final = re.compile(r"^1-0:94\.32\.1\(0*(\d+)\)", re.MULTILINE)
_CHECKSUM: Final = re.compile(r"!([0-9A-F]{1,4})\s*\0?\s*\Z")


def parse_telegram(text: str, connection: ConnectionType | None = None) -> P1Telegram:
    """Turn one telegram, from its slash to its checksum, into a reading.

    `connection` is how the house is connected where the user has said so; else the telegram decides. Raises
    `ChecksumError`, `MissingChecksumError`, or `TelegramError` where it tells no power.
    """
    if "\r\n" not in text:
        # Some bridges send bare line feeds; the meter's checksum still counts both characters.
        text = text.replace("\n", "\r\n")
    specification, version = _specification(text)
    _check(text, specification)
    try:
        objects = _parser(specification).parse(text)
    except (ParseError, ArithmeticError, LookupError, TypeError, ValueError) as err:
        raise TelegramError(f"the telegram cannot be parsed: {err}") from err

    phases = _phases(objects)
    told = _connection(text, phases)
    reading = _reading(text, objects, specification, phases, connection or told)
    if reading.power is None:
        raise TelegramError("the telegram tells no power")
    return P1Telegram(
        reading=reading,
        specification=specification,
        timestamp=_value(objects, "P1_MESSAGE_TIMESTAMP"),
        meter_id=_identifier(_METER_ID, text),
        ean=_identifier(_EAN, text),
        version=version,
        header=text.split("\r\n", 1)[0].lstrip("/"),
        connection=told,
        text=text,
    )


_PRIVATE: Final = re.compile(
    r"^(\d+-\d+:(?:42\.0\.0|96\.1\.(?!4\()\d+|96\.13\.\d+|97\.97\.0))\(.*$", flags=re.MULTILINE
)
"""Objects that tell whose meter it is: device names, serial numbers and EAN codes (all of 96.1 but the version), and texts
of the supplier."""


def without_identifiers(text: str) -> str:
    """Return a telegram in which nothing tells whose it is; its checksum is not right any more."""
    return _PRIVATE.sub(r"\1(----)", text)


@dataclass(frozen=True, slots=True)
class _Phases:
    """What the telegram tells of each phase; a phase without its object is None."""

    power: tuple[float | None, ...]
    voltages: tuple[float | None, ...]
    currents: tuple[float | None, ...]

    @property
    def untold(self) -> bool:
        """Whether no object speaks of any phase."""
        return not any(value is not None for values in (self.power, self.voltages, self.currents) for value in values)

    @property
    def single(self) -> bool:
        """Whether no object speaks of L2 or L3."""
        return not any(
            value is not None for values in (self.power, self.voltages, self.currents) for value in values[1:]
        )


def _specification(text: str) -> tuple[Specification, str | None]:
    """Return the dialect of a telegram and the P1 version it names."""
    if match := _VERSION_BE.search(text):
        return Specification.BELGIUM, match[1]
    if match := _VERSION_NL.search(text):
        return (Specification.DSMR_4 if match[1].startswith("4") else Specification.DSMR_5), match[1]
    return Specification.DSMR_2_2, None


def _check(text: str, specification: Specification) -> None:
    """Check the checksum: always where there is one, and it may be missing only where the specification has none."""
    if _CHECKSUM.search(text) is None:
        if specification is not Specification.DSMR_2_2:
            raise MissingChecksumError("the telegram has no checksum")
        return
    try:
        TelegramParser.validate_checksum(text)
    except InvalidChecksumError as err:
        raise ChecksumError("the checksum does not match") from err
    except ParseError as err:
        raise TelegramError(str(err)) from err


@cache
def _parser(specification: Specification) -> Any:
    """Return the library's parser for the wanted objects; the checksum has been checked before."""
    objects = _LIBRARY_SPECIFICATIONS[specification]["objects"]
    wanted = [entry for entry in objects if entry["value_name"] in _WANTED]
    return TelegramParser({"checksum_support": False, "objects": wanted}, apply_checksum_validation=False)


def _value(objects: Any, name: str) -> Any:
    """Return the value of a parsed object, or None where the telegram has none."""
    found = getattr(objects, name, None)
    return None if found is None else found.value


def _phases(objects: Any) -> _Phases:
    """Collect what the telegram tells of each phase."""
    return _Phases(
        power=tuple(
            _net(
                kilo(Bounds.PHASE_POWER, _value(objects, f"INSTANTANEOUS_ACTIVE_POWER_L{phase}_POSITIVE")),
                kilo(Bounds.PHASE_POWER, _value(objects, f"INSTANTANEOUS_ACTIVE_POWER_L{phase}_NEGATIVE")),
            )
            for phase in (1, 2, 3)
        ),
        voltages=tuple(
            plausible(Bounds.VOLTAGE, _value(objects, f"INSTANTANEOUS_VOLTAGE_L{phase}")) for phase in (1, 2, 3)
        ),
        currents=tuple(
            plausible(Bounds.CURRENT, _value(objects, f"INSTANTANEOUS_CURRENT_L{phase}")) for phase in (1, 2, 3)
        ),
    )


def _net(imported: float | None, exported: float | None) -> float | None:
    """Return import minus export (W); a side the meter does not tell counts as none."""
    if imported is None and exported is None:
        return None
    return round((imported or 0.0) - (exported or 0.0), 3)


def _vector(values: tuple[float | None, ...], *, single: bool) -> PhaseVector | None:
    """Return three known values as a vector; a single-phase meter has 0 on the phases it does not know."""
    first, second, third = values
    if first is None:
        return None
    if single:
        return (first, 0.0, 0.0)
    return None if second is None or third is None else (first, second, third)


def _connection(text: str, phases: _Phases) -> ConnectionType | None:
    """Return how the house is connected: from 94.32.1, else from the shape of the telegram (inferred)."""
    if phases.untold:
        return None
    if phases.single:
        return ConnectionType.SINGLE_PHASE
    if match := _GRID.search(text):
        return ConnectionType.THREE_PHASE_DELTA if match[1] == "230" else ConnectionType.THREE_PHASE
    # Without neutral, voltages are measured against L2, which then reads 0 while it carries current.
    voltages = _vector(phases.voltages, single=False)
    if voltages is not None and voltages[0] > 0 and voltages[1] == 0 and voltages[2] > 0:
        return ConnectionType.THREE_PHASE_DELTA
    return ConnectionType.THREE_PHASE


def _reading(
    text: str, objects: Any, specification: Specification, phases: _Phases, connection: ConnectionType | None
) -> MeterReading:
    """Assemble the reading."""
    delta = connection is ConnectionType.THREE_PHASE_DELTA
    phase_power = None if delta else _vector(phases.power, single=phases.single)
    currents = _vector(phases.currents, single=phases.single)
    if currents is not None and phase_power is not None:
        currents = signed_by(currents, phase_power)
    power = _net(
        kilo(Bounds.POWER, _value(objects, "CURRENT_ELECTRICITY_USAGE")),
        kilo(Bounds.POWER, _value(objects, "CURRENT_ELECTRICITY_DELIVERY")),
    )
    breaker = _BREAKER.search(text)
    counters = dict(_counters(objects))
    return MeterReading(
        power=power,
        phase_power=phase_power,
        currents=currents,
        voltages=_vector(phases.voltages, single=phases.single),
        energy_import=_energy(objects, "USED"),
        energy_export=_energy(objects, "DELIVERED"),
        quarter_demand=kilo(Bounds.POWER, _value(objects, "BELGIUM_CURRENT_AVERAGE_DEMAND")),
        month_peak=running_month(objects),
        peak_history=closed_months(text),
        tariff=_tariff(objects, specification),
        breaker_closed=None if breaker is None else breaker[1] == "1",
        gas=counters.get("gas"),
        water=counters.get("water"),
    )


def _energy(objects: Any, way: str) -> float | None:
    """Return a counter summed over both tariffs (Wh)."""
    tariffs = [kilo(Bounds.ENERGY, _value(objects, f"ELECTRICITY_{way}_TARIFF_{number}")) for number in (1, 2)]
    if tariffs[0] is not None and tariffs[1] is not None:
        return round(tariffs[0] + tariffs[1], 3)
    return kilo(Bounds.ENERGY, _value(objects, "ELECTRICITY_IMPORTED_TOTAL")) if way == "USED" else None


def _tariff(objects: Any, specification: Specification) -> int | None:
    """Return the active tariff, 1 for day and 2 for night."""
    value = _value(objects, "ELECTRICITY_ACTIVE_TARIFF")
    if value is None or not value.isdigit():
        return None
    number = int(value)
    if specification is Specification.BELGIUM:
        return number if number in _SWAPPED_TARIFF else None
    return _SWAPPED_TARIFF.get(number)


def _counters(objects: Any) -> Iterator[tuple[str, float]]:
    """Yield the gas and water counters (m3). A channel that does not tell its type is no meter."""
    for device in getattr(objects, "MBUS_DEVICES", ()):
        kind = _value(device, "MBUS_DEVICE_TYPE")
        volume = plausible(Bounds.VOLUME, _value(device, "MBUS_METER_READING") or _value(device, "GAS_METER_READING"))
        if volume is None:
            continue
        if kind == _GAS or hasattr(device, "GAS_METER_READING"):
            yield "gas", volume
        elif kind in _WATER:
            yield "water", volume


def _identifier(pattern: re.Pattern[str], text: str) -> str | None:
    """Return an equipment identifier: hexadecimal ASCII by the specification, sent plainly by some."""
    match = pattern.search(text)
    if match is None or not match[1]:
        return None
    try:
        plain = bytes.fromhex(match[1]).decode("ascii")
    except ValueError:
        return match[1]
    return plain if plain.isprintable() else match[1]
