"""Sessions to keep and to ask for."""

from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.overshot.core.ledger.flows import Source
from custom_components.overshot.core.ledger.sessions.session import Session, SessionStatus, session_id

MONTH = datetime(2026, 10, 1, tzinfo=UTC)


def session(day: float = 0, *, point: str = "garage", **changes: Any) -> Session:
    """Return a session of 8 h and 20 kWh that began so many days into October."""
    started = MONTH + timedelta(days=day)
    told: dict[str, Any] = {
        "id": session_id(point, started),
        "charge_point": point,
        "charge_point_name": point.title(),
        "started": started,
        "ended": started + timedelta(hours=8),
        "status": SessionStatus.FINISHED,
        "energy": 20_000.0,
        "sources": {Source.SOLAR: 12_000.0, Source.GRID: 8_000.0},
        "cost": 2.4,
        "co2": 1200.0,
        "charging_time": 7200.0,
        "max_power": 11_000.0,
        "consumption": 200.0,
        "profile": {f"{started:%Y-%m-%dT%H:%MZ}": 20_000.0},
    }
    return Session(**{**told, **changes})
