"""The access list in a running site: who charges now, who was let in, and what the controller is asked for because of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from homeassistant.const import STATE_HOME, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..const import ACCESS_SUBENTRIES, SUBENTRY_VEHICLE
from ..core.access import NOBODY, Identity, Register, Stay, identify_all
from ..core.access.apply import asked
from ..core.access.events import AccessEvent, AccessEventKey, Told, look
from ..core.access.level import follow_levels, needs, with_levels
from ..core.access.plugged import plugged_in
from ..core.access.visits import NO_VISIT, AccessState, Order, Visit, authorize, go_on, order
from ..core.control import SiteSettings
from ..core.control.charging.memory import SessionMemory
from ..from_entities.points import number_of
from .subentries import CONF_PRESENCE, CONF_SOC_ENTITY, key_of, register_of

if TYPE_CHECKING:
    from datetime import datetime

    from ..coordinator import OvershotConfigEntry
    from ..core.control import Memory
    from ..core.model import Snapshot
    from ..core.planning.assembly import CarDetails

_HERE = frozenset({STATE_HOME, STATE_ON})
_SILENT = frozenset({STATE_UNAVAILABLE, STATE_UNKNOWN})


class AccessKeeper:
    """Follows who comes and goes; one for each site. It is told of every cycle before the controller decides."""

    def __init__(
        self, hass: HomeAssistant, entry: OvershotConfigEntry, secret: str, state: AccessState, time_zone: str
    ) -> None:
        """Take over what a restart left."""
        self.state = state
        self.identities: Mapping[str, Identity] = {}
        """Who charges at each charge point with a vehicle."""

        self.events: tuple[AccessEvent, ...] = ()
        """What happened with the newest cycle."""

        self._hass = hass
        self._entry = entry
        self._secret = secret
        self._zone = ZoneInfo(time_zone)
        self._told: dict[str, Told] | None = None
        self.register: Register = Register(key=secret)
        """The access list."""

        self._presence: dict[str, tuple[str, ...]] = {}
        self._levels: dict[str, str] = {}
        self._rest: Any = None
        self.async_follow()

    @callback
    def async_follow(self) -> None:
        """Read the access list anew."""
        self.register = register_of(self._entry, self._secret)
        self._presence = {
            key_of(each): tuple(each.data[CONF_PRESENCE])
            for each in self._entry.get_subentries_of_type(SUBENTRY_VEHICLE)
            if each.data.get(CONF_PRESENCE)
        }
        self._levels = {
            key_of(each): each.data[CONF_SOC_ENTITY]
            for each in self._entry.get_subentries_of_type(SUBENTRY_VEHICLE)
            if each.data.get(CONF_SOC_ENTITY)
        }
        self._rest = _rest_of(self._entry)

    @callback
    def async_take(self) -> bool:
        """Take over a changed access list; return False where anything else was changed too.

        A new card is no reason to let go of batteries and cars, which loading the site again would do.
        """
        alone = bool(_rest_of(self._entry) == self._rest)
        self.async_follow()
        return alone

    @callback
    def async_settle(self, settings: SiteSettings, memory: Memory, snapshot: Snapshot, now: datetime) -> SiteSettings:
        """Return what the controller is asked for now: the user's wishes, with who charges and what was said of it."""
        sessions = plugged_in(self.state.sessions, memory.charge_points, snapshot, self._secret)
        visits = go_on(self.state.visits, sessions, now)
        stays = {id_: _stay(session, visits.get(id_, NO_VISIT)) for id_, session in sessions.items() if session.since}
        self.identities = identify_all(self.register, stays, *(self._present() if stays else ()))
        levels = follow_levels(self.state.levels, self.identities, self._told_levels(), memory.charge_points)
        changed = sessions != self.state.sessions or visits is not self.state.visits
        if changed or levels is not self.state.levels:
            self.state = AccessState(visits=visits, sessions=sessions, levels=levels)
        result = asked(settings, self.register, visits, self.identities, now, self._zone)
        events, told = look(
            self.register, result.charge_points, sessions, self.identities, self._told or {}, now, self._zone
        )
        # What was so when Home Assistant started is no event.
        self.events = events if self._told is not None else ()
        self._told = told
        return result

    def seen(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot with what the vehicles that charge told of themselves."""
        return with_levels(snapshot, self.state.levels)

    def needs(self, settings: SiteSettings, memory: Memory, now: datetime) -> dict[str, CarDetails]:
        """Return what the vehicles that charge still need, as far as they and their users tell."""
        return needs(self.register, self.state.levels, settings, memory.charge_points, self._zone.key, now)

    def session(self, charge_point: str) -> SessionMemory:
        """Return the session of a charge point; an empty one where there is no vehicle."""
        return self.state.sessions.get(charge_point, SessionMemory())

    def visit(self, charge_point: str) -> Visit:
        """Return what was said of the session of a charge point."""
        return self.state.visits.get(charge_point, NO_VISIT)

    @callback
    def async_authorize(self, charge_point: str, *, person: str | None = None, card: str | None = None) -> Visit:
        """Let the car that is there in, or the next one to come."""
        session, now = self.session(charge_point), dt_util.utcnow()
        return self._keep(charge_point, authorize(self.visit(charge_point), session, now, person=person, card=card))

    @callback
    def async_order(self, charge_point: str, what: Order, settings: SiteSettings) -> Visit:
        """Start or stop the car that is there."""
        mode = settings.charge_points[charge_point].mode
        return self._keep(charge_point, order(self.visit(charge_point), self.session(charge_point), what, mode))

    def attributes(self, event: AccessEvent) -> dict[str, Any]:
        """Return what is told of an event besides what happened; never what a card is known by."""
        who = event.who
        told: dict[str, Any] = {"person": who.person_name, "card": who.card_name, "vehicle": who.vehicle_name}
        if event.key is AccessEventKey.REFUSED and event.refusal is not None:
            told["refusal"] = event.refusal.value
        return {key: value for key, value in told.items() if value}

    def who(self, charge_point: str) -> Identity:
        """Return who charges at a charge point."""
        return self.identities.get(charge_point, NOBODY)

    def _keep(self, charge_point: str, visit: Visit) -> Visit:
        """Remember what was said of a session."""
        self.state = replace(self.state, visits={**self.state.visits, charge_point: visit})
        return visit

    def _present(self) -> tuple[list[str], list[str]]:
        """Return the vehicles that say themselves that they are plugged in at home, and those that say they are not."""
        present: list[str] = []
        absent: list[str] = []
        for id_, entities in self._presence.items():
            said = [state.state for entity in entities if (state := self._hass.states.get(entity)) is not None]
            if len(said) == len(entities) and all(state in _HERE for state in said):
                present.append(id_)
            elif any(state not in _HERE | _SILENT for state in said):
                absent.append(id_)
        return present, absent

    def _told_levels(self) -> dict[str, float]:
        """Return the states of charge that the vehicles that charge tell now (%)."""
        told: dict[str, float] = {}
        for who in self.identities.values():
            entity = self._levels.get(who.vehicle or "")
            state = self._hass.states.get(entity) if entity is not None else None
            if state is not None and (soc := number_of(state.state)) is not None and who.vehicle is not None:
                told[who.vehicle] = soc
        return told


def _stay(session: SessionMemory, visit: Visit) -> Stay:
    """Return what is known of a session."""
    return Stay(tag=session.tag, person=visit.person, card=visit.card)


def _rest_of(entry: OvershotConfigEntry) -> Any:
    """Return all that is stored of a site but its access list."""
    others = {
        id_: (each.title, each.data, each.unique_id)
        for id_, each in entry.subentries.items()
        if each.subentry_type not in ACCESS_SUBENTRIES
    }
    return (entry.title, entry.data, entry.options, others)
