"""Home Assistant's energy platform: our corrected forecast of the sun, for the Energy dashboard."""

from datetime import timedelta
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .core.model.series import QUARTER

HOUR: Final = timedelta(hours=1)


async def async_get_solar_forecast(
    hass: HomeAssistant, config_entry_id: str
) -> dict[str, dict[str, float | int]] | None:
    """Return the energy (Wh) of each hour from the local midnight on; None where a site has no array, or no forecast yet.

    The hours of today that are over are told as they were forecast, not as they came.
    """
    entry = hass.config_entries.async_get_entry(config_entry_id)
    if entry is None or entry.domain != DOMAIN or not hasattr(entry, "runtime_data"):
        return None
    expected = entry.runtime_data.forecasts.data
    if expected is None or not expected.inputs.settings.solar:
        return None
    midnight = dt_util.as_utc(dt_util.start_of_local_day(dt_util.as_local(expected.outlook.solar.start).date()))
    ahead = expected.outlook.solar
    hours: dict[str, float | int] = {}
    quarters = [
        *((midnight + index * QUARTER, power) for index, power in enumerate(expected.today.told)),
        *((ahead.start + index * QUARTER, power) for index, power in enumerate(ahead.mean)),
    ]
    told = dict(quarters)
    for quarter, power in sorted(told.items()):
        hour = dt_util.as_local(quarter).replace(minute=0).isoformat()
        hours[hour] = hours.get(hour, 0.0) + power * (QUARTER / HOUR)
    return {"wh_hours": {hour: round(energy, 1) for hour, energy in hours.items()}}
