"""Who could take more of the sun while feeding in costs money: the sun is shown to them before it is held back.

A battery on its own automatic and a car that follows the surplus see what flows to the grid and nothing else. Where
the sun is held back to what is taken already, they would never begin. So it is let go while somebody could take it,
and held back once it flows to the grid all the same for longer than they need to begin; after a while they are asked
again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from ...model import (
    BatteryMode,
    BatterySetpoint,
    ChargePointSetpoint,
    ChargePointStatus,
    HeatPumpSetpoint,
    LoadSetpoint,
    ReasonKey,
    Site,
    Snapshot,
)
from ..balance import ANSWERED, BATTERY_SILENT_AFTER, EXPORTING, FULL
from ..charging.modes import FOLLOWING
from ..charging.surplus import timer
from ..charging.view import View
from ..settings import SiteSettings
from .memory import SolarMemory

AGAIN: Final = 1800.0
"""Who did not take the sun is shown it again after so long (s)."""

BUSY: Final = 0.8
"""Who takes so much of what it could take at most takes what it can (0..1)."""

STARTING: Final = 120.0
"""A car or a load needs so long to begin, after its surplus has lasted (s)."""

_NOT_NOW: Final = frozenset(
    {ReasonKey.TEMPERATURE_REACHED, ReasonKey.BY_HAND, ReasonKey.LOAD_SILENT, ReasonKey.HEAT_PUMP_SILENT}
)


def battery_takers(
    site: Site, settings: SiteSettings, orders: Mapping[str, BatterySetpoint], snapshot: Snapshot, now: datetime
) -> dict[str, float]:
    """Return the batteries that could charge more by their own automatic, and how long they need for it (s).

    A battery behind the only inverter that is held back takes what the sun offers in front of the limit.
    """
    held = {it.id for it in site.inverters if (wish := settings.batteries.get(it.id)) is not None and wish.controlled}
    highest = {battery.id: battery.max_charge for battery in site.batteries}
    takers: dict[str, float] = {}
    for id_, battery in snapshot.batteries.items():
        power, soc, order = battery.value.power, battery.value.soc, orders.get(id_)
        if power is None or soc is None or soc >= FULL or abs(battery.age(now)) > BATTERY_SILENT_AFTER or held == {id_}:
            continue
        if order is not None and order.mode not in (None, BatteryMode.AUTO):
            continue
        if -power < BUSY * highest.get(id_, float("inf")):
            takers[id_] = ANSWERED
    return takers


def car_takers(views: Sequence[View], orders: Mapping[str, ChargePointSetpoint]) -> dict[str, float]:
    """Return the charge points that follow the surplus and could charge more, and how long they need for it (s)."""
    waiting = (
        ChargePointStatus.WAITING_FOR_SURPLUS,
        ChargePointStatus.CONNECTED,
        ChargePointStatus.CHARGING_REGULATED,
    )
    takers: dict[str, float] = {}
    for view in views:
        order = orders[view.point.id]
        if not view.steered or view.settings.mode not in FOLLOWING or order.status not in waiting:
            continue
        if order.status is ChargePointStatus.CONNECTED and not order.current:
            continue
        highest = min(view.settings.max_current, view.point.max_current)
        if view.last_power < BUSY * highest * view.power_per_ampere:
            takers[view.point.id] = view.settings.hold_time + STARTING
    return takers


def appliance_takers(
    settings: SiteSettings, pumps: Mapping[str, HeatPumpSetpoint], loads: Mapping[str, LoadSetpoint]
) -> dict[str, float]:
    """Return the heat pumps and loads that surplus would switch on, and how long they need for it (s)."""
    takers: dict[str, float] = {}
    for id_, pump in pumps.items():
        wish = settings.heat_pumps.get(id_)
        if wish is None or wish.surplus is None or pump.reason.key in _NOT_NOW:
            continue
        if pump.state is not None and pump.state < wish.surplus_state:
            takers[id_] = wish.surplus.activation_delay + STARTING
    for id_, load in loads.items():
        own = settings.loads.get(id_)
        if own is None or own.surplus is None or load.reason.key in _NOT_NOW:
            continue
        if load.power == 0:
            takers[id_] = own.surplus.activation_delay + STARTING
    return takers


def offer(takers: Mapping[str, float], memory: SolarMemory, power: float, now: datetime) -> tuple[bool, SolarMemory]:
    """Return whether the sun is let go for somebody, and what to remember; `power` is that of the grid (W)."""
    refused, refused_at = memory.refused, memory.refused_at
    if refused_at is not None and not 0 <= (now - refused_at).total_seconds() < AGAIN:
        refused, refused_at = frozenset(), None
    asked = {id_: patience for id_, patience in takers.items() if id_ not in refused}
    since = timer(memory.exporting_since, now) if asked and power < -EXPORTING else None
    if since is not None:
        lasted = (now - since).total_seconds()
        gone = {id_ for id_, patience in asked.items() if lasted >= patience}
        if gone:
            refused, refused_at = refused | gone, now
            asked = {id_: patience for id_, patience in asked.items() if id_ not in gone}
    since = since if asked else None
    return bool(asked), replace(memory, exporting_since=since, refused=refused, refused_at=refused_at)
