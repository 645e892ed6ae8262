"""A Hager flow EMC XEM470: one Modbus server, a unit id for each thing it manages.

Sources: the evcc template `hager-flow-modbus`, the Home Assistant integration Winkelhuf/ha-hager-flow, and openHAB's
issue 18711, which quotes Hager's own table FR2_2024_03. Nothing here was compared with a real controller.

What is inferred: the identity texts of unit 0 lie where the meters have them; a unit id within a range that has no
device answers, with an empty name and "not connected"; unit 20 (storage) exists but its addresses are not public.
It refreshes its values each 5 s, and shows a changed boost only some seconds after it was written.

It owns the grid meter, the heat pump unless something else switches it, and the charge points that the scenario puts
behind it; without any, a witty solar that no car ever comes to. Its own charge points wait for the night (nobody knows
what the real one decides), unless they are told to boost; then they get what the derated main fuse leaves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..car import EV_MIN_CURRENT
from ..faults import CONTROLLER, FaultBoard
from ..station import Station
from ..world import World
from .modbus import ModbusServer
from .registers import Field, Kind, RegisterBank, number, setting, text

REFRESH = 5.0
"""How often it looks at its devices (s)."""

BOOST_FEEDBACK = 12.0
"""How long the register keeps its old value after boost was written (s); up to 20 were seen."""

CHARGE_POINTS = range(1, 9)
STORAGE = 20
METERS = range(30, 38)
HEAT_PUMPS = range(50, 60)

_CAR_FIRST_BATTERY_MAY_CHARGE_CAR = 0b10
_ROOT, _CONSUMPTION = 1, 4


@dataclass(slots=True)
class _Mirror:
    """What the EMC saw when it last looked (W, A, %, Wh); battery power charging +, as it counts."""

    currents: tuple[float, float, float] = (0.0, 0.0, 0.0)
    powers: tuple[float, float, float] = (0.0, 0.0, 0.0)
    grid: float = 0.0
    solar: float = 0.0
    battery: float = 0.0
    soc: float | None = None
    house: float = 0.0
    heat_pump: float = 0.0
    autarky: float = 0.0
    self_consumption: float = 0.0


class HagerFlowServer(ModbusServer):
    """The EMC."""

    def __init__(
        self,
        world: World,
        faults: FaultBoard,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        boost_feedback: float = BOOST_FEEDBACK,
        absent_units_answer: bool = True,
        heat_pump: bool = True,
    ) -> None:
        """Prepare; `absent_units_answer` says whether unit ids of its ranges without a device answer at all.

        `heat_pump` tells whether the heat pump of the house, if it has one, hangs on its I/O module.
        """
        self._world = world
        self._seen = _Mirror()
        self._due = 0.0
        self._heat_pump = world.heat_pump if heat_pump else None
        self._own = [world.stations[id_] for id_ in world.spec.own_stations]
        self._boosts = [_Boost(world, boost_feedback) for _ in self._own or (None,)]
        self._counters = self._energies()
        super().__init__(CONTROLLER, self._banks(absent_units_answer), faults, host, port)

    @property
    def boost(self) -> bool:
        """Return whether any of its own charge points was told to boost."""
        return any(boost.told for boost in self._boosts)

    async def step(self) -> None:
        """Follow the house one step; look at the devices where that is due."""
        if self._world.t >= self._due:
            self._due = self._world.t + REFRESH
            self._look()
            self._steer()
        await super().step()

    def _energies(self) -> tuple[float, float, float, float]:
        """Return import, export, solar and battery counters (Wh)."""
        world = self._world
        solar = world.solar_energy
        battery = world.battery.discharged - world.battery.charged if world.battery is not None else 0.0
        return (world.grid.energy_import, world.grid.energy_export, solar, battery)

    def _look(self) -> None:
        """Copy what the house does now."""
        world = self._world
        imported, exported, solar, battery = (
            now - then for now, then in zip(self._energies(), self._counters, strict=True)
        )
        used = imported + solar + battery - exported
        self._seen = _Mirror(
            currents=world.grid.currents,
            powers=world.grid.phase_power,
            grid=world.grid.power,
            solar=world.solar_power,
            battery=-world.battery_power,
            soc=world.battery.soc if world.battery is not None else None,
            house=world.house_power,
            heat_pump=world.heat_pump.power if world.heat_pump is not None else 0.0,
            autarky=100 * max(0.0, 1 - imported / used) if used > 0 else 0.0,
            self_consumption=100 * max(0.0, 1 - exported / solar) if solar > 0 else 0.0,
        )

    def _steer(self) -> None:
        """Let its own charge points wait, or give those that boost what the main fuse leaves, the first ones first."""
        world = self._world
        limit = world.spec.site.connection.limit
        others = list(world.grid.currents)
        for station in self._own:
            drawn = (station.b1, station.b2, station.b3)
            others = [
                current - power / voltage
                for current, power, voltage in zip(others, drawn, world.grid.voltages, strict=True)
            ]
        for station, boost in zip(self._own, self._boosts, strict=False):
            room = min(station.rating, limit - max(0.0, *others)) if boost.told else 0.0
            station.setpoint = float(int(room)) if room >= EV_MIN_CURRENT else 0.0
            station.touch(world.t)
            others = [current + station.setpoint for current in others]

    def _banks(self, absent: bool) -> Iterable[RegisterBank]:
        """Return a bank for every unit id that answers."""
        yield RegisterBank(0, self._system())
        for unit, boost in enumerate(self._boosts, start=1):
            yield RegisterBank(unit, self._charge_point(boost, self._own[unit - 1] if self._own else None))
        yield RegisterBank(STORAGE, ())
        yield RegisterBank(30, self._grid_meter())
        heat_pump = self._heat_pump
        if heat_pump is not None:
            yield RegisterBank(31, self._heat_pump_meter())
            yield RegisterBank(50, self._sg_ready(heat_pump.spec.name))
        if not absent:
            return
        first = 31 if heat_pump is None else 32
        for unit in CHARGE_POINTS[len(self._boosts) :]:
            yield RegisterBank(unit, self._charge_point(None, None))
        for unit in range(first, METERS.stop):
            yield RegisterBank(unit, _meter("", 0, lambda: 0, lambda: (0, 0, 0), lambda: 0))
        for unit in range(50 if heat_pump is None else 51, HEAT_PUMPS.stop):
            yield RegisterBank(unit, self._sg_ready(""))

    def _system(self) -> list[Field]:
        """Return the table of unit 0."""

        return [
            text(0, 16, "Hager"),
            text(16, 16, "XEM470"),
            text(32, 16, "https://hager.com"),
            text(48, 16, "SIM0000000470"),
            text(64, 16, "R3.0.0"),
            number(Kind.U16, 513, _CAR_FIRST_BATTERY_MAY_CHARGE_CAR),
            number(Kind.U16, 4099, lambda: abs(self._seen.currents[0])),
            number(Kind.U16, 4100, lambda: abs(self._seen.currents[1])),
            number(Kind.U16, 4101, lambda: abs(self._seen.currents[2])),
            number(Kind.I32, 4102, lambda: self._seen.grid),
            number(Kind.I32, 4104, lambda: self._seen.powers[0]),
            number(Kind.I32, 4106, lambda: self._seen.powers[1]),
            number(Kind.I32, 4108, lambda: self._seen.powers[2]),
            number(Kind.U32, 4126, lambda: self._seen.solar),
            number(Kind.I32, 4138, lambda: self._seen.battery),
            number(Kind.U16, 4146, lambda: self._seen.soc),
            number(Kind.I32, 4151, lambda: self._seen.house),
            number(Kind.U16, 4224, lambda: self._seen.autarky),
            number(Kind.U16, 4225, lambda: self._seen.self_consumption),
        ]

    def _charge_point(self, boost: _Boost | None, station: Station | None) -> list[Field]:
        """Return the table of a charge point: a station of the house, one without a car, or, without boost, none."""
        name = "" if boost is None else "witty solar" if station is None else station.spec.name
        present = boost is not None
        return [
            text(4099, 15, name),
            text(4165, 32, "1.4.2" if present else ""),
            number(Kind.U32, 4609, lambda: station.energy if station is not None else 2_345_678 if present else 0),
            number(Kind.U32, 4611, 1_234_567 if present else 0),
            number(Kind.U16, 4613, int(present)),
            setting(4631, boost.shown, boost.tell) if boost is not None else number(Kind.U16, 4631, 0),
            text(4929, 16, ""),
            number(Kind.U32, 4950, lambda: station.session_energy if station is not None else 0),
            number(Kind.U32, 4952, 0),
            number(Kind.U32, 4954, 0),
            number(Kind.I16, 5125, lambda: station.power if station is not None else 0),
        ]

    def _grid_meter(self) -> list[Field]:
        """Return the table of the meter at the connection."""
        world = self._world
        return _meter(
            "ECR380D grid",
            _ROOT,
            lambda: self._seen.grid,
            lambda: self._seen.powers,
            lambda: world.grid.energy_import,
        )

    def _heat_pump_meter(self) -> list[Field]:
        """Return the table of the meter before the heat pump."""
        heat_pump = self._heat_pump
        share = heat_pump.spec.phases if heat_pump is not None else (0.0, 0.0, 0.0)

        def phases() -> tuple[float, float, float]:
            power = self._seen.heat_pump
            return (power * share[0], power * share[1], power * share[2])

        return _meter(
            "ECR180D heat pump",
            _CONSUMPTION,
            lambda: self._seen.heat_pump,
            phases,
            lambda: heat_pump.energy if heat_pump is not None else 0.0,
        )

    def _sg_ready(self, name: str) -> list[Field]:
        """Return the table of an SG-Ready output."""
        heat_pump = self._heat_pump if name else None
        return [
            text(4098, 16, name),
            number(Kind.I16, 4151, 0),
            number(Kind.U16, 4152, (lambda: heat_pump.state) if heat_pump is not None else 0),
        ]


class _Boost:
    """The only thing the EMC lets anybody write: believed at once, shown later."""

    def __init__(self, world: World, feedback: float) -> None:
        self.told = 0
        self._before = 0
        self._told_at = float("-inf")
        self._world = world
        self._feedback = feedback

    def shown(self) -> float:
        """Return what the register shows."""
        return self.told if self._world.t - self._told_at >= self._feedback else self._before

    def tell(self, value: int) -> None:
        """Take 0 or 1."""
        if value not in (0, 1):
            raise ValueError("boost is 0 or 1")
        self._before = int(self.shown())
        self.told = value
        self._told_at = self._world.t


def _meter(
    name: str,
    role: int,
    power: Callable[[], float],
    phases: Callable[[], tuple[float, float, float]],
    energy: Callable[[], float],
) -> list[Field]:
    """Return the table of a power meter."""
    return [
        text(4098, 16, name),
        number(Kind.U16, 4148, role),
        number(Kind.I32, 4153, power),
        number(Kind.I32, 4155, lambda: phases()[0]),
        number(Kind.I32, 4157, lambda: phases()[1]),
        number(Kind.I32, 4159, lambda: phases()[2]),
        number(Kind.U32, 4164, energy),
    ]
