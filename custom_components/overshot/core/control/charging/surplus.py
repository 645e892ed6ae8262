"""Follow the solar surplus with one car: when to start, when to stop, and at what current."""

from dataclasses import dataclass
from datetime import datetime

from ...model import Reason, ReasonKey
from .memory import ChargePointMemory

SURPLUS_DEADBAND = 0.25
"""A surplus that moves by less than this keeps the current as it is (A)."""


@dataclass(frozen=True, slots=True)
class SurplusWish:
    """What the surplus mode asks for, and the state of its timer."""

    current: float
    reason: Reason
    charging: bool
    changing_since: datetime | None


def follow_surplus(
    memory: ChargePointMemory,
    available: float,
    minimum: float,
    maximum: float,
    hold_time: float,
    now: datetime,
) -> SurplusWish:
    """Return the wished current for `available` amperes of surplus on each phase the car uses.

    A changed surplus must last `hold_time` seconds before charging starts or stops; until it stops, the car gets
    its minimum. Between minimum and maximum the current follows the surplus.
    """
    charging = memory.charging
    enough = available >= minimum
    since = None if enough is charging else timer(memory.changing_since, now)
    left = hold_time - (now - since).total_seconds() if since is not None else 0.0
    if since is not None and left <= 0:
        charging, since = enough, None

    if charging and enough:
        return SurplusWish(min(available, maximum), Reason(ReasonKey.SURPLUS), True, since)
    if charging:
        return SurplusWish(minimum, Reason(ReasonKey.SURPLUS_HOLD, {"seconds": round(left)}), True, since)
    if enough:
        return SurplusWish(0.0, Reason(ReasonKey.SURPLUS_STARTING, {"seconds": round(left)}), False, since)
    return SurplusWish(0.0, Reason(ReasonKey.SURPLUS_WAITING), False, since)


def timer(since: datetime | None, now: datetime) -> datetime:
    """Return since when a timer runs: from now where it did not, or where the clock was set back behind its start."""
    return since if since is not None and since <= now else now


def settle(available: float, setpoint: float, step: float) -> float:
    """Return the surplus current, kept where it was while it moves less than the deadband or one step up (A)."""
    if setpoint - SURPLUS_DEADBAND <= available < setpoint + max(step, SURPLUS_DEADBAND):
        return setpoint
    return available
