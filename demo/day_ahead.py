"""Day-ahead prices for the demo: an entity as a price integration has it, with prices for today and tomorrow at any time.

The prices were measured, on other days than those they are shown for.
"""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
import json
from pathlib import Path
from typing import Any, Final, override
from zoneinfo import ZoneInfo

from .background import Background
from .client import Client
from .home_assistant import TIME_ZONE

ENTITY: Final = "sensor.day_ahead_prices"
UNIT: Final = "EUR/MWh"

_HOUR: Final = timedelta(hours=1)
_ZONE: Final = ZoneInfo(TIME_ZONE)
_DAYS: Final[tuple[tuple[float, ...], ...]] = tuple(
    tuple(day["prices"]) for day in json.loads(Path(__file__).with_name("day_ahead.json").read_text())["days"]
)


def price(moment: datetime) -> float:
    """Return the price (EUR/MWh) of an hour of the demo's calendar."""
    local = moment.astimezone(_ZONE)
    return _DAYS[local.toordinal() % len(_DAYS)][local.hour]


def hours(day: date) -> list[dict[str, Any]]:
    """Return the hours of a local day with their prices, as an entity lists them; 23 or 25 where the clock changes."""
    start, end = (datetime.combine(day + timedelta(days=more), time(), _ZONE).astimezone(UTC) for more in (0, 1))
    return [
        {
            "start": begin.astimezone(_ZONE).isoformat(),
            "end": (begin + _HOUR).astimezone(_ZONE).isoformat(),
            "value": price(begin),
        }
        for begin in (start + number * _HOUR for number in range((end - start) // _HOUR))
    ]


def local_now() -> datetime:
    """Return the present moment by the demo's calendar: Home Assistant beside us lives in real time."""
    return datetime.now(_ZONE)  # noqa: TID251


class DayAhead(Background):
    """Keeps the entity up to date."""

    def __init__(self, client: Client) -> None:
        """Prepare; nothing is written yet."""
        self._client = client

    @override
    async def _begin(self) -> bool:
        """Write the prices."""
        await self._write(local_now())
        return True

    @override
    async def _run(self) -> None:
        """Write again when an hour begins, until Home Assistant hangs up."""
        while True:
            now = local_now()
            following = now.replace(minute=0, second=0, microsecond=0) + _HOUR
            await asyncio.sleep((following - now).total_seconds() + 1.0)
            await self._write(local_now())

    async def _write(self, now: datetime) -> None:
        """Write the price of now, and those of today and tomorrow."""
        today = now.date()
        attributes = {
            "friendly_name": "Day-ahead prices",
            "icon": "mdi:currency-eur",
            "unit_of_measurement": UNIT,
            "raw_today": hours(today),
            "raw_tomorrow": hours(today + timedelta(days=1)),
        }
        await self._client.post(f"/api/states/{ENTITY}", state=str(price(now)), attributes=attributes)
