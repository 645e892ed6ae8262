"""A device as its installer describes it: a driver made of a register map at run time.

Nothing about such a device is verified but by the installer. Reading goes role by role, so that registers the device
refuses leave the other roles alone. What it tells is passed through the same table of plausible values as any driver's.

* A charge point: the current is rounded down to the step of the map; below its minimum only 0 goes, which pauses.
* A battery: an order is the list of writes of the map, in its order; where one fails, the rest is not written. Whether the
  device lets go by itself when nobody writes any more is the device's: the map's `heartbeat` says how soon to repeat.
"""

from collections.abc import Mapping
from math import floor, isfinite
from typing import Any, ClassVar, Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Device, ManualComponent
from modbus_connection.model.fields import FloatField, NumberField, RegisterField

from ..core.model import BatteryMode, BatteryReading, ChargePointReading, HeatPumpReading, MeterReading, SolarReading
from .blocks import NOT_SERVED, read_blocks
from .driver import (
    BatteryDriver,
    Capabilities,
    ChargePointDriver,
    DeviceKind,
    DeviceReadings,
    Driver,
    HeatPumpDriver,
    Identity,
    Role,
    UnitFor,
)
from .errors import NotTakenError
from .plausible import plausible
from .register_map import SG_READY, Point, RegisterMap, WritablePoint
from .register_map_parse import parse_register_map

FAMILY: Final = "own_register_map"

_SERIAL: Final = "serial"
_HAIR: Final = 1e-6
"""Added before rounding down, so that 6.1, stored as 6.0999..., stays 6.1."""

_DIGITS: Final = 6
"""Decimals kept of a scaled value: 123 x 0.1 is 12.3."""


class RegisterMapDriver(Driver):
    """A device that is read by its installer's map. `driver_for` makes the class."""

    family = FAMILY
    map: ClassVar[RegisterMap]

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._device = _Blocks(self.unit, self.map)

    @override
    async def identify(self) -> Identity | None:
        """Read what the map says tells this device from others; where it says nothing, one role of it must answer."""
        known = self.map
        block = self._device.identity
        try:
            if block is not None:
                await block.async_update(notify=False)
            else:
                await self._device.blocks[next(iter(known.readings))].async_update(notify=False)
        except NOT_SERVED:
            return None
        serial: int | None = None
        if block is not None:
            if any(block.get(str(number)) not in check.equals for number, check in enumerate(known.checks)):
                return None
            serial = block.get(_SERIAL)
            if known.serial_number is not None and not serial:
                return None
        self.identity = Identity(
            family=self.family,
            serial=str(self.unit_id if serial is None else serial),
            manufacturer=known.manufacturer,
            model=known.model,
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read every role. Raises `ModbusError` where none could be read."""
        report = await read_blocks(self._device, [role.value for role in self.map.readings])
        values = {
            role: {name: _value(self._device.blocks[role], name, points) for name, points in fields.items()}
            for role, fields in self.map.readings.items()
            if role.value in report.updated
        }
        grid, meter = _made(MeterReading, values, Role.GRID_METER), _made(MeterReading, values, Role.METER)
        station = _made(ChargePointReading, values, Role.CHARGE_POINT)
        heat_pump = _made(HeatPumpReading, values, Role.HEAT_PUMP)
        return DeviceReadings(
            grid=grid,
            solar=_made(SolarReading, values, Role.SOLAR),
            battery=_made(BatteryReading, values, Role.BATTERY),
            charge_points={} if station is None else {1: station},
            meters={} if meter is None else {1: meter},
            heat_pumps={} if heat_pump is None else {1: heat_pump},
            failed=frozenset(report.failed),
        )

    async def _write(self, target: WritablePoint, raw: float) -> None:
        """Write a raw number."""
        words = _field(target.point, writable=True).encode(raw)
        if target.many or len(words) > 1:
            await self.unit.write_registers(target.point.register, words)
        else:
            await self.unit.write_register(target.point.register, words[0])


class RegisterMapChargePoint(RegisterMapDriver, ChargePointDriver):
    """A charge point whose current the map says how to set."""

    @override
    async def set_current(self, current: float) -> None:
        """Limit the current on each phase (A), rounded down to the map's step; 0 pauses."""
        await self._set(self.map.current, current)

    @override
    async def set_fallback(self, current: float) -> None:
        """Set what the station falls back to (A). Raises `NotImplementedError` where the map does not say how."""
        await self._set(self.map.fallback_current, current)

    @override
    async def set_phases(self, phases: int) -> None:
        """Charge on 1 or 3 phases. Raises `NotImplementedError` where the map does not say how."""
        target = self.map.phases
        if target is None:
            raise NotImplementedError("the register map does not say how to switch phases")
        for raw, meaning in target.point.codes.items():
            if meaning == phases:
                await self._write(target, raw)
                return
        raise ValueError(f"a station charges on 1 or 3 phases, not {phases}")

    async def _set(self, target: WritablePoint | None, current: float) -> None:
        """Write a current within the limits of the map."""
        if target is None:
            raise NotImplementedError("the register map does not say how to set this")
        if not isfinite(current) or (current != 0 and not target.minimum <= current <= target.maximum):
            raise ValueError(f"{current} A is neither 0 nor between {target.minimum:g} and {target.maximum:g} A")
        await self._write(target, _raw(target, floor(current / target.step + _HAIR) * target.step))


class RegisterMapBattery(RegisterMapDriver, BatteryDriver):
    """A battery that the map says how to command."""

    @property
    @override
    def modes(self) -> frozenset[BatteryMode]:
        """Return what the map says how to order."""
        return frozenset(self.map.battery)

    @override
    async def set_battery(self, mode: BatteryMode, power: float = 0.0) -> None:
        """Write what the map says for a mode, the power (W) rounded down to the map's step."""
        if mode not in self.map.battery:
            raise NotImplementedError(f"the register map does not say how to {mode.value}")
        orders: list[tuple[WritablePoint, float]] = []
        for order in self.map.battery[mode]:
            target = order.target
            if order.raw is not None:
                orders.append((target, order.raw))
                continue
            if not isfinite(power) or not target.minimum <= power <= target.maximum:
                raise ValueError(f"{power} W is not between {target.minimum:g} and {target.maximum:g} W")
            orders.append((target, _raw(target, floor(power / target.step + _HAIR) * target.step)))
        # All are checked before the first is written: half an order is none.
        for target, raw in orders:
            await self._write(target, raw)

    @override
    async def release_battery(self) -> None:
        """Give the battery back to its own automatic."""
        await self.set_battery(BatteryMode.AUTO)


class RegisterMapHeatPump(RegisterMapDriver, HeatPumpDriver):
    """A heat pump whose SG-Ready states the map says how to order."""

    @override
    async def set_sg_ready(self, state: int) -> None:
        """Write what the map says for a state, and read the state back."""
        if state not in SG_READY.values():
            raise ValueError(f"an SG-Ready state is 1 to 4, not {state}")
        if state not in self.map.heat_pump:
            raise NotImplementedError(f"the register map does not say how to order SG-Ready state {state}")
        for order in self.map.heat_pump[state]:
            assert order.raw is not None
            await self._write(order.target, order.raw)
        block = self._device.blocks[Role.HEAT_PUMP]
        await block.async_update(notify=False)
        now = _value(block, "state", self.map.readings[Role.HEAT_PUMP]["state"])
        if now != state:
            raise NotTakenError(f"SG-Ready state {state} was ordered, but {now} is read back")


def driver_for(document: Any) -> type[RegisterMapDriver]:
    """Return the driver class of a map, to be used as any family's. Raises `RegisterMapError`."""
    return driver_class(parse_register_map(document))


def driver_class(known: RegisterMap) -> type[RegisterMapDriver]:
    """Return the driver class of a map that was checked already."""
    base: type[RegisterMapDriver] = RegisterMapDriver
    if known.current is not None:
        base = RegisterMapChargePoint
    elif known.battery:
        base = RegisterMapBattery
    elif known.heat_pump:
        base = RegisterMapHeatPump
    roles = known.readings
    kind = DeviceKind.METER
    if Role.CHARGE_POINT in roles:
        kind = DeviceKind.CHARGE_POINT
    elif Role.SOLAR in roles or Role.BATTERY in roles:
        kind = DeviceKind.INVERTER
    elif Role.HEAT_PUMP in roles:
        kind = DeviceKind.HEAT_PUMP
    capabilities = Capabilities(
        roles=frozenset(roles),
        per_phase=any(len(points) > 1 for fields in roles.values() for points in fields.values()),
        sets_current=known.current is not None,
        current_step=known.current.step if known.current is not None else 1.0,
        switches_phases=known.phases is not None,
        has_fallback=known.fallback_current is not None,
        sets_fallback=known.fallback_current is not None,
        heartbeat=known.heartbeat,
        min_write_interval=known.min_write_interval,
        persistent_memory=known.persistent_memory,
        controls_battery=bool(known.battery),
        sets_sg_ready=bool(known.heat_pump),
    )
    attributes = {
        "__doc__": f"{known.manufacturer} {known.model}, as its installer describes it.",
        "map": known,
        "kind": kind,
        "manufacturer": known.manufacturer,
        "capabilities": capabilities,
        "default_unit": known.unit,
        "default_serial": known.serial_line,
        "poll_interval": known.poll_interval,
        "experimental": True,
        "tells_serial": known.serial_number is not None,
    }
    return type(base.__name__, (base,), attributes)


class _Blocks(Device):
    """The registers of each role, by the role's name, and those that tell the device from others."""

    def __init__(self, unit: ModbusUnit, known: RegisterMap) -> None:
        super().__init__(unit)
        self.blocks: dict[Role, ManualComponent] = {}
        for role, fields in known.readings.items():
            block = self.blocks[role] = _block(unit, known)
            for name, points in fields.items():
                for number, point in enumerate(points):
                    block.add(f"{name}_{number}", _field(point), space=point.table.value)
            setattr(self, role.value, block)
        self.identity: ManualComponent | None = None
        if known.checks or known.serial_number is not None:
            self.identity = _block(unit, known)
            for number, check in enumerate(known.checks):
                self.identity.add(str(number), _field(check.point), space=check.point.table.value)
            if (serial := known.serial_number) is not None:
                self.identity.add(_SERIAL, _field(serial), space=serial.table.value)


def _block(unit: ModbusUnit, known: RegisterMap) -> ManualComponent:
    """Return an empty block that is read the way the device wants."""
    max_gap = 0 if known.one_value_a_read else known.gaps + 1
    return ManualComponent(unit, max_gap=max_gap, max_span=known.max_registers)


def _field(point: Point, *, writable: bool = False) -> RegisterField[Any]:
    """Return a value's registers; its scale is applied here, not there."""
    order: Any = "little" if point.low_word_first else "big"
    if point.type.floating:
        return FloatField(point.register, count=point.type.words, word_order=order, writable=writable)
    return NumberField[int](
        point.register,
        count=point.type.words,
        signed=point.type.signed,
        nan=point.not_available,
        word_order=order,
        writable=writable,
    )


def _value(block: ManualComponent, name: str, points: tuple[Point, ...]) -> Any:
    """Return a field of a reading: a number, a state, or a vector; None where a part of it is not known."""
    values = [_scaled(point, block.get(f"{name}_{number}")) for number, point in enumerate(points)]
    if len(values) == 1:
        return values[0]
    return None if None in values else tuple(values)


def _scaled(point: Point, raw: float | None) -> Any:
    """Return what a raw number stands for, in the house's unit and sign."""
    if raw is None:
        return None
    if point.codes:
        return point.codes.get(int(raw))
    value = raw * point.factor + point.offset
    if point.bounds is None or not isfinite(value):
        return None
    return plausible(point.bounds, round(value, _DIGITS))


def _raw(target: WritablePoint, value: float) -> float:
    """Return the raw number of a value in the house's unit, rounded towards 0 so that no limit is passed."""
    raw = value / target.point.factor
    if target.point.type.floating:
        return raw
    return int(raw + (_HAIR if raw >= 0 else -_HAIR))


def _made[T](make: type[T], values: Mapping[Role, Mapping[str, Any]], role: Role) -> T | None:
    """Return the reading of a role, where it could be read."""
    return make(**values[role]) if role in values else None
