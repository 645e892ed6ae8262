"""Orders on their way from the controller to the devices: each arrives a second later, or is lost in a fault.

The shell's writers send what differs from what a device was last seen to hold, and send it again where that does not show.
So do these.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from custom_components.overshot.core.control import Decision
from custom_components.overshot.core.model import (
    BatteryMode,
    BatterySetpoint,
    ChargePointSetpoint,
    ReasonKey,
    RecoveryAction,
    Snapshot,
)

from .battery import EmsMode
from .devices import Part
from .faults import Fault, FaultBoard, FaultKind
from .heat_pump import HEAT_PUMP, SgReady
from .scenario import Scenario
from .world import World

WRITE_LATENCY = 1.0
REPEAT_AFTER = 5.0
"""An order that the station does not show by then is sent again (s)."""

BATTERY_INTERVAL = 5.0
"""Between two orders to a battery, but for such as lower the import (s)."""

BATTERY_CHANGE = 50.0
"""A battery is not told for less (W)."""

_MODES = {
    BatteryMode.AUTO: EmsMode.AUTO,
    BatteryMode.HOLD: EmsMode.BATTERY_STANDBY,
    BatteryMode.CHARGE: EmsMode.CHARGE_BATTERY,
    BatteryMode.DISCHARGE: EmsMode.DISCHARGE_BATTERY,
}


@dataclass(frozen=True, slots=True)
class _Order:
    """Something on its way to a device."""

    device: str
    what: tuple[Any, ...]
    due: float
    repeat_at: float
    obey: Callable[[float], None]


class Orders:
    """Sends to the devices of a house what was decided for them."""

    def __init__(self, scenario: Scenario, world: World, faults: FaultBoard) -> None:
        """Send nothing yet."""
        self.writes = 0
        """Orders that reached a device."""
        self._world = world
        self._faults = faults
        self._under_way: list[_Order] = []
        self._sent: dict[str, _Order] = {}
        self._told_batteries: dict[str, tuple[BatteryMode, float, float]] = {}
        self._told_solar: dict[str, tuple[float | None, float | None]] = {}
        self._restarting: set[str] = set()
        self.fault_ids = fault_ids(scenario)

    def send(self, t: float, decision: Decision, snapshot: Snapshot) -> None:
        """Send what devices do not hold yet."""
        for id_, setpoint in decision.setpoints.items():
            self._send_station(t, id_, setpoint, snapshot)
        for id_, order in decision.batteries.items():
            if order.mode is not None and id_ in self._world.batteries:
                self._send_battery(t, id_, order.mode, order)
        for told in decision.heat_pumps.values():
            if told.state is not None:
                self._send_heat_pump(t, SgReady(told.state), snapshot)
        for id_, load in decision.loads.items():
            if load.power is not None:
                self._send_load(t, id_, load.power, snapshot)
        for id_, solar in decision.solar.items():
            if solar.reason.key is not ReasonKey.READ_ONLY:
                self._send_solar(t, id_, (solar.export_limit, solar.output_limit))

    def arrive(self, t: float) -> None:
        """Let the orders that are due arrive; at a device that does not answer they vanish."""
        if not self._under_way:
            return
        for order in self._under_way:
            if order.due <= t and answers(self._faults.of(self.fault_ids.get(order.device, order.device))):
                self.writes += 1
                order.obey(t)
        self._under_way = [order for order in self._under_way if order.due > t]

    def forget(self) -> None:
        """Lose everything: the controller has stopped."""
        self._under_way.clear()
        self._sent.clear()
        self._told_batteries.clear()
        self._told_solar.clear()

    def _send(self, t: float, device: str, what: tuple[Any, ...], obey: Callable[[float], None]) -> None:
        """Send an order, unless the same one is under way or was sent just now."""
        sent = self._sent.get(device)
        if sent is not None and sent.what == what and t < sent.repeat_at:
            return
        fault = self._faults.of(self.fault_ids.get(device, device))
        late = fault.lateness if fault is not None and fault.kind is FaultKind.LATE else 0.0
        order = _Order(device, what, t + WRITE_LATENCY + late, t + REPEAT_AFTER + late, obey)
        self._sent[device] = order
        self._under_way.append(order)

    def _send_station(self, t: float, id_: str, setpoint: ChargePointSetpoint, snapshot: Snapshot) -> None:
        """Send a station what it does not show."""
        seen = snapshot.charge_points.get(id_)
        if seen is None:
            return
        shown, station = seen.value, self._world.stations[id_]
        fallback, current, phases = setpoint.fallback_current, setpoint.current, setpoint.phases
        recovery = setpoint.recovery
        restarting = recovery is RecoveryAction.RESTART
        if restarting != (id_ in self._restarting):
            (self._restarting.add if restarting else self._restarting.discard)(id_)
            self._send(t, id_, ("available", not restarting), lambda _: setattr(station, "available", not restarting))
            return
        if shown.fallback_current == fallback:
            fallback = None
        if shown.setpoint == current and recovery is not RecoveryAction.REPEAT:
            current = None
        on = shown.phases if shown.phases is not None else station.wanted_phases
        if on == phases:
            phases = None
        if fallback is None and current is None and phases is None:
            return

        def obey(t: float) -> None:
            station.touch(t)
            if fallback is not None:
                station.fallback_current = fallback
            if current is not None:
                station.setpoint = current
            if phases is not None:
                station.switch_phases(phases, t)

        self._send(t, id_, (current, fallback, phases, recovery is RecoveryAction.REPEAT), obey)

    def _send_heat_pump(self, t: float, state: SgReady, snapshot: Snapshot) -> None:
        """Send the heat pump a state that its contacts do not show."""
        pump, shown = self._world.heat_pump, snapshot.heat_pumps.get(HEAT_PUMP)
        if pump is None or (shown is not None and shown.value.state == state):
            return

        def obey(_: float) -> None:
            pump.state = state

        self._send(t, HEAT_PUMP, (state,), obey)

    def _send_load(self, t: float, id_: str, power: float, snapshot: Snapshot) -> None:
        """Send a load a power that it does not show."""
        boiler, shown = self._world.boilers[id_], snapshot.loads.get(id_)
        if shown is None or shown.value.setpoint == power:
            return

        def obey(_: float) -> None:
            boiler.setpoint = power

        self._send(t, id_, (power,), obey)

    def _send_battery(self, t: float, id_: str, mode: BatteryMode, order: BatterySetpoint) -> None:
        """Send a battery what it was not told yet: at once where that lowers the import, else not too often."""
        told = self._told_batteries.get(id_)
        if told is not None:
            last_mode, last_power, at = told
            if mode is last_mode and abs(order.power - last_power) < BATTERY_CHANGE:
                return
            eases = mode is BatteryMode.AUTO or (
                last_mode is BatteryMode.CHARGE and (mode is not BatteryMode.CHARGE or order.power < last_power)
            )
            if not eases and t - at < BATTERY_INTERVAL:
                return
        elif mode is BatteryMode.AUTO:
            self._told_batteries[id_] = (mode, 0.0, float("-inf"))
            return
        if not answers(self._faults.of(self.fault_ids.get(id_, id_))):
            return
        self._told_batteries[id_] = (mode, order.power, t)
        battery, power = self._world.batteries[id_], order.power
        self._send(t, id_, (mode, power), lambda _: battery.command(_MODES[mode], power))

    def _send_solar(self, t: float, id_: str, limits: tuple[float | None, float | None]) -> None:
        """Send an inverter the limits of its export and its output that it was not told yet."""
        array = self._world.arrays.get(id_, self._world.solar)
        if array is None or self._told_solar.get(id_, (None, None)) == limits:
            return
        if not answers(self._faults.of(self.fault_ids.get(id_, id_))):
            return
        self._told_solar[id_] = limits

        def obey(_: float) -> None:
            array.export_limit, array.output_limit = limits

        self._send(t, id_, ("limits", limits), obey)


def answers(fault: Fault | None) -> bool:
    """Return whether a device still answers, late perhaps."""
    return fault is None or fault.kind is FaultKind.LATE


def fault_ids(scenario: Scenario) -> dict[str, str]:
    """Return the device whose fault silences a thing, by the id of the thing, where they differ."""
    house = scenario.house
    ids: dict[str, str] = {}
    for device in house.devices:
        if device.part is Part.INVERTER:
            ids[house.battery_id] = device.id
        elif device.part is Part.HEAT_PUMP:
            ids[HEAT_PUMP] = device.id
    return ids
