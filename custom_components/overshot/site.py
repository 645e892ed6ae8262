"""The control loop of one site: collect readings, let the core decide, hand out the orders."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, override

from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .access.keeper import AccessKeeper
from .announcer import Announcer
from .circuits import circuit_meters
from .const import CYCLE_INTERVAL, LOGGER
from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .core.control import ChargePointSettings, Decision, SiteSettings, step
from .core.control.recording import Cycle
from .core.model import BatteryMode, ChargePoint, Series, Site, Snapshot
from .core.planning import Plan
from .fleet import Fleet
from .flight_recorder import FlightRecorder
from .layout import batteries_of, build_site, inverters_of
from .safe_state import safe_decision, safe_station_current
from .snapshot import collect
from .storage import ApplianceParameters, LimitSettings, SiteState, SiteStore
from .watch import SiteWatch
from .wishes.places import Place, with_wishes


class SiteCoordinator(DataUpdateCoordinator[Decision | None]):
    """Decides for a site on every reading of its grid meter, and every second when the meter is silent."""

    config_entry: OvershotConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: OvershotConfigEntry,
        devices: Mapping[str, DeviceCoordinator],
        store: SiteStore,
        state: SiteState,
        secret: str,
    ) -> None:
        """Initialize the loop; nothing runs before `async_start`. `secret` is what cards are known by."""
        super().__init__(hass, LOGGER, config_entry=entry, name=entry.title, update_interval=None)
        self.data = None
        self.devices = devices
        self.store = store
        self.state: SiteState = state
        self.fleet = Fleet(devices)
        self.grid_device = next((device for device in devices.values() if device.grid_role), None)
        where = hass.config
        self.circuit_meters = tuple(circuit_meters(entry, devices))
        self.site: Site = build_site(
            entry,
            devices.values(),
            where.time_zone,
            (where.latitude, where.longitude),
            {meter.circuit: meter.interval for meter in self.circuit_meters},
        )
        self.snapshot = Snapshot()
        self.plan: Plan | None = None
        """What the planner gave last; the controller itself looks whether it still counts."""

        self.prices = Series()
        """Of import, as far as they are known (EUR/kWh)."""

        self.export_prices = Series()
        """Of feeding in, as far as they are known (EUR/kWh)."""

        self.access = AccessKeeper(hass, entry, secret, state.access, where.time_zone)
        self.asked = state.settings
        """What the controller is asked for: the user's wishes, with who charges and what was said of that session."""

        self.trials: dict[str, Mapping[str, Any]] = {}
        """Wishes for charge points that are tried out just now, over those of the user; nothing keeps them."""

        self.recorder = FlightRecorder()
        self.watch = SiteWatch(self)
        self.announcer = Announcer(self)
        self._cycled_at: datetime | None = None
        self._stopped = False
        self._failing = False
        self.fleet.prepare(self.site, state)

    def site_point(self, id_: str) -> ChargePoint:
        """Return the charge point with this id."""
        return next(point for point in self.site.charge_points if point.id == id_)

    def settings(self, id_: str) -> ChargePointSettings:
        """Return the wishes for a charge point."""
        return self.state.settings.charge_points[id_]

    def parameters(self, id_: str) -> ApplianceParameters:
        """Return what a heat pump or load is switched by."""
        return self.state.parameters.get(id_, ApplianceParameters())

    async def async_start(self) -> None:
        """Start writers and triggers."""
        entry = self.config_entry
        for writer in self.fleet.writers.values():
            writer.async_start(self.hass, entry)
        for device in self.devices.values():
            entry.async_on_unload(device.async_add_listener(self._listener(device)))
        entry.async_on_unload(async_track_time_interval(self.hass, self._tick, CYCLE_INTERVAL))
        # A shutdown job comes before the stop event, on which the shared Modbus links are closed.
        entry.async_on_unload(self.hass.async_add_shutdown_job(HassJob(self.async_stop, "overshot release devices")))
        self.async_cycle()

    def _listener(self, device: DeviceCoordinator) -> Callable[[], None]:
        """Return what a device's update triggers: a cycle for the grid meter, nothing for the others."""
        return self.async_cycle if device is self.grid_device else _keep_polling

    @callback
    def _tick(self, now: datetime) -> None:
        """Decide although the meter said nothing, so that its silence is noticed."""
        if self._cycled_at is None or now - self._cycled_at >= CYCLE_INTERVAL / 2:
            self.async_cycle()

    @callback
    def async_cycle(self) -> None:
        """Decide and hand out orders."""
        if self._stopped:
            return
        now = dt_util.utcnow()
        self._cycled_at = now
        self._look_at_devices()
        self._end_orders(now)
        circuits = {meter.circuit: meter.read(self.hass) for meter in self.circuit_meters}
        self.snapshot = collect(self.devices.values(), self.grid_device, now, circuits)
        before = self.state.memory
        decision = self._decide(now)
        self.recorder.note(
            Cycle(
                now=now,
                site=self.site,
                settings=self.asked,
                memory=before,
                snapshot=self.snapshot,
                plan=self.plan,
                prices=self.prices,
                export_prices=self.export_prices,
                decision=decision,
            )
        )
        self.state.memory = decision.memory
        self.fleet.order(decision, self.state)
        if self.fleet.look_at_boosts(self.state, on_backup=self.snapshot.on_backup):
            self.store.async_delay_save(self.state)
        self.announcer.async_look(self.data, decision)
        self.watch.async_look(decision, now)
        self.async_set_updated_data(decision)

    def _look_at_devices(self) -> None:
        """Take over what shows only while devices run: the interval of the meter, what devices can do."""
        interval = self.grid_device.interval if self.grid_device else 1.0
        if self.site.grid_meter.interval != interval:
            self.site = replace(self.site, grid_meter=replace(self.site.grid_meter, interval=interval))
        batteries = batteries_of(self.devices.values())
        if self.site.batteries != batteries:
            self.site = replace(self.site, batteries=batteries)
        inverters = inverters_of(self.devices.values())
        if self.site.inverters != inverters:
            self.site = replace(self.site, inverters=inverters)

    def _settle_access(self, now: datetime) -> None:
        """Find out who charges and who may; what was said of a session is kept."""
        asked = self.access.async_settle(self.state.settings, self.state.memory, self.snapshot, now)
        self.asked = self._tried(asked)
        self.snapshot = self.access.seen(self.snapshot)
        if self.state.access is not self.access.state:
            self.state.access = self.access.state
            self.store.async_delay_save(self.state)

    def _end_orders(self, now: datetime) -> None:
        """End the orders whose time is over: to batteries and heat pumps, of the grid operator, a range that was wished."""
        settings = self.state.settings
        for id_, battery in settings.batteries.items():
            if battery.until is not None and now >= battery.until:
                self.state.wish(Place.BATTERIES, id_, mode=BatteryMode.AUTO, until=None)
        for id_, pump in settings.heat_pumps.items():
            if pump.until is not None and now >= pump.until:
                self.state.wish(Place.HEAT_PUMPS, id_, state=None, until=None)
        for id_, point in settings.charge_points.items():
            if point.range_wish is not None and now >= point.range_wish.until:
                self.state.wish(Place.CHARGE_POINTS, id_, range_wish=None)
        limit = settings.grid_limit
        if limit is not None and limit.until is not None and now >= limit.until:
            self.state.wish(Place.SITE, grid_limit=None)
        if self.state.settings is not settings:
            self.store.async_delay_save(self.state)

    def _decide(self, now: datetime) -> Decision:
        """Let the core decide; a mistake of its own must not leave a device at an order that nobody watches."""
        try:
            self._settle_access(now)
            decision = step(
                self.site,
                self.asked,
                self.state.memory,
                self.snapshot,
                self.plan,
                now,
                self.prices,
                self.export_prices,
            )
        except Exception:  # noqa: BLE001  whatever it is, it must not leave a car unwatched
            if not self._failing:
                LOGGER.exception(
                    "%s: the controller failed; all charge points go to their fallback current, "
                    "batteries and heat pumps run by themselves",
                    self.name,
                )
            self._failing = True
            return safe_decision(self.site, self._tried(self.state.settings), self.data)
        self._failing = False
        return decision

    @callback
    def async_wish_at(self, place: Place, id_: str | None = None, **changes: Any) -> None:
        """Change the wishes for the site, or for one of its devices, and act on them at once."""
        self.state.wish(place, id_, **changes)
        self._act()

    @callback
    def async_access_changed(self) -> None:
        """Keep what was said of a session, and act on it at once."""
        self.state.access = self.access.state
        self._act()

    @callback
    def async_wish(self, id_: str, **changes: Any) -> None:
        """Change the wishes for a charge point."""
        self.async_wish_at(Place.CHARGE_POINTS, id_, **changes)

    @callback
    def async_wish_battery(
        self, id_: str, *, mode: BatteryMode | None = None, power: float | None = None, until: datetime | None = None
    ) -> None:
        """Change what the user orders of a battery (W). A new mode holds `until` then, or until the user ends it."""
        changes: dict[str, Any] = {} if mode is None else {"mode": mode, "until": until}
        if power is not None:
            changes["power"] = power
        self.async_wish_at(Place.BATTERIES, id_, **changes)

    @callback
    def async_set_parameters(self, place: Place, id_: str, parameters: ApplianceParameters) -> None:
        """Change what a heat pump or load is switched by; what is switched off stays off."""
        self.state.parameters[id_] = parameters
        wishes = self.state.wishes(place, id_)
        changes: dict[str, Any] = {}
        if wishes.surplus is not None:
            changes["surplus"] = parameters.surplus
        if place is Place.HEAT_PUMPS and wishes.block_above is not None:
            changes["block_above"] = parameters.block_above
        self.async_wish_at(place, id_, **changes)

    @callback
    def async_wish_limit(self, id_: str, **limits: float | None) -> None:
        """Limit the `export` or the `output` of an inverter (W); None lifts the limit."""
        changes: dict[str, Any] = limits
        self.state.limits[id_] = replace(self.state.limits.get(id_, LimitSettings()), **changes)
        self._act()

    @callback
    def async_boost(self, id_: str, number: int, active: bool) -> None:
        """Let a charge point behind a controller boost, or do as the controller decides."""
        self.fleet.controllers[id_].boost(number, active)
        self.async_cycle()

    @callback
    def _act(self) -> None:
        """Keep changed wishes, and act on them at once."""
        self.store.async_delay_save(self.state)
        self.async_cycle()

    def _tried(self, settings: SiteSettings) -> SiteSettings:
        """Return the wishes with those that are tried out just now."""
        for id_, changes in self.trials.items():
            settings = with_wishes(settings, Place.CHARGE_POINTS, id_, controlled=True, **changes)
        return settings

    @callback
    def async_try(self, id_: str, **changes: Any) -> None:
        """Steer a charge point by these wishes for a while, within all laws. A restart forgets them."""
        self.trials[id_] = changes
        self.async_cycle()

    async def async_end_trial(self, id_: str, found: float | None = None) -> None:
        """Go back to the wishes of the user; a station that is only observed gets back the current it was found at (A).

        As far as there is room for it now: what nobody steers may not be left above a limit that is exceeded.
        """
        if self._stopped or id_ not in self.trials:
            return
        leave_at = self._release_current(id_)
        room = self.data.state.headroom if self.data is not None else None
        if found is not None and room is not None and self.data is not None:
            told = self.data.setpoints[id_].current or 0.0
            leave_at = max(leave_at or 0.0, min(found, told + max(0.0, min(room))))
        del self.trials[id_]
        self.async_cycle()
        if not self.state.controlled(id_):
            await self.fleet.async_release(id_, leave_at)

    async def async_set_control(self, id_: str, active: bool) -> None:
        """Let Overshot steer a device, or let go of it."""
        if not active:
            self.trials.pop(id_, None)
        if self.state.controlled(id_) is active:
            return
        leave_at = self._release_current(id_)
        self.state.control(id_, active)
        self._act()
        if not active:
            await self.fleet.async_release(id_, leave_at)

    async def async_stop(self) -> None:
        """Leave every device safe and keep what must survive."""
        if self._stopped:
            return
        self._stopped = True
        await asyncio.gather(
            *(
                self.fleet.async_stop(
                    id_, self._release_current(id_), release=self.state.controlled(id_) or id_ in self.trials
                )
                for id_ in self.fleet.writers
            )
        )
        self.fleet.note(self.state)
        self.watch.async_clear()
        await self.store.async_save(self.state)

    def _release_current(self, id_: str) -> float | None:
        """Return what a station is left with (A); None leaves it as it is."""
        if self.data is None or id_ not in self.data.setpoints:
            return None
        return safe_station_current(self.data.setpoints[id_])

    @override
    async def _async_update_data(self) -> Decision | None:
        """Decide on demand."""
        self.async_cycle()
        return self.data


@callback
def _keep_polling() -> None:
    """Be a listener: a coordinator polls only for somebody."""
