"""Month peaks in a P1 telegram: the running month from 1.6.0, closed months from 98.1.0 (e-MUCS-P1, documented)."""

from datetime import UTC, datetime, timedelta
import re
from typing import Any, Final
from zoneinfo import ZoneInfo

from dsmr_parser.value_types import timestamp as parse_timestamp

from ..core.model import MonthPeak
from .plausible import Bounds, kilo, plausible

_METER_TIME: Final = ZoneInfo("Europe/Brussels")
_HISTORY: Final = re.compile(r"^0-0:98\.1\.0(.*)$", re.MULTILINE)
_RECORD: Final = re.compile(r"\((\d{12}[SW])\)\((\d{12}[SW])\)\((\d+(?:\.\d+)?)\*kW\)")


def running_month(objects: Any) -> MonthPeak | None:
    """Return the highest quarter of the running month from a parsed telegram."""
    found = getattr(objects, "BELGIUM_MAXIMUM_DEMAND_MONTH", None)
    if found is None:
        return None
    demand = kilo(Bounds.POWER, found.value)
    return None if demand is None else MonthPeak(demand=demand, at=found.datetime)


def closed_months(text: str) -> tuple[MonthPeak, ...]:
    """Return the peaks of closed months from the text of a telegram, oldest first.

    Meters disagree on the order, leave out months, and fill unused records with an impossible time or with 0 kW.
    """
    line = _HISTORY.search(text)
    if line is None:
        return ()
    peaks: dict[datetime, MonthPeak] = {}
    for closed, occurred, demand in _RECORD.findall(line[1]):
        end, at, watts = parse_timestamp(closed), parse_timestamp(occurred), float(demand) * 1000
        if end is None or at is None or watts <= 0 or plausible(Bounds.POWER, watts) is None:
            continue
        # Stamped with the end of the month: midnight of the next month's first day.
        inside = end.astimezone(_METER_TIME) - timedelta(hours=12)
        month = inside.replace(day=1, hour=0, minute=0, second=0, fold=0).astimezone(UTC)
        peaks[month] = MonthPeak(demand=round(watts, 3), at=at, month=month)
    return tuple(peaks[month] for month in sorted(peaks))
