"""Heat pumps and loads together: who gets the sun before the cars and who after, and what each is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ...model import HeatPump, HeatPumpSetpoint, Load, LoadSetpoint, Site, Snapshot
from ..planned.appliances import planned_now
from ..planned.follow import Followed
from ..settings import SiteSettings
from .heat_pumps import order_heat_pumps
from .loads import order_loads
from .memory import AppliancesMemory
from .settings import HeatPumpSettings, LoadSettings, SurplusSwitch
from .surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplianceOrders:
    """What heat pumps and loads are told, and what is remembered of them."""

    heat_pumps: Mapping[str, HeatPumpSetpoint] = field(default_factory=dict)
    loads: Mapping[str, LoadSetpoint] = field(default_factory=dict)
    memory: AppliancesMemory = field(default_factory=AppliancesMemory)


def order_appliances(
    site: Site,
    settings: SiteSettings,
    memory: AppliancesMemory,
    snapshot: Snapshot,
    around: Surroundings,
    now: datetime,
) -> ApplianceOrders:
    """Return what heat pumps and loads are told. Heat pumps get the surplus first, loads what they leave."""
    pumps, pumps_memory = order_heat_pumps(site, settings, memory.heat_pumps, snapshot, around, now)
    if around.surplus is not None:
        running = (pump for pump in site.heat_pumps if pump.id in pumps_memory and pumps_memory[pump.id].on)
        taken = sum(_own_power(pump, settings) for pump in running)
        around = replace(around, surplus=around.surplus - taken)
    loads, loads_memory = order_loads(site, settings, memory.loads, snapshot, around, now)
    return ApplianceOrders(
        heat_pumps=pumps, loads=loads, memory=AppliancesMemory(heat_pumps=pumps_memory, loads=loads_memory)
    )


def running_power(site: Site, settings: SiteSettings, memory: AppliancesMemory, snapshot: Snapshot) -> float:
    """Return what heat pumps and loads take that the sun has switched on (W): surplus too, for whoever comes first."""
    total = 0.0
    for pump in site.heat_pumps:
        own = memory.heat_pumps.get(pump.id)
        if own is not None and own.on:
            reading = snapshot.heat_pumps.get(pump.id)
            told = reading.value.power if reading is not None else None
            total += told if told is not None else _own_power(pump, settings)
    for load in site.loads:
        own = memory.loads.get(load.id)
        if own is not None and own.on:
            measured = snapshot.loads.get(load.id)
            value = measured.value if measured is not None else None
            if value is not None and value.power is not None:
                total += value.power
            elif value is not None and value.setpoint is not None:
                total += value.setpoint
            else:
                total += _own_power(load, settings)
    return total


def planned_power(
    site: Site,
    settings: SiteSettings,
    memory: AppliancesMemory,
    snapshot: Snapshot,
    followed: Followed | None,
    now: datetime,
) -> float:
    """Return what heat pumps and loads take of that which are planned to run now (W): they do not yield to cars."""
    if followed is None:
        return 0.0
    things: tuple[HeatPump | Load, ...] = (*site.heat_pumps, *site.loads)
    planned = {
        thing.id
        for thing in things
        if planned_now(site, followed, thing.id, _own_power(thing, settings), now) is not None
    }
    pumps = {id_: own for id_, own in memory.heat_pumps.items() if id_ in planned}
    loads = {id_: own for id_, own in memory.loads.items() if id_ in planned}
    return running_power(site, settings, AppliancesMemory(heat_pumps=pumps, loads=loads), snapshot)


def _own_power(thing: HeatPump | Load, settings: SiteSettings) -> float:
    """Return what a heat pump or load takes when the sun switches it on (W)."""
    wishes: Mapping[str, HeatPumpSettings | LoadSettings] = (
        settings.heat_pumps if isinstance(thing, HeatPump) else settings.loads
    )
    wish = wishes.get(thing.id)
    rules: SurplusSwitch | None = wish.surplus if wish is not None else None
    if rules is not None:
        return rules.own_power
    return thing.power if isinstance(thing, HeatPump) else thing.levels[-1]
