"""Follow the solar surplus with one car: when to start, when to stop, and at what current."""

from datetime import datetime

from ...model import Reason, ReasonKey
from .memory import ChargePointMemory
from .wish import Wish

SURPLUS_DEADBAND = 0.25
"""A surplus that moves by less than this keeps the current as it is (A)."""


def follow_surplus(
    memory: ChargePointMemory,
    available: float,
    enough: bool,
    minimum: float,
    maximum: float,
    hold_time: float,
    now: datetime,
) -> Wish:
    """Return the wished current for `available` amperes of surplus on each phase the car uses.

    A changed surplus must last `hold_time` seconds before charging starts or stops; until it stops, the car gets
    its minimum. Between minimum and maximum the current follows the surplus. `enough` tells whether the surplus
    suffices for charging, be it on fewer phases.
    """
    charging = memory.charging
    since = None if enough is charging else timer(memory.changing_since, now)
    left = hold_time - (now - since).total_seconds() if since is not None else 0.0
    if since is not None and left <= 0:
        charging, since = enough, None

    if not charging:
        key = ReasonKey.SURPLUS_STARTING if enough else ReasonKey.SURPLUS_WAITING
        details = {"seconds": round(left)} if enough else {}
        return Wish(current=0.0, reason=Reason(key, details), charging=False, changing_since=since)
    if available >= minimum:
        current = min(available, maximum)
        reason = Reason(ReasonKey.SURPLUS)
        return Wish(current=current, reason=reason, charging=True, changing_since=since, from_surplus=current)
    return Wish(
        current=minimum,
        reason=Reason(ReasonKey.SURPLUS_HOLD, {"seconds": round(left)}),
        charging=True,
        changing_since=since,
        from_surplus=max(0.0, available),
    )


def timer(since: datetime | None, now: datetime) -> datetime:
    """Return since when a timer runs: from now where it did not, or where the clock was set back behind its start."""
    return since if since is not None and since <= now else now


def settle(available: float, setpoint: float, step: float, ramping: bool = False) -> float:
    """Return the surplus current, kept where it was while it moves less than the deadband or one step up (A).

    While the car may be on its way up unseen (`ramping`) the surplus looks smaller than it is, by about a step.
    """
    below = max(step, SURPLUS_DEADBAND) if ramping else SURPLUS_DEADBAND
    if setpoint - below <= available < setpoint + max(step, SURPLUS_DEADBAND):
        return setpoint
    return available
