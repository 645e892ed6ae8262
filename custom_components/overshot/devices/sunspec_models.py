"""The SunSpec models that Overshot reads and writes, as far as it needs them.

Offsets count from a model's own first register (ID). Source: the model definitions at github.com/sunspec/models. What the
values stand for in the house is told in `sunspec`.
"""

from typing import Final

from modbus_connection.model import Component
from modbus_connection.model.sunspec import (
    SunSpecComponent,
    acc32,
    enum16,
    float32,
    int16,
    model_length_group,
    string,
    sunssf,
    uint16,
    uint32,
    uint64,
)

COMMON: Final = 1
INVERTERS: Final = (101, 102, 103)
FLOAT_INVERTERS: Final = (111, 112, 113)
DER: Final = 701
METERS: Final = (201, 202, 203, 204)
FLOAT_METERS: Final = (211, 212, 213, 214)
SINGLE_PHASE_METERS: Final = (201, 211)
SPLIT_PHASE_METERS: Final = (202, 212)
DELTA_METERS: Final = (204, 214)


class SunSpecBlock(SunSpecComponent):
    """A model whose registers are all there, so that it is read in as few requests as it takes."""

    max_gap = 125
    least_span: int
    """Registers of the model as defined today; an older draft under the same number is shorter."""


class Common(SunSpecBlock):
    """Model 1: who the device is."""

    least_span = 66
    manufacturer = string(2, 16)
    device_model = string(18, 16)
    options = string(34, 8)
    version = string(42, 8)
    serial = string(50, 16)


class Inverter(SunSpecBlock):
    """Models 101 to 103: AC side of an inverter, + is output."""

    least_span = 40
    power = int16(14, scale_register=15, unit="W")
    energy = acc32(24, scale_register=26, unit="Wh")
    state = enum16(38)


class FloatInverter(SunSpecBlock):
    """Models 111 to 113: the same in floats."""

    least_span = 50
    power = float32(22, unit="W")
    energy = float32(32, unit="Wh")
    state = enum16(48)


class DerMeasurement(SunSpecBlock):
    """Model 701: AC side of any distributed resource, + is output."""

    least_span = 121
    power = int16(10, scale_register=116, unit="W")
    energy = uint64(19, scale_register=120, unit="Wh")


class Meter(SunSpecBlock):
    """Models 201 to 204: a meter, + is import."""

    least_span = 55
    current_a = int16(3, scale_register=6, unit="A")
    current_b = int16(4, scale_register=6, unit="A")
    current_c = int16(5, scale_register=6, unit="A")
    voltage_a = int16(8, scale_register=15, unit="V")
    voltage_b = int16(9, scale_register=15, unit="V")
    voltage_c = int16(10, scale_register=15, unit="V")
    voltage_ab = int16(12, scale_register=15, unit="V")
    voltage_bc = int16(13, scale_register=15, unit="V")
    voltage_ca = int16(14, scale_register=15, unit="V")
    power = int16(18, scale_register=22, unit="W")
    power_a = int16(19, scale_register=22, unit="W")
    power_b = int16(20, scale_register=22, unit="W")
    power_c = int16(21, scale_register=22, unit="W")
    energy_export = acc32(38, scale_register=54, unit="Wh")
    energy_import = acc32(46, scale_register=54, unit="Wh")


class FloatMeter(SunSpecBlock):
    """Models 211 to 214: the same in floats."""

    least_span = 70
    current_a = float32(4, unit="A")
    current_b = float32(6, unit="A")
    current_c = float32(8, unit="A")
    voltage_a = float32(12, unit="V")
    voltage_b = float32(14, unit="V")
    voltage_c = float32(16, unit="V")
    voltage_ab = float32(20, unit="V")
    voltage_bc = float32(22, unit="V")
    voltage_ca = float32(24, unit="V")
    power = float32(28, unit="W")
    power_a = float32(30, unit="W")
    power_b = float32(32, unit="W")
    power_c = float32(34, unit="W")
    energy_export = float32(60, unit="Wh")
    energy_import = float32(68, unit="Wh")


class Nameplate(SunSpecBlock):
    """Model 120: ratings."""

    least_span = 27
    power = uint16(3, scale_register=4, unit="W")
    discharge = uint16(25, scale_register=26, unit="W")


class Settings(SunSpecBlock):
    """Model 121: what percentages of power refer to."""

    least_span = 23
    power = uint16(2, scale_register=22, unit="W")


class DerCapacity(SunSpecBlock):
    """Model 702: ratings, and the setting that replaces them where there is one."""

    least_span = 46
    rated_power = uint16(2, scale_register=45, unit="W")
    power = uint16(26, scale_register=45, unit="W")


class Controls(SunSpecBlock):
    """Model 123: limit of the output, in percent of `Settings.power`."""

    least_span = 24
    limit = uint16(5, scale_register=23, writable=True, unit="%")
    limit_reverts = uint16(7, writable=True, unit="s")
    limit_enabled = enum16(9, writable=True)
    limit_scale = sunssf(23)


class DerControls(SunSpecBlock):
    """Model 704: the same, in percent of `DerCapacity.power`."""

    least_span = 55
    limit_enabled = enum16(14, writable=True)
    limit = uint16(15, scale_register=54, writable=True, unit="%")
    limit_reverts = uint32(18, writable=True, unit="s")
    limit_scale = sunssf(54)


class Storage(SunSpecBlock):
    """Model 124: what a battery may take and give, in percent of its highest charging power."""

    least_span = 26
    charge_max = uint16(2, scale_register=18, unit="W")
    mode = uint16(5, writable=True)
    soc = uint16(8, scale_register=22, unit="%")
    state = enum16(11)
    discharge_rate = int16(12, scale_register=25, writable=True, unit="%")
    charge_rate = int16(13, scale_register=25, writable=True, unit="%")
    reverts = uint16(15, writable=True, unit="s")
    grid_charging = enum16(17, writable=True)
    rate_scale = sunssf(25)


class StorageCapacity(SunSpecBlock):
    """Model 713: state of charge of a distributed resource."""

    least_span = 9
    soc = uint16(4, scale_register=8, unit="%")
    status = enum16(6)


class BatteryBank(SunSpecBlock):
    """Model 802: a battery bank."""

    least_span = 64
    soc = uint16(11, scale_register=56, unit="%")
    charge_status = enum16(16)
    state = enum16(22)
    power = int16(47, scale_register=63, unit="W")


class MpptModule(Component):
    """One input of an inverter."""

    name = string(11, 8)
    power = uint16(21, scale_register=4, unit="W")
    energy = acc32(22, scale_register=5, unit="Wh")


class Mppt(SunSpecBlock):
    """Model 160: the DC inputs of an inverter."""

    least_span = 10
    modules = model_length_group(MpptModule, start=10, stride=20)


class DcPort(Component):
    """One port of a distributed resource."""

    kind = enum16(20)
    power = int16(32, scale_register=17, unit="W")
    energy_given = uint64(33, scale_register=18, unit="Wh")
    energy_taken = uint64(37, scale_register=18, unit="Wh")


class DcPorts(SunSpecBlock):
    """Model 714: the DC ports of a distributed resource."""

    least_span = 20
    ports = model_length_group(DcPort, start=20, stride=25)
