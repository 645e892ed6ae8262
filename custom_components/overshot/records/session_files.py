"""Sessions as files to take along: a CSV for the address, each charge point or each person, or a report to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from homeassistant.util import dt as dt_util, slugify

from ..const import DOMAIN
from ..coordinator import OvershotConfigEntry
from ..core.ledger.sessions.csv_text import Separator, csv_text
from ..core.ledger.sessions.html_text import html_report
from ..core.ledger.sessions.query import SortKey
from ..core.ledger.sessions.session import Session
from ..core.ledger.sessions.table import Around, grouped, monthly_table, sessions_table
from ..core.ledger.sessions.words import words
from .session_request import (
    ATTR_BY,
    ATTR_DESCENDING,
    ATTR_FORMAT,
    ATTR_LANGUAGE,
    ATTR_SEPARATOR,
    ATTR_SORT,
    Period,
    period_of,
    query_of,
)

CSV: Final = "text/csv"
HTML: Final = "text/html"


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A file to take along."""

    name: str
    media_type: str
    content: str
    sessions: int
    energy: float
    """Wh."""


async def async_session_files(entry: OvershotConfigEntry, asked: Mapping[str, Any]) -> list[SessionFile]:
    """Return the files that are asked for. Raises `ServiceValidationError` and `RecordsError`."""
    data, now = entry.runtime_data, dt_util.utcnow()
    hass, database = data.site.hass, data.ledger.database
    await data.sessions.async_flush()
    oldest_first = {**asked, ATTR_SORT: SortKey.STARTED.value, ATTR_DESCENDING: False}
    names = await database.async_session_names()
    query, period = query_of(data.site, oldest_first, now, names), period_of(asked, now)
    sessions = (await database.async_sessions(query, now)).sessions
    start = period.start or (sessions[0].started if sessions else now)
    until = min(now, period.end or now)
    occupied = await database.async_occupied(start, until, now)
    language = asked.get(ATTR_LANGUAGE) or hass.config.language
    around = Around(
        site=entry.title,
        zone=dt_util.get_default_time_zone(),
        language=language,
        now=now,
        billing=data.sessions.billing,
    )
    seconds = (until - start).total_seconds()
    called = {point.id: point.name for point in data.site.site.charge_points}
    occupancy = {called[id_]: plugged / seconds for id_, plugged in occupied.items() if id_ in called and seconds > 0}
    job = _Job(sessions, around, Period(start, period.end or now), occupancy, asked)
    return await hass.async_add_executor_job(job.files)


@dataclass(frozen=True, slots=True)
class _Job:
    """What files are made of; making those of many sessions takes a second, so it is done beside the event loop."""

    sessions: Sequence[Session]
    around: Around
    period: Period
    occupancy: Mapping[str, float]
    asked: Mapping[str, Any]

    def files(self) -> list[SessionFile]:
        """Return the files; one of no session where there is none."""
        by = self.asked[ATTR_BY]
        if by == "address" or not self.sessions:
            return [self._file(self.sessions, "")]
        nobody = words(self.around.language)["nobody"]
        parts = grouped(
            self.sessions,
            (lambda session: session.charge_point_name)
            if by == "location"
            else (lambda session: session.person_name or nobody),
        )
        return [self._file(part, name) for name, part in parts.items()]

    def _file(self, sessions: Sequence[Session], of: str) -> SessionFile:
        """Return the file of some sessions."""
        around, what = self.around, self.asked[ATTR_FORMAT]
        if what == "html":
            last = (self.period.end or around.now) - timedelta(seconds=1)
            names = {session.charge_point_name for session in sessions}
            shown = {name: part for name, part in self.occupancy.items() if not of or name in names}
            content = html_report(sessions, around, self.period.start or around.now, last, shown)
        else:
            table = (monthly_table if what == "monthly_csv" else sessions_table)(sessions, around)
            separator = self.asked.get(ATTR_SEPARATOR)
            content = csv_text(table, Separator(separator) if separator else Separator.of(around.language))
        return SessionFile(
            name=f"{_name(around.site, of, self.period)}.{'html' if what == 'html' else 'csv'}",
            media_type=HTML if what == "html" else CSV,
            content=content,
            sessions=len(sessions),
            energy=sum(session.energy for session in sessions),
        )


def _name(site: str, of: str, period: Period) -> str:
    """Return what a file is called: letters, digits and dashes only."""
    last = None if period.end is None else period.end - timedelta(seconds=1)
    days = ["" if moment is None else f"{dt_util.as_local(moment):%Y%m%d}" for moment in (period.start, last)]
    parts = (DOMAIN, slugify(site, separator="-"), slugify(of, separator="-") if of else "", *days)
    return "-".join(part for part in parts if part)
