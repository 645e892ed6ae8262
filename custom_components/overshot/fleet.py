"""The writers of a site: one for each device that takes orders."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from homeassistant.core import callback

from .const import LOGGER
from .coordinator import DeviceCoordinator
from .core.control import BatterySettings, ChargePointSettings, Decision, HeatPumpSettings, LoadSettings
from .core.control.appliances.settings import SurplusSwitch
from .core.model import Site
from .layout import battery_orders, boost_orders, heat_pump_orders, load_orders, station_orders
from .storage import ApplianceParameters, ControllerSettings, LimitSettings, SiteState
from .wishes.places import Place
from .writers.base import Writer
from .writers.battery import BatteryWriter
from .writers.boost import BoostWriter
from .writers.heat_pump import HeatPumpWriter
from .writers.load import LoadWriter
from .writers.station import StationWriter

SWITCH_ON_POWER = 3000.0
"""Surplus from which something is switched on by default (W); never less than it takes."""


class Fleet:
    """Hands each device what was decided for it, and lets go of all of them at the end."""

    def __init__(self, devices: Mapping[str, DeviceCoordinator]) -> None:
        """Make the writers; nothing is written."""
        self.stations: dict[str, StationWriter] = {}
        self.batteries: dict[str, BatteryWriter] = {}
        """Inverters without a battery among them, whose limits can be set."""

        self.heat_pumps: dict[str, HeatPumpWriter] = {}
        self.loads: dict[str, LoadWriter] = {}
        self.controllers: dict[str, BoostWriter] = {}
        for id_, device in devices.items():
            if (station := station_orders(device)) is not None:
                self.stations[id_] = StationWriter(device, station)
            elif (battery := battery_orders(device)) is not None:
                self.batteries[id_] = BatteryWriter(device, battery)
            elif (heat_pump := heat_pump_orders(device)) is not None:
                self.heat_pumps[id_] = HeatPumpWriter(device, heat_pump)
            elif (load := load_orders(device)) is not None:
                self.loads[id_] = LoadWriter(device, load)
            elif (boosts := boost_orders(device)) is not None:
                self.controllers[id_] = BoostWriter(device, boosts)

    @property
    def writers(self) -> dict[str, Writer[Any]]:
        """Return all writers by the id of their device."""
        return {**self.stations, **self.batteries, **self.heat_pumps, **self.loads, **self.controllers}

    def devices_at(self, place: Place) -> dict[str, DeviceCoordinator]:
        """Return the devices with wishes at a place, by id; inverters without a battery among the batteries."""
        groups: dict[Place, Mapping[str, Writer[Any]]] = {
            Place.CHARGE_POINTS: self.stations,
            Place.BATTERIES: self.batteries,
            Place.HEAT_PUMPS: self.heat_pumps,
            Place.LOADS: self.loads,
        }
        return {id_: writer.device for id_, writer in groups[place].items()}

    def prepare(self, site: Site, state: SiteState) -> None:
        """Give every device wishes to start with: read-only. Go on letting go of what could not be let go of."""
        for point in site.charge_points:
            state.admit(Place.CHARGE_POINTS, point.id, ChargePointSettings(max_current=point.max_current))
            self.stations[point.id].release_to = point.fallback_current
        for id_ in self.batteries:
            state.admit(Place.BATTERIES, id_, BatterySettings())
        for id_ in self.heat_pumps:
            state.admit(Place.HEAT_PUMPS, id_, HeatPumpSettings())
        for id_ in self.loads:
            state.admit(Place.LOADS, id_, LoadSettings())
        highest = {pump.id: pump.power for pump in site.heat_pumps} | {load.id: load.levels[-1] for load in site.loads}
        for id_, power in highest.items():
            own = SurplusSwitch(own_power=power, switch_on_power=max(power, SWITCH_ON_POWER))
            state.parameters.setdefault(id_, ApplianceParameters(surplus=own))
        for id_, controller in self.controllers.items():
            known = state.controllers.setdefault(id_, ControllerSettings())
            controller.given.update(known.boosted)
        for id_, writer in self.writers.items():
            writer.unreleased = id_ in state.unreleased and not state.controlled(id_)
            if not state.controlled(id_):
                LOGGER.debug("%s starts read-only", writer.device.name)

    @callback
    def order(self, decision: Decision, state: SiteState) -> None:
        """Hand out what was decided."""
        for id_, station in self.stations.items():
            station.order(decision.setpoints[id_])
        for id_, heat_pump in self.heat_pumps.items():
            heat_pump.order(decision.heat_pumps[id_])
        for id_, load in self.loads.items():
            load.order(decision.loads[id_])
        for id_, battery in self.batteries.items():
            if state.controlled(id_):
                limits = state.limits.get(id_, LimitSettings())
                solar = decision.solar.get(id_)
                export = lowest(limits.export, solar.export_limit if solar is not None else None)
                output = lowest(limits.output, solar.output_limit if solar is not None else None)
                battery.order(decision.batteries.get(id_), export, output)
            else:
                battery.end()

    @callback
    def look_at_boosts(self, state: SiteState, *, on_backup: bool) -> bool:
        """Keep account of the boosts, none on backup power; tell whether something changed."""
        changed = False
        for id_, controller in self.controllers.items():
            controller.look()
            if on_backup:
                controller.take_back(controller.given)
            known = state.controllers[id_]
            if known.boosted != (boosted := tuple(sorted(controller.given))):
                state.controllers[id_] = replace(known, boosted=boosted)
                changed = True
        return changed

    async def async_release(self, id_: str, current: float | None) -> None:
        """Let go of a device, of a station at this current (A)."""
        if id_ in self.stations:
            self.stations[id_].release_to = current
        await self.writers[id_].async_release()

    async def async_stop(self, id_: str, current: float | None, *, release: bool) -> None:
        """Stop writing to a device, and let go of it where it is steered."""
        if id_ in self.stations and release:
            self.stations[id_].release_to = current
        await self.writers[id_].async_stop(release=release)

    def note(self, state: SiteState) -> None:
        """Note which devices have still to be let go of, and which boosts still stand."""
        state.unreleased = {id_ for id_, writer in self.writers.items() if writer.unreleased}
        for id_, controller in self.controllers.items():
            state.controllers[id_] = replace(state.controllers[id_], boosted=tuple(sorted(controller.given)))


def lowest(*limits: float | None) -> float | None:
    """Return the lowest of several limits (W); None where none of them is one."""
    return min((limit for limit in limits if limit is not None), default=None)
