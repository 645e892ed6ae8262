"""How often sensors hear of what was counted: nobody needs a state in the recorder for every second."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from homeassistant.core import CALLBACK_TYPE, callback

from ..core.model.series import quarter_start


class Pace(IntEnum):
    """How often somebody hears."""

    QUARTER = 1
    """When a clock quarter is over and summed up (by whoever does that): money, and all that is told of days."""

    MINUTE = 2
    """Counters of energy."""

    LIVE = 3
    """What is now."""


INTERVALS: Final = {Pace.MINUTE: timedelta(minutes=1), Pace.LIVE: timedelta(seconds=10)}


class Beats:
    """Tells listeners at their pace."""

    def __init__(self) -> None:
        """Begin without listeners."""
        self._listeners: dict[Pace, list[Callable[[], None]]] = {pace: [] for pace in Pace}
        self._told_at: dict[Pace, datetime] = {}
        self._quarter: datetime | None = None

    @callback
    def async_add_listener(self, pace: Pace, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Call somebody at this pace; return how to stop that."""
        self._listeners[pace].append(listener)

        def stop() -> None:
            self._listeners[pace].remove(listener)

        return stop

    def is_new_quarter(self, now: datetime) -> bool:
        """Whether a quarter has begun since `beat` was called."""
        return self._quarter != quarter_start(now)

    def beat(self, now: datetime) -> None:
        """Tell those whose time has come."""
        over = self.is_new_quarter(now)
        self._quarter = quarter_start(now)
        for pace, interval in INTERVALS.items():
            if over or has_passed(interval, self._told_at.get(pace), now):
                self._told_at[pace] = now
                self.tell(pace)

    def tell(self, pace: Pace) -> None:
        """Tell those at a pace, whatever the time."""
        for listener in tuple(self._listeners[pace]):
            listener()


def has_passed(interval: timedelta, since: datetime | None, now: datetime) -> bool:
    """Whether so much time has passed, or the clock was set back."""
    return since is None or not interval > now - since >= timedelta(0)
