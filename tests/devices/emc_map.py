"""A Hager flow controller with two stations, a meter and a heat pump, on a sunny day."""

from collections.abc import Iterable

from modbus_connection import GatewayTargetError, ModbusError
from modbus_connection.mock import MockModbusConnection

from .conftest import fill
from .registers import i16, i32, text, u32

HOUSE: dict[int, int | list[int]] = {
    0: text("HAGER", 16),
    16: text("XEM470", 16),
    48: text("OVS-EMC-0001", 16),
    64: text("R3.2.1", 16),
    # 2.1 A, 8.4 A and 4.3 A; L2 imports, the others export.
    4099: [2, 8, 4],
    4102: i32(460),
    4104: i32(-480),
    4106: i32(1930),
    4108: i32(-990),
    4126: u32(5200),
    4138: i32(1500),
    4146: 64,
    4151: i32(4160),
}

STATION: dict[int, int | list[int]] = {
    4099: text("Carport", 15),
    4165: text("FW 7.0.5.0", 32),
    4609: u32(1_234_567),
    4611: u32(765_432),
    4613: 1,
    4631: 0,
    4950: u32(8_250),
    5125: i16(3_690),
}

METER: dict[int, int | list[int]] = {
    4098: text("ECR380D", 15),
    4148: 4,
    4153: i32(870),
    4155: i32(300),
    4157: i32(-30),
    4159: i32(600),
    4164: u32(98_765),
}

HEAT_PUMP: dict[int, int | list[int]] = {4098: text("Heat pump", 15), 4151: 0, 4152: 2}

ALL_UNITS = (*range(1, 9), *range(30, 38), *range(50, 60))


def build_house(link: MockModbusConnection, absent: ModbusError | None = None) -> None:
    """Put a controller with stations 1 and 2, meter 1 and heat pump 1 on a link; the other units refuse."""
    fill(link.for_unit(0), HOUSE)
    present = {1: STATION, 2: STATION | {4099: text("Garage", 15), 5125: 0, 4631: 1}, 30: METER, 50: HEAT_PUMP}
    for unit_id in ALL_UNITS:
        if unit_id in present:
            fill(link.for_unit(unit_id), present[unit_id])
        else:
            link.for_unit(unit_id).fail_requests(absent or GatewayTargetError())


def requests(link: MockModbusConnection, units: Iterable[int]) -> int:
    """Return how many requests went to these units."""
    return sum(len(link.for_unit(unit_id).read_events) for unit_id in units)
