"""What stands behind a Hager flow controller: charging stations, meters and SG-Ready outputs, each on a unit of its own.

Which units exist is not told anywhere: they are asked one by one. An absent unit may answer with an exception, which
costs nothing, or not at all, which costs a time-out; of those a poll takes only one, so that the house is never kept
waiting. What is not there is asked again every 15 minutes.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from modbus_connection import ModbusConnectionError, ModbusError, ModbusTimeoutError, ModbusUnit
from modbus_connection.model import Component, Device, UpdateReport

from ..core.model import ChargePointReading, HeatPumpReading, MeterReading, VehicleState
from .blocks import text
from .driver import Part, Role, UnitFor
from .hager_flow_registers import (
    MeterEnergy,
    MeterName,
    MeterValues,
    SgReadyName,
    SgReadyStatus,
    StationBoost,
    StationCounters,
    StationFirmware,
    StationName,
    StationPower,
    StationPresence,
    StationSession,
)
from .plausible import Bounds, plausible, plausible_phases

UNITS: Final = {
    Role.CHARGE_POINT: range(1, 9),
    Role.METER: range(30, 38),
    Role.HEAT_PUMP: range(50, 60),
}
"""Units of each kind of part; a part's number is its place in the range, from 1."""

RESCAN_AFTER: Final = 900.0
"""A unit where nothing was found is asked again after this long (s)."""

REST_AFTER_SILENCE: Final = 60.0
"""A known part that did not answer in time is left alone for this long (s), so that it does not delay the others."""

BOOST_FEEDBACK: Final = 20.0
"""So long after it was written the register may show the boost of before (s)."""

CHARGING_POWER: Final = 100.0
"""A station that delivers this much (W) charges."""

_CONNECTED: Final = 1
_SG_READY_STATES: Final = range(1, 5)


class StationBlocks(Device):
    """Blocks of a charging station."""

    names = ("counters", "boost", "session", "power")

    def __init__(self, unit: ModbusUnit) -> None:
        """Hold the unit; nothing is read."""
        super().__init__(unit)
        self.counters = StationCounters(unit)
        self.boost = StationBoost(unit)
        self.session = StationSession(unit)
        self.power = StationPower(unit)


class MeterBlocks(Device):
    """Blocks of a meter."""

    names = ("values", "energy")

    def __init__(self, unit: ModbusUnit) -> None:
        """Hold the unit; nothing is read."""
        super().__init__(unit)
        self.values = MeterValues(unit)
        self.energy = MeterEnergy(unit)


class SgReadyBlocks(Device):
    """Blocks of an SG-Ready output."""

    names = ("status",)

    def __init__(self, unit: ModbusUnit) -> None:
        """Hold the unit; nothing is read."""
        super().__init__(unit)
        self.status = SgReadyStatus(unit)


type Blocks = StationBlocks | MeterBlocks | SgReadyBlocks


@dataclass(slots=True)
class KnownPart:
    """A part that was found, and when it may be read again."""

    part: Part
    blocks: Blocks
    rest_until: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartReadings:
    """What one round brought, by number."""

    charge_points: dict[int, ChargePointReading]
    meters: dict[int, MeterReading]
    heat_pumps: dict[int, HeatPumpReading]
    failed: frozenset[str]


class EmcParts:
    """Finds and reads the parts of one controller."""

    def __init__(self, unit_for: UnitFor, clock: Callable[[], float]) -> None:
        """Hold the link; `clock` counts seconds and never jumps."""
        self._clock = clock
        self._known: dict[tuple[Role, int], KnownPart] = {}
        self._units = {
            (role, number): unit_for(unit_id)
            for role, units in UNITS.items()
            for number, unit_id in enumerate(units, start=1)
        }
        # The boost a station was ordered, and until when its register may still show another.
        self._ordered: dict[int, tuple[bool, float]] = {}
        self._ask_at = dict.fromkeys(_in_turn(), 0.0)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return what was found so far, stations first."""
        return tuple(self._known[key].part for key in self._units if key in self._known)

    async def look(self) -> None:
        """Ask the units that are due whether something is there, until one of them is silent."""
        for key, ask_at in self._ask_at.items():
            if key in self._known or self._clock() < ask_at:
                continue
            role, number = key
            unit = self._units[key]
            silent = False
            try:
                part = await _MEET[role](unit, number)
            except ModbusConnectionError:
                raise
            except ModbusError as err:
                part = None
                silent = isinstance(err, ModbusTimeoutError)
            self._ask_at[key] = self._clock() + RESCAN_AFTER
            if part is not None:
                self._known[key] = KnownPart(part, _BLOCKS[role](unit))
            if silent:
                return

    async def read(self) -> PartReadings:
        """Read every known part. Raises `ModbusConnectionError` where the link is gone."""
        stations: dict[int, ChargePointReading] = {}
        meters: dict[int, MeterReading] = {}
        heat_pumps: dict[int, HeatPumpReading] = {}
        failed: set[str] = set()
        for (_, number), known in self._known.items():
            report = await self._read_part(known)
            key = known.part.key
            failed.update(f"{key}_{name}" for name in report.failed)
            if not report.updated:
                failed.add(key)
            elif isinstance(known.blocks, StationBlocks):
                if "counters" in report.updated and known.blocks.counters.connected != _CONNECTED:
                    failed.add(key)
                else:
                    stations[number] = self._as_ordered(number, _station(known.blocks, report.updated))
            elif isinstance(known.blocks, MeterBlocks):
                meters[number] = _meter(known.blocks, report.updated)
            else:
                heat_pumps[number] = _heat_pump(known)
        return PartReadings(charge_points=stations, meters=meters, heat_pumps=heat_pumps, failed=frozenset(failed))

    async def set_boost(self, number: int, active: bool) -> None:
        """Write the boost of a station. Raises `ModbusError`, `ValueError` for a station that was not found."""
        known = self._known.get((Role.CHARGE_POINT, number))
        if known is None or not isinstance(known.blocks, StationBlocks):
            raise ValueError(f"there is no charge point {number}")
        await known.blocks.boost.write("boost", int(active))
        self._ordered[number] = (active, self._clock() + BOOST_FEEDBACK)

    def _as_ordered(self, number: int, reading: ChargePointReading) -> ChargePointReading:
        """Return the reading of a station with the boost that was ordered, until the controller shows its own."""
        ordered = self._ordered.get(number)
        if ordered is None or reading.boost is None:
            return reading
        active, until = ordered
        if reading.boost is active or self._clock() >= until:
            del self._ordered[number]
            return reading
        return replace(reading, boost=active)

    async def _read_part(self, known: KnownPart) -> UpdateReport:
        """Read the blocks of one part; a silent part is left alone for a while."""
        if self._clock() < known.rest_until:
            return UpdateReport()
        try:
            return await known.blocks.async_poll(known.blocks.names)
        except ModbusTimeoutError:
            known.rest_until = self._clock() + REST_AFTER_SILENCE
            return UpdateReport()


def _in_turn() -> Iterator[tuple[Role, int]]:
    """Yield the parts to ask for, the first of each kind first: most houses have few of each."""
    numbered = [[(role, number) for number, _ in enumerate(units, start=1)] for role, units in UNITS.items()]
    for row in zip_longest(*numbered):
        yield from (key for key in row if key is not None)


async def _readable(component: Component) -> bool:
    """Read something that a part may do without."""
    try:
        await component.async_update(notify=False)
    except ModbusConnectionError, ModbusTimeoutError:
        raise
    except ModbusError:
        return False
    return True


async def _meet_station(unit: ModbusUnit, number: int) -> Part | None:
    """Return the charging station on a unit, or None where none is connected."""
    presence = StationPresence(unit)
    await presence.async_update(notify=False)
    if presence.connected != _CONNECTED:
        return None
    name, firmware = StationName(unit), StationFirmware(unit)
    return Part(
        role=Role.CHARGE_POINT,
        number=number,
        name=text(name.station_name) if await _readable(name) else "",
        sw_version=(text(firmware.firmware) or None) if await _readable(firmware) else None,
    )


async def _meet_meter(unit: ModbusUnit, number: int) -> Part | None:
    """Return the meter on a unit, or None where no name begins with EC."""
    name = MeterName(unit)
    await name.async_update(notify=False)
    called = text(name.meter_name)
    return Part(role=Role.METER, number=number, name=called) if called.upper().startswith("EC") else None


async def _meet_heat_pump(unit: ModbusUnit, number: int) -> Part | None:
    """Return the SG-Ready output on a unit, or None where it has no name or no SG-Ready state."""
    name, status = SgReadyName(unit), SgReadyStatus(unit)
    await name.async_update(notify=False)
    called = text(name.output_name)
    if not called or not await _readable(status) or status.status not in _SG_READY_STATES:
        return None
    return Part(role=Role.HEAT_PUMP, number=number, name=called)


_MEET: Final[dict[Role, Callable[[ModbusUnit, int], Awaitable[Part | None]]]] = {
    Role.CHARGE_POINT: _meet_station,
    Role.METER: _meet_meter,
    Role.HEAT_PUMP: _meet_heat_pump,
}
_BLOCKS: Final[dict[Role, Callable[[ModbusUnit], Blocks]]] = {
    Role.CHARGE_POINT: StationBlocks,
    Role.METER: MeterBlocks,
    Role.HEAT_PUMP: SgReadyBlocks,
}


def _station(blocks: StationBlocks, updated: set[str]) -> ChargePointReading:
    """Assemble the reading of a station. Its control pilot is not told: who delivers power charges."""
    power = plausible(Bounds.STATION_POWER, blocks.power.power) if "power" in updated else None
    boost = blocks.boost.boost if "boost" in updated else None
    return ChargePointReading(
        vehicle=VehicleState.C if power is not None and power >= CHARGING_POWER else None,
        power=power,
        session_energy=plausible(Bounds.ENERGY, blocks.session.energy) if "session" in updated else None,
        energy=plausible(Bounds.ENERGY, blocks.counters.energy) if "counters" in updated else None,
        boost=None if boost is None else boost == 1,
    )


def _meter(blocks: MeterBlocks, updated: set[str]) -> MeterReading:
    """Assemble the reading of a sub-meter."""
    values = blocks.values
    told = "values" in updated
    return MeterReading(
        power=plausible(Bounds.POWER, values.power) if told else None,
        phase_power=plausible_phases(Bounds.PHASE_POWER, (values.power_l1, values.power_l2, values.power_l3))
        if told
        else None,
        energy_import=plausible(Bounds.ENERGY, blocks.energy.energy) if "energy" in updated else None,
    )


def _heat_pump(known: KnownPart) -> HeatPumpReading:
    """Assemble the reading of an SG-Ready output."""
    assert isinstance(known.blocks, SgReadyBlocks)
    status = known.blocks.status.status
    return HeatPumpReading(name=known.part.name, state=status if status in _SG_READY_STATES else None)
