"""A GoodWe ET hybrid inverter with a battery and its own meter: Modbus TCP, unit 247.

Sources: the MIT-licensed `goodwe` library and the evcc template `goodwe-hybrid`. Nothing here was compared with a real
inverter. A register of a served block that the house has no value for reads as all ones (not available); registers
outside the blocks are illegal addresses.

Signs here are the inverter's own: meter + = export, battery + = discharging.
"""

from collections.abc import Iterable
from functools import partial

from ..battery import EmsMode
from ..faults import INVERTER, FaultBoard
from ..world import World
from .modbus import ModbusServer
from .registers import WRITE_MULTIPLE, WRITE_SINGLE, Field, Kind, RegisterBank, number, setting, text

UNIT = 247
_IDLE_POWER = 20.0
_STRINGS = (0.6, 0.4)
"""How the panels are shared between two strings."""

_STRING_VOLTAGE = 420.0
_BLOCKS = (range(35000, 35034), range(35100, 35225), range(35262, 35268), range(35301, 35362))
_METER_AND_BMS_BLOCKS = (range(36000, 36125), range(37000, 37024), range(39000, 39022))


class GoodweServer(ModbusServer):
    """The hybrid inverter."""

    def __init__(
        self,
        world: World,
        faults: FaultBoard,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        own_meter: bool = True,
        rtu: bool = False,
    ) -> None:
        """Prepare; nothing listens before `start`. Raises ValueError for a house without battery.

        `own_meter` tells whether its meter is connected: without one it cannot limit the export.
        """
        if world.battery is None:
            raise ValueError("a hybrid inverter needs a battery")
        self._world = world
        self._own_meter = own_meter
        self._battery = world.battery
        self._work_mode = 0
        self._export_limited = False
        self._export_limit = 0
        functions = frozenset({WRITE_SINGLE, WRITE_MULTIPLE})
        known = [*self._identity(), *self._running(), *self._meter(), *self._bms(), *self._settings()]
        bank = RegisterBank(UNIT, _fill(known, (*_BLOCKS, *_METER_AND_BMS_BLOCKS)), write_functions=functions)
        super().__init__(INVERTER, (bank,), faults, host, port, rtu=rtu)

    def _identity(self) -> Iterable[Field]:
        """Return who it is; the letters ETU in the serial number name the family."""
        rated = self._battery.spec.inverter_power
        return [
            number(Kind.U16, 35001, rated),
            number(Kind.U16, 35002, 1),
            text(35003, 8, "9010KETU000W0000"),
            text(35011, 5, "GW10K-ET"),
            number(Kind.U16, 35016, 7),
            number(Kind.U16, 35017, 7),
            number(Kind.U16, 35018, 305),
            number(Kind.U16, 35019, 12),
        ]

    def _running(self) -> Iterable[Field]:
        """Return the running data: panels, grid side, load, battery, counters."""
        world, battery = self._world, self._battery
        grid = world.grid
        for string, share in enumerate(_STRINGS):
            base = 35103 + 4 * string
            yield number(Kind.U16, base, partial(self._string_voltage, share))
            yield number(Kind.U16, base + 1, partial(self._string_current, share))
            yield number(Kind.U32, base + 2, partial(self._string_power, share))
        for phase, base in enumerate((35121, 35126, 35131)):
            yield number(Kind.U16, base, partial(self._decivolts, phase))
            yield number(Kind.U16, base + 1, partial(self._output_deciamps, phase))
            yield number(Kind.U16, base + 2, 5000)
            yield number(Kind.I16, base + 4, partial(self._output, phase))
        yield number(Kind.U16, 35136, lambda: 0 if world.fuse.tripped else 1)
        yield number(Kind.I16, 35138, lambda: self._panels + battery.power)
        yield number(Kind.I16, 35140, lambda: -grid.power)
        yield number(Kind.I16, 35172, lambda: world.house_power)
        yield number(Kind.U16, 35180, lambda: 10 * battery.spec.voltage)
        yield number(Kind.I16, 35181, lambda: 10 * battery.power / battery.spec.voltage)
        yield number(Kind.I32, 35182, lambda: battery.power)
        yield number(Kind.U16, 35184, self._battery_mode)
        yield number(Kind.U16, 35187, lambda: 0 if world.fuse.tripped else 1)
        yield number(Kind.U32, 35191, lambda: (world.solar.energy if world.solar is not None else 0) / 100)
        yield number(Kind.U32, 35195, lambda: grid.energy_export / 100)
        yield number(Kind.U32, 35200, lambda: grid.energy_import / 100)
        yield number(Kind.U32, 35206, lambda: battery.charged / 100)
        yield number(Kind.U32, 35209, lambda: battery.discharged / 100)

    def _meter(self) -> Iterable[Field]:
        """Return its own meter at the connection, export +."""
        grid = self._world.grid
        if not self._own_meter:
            yield number(Kind.U16, 36004, 0)
            return
        yield number(Kind.U16, 36004, 1)
        for phase in range(3):
            yield number(Kind.I16, 36005 + phase, partial(self._export, phase))
            yield number(Kind.I32, 36019 + 2 * phase, partial(self._export, phase))
            yield number(Kind.U16, 36052 + phase, partial(self._decivolts, phase))
            yield number(Kind.U16, 36055 + phase, partial(self._meter_deciamps, phase))
        yield number(Kind.I16, 36008, lambda: -grid.power)
        yield number(Kind.F32, 36015, lambda: grid.energy_export)
        yield number(Kind.F32, 36017, lambda: grid.energy_import)
        yield number(Kind.I32, 36025, lambda: -grid.power)

    def _bms(self) -> Iterable[Field]:
        """Return what the battery's own electronics tell."""
        battery = self._battery
        spec = battery.spec
        return [
            number(Kind.U16, 37003, 235),
            number(Kind.U16, 37004, lambda: spec.max_charge / spec.voltage if battery.soc < 100 else 0),
            number(Kind.U16, 37005, lambda: spec.max_discharge / spec.voltage if battery.soc > spec.min_soc else 0),
            number(Kind.U16, 37006, 0),
            number(Kind.U16, 37007, lambda: battery.soc),
            number(Kind.U16, 37008, 98),
            number(Kind.U16, 37009, 4),
            number(Kind.U16, 37012, 0),
        ]

    def _settings(self) -> Iterable[Field]:
        """Return the settings; the pair 47511/47512 commands the battery."""
        spec = self._battery.spec
        return [
            number(Kind.U16, 45127, UNIT),
            number(Kind.U16, 45132, 0),
            number(Kind.U16, 45353, 10 * spec.max_charge / spec.voltage),
            number(Kind.U16, 45355, 10 * spec.max_discharge / spec.voltage),
            number(Kind.U16, 45356, 100 - spec.min_soc),
            setting(47000, lambda: self._work_mode, self._set_work_mode),
            setting(47509, lambda: self._export_limited, self._limit_export),
            setting(47510, lambda: self._export_limit, self._set_export_limit),
            setting(47511, lambda: self._battery.mode, self._set_ems_mode),
            setting(47512, lambda: self._battery.set_power, self._set_ems_power),
        ]

    @property
    def _panels(self) -> float:
        """Return what the panels behind it give (W)."""
        solar = self._world.solar
        return solar.power if solar is not None else 0.0

    def _string_power(self, share: float) -> float:
        """Return the power of a string of panels (W)."""
        return self._panels * share

    def _string_voltage(self, share: float) -> float:
        """Return its voltage (0.1 V)."""
        return 10 * _STRING_VOLTAGE if self._string_power(share) > 1 else 0

    def _string_current(self, share: float) -> float:
        """Return its current (0.1 A)."""
        return 10 * self._string_power(share) / _STRING_VOLTAGE

    def _output(self, phase: int) -> float:
        """Return what the inverter feeds into one phase (W)."""
        battery, solar = self._battery, self._world.solar
        power = battery.power * battery.spec.phases[phase]
        return power + (solar.power * solar.spec.phases[phase] if solar is not None else 0.0)

    def _output_deciamps(self, phase: int) -> float:
        """Return the current of that (0.1 A)."""
        return 10 * abs(self._output(phase)) / max(1.0, self._world.grid.voltages[phase])

    def _decivolts(self, phase: int) -> float:
        """Return the voltage of a phase (0.1 V)."""
        return 10 * self._world.grid.voltages[phase]

    def _export(self, phase: int) -> float:
        """Return what a phase gives to the grid (W)."""
        return -self._world.grid.phase_power[phase]

    def _meter_deciamps(self, phase: int) -> float:
        """Return the current of a phase at the connection (0.1 A, unsigned)."""
        return 10 * abs(self._world.grid.currents[phase])

    def _battery_mode(self) -> int:
        """Return 1 standby, 2 discharging, 3 charging."""
        power = self._battery.power
        if power > _IDLE_POWER:
            return 2
        return 3 if power < -_IDLE_POWER else 1

    def _set_work_mode(self, value: int) -> None:
        if value > 5:
            raise ValueError("work modes are 0 to 5")
        self._work_mode = value

    def _limit_export(self, value: int) -> None:
        if value not in (0, 1):
            raise ValueError("a switch is 0 or 1")
        self._export_limited = bool(value)
        self._apply_export_limit()

    def _set_export_limit(self, value: int) -> None:
        self._export_limit = value
        self._apply_export_limit()

    def _apply_export_limit(self) -> None:
        if self._world.solar is not None and self._own_meter:
            self._world.solar.export_limit = float(self._export_limit) if self._export_limited else None

    def _set_ems_mode(self, value: int) -> None:
        # EmsMode raises ValueError for a mode that it does not have, off-grid (7) among them. Nothing gives the battery
        # back but mode 1: no watchdog is known.
        self._battery.command(EmsMode(value), self._battery.set_power)

    def _set_ems_power(self, value: int) -> None:
        self._battery.command(self._battery.mode, float(value))


def _fill(known: Iterable[Field], blocks: Iterable[range]) -> list[Field]:
    """Return the fields, and "not available" for whatever else lies in the blocks."""
    fields = list(known)
    taken = {address for field in fields for address in range(field.address, field.address + field.size)}
    gaps = (address for block in blocks for address in block if address not in taken)
    return fields + [number(Kind.U16, address, None) for address in gaps]
