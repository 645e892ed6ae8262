"""How a device is reached: what is stored, and what becomes of it."""

from types import MappingProxyType
from typing import Any

from homeassistant.components.modbus.connection import _canonical
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from modbus_connection import ModbusSerialParams, ModbusTcpParams
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.coordinator import ModbusCoordinator
from custom_components.overshot.devices.registry import FAMILIES
from custom_components.overshot.links import create_coordinator
from custom_components.overshot.modbus_link import GatewayLink, LineFormat, Link, SerialLink, TcpLink, link_of

TCP: dict[str, Any] = {"host": "192.0.2.7", "port": 502}
LINE: dict[str, Any] = {"device": "/dev/ttyUSB0", "baudrate": 19_200, "line_format": "8e1"}
GATEWAY: dict[str, Any] = {"host": "Gateway.local", "port": 4196, "framer": "rtu"}


@pytest.mark.parametrize(
    ("data", "link", "params", "name"),
    [
        (TCP, TcpLink("192.0.2.7", 502), ModbusTcpParams(host="192.0.2.7"), "192.0.2.7"),
        (
            LINE,
            SerialLink("/dev/ttyUSB0", 19_200, LineFormat.EVEN_1),
            ModbusSerialParams(device="/dev/ttyUSB0", baudrate=19_200, parity="E"),
            "/dev/ttyUSB0 (19200 8E1)",
        ),
        (
            LINE | {"baudrate": 57_600, "line_format": "8n2"},
            SerialLink("/dev/ttyUSB0", 57_600, LineFormat.NONE_2),
            ModbusSerialParams(device="/dev/ttyUSB0", baudrate=57_600, stopbits=2),
            "/dev/ttyUSB0 (57600 8N2)",
        ),
        (
            LINE | {"line_format": "8o1"},
            SerialLink("/dev/ttyUSB0", 19_200, LineFormat.ODD_1),
            ModbusSerialParams(device="/dev/ttyUSB0", baudrate=19_200, parity="O"),
            "/dev/ttyUSB0 (19200 8O1)",
        ),
        (
            GATEWAY,
            GatewayLink("Gateway.local", 4196),
            ModbusSerialParams(device="socket://gateway.local:4196", baudrate=115_200),
            "Gateway.local:4196",
        ),
        (
            GATEWAY | {"host": "fd00::7"},
            GatewayLink("fd00::7", 4196),
            ModbusSerialParams(device="socket://[fd00::7]:4196", baudrate=115_200),
            "fd00::7:4196",
        ),
    ],
)
async def test_a_link_is_stored_and_made_again(
    hass: HomeAssistant, data: dict[str, Any], link: Link, params: object, name: str
) -> None:
    assert link_of(data) == link
    assert link.data() == data
    assert link.params == params
    subentry = ConfigSubentry(
        data=MappingProxyType({"family": "heidelberg_energy_control", "unit_id": 1, **data}),
        subentry_type="charge_point",
        title="Garage",
        unique_id="1",
    )
    entry = MockConfigEntry(domain=DOMAIN)
    entry.add_to_hass(hass)
    coordinator = create_coordinator(hass, entry, subentry)
    assert isinstance(coordinator, ModbusCoordinator)
    assert coordinator.gateway == name
    await entry._async_process_on_unload(hass)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("host", ["192.0.2.7", "Gateway.local", "fd00::7"])
def test_a_gateway_is_one_link_for_all_integrations(host: str) -> None:
    """Home Assistant turns the older spelling into this one; two spellings would be two masters on one line."""
    assert GatewayLink(host, 4196).params == _canonical(ModbusTcpParams(host=host, port=4196, framer="rtu"))


@pytest.mark.parametrize("family", [family for family, driver in FAMILIES.items() if driver.default_serial is not None])
def test_every_family_of_a_line_has_a_format_that_can_be_chosen(family: str) -> None:
    settings = FAMILIES[family].default_serial
    assert settings is not None
    chosen = LineFormat.of(settings)
    assert (chosen.parity, chosen.stopbits) == (settings.parity, settings.stopbits)
