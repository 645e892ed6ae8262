"""The sessions of a running site: followed in every cycle after the ledger, and written down with it each minute."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
import json
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from homeassistant.const import ATTR_DEVICE_ID, ATTR_NAME
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..announcer import ATTR_SITE, ATTR_TYPE, EVENT
from ..core.access.events import AccessEvent
from ..core.control.charging.wiring import changing
from ..core.control.persistence import from_plain, to_plain
from ..core.ledger.sessions.billing import Billing, reimbursed
from ..core.ledger.sessions.event import SessionEvent
from ..core.ledger.sessions.follow import follow
from ..core.ledger.sessions.memory import Circumstances, SessionsMemory
from ..core.ledger.sessions.query import SessionQuery
from ..core.ledger.sessions.session import Session, SessionStatus
from ..core.ledger.step import LedgerStep
from .database import Batch, Database, Trouble
from .session_words import told_session
from .trouble import async_tell_trouble

if TYPE_CHECKING:
    from ..coordinator import OvershotConfigEntry
    from ..site import SiteCoordinator

META_MEMORY: Final = "sessions"
META_BILLING: Final = "billing"

_AT_THE_START: Final = ("person", "vehicle", "card", "started", "status")
_AT_THE_END: Final = (
    *_AT_THE_START,
    "ended",
    "duration",
    "energy",
    "solar_share",
    "cost",
    "reimbursement",
    "distance",
)

type Heard = Callable[[str, dict[str, Any]], None]
"""Hears of something that happened at a charge point, and what there is to say of it."""


class SessionKeeper:
    """Follows the sessions of a site, and keeps them."""

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry, site: SiteCoordinator) -> None:
        """Prepare to follow; nothing happens before the first cycle."""
        self._hass = hass
        self._entry = entry
        self._site = site
        self._zone = ZoneInfo(site.site.time_zone)
        self.memory = SessionsMemory()
        self.billing = Billing()
        """What was agreed on to be paid back."""

        self._database: Database | None = None
        self._trouble: Trouble | None = None
        self._unwritten: dict[str, Session] = {}
        self._heard: dict[str, list[Heard]] = {}
        self._listeners: list[CALLBACK_TYPE] = []

    async def async_load(self, database: Database) -> None:
        """Take up what was kept. Raises `RecordsError`."""
        self._database = database
        self._look_at_file()
        self.memory = from_plain(SessionsMemory, _parsed(await database.async_meta(META_MEMORY)))
        self.billing = from_plain(Billing, _parsed(await database.async_meta(META_BILLING)))
        running = {point.session.id for point in self.memory.points.values() if point.session is not None}
        query = SessionQuery(statuses=(SessionStatus.RUNNING,))
        for left in (await database.async_sessions(query, dt_util.utcnow())).sessions:
            if left.id not in running:
                # What was remembered of it is lost: it ends where it was last seen.
                ended = max((datetime.fromisoformat(quarter) for quarter in left.profile), default=left.started)
                self._unwritten[left.id] = replace(
                    left, ended=max(ended, left.started), status=SessionStatus.INTERRUPTED, end_estimated=True
                )

    @callback
    def follow(self, counted: LedgerStep, now: datetime) -> None:
        """Go on after the ledger did."""
        step = follow(self.memory, self._site.site, self._site.snapshot, counted.shares, self._circumstances(now), now)
        self.memory = step.memory
        for session in step.changed:
            self._unwritten[session.id] = self.billed(session)
        for event in step.events:
            self._tell(event.session.charge_point, event.key.value, self._of_session(event))
        for happened in self._site.access.events:
            self._tell(happened.charge_point, happened.key.value, self._of_access(happened))
        if step.changed:
            for listener in tuple(self._listeners):
                listener()

    def batch(self) -> Batch:
        """Return what is not written yet."""
        return Batch(
            sessions=tuple(self._unwritten.values()),
            meta={META_MEMORY: _text(self.memory), META_BILLING: _text(self.billing)},
        )

    def written(self, batch: Batch) -> None:
        """Take note that this batch is written."""
        for session in batch.sessions:
            if self._unwritten.get(session.id) is session:
                del self._unwritten[session.id]
        self._look_at_file()

    async def async_flush(self) -> None:
        """Write what is not written yet, before somebody asks for it. Raises `RecordsError`."""
        if self._database is not None and self._unwritten:
            batch = self.batch()
            await self._database.async_write(batch)
            self.written(batch)

    def running(self, charge_point: str) -> Session | None:
        """Return the session that runs at a charge point."""
        point = self.memory.points.get(charge_point)
        return point.session if point is not None else None

    def last(self, charge_point: str) -> Session | None:
        """Return the session before."""
        point = self.memory.points.get(charge_point)
        return point.last if point is not None else None

    def latest(self, session: Session) -> Session:
        """Return a session as it is now, where what is written is older than what is known."""
        return self._unwritten.get(session.id, session)

    @callback
    def async_bill(self, billing: Billing) -> Callable[[Session], Session]:
        """Take over what was agreed on; return what it makes of the sessions that are kept."""
        self.billing = billing
        self._unwritten = {id_: self.billed(session) for id_, session in self._unwritten.items()}
        return self.billed

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call somebody when a session has changed; return how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_hear(self, charge_point: str, heard: Heard) -> CALLBACK_TYPE:
        """Tell somebody what happens at a charge point; return how to stop that."""
        told = self._heard.setdefault(charge_point, [])
        told.append(heard)
        return lambda: told.remove(heard)

    def _look_at_file(self) -> None:
        """Tell what was wrong with the file, once."""
        if self._database is None or (self._database.trouble is self._trouble is not None):
            return
        self._trouble = self._database.trouble
        async_tell_trouble(self._hass, self._entry.entry_id, self._entry.title, self._database)

    def _circumstances(self, now: datetime) -> dict[str, Circumstances]:
        """Return what is known of the charge points beside their readings."""
        found: dict[str, Circumstances] = {}
        settings, memories = self._site.state.settings.charge_points, self._site.state.memory.charge_points
        for point in self._site.site.charge_points:
            wishes, memory = settings.get(point.id), memories.get(point.id)
            found[point.id] = Circumstances(
                identity=self._site.access.who(point.id),
                consumption=wishes.consumption if wishes is not None else None,
                changing_phases=memory is not None and changing(memory.phases, now),
            )
        return found

    def billed(self, session: Session) -> Session:
        """Return a session with what is paid back for it; one that was brought in keeps what its table told."""
        if session.status is SessionStatus.IMPORTED and session.reimbursement is not None:
            return session
        paid = reimbursed(session, self.billing, self._zone)
        return session if paid == session.reimbursement else replace(session, reimbursement=paid)

    def _tell(self, charge_point: str, what: str, told: dict[str, Any]) -> None:
        """Tell what happened: automations on the bus, and whoever hears of this charge point."""
        for heard in tuple(self._heard.get(charge_point, ())):
            heard(what, told)
        about: dict[str, Any] = {ATTR_TYPE: what, ATTR_SITE: self._entry.title}
        if (device := self._site.devices.get(charge_point)) is not None:
            about |= {ATTR_NAME: device.name, ATTR_DEVICE_ID: device.device_id}
        self._hass.bus.async_fire(EVENT, {**about, **told})

    def _of_session(self, event: SessionEvent) -> dict[str, Any]:
        """Return what there is to say of a session that begins or ends."""
        session = self.latest(event.session)
        told = told_session(session, dt_util.utcnow())
        known = _AT_THE_END if session.ended is not None else _AT_THE_START
        return {key: told[key] for key in known if told[key] is not None}

    def _of_access(self, event: AccessEvent) -> dict[str, Any]:
        """Return what there is to say of somebody who was let in, or was not."""
        return self._site.access.attributes(event)


def _text(value: object) -> str:
    """Return a value as it is kept."""
    return json.dumps(to_plain(value), separators=(",", ":"))


def _parsed(text: str | None) -> object:
    """Return what was kept; nothing where that makes no sense."""
    try:
        return json.loads(text) if text else {}
    except ValueError:
        return {}
