"""The registers of Webasto Next and Unite stations; their sources stand in `webasto`."""

from typing import Final

from modbus_connection.model import RegisterSpace, gauge, integer, uint32

from .blocks import GaplessComponent

_NOT_AVAILABLE: Final = 0xFFFF
_NONE_32: Final = 0xFFFFFFFF


class NextState(GaplessComponent):
    """What a Next does, and what is plugged in."""

    state = integer(1000, signed=False)
    cable = integer(1004, signed=False)


class NextMeasurements(GaplessComponent):
    """Currents mA, power W, energy Wh."""

    current_l1 = gauge(1008, scale=0.001, signed=False, nan=_NOT_AVAILABLE, unit="A")
    current_l2 = gauge(1010, scale=0.001, signed=False, nan=_NOT_AVAILABLE, unit="A")
    current_l3 = gauge(1012, scale=0.001, signed=False, nan=_NOT_AVAILABLE, unit="A")
    power = uint32(1020, nan=_NONE_32, unit="W")
    energy = uint32(1036, nan=_NONE_32, unit="Wh")


class NextRating(GaplessComponent):
    """What a Next is and may do."""

    equipment = integer(1002, signed=False)
    lowest = integer(1102, signed=False, unit="A")
    highest = integer(1104, signed=False, unit="A")


class Failsafe(GaplessComponent):
    """What the station falls back to, and when."""

    current = integer(2000, signed=False, nan=_NOT_AVAILABLE, writable=True, unit="A")
    timeout = integer(2002, signed=False, nan=_NOT_AVAILABLE, writable=True, unit="s")


class NextOrders(GaplessComponent):
    """What is written and never given back."""

    current = integer(5004, signed=False, writable=True, force_fc16=True, unit="A")
    alive = integer(6000, signed=False, writable=True)


class UniteState(GaplessComponent):
    """What a Unite does, and what is plugged in."""

    register_space: RegisterSpace = "input"
    state = integer(1000, signed=False)
    charging = integer(1001, signed=False)
    cable = integer(1004, signed=False)


class UniteMeasurements(GaplessComponent):
    """Currents mA, voltages V, power W, energy 0.1 kWh, session Wh."""

    register_space: RegisterSpace = "input"
    current_l1 = gauge(1008, scale=0.001, signed=False, nan=_NOT_AVAILABLE, unit="A")
    current_l2 = gauge(1010, scale=0.001, signed=False, nan=_NOT_AVAILABLE, unit="A")
    current_l3 = gauge(1012, scale=0.001, signed=False, nan=_NOT_AVAILABLE, unit="A")
    voltage_l1 = integer(1014, signed=False, nan=_NOT_AVAILABLE, unit="V")
    voltage_l2 = integer(1016, signed=False, nan=_NOT_AVAILABLE, unit="V")
    voltage_l3 = integer(1018, signed=False, nan=_NOT_AVAILABLE, unit="V")
    power = uint32(1020, nan=_NONE_32, unit="W")
    energy = uint32(1036, nan=_NONE_32, scale=100.0, unit="Wh")
    session = uint32(1502, nan=_NONE_32, unit="Wh")


class UniteOrders(GaplessComponent):
    """What is written; only the setpoint is given back, the life bit is not read."""

    current = integer(5004, signed=False, nan=_NOT_AVAILABLE, writable=True, unit="A")


class UniteLife(GaplessComponent):
    """The life bit, which is not read."""

    alive = integer(6000, signed=False, writable=True)


class UnitePhases(GaplessComponent):
    """How many phases are switched on; by itself, as a single-phase station may not have it (i)."""

    switch = integer(405, signed=False, writable=True)
