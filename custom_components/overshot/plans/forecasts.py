"""Learns the house, each quarter of an hour, and tells what to expect of it."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.core import CoreState, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util

from ..const import CONF_SOLAR_FORECASTS, CONF_WEATHER, LOGGER
from ..coordinator import OvershotConfigEntry
from ..core.forecast.home import HORIZON, HomeForecastState, HomeOutlook, QuarterRecord, forecast, said
from ..core.forecast.outlook import Outlook
from ..core.forecast.past import learnt, told
from ..core.model.series import QUARTER, Series, quarter_start
from ..site import SiteCoordinator
from .array import forecast_settings, is_curtailed
from .history import async_counters, async_history
from .inputs import ForecastInputs, ForecastLack, signal
from .learnt import Learnt, LearntStore, Today
from .measured import flows_now
from .quarters import ClosedQuarter, QuarterRecorder
from .solar_told import SolarTold, async_preferred, without_our_own
from .stays import StayWatch
from .temperatures import NO_WEATHER, WeatherTold

_HOURS: Final = QUARTER / timedelta(hours=1)

KNOWN_DAYS: Final = 7
"""So many days a house must have shown before it counts as known."""

IMPORT_TRIES: Final = 4
"""A history that cannot be read in so many quarters is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is expected from this quarter on, and what has come of the day until now."""

    outlook: HomeOutlook
    inputs: ForecastInputs
    today: Today


class ForecastCoordinator(DataUpdateCoordinator[Expected | None]):
    """Measures each quarter, learns from it, asks what others say, and forecasts.

    What is learnt survives a restart. The arithmetic runs in a thread of its own: nothing it works on ever changes.
    """

    config_entry: OvershotConfigEntry

    def __init__(
        self, hass: HomeAssistant, entry: OvershotConfigEntry, site: SiteCoordinator, store: LearntStore, kept: Learnt
    ) -> None:
        """Forecast for a site; nothing happens before `async_start`."""
        super().__init__(hass, LOGGER, config_entry=entry, name=f"{entry.title}: forecast", update_interval=None)
        self.data = None
        self.site = site
        self.learnt = kept
        self.settings = forecast_settings(entry, site)
        self._store = store
        self._recorder = QuarterRecorder()
        self._stays = StayWatch(site.state.memory)
        self._provider = SolarTold(hass, self.settings.place)
        self._weather_entity = WeatherTold(hass, entry.data.get(CONF_WEATHER))
        self._chosen = False
        """Whether anybody is to be asked about the sun."""

        self._solar: Series | None = None
        self._weather = NO_WEATHER
        self._waiting: list[QuarterRecord] = []
        """Quarters that are over and not learnt yet."""

        self._failed_imports = 0
        self._quarter: datetime | None = None
        """Of the last forecast."""

        self._task: asyncio.Task[None] | None = None
        self._stopped = False

    @callback
    def async_start(self) -> None:
        """Begin to measure; the site decides every second, so no clock of its own is needed."""
        self.config_entry.async_on_unload(self.site.async_add_listener(self._look))

    async def async_stop(self) -> None:
        """Forecast no more, and keep what was learnt."""
        self._stopped = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait((self._task,))
        await self._store.async_save(self.learnt)

    def inputs(self) -> ForecastInputs:
        """Return what is known now. A quarter that was over some seconds ago may still be missing."""
        return ForecastInputs(
            state=self.learnt.home,
            settings=self.settings,
            solar_told=self._solar,
            temperatures=self._weather.temperatures,
            clouds=self._weather.clouds,
            lacks=self._lacks(),
        )

    @callback
    def _look(self) -> None:
        """Measure, and go on where a quarter is over."""
        if self._stopped:
            return
        now = dt_util.utcnow()
        measured = flows_now(self.site, now)
        closed = self._recorder.take(measured.load, measured.solar, now, curtailed=is_curtailed(self.site, now))
        self._stays.look(self.site.state.memory, now)
        if closed is not None:
            self._waiting.append(self._record(closed))
        busy = self._task is not None and not self._task.done()
        # Before Home Assistant has started, those who are to be asked may not be there yet.
        if self.hass.state is CoreState.running and not busy and self._quarter != quarter_start(now):
            self._task = self.config_entry.async_create_background_task(
                self.hass, self._async_quarter(quarter_start(now)), f"overshot forecast {self.config_entry.entry_id}"
            )

    def _record(self, closed: ClosedQuarter) -> QuarterRecord:
        """Return what is known of a quarter that is over, with what had been told of it."""
        at = closed.start
        outdoors = self._weather_entity.now
        temperatures, clouds = self._weather.temperatures, self._weather.clouds
        return QuarterRecord(
            start=at,
            load=closed.load,
            solar=closed.solar,
            temperature=outdoors if outdoors is not None or temperatures is None else temperatures.at(at),
            solar_told=None if self._solar is None else self._solar.at(at),
            clouds=None if clouds is None else clouds.at(at),
            stays=self._stays.taken(),
        )

    async def _async_quarter(self, quarter: datetime) -> None:
        """Learn from what is over, ask what is to come, and forecast."""
        self._quarter = quarter
        try:
            self.settings = forecast_settings(self.config_entry, self.site, self.learnt.home)
            if self.learnt.imported or await self._async_import(quarter):
                await self._async_learn()
            await self._async_ask(quarter)
            await self._async_tell(quarter)
        except Exception as err:  # noqa: BLE001  the house must not stop over what it expects
            if self.last_update_success:
                LOGGER.exception("%s could not be made; it is tried again next quarter", self.name)
            self.async_set_update_error(err)
        self._store.async_delay_save(self.learnt)

    async def _async_import(self, quarter: datetime) -> bool:
        """Learn from the recorder's history, once; return False where that has to be tried again.

        What comes after the history cannot be learnt before it, so it waits; but not for ever.
        """
        known = self.learnt.home
        if known.load.last is None:
            try:
                counters = await async_counters(self.hass, self.site.devices)
                hourly, quarterly = await async_history(self.hass, counters, self.settings.place, quarter)
            except Exception:  # noqa: BLE001  whatever is wrong with a database, the house goes on
                self._failed_imports += 1
                if self._failed_imports == 1:
                    LOGGER.exception("%s: the history cannot be read; it is tried again next quarter", self.name)
                if self._failed_imports < IMPORT_TRIES:
                    return False
                LOGGER.warning("%s: the history is given up; the house is learnt from now on", self.name)
                hourly = quarterly = ()
            if hourly or quarterly:
                home = await self.hass.async_add_executor_job(learnt, self.settings, hourly, quarterly)
                known = replace(home, cars=known.cars)
                LOGGER.info("%s: learnt from %d days of history", self.name, len(known.load.days))
        self.learnt = replace(self.learnt, home=known, imported=True)
        return True

    async def _async_learn(self) -> None:
        """Learn from the quarters that are over."""
        records = tuple(self._waiting)
        del self._waiting[: len(records)]
        if not records:
            return
        home = await self.hass.async_add_executor_job(told, self.learnt.home, self.settings, records)
        self.learnt = replace(self.learnt, home=home)
        for record in records:
            today = await self._async_today(record.start)
            if today.counted == _index(record.start):
                self.learnt = replace(self.learnt, today=self._counted(today, record))

    async def _async_today(self, quarter: datetime) -> Today:
        """Return the day up to a quarter; what is missing of it, because Home Assistant was off, is as it usually is."""
        index, today = _index(quarter), self.learnt.today.on(dt_util.as_local(quarter).date())
        # No sun came and none was told: maybe panels were added only now. At night that changes nothing.
        blind = 0 < today.counted <= index and not today.solar and not any(today.told) and self.settings.solar
        if index <= min(today.counted, len(today.told)) and not blind:
            return today
        midnight = quarter - index * QUARTER
        usual, _ = await self.hass.async_add_executor_job(_forecast, self.inputs(), midnight, index)
        sun = usual.solar.mean[:index]
        told = () if blind else today.told
        return replace(
            today,
            load=today.load + sum(usual.load.mean[today.counted : index]) * _HOURS,
            solar=today.solar + sum(sun[0 if blind else today.counted :]) * _HOURS,
            counted=max(today.counted, index),
            told=(*told, *(round(power, 1) for power in sun[len(told) :])),
        )

    def _counted(self, today: Today, record: QuarterRecord) -> Today:
        """Return the day with a quarter that is over; where it is not known it counts as it was forecast."""
        outlook = self.data.outlook if self.data is not None else None
        load, solar = record.load, record.solar
        if load is None:
            load = _mean_at(outlook.load, record.start) if outlook is not None else 0.0
        if solar is None:
            solar = _mean_at(outlook.solar, record.start) if outlook is not None else 0.0
        return replace(
            today, load=today.load + load * _HOURS, solar=today.solar + solar * _HOURS, counted=today.counted + 1
        )

    async def _async_ask(self, quarter: datetime) -> None:
        """Ask those who tell of sun and weather."""
        entry = self.config_entry
        own = entry.data.get(CONF_SOLAR_FORECASTS)
        chosen = without_our_own(self.hass, own) if own else await async_preferred(self.hass)
        self._chosen = bool(chosen)
        solar = await self._provider.async_ask(chosen, quarter) if self.settings.solar else None
        weather = await self._weather_entity.async_ask(quarter)
        changed = (solar, weather) != (self._solar, self._weather)
        self._solar, self._weather = solar, weather
        if changed:
            async_dispatcher_send(self.hass, signal(entry))

    async def _async_tell(self, quarter: datetime) -> None:
        """Forecast from the beginning of a quarter on, as it is known then."""
        inputs = self.inputs()
        outlook, home = await self.hass.async_add_executor_job(_forecast, inputs, quarter)
        today = await self._async_today(quarter)
        if len(today.told) == today.counted:
            today = replace(today, told=(*today.told, round(_mean_at(outlook.solar, quarter), 1)))
        self.learnt = replace(self.learnt, home=home, today=today)
        self.async_set_updated_data(
            Expected(outlook=outlook, inputs=replace(inputs, state=home), today=self.learnt.today)
        )

    def _lacks(self) -> tuple[ForecastLack, ...]:
        """Return why the forecast knows less than it could."""
        weather = self._weather
        lacks = {
            ForecastLack.NO_SOLAR_FORECAST: self.settings.solar and not self._chosen,
            ForecastLack.SOLAR_FORECAST_SILENT: self.settings.solar and self._chosen and self._solar is None,
            ForecastLack.NO_WEATHER: self._weather_entity.entity_id is None,
            ForecastLack.WEATHER_SILENT: self._weather_entity.entity_id is not None and weather.temperatures is None,
            ForecastLack.SOLAR_AT_NIGHT: self.learnt.home.solar.reports_at_night,
            ForecastLack.NO_HISTORY: len(self.learnt.home.load.days) < KNOWN_DAYS,
        }
        return tuple(lack for lack, there in lacks.items() if there)

    @override
    async def _async_update_data(self) -> Expected | None:
        """Forecast on demand."""
        await self._async_quarter(quarter_start(dt_util.utcnow()))
        return self.data


def _forecast(inputs: ForecastInputs, quarter: datetime, count: int = HORIZON) -> tuple[HomeOutlook, HomeForecastState]:
    """Return what to expect from the beginning of a quarter on, and the state in which that is put away."""
    outlook = forecast(
        inputs.state,
        inputs.settings,
        quarter,
        count,
        solar_told=inputs.solar_told,
        temperatures=inputs.temperatures,
        clouds=inputs.clouds,
    )
    return outlook, said(inputs.state, outlook)


def _index(quarter: datetime) -> int:
    """Return how many quarters of its local day are over when a quarter begins."""
    return (quarter - dt_util.start_of_local_day(dt_util.as_local(quarter).date())) // QUARTER


def _mean_at(outlook: Outlook, moment: datetime) -> float:
    """Return what was expected of a quarter (W)."""
    values = outlook.at(moment)
    return 0.0 if values is None else values[0]
