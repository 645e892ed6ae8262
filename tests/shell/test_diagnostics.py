"""The diagnostics download tells what happened and gives no secret away."""

from dataclasses import replace
import json
from pathlib import Path
import re
from types import MappingProxyType

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.json import ExtendedJSONEncoder
import pytest

from custom_components.overshot.devices.p1 import without_identifiers
from custom_components.overshot.diagnostics import async_get_config_entry_diagnostics, async_get_device_diagnostics

from .conftest import METER_SERIAL, STATION_SERIAL, House

TELEGRAMS = Path(__file__).parents[1] / "devices" / "telegrams"


async def test_diagnostics(hass: HomeAssistant, house: House) -> None:
    """Readings, decision and capabilities are there; addresses, serial numbers and the place are not."""
    await house.telegram(1234)
    data = await async_get_config_entry_diagnostics(hass, house.entry)
    text = json.dumps(data, cls=ExtendedJSONEncoder)

    assert STATION_SERIAL not in text
    assert METER_SERIAL not in text
    assert "127.0.0.1" not in text
    meter, station = data["devices"]
    assert meter["readings"]["grid"]["power"] == 1234
    assert station["capabilities"]["sets_current"] is True
    assert data["settings"]["charge_points"][house.station_id]["controlled"] is False
    assert data["decision"]["setpoints"][house.station_id]["reason"]["key"] == "read_only"


async def test_the_address_of_a_dongle_may_hold_a_password(hass: HomeAssistant, house: House) -> None:
    data = {**house.meter.subentry.data, "url": "http://user:secret@192.0.2.2/telegram"}
    house.meter.subentry = replace(house.meter.subentry, data=MappingProxyType(data))
    told = await async_get_config_entry_diagnostics(hass, house.entry)
    assert "secret" not in json.dumps(told, cls=ExtendedJSONEncoder)


async def test_what_a_device_answered_is_there_to_be_tried_again(hass: HomeAssistant, house: House) -> None:
    """Register by register, without the serial number that stands in them."""
    await house.poll()
    _, station = (await async_get_config_entry_diagnostics(hass, house.entry))["devices"]
    told = {
        int(start) + place: word
        for start, text in station["registers"]["unit 1"]["holding registers"].items()
        for place, word in enumerate(text.split())
    }
    assert told[0x1003] == "5845", "XE of XEVP"
    assert [told[0x1013 + place] for place in range(5)] == ["----"] * 5
    assert station["requests"]["all"] > 0
    assert station["requests"]["damaged"] == 0


async def test_one_device(hass: HomeAssistant, house: House) -> None:
    """And of the site as a device everything."""
    registered = {
        key: each
        for each in dr.async_entries_for_config_entry(dr.async_get(hass), house.entry.entry_id)
        for _, key in each.identifiers
    }
    station = await async_get_device_diagnostics(hass, house.entry, registered[STATION_SERIAL])
    assert station["type"] == "charge_point"
    everything = await async_get_device_diagnostics(hass, house.entry, registered[house.entry.entry_id])
    assert len(everything["devices"]) == 2


async def test_people_and_cards_stay_here(hass: HomeAssistant, house: House) -> None:
    for kind, data in (
        ("person", {"name": "Anna Peeters", "email": "anna@example.com", "cost_centre": "4711"}),
        ("card", {"name": "Blue card", "tag_hash": "0123456789abcdef", "hint": "F7", "person": "anna"}),
    ):
        subentry = ConfigSubentry(
            data=MappingProxyType(data), subentry_type=kind, title=data["name"], unique_id=f"secret {kind}"
        )
        hass.config_entries.async_add_subentry(house.entry, subentry)
    await hass.async_block_till_done()
    text = json.dumps(await async_get_config_entry_diagnostics(hass, house.entry), cls=ExtendedJSONEncoder)
    secrets = ("Anna", "anna", "4711", "Blue card", "0123456789abcdef", '"F7"', "secret")
    assert [secret for secret in secrets if secret in text] == []
    assert '"type": "person"' in text


@pytest.mark.parametrize("name", sorted(path.name for path in TELEGRAMS.glob("*.txt")))
def test_a_telegram_does_not_tell_whose_it_is(name: str) -> None:
    """All others of its lines stay as they are."""
    text = (TELEGRAMS / name).read_text(encoding="ascii", errors="replace")
    told = without_identifiers(text)
    kept = set(told.splitlines()) & set(text.splitlines())
    assert len(kept) >= len(set(text.splitlines())) - 12
    for line in text.splitlines():
        if re.match(r"\d-\d:96\.1\.[0-357]\(.{6,}\)", line):
            assert line.partition("(")[2] not in told
