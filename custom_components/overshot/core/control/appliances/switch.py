"""Switch something on while the sun suffices, never to and fro: the parameters of the Thermia/Loxone seed."""

from dataclasses import dataclass, replace
from datetime import datetime

from ...model import Reason, ReasonKey, Site
from ..calendar import end_of_day, local, seconds_until
from .memory import ApplianceMemory
from .settings import SurplusSwitch

LONGEST_STEP = 60.0
"""What lies further apart was not watched, and counts as this long (s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whether something should be on, and why."""

    on: bool
    reason: Reason
    memory: ApplianceMemory
    minimum: bool = False
    """Whether the minimum of its day asks for it: a demand that the peak and the sun do not lower."""


def count_day(site: Site, memory: ApplianceMemory, now: datetime) -> ApplianceMemory:
    """Return the memory with the time since the last step counted, and a new day begun at local midnight."""
    day = local(site, now).date().isoformat()
    elapsed = 0.0
    if memory.stepped_at is not None and memory.stepped_at <= now:
        elapsed = min(LONGEST_STEP, (now - memory.stepped_at).total_seconds())
    so_far = memory.on_today if memory.day == day else 0.0
    return replace(memory, day=day, on_today=so_far + (elapsed if memory.on else 0.0), stepped_at=now)


def want(
    site: Site,
    rules: SurplusSwitch,
    memory: ApplianceMemory,
    surplus: float | None,
    wait: bool,
    now: datetime,
    planned: Reason | None = None,
) -> Wanted:
    """Return whether something should be on for `surplus` (W, what it takes itself included; None: not known).

    It is switched on by `switch_on_power`, and off only when it would cause import, each after its minimum time. `wait`
    keeps it from being switched on, and switches it off: the quarter's budget is used up. `planned` tells why it is planned
    to run now, whatever the surplus.
    """
    in_state = _in_state(memory, now)
    missing = rules.min_on_per_day - memory.on_today
    if missing > 0:
        # Made up for in time: it stays on until it has had enough.
        left = seconds_until(end_of_day(site, rules.day_ends_at, now), now)
        if 0 < left <= missing:
            return Wanted(
                on=True,
                reason=Reason(ReasonKey.DAILY_MINIMUM, {"seconds": round(missing)}),
                memory=_switched(memory, True, now),
                minimum=True,
            )
    if memory.on:
        resting = rules.min_on - in_state
        suffices = surplus is not None and surplus >= rules.own_power
        if (suffices or planned is not None) and not wait:
            reason = Reason(ReasonKey.SURPLUS) if suffices or planned is None else planned
            return Wanted(on=True, reason=reason, memory=memory)
        if resting > 0:
            held = Reason(ReasonKey.MINIMUM_ON, {"seconds": round(resting)})
            return Wanted(on=True, reason=held, memory=memory)
        return Wanted(on=False, reason=_waits(wait), memory=_switched(memory, False, now))

    enough = surplus is not None and surplus >= max(rules.switch_on_power, rules.own_power)
    if wait or not (enough or planned is not None):
        return Wanted(on=False, reason=_waits(wait), memory=replace(memory, wanted_since=None))
    since = memory.wanted_since if memory.wanted_since is not None and memory.wanted_since <= now else now
    # The delay is for a sun that may not last.
    delay = rules.activation_delay if planned is None else 0.0
    left = max(delay - (now - since).total_seconds(), rules.min_off - in_state)
    if left > 0:
        starting = Reason(ReasonKey.SURPLUS_STARTING, {"seconds": round(left)})
        return Wanted(on=False, reason=starting, memory=replace(memory, wanted_since=since))
    reason = planned if planned is not None and not enough else Reason(ReasonKey.SURPLUS)
    return Wanted(on=True, reason=reason, memory=_switched(memory, True, now))


def switched_off(memory: ApplianceMemory, now: datetime) -> ApplianceMemory:
    """Return the memory of something that a law switched off."""
    return _switched(memory, False, now)


def switched_on(memory: ApplianceMemory, now: datetime) -> ApplianceMemory:
    """Return the memory of something that is on from now at the latest."""
    return replace(_switched(memory, True, now), starting_since=None)


def _waits(wait: bool) -> Reason:
    """Return why it is off."""
    return Reason(ReasonKey.PEAK_WAITING if wait else ReasonKey.SURPLUS_WAITING)


def _in_state(memory: ApplianceMemory, now: datetime) -> float:
    """Return how long it has been as it is (s); what was never switched, or by a clock set back since, long enough."""
    if memory.changed_at is None or memory.changed_at > now:
        return float("inf")
    return (now - memory.changed_at).total_seconds()


def _switched(memory: ApplianceMemory, on: bool, now: datetime) -> ApplianceMemory:
    """Return the memory after a switch, or as it is where nothing is switched."""
    if memory.on is on:
        return memory
    return replace(memory, on=on, changed_at=now, wanted_since=None, starting_since=None)
