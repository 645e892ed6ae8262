"""Register map of the E3/DC storage systems, counted from the magic word. The facts are in `e3dc`."""

from modbus_connection import ModbusUnit
from modbus_connection.model import Component, Device, int32, integer, raw_register, repeating_group, string

from .blocks import Neighbours


class E3dcNameplate(Component):
    """Who the system is."""

    max_gap = 64
    magic = raw_register(0)
    manufacturer = string(3, 16)
    device_model = string(19, 16)
    serial = string(35, 16)
    release = string(51, 16)


class E3dcPowers(Component):
    """What flows now; low word first."""

    max_gap = 8
    solar = int32(67, word_order="little", unit="W")
    battery = int32(69, word_order="little", unit="W")
    house = int32(71, word_order="little", unit="W")
    grid = int32(73, word_order="little", unit="W")
    external = int32(75, word_order="little", unit="W")
    wallboxes = int32(77, word_order="little", unit="W")
    soc = integer(82, signed=False, nan=0xFFFF, unit="%")
    emergency = raw_register(83)


class E3dcWallbox(Component):
    """The word of one wallbox."""

    word = raw_register(87)


class E3dcWallboxes(Component):
    """The words of all wallboxes."""

    boxes = repeating_group(8, E3dcWallbox, stride=1)


class E3dcMeter(Component):
    """One power meter."""

    kind = raw_register(104)
    power_l1 = integer(105, unit="W")
    power_l2 = integer(106, unit="W")
    power_l3 = integer(107, unit="W")


class E3dcMeters(Component):
    """All power meters."""

    meters = repeating_group(8, E3dcMeter, stride=4)


class E3dcSgReady(Component):
    """The SG-Ready relays."""

    state = raw_register(136)


class E3dcSystem(Device):
    """The blocks of a system."""

    def __init__(self, unit: ModbusUnit, base: int) -> None:
        """Hold the unit and where the magic word is; nothing is read."""
        super().__init__(unit)
        self.powers = E3dcPowers(unit, base_offset=base)
        self.meters = E3dcMeters(unit, base_offset=base)
        self.sg_ready = E3dcSgReady(unit, base_offset=base)
        self.wallboxes = E3dcWallboxes(unit, base_offset=base)
        self.end = Neighbours(unit, {"meters": self.meters, "sg_ready": self.sg_ready})
        self.base = base
