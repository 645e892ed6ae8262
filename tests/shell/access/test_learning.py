"""A card is learnt by holding it to the station of a running site."""

import asyncio
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.overshot.access.learning import PATIENCE
from custom_components.overshot.access.secret import async_secret
from custom_components.overshot.coordinator import OvershotConfigEntry
from custom_components.overshot.core.control.charging.access import tag_hash

from .conftest import Told
from .people import CARD, add_card


class Learning:
    """The flow that adds a card, waiting for one."""

    def __init__(self, hass: HomeAssistant, result: Any) -> None:
        """Keep how far it has come."""
        self.hass = hass
        self.result = result

    @classmethod
    async def begin(cls, hass: HomeAssistant, entry: OvershotConfigEntry) -> Learning:
        """Ask to hold a card."""
        flows = hass.config_entries.subentries
        shown = await flows.async_init((entry.entry_id, "card"), context={"source": SOURCE_USER})
        result = await flows.async_configure(shown["flow_id"], {"next_step_id": "hold"})
        assert result["type"] is FlowResultType.SHOW_PROGRESS
        assert result["progress_action"] == "holding"
        return cls(hass, result)

    async def look(self) -> str:
        """Return the step it has come to."""
        for _ in range(5):
            await asyncio.sleep(0)
        await self.hass.async_block_till_done()
        self.result = await self.hass.config_entries.subentries.async_configure(self.result["flow_id"])
        return "" if self.result["type"] is FlowResultType.SHOW_PROGRESS else self.result["step_id"]

    async def wait(self, freezer: FrozenDateTimeFactory) -> str:
        """Let the time to wait pass."""
        freezer.tick(PATIENCE + timedelta(seconds=1))
        async_fire_time_changed(self.hass, dt_util.utcnow())
        return await self.look()


async def test_the_card_that_is_held_now(hass: HomeAssistant, entry: OvershotConfigEntry, tell: Told) -> None:
    await add_card(hass, entry, "Known", "11111111")
    learning = await Learning.begin(hass, entry)
    assert await learning.look() == ""
    await tell("connected", "11111111")
    assert await learning.look() == "", "it is in the list already"
    await tell("connected", CARD)
    assert await learning.look() == "card"
    assert learning.result["description_placeholders"] == {"hint": "91"}
    done = await hass.config_entries.subentries.async_configure(learning.result["flow_id"], {"name": "New"})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    stored = next(each for each in entry.get_subentries_of_type("card") if each.title == "New")
    assert stored.data == {"tag_hash": tag_hash(CARD, await async_secret(hass)), "hint": "91"}


async def test_nobody_holds_a_card(
    hass: HomeAssistant, entry: OvershotConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    learning = await Learning.begin(hass, entry)
    assert await learning.wait(freezer) == "not_held"
    again = await hass.config_entries.subentries.async_configure(learning.result["flow_id"], {"next_step_id": "hold"})
    assert again["type"] is FlowResultType.SHOW_PROGRESS
    hass.config_entries.subentries.async_abort(learning.result["flow_id"])


async def test_a_station_that_tells_the_card_all_the_time(
    hass: HomeAssistant, entry: OvershotConfigEntry, tell: Told, freezer: FrozenDateTimeFactory
) -> None:
    """It says the same when that card is held again: it counts when nothing else came."""
    await tell("connected", CARD)
    learning = await Learning.begin(hass, entry)
    assert await learning.wait(freezer) == "card"
    assert learning.result["description_placeholders"] == {"hint": "91"}


async def test_a_new_card_goes_before_the_one_that_was_there(
    hass: HomeAssistant, entry: OvershotConfigEntry, tell: Told
) -> None:
    await tell("connected", "DEADBEEF")
    learning = await Learning.begin(hass, entry)
    assert await learning.look() == ""
    await tell("connected", CARD)
    assert await learning.look() == "card"
    assert learning.result["description_placeholders"] == {"hint": "91"}


async def test_who_closes_the_flow_waits_no_longer(hass: HomeAssistant, entry: OvershotConfigEntry) -> None:
    learning = await Learning.begin(hass, entry)
    hass.config_entries.subentries.async_abort(learning.result["flow_id"])
    await asyncio.sleep(0)
    await hass.async_block_till_done()
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "overshot learn a card"]
