"""Heat pumps and loads run at one power: a planned mean below it is a part of the step."""

from datetime import datetime

from ...model import Reason, ReasonKey, Site
from .follow import SOME, Followed


def planned_now(site: Site, followed: Followed | None, id_: str, own_power: float, now: datetime) -> Reason | None:
    """Return why a heat pump or load that takes `own_power` (W) is planned to run now; None where it is not.

    It runs from the beginning of the step, as long as its energy takes.
    """
    power = followed.load(id_) if followed is not None else None
    if followed is None or power is None or power < SOME:
        return None
    share = min(1.0, power / own_power) if own_power > 0 else 1.0
    if now >= followed.start + share * (followed.end - followed.start):
        return None
    return followed.reason(site, id_)


def why_off(site: Site, followed: Followed | None, id_: str, reason: Reason) -> Reason:
    """Return why a heat pump or load is off: where nothing but the sun was waited for, until when by the plan."""
    if followed is None or followed.load(id_) is None or reason.key is not ReasonKey.SURPLUS_WAITING:
        return reason
    return followed.waiting(site, id_) or reason
