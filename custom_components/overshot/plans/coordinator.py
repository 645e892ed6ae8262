"""Makes the plan of a site: each quarter of an hour, and again when something it was made from has changed."""

import asyncio
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .. import tariffs
from ..const import DOMAIN, LOGGER
from ..coordinator import OvershotConfigEntry
from ..core.control.planned.follow import LONGEST
from ..core.planning import TIME_LIMIT, PlanLack, PlanStatus
from ..site import SiteCoordinator
from ..tariffs import SitePrices
from . import inputs
from .array import is_curtailed
from .gather import Gathered, Made, gather, make
from .journal import PlanJournal
from .measured import MinuteMean, flows_now, net_of
from .planned import Planned
from .triggers import CALM, Basis, Deviation, PlanTrigger, charges_of, quarter_due, sessions_of
from .what_if import Comparison, Scenario, compare

GIVEN_UP: Final = 60.0
"""A planner that has not answered by then is left alone (s). It keeps its own time limit, which is much shorter."""

SOLVER_MISSING: Final = "solver_missing"


class PlanCoordinator(DataUpdateCoordinator[Planned | None]):
    """Plans for a site, never twice at once, and hands the plan to its controller.

    Nothing of it survives a restart: a plan is made anew in a second.
    """

    config_entry: OvershotConfigEntry

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry, site: SiteCoordinator) -> None:
        """Plan for a site; nothing happens before `async_start`."""
        super().__init__(hass, LOGGER, config_entry=entry, name=f"{entry.title}: plan", update_interval=None)
        self.data = None
        self.site = site
        self.made: Made | None = None
        """What was made last, whether a plan came of it or not."""

        self.journal = PlanJournal()
        """What was planned for the quarters that are over."""

        self._basis = Basis()
        self._deviation = Deviation()
        self._mean = MinuteMean()
        self._told: PlanTrigger | None = None
        self._tried_at: datetime | None = None
        self._shown: PlanStatus | None = None
        """The status that the listeners have seen."""

        self._task: asyncio.Task[None] | None = None
        self._job: asyncio.Future[Made] | None = None
        self._stopped = False
        self._lock = asyncio.Lock()
        self._comparing = asyncio.Lock()

    @callback
    def async_start(self) -> None:
        """Begin to plan. The site decides every second, so no clock of its own is needed."""
        entry = self.config_entry
        self._hand_prices()
        entry.async_on_unload(self.site.async_add_listener(self._look))
        entry.async_on_unload(tariffs.listen(self.hass, entry, partial(self._note, PlanTrigger.PRICES)))
        entry.async_on_unload(inputs.listen(self.hass, entry, partial(self._note, PlanTrigger.FORECAST)))
        entry.async_on_unload(self._stop)

    async def async_replan(self) -> Planned:
        """Plan now, after the plan that is being made, if any. Raises `HomeAssistantError` where none can be made."""
        await self._async_make(PlanTrigger.ASKED)
        if self.data is None or not self.last_update_success:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="no_plan")
        return self.data

    async def async_compare(self, planned: Planned, scenario: Scenario) -> Comparison:
        """Return what a scenario would cost beside today's house; one comparison at a time."""
        async with self._comparing:
            return await self.hass.async_add_executor_job(compare, planned.problem, scenario, TIME_LIMIT)

    @property
    def planned(self) -> Planned | None:
        """Return the newest plan as long as it counts."""
        planned = self.data
        return planned if planned is not None and dt_util.utcnow() - planned.plan.made_at <= LONGEST else None

    @property
    def status(self) -> PlanStatus | None:
        """Return how good the plan is; without one, rules decide. None before the first attempt."""
        if (planned := self.planned) is not None:
            return planned.plan.status
        return None if self._tried_at is None else PlanStatus.RULES

    @callback
    def _note(self, trigger: PlanTrigger) -> None:
        """Remember what was told; the next look plans for it."""
        self._told = trigger
        if trigger is PlanTrigger.PRICES:
            self._hand_prices()

    @callback
    def _hand_prices(self) -> SitePrices:
        """Return the prices as they are now, and hand them to the controller: some of its rules need no plan."""
        prices = tariffs.current(self.hass, self.config_entry)
        self.site.prices = prices.import_prices
        self.site.export_prices = prices.export_prices
        return prices

    @callback
    def _look(self) -> None:
        """Look whether it is time for another plan, and whether the last one still counts."""
        now = dt_util.utcnow()
        if self.status is not self._shown:
            self.async_update_listeners()
        measured = flows_now(self.site, now)
        if is_curtailed(self.site, now):
            measured = replace(measured, solar=None)
        self._mean.add(measured, now)
        assumed = self.data.net_load(now) if self.data is not None else None
        off = self._deviation.look(net_of(measured), assumed, now)
        if self._lock.locked() or self._hanging:
            return
        trigger = self._trigger(off, now)
        if trigger is not None:
            self._task = self.config_entry.async_create_background_task(
                self.hass, self._async_make(trigger), f"overshot plan {self.config_entry.entry_id}"
            )

    def _trigger(self, off: bool, now: datetime) -> PlanTrigger | None:
        """Return why another plan is to be made now, if it is."""
        since = self._tried_at
        if since is None:
            # What the house draws is known once its meter has told.
            return PlanTrigger.START if self.site.snapshot.grid is not None else None
        if quarter_due(since, now):
            return PlanTrigger.QUARTER
        if since <= now < since + CALM:
            return None
        return self._basis_now(now).change(self._basis) or self._told or (PlanTrigger.DEVIATION if off else None)

    def _basis_now(self, now: datetime) -> Basis:
        """Return what a plan would be made from now."""
        site = self.site
        return Basis(
            sessions=sessions_of(site.state.memory),
            settings=site.asked,
            devices=(site.site.charge_points, site.site.batteries, site.site.heat_pumps, site.site.loads),
            charges=charges_of(site.snapshot, now),
        )

    @property
    def _hanging(self) -> bool:
        """Whether a planner was left alone that still has not answered."""
        return self._job is not None and not self._job.done()

    async def _async_make(self, trigger: PlanTrigger) -> None:
        """Make a plan."""
        async with self._lock:
            if self._hanging:
                return
            now = dt_util.utcnow()
            self._tried_at, self._told, self._basis = now, None, self._basis_now(now)
            self._deviation.forget()
            try:
                gathered = gather(
                    self.site,
                    self._hand_prices(),
                    inputs.current(self.hass, self.config_entry),
                    self._mean.value(now),
                    now,
                )
                made = await self._async_run(gathered, trigger)
            except TimeoutError:
                self._fail(f"the planner has not answered within {GIVEN_UP:.0f} s")
                return
            except Exception as err:  # noqa: BLE001  the house goes on by rules, whatever is wrong with a forecast
                self._fail(repr(err), traceback=True)
                return
            self._take(made)

    async def _async_run(self, gathered: Gathered, trigger: PlanTrigger) -> Made:
        """Let the planner work in a thread of its own. Raises `TimeoutError` where it does not come back."""
        self._job = self.hass.async_add_executor_job(make, gathered, trigger, self.data)
        async with asyncio.timeout(GIVEN_UP):
            return await asyncio.shield(self._job)

    @callback
    def _fail(self, problem: str, *, traceback: bool = False) -> None:
        """Say once that there is no new plan. The last one counts as long as the controller takes it for young enough."""
        if self.last_update_success:
            LOGGER.error("%s: no plan could be made, rules take over: %s", self.name, problem, exc_info=traceback)
        self.last_update_success = False
        self.async_update_listeners()

    @callback
    def _take(self, made: Made) -> None:
        """Hand a plan to the controller, and tell everybody."""
        if self._stopped:
            return
        self.made = made
        self.site.plan = made.planned.plan if made.planned is not None else None
        if made.planned is not None:
            decision = self.site.data
            soc = decision.state.storage_soc if decision is not None else None
            self.journal.note(made.planned, soc, dt_util.utcnow())
        self._tell_solver(missing=PlanLack.SOLVER in made.lacks)
        self.async_set_updated_data(made.planned)

    @callback
    def _tell_solver(self, *, missing: bool) -> None:
        """Raise or clear the one repair that tells of a missing solver."""
        if not missing:
            ir.async_delete_issue(self.hass, DOMAIN, SOLVER_MISSING)
            return
        ir.async_create_issue(
            self.hass,
            DOMAIN,
            SOLVER_MISSING,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=SOLVER_MISSING,
        )

    @callback
    def _stop(self) -> None:
        """Plan no more. A planner at work cannot be stopped, but nobody listens to it any longer."""
        self._stopped = True
        if self._task is not None:
            self._task.cancel()
        self.site.plan = None
        ir.async_delete_issue(self.hass, DOMAIN, SOLVER_MISSING)

    @override
    @callback
    def async_update_listeners(self) -> None:
        self._shown = self.status
        super().async_update_listeners()

    @override
    async def _async_update_data(self) -> Planned | None:
        """Plan on demand."""
        await self._async_make(PlanTrigger.ASKED)
        if not self.last_update_success:
            raise UpdateFailed(translation_domain=DOMAIN, translation_key="no_plan")
        return self.data
