"""Register map of the GoodWe hybrid inverters. Where each fact comes from is told in `goodwe_et`."""

from typing import Final

from modbus_connection import ModbusUnit
from modbus_connection.model import Component, Device, float32, gauge, int32, integer, string, uint32

from .blocks import Neighbours

_NONE_16: Final = 0xFFFF
_NONE_32: Final = 0xFFFFFFFF

_METER: Final = ((36000, 36057),)
"""The code it is seen in reads all 58 registers at once, and 45 where the firmware is older."""

EMS_ADDRESS: Final = 47511
EXPORT_LIMIT_ADDRESS: Final = 47509


class GoodweNameplate(Component):
    """Who the inverter is."""

    register_ranges = ((35000, 35015),)
    rated_power = integer(35001, signed=False, unit="W")
    serial = string(35003, 8)
    model_name = string(35011, 5)


class GoodweRunning(Component):
    """What the inverter does now; the code it is seen in reads all 125 registers at once."""

    register_ranges = ((35100, 35224),)
    string_1_voltage = gauge(35103, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    string_1_power = uint32(35105, nan=_NONE_32, unit="W")
    string_2_voltage = gauge(35107, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    string_2_power = uint32(35109, nan=_NONE_32, unit="W")
    string_3_voltage = gauge(35111, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    string_3_power = uint32(35113, nan=_NONE_32, unit="W")
    string_4_voltage = gauge(35115, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    string_4_power = uint32(35117, nan=_NONE_32, unit="W")
    backup_power = integer(35170, nan=_NONE_16, unit="W")
    load_power = integer(35172, unit="W")
    battery_power = int32(35182, unit="W")
    battery_mode = integer(35184, signed=False, nan=_NONE_16)
    work_mode = integer(35187, signed=False, nan=_NONE_16)
    solar_energy = uint32(35191, nan=_NONE_32, scale=100.0, unit="Wh")
    battery_charged = uint32(35206, nan=_NONE_32, scale=100.0, unit="Wh")
    battery_discharged = uint32(35209, nan=_NONE_32, scale=100.0, unit="Wh")


class GoodweMeter(Component):
    """The inverter's own meter at the grid connection; power + export."""

    register_ranges = _METER
    status = integer(36004, signed=False)
    energy_export = float32(36015, unit="Wh")
    energy_import = float32(36017, unit="Wh")
    power_l1 = int32(36019, scale=-1.0, unit="W")
    power_l2 = int32(36021, scale=-1.0, unit="W")
    power_l3 = int32(36023, scale=-1.0, unit="W")
    power = int32(36025, scale=-1.0, unit="W")


class GoodweMeterPhases(Component):
    """Voltages and currents of that meter; older firmware does not have them."""

    register_ranges = _METER
    voltage_l1 = gauge(36052, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    voltage_l2 = gauge(36053, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    voltage_l3 = gauge(36054, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    current_l1 = gauge(36055, scale=0.1, signed=False, nan=_NONE_16, unit="A")
    current_l2 = gauge(36056, scale=0.1, signed=False, nan=_NONE_16, unit="A")
    current_l3 = gauge(36057, scale=0.1, signed=False, nan=_NONE_16, unit="A")


class GoodweBattery(Component):
    """What the battery's own controller tells."""

    register_ranges = ((37000, 37023),)
    error_low = integer(37006, signed=False, nan=_NONE_16)
    soc = integer(37007, signed=False, nan=_NONE_16, unit="%")
    soh = integer(37008, signed=False, nan=_NONE_16, unit="%")
    error_high = integer(37012, signed=False, nan=_NONE_16)


class GoodweReserve(Component):
    """How far the inverter itself discharges the battery while the grid is there."""

    register_ranges = ((45356, 45356),)
    depth = integer(45356, signed=False, nan=_NONE_16, unit="%")


class GoodweOrders(Component):
    """What an energy manager may set; each pair is written at once."""

    register_ranges = ((47509, 47512),)
    export_limited = integer(EXPORT_LIMIT_ADDRESS, signed=False)
    export_limit = integer(EXPORT_LIMIT_ADDRESS + 1, signed=False, unit="W")
    ems_mode = integer(EMS_ADDRESS, signed=False)
    ems_power = integer(EMS_ADDRESS + 1, signed=False, unit="W")


class GoodweInverter(Device):
    """The inverter's blocks."""

    names = ("running", "meter", "meter_phases", "battery")

    def __init__(self, unit: ModbusUnit) -> None:
        """Hold the unit; nothing is read."""
        super().__init__(unit)
        self.running = GoodweRunning(unit)
        self.meter = GoodweMeter(unit)
        self.meter_phases = GoodweMeterPhases(unit)
        self.battery = GoodweBattery(unit)
        self.whole_meter = Neighbours(unit, {"meter": self.meter, "meter_phases": self.meter_phases})
