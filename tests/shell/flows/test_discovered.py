"""What Home Assistant notices by itself: devices that announce themselves, and devices that have moved."""

from ipaddress import ip_address
from typing import Any

from homeassistant.config_entries import SOURCE_DHCP, SOURCE_IGNORE, SOURCE_USER, SOURCE_ZEROCONF
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.const import DOMAIN

from .conftest import AddSite, device_id, meter, station
from .neighbourhood import EMC, EMC_HOST, WITTY_1, WITTY_1_HOST, WITTY_2, WITTY_2_HOST, Neighbourhood
from .site_walk import SEARCH
from .test_config_flow_site import CONNECTION, HOUSE
from .walk import ENGLISH, Walk

MAC = "aa:bb:cc:00:11:22"
MODBUS = "_alfen._tcp.local."
HOMEWIZARD = "_hwenergy._tcp.local."
P1 = {"product_type": "HWE-P1", "product_name": "P1 meter", "serial": "5c2fafaabbcc"}


def announced(host: str, type_: str = MODBUS, port: int = 443, **properties: str) -> ZeroconfServiceInfo:
    """Return what a device says of itself."""
    return ZeroconfServiceInfo(
        ip_address=ip_address(host),
        ip_addresses=[ip_address(host)],
        port=port,
        hostname="device.local.",
        type=type_,
        name=f"device.{type_}",
        properties=dict(properties),
    )


async def discover(hass: HomeAssistant, info: Any) -> Walk:
    """Let Home Assistant discover something."""
    source = SOURCE_DHCP if isinstance(info, DhcpServiceInfo) else SOURCE_ZEROCONF
    walk = Walk(hass, hass.config_entries.flow, ENGLISH["config"])
    await walk._came_to(await walk.manager.async_init(DOMAIN, context={"source": source}, data=info))
    return walk


# A device that announces itself


async def test_the_first_device_is_a_reason_to_set_up_a_site(hass: HomeAssistant, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add_emc()
    walk = await discover(hass, announced(EMC_HOST))
    assert (walk.step, walk.placeholders) == ("discovered", {"name": "Hager XEM470"})
    await walk.fill()
    await walk.fill(**HOUSE)
    await walk.fill(**CONNECTION)
    await walk.pick("from_device")
    # It is among the found ones, wherever is searched then.
    await walk.fill(**SEARCH | {"networks": "192.0.2.20"})
    assert (walk.step, walk.options) == ("choose", [EMC])
    await walk.send_as_shown()
    await walk.send_as_shown()
    assert walk.step == "created"
    # A site has no id of a device: the next one is not taken for it.
    assert walk.result["result"].unique_id is None


async def test_without_a_search_it_belongs_to_the_site(hass: HomeAssistant, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add_emc()
    walk = await discover(hass, announced(EMC_HOST))
    await walk.fill()
    await walk.fill(**HOUSE)
    await walk.fill(**CONNECTION)
    await walk.pick("from_device")
    await walk.send_as_shown(skip=True)
    assert EMC in walk.placeholders["devices"]
    await walk.pick("devices_done")
    assert (walk.step, walk.options) == ("grid_device", [EMC])


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        ("there is a site", "search_again"),
        ("no Modbus", "no_modbus"),
        ("ignored before", "already_configured"),
        ("a site is being set up", "already_in_progress"),
    ],
)
async def test_nobody_is_bothered(
    hass: HomeAssistant, neighbourhood: Neighbourhood, add_site: AddSite, problem: str, reason: str
) -> None:
    neighbourhood.add_witty()
    match problem:
        case "there is a site":
            add_site(meter())
        case "no Modbus":
            neighbourhood.links.clear()
        case "ignored before":
            MockConfigEntry(domain=DOMAIN, source=SOURCE_IGNORE, unique_id=WITTY_1).add_to_hass(hass)
        case "a site is being set up":
            await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    walk = await discover(hass, announced(WITTY_1_HOST))
    assert walk.step == f"aborted: {reason}", problem


async def test_one_card_for_all(hass: HomeAssistant, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add_witty()
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_2)
    assert (await discover(hass, announced(WITTY_1_HOST))).step == "discovered"
    assert (await discover(hass, announced(WITTY_2_HOST))).step == "aborted: already_in_progress"
    assert (await discover(hass, announced("192.0.2.9", HOMEWIZARD, 80, **P1))).step == "aborted: already_in_progress"


async def test_the_port_that_is_announced(hass: HomeAssistant, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add_witty(port=1502)
    walk = await discover(hass, announced(WITTY_1_HOST, "_solaredge-modbus._tcp.local.", 1502))
    assert walk.step == "discovered"


@pytest.mark.parametrize("still", [True, False])
async def test_a_known_device_announces_itself_elsewhere(
    hass: HomeAssistant, neighbourhood: Neighbourhood, add_site: AddSite, still: bool
) -> None:
    """One that still answers where it was has two addresses."""
    entry = add_site(meter(), station())
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_1)
    if still:
        neighbourhood.add_witty()
    walk = await discover(hass, announced(WITTY_2_HOST))
    assert walk.step == "aborted: known_device"
    data = entry.subentries[device_id(entry, "Garage")].data
    assert data["host"] == (WITTY_1_HOST if still else WITTY_2_HOST)
    assert data["phases"] == 3


async def test_another_device_where_a_known_one_was(
    hass: HomeAssistant, neighbourhood: Neighbourhood, add_site: AddSite
) -> None:
    entry = add_site(meter(), station())
    neighbourhood.add_witty(WITTY_1_HOST, WITTY_2)
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_1)
    await discover(hass, announced(WITTY_2_HOST))
    assert entry.subentries[device_id(entry, "Garage")].data["host"] == WITTY_2_HOST


async def test_a_known_device_where_it_is_expected_is_not_even_asked(
    hass: HomeAssistant, neighbourhood: Neighbourhood, add_site: AddSite
) -> None:
    """It may accept one connection only, and its site has it."""
    add_site(meter(), station())
    neighbourhood.add_witty()
    walk = await discover(hass, announced(WITTY_1_HOST))
    assert walk.step == "aborted: known_device"
    assert neighbourhood.links[WITTY_1_HOST, 502].for_unit(1).read_events == []


async def test_a_known_device_on_a_line_stays_there(
    hass: HomeAssistant, neighbourhood: Neighbourhood, add_site: AddSite
) -> None:
    entry = add_site(meter(), station(framer="rtu", host="192.0.2.30", port=4196))
    neighbourhood.add_witty()
    walk = await discover(hass, announced(WITTY_1_HOST))
    assert walk.step == "aborted: known_device"
    assert entry.subentries[device_id(entry, "Garage")].data["host"] == "192.0.2.30"


# A meter that another integration reads


async def test_a_homewizard_meter_is_pointed_to_its_integration(hass: HomeAssistant) -> None:
    walk = await discover(hass, announced("192.0.2.9", HOMEWIZARD, 80, **P1))
    assert (walk.step, walk.placeholders) == ("homewizard", {"name": "HomeWizard P1"})
    await walk.fill()
    assert walk.step == "user"


async def test_a_homewizard_socket_is_no_meter(hass: HomeAssistant) -> None:
    walk = await discover(hass, announced("192.0.2.9", HOMEWIZARD, 80, **P1 | {"product_type": "HWE-SKT"}))
    assert walk.step == "aborted: no_meter"


# A device that has moved


def registered(hass: HomeAssistant, entry: MockConfigEntry, subentry_id: str | None) -> None:
    """Let the registry know a device by its MAC address."""
    dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id,
        config_subentry_id=subentry_id,
        identifiers={(DOMAIN, f"{subentry_id}")},
        connections={(dr.CONNECTION_NETWORK_MAC, MAC)},
    )


@pytest.mark.parametrize(
    ("problem", "before", "after"),
    [
        ("it has moved", WITTY_1_HOST, "192.0.2.99"),
        ("it is where it was", "192.0.2.99", "192.0.2.99"),
        ("it is reached by its name", "garage.local", "garage.local"),
    ],
)
async def test_a_registered_device_gets_another_address(
    hass: HomeAssistant, add_site: AddSite, problem: str, before: str, after: str
) -> None:
    other = station("Carport", serial_number=WITTY_2, host=before, unit_id=2)
    entry = add_site(meter(), station(host=before), other)
    registered(hass, entry, device_id(entry, "Garage"))
    walk = await discover(hass, DhcpServiceInfo(ip="192.0.2.99", hostname="garage", macaddress=MAC.replace(":", "")))
    assert walk.step == "aborted: known_device"
    hosts = {subentry.title: subentry.data["host"] for subentry in entry.subentries.values()}
    # Whoever is behind the same address has moved with it.
    assert hosts == {"P1 meter": "192.0.2.2", "Garage": after, "Carport": after}, problem


async def test_who_is_not_ours_is_left_alone(hass: HomeAssistant, add_site: AddSite) -> None:
    on_a_line = station(device="/dev/ttyUSB0", baudrate=9600, line_format="8n1")
    on_a_line["data"] = {key: value for key, value in on_a_line["data"].items() if key not in ("host", "port")}
    entry = add_site(meter(), on_a_line)
    router = MockConfigEntry(domain="router")
    router.add_to_hass(hass)
    before = [dict(subentry.data) for subentry in entry.subentries.values()]
    for owner, subentry_id in ((router, None), (entry, None), (entry, device_id(entry, "Garage"))):
        registered(hass, owner, subentry_id)
        info = DhcpServiceInfo(ip="192.0.2.99", hostname="x", macaddress=MAC.replace(":", ""))
        assert (await discover(hass, info)).step == "aborted: known_device"
    assert [dict(subentry.data) for subentry in entry.subentries.values()] == before
