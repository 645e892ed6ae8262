"""Write orders to a battery or an inverter: what the battery does, and limits of export and output."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, override

from homeassistant.core import callback

from ..coordinator import DeviceCoordinator
from ..core.model import BatteryMode, BatterySetpoint
from ..devices.driver import BatteryOrders
from ..devices.errors import NotTakenError
from .base import ORDER_ERRORS, Memo, Writer

SAME_POWER: Final = 1.0
"""Two powers are the same within this (W)."""

type Limit = Callable[[float | None], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryOrder:
    """What a battery or an inverter is told (W). A limit of None is none."""

    mode: BatteryMode | None
    """None where the device takes no order for a battery."""

    power: float = 0.0
    export_limit: float | None = None
    output_limit: float | None = None


class BatteryWriter(Writer[BatteryOrder]):
    """Carries orders to one battery or inverter.

    What lowers the import goes at once: a lower charge, another mode than charging, its own automatic. All else waits
    for the device's interval. A limit that was never wished is never touched, the installer may have set one.
    """

    def __init__(self, device: DeviceCoordinator, orders: BatteryOrders) -> None:
        """Prepare for a device; nothing is written until an order comes."""
        super().__init__(device)
        self._orders = orders
        self._battery = Memo[tuple[BatteryMode, float]]()
        self._export = Memo[float]()
        self._output = Memo[float]()

    @property
    @override
    def lets_go_by_itself(self) -> bool:
        return self._orders.capabilities.heartbeat is not None

    @callback
    def order(self, setpoint: BatterySetpoint | None, export_limit: float | None, output_limit: float | None) -> None:
        """Take a new order; a setpoint of None is that of an inverter without a battery to command."""
        self._take(
            BatteryOrder(
                mode=setpoint.mode if setpoint is not None else None,
                power=setpoint.power if setpoint is not None else 0.0,
                export_limit=export_limit,
                output_limit=output_limit,
            )
        )

    @callback
    def end(self) -> None:
        """Take no orders any more: control is off."""
        self._take(None)

    @override
    async def _carry(self, order: BatteryOrder) -> None:
        can = self._orders.capabilities
        failed: Exception | None = None
        try:
            if order.mode is not None and can.controls_battery and self._due(order.mode, order.power):
                await self._command(order.mode, order.power)
        except ORDER_ERRORS as err:
            failed = err
        for memo, limit, write in self._limits(order.export_limit, order.output_limit):
            try:
                if self._limit_due(memo, limit):
                    await self._limit(memo, limit, write)
            except ORDER_ERRORS as err:
                failed = failed or err
        if failed is not None:
            raise failed

    @override
    async def _let_go(self) -> None:
        if self._orders.capabilities.controls_battery:
            await self._command(BatteryMode.AUTO, 0.0)
        for memo, _, write in self._limits(None, None):
            if memo.value is not None:
                await self._limit(memo, None, write)

    async def _command(self, mode: BatteryMode, power: float) -> None:
        """Order what the battery does."""
        taken_over = self._battery.value is None and mode is BatteryMode.AUTO
        if mode is BatteryMode.AUTO:
            await self._orders.release_battery()
        else:
            await self._orders.set_battery(mode, power)
        self._battery.note((mode, power))
        if taken_over:
            # It is on its own automatic nearly always then: whoever orders something next need not wait.
            self._battery.at = float("-inf")
        self.writes += 1

    def _due(self, mode: BatteryMode, power: float) -> bool:
        """Whether the battery must be told."""
        if self._battery.value is None:
            return True
        can = self._orders.capabilities
        last_mode, last_power = self._battery.value
        if mode is last_mode and abs(power - last_power) < SAME_POWER:
            # Its own automatic needs nobody to keep it alive.
            alive = mode is BatteryMode.AUTO or can.heartbeat is None
            return not alive and can.heartbeat is not None and self._battery.age >= can.heartbeat / 2
        eases = mode is BatteryMode.AUTO or (
            last_mode is BatteryMode.CHARGE and (mode is not BatteryMode.CHARGE or power < last_power)
        )
        return eases or self._battery.age >= can.min_write_interval

    def _limits(
        self, export: float | None, output: float | None
    ) -> tuple[tuple[Memo[float], float | None, Limit], tuple[Memo[float], float | None, Limit]]:
        """Return both limits: what was written, what is wanted, and how to write it."""
        return (
            (self._export, export, self._orders.set_export_limit),
            (self._output, output, self._orders.set_output_limit),
        )

    def _limit_due(self, memo: Memo[float], limit: float | None) -> bool:
        """Whether a limit must be told."""
        can = self._orders.capabilities
        if limit is None:
            return memo.value is not None
        if memo.value is None or abs(limit - memo.value) >= SAME_POWER:
            return memo.value is None or memo.age >= can.min_write_interval
        return can.heartbeat is not None and memo.age >= can.heartbeat / 2

    async def _limit(self, memo: Memo[float], limit: float | None, write: Limit) -> None:
        """Order a limit, or lift it."""
        await write(limit)
        memo.note(limit)
        self.writes += 1

    @override
    def _delay(self, err: Exception) -> float:
        """Wait longer where the device took the write, and its memory wears; no longer than its watchdog does."""
        can = self._orders.capabilities
        delay = super()._delay(err)
        if isinstance(err, NotTakenError):
            delay = max(delay, can.min_write_interval)
        return delay if can.heartbeat is None else min(delay, can.heartbeat / 2)
