"""An ABB Terra AC: Modbus TCP (or RTU), unit 1.

Sources: ABB's "Terra AC Charger Modbus Communication" v1.11 as used by OpenEMS, evcc's abb charger. Nothing here was
compared with a real station. It has no fallback that can be written: after its communication timeout without any request
it pauses, or with newer firmware goes to the limit that its app was told (inferred).
"""

from collections.abc import Iterable
from functools import partial

from ..faults import FaultBoard
from ..world import World
from .modbus import ModbusServer
from .registers import WRITE_MULTIPLE, Field, Kind, RegisterBank, number

UNIT = 1
TIMEOUT = 60.0
"""Silence after which it stops (s)."""

_STATES = {"A1": 0, "A2": 0, "B1": 2, "B2": 2, "C1": 3, "C2": 4, "E0": 5, "F0": 5}


class AbbTerraServer(ModbusServer):
    """The charge point `charge_point` of the house, as a Terra AC serves it."""

    def __init__(
        self,
        world: World,
        charge_point: str,
        faults: FaultBoard,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        rtu: bool = False,
        fallback: int | None = None,
    ) -> None:
        """Prepare; nothing listens before `start`. `fallback` (A) is what newer firmware goes to."""
        self._world = world
        self._station = station = world.stations[charge_point]
        station.watchdog = TIMEOUT
        station.fallback_current = float(fallback or 0)
        index = list(world.stations).index(charge_point) + 1
        fields = [*self._table(index), *(() if fallback is None else self._newer(fallback))]
        super().__init__(
            charge_point,
            (RegisterBank(UNIT, fields, write_functions=frozenset({WRITE_MULTIPLE})),),
            faults,
            host,
            port,
            rtu=rtu,
            on_request=lambda: station.touch(world.t),
        )

    def _table(self, index: int) -> Iterable[Field]:
        """Return what every firmware has."""
        station = self._station
        yield number(Kind.U32, 0x4000, 0x54110400)
        yield number(Kind.U32, 0x4002, 0x0B190000 + index)
        yield number(Kind.U32, 0x4004, 0x01080C00)
        yield number(Kind.U32, 0x4006, 1000 * station.spec.hw_max)
        yield number(Kind.U32, 0x4008, lambda: int(station.fault))
        yield number(Kind.U32, 0x400A, lambda: 0 if station.car is None else 0x0111)
        yield number(Kind.U32, 0x400C, lambda: _STATES[station.pilot] << 8)
        yield number(Kind.U32, 0x400E, lambda: 1000 * self._limit())
        for n in range(3):
            yield number(Kind.U32, 0x4010 + 2 * n, partial(self._milliamps, n))
            yield number(Kind.U32, 0x4016 + 2 * n, partial(self._decivolts, n))
        yield number(Kind.U32, 0x401C, lambda: station.power)
        yield number(Kind.U32, 0x401E, lambda: station.session_energy)
        yield Field(address=0x4100, kind=Kind.U32, read=lambda: None, write=self._set_current)

    def _newer(self, fallback: int) -> Iterable[Field]:
        """Return what newer firmware tells besides."""
        yield number(Kind.U16, 0x4020, TIMEOUT)
        yield number(Kind.U16, 0x4021, 0)
        yield number(Kind.U32, 0x4022, lambda: 1000 * self._station.setpoint)
        yield number(Kind.U16, 0x4024, fallback)

    def _limit(self) -> float:
        """Return the limit in force (A)."""
        station = self._station
        asked = station.fallback_current if station.fallen_back(self._world.t) else station.setpoint
        return min(asked, station.rating)

    def _milliamps(self, terminal: int) -> float:
        return 1000 * self._station.currents[terminal]

    def _decivolts(self, terminal: int) -> float:
        return 10 * self._station.terminal_voltages(self._world.grid.voltages)[terminal]

    def _set_current(self, value: int) -> None:
        if value > 80_000:
            raise ValueError("a current is 0 to 80 A")
        self._station.setpoint = value / 1000
