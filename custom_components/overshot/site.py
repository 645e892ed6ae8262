"""The control loop of one site: collect readings, let the core decide, hand out the orders."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import override

from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .const import CYCLE_INTERVAL, LOGGER, SUBENTRY_CONTROLLER
from .coordinator import DeviceCoordinator, ModbusCoordinator, OvershotConfigEntry
from .core.control import ChargePointSettings, Decision, Memory, SiteSettings, SiteState as Outlook, step
from .core.model import (
    BatteryReading,
    ChargePoint,
    ChargePointReading,
    ChargePointSetpoint,
    ChargePointStatus,
    ChargingMode,
    MeterReading,
    Reading,
    Reason,
    ReasonKey,
    Site,
    Snapshot,
    SolarReading,
)
from .devices.driver import ChargePointDriver
from .layout import build_site
from .storage import SiteState, SiteStore
from .watch import SiteWatch
from .writer import CHARGE_POINT, StationWriter


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
    ) -> None:
        """Initialize the loop; nothing runs before `async_start`."""
        super().__init__(hass, LOGGER, config_entry=entry, name=entry.title, update_interval=None)
        self.data = None
        self.devices = devices
        self.store = store
        self.state = state
        self.writers = {
            id_: StationWriter(device, device.driver)
            for id_, device in devices.items()
            if isinstance(device, ModbusCoordinator) and isinstance(device.driver, ChargePointDriver)
        }
        self.grid_device = next((device for device in devices.values() if device.grid_role), None)
        self.site: Site = build_site(entry, devices.values())
        self.snapshot = Snapshot()
        self.watch = SiteWatch(self)
        self._cycled_at: datetime | None = None
        self._stopped = False
        self._failing = False
        for id_, device in devices.items():
            if id_ in self.writers and id_ not in state.charge_points:
                point = self.site_point(id_)
                state.charge_points[id_] = ChargePointSettings(max_current=point.max_current)
                LOGGER.debug("%s starts read-only", device.name)

    def site_point(self, id_: str) -> ChargePoint:
        """Return the charge point with this id."""
        return next(point for point in self.site.charge_points if point.id == id_)

    def settings(self, id_: str) -> ChargePointSettings:
        """Return the wishes for a charge point."""
        return self.state.charge_points[id_]

    async def async_start(self) -> None:
        """Start writers and triggers."""
        entry = self.config_entry
        for writer in self.writers.values():
            writer.async_start(self.hass, entry)
        for device in self.devices.values():
            entry.async_on_unload(device.async_add_listener(self._listener(device)))
        entry.async_on_unload(async_track_time_interval(self.hass, self._tick, CYCLE_INTERVAL))
        # A shutdown job comes before the stop event, on which the shared Modbus links are closed.
        entry.async_on_unload(self.hass.async_add_shutdown_job(HassJob(self.async_stop, "overshot release stations")))
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
        if self.site.grid_meter.interval != self._grid_interval:
            self.site = replace(self.site, grid_meter=replace(self.site.grid_meter, interval=self._grid_interval))
        self.snapshot = collect(self.devices.values(), self.grid_device)
        decision = self._decide(now)
        self.state.memory = decision.memory
        for id_, writer in self.writers.items():
            writer.order(decision.setpoints[id_])
        self.watch.async_look(decision, now)
        self.async_set_updated_data(decision)

    def _decide(self, now: datetime) -> Decision:
        """Let the core decide; a mistake of its own must not leave a car at a current that nobody watches."""
        try:
            decision = step(
                self.site,
                SiteSettings(charge_points=self.state.charge_points),
                self.state.memory,
                self.snapshot,
                None,
                now,
            )
        except Exception:  # noqa: BLE001  whatever it is, it must not leave a car unwatched
            if not self._failing:
                LOGGER.exception("%s: the controller failed; all charge points go to their fallback current", self.name)
            self._failing = True
            return self._without_core()
        self._failing = False
        return decision

    def _without_core(self) -> Decision:
        """Hold everybody at the fallback current at most, knowing nothing, and start anew with the next reading."""
        setpoints: dict[str, ChargePointSetpoint] = {}
        for point in self.site.charge_points:
            settings = self.settings(point.id)
            last = self.data.setpoints[point.id].current if self.data is not None else None
            current = min(point.fallback_current, settings.max_current, last if last is not None else 0.0)
            fallback = 0.0 if settings.mode is ChargingMode.OFF else point.fallback_current
            setpoints[point.id] = ChargePointSetpoint(
                current=current if settings.controlled else None,
                fallback_current=fallback if settings.controlled else None,
                reason=Reason(ReasonKey.CONTROL_FAILED),
                status=ChargePointStatus.FAULT,
            )
        return Decision(
            setpoints=setpoints,
            memory=Memory(),
            state=Outlook(meter_stale=False, surplus=None, other_load=None, headroom=None),
        )

    @property
    def _grid_interval(self) -> float:
        """Return the time between two readings of the grid meter (s)."""
        return self.grid_device.interval if self.grid_device else 1.0

    @callback
    def async_wish(
        self,
        id_: str,
        *,
        mode: ChargingMode | None = None,
        max_current: float | None = None,
        hold_time: float | None = None,
    ) -> None:
        """Change the wishes for a charge point and act on them at once."""
        settings = self.state.charge_points[id_]
        self.state.charge_points[id_] = replace(
            settings,
            mode=settings.mode if mode is None else mode,
            max_current=settings.max_current if max_current is None else max_current,
            hold_time=settings.hold_time if hold_time is None else hold_time,
        )
        self.store.async_delay_save(self.state)
        self.async_cycle()

    async def async_set_control(self, id_: str, active: bool) -> None:
        """Let Overshot steer a station, or let go of it at its fallback current."""
        settings = self.state.charge_points[id_]
        if settings.controlled is active:
            return
        self.state.charge_points[id_] = replace(settings, controlled=active)
        self.store.async_delay_save(self.state)
        self.async_cycle()
        if not active:
            await self.writers[id_].async_release(self.site_point(id_).fallback_current)

    async def async_stop(self) -> None:
        """Leave every station safe and keep what must survive."""
        if self._stopped:
            return
        self._stopped = True
        for id_, writer in self.writers.items():
            await writer.async_stop(self._release_current(id_))
        self.watch.async_clear()
        await self.store.async_save(self.state)

    def _release_current(self, id_: str) -> float | None:
        """Return what a station is left with: its fallback at most, and never more than it has now.

        A paused car stays paused until the station's own watchdog decides; a station that is only observed is left
        alone.
        """
        if not self.settings(id_).controlled or self.data is None:
            return None
        setpoint = self.data.setpoints[id_]
        if setpoint.current is None or setpoint.fallback_current is None:
            return None
        return min(setpoint.current, setpoint.fallback_current)

    @override
    async def _async_update_data(self) -> Decision | None:
        """Decide on demand."""
        self.async_cycle()
        return self.data


@callback
def _keep_polling() -> None:
    """Be a listener: a coordinator polls only for somebody."""


def collect(devices: Iterable[DeviceCoordinator], grid_device: DeviceCoordinator | None) -> Snapshot:
    """Return what is known now, each value with the moment it was measured.

    A controller repeats what the house's own devices measure. Its totals count only where no device of its own tells
    them, else a battery would count twice.
    """
    grid: Reading[MeterReading] | None = None
    points: dict[str, Reading[ChargePointReading]] = {}
    batteries: dict[str, Reading[BatteryReading]] = {}
    solar: dict[str, Reading[SolarReading]] = {}
    own_battery, own_solar = False, False
    # Controllers come last, when it is known what the others tell.
    for device in sorted(devices, key=_is_controller):
        readings, at = device.data, device.readings_at
        if at is None:
            continue
        id_ = device.subentry.subentry_id
        if device is grid_device and readings.grid is not None:
            grid = Reading(readings.grid, at, device.name)
        if CHARGE_POINT in readings.charge_points:
            points[id_] = Reading(readings.charge_points[CHARGE_POINT], at, device.name)
        repeats = _is_controller(device)
        if readings.battery is not None and not (repeats and own_battery):
            batteries[id_] = Reading(readings.battery, at, device.name)
            own_battery = True
        if readings.solar is not None and not (repeats and own_solar):
            solar[id_] = Reading(readings.solar, at, device.name)
            own_solar = True
    return Snapshot(grid=grid, charge_points=points, batteries=batteries, solar=solar)


def _is_controller(device: DeviceCoordinator) -> bool:
    """Whether a device is a controller above other devices."""
    return device.subentry.subentry_type == SUBENTRY_CONTROLLER
