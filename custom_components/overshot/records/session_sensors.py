"""Sensors of each charge point about the session that runs, and the one before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorEntityDescription, SensorStateClass
from homeassistant.const import PERCENTAGE, UnitOfEnergy, UnitOfTime
from homeassistant.core import callback
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from ..coordinator import DeviceCoordinator
from ..core.ledger.sessions.session import Session
from ..entity import SteeredEntity
from ..site import SiteCoordinator
from .sessions import SessionKeeper

EUR: Final = "EUR"
EVERY: Final = timedelta(seconds=10)
"""How often what goes on all the time is told."""


@dataclass(frozen=True, kw_only=True)
class SessionMeasure(SensorEntityDescription):
    """Something of a session."""

    value_fn: Callable[[Session, datetime], StateType | datetime]
    of_last: bool = False
    """Whether of the session before, instead of the one that runs."""


def _energy(session: Session, now: datetime) -> float:
    """Return what was charged (Wh)."""
    return round(session.energy, 1)


def _cost(session: Session, now: datetime) -> float | None:
    """Return what it cost (EUR)."""
    return None if session.cost is None else round(session.cost, 4)


def _solar_share(session: Session, now: datetime) -> float | None:
    """Return the part that came from the sun (%)."""
    return None if session.solar_share is None else round(100 * session.solar_share, 1)


MEASURES: Final = (
    SessionMeasure(
        key="session_charged",
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        value_fn=_energy,
    ),
    SessionMeasure(
        key="session_cost",
        device_class=SensorDeviceClass.MONETARY,
        native_unit_of_measurement=EUR,
        suggested_display_precision=2,
        value_fn=_cost,
    ),
    SessionMeasure(
        key="session_solar_share",
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
        value_fn=_solar_share,
    ),
    SessionMeasure(
        key="session_duration",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=0,
        entity_registry_enabled_default=False,
        value_fn=lambda session, now: session.duration(now) // 60,
    ),
    SessionMeasure(
        key="session_person",
        entity_registry_enabled_default=False,
        value_fn=lambda session, now: session.person_name or None,
    ),
    SessionMeasure(
        key="last_session_energy",
        device_class=SensorDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        value_fn=_energy,
        of_last=True,
    ),
    SessionMeasure(
        key="last_session_cost",
        device_class=SensorDeviceClass.MONETARY,
        native_unit_of_measurement=EUR,
        suggested_display_precision=2,
        value_fn=_cost,
        of_last=True,
    ),
    SessionMeasure(
        key="last_session_solar_share",
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
        value_fn=_solar_share,
        of_last=True,
    ),
    SessionMeasure(
        key="last_session_ended",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda session, now: session.ended,
        of_last=True,
    ),
)


class SessionSensor(SteeredEntity, SensorEntity):
    """Something of the session that runs at a charge point, or of the one before."""

    entity_description: SessionMeasure

    def __init__(
        self, site: SiteCoordinator, device: DeviceCoordinator, sessions: SessionKeeper, measure: SessionMeasure
    ) -> None:
        """Initialize the sensor."""
        super().__init__(site, device, measure.key)
        self.entity_description = measure
        self._sessions = sessions
        self._told: Session | None = None
        self._told_at: datetime | None = None

    @override
    async def async_added_to_hass(self) -> None:
        """Hear of the sessions."""
        await super().async_added_to_hass()
        self.async_on_remove(self._sessions.async_add_listener(self._look))

    @property
    @override
    def native_value(self) -> StateType | datetime:
        session = self._session
        return None if session is None else self.entity_description.value_fn(session, dt_util.utcnow())

    @property
    def _session(self) -> Session | None:
        """Return the session it is about."""
        if self.entity_description.of_last:
            return self._sessions.last(self.id_)
        return self._sessions.running(self.id_)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Tell nothing with each decision: what it is about has its own beat."""

    @callback
    def _look(self) -> None:
        """Tell what has changed: at once where another session began or ended, else now and then."""
        session, now = self._session, dt_util.utcnow()
        known = self._told
        same = session is known or (session is not None and known is not None and session.id == known.id)
        if same and self._told_at is not None and timedelta(0) <= now - self._told_at < EVERY:
            return
        if session is known and self.entity_description.of_last:
            return
        self._told, self._told_at = session, now
        self.async_write_ha_state()
