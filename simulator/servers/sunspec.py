"""A SunSpec device of the house: a solar inverter, a hybrid one, or a distributed resource of the 700 series.

Sources: the model definitions at github.com/sunspec/models, evcc's SunSpec templates. Nothing here was compared with a
real device. The battery of a hybrid obeys model 124, whose order ends after InOutWRte_RvrtTms seconds without a write;
0 never ends. The output obeys model 123 or 704 alike.

Signs here are SunSpec's: inverter + = output, meter + = import. A maker who sees the meter the other way round is
`meter_turned`.
"""

from enum import StrEnum
from functools import partial
from typing import override

from ..faults import INVERTER, FaultBoard
from ..solar import Solar
from ..world import World
from .modbus import ModbusServer
from .registers import WRITE_MULTIPLE, WRITE_SINGLE, RegisterBank
from .sunspec_orders import SunSpecOrders
from .sunspec_table import Ending, Model, Value, lay_out

_IDLE_POWER = 20.0
_STRINGS = (0.6, 0.4)
_STRING_VOLTAGE = 420.0


class Profile(StrEnum):
    """Which models the device has."""

    SOLAR = "solar"
    """A solar inverter: 103, 120, 121, 123."""

    HYBRID = "hybrid"
    """A hybrid inverter with its meter: also 124, 160, 203."""

    FLOAT = "float"
    """The same in floats: 113 and 213."""

    RESOURCE = "resource"
    """A hybrid of the 700 series: 701, 702, 704, 713, 714, 802, 203."""


class SunSpecServer(ModbusServer):
    """The device."""

    def __init__(
        self,
        world: World,
        faults: FaultBoard,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        profile: Profile = Profile.HYBRID,
        manufacturer: str = "Simulated",
        unit: int = 1,
        base: int = 40000,
        ending: Ending = "marked",
        rtu: bool = False,
        has_timer: bool = True,
        meter_turned: bool = False,
        second_meter: bool = False,
        solar: Solar | None = None,
        serial: str = "SIM-SUNSPEC-0001",
    ) -> None:
        """Prepare; nothing listens before `start`. Raises ValueError for a house without panels, or a needed battery.

        `solar` are its panels, where not those behind the battery's inverter.
        """
        solar = solar or world.solar
        if solar is None or (world.battery is None and profile is not Profile.SOLAR):
            raise ValueError(f"the house lacks what a {profile} device needs")
        self._world = world
        self._solar = solar
        self._manufacturer = manufacturer
        self._battery = None if profile is Profile.SOLAR else world.battery
        self._meter_sign = -1 if meter_turned else 1
        self._has_timer = has_timer
        self.orders = SunSpecOrders(world, self._solar, self._battery)
        makers = {
            Profile.SOLAR: self._solar_models,
            Profile.HYBRID: self._hybrid_models,
            Profile.FLOAT: self._hybrid_models,
            Profile.RESOURCE: self._resource_models,
        }
        models = [self._common("SIM-INVERTER", serial), *makers[profile](floats=profile is Profile.FLOAT)]
        if second_meter:
            models += [self._common("SIM-METER", "SIM-METER-0002"), self._panel_meter()]
        fields = lay_out(models, base=base, ending=ending)
        bank = RegisterBank(unit, fields, write_functions=frozenset({WRITE_SINGLE, WRITE_MULTIPLE}))
        super().__init__(INVERTER, (bank,), faults, host, port, rtu=rtu)

    @override
    async def step(self) -> None:
        """Follow the house one step: end orders whose time is over, and hold the battery to the others."""
        self.orders.step()
        await super().step()

    def _common(self, model: str, serial: str) -> Model:
        """Return who the device, or the meter behind it, is."""
        return Model(id=1, values={"Mn": self._manufacturer, "Md": model, "Vr": "1.0", "SN": serial, "DA": 1})

    def _solar_models(self, *, floats: bool) -> list[Model]:
        """Return the models of a solar inverter."""
        world, solar, battery, orders = self._world, self._solar, self._battery, self.orders
        values: dict[str, Value] = {
            "A": lambda: abs(self._output) / 230,
            "PhVphA": lambda: world.grid.v1,
            "PhVphB": lambda: world.grid.v2,
            "PhVphC": lambda: world.grid.v3,
            "W": lambda: self._output,
            "Hz": 50.0,
            "WH": lambda: solar.energy,
            "St": lambda: 4 if solar.power > 1 else 2,
            "Evt1": 0,
        }
        scales = {"A_SF": -1, "V_SF": -1, "W_SF": 0, "Hz_SF": -2, "WH_SF": 0}
        return [
            Model(id=113 if floats else 103, values=values, scales={} if floats else scales),
            Model(
                id=120,
                values={
                    "DERTyp": 82 if battery else 4,
                    "WRtg": solar.spec.peak,
                    "MaxChaRte": battery.spec.max_charge if battery else None,
                    "MaxDisChaRte": battery.spec.max_discharge if battery else None,
                },
                scales={"MaxDisChaRte_SF": 1},
            ),
            Model(id=121, values={"WMax": solar.spec.peak}, scales={"WMax_SF": 1}),
            Model(
                id=123,
                values={
                    "Conn": 1,
                    "WMaxLimPct": lambda: orders.limit,
                    "WMaxLimPct_RvrtTms": self._timer(lambda: orders.limit_reverts),
                    "WMaxLim_Ena": lambda: orders.limit_enabled,
                },
                scales={"WMaxLimPct_SF": -2},
                writes={
                    "WMaxLimPct": orders.set_limit,
                    "WMaxLim_Ena": orders.enable_limit,
                    **({"WMaxLimPct_RvrtTms": orders.set_limit_timer} if self._has_timer else {}),
                },
            ),
        ]

    def _hybrid_models(self, *, floats: bool) -> list[Model]:
        """Return the models of a hybrid inverter with its meter."""
        battery, orders = self._battery, self.orders
        assert battery is not None
        return [
            *self._solar_models(floats=floats),
            Model(
                id=124,
                values={
                    "WChaMax": battery.spec.max_charge,
                    "StorCtl_Mod": lambda: orders.storage_mode,
                    "ChaState": lambda: battery.soc,
                    "ChaSt": self._charge_status,
                    "OutWRte": lambda: orders.discharge_rate,
                    "InWRte": lambda: orders.charge_rate,
                    "InOutWRte_RvrtTms": self._timer(lambda: orders.storage_reverts),
                    "ChaGriSet": lambda: orders.grid_charging,
                },
                scales={"WChaMax_SF": 1, "ChaState_SF": -2, "InOutWRte_SF": -2},
                writes={
                    "StorCtl_Mod": orders.set_storage_mode,
                    "OutWRte": orders.set_discharge_rate,
                    "InWRte": orders.set_charge_rate,
                    "ChaGriSet": orders.set_grid_charging,
                    **({"InOutWRte_RvrtTms": orders.set_storage_timer} if self._has_timer else {}),
                },
            ),
            Model(
                id=160,
                values={"N": 4},
                scales={"DCA_SF": -2, "DCV_SF": -1, "DCW_SF": 0, "DCWH_SF": 0},
                groups=(
                    *(self._string(number, share) for number, share in enumerate(_STRINGS, start=1)),
                    self._battery_side("StCha 3", -1, lambda: battery.charged),
                    self._battery_side("StDisCha 4", 1, lambda: battery.discharged),
                ),
            ),
            self._grid_meter(floats=floats),
        ]

    def _resource_models(self, *, floats: bool) -> list[Model]:
        """Return the models of the 700 series."""
        solar, battery, orders = self._solar, self._battery, self.orders
        assert battery is not None
        return [
            Model(
                id=701,
                values={"ACType": 2, "St": 1, "InvSt": 3, "W": lambda: self._output, "TotWhInj": lambda: solar.energy},
                scales={"W_SF": 1, "TotWh_SF": 0},
            ),
            Model(id=702, values={"WMaxRtg": solar.spec.peak, "WMax": solar.spec.peak}, scales={"W_SF": 1}),
            Model(
                id=704,
                values={
                    "WMaxLimPctEna": lambda: orders.limit_enabled,
                    "WMaxLimPct": lambda: orders.limit,
                    "WMaxLimPctRvrtTms": self._timer(lambda: orders.limit_reverts),
                },
                scales={"WMaxLimPct_SF": -1},
                writes={
                    "WMaxLimPctEna": orders.enable_limit,
                    "WMaxLimPct": orders.set_limit,
                    **({"WMaxLimPctRvrtTms": orders.set_limit_timer} if self._has_timer else {}),
                },
            ),
            Model(id=713, values={"SoC": lambda: battery.soc, "SoH": 98, "Sta": 0}, scales={"Pct_SF": -1}),
            Model(
                id=714,
                values={"NPrt": 2},
                scales={"DCW_SF": 0, "DCWH_SF": 0},
                groups=(
                    {"PrtTyp": 0, "ID": 1, "DCW": lambda: solar.power, "DCWhInj": lambda: solar.energy},
                    {
                        "PrtTyp": 1,
                        "ID": 2,
                        "DCW": lambda: battery.power,
                        "DCWhInj": lambda: battery.discharged,
                        "DCWhAbs": lambda: battery.charged,
                    },
                ),
            ),
            Model(
                id=802,
                values={
                    "WHRtg": battery.spec.capacity,
                    "SoC": lambda: battery.soc,
                    "ChaSt": self._charge_status,
                    "State": 3,
                    "V": battery.spec.voltage,
                    "W": lambda: battery.power,
                },
                scales={"SoC_SF": -1, "W_SF": 0},
            ),
            self._grid_meter(floats=floats),
        ]

    def _grid_meter(self, *, floats: bool) -> Model:
        """Return the meter at the connection."""
        grid, sign = self._world.grid, self._meter_sign
        imports, exports = ("TotWhImp", "TotWhExp") if sign > 0 else ("TotWhExp", "TotWhImp")
        values: dict[str, Value] = {
            "W": lambda: sign * grid.power,
            imports: lambda: grid.energy_import,
            exports: lambda: grid.energy_export,
            "Hz": 50.0,
            "Evt": 0,
        }
        for phase, letter in enumerate("ABC"):
            values[f"Wph{letter}"] = partial(self._phase_power, phase)
            values[f"Aph{letter}"] = partial(self._phase_current, phase)
            values[f"PhVph{letter}"] = partial(self._phase_voltage, phase)
        scales = {"A_SF": -2, "V_SF": -1, "W_SF": 1, "TotWh_SF": 0, "Hz_SF": -2}
        return Model(id=213 if floats else 203, values=values, scales={} if floats else scales)

    def _panel_meter(self) -> Model:
        """Return a single-phase meter that counts what the panels give, as export."""
        solar = self._solar
        values: dict[str, Value] = {"W": lambda: -solar.power, "TotWhExp": lambda: solar.energy}
        return Model(id=201, values=values, scales={"W_SF": 0})

    def _string(self, number: int, share: float) -> dict[str, Value]:
        """Return one string of panels."""
        solar = self._solar
        return {
            "ID": number,
            "IDStr": f"MPPT {number}",
            "DCA": lambda: solar.power * share / _STRING_VOLTAGE,
            "DCV": lambda: _STRING_VOLTAGE if solar.power > 1 else 0,
            "DCW": lambda: solar.power * share,
            "DCWH": lambda: solar.energy * share,
            "DCSt": lambda: 4 if solar.power > 1 else 2,
        }

    def _battery_side(self, name: str, sign: int, energy: Value) -> dict[str, Value]:
        """Return the battery as one of the inputs: what it gives, or what it takes."""
        battery = self._battery
        assert battery is not None
        return {
            "ID": 3 if sign < 0 else 4,
            "IDStr": name,
            "DCW": lambda: max(0.0, sign * battery.power),
            "DCWH": energy,
        }

    @property
    def _output(self) -> float:
        """Return the power on the AC side (W)."""
        return self._solar.power + (self._battery.power if self._battery is not None else 0.0)

    def _phase_power(self, phase: int) -> float:
        return self._meter_sign * self._world.grid.phase_power[phase]

    def _phase_current(self, phase: int) -> float:
        return self._meter_sign * self._world.grid.currents[phase]

    def _phase_voltage(self, phase: int) -> float:
        return self._world.grid.voltages[phase]

    def _charge_status(self) -> int:
        """Return 3 discharging, 4 charging, 6 holding."""
        power = self._world.battery_power
        return 3 if power > _IDLE_POWER else 4 if power < -_IDLE_POWER else 6

    def _timer(self, read: Value) -> Value:
        """Return a timer, where the device has them."""
        return read if self._has_timer else None
