"""The options of a site: check what is installed, mend what the check found, and say what Overshot may steer.

The steps lead from looking to steering. Nothing is stored before the last one, and closing the dialogue ends a test at
once: whatever was tried out is taken back.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlow
from homeassistant.core import callback
from homeassistant.helpers.selector import BooleanSelector
import voluptuous as vol

from ..const import LOGGER
from ..core.checks.sample import Sample
from ..core.model import HeatPump, Load, first_terminals
from ..flows.forms import Form
from ..flows.wiring import choice
from ..layout import takes_orders
from ..site import SiteCoordinator
from .corrections import async_correct, corrections_of
from .hand import async_after, async_baseline, compare
from .results import Outcome, Report, SolarSign, StationResult
from .station import StationTest
from .words import async_label, async_report

CONF_STATIONS: Final = "stations"
CONF_FALLBACK: Final = "fallback_test"
CONF_WHAT: Final = "what"
CONF_CORRECTIONS: Final = "corrections"
CONF_STEERED: Final = "steered"

SHINES: Final = 50.0
"""Panels that give less tell nothing of their sign (W)."""


class SetupCheckFlow(OptionsFlow):
    """Check an installation, and go from observing to steering."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self._report = Report()
        self._task: asyncio.Task[Any] | None = None
        self._asked: list[str] = []
        self._with_fallback = False
        self._hand: str | None = None
        """Of the device that is switched by hand; None for anything else."""

        self._baseline: list[Sample] = []
        self._chosen: list[str] = []

    @property
    def _site(self) -> SiteCoordinator:
        """Return the site, which may have been loaded again meanwhile."""
        site: SiteCoordinator = self.config_entry.runtime_data.site
        return site

    @property
    def _loaded(self) -> bool:
        """Whether the site runs."""
        entry = self.config_entry
        return entry.state is ConfigEntryState.LOADED and hasattr(entry, "runtime_data")

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Show what was found so far, and what can be done next."""
        if not self._loaded:
            return self.async_abort(reason="not_loaded")
        options = ["check"] if self._site.site.charge_points else []
        return self.async_show_menu(
            step_id="init",
            menu_options=[*options, "hand", "finish"],
            description_placeholders={"report": await async_report(self.hass, self._site, self._report)},
        )

    # One car at a time

    async def async_step_check(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which cars may be used, and whether stations may be left alone for a while."""
        if not self._loaded:
            return self.async_abort(reason="not_loaded")
        errors: dict[str, str] = {}
        if user_input is not None:
            self._asked = list(user_input.get(CONF_STATIONS, ()))
            self._with_fallback = bool(user_input.get(CONF_FALLBACK))
            if self._asked:
                return await self.async_step_checking()
            errors[CONF_STATIONS] = "nothing_chosen"
        names = {point.id: point.name for point in self._site.site.charge_points}
        fields: dict[Any, Any] = {
            vol.Required(CONF_STATIONS, default=[id_ for id_ in names if self._has_car(id_)]): choice(
                names, multiple=True
            ),
            vol.Required(CONF_FALLBACK, default=False): BooleanSelector(),
        }
        return self.async_show_form(step_id="check", data_schema=_form(fields), errors=errors)

    def _has_car(self, id_: str) -> bool:
        """Whether a car is plugged in."""
        heard = self._site.snapshot.charge_points.get(id_)
        return heard is not None and heard.value.vehicle is not None and heard.value.vehicle.connected

    async def async_step_checking(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Test one charge point after the other, and show how far it is."""
        return await self._async_progress("checking", self._async_check, "init")

    async def _async_check(self) -> None:
        """Test what was asked for; one that fails is told, and the next goes on."""
        for number, id_ in enumerate(self._asked):

            def tell(share: float, done: int = number) -> None:
                """Show how far it is."""
                self.async_update_progress((done + share) / len(self._asked))

            self._report.stations[id_] = StationResult(id=id_, outcome=Outcome.INTERRUPTED)
            test = StationTest(self._site, id_, fallback=self._with_fallback, tell=tell)
            self._report.stations[id_] = await test.async_run()
        for id_, solar in self._site.snapshot.solar.items():
            power = solar.value.power
            if power is None or abs(power) < SHINES:
                self._report.solar[id_] = SolarSign.DARK
            else:
                self._report.solar[id_] = SolarSign.CONFIRMED if power > 0 else SolarSign.CONTRADICTED

    # By hand

    async def async_step_hand(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what the user will switch; it has to be off now."""
        if not self._loaded:
            return self.async_abort(reason="not_loaded")
        if user_input is not None:
            self._hand = user_input.get(CONF_WHAT)
            return await self.async_step_hand_before()
        known = self._switchable()
        fields: dict[Any, Any] = {vol.Optional(CONF_WHAT): choice(known)} if known else {}
        return self.async_show_form(step_id="hand", data_schema=_form(fields))

    def _switchable(self) -> dict[str, str]:
        """Return loads and heat pumps by id."""
        return {each.id: each.name for each in self._appliances()}

    def _appliances(self) -> list[HeatPump | Load]:
        """Return what takes orders beside cars and batteries."""
        return [*self._site.site.loads, *self._site.site.heat_pumps]

    async def async_step_hand_before(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Look at the house while it is off."""
        return await self._async_progress("hand_before", self._async_baseline, "hand_on")

    async def _async_baseline(self) -> None:
        """Note what the house does."""
        self._baseline = await async_baseline(self._site)

    async def async_step_hand_on(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask to switch it on."""
        if user_input is not None:
            return await self.async_step_hand_after()
        return self.async_show_form(step_id="hand_on", data_schema=_form({}))

    async def async_step_hand_after(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Look at the house while it is on."""
        return await self._async_progress("hand_after", self._async_compare, "init")

    async def _async_compare(self) -> None:
        """Note what has changed."""
        after = await async_after(self._site)
        device = self._site.devices.get(self._hand) if self._hand is not None else None
        result = compare(
            device.name if device is not None else "",
            self._baseline,
            after,
            id_=self._hand,
            expected=self._expected(),
        )
        self._report.hands[self._hand or ""] = result

    def _expected(self) -> tuple[int, ...] | None:
        """Return the phases (0..2) the device was told to hang on."""
        site = self._site.site
        for each in self._appliances():
            if each.id == self._hand and site.connection.type.phases > 1:
                carry = each.rotation.loaded_phases(site.connection.type, first_terminals(each.phases))
                return tuple(phase for phase in range(3) if carry[phase])
        return None

    # The end

    async def async_step_finish(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which settings to change to what was seen, where anything contradicts them."""
        if not self._loaded:
            return self.async_abort(reason="not_loaded")
        found = {each.key: each for each in corrections_of(self._site, self._report)}
        if user_input is not None:
            self._chosen = list(user_input.get(CONF_CORRECTIONS, ()))
        if user_input is not None or not found:
            return await self.async_step_control()
        labels = {key: await async_label(self.hass, self._site, each) for key, each in found.items()}
        fields: dict[Any, Any] = {vol.Optional(CONF_CORRECTIONS, default=list(found)): choice(labels, multiple=True)}
        return self.async_show_form(step_id="finish", data_schema=_form(fields))

    async def async_step_control(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what Overshot may steer; everything else it only looks at."""
        if not self._loaded:
            return self.async_abort(reason="not_loaded")
        site = self._site
        steerable = {
            id_: writer.device.name for id_, writer in site.fleet.writers.items() if takes_orders(writer.device)
        }
        if user_input is not None or not steerable:
            await self._async_steer(steerable, set((user_input or {}).get(CONF_STEERED, ())))
            self._correct()
            return self.async_create_entry(data=dict(self.config_entry.options))
        steered = [id_ for id_ in steerable if site.state.controlled(id_)]
        fields: dict[Any, Any] = {vol.Optional(CONF_STEERED, default=steered): choice(steerable, multiple=True)}
        return self.async_show_form(step_id="control", data_schema=_form(fields))

    async def _async_steer(self, steerable: Collection[str], wished: Collection[str]) -> None:
        """Let Overshot steer what is wished. What is about to be corrected is steered once that is done."""
        site = self._site
        for id_ in steerable:
            if self._chosen and id_ in wished:
                site.state.control(id_, active=True)
            else:
                await site.async_set_control(id_, id_ in wished)

    def _correct(self) -> None:
        """Store the chosen corrections; the site loads again by itself."""
        for each in corrections_of(self._site, self._report):
            if each.key in self._chosen:
                async_correct(self.hass, self.config_entry, each)

    # Progress

    async def _async_progress(
        self, step: str, work: Callable[[], Coroutine[Any, Any, None]], next_step: str
    ) -> ConfigFlowResult:
        """Do some work and show that it is under way; a site that is unloaded meanwhile ends it."""
        if self._task is None:
            self._task = self.config_entry.async_create_background_task(self.hass, work(), f"overshot {step}")
        task = self._task
        if not task.done():
            return self.async_show_progress(step_id=step, progress_action=step, progress_task=task)
        self._task = None
        if not task.cancelled() and (err := task.exception()) is not None:
            LOGGER.error("The check of the installation failed", exc_info=err)
        return self.async_show_progress_done(next_step_id=next_step)

    @callback
    @override
    def async_remove(self) -> None:
        """End a test when the dialogue is closed."""
        if self._task is not None:
            self._task.cancel()


def _form(fields: dict[Any, Any]) -> Form:
    """Return a form with these fields."""
    return vol.Schema(fields)
