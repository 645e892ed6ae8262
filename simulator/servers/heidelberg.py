"""A Heidelberg Energy Control: Modbus RTU, unit 1.

Sources: Heidelberg's register tables of 20-10-2020 and 22-02-2021. Nothing here was compared with a real station. Any
request keeps its watchdog calm. Without a car it goes to sleep, unless standby is switched off: then it answers nobody
until a car comes, and what it was told is forgotten. How long it waits for that is inferred.
"""

from collections.abc import Iterable
from functools import partial
from typing import override

from ..faults import Fault, FaultBoard, FaultKind
from ..world import World
from .modbus import ModbusServer
from .registers import WRITE_MULTIPLE, WRITE_SINGLE, Field, Kind, RegisterBank, number, setting, text

UNIT = 1
STANDBY_OFF = 4
SLEEPS_AFTER = 720.0
"""Time without a car until it sleeps (s)."""

WATCHDOG = 15.0
"""From the factory (s)."""

HW_MAX = 16.0
_STATES = {"A1": 2, "A2": 3, "B1": 4, "B2": 5, "C1": 6, "C2": 7, "E0": 9, "F0": 10}


class HeidelbergServer(ModbusServer):
    """The charge point `charge_point` of the house, as a Heidelberg serves it."""

    def __init__(
        self,
        world: World,
        charge_point: str,
        faults: FaultBoard,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        rtu: bool = True,
    ) -> None:
        """Prepare; nothing listens before `start`."""
        self._world = world
        self._station = world.stations[charge_point]
        self._standby = self._lock = 0
        self._car_seen = world.t
        self._asleep = False
        index = list(world.stations).index(charge_point) + 1
        bank = RegisterBank(
            UNIT,
            self._settings(),
            write_functions=frozenset({WRITE_SINGLE, WRITE_MULTIPLE}),
            inputs=self._measurements(index),
        )
        self._forget()
        super().__init__(
            charge_point, (bank,), faults, host, port, rtu=rtu, on_request=lambda: self._station.touch(world.t)
        )

    @property
    @override
    def fault(self) -> Fault | None:
        self._doze()
        return Fault(device=self.name, kind=FaultKind.SILENT) if self._asleep else super().fault

    def _doze(self) -> None:
        """Fall asleep without a car, wake up with one."""
        if self._station.car is not None:
            self._car_seen = self._world.t
            if self._asleep:
                self._asleep = False
                self._forget()
        elif self._standby != STANDBY_OFF and self._world.t - self._car_seen > SLEEPS_AFTER:
            self._asleep = True

    def _forget(self) -> None:
        """Stand there as it left the factory."""
        station = self._station
        station.setpoint = min(HW_MAX, station.spec.hw_max)
        station.fallback_current = 0.0
        station.watchdog = WATCHDOG
        station.available = True
        self._standby, self._lock = 0, 1

    def _measurements(self, index: int) -> Iterable[Field]:
        """Return the input registers."""
        station = self._station
        yield number(Kind.U16, 4, 0x108)
        yield number(Kind.U16, 5, lambda: _STATES[station.pilot])
        for n in range(3):
            yield number(Kind.U16, 6 + n, partial(self._deciamps, n))
            yield number(Kind.U16, 10 + n, partial(self._volts, n))
        yield number(Kind.I16, 9, 285)
        yield number(Kind.U16, 13, 1)
        yield number(Kind.U16, 14, lambda: station.power)
        yield number(Kind.U32, 15, lambda: station.session_energy)
        yield number(Kind.U32, 17, lambda: station.energy)
        yield number(Kind.U16, 100, min(HW_MAX, station.spec.hw_max))
        yield number(Kind.U16, 101, 6)
        yield text(102, 32, f"SIM-ENERGY-CONTROL-{index:04d}")
        yield number(Kind.U16, 200, 1)
        yield number(Kind.U16, 203, 1087)

    def _settings(self) -> Iterable[Field]:
        """Return the holding registers."""
        station = self._station
        yield setting(257, lambda: 1000 * (station.watchdog or 0.0), self._set_watchdog)
        yield setting(258, lambda: self._standby, self._set_standby)
        yield setting(259, lambda: self._lock, self._set_lock)
        yield setting(260, lambda: 0, lambda _: None)
        yield setting(261, lambda: 10 * station.setpoint, self._set_current)
        yield setting(262, lambda: 10 * station.fallback_current, self._set_failsafe)

    def _deciamps(self, terminal: int) -> float:
        return 10 * self._station.currents[terminal]

    def _volts(self, terminal: int) -> float:
        return self._station.terminal_voltages(self._world.grid.voltages)[terminal]

    def _set_watchdog(self, value: int) -> None:
        self._station.watchdog = value / 1000 or None

    def _set_standby(self, value: int) -> None:
        self._standby = value

    def _set_lock(self, value: int) -> None:
        self._lock = value
        self._station.available = bool(value)

    def _set_current(self, value: int) -> None:
        self._station.setpoint = _current(value)

    def _set_failsafe(self, value: int) -> None:
        self._station.fallback_current = _current(value)


def _current(value: int) -> float:
    """Return a written current (A). Raises ValueError out of range."""
    if value and not 60 <= value <= 160:
        raise ValueError("a current is 0 or 6 to 16 A")
    return value / 10
