"""Heat pumps and loads that Overshot may switch: their minimum of the day, and what they can take of the sun."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from ...control.appliances.memory import ApplianceMemory
from ...control.appliances.settings import SurplusSwitch
from ...control.calendar import end_of_day, local
from ...model.series import local_midnight
from ..problem import EnergyDemand, FlexibleLoad, LoadKind
from .inputs import AssemblySettings, PlanInputs
from .limits import known_circuit

WELCOME: Final = timedelta(hours=3)
"""So long a day an appliance can make use of the sun beyond its minimum: nobody knows when a tank is warm."""

_NEW: Final = ApplianceMemory()


def find_appliances(inputs: PlanInputs, settings: AssemblySettings, until: datetime) -> tuple[FlexibleLoad, ...]:
    """Return what can be planned of heat pumps and loads; what the user orders, or no rule switches, is not."""
    if not settings.appliances or inputs.snapshot.on_backup:
        return ()
    return tuple(_found(inputs, until))


def _found(inputs: PlanInputs, until: datetime) -> Iterator[FlexibleLoad]:
    """Yield the appliances that have something to do until a moment."""
    site, known = inputs.site, inputs.memory.appliances
    for pump in site.heat_pumps:
        wish = inputs.settings.heat_pumps.get(pump.id)
        if wish is None or not wish.controlled or wish.state is not None or wish.surplus is None:
            continue
        demands = _demands(inputs, wish.surplus, known.heat_pumps.get(pump.id, _NEW), until)
        power = wish.surplus.own_power
        if demands and power > 0:
            yield FlexibleLoad(
                id=pump.id,
                max_power=power,
                min_power=power,
                steady=False,
                kind=LoadKind.HEAT_PUMP,
                demands=demands,
                circuit=known_circuit(site, pump.circuit),
            )
    for load in site.loads:
        its = inputs.settings.loads.get(load.id)
        if its is None or not its.controlled or its.power is not None or its.surplus is None:
            continue
        demands = _demands(inputs, its.surplus, known.loads.get(load.id, _NEW), until)
        power = its.surplus.own_power
        if demands and power > 0:
            lowest = min((level for level in load.levels if level > 0), default=power)
            yield FlexibleLoad(
                id=load.id,
                max_power=power,
                min_power=min(power, lowest) if load.modulating else power,
                steady=False,
                kind=LoadKind.BOILER if load.max_temperature is not None else LoadKind.OTHER,
                demands=demands,
                circuit=known_circuit(site, load.circuit),
            )


def _demands(
    inputs: PlanInputs, rules: SurplusSwitch, memory: ApplianceMemory, until: datetime
) -> tuple[EnergyDemand, ...]:
    """Return what an appliance has to get, and may get on top, on each local day until a moment."""
    now, site = inputs.now, inputs.site
    found: list[EnergyDemand] = []
    day = local(site, now).date()
    start, so_far = now, memory.on_today if memory.day == day.isoformat() else 0.0
    room = 0.0 if memory.too_warm else 1.0
    while start < until and len(found) < 4:
        tomorrow = local_midnight(day + timedelta(days=1), site.time_zone)
        end = min(end_of_day(site, rules.day_ends_at, start), tomorrow)
        if end > start:
            hours = (end - start) / timedelta(hours=1)
            missing = min(max(0.0, rules.min_on_per_day - so_far) / 3600, hours)
            welcome = room * max(0.0, min(WELCOME / timedelta(hours=1), hours - missing))
            if missing + welcome > 0:
                energy, more = rules.own_power * missing, rules.own_power * welcome
                found.append(EnergyDemand(energy=energy, start=start, end=end, room=more))
        start, so_far, room, day = tomorrow, 0.0, 1.0, day + timedelta(days=1)
    return tuple(found)
