"""Command a SunSpec device: the battery through model 124, the output through model 123 or 704.

The facts are in `sunspec`. Every order is read back, and carries its own end where the device has a timer for it.
"""

from dataclasses import dataclass
from math import floor, isfinite
from typing import Final

from ..core.model import BatteryMode
from .errors import NotTakenError
from .sunspec_models import Controls, DerControls, Nameplate, Storage

REVERT_AFTER: Final = 60
"""An order ends by itself after this long without another one (s)."""

CHARGE_LIMITED: Final = 1
DISCHARGE_LIMITED: Final = 2
FULL: Final = 100.0
FROM_PV: Final = 0
FROM_GRID: Final = 1


@dataclass(frozen=True, slots=True)
class _Window:
    """Between which rates the battery may move (%); a negative one forces it the other way."""

    mode: int
    discharge: float
    charge: float | None = None


class StorageOrders:
    """The battery behind model 124."""

    def __init__(self, storage: Storage, nameplate: Nameplate | None, grid_charging_before: int | None = None) -> None:
        """Hold the model; nothing is read or written."""
        self._storage = storage
        self._nameplate = nameplate
        self.grid_charging_before = grid_charging_before
        """What ChaGriSet was before an order changed it."""
        self._keeps_timer = True

    @property
    def possible(self) -> bool:
        """Whether the device tells what its percentages are of, as it was read last."""
        return bool(self._storage.charge_max) and self._storage.rate_scale is not None

    @property
    def highest_charge(self) -> float:
        """Return the highest power it charges with (W), as it was read last."""
        return float(self._storage.charge_max or 0)

    @property
    def highest_discharge(self) -> float:
        """Return the highest power it discharges with (W), as it was read last."""
        return float((self._nameplate.discharge if self._nameplate else None) or self.highest_charge)

    @property
    def reverts(self) -> bool:
        """Whether the device ends an order by itself: it has the timer, and kept what was written there."""
        return self._storage.reverts is not None and self._keeps_timer

    async def set(self, mode: BatteryMode, power: float) -> None:
        """Carry an order out (W). See `BatteryDriver.set_battery`."""
        storage = self._storage
        await storage.async_update(notify=False)
        if not self.possible:
            raise NotImplementedError("the battery does not tell its highest power")
        window = self._window(mode, power)
        if window is None:
            await self._release()
            return
        if self._obeyed(window) and not self.reverts:
            return
        if storage.mode not in (0, window.mode):
            # The limits of another order must not be in force while they change one by one.
            await storage.write("mode", 0)
        if self.reverts and storage.reverts != REVERT_AFTER:
            await storage.write("reverts", REVERT_AFTER)
        await storage.write("discharge_rate", window.discharge)
        if window.charge is not None:
            await storage.write("charge_rate", window.charge)
        await self._charge_from_grid(mode is BatteryMode.CHARGE)
        await storage.write("mode", window.mode)
        await storage.async_update(notify=False)
        if not self._obeyed(window):
            raise NotTakenError(f"the battery was told to {mode}, and reads back mode {storage.mode}")
        if storage.reverts is not None:
            self._keeps_timer = storage.reverts == REVERT_AFTER

    def _window(self, mode: BatteryMode, power: float) -> _Window | None:
        """Return the rates of an order, None for the automatic. Raises `ValueError` out of range."""
        highest_charge, highest_discharge = self.highest_charge, self.highest_discharge
        highest = highest_discharge if mode is BatteryMode.DISCHARGE else highest_charge
        if not isfinite(power) or not 0 <= power <= highest:
            raise ValueError(f"{power} W is not between 0 and {highest:g} W")
        match mode:
            case BatteryMode.AUTO:
                return None
            case BatteryMode.HOLD:
                return _Window(DISCHARGE_LIMITED, 0.0)
            case BatteryMode.CHARGE:
                return _Window(DISCHARGE_LIMITED, -FULL * power / highest_charge)
            case BatteryMode.DISCHARGE:
                return _Window(
                    CHARGE_LIMITED | DISCHARGE_LIMITED,
                    FULL * power / highest_discharge,
                    -FULL * power / highest_charge,
                )

    def _obeyed(self, window: _Window) -> bool:
        """Return whether the device has an order, as it was read last."""
        storage = self._storage
        step = 10.0 ** (storage.rate_scale or 0)
        return storage.mode == window.mode and all(
            wanted is None or (held is not None and abs(held - wanted) <= step)
            for held, wanted in (
                (storage.discharge_rate, window.discharge),
                (storage.charge_rate, window.charge),
            )
        )

    async def _release(self) -> None:
        """Give the battery back: no limit in force, and none prepared."""
        storage = self._storage
        if storage.mode:
            await storage.write("mode", 0)
        if storage.discharge_rate not in (None, FULL):
            await storage.write("discharge_rate", FULL)
        if storage.charge_rate not in (None, FULL):
            await storage.write("charge_rate", FULL)
        await self._charge_from_grid(False)
        await storage.async_update(notify=False)
        if storage.mode:
            raise NotTakenError(f"the battery was released, and reads back mode {storage.mode}")

    async def _charge_from_grid(self, wanted: bool) -> None:
        """Allow charging from the grid, or set it again as it was found; `storage` has just been read."""
        storage = self._storage
        if wanted and storage.grid_charging == FROM_PV:
            self.grid_charging_before = FROM_PV
            await storage.write("grid_charging", FROM_GRID)
        elif not wanted and self.grid_charging_before is not None:
            await storage.write("grid_charging", self.grid_charging_before)
            self.grid_charging_before = None


class OutputLimit:
    """The AC output behind model 123 or 704."""

    def __init__(self, controls: Controls | DerControls) -> None:
        """Hold the model; nothing is read or written."""
        self._controls = controls
        self.reverts = False
        """Whether the device ended the last limit by itself, had nobody repeated it."""

    async def set(self, limit: float | None, rated_power: float | None) -> None:
        """Limit the output (W), rounded down to the device's step. See `BatteryDriver.set_output_limit`."""
        if limit is not None and (not isfinite(limit) or limit < 0):
            raise ValueError(f"{limit} W is no limit")
        controls = self._controls
        await controls.async_update(notify=False)
        if limit is None:
            if controls.limit_enabled:
                await controls.write("limit_enabled", 0)
                await controls.async_update(notify=False)
            if controls.limit_enabled:
                raise NotTakenError("the limit of the output was lifted, and reads back as enabled")
            return
        if not rated_power or controls.limit_scale is None:
            raise NotImplementedError("the inverter does not tell what its limit is a percentage of, or its scale")
        step = 10.0**controls.limit_scale
        percent = min(FULL, floor(FULL * limit / rated_power / step + 1e-6) * step)
        self.reverts = timed = controls.limit_reverts is not None

        def obeyed() -> bool:
            """Return whether the device has the limit."""
            return controls.limit_enabled == 1 and controls.limit is not None and abs(controls.limit - percent) < step

        if obeyed() and not timed:
            return
        await controls.write("limit", percent)
        if timed and controls.limit_reverts != REVERT_AFTER:
            await controls.write("limit_reverts", REVERT_AFTER)
        await controls.write("limit_enabled", 1)
        await controls.async_update(notify=False)
        if not obeyed():
            raise NotTakenError(f"an output limit of {percent:g} % reads back as {controls.limit} %")
