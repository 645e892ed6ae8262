"""Registers of the Hager flow energy controller XEM470, unit by unit; `hager_flow` names their sources.

Holding registers (FC03), PDU addresses, big-endian, high word first. Everything here is seen in code or in a second-hand
transcription of Hager's table FR2_2024_03; nothing was verified on hardware.
"""

from typing import Final

from modbus_connection.model import int32, integer, string, uint32

from .blocks import GaplessComponent

_NONE_16: Final = 0xFFFF
_NONE_32: Final = 0xFFFFFFFF
_NONE_SIGNED_32: Final = 0x80000000


class EmcNameplate(GaplessComponent):
    """Unit 0: who the controller is."""

    serial = string(48, 16)
    software = string(64, 16)


class EmcProduct(GaplessComponent):
    """Unit 0: what it says it is; not every software tells."""

    vendor = string(0, 16)
    product_code = string(16, 16)


class EmcGrid(GaplessComponent):
    """Unit 0: the connection to the grid; power + import."""

    current_l1 = integer(4099, signed=False, nan=_NONE_16, unit="A")
    current_l2 = integer(4100, signed=False, nan=_NONE_16, unit="A")
    current_l3 = integer(4101, signed=False, nan=_NONE_16, unit="A")
    power = int32(4102, nan=_NONE_SIGNED_32, unit="W")
    power_l1 = int32(4104, nan=_NONE_SIGNED_32, unit="W")
    power_l2 = int32(4106, nan=_NONE_SIGNED_32, unit="W")
    power_l3 = int32(4108, nan=_NONE_SIGNED_32, unit="W")


class EmcSolar(GaplessComponent):
    """Unit 0: all solar production."""

    power = uint32(4126, nan=_NONE_32, unit="W")


class EmcBattery(GaplessComponent):
    """Unit 0: the storage system; power + charging."""

    power = int32(4138, nan=_NONE_SIGNED_32, unit="W")
    soc = integer(4146, signed=False, nan=_NONE_16, unit="%")


class EmcHouse(GaplessComponent):
    """Unit 0: what the house consumes."""

    power = int32(4151, nan=_NONE_SIGNED_32, unit="W")


class StationPresence(GaplessComponent):
    """Units 1..8: whether a station is there."""

    connected = integer(4613, signed=False)


class StationName(GaplessComponent):
    """Units 1..8: what the user calls it."""

    station_name = string(4099, 15)


class StationFirmware(GaplessComponent):
    """Units 1..8: what runs on it."""

    firmware = string(4165, 32)


class StationCounters(GaplessComponent):
    """Units 1..8: counters and connection."""

    energy = uint32(4609, nan=_NONE_32, unit="Wh")
    solar_energy = uint32(4611, nan=_NONE_32, unit="Wh")
    connected = integer(4613, signed=False)


class StationBoost(GaplessComponent):
    """Units 1..8: whether it charges at full power whatever the sun does."""

    boost = integer(4631, signed=False, nan=_NONE_16, writable=True)


class StationSession(GaplessComponent):
    """Units 1..8: the running session."""

    energy = uint32(4950, nan=_NONE_32, unit="Wh")


class StationPower(GaplessComponent):
    """Units 1..8: what it delivers."""

    power = integer(5125, nan=0x8000, unit="W")


class MeterName(GaplessComponent):
    """Units 30..37: what the meter is called; its type begins with EC."""

    meter_name = string(4098, 15)


class MeterValues(GaplessComponent):
    """Units 30..37: what it measures."""

    power = int32(4153, nan=_NONE_SIGNED_32, unit="W")
    power_l1 = int32(4155, nan=_NONE_SIGNED_32, unit="W")
    power_l2 = int32(4157, nan=_NONE_SIGNED_32, unit="W")
    power_l3 = int32(4159, nan=_NONE_SIGNED_32, unit="W")


class MeterEnergy(GaplessComponent):
    """Units 30..37: its counter."""

    energy = uint32(4164, nan=_NONE_32, unit="Wh")


class SgReadyName(GaplessComponent):
    """Units 50..59: what the heat pump is called."""

    output_name = string(4098, 15)


class SgReadyStatus(GaplessComponent):
    """Units 50..59: 1 block, 2 normal, 3 go, 4 force."""

    status = integer(4152, signed=False)
