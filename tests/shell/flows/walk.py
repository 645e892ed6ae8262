"""Walk through a flow as the user interface does, and check on the way that everything it shows is said in words."""

import re
from typing import Any

from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import EVENT_DATA_ENTRY_FLOW_PROGRESS_UPDATE, FlowManager, FlowResultType, section
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.json import json_bytes
import probatio
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.overshot.const import DOMAIN

from ...packaging.repository import INTEGRATION, load_json

ENGLISH = load_json(INTEGRATION / "translations" / "en.json")
MOST_FIELDS = 5
HELD_BACK = ("context", "data", "data_schema", "progress_task", "result")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Walk:
    """One flow under way."""

    def __init__(self, hass: HomeAssistant, manager: FlowManager[Any, Any, Any], words: dict[str, Any]) -> None:
        """Keep what runs the flow and the words it has."""
        self.hass = hass
        self.manager = manager
        self.words = words
        self.result: Any = None
        self.progress = async_capture_events(hass, EVENT_DATA_ENTRY_FLOW_PROGRESS_UPDATE)

    @classmethod
    async def new_site(cls, hass: HomeAssistant) -> Walk:
        """Begin to set up a site."""
        return await cls(hass, hass.config_entries.flow, ENGLISH["config"])._begin(DOMAIN, {"source": SOURCE_USER})

    @classmethod
    async def change_site(cls, hass: HomeAssistant, entry: ConfigEntry) -> Walk:
        """Begin to change a site."""
        context = {"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id}
        return await cls(hass, hass.config_entries.flow, ENGLISH["config"])._begin(DOMAIN, context)

    @classmethod
    async def new_device(cls, hass: HomeAssistant, entry: ConfigEntry, kind: str) -> Walk:
        """Begin to add a device."""
        walk = cls(hass, hass.config_entries.subentries, ENGLISH["config_subentries"][kind])
        return await walk._begin((entry.entry_id, kind), {"source": SOURCE_USER})

    @classmethod
    async def change_device(cls, hass: HomeAssistant, entry: ConfigEntry, subentry_id: str) -> Walk:
        """Begin to change a device."""
        kind = entry.subentries[subentry_id].subentry_type
        walk = cls(hass, hass.config_entries.subentries, ENGLISH["config_subentries"][kind])
        return await walk._begin((entry.entry_id, kind), {"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id})

    async def _begin(self, handler: Any, context: Any) -> Walk:
        await self._came_to(await self.manager.async_init(handler, context=context))
        return self

    async def fill(self, **entered: Any) -> Walk:
        """Fill in the form and send it."""
        assert self.result["type"] is FlowResultType.FORM, self.result
        return await self._send(entered)

    async def send_as_shown(self, **changes: Any) -> Walk:
        """Send the form with what it proposes, but for some changes."""
        return await self.fill(**(self.shown | changes))

    async def pick(self, option: str) -> Walk:
        """Pick from the menu."""
        assert self.result["type"] is FlowResultType.MENU, self.result
        return await self._send({"next_step_id": option})

    async def _send(self, entered: dict[str, Any]) -> Walk:
        await self._came_to(await self.manager.async_configure(self.result["flow_id"], entered))
        return self

    async def _came_to(self, result: Any) -> None:
        """Look at what the flow shows now; wait for what only shows progress."""
        self._check(result)
        while result["type"] is FlowResultType.SHOW_PROGRESS:
            await self.hass.async_block_till_done()
            result = await self.manager.async_configure(result["flow_id"])
            self._check(result)
        self.result = result

    # What is shown

    @property
    def step(self) -> str:
        """Return where the flow is: a step, or how it ended."""
        if self.result["type"] is FlowResultType.ABORT:
            return f"aborted: {self.result['reason']}"
        if self.result["type"] is FlowResultType.CREATE_ENTRY:
            return "created"
        return str(self.result["step_id"])

    @property
    def errors(self) -> dict[str, str]:
        """Return the errors by field."""
        return dict(self.result["errors"] or {})

    @property
    def placeholders(self) -> dict[str, str]:
        """Return what the texts are filled with."""
        return dict(self.result["description_placeholders"] or {})

    @property
    def options(self) -> list[str]:
        """Return the options of the menu, or of the one list of devices."""
        if self.result["type"] is FlowResultType.MENU:
            return list(self.result["menu_options"])
        lists = [value for key, value in self._fields() if key in ("device", "devices")]
        return [option["value"] for option in lists[0].config["options"]]

    @property
    def shown(self) -> dict[str, Any]:
        """Return what the form proposes."""
        return _proposed(self.result["data_schema"])

    def _fields(self) -> list[tuple[str, Any]]:
        return [(str(key), value) for key, value in self.result["data_schema"].schema.items()]

    # Whether it is said in words

    def _check(self, result: Any) -> None:
        kind, given = result["type"], set(result.get("description_placeholders") or {})
        if kind is FlowResultType.ABORT:
            assert result.get("translation_domain") or result["reason"] in self.words["abort"]
            return
        # The user interface gets everything as JSON, but for these.
        json_bytes({key: value for key, value in result.items() if key not in HELD_BACK})
        if kind is FlowResultType.CREATE_ENTRY:
            return
        if kind is FlowResultType.SHOW_PROGRESS:
            _filled(self.words["progress"][result["progress_action"]], given)
            return
        words = self.words["step"][result["step_id"]]
        _filled(words["title"], given)
        _filled(words.get("description", ""), given)
        if kind is FlowResultType.MENU:
            assert set(words["menu_options"]) >= set(result["menu_options"])
            assert set(words["menu_option_descriptions"]) >= set(result["menu_options"])
            return
        assert kind is FlowResultType.FORM, kind
        json_bytes(probatio.to_field_list(result["data_schema"], custom_serializer=cv.custom_serializer))
        assert _described(result["data_schema"], words) <= MOST_FIELDS
        for error in (result["errors"] or {}).values():
            _filled(self.words["error"][error], given)


def _filled(text: str, given: set[str]) -> None:
    """Check that a text gets all it asks for."""
    assert set(PLACEHOLDER.findall(text)) <= given, text


def _described(schema: Any, words: dict[str, Any]) -> int:
    """Check that each field has a name and a description; return how many there are."""
    count = 0
    for key, value in schema.schema.items():
        if isinstance(value, section):
            assert words["sections"][str(key)]["name"]
            count += _described(value.schema, words["sections"][str(key)])
            continue
        assert words["data"][str(key)]
        assert words["data_description"][str(key)]
        options = getattr(value, "config", {})
        if translation_key := options.get("translation_key"):
            said = ENGLISH["selector"][translation_key]
            if "fields" in options:
                assert set(said["fields"]) == set(options["fields"])
            else:
                assert set(said["options"]) >= set(options["options"])
        count += 1
    return count


def _proposed(schema: Any) -> dict[str, Any]:
    """Return suggested values and defaults of a form."""
    found: dict[str, Any] = {}
    for key, value in schema.schema.items():
        if isinstance(value, section):
            found[str(key)] = _proposed(value.schema)
        elif key.description and "suggested_value" in key.description:
            found[str(key)] = key.description["suggested_value"]
        elif not isinstance(key.default, probatio.Undefined):
            found[str(key)] = key.default()
    return found
