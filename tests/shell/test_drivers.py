"""The driver a device gets: chosen and set by the data of its subentry."""

from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigSubentryData
from homeassistant.core import HomeAssistant
from modbus_connection.mock import MockModbusConnection
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.devices.e3dc import E3dc
from custom_components.overshot.devices.hager_ecr import HagerEcr
from custom_components.overshot.devices.hager_htc320h import HagerHtc320h
from custom_components.overshot.devices.p1_http import HttpSource
from custom_components.overshot.devices.register_map_driver import RegisterMapHeatPump
from custom_components.overshot.devices.registry import FAMILIES
from custom_components.overshot.devices.sg_ready import CoilWiring, RegisterBitWiring
from custom_components.overshot.devices.waveshare_relay import WaveshareRelay
from custom_components.overshot.drivers import BOARDS, UnknownFamilyError, create_driver, driver_class, wiring_of
from custom_components.overshot.p1_link import p1_source

COILS = {"kind": "coils", "sg1": 2, "sg2": 3, "sg1_inverted": True, "sg2_inverted": True, "writes_many": False}
BITS = {"kind": "register_bits", "sg1": 4, "sg2": 5, "register": 16, "writes_many": True}
MAP = {
    "format": 1,
    "manufacturer": "Example",
    "model": "Warm",
    "readings": {"heat_pump": {"state": {"register": 5, "type": "uint16", "values": {"20": "normal", "10": "block"}}}},
    "controls": {"heat_pump": {"normal": [{"register": 5, "type": "uint16", "value": 20}]}},
}


def test_wirings() -> None:
    assert wiring_of(COILS) == CoilWiring(sg1=2, sg2=3, sg1_inverted=True, sg2_inverted=True, writes_many=False)
    assert wiring_of(BITS) == RegisterBitWiring(register=16, sg1=4, sg2=5, writes_many=True)
    with pytest.raises(ValueError):
        wiring_of({"kind": "coils", "sg1": 1, "sg2": 1})


def test_every_family_has_its_driver() -> None:
    for family, driver in FAMILIES.items():
        assert driver_class({"family": family}) is driver
    for family in BOARDS:
        assert driver_class({"family": family, "wiring": COILS}).family == family
    with pytest.raises(UnknownFamilyError):
        driver_class({"family": "steam_engine"})


def test_options_reach_the_driver() -> None:
    units = MockModbusConnection().for_unit
    plain = create_driver({"family": "e3dc", "unit_id": 1}, units)
    assert isinstance(plain, E3dc)
    assert (plain.uses_wallboxes, plain.invert_meter) == (False, False)
    wallboxes = create_driver({"family": "e3dc", "unit_id": 1, "uses_wallboxes": True}, units)
    assert isinstance(wallboxes, E3dc)
    assert wallboxes.uses_wallboxes
    turned = create_driver({"family": "hager_ecr", "unit_id": 7, "invert_meter": True}, units)
    assert isinstance(turned, HagerEcr)
    assert (turned.invert_meter, turned.unit_id) == (True, 7)


@pytest.mark.parametrize(
    ("data", "made", "state"),
    [
        ({"family": "waveshare_relay", "wiring": {**COILS, "sg1_inverted": False}}, WaveshareRelay, 3),
        ({"family": "hager_htc320h", "wiring": BITS}, HagerHtc320h, 3),
        ({"family": "own_register_map", "register_map": MAP}, RegisterMapHeatPump, 1),
    ],
)
async def test_a_heat_pump_is_read_as_it_is_wired(data: dict[str, Any], made: type, state: int) -> None:
    link = MockModbusConnection()
    link.for_unit(1).holding.update({16: 0b100000, 5: 10})
    driver = create_driver({**data, "unit_id": 1}, link.for_unit)
    assert isinstance(driver, made)
    assert (await driver.poll()).heat_pumps[1].state == state


async def test_where_telegrams_come_from(hass: HomeAssistant) -> None:
    source = p1_source(hass, {"url": "http://192.0.2.2/api/v1/telegram"})
    assert isinstance(source, HttpSource)
    assert str(source) == "http://192.0.2.2/api/v1/telegram"
    assert str(p1_source(hass, {"host": "192.0.2.2", "port": 23})) == "192.0.2.2:23"
    assert str(p1_source(hass, {"device": "/dev/ttyUSB0", "serial_format": "115200_8n1"})) == "/dev/ttyUSB0"


# A stored device that this version cannot use


@pytest.mark.parametrize(
    ("problem", "data", "told"),
    [
        ("a newer version's family", {"family": "steam_engine"}, "steam_engine"),
        ("a wiring that cannot be", {"family": "waveshare_relay", "wiring": {**COILS, "sg2": 2}}, "output 2"),
        (
            "a map of another format",
            {"family": "own_register_map", "register_map": {**MAP, "format": 2}},
            "must be between 1 and 1, not 2",
        ),
    ],
)
async def test_a_site_says_which_device_it_cannot_use(
    hass: HomeAssistant, problem: str, data: dict[str, Any], told: str
) -> None:
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={"name": "Home", "connection_type": "three_phase", "fuse": 25, "derating": 80, "ct_ratio": 1},
        subentries_data=[
            ConfigSubentryData(
                data=MappingProxyType({"host": "192.0.2.2", "port": 502, "unit_id": 1, **data}),
                subentry_type="heat_pump",
                title="Heat pump",
                unique_id="1",
            )
        ],
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR, problem
    assert entry.reason is not None
    assert "Heat pump" in entry.reason
    assert told in entry.reason
