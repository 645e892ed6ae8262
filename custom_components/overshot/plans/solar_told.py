"""What Home Assistant's solar forecast providers say, through the platform that fills the Energy dashboard.

Any integration with a solar forecast has an `energy.py` with `async_get_solar_forecast(hass, config_entry_id)`; it tells
`{"wh_hours": {start of a period in ISO 8601: Wh}}` (seen in code: `homeassistant.components.energy`). Nobody checks what
they tell, so it is checked here.
"""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from homeassistant.core import HomeAssistant

from ..const import DOMAIN, LOGGER
from ..core.forecast.sun import Location
from ..core.forecast.told import solar_series, together
from ..core.model.series import Series
from ..moments import read_moment

if TYPE_CHECKING:
    from homeassistant.components.energy.types import GetSolarForecastType

ENERGY: Final = "energy"
TIMEOUT: Final = 10.0
"""A provider that needs longer to tell what it knows is passed over (s)."""

KEPT: Final = timedelta(hours=12)
"""What a provider told counts so long when it falls silent."""


async def async_preferred(hass: HomeAssistant) -> tuple[str, ...]:
    """Return the config entries that the user chose as solar forecasts in the Energy preferences, without our own."""
    if ENERGY not in hass.config.components:
        return ()
    from homeassistant.components.energy.data import async_get_manager  # noqa: PLC0415

    data = (await async_get_manager(hass)).data
    chosen: dict[str, None] = {}
    for source in [] if data is None else data["energy_sources"]:
        if source["type"] == "solar":
            chosen.update(dict.fromkeys(source.get("config_entry_solar_forecast") or ()))
    return without_our_own(hass, chosen)


def without_our_own(hass: HomeAssistant, entry_ids: Iterable[str]) -> tuple[str, ...]:
    """Return those config entries that exist and are not ours: what we tell is made of what the others told."""
    found = ((id_, hass.config_entries.async_get_entry(id_)) for id_ in entry_ids)
    return tuple(id_ for id_, entry in found if entry is not None and entry.domain != DOMAIN)


async def async_providers(hass: HomeAssistant) -> dict[str, str]:
    """Return the titles of the config entries that can tell a solar forecast, by id."""
    hooks = await _async_hooks(hass)
    entries = hass.config_entries.async_entries(include_ignore=False, include_disabled=False)
    return {entry.entry_id: entry.title for entry in entries if entry.domain in hooks and entry.domain != DOMAIN}


class SolarTold:
    """Asks the providers, and remembers what one told that has fallen silent."""

    def __init__(self, hass: HomeAssistant, place: Location) -> None:
        """Begin with nothing told."""
        self._hass = hass
        self._place = place
        self._told: dict[str, tuple[datetime, Series]] = {}
        self._silent: set[str] = set()

    async def async_ask(self, chosen: Iterable[str], now: datetime) -> Series | None:
        """Return what all of them together say (W); None where nobody, or not everybody, tells anything of use."""
        entry_ids = tuple(chosen)
        answers = await asyncio.gather(*(self._async_one(id_, now) for id_ in entry_ids))
        known = [answer for answer in answers if answer is not None]
        # The sum of some arrays is no forecast of all of them.
        return together(known, self._place) if known and len(known) == len(entry_ids) else None

    async def _async_one(self, entry_id: str, now: datetime) -> Series | None:
        """Return what one provider says, or said lately."""
        series, reason = await self._async_heard(entry_id)
        if series is not None:
            if entry_id in self._silent:
                self._silent.discard(entry_id)
                LOGGER.info("The solar forecast of %s can be used again", self._name(entry_id))
            self._told[entry_id] = (now, series)
            return series
        if entry_id not in self._silent:
            self._silent.add(entry_id)
            LOGGER.warning("The solar forecast of %s cannot be used: %s", self._name(entry_id), reason)
        heard_at, before = self._told.get(entry_id, (None, None))
        return before if heard_at is not None and timedelta() <= now - heard_at <= KEPT else None

    async def _async_heard(self, entry_id: str) -> tuple[Series | None, str]:
        """Return what one provider says now, or why that is of no use."""
        entry = self._hass.config_entries.async_get_entry(entry_id)
        if entry is None:
            return None, "it was removed"
        hook = (await _async_hooks(self._hass)).get(entry.domain)
        if hook is None:
            return None, f"{entry.domain} tells no solar forecast"
        try:
            async with asyncio.timeout(TIMEOUT):
                answer = await hook(self._hass, entry_id)
        except TimeoutError:
            return None, "it does not answer"
        except Exception as err:  # noqa: BLE001  whatever goes wrong there must not stop the plan
            return None, f"it failed ({type(err).__name__}: {err})"
        energies = energies_of(answer)
        if not energies:
            return None, "it tells nothing"
        series = await self._hass.async_add_executor_job(solar_series, energies, self._place)
        return series, "it tells no energies by the hour"

    def _name(self, entry_id: str) -> str:
        """Return what the user calls a provider."""
        entry = self._hass.config_entries.async_get_entry(entry_id)
        return entry_id if entry is None else entry.title


def energies_of(answer: object) -> dict[datetime, float]:
    """Return the energies (Wh) by the start of their period, without what cannot be read.

    Starts without a zone are taken as Home Assistant's local time.
    """
    hours = answer.get("wh_hours") if isinstance(answer, Mapping) else None
    found: dict[datetime, float] = {}
    for key, value in hours.items() if isinstance(hours, Mapping) else ():
        start = read_moment(key)
        if start is None or isinstance(value, bool) or not isinstance(value, int | float):
            continue
        found[start] = found.get(start, 0.0) + value
    return found


async def _async_hooks(hass: HomeAssistant) -> Mapping[str, GetSolarForecastType]:
    """Return the functions through which the integrations that are loaded tell their solar forecast, by domain."""
    if ENERGY not in hass.config.components:
        return {}
    from homeassistant.components.energy.websocket_api import async_get_energy_platforms  # noqa: PLC0415

    return await async_get_energy_platforms(hass)
