"""The screen of one device: what it reads goes through here before anybody sees it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
import logging

from ..core.checks.frozen import Stillness
from ..core.model.turn import Turn
from ..devices.driver import DeviceReadings
from .believable import Ranges, believable
from .limits import Limits
from .totals import Totals
from .turned import turned

_LOGGER = logging.getLogger(__name__)


class Screen:
    """Turns signs, drops what cannot be, holds totals, and notices a grid meter that stands still."""

    def __init__(self, name: str, limits: Limits, *, turns: Collection[Turn] = (), grid_role: bool = False) -> None:
        """Prepare for the device with this name."""
        self.totals = Totals()
        """Replaced by the stored ones when a site starts."""

        self._name = name
        self._limits = limits
        self._ranges = Ranges.of(limits)
        self._turns = frozenset(turns)
        self._grid_role = grid_role
        self._stillness = Stillness()
        self._told: set[str] = set()
        self._failed: frozenset[str] = frozenset()

    @property
    def frozen(self) -> bool:
        """Whether the device is the grid meter and has told exactly the same for too long."""
        return self._stillness.frozen

    @property
    def frozen_since(self) -> datetime | None:
        """Return since when it has told the same."""
        return self._stillness.since

    def take(self, readings: DeviceReadings, at: datetime) -> DeviceReadings:
        """Return what can be believed of readings made at `at`; what cannot is None."""
        self._note_blocks(readings.failed)
        was_frozen = self.frozen
        if self._grid_role and readings.grid is not None:
            self._stillness = self._stillness.heard(readings.grid, at)
        doubted: set[str] = set()
        readings = turned(readings, self._turns, delta=self._limits.delta)
        readings = believable(readings, self._ranges, doubted)
        readings = self.totals.judge(readings, self._limits, at, doubted)
        self._note_doubts(doubted)
        if self.frozen:
            if not was_frozen:
                _LOGGER.warning(
                    "%s: has told exactly the same since %s; taken for silent", self._name, self.frozen_since
                )
            return replace(readings, grid=None)
        if was_frozen:
            _LOGGER.info("%s: its readings change again", self._name)
        return readings

    def _note_blocks(self, failed: frozenset[str]) -> None:
        """Log a block that is refused once, and its return once."""
        if silent := sorted(failed - self._failed):
            _LOGGER.warning("%s: could not be read in part: %s", self._name, ", ".join(silent))
        if back := sorted(self._failed - failed):
            _LOGGER.info("%s: can be read again: %s", self._name, ", ".join(back))
        self._failed = failed

    def _note_doubts(self, doubted: set[str]) -> None:
        """Log each value that is not believed once."""
        if new := sorted(doubted - self._told):
            _LOGGER.warning("%s: told what cannot be; taken for not known, or held: %s", self._name, ", ".join(new))
            self._told.update(new)
