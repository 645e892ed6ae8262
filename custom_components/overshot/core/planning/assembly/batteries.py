"""The batteries: those that follow the plan, and what those that do not will do by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

from ...control.batteries.settings import BatterySettings, BatteryStrategy
from ...model import Battery, BatteryMode, BatteryState
from ...model.series import QUARTER
from ..plan import PlanLack
from ..problem import PlanBattery, PlanStep
from .inputs import SUGGESTED_WEAR, AssemblySettings, BatteryDetails, PlanInputs
from .limits import known_circuit, most_current

_UNTOUCHED: Final = BatterySettings()
_UNTOLD: Final = BatteryDetails()


@dataclass(frozen=True, slots=True)
class Storage:
    """All batteries of a site."""

    planned: tuple[PlanBattery, ...]
    automatic: tuple[PlanBattery, ...]
    """Those left to themselves: they take what the sun gives over and give what the house lacks."""

    lacks: tuple[PlanLack, ...]


def find_batteries(inputs: PlanInputs, settings: AssemblySettings, *, peak: bool) -> Storage:
    """Return the batteries; `peak` tells whether there is a peak to keep a reserve for.

    Planned is what Overshot controls under the strategy *plan* and nobody gave an order by hand.
    """
    planned: list[PlanBattery] = []
    automatic: list[PlanBattery] = []
    lacks: list[PlanLack] = []
    for battery in inputs.site.batteries:
        wish = inputs.settings.batteries.get(battery.id, _UNTOUCHED)
        ordered = wish.mode is not BatteryMode.AUTO and (wish.until is None or inputs.now < wish.until)
        if wish.controlled and ordered:
            continue
        follows = wish.controlled and inputs.settings.storage.strategy is BatteryStrategy.PLAN
        details = inputs.batteries.get(battery.id, _UNTOLD)
        capacity, soc = details.capacity or battery.capacity, _soc(inputs, battery)
        if capacity is None or not (isfinite(capacity) and capacity > 0):
            lacks += [PlanLack.BATTERY_CAPACITY] if follows else []
            continue
        if soc is None:
            lacks += [PlanLack.BATTERY_CHARGE] if follows else []
            continue
        if follows and details.wear is None:
            lacks.append(PlanLack.BATTERY_COST)
        found = _battery(inputs, settings, battery, details, capacity, soc, peak=peak)
        (planned if follows else automatic).append(found)
    return Storage(tuple(planned), tuple(automatic), tuple(lacks))


def net_of_automatic(
    batteries: Sequence[PlanBattery], steps: Sequence[PlanStep], load: Sequence[float], solar: Sequence[float]
) -> tuple[float, ...]:
    """Return the load (W) with what batteries left to themselves take and give added."""
    result = list(load)
    for battery in batteries:
        soc = battery.soc
        for index, step in enumerate(steps):
            net = result[index] - max(0.0, solar[index])
            if net < 0:
                room = max(0.0, battery.capacity - soc) / step.hours / battery.charge_efficiency
                power = -min(-net, battery.max_charge, room)
                soc -= power * step.hours * battery.charge_efficiency
            else:
                there = max(0.0, soc - battery.min_soc) / step.hours * battery.discharge_efficiency
                power = min(net, battery.max_discharge, there)
                soc -= power * step.hours / battery.discharge_efficiency
            result[index] -= power
    return tuple(result)


def _battery(
    inputs: PlanInputs,
    settings: AssemblySettings,
    battery: Battery,
    details: BatteryDetails,
    capacity: float,
    soc: float,
    *,
    peak: bool,
) -> PlanBattery:
    """Return a battery as the planner sees it."""
    site, storage = inputs.site, inputs.settings.storage
    phases = min(battery.phases, site.connection.type.phases)
    most = most_current(site, battery.circuit) * site.connection.type.power_per_ampere(phases, site.connection.voltage)
    return PlanBattery(
        id=battery.id,
        capacity=capacity,
        soc=capacity * min(max(soc, 0.0), 100.0) / 100,
        max_charge=max(0.0, min(battery.max_charge, most)),
        max_discharge=max(0.0, min(battery.max_discharge, most)),
        charge_efficiency=_efficiency(details.charge_efficiency),
        discharge_efficiency=_efficiency(details.discharge_efficiency),
        min_soc=capacity * min(max(storage.min_soc, 0.0), 100.0) / 100,
        reserve=capacity * settings.reserve * max(0.0, storage.buffer) / 100 if peak else 0.0,
        wear=max(0.0, SUGGESTED_WEAR if details.wear is None else details.wear),
        circuit=known_circuit(site, battery.circuit),
    )


def _efficiency(value: float) -> float:
    """Return an efficiency that can be reckoned with."""
    return min(max(value, 0.5), 1.0) if isfinite(value) else 0.95


def _soc(inputs: PlanInputs, battery: Battery) -> float | None:
    """Return the state of charge (%); None where the battery is silent or out of order."""
    measured = inputs.snapshot.batteries.get(battery.id)
    if measured is None or abs(measured.age(inputs.now)) > QUARTER.total_seconds():
        return None
    reading = measured.value
    if reading.soc is None or not isfinite(reading.soc) or reading.state is BatteryState.FAULT:
        return None
    return reading.soc
