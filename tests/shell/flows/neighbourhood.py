"""A network of devices in memory: who opens a port, who speaks Modbus there, and who only pretends to."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from modbus_connection import (
    GatewayTargetError,
    ModbusConnectionError,
    ModbusError,
    ModbusSerialParams,
    ModbusTcpParams,
    ModbusTimeoutError,
)
from modbus_connection.mock import MockModbusConnection, MockModbusUnit

from custom_components.overshot.devices.registry import FAMILIES

from ...devices.emc_map import HOUSE
from ...devices.goodwe_map import GOODWE
from ...devices.heidelberg_map import HEIDELBERG_INPUTS, HEIDELBERG_SETTINGS
from ...devices.registers import spread, text
from ...devices.witty_map import WITTY

EMC, EMC_HOST = "OVS-EMC-0001", "192.0.2.10"
WITTY_1, WITTY_1_HOST = "OVS-WITTY-0001", "192.0.2.11"
WITTY_2, WITTY_2_HOST = "OVS-WITTY-0002", "192.0.2.12"
GOODWE_1, GOODWE_1_HOST = "9010KETU00000OVS", "192.0.2.13"

EVERYBODY = "192.0.2.8/29"
"""The network all of them are in."""

ASKED_UNITS = {
    unit for driver in FAMILIES.values() for unit in (driver.default_unit, *driver.also_asks, *driver.other_units)
}
"""Units that a search asks."""


class Neighbourhood:
    """Devices by address. An address that is not here refuses the connection."""

    def __init__(self) -> None:
        """Start with nobody there."""
        self.links: dict[tuple[str, int], MockModbusConnection] = {}
        self.unasked: set[tuple[str, int]] = set()
        """Ports that speak before they are asked."""

        self.in_use: set[tuple[str, int]] = set()
        """Links that another integration holds with other settings."""

        self.writes: list[object] = []
        """What anybody wrote; a flow writes nothing."""

    def add(self, host: str, unit_id: int, registers: dict[int, int | list[int]], port: int = 502) -> None:
        """Put a device on one unit; the other units refuse."""
        link = MockModbusConnection()
        for other in {0, 1, 247} - {unit_id}:
            link.for_unit(other).fail_requests(GatewayTargetError())
        unit = link.for_unit(unit_id)
        unit.holding.update(spread(registers))
        unit.on_write(self.writes.append)
        self.links[host, port] = link

    def add_emc(self, host: str = EMC_HOST) -> None:
        """Put an energy controller there."""
        self.add(host, 0, HOUSE)

    def add_witty(self, host: str = WITTY_1_HOST, serial: str = WITTY_1, port: int = 502) -> None:
        """Put a charging station there."""
        self.add(host, 1, WITTY | {0x1013: text(serial, 16)}, port)

    def add_goodwe(self, host: str = GOODWE_1_HOST) -> None:
        """Put an inverter there."""
        self.add(host, 247, GOODWE)

    def add_line(self, device: str, baudrate: int, silent_units: Iterable[int] = ()) -> MockModbusConnection:
        """Put a serial line there: a port, or `socket://host:port` for a gateway. Who is not on it says nothing."""
        link = self.links[device, baudrate] = MockModbusConnection()
        for unit_id in silent_units:
            link.for_unit(unit_id).fail_requests(ModbusTimeoutError())
        return link

    def add_heidelberg(self, device: str, baudrate: int = 19_200, unit_id: int = 1) -> None:
        """Put a charging station on a line."""
        unit = self.add_line(device, baudrate, {1, 2, 3, 247} - {unit_id}).for_unit(unit_id)
        unit.holding.update(spread(HEIDELBERG_SETTINGS))
        unit.input.update(spread(HEIDELBERG_INPUTS))
        unit.on_write(self.writes.append)

    def add_broken(self, host: str, error: ModbusError, port: int = 502) -> None:
        """Put something there that fails every request, on an open connection."""
        link = MockModbusConnection()
        for unit_id in ASKED_UNITS:
            link.for_unit(unit_id).fail_requests(error)
        self.links[host, port] = link

    def add_silent(self, host: str) -> None:
        """Put something there that opens the port and answers nothing."""
        self.add_broken(host, ModbusTimeoutError())

    def add_hanging_up(self, host: str) -> None:
        """Put something there that drops the connection on every request."""
        link = self.links[host, 502] = MockModbusConnection()

        def hang_up() -> int:
            link.simulate_connection_lost()
            raise ModbusConnectionError("connection lost")

        for unit_id in ASKED_UNITS:
            link.for_unit(unit_id).holding[0] = hang_up
            link.for_unit(unit_id).input[0] = hang_up

    def add_stranger(self, host: str) -> None:
        """Put a Modbus device there that nobody knows."""
        self.add_broken(host, GatewayTargetError())

    @asynccontextmanager
    async def temporary_unit(
        self, hass: HomeAssistant, params: ModbusTcpParams | ModbusSerialParams, unit_id: int
    ) -> AsyncIterator[MockModbusUnit]:
        """Stand in for Home Assistant's shared connections."""
        address = (
            (params.host, params.port) if isinstance(params, ModbusTcpParams) else (params.device, params.baudrate)
        )
        if address in self.in_use:
            raise HomeAssistantError("in use with other settings")
        if (link := self.links.get(address)) is not None:
            yield link.for_unit(unit_id)
            return
        link = MockModbusConnection()
        unit = link.for_unit(unit_id)
        if isinstance(params, ModbusSerialParams) and params.device in {device for device, _ in self.links}:
            # A port opens at any speed; at a wrong one nobody understands.
            await link.connect()
            unit.fail_requests(ModbusTimeoutError())
        else:
            unit.fail_requests(ModbusConnectionError("refused"))
        yield unit

    async def opens(self, host: str, port: int, timeout: float) -> bool:
        """Stand in for trying a port."""
        return (host, port) in self.links

    async def speaks_unasked(self, host: str, port: int, timeout: float = 0.0) -> bool:
        """Stand in for listening at a port."""
        return (host, port) in self.unasked

    @contextmanager
    def reachable(self) -> Iterator[None]:
        """Put this network in the place of the real one."""
        room = "custom_components.overshot.flows.discovery"
        with (
            patch(f"{room}.async_get_temporary_unit", self.temporary_unit),
            patch("custom_components.overshot.flows.look.async_get_temporary_unit", self.temporary_unit),
            patch(f"{room}.scan.port_opens", self.opens),
            patch(f"{room}.scan.speaks_unasked", self.speaks_unasked),
        ):
            yield
