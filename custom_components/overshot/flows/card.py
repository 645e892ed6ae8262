"""Add or change an RFID card: held to a station or typed, whose it is, where and until when it may be used.

The card itself is never shown again and never stored: only its HMAC, and its last two characters.
"""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, override

from homeassistant.config_entries import ConfigEntryState, SubentryFlowResult
from homeassistant.const import CONF_NAME
from homeassistant.core import callback
from homeassistant.helpers.selector import DateSelector, TextSelector
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..access.learning import PATIENCE, Held, async_wait_for_card, of_id
from ..access.secret import async_secret
from ..access.subentries import (
    CONF_BLOCKED,
    CONF_CHARGE_POINTS,
    CONF_HINT,
    CONF_PERSON,
    CONF_PRIORITY,
    CONF_TAG,
    CONF_VALID_UNTIL,
)
from ..const import SUBENTRY_CARD, SUBENTRY_CHARGE_POINT, SUBENTRY_PERSON
from ..core.access import MOST_CARDS
from ..core.access.tables import ID_LENGTHS, plain_id
from .access_list import PRIORITY_BOX, AccessListFlow
from .forms import Form
from .wiring import choice

if TYPE_CHECKING:
    from ..coordinator import OvershotConfigEntry

CONF_CARD_ID: Final = "card_id"
TYPED_FORM: Final[Form] = vol.Schema({vol.Required(CONF_CARD_ID): TextSelector()})


class CardFlow(AccessListFlow):
    """Add or change a card."""

    kind = SUBENTRY_CARD

    def __init__(self) -> None:
        """Start with no card."""
        self._held: Held | None = None
        self._task: asyncio.Task[Held | None] | None = None

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how to tell the card."""
        if len(self._get_entry().get_subentries_of_type(SUBENTRY_CARD)) >= MOST_CARDS:
            return self.async_abort(reason="cards_full", description_placeholders={"most": str(MOST_CARDS)})
        return self.async_show_menu(step_id="user", menu_options=["hold", "typed"])

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what to change."""
        own = self._get_reconfigure_subentry()
        lock = "unblock" if own.data.get(CONF_BLOCKED) else "block"
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=["card", lock, "replace"],
            description_placeholders={"card": own.title, "hint": own.data.get(CONF_HINT, "")},
        )

    async def async_step_replace(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how to tell the card that comes instead."""
        return self.async_show_menu(step_id="replace", menu_options=["hold", "typed"])

    async def async_step_block(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Block the card, as one that was lost."""
        return self._changed(**{CONF_BLOCKED: True})

    async def async_step_unblock(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Let the card be used again."""
        return self._changed(**{CONF_BLOCKED: False})

    # Which card

    async def async_step_hold(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Wait for a card that is held to a station."""
        entry: OvershotConfigEntry = self._get_entry()
        if self._task is None:
            if entry.state is not ConfigEntryState.LOADED:
                return await self.async_step_not_held()
            secret = await async_secret(self.hass)
            wait = async_wait_for_card(self.hass, entry, secret, self._known())
            self._task = self.hass.async_create_background_task(wait, "overshot learn a card")
        if not self._task.done():
            return self.async_show_progress(
                step_id="hold",
                progress_action="holding",
                progress_task=self._task,
                description_placeholders={"seconds": f"{PATIENCE.total_seconds():g}"},
            )
        self._held, self._task = self._task.result(), None
        return self.async_show_progress_done(next_step_id="not_held" if self._held is None else "held")

    async def async_step_not_held(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say that no card came."""
        return self.async_show_menu(step_id="not_held", menu_options=["hold", "typed"])

    async def async_step_typed(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for what is printed on the card."""
        errors: dict[str, str] = {}
        if user_input is not None:
            held = of_id(user_input[CONF_CARD_ID], await async_secret(self.hass))
            if len(plain_id(user_input[CONF_CARD_ID])) not in ID_LENGTHS:
                errors[CONF_CARD_ID] = "card_id"
            elif held.tag in self._known():
                errors[CONF_CARD_ID] = "card_known"
            else:
                self._held = held
                return await self.async_step_held()
        return self.show("typed", TYPED_FORM, None, errors)

    async def async_step_held(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Go on with the card that was told."""
        assert self._held is not None
        if self.own is not None:
            return self._changed(**{CONF_TAG: self._held.tag, CONF_HINT: self._held.hint, CONF_BLOCKED: False})
        return await self.async_step_card()

    # Whose card

    async def async_step_card(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask whose it is, and what it may."""
        own, errors = self.own, dict[str, str]()
        if user_input is not None:
            errors = self.basic_errors(user_input) | self._date_errors(user_input)
            if not errors:
                return self.store({**self._kept(), **user_input})
        shown = {CONF_NAME: own.title, **own.data} if own is not None else None
        hint = self._held.hint if self._held is not None else (own.data.get(CONF_HINT, "") if own is not None else "")
        return self.show("card", self._form(), user_input or shown, errors, {"hint": hint})

    def _form(self) -> Form:
        """Return the form of a card; persons and charge points where there are some."""
        fields: dict[Any, Any] = {vol.Required(CONF_NAME): TextSelector()}
        if persons := self.names(SUBENTRY_PERSON):
            fields[vol.Optional(CONF_PERSON)] = choice(persons)
        fields[vol.Optional(CONF_VALID_UNTIL)] = DateSelector()
        if points := self.names(SUBENTRY_CHARGE_POINT):
            fields[vol.Optional(CONF_CHARGE_POINTS)] = choice(points, multiple=True)
        fields[vol.Optional(CONF_PRIORITY)] = PRIORITY_BOX
        return vol.Schema(fields)

    def _kept(self) -> dict[str, Any]:
        """Return what the form does not ask for."""
        if self.own is not None:
            return {key: self.own.data[key] for key in (CONF_TAG, CONF_HINT, CONF_BLOCKED) if key in self.own.data}
        assert self._held is not None
        return {CONF_TAG: self._held.tag, CONF_HINT: self._held.hint}

    def _date_errors(self, entered: Mapping[str, Any]) -> dict[str, str]:
        """Return the error of the last day: a new card that has expired already is a slip."""
        if not (told := entered.get(CONF_VALID_UNTIL)):
            return {}
        try:
            last = date.fromisoformat(told)
        except ValueError:
            return {CONF_VALID_UNTIL: "card_date"}
        return {CONF_VALID_UNTIL: "card_date_past"} if self.own is None and last < dt_util.now().date() else {}

    def _known(self) -> frozenset[str]:
        """Return the hashes of the cards there are; the very card that is replaced may come again."""
        cards = self._get_entry().get_subentries_of_type(SUBENTRY_CARD)
        return frozenset(card.data[CONF_TAG] for card in cards if card is not self.own)

    def _changed(self, **changes: Any) -> SubentryFlowResult:
        """Store a card with some changes."""
        own = self._get_reconfigure_subentry()
        return self.store({CONF_NAME: own.title, **own.data, **changes})

    @callback
    @override
    def async_remove(self) -> None:
        """Wait no longer where the user closed the flow."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
