"""How a Modbus device is reached: over the network, on a serial line, or on a line behind a gateway.

A gateway here passes the frames of the line (RTU) through a TCP port as they are. One that translates them speaks Modbus
TCP and is a device in the network as any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

from homeassistant.const import CONF_DEVICE, CONF_HOST, CONF_PORT
from modbus_connection import ModbusSerialParams, ModbusTcpParams

from .const import CONF_BAUDRATE, CONF_FRAMER, CONF_LINE_FORMAT, FRAMER_RTU
from .devices.driver import SerialSettings

LINK_KEYS: Final = frozenset({CONF_HOST, CONF_PORT, CONF_DEVICE, CONF_BAUDRATE, CONF_LINE_FORMAT, CONF_FRAMER})
"""What of a subentry's data says how the device is reached."""

SOCKET_BAUDRATE: Final = 115_200
"""Home Assistant's own for RTU over TCP, so that all integrations share the link: the gateway alone knows the true speed."""


class LineFormat(StrEnum):
    """Data bits, parity and stop bits; RTU always has eight data bits."""

    NONE_1 = "8n1"
    EVEN_1 = "8e1"
    ODD_1 = "8o1"
    NONE_2 = "8n2"

    @property
    def parity(self) -> Literal["N", "E", "O"]:
        """Return the parity."""
        match self:
            case LineFormat.EVEN_1:
                return "E"
            case LineFormat.ODD_1:
                return "O"
        return "N"

    @property
    def stopbits(self) -> Literal[1, 2]:
        """Return the number of stop bits."""
        return 2 if self is LineFormat.NONE_2 else 1

    @classmethod
    def of(cls, settings: SerialSettings) -> LineFormat:
        """Return the format a family leaves the factory with. Raises `ValueError` for one that RTU does not know."""
        return cls(f"{settings.bytesize}{settings.parity.lower()}{settings.stopbits}")


@dataclass(frozen=True, slots=True)
class TcpLink:
    """Modbus TCP."""

    host: str
    port: int

    def __str__(self) -> str:
        """Return the address as a user reads it."""
        return f"{self.host}:{self.port}"

    @property
    def params(self) -> ModbusTcpParams:
        """Return what Home Assistant's shared connection is made of."""
        return ModbusTcpParams(host=self.host, port=self.port)

    def data(self) -> dict[str, Any]:
        """Return what a subentry stores of it."""
        return {CONF_HOST: self.host, CONF_PORT: self.port}


@dataclass(frozen=True, slots=True)
class SerialLink:
    """A serial port of this machine, RTU framing."""

    device: str
    baudrate: int
    format: LineFormat

    def __str__(self) -> str:
        """Return the port and its settings as a user reads them."""
        return f"{self.device} ({self.baudrate} {self.format.upper()})"

    @property
    def params(self) -> ModbusSerialParams:
        """Return what Home Assistant's shared connection is made of."""
        return ModbusSerialParams(
            device=self.device,
            baudrate=self.baudrate,
            parity=self.format.parity,
            stopbits=self.format.stopbits,
        )

    def data(self) -> dict[str, Any]:
        """Return what a subentry stores of it."""
        return {CONF_DEVICE: self.device, CONF_BAUDRATE: self.baudrate, CONF_LINE_FORMAT: self.format.value}


@dataclass(frozen=True, slots=True)
class GatewayLink:
    """A serial line behind a gateway that passes RTU frames through a TCP port; speed and parity are set there."""

    host: str
    port: int

    def __str__(self) -> str:
        """Return the gateway's address as a user reads it."""
        return f"{self.host}:{self.port}"

    @property
    def params(self) -> ModbusSerialParams:
        """Return what Home Assistant's shared connection is made of; one spelling for one gateway."""
        host = self.host.lower()
        device = f"socket://[{host}]:{self.port}" if ":" in host else f"socket://{host}:{self.port}"
        return ModbusSerialParams(device=device, baudrate=SOCKET_BAUDRATE)

    def data(self) -> dict[str, Any]:
        """Return what a subentry stores of it."""
        return {CONF_HOST: self.host, CONF_PORT: self.port, CONF_FRAMER: FRAMER_RTU}


type Link = TcpLink | SerialLink | GatewayLink


def link_of(data: Mapping[str, Any]) -> Link:
    """Return how a device is reached by the data of its subentry."""
    if CONF_DEVICE in data:
        return SerialLink(data[CONF_DEVICE], int(data[CONF_BAUDRATE]), LineFormat(data[CONF_LINE_FORMAT]))
    host, port = data[CONF_HOST], int(data[CONF_PORT])
    return GatewayLink(host, port) if data.get(CONF_FRAMER) == FRAMER_RTU else TcpLink(host, port)
