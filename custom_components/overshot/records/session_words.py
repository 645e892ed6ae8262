"""Sessions as actions, websocket commands and events tell them: plain values in kWh, kW, hours and EUR.

Never what a card is known by, not even its hash.
"""

from datetime import datetime
from typing import Any

from homeassistant.util import dt as dt_util

from ..core.ledger.flows import Source
from ..core.ledger.sessions.query import SessionTotals
from ..core.ledger.sessions.session import Session


def told_session(session: Session, now: datetime) -> dict[str, Any]:
    """Return all there is to say of a session; moments are local."""
    return {
        "id": session.id,
        "charge_point": session.charge_point,
        "charge_point_name": session.charge_point_name,
        "started": _local(session.started),
        "ended": _local(session.ended),
        "status": session.status.value,
        "start_estimated": session.start_estimated,
        "end_estimated": session.end_estimated,
        "duration": _hours(session.duration(now)),
        "charging_time": _hours(session.charging_time),
        "energy": _kilo(session.energy),
        "estimated": _kilo(session.estimated),
        "metering": session.metering.value,
        "meter_start": _kilo(session.meter_start),
        "meter_end": _kilo(session.meter_end),
        "sources": {source.value: _kilo(session.sources.get(source, 0.0)) for source in Source},
        "solar_share": _percent(session.solar_share),
        "cost": _money(session.cost),
        "price": _money(session.price),
        "unpriced": _kilo(session.unpriced),
        "reimbursement": _money(session.reimbursement),
        "co2": _kilo(session.co2),
        "distance": None if session.distance is None else round(session.distance, 1),
        "average_power": _kilo(session.average_power),
        "max_power": _kilo(session.max_power),
        "person": session.person_name or None,
        "person_id": session.person,
        "group": session.group_name or None,
        "cost_centre": session.cost_centre or None,
        "card": session.card_name or None,
        "vehicle": session.vehicle_name or None,
        "vehicle_id": session.vehicle,
    }


def told_totals(totals: SessionTotals) -> dict[str, Any]:
    """Return the sums of sessions."""
    return {
        "count": totals.count,
        "energy": _kilo(totals.energy),
        "estimated": _kilo(totals.estimated),
        "sources": {source.value: _kilo(totals.sources.get(source, 0.0)) for source in Source},
        "solar_share": _percent(totals.solar_share),
        "cost": _money(totals.cost),
        "sessions_without_cost": totals.unpriced,
        "reimbursement": _money(totals.reimbursement),
        "co2": _kilo(totals.co2),
        "distance": round(totals.distance, 1),
        "duration": _hours(totals.plugged_time),
        "charging_time": _hours(totals.charging_time),
        "max_power": _kilo(totals.max_power),
    }


def _kilo(amount: float | None) -> float | None:
    """Return Wh as kWh, W as kW, g as kg."""
    return None if amount is None else round(amount / 1000, 3)


def _hours(seconds: float) -> float:
    """Return seconds as hours."""
    return round(seconds / 3600, 3)


def _percent(share: float | None) -> float | None:
    """Return a share (0..1) as %."""
    return None if share is None else round(100 * share, 1)


def _money(amount: float | None) -> float | None:
    """Return an amount of money as it is told."""
    return None if amount is None else round(amount, 4)


def _local(moment: datetime | None) -> str | None:
    """Return a moment in the time of the house."""
    return None if moment is None else dt_util.as_local(moment).isoformat()
