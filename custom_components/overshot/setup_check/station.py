"""Change the current of one car a few times, within all laws, and compare with what the meter shows."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Final

from ..core.checks.phase_mapping import Step, judge, terminals_changed
from ..core.checks.phase_watch import average
from ..core.checks.sample import Sample, mean
from ..core.checks.sign_steps import PowerStep, judge_signs
from ..core.control.charging.settings import PhaseManagement
from ..core.model import ChargePoint, ChargePointReading, ChargingMode
from .fallback import async_test_fallback, told_fallback
from .results import FallbackResult, Outcome, StationResult
from .watching import Watcher, amount, mean_of

if TYPE_CHECKING:
    from ..site import SiteCoordinator

STEP: Final = 6.0
"""By so much the current is changed where the charge point may (A)."""

LEAST_STEP: Final = 3.0
"""Where it may not be changed by so much, the car is stopped and started instead (A)."""

ROUNDS: Final = 2
"""Up and down so many times."""

START: Final = 120.0
"""A car may take so long to start (s)."""

FOLLOW: Final = 60.0
"""...and to follow a change, the meter being quiet besides (s)."""

DRAWING: Final = 3.0
"""A car that draws less takes nothing (A)."""

NOTICED: Final = 1.5
"""A change of less is none (A)."""

type Tell = Callable[[float], None]
"""Is told the share of the work that is done."""


class StationTest:
    """The test of one charge point."""

    def __init__(self, site: SiteCoordinator, id_: str, *, fallback: bool, tell: Tell) -> None:
        """Prepare; `fallback`: whether the user agreed that the station is left alone for a while."""
        self._site = site
        self._id = id_
        self._fallback = fallback
        self._tell = tell
        self._watcher = Watcher(site)
        self._point: ChargePoint = site.site_point(id_)

    async def async_run(self) -> StationResult:
        """Test the charge point. Whatever happens, it goes back to what the user wished."""
        reading = self._reading
        outcome = self._hindrance(reading)
        if outcome is not None or reading is None:
            return StationResult(id=self._id, outcome=outcome or Outcome.SILENT, fallback=self._told)
        found = None if self._site.state.controlled(self._id) else reading.setpoint
        try:
            with self._watcher.watching():
                return await self._async_test()
        finally:
            await self._site.async_end_trial(self._id, found)

    @property
    def _reading(self) -> ChargePointReading | None:
        """Return what the station told last."""
        heard = self._site.snapshot.charge_points.get(self._id)
        return heard.value if heard is not None and self._site.devices[self._id].last_update_success else None

    def _hindrance(self, reading: ChargePointReading | None) -> Outcome | None:
        """Return why the charge point cannot be tested now, or None."""
        decision = self._site.data
        if decision is None or decision.state.meter_stale:
            return Outcome.METER_SILENT
        if reading is None or not self._site.devices[self._id].writable:
            return Outcome.SILENT
        if reading.vehicle is None or not reading.vehicle.connected:
            return Outcome.NO_CAR
        return Outcome.NOT_MEASURED if reading.currents is None and reading.power is None else None

    @property
    def _told(self) -> FallbackResult:
        """Return what the station says of its watchdog now."""
        return told_fallback(self._site, self._id, self._reading)

    async def _async_test(self) -> StationResult:
        """Go up and down, judge, and leave the station alone at the end where the user agreed."""
        windows = await self._async_windows()
        if isinstance(windows, Outcome):
            return StationResult(id=self._id, outcome=windows, fallback=self._told)
        steps, powers = self._steps(windows)
        fallback = None
        if self._fallback:
            fallback = await async_test_fallback(self._site, self._watcher, self._id, self._wish)
        return StationResult(
            id=self._id,
            outcome=Outcome.DONE,
            wiring=judge(self._point, steps) if steps else None,
            signs=judge_signs(powers),
            fallback=fallback or self._told,
        )

    async def _async_windows(self) -> list[list[Sample]] | Outcome:
        """Return what was seen at each level, low and high in turn, or why nothing was."""
        highest = min(self._point.max_current, self._site.settings(self._id).max_current)
        low = self._point.min_current
        high = min(highest, low + STEP)
        if high - low < LEAST_STEP:
            low, high = 0.0, highest
        windows: list[list[Sample]] = []
        order = [low, *([high, low] * ROUNDS)]
        for number, level in enumerate(order):
            self._wish(level)
            least, most = (DRAWING, inf) if level else (0.0, DRAWING)
            if windows:
                before = amount(self._site.site.connection.voltage, average(self._id, windows[-1]))
                least, most = (before + NOTICED, most) if level == high else (least, before - NOTICED)
            window = await self._watcher.quiet(self._id, least, most, START if level and number < 2 else FOLLOW)
            if self._id not in self._site.trials:
                return Outcome.INTERRUPTED
            if not window:
                return self._why_not()
            windows.append(window)
            self._tell((number + 1) / len(order))
        return windows

    def _why_not(self) -> Outcome:
        """Return why the car was never quiet at the current it was told."""
        reading = self._reading
        if reading is None:
            return Outcome.SILENT
        draws = reading.currents or ((reading.power or 0.0) / self._site.site.connection.voltage,)
        return Outcome.NO_CURRENT if max(draws) < DRAWING else Outcome.RESTLESS

    def _wish(self, level: float) -> None:
        """Try out a current (A); phases stay as they are."""
        reading = self._reading
        on = reading.phases if reading is not None else None
        phases = {1: PhaseManagement.SINGLE_PHASE, 3: PhaseManagement.THREE_PHASE}
        changes = {"phase_management": phases[on]} if on in phases else {}
        if level <= 0:
            self._site.async_try(self._id, mode=ChargingMode.OFF, **changes)
        else:
            self._site.async_try(self._id, mode=ChargingMode.BOOST, max_current=level, **changes)

    def _steps(self, windows: Sequence[Sequence[Sample]]) -> tuple[list[Step], list[PowerStep]]:
        """Return the steps from each window to the next: of the phases, where the meter tells them, and of the power."""
        steps: list[Step] = []
        powers: list[PowerStep] = []
        voltage = self._site.site.connection.voltage
        for before, after in pairwise(windows):
            was, now = average(self._id, before), average(self._id, after)
            if was.power is not None and now.power is not None:
                powers.append(_power_step(before, after, now.power - was.power))
            vectors = [[each.phases for each in window if each.phases is not None] for window in (before, after)]
            if not all(vectors):
                continue
            old, new = mean(vectors[0]), mean(vectors[1])
            phases = (new[0] - old[0], new[1] - old[1], new[2] - old[2])
            terminals = terminals_changed(was, now, phases, voltage)
            if terminals is not None:
                steps.append(Step(terminals=terminals, phases=phases))
        return steps, powers


def _power_step(before: Sequence[Sample], after: Sequence[Sample], load: float) -> PowerStep:
    """Return by how much everything that feeds the house changed while a load changed (W)."""
    ids = dict.fromkeys(id_ for sample in (*before, *after) for id_ in sample.batteries)
    return PowerStep(
        load=load,
        grid=mean_of([each.power for each in after if each.power is not None])
        - mean_of([each.power for each in before if each.power is not None]),
        batteries={
            id_: mean_of([each.batteries[id_] for each in after if id_ in each.batteries])
            - mean_of([each.batteries[id_] for each in before if id_ in each.batteries])
            for id_ in ids
        },
        solar=mean_of([sum(each.solar.values()) for each in after])
        - mean_of([sum(each.solar.values()) for each in before]),
    )
