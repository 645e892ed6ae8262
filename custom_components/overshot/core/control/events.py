"""What happened between two decisions that a user wants to be told of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ..model import ReasonKey, RecoveryAction
from .charging.memory import ChargePointMemory
from .decision import Decision
from .settings import SiteSettings

SLIGHTLY: Final = 1.0
"""A peak is exceeded by more than this (W)."""


class EventKey(StrEnum):
    """What can happen."""

    TARGET_MISSED = "target_missed"
    """An amount of energy was not reached in time: `energy` (Wh) were missing."""

    TARGET_IMPOSSIBLE = "target_impossible"
    """An amount of energy will not be reached in time, whatever is done."""

    FULL_CHARGE_DUE = "full_charge_due"
    """A battery was not full for days, and will be charged fully."""

    PEAK_EXCEEDED = "peak_exceeded"
    """A quarter ended above the peak that was to be held: at `power`, above `target` (W)."""

    STATION_DISOBEYS = "station_disobeys"
    """A station does not do as it is told, and nothing helped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened."""

    key: EventKey
    device: str | None = None
    """Id of the charge point or battery; None for the site as a whole."""

    details: Mapping[str, str | float] = field(default_factory=dict)


def events_between(settings: SiteSettings, before: Decision, after: Decision) -> tuple[Event, ...]:
    """Return what happened from one decision to the next."""
    return (*_of_charge_points(before, after), *_of_batteries(before, after), *_of_the_peak(settings, before, after))


def _of_charge_points(before: Decision, after: Decision) -> Iterator[Event]:
    """Yield what happened at charge points."""
    for id_, setpoint in after.setpoints.items():
        target = after.memory.charge_points.get(id_, _UNKNOWN).target
        known = before.memory.charge_points.get(id_, _UNKNOWN).target
        if target.missed is not None and target.missed != known.missed:
            details: dict[str, str | float] = {"energy": round(target.missing), "due": target.missed.isoformat()}
            yield Event(key=EventKey.TARGET_MISSED, device=id_, details=details)
        last = before.setpoints.get(id_)
        reason = setpoint.reason
        if reason.key is ReasonKey.TARGET_IMPOSSIBLE and (last is None or last.reason.key is not reason.key):
            yield Event(key=EventKey.TARGET_IMPOSSIBLE, device=id_, details=reason.details)
        gave_up = setpoint.recovery is RecoveryAction.GIVE_UP
        if gave_up and (last is None or last.recovery is not RecoveryAction.GIVE_UP):
            recovery = after.memory.charge_points.get(id_, _UNKNOWN).recovery
            seen = {"told": round(recovery.told, 1), "seen": round(recovery.seen, 1)}
            yield Event(key=EventKey.STATION_DISOBEYS, device=id_, details=seen)


def _of_batteries(before: Decision, after: Decision) -> Iterator[Event]:
    """Yield what happened to batteries."""
    for id_ in after.state.full_charge_due:
        if id_ not in before.state.full_charge_due:
            yield Event(key=EventKey.FULL_CHARGE_DUE, device=id_)


def _of_the_peak(settings: SiteSettings, before: Decision, after: Decision) -> Iterator[Event]:
    """Yield that a quarter ended above what was to be held."""
    last, now = before.state.quarter, after.state.quarter
    if not settings.peak.active or last is None or now is None:
        return
    if now.month_peak > last.month_peak and now.month_peak > last.hold_target + SLIGHTLY:
        details: dict[str, str | float] = {"power": round(now.month_peak), "target": round(last.hold_target)}
        yield Event(key=EventKey.PEAK_EXCEEDED, details=details)


_UNKNOWN: Final = ChargePointMemory()
