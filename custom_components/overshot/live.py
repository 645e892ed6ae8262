"""The house as it is now, as plain data for the cards: every power of one moment, why things are, the running quarter."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from .core.control import Decision
from .core.model import ChargePointReading, HeatPumpReading, LoadReading, Reading, ReasonKey
from .site import SiteCoordinator
from .site_measures import HOUSE_AGE, house_power

CAR: Final = "car"
HEAT_PUMP: Final = "heat_pump"
LOAD: Final = "load"

LIMITING: Final = (
    *(ReasonKey.METER_STALE, ReasonKey.CONTROL_FAILED, ReasonKey.ON_BACKUP),
    *(ReasonKey.FUSE_PAUSED, ReasonKey.FUSE_LIMITED, ReasonKey.FUSE_RECOVERING),
    *(ReasonKey.CIRCUIT_PAUSED, ReasonKey.CIRCUIT_LIMITED, ReasonKey.CIRCUIT_RECOVERING),
    *(ReasonKey.GRID_OPERATOR_LIMIT, ReasonKey.LIMIT_RECOVERING),
    *(ReasonKey.PEAK_LIMITED, ReasonKey.PEAK_WAITING, ReasonKey.PEAK_RECOVERING),
    *(ReasonKey.CHARGING_LIMIT, ReasonKey.QUEUE_WAITING, ReasonKey.UNBALANCE, ReasonKey.LOAD_MANAGER),
    *(ReasonKey.EXPORT_LIMIT, ReasonKey.EXPORT_COSTS, ReasonKey.PLAN_CURTAILED),
)
"""Reasons that say what holds somebody back, the gravest first."""


def told_live(site: SiteCoordinator, now: datetime) -> dict[str, Any]:
    """Return the house at this moment: powers in W with Home Assistant's signs, energies in Wh; None is not known."""
    snapshot, decision = site.snapshot, site.data
    stale = decision is None or decision.state.meter_stale
    grid = snapshot.grid.value if snapshot.grid is not None and not stale else None
    return {
        "at": now.isoformat(),
        "stale": stale,
        "on_backup": snapshot.on_backup,
        "grid": grid.power if grid is not None else None,
        "solar": _total(snapshot.solar, now),
        "battery": _total(snapshot.batteries, now),
        "soc": _soc(site, now),
        "house": house_power(site),
        "consumers": _consumers(site, now),
        "batteries": [
            {
                "id": id_,
                "power": reading.value.power if _young(reading, now) else None,
                "soc": reading.value.soc,
                **_why(decision, id_),
            }
            for id_, reading in snapshot.batteries.items()
        ],
        "quarter": _quarter(decision),
        "held_back": _held_back(decision),
    }


def _young(reading: Reading[Any], now: datetime) -> bool:
    """Whether a reading still tells something of now."""
    return abs(reading.age(now)) <= HOUSE_AGE


def _total(readings: Mapping[str, Reading[Any]], now: datetime) -> float | None:
    """Return the power of all of a kind; None where there is none, or one is not known."""
    powers = [reading.value.power if _young(reading, now) else None for reading in readings.values()]
    known = [power for power in powers if power is not None]
    return sum(known) if known and len(known) == len(powers) else None


def _soc(site: SiteCoordinator, now: datetime) -> float | None:
    """Return the state of charge of all batteries: weighted by capacity where the controller knows it, else the mean."""
    if site.data is not None and site.data.state.storage_soc is not None:
        return site.data.state.storage_soc
    known = [it.value.soc for it in site.snapshot.batteries.values() if it.value.soc is not None and _young(it, now)]
    return sum(known) / len(known) if known else None


def _consumers(site: SiteCoordinator, now: datetime) -> list[dict[str, Any]]:
    """Return what Overshot knows of in the house, beside the house itself: cars, heat pumps, loads."""
    snapshot, decision = site.snapshot, site.data
    return [
        *(
            {
                **_car(id_, reading, now),
                "status": _status(decision, id_),
                **_why(decision, id_),
                "wish": _wish(site, id_),
            }
            for id_, reading in snapshot.charge_points.items()
            if id_ not in site.fleet.controllers
        ),
        *_behind_controllers(site, now),
        *({**_appliance(id_, HEAT_PUMP, it, now), **_why(decision, id_)} for id_, it in snapshot.heat_pumps.items()),
        *({**_appliance(id_, LOAD, it, now), **_why(decision, id_)} for id_, it in snapshot.loads.items()),
    ]


def _car(id_: str, reading: Reading[ChargePointReading], now: datetime) -> dict[str, Any]:
    """Return what a charge point tells."""
    value = reading.value
    return {
        "id": id_,
        "kind": CAR,
        "power": value.power if _young(reading, now) else None,
        "connected": value.vehicle.connected if value.vehicle is not None else None,
        "energy": value.session_energy,
        "soc": value.vehicle_soc,
    }


def _behind_controllers(site: SiteCoordinator, now: datetime) -> Iterable[dict[str, Any]]:
    """Return the charge points that a controller of their own steers, unless we talk to the stations ourselves."""
    if site.fleet.stations:
        return
    for id_ in site.fleet.controllers:
        device = site.devices[id_]
        if device.readings_at is None:
            continue
        for number, value in device.data.charge_points.items():
            car = _car(f"{id_}_charge_point_{number}", Reading(value, device.readings_at), now)
            yield {**car, "status": None, "reason": None}


def _appliance(
    id_: str, kind: str, reading: Reading[HeatPumpReading] | Reading[LoadReading], now: datetime
) -> dict[str, Any]:
    """Return what a heat pump or a load tells."""
    return {"id": id_, "kind": kind, "power": reading.value.power if _young(reading, now) else None}


def _wish(site: SiteCoordinator, id_: str) -> dict[str, Any] | None:
    """Return what the car at a charge point is to have, and by when: energies in Wh, the range in km."""
    settings = site.state.settings.charge_points.get(id_)
    if settings is None:
        return None
    wish = settings.range_wish
    return {
        "guaranteed": settings.guaranteed_energy,
        "targets": [
            {"weekday": it.weekday, "time": it.at.isoformat(timespec="minutes"), "energy": it.energy}
            for it in settings.targets
        ],
        "range": {"distance": wish.distance, "until": wish.until.isoformat()} if wish is not None else None,
        "consumption": settings.consumption,
        "stopped": settings.stopped,
    }


def _status(decision: Decision | None, id_: str) -> str | None:
    """Return what a charge point is doing."""
    order = decision.setpoints.get(id_) if decision is not None else None
    return order.status.value if order is not None else None


def _why(decision: Decision | None, id_: str) -> dict[str, Any]:
    """Return why a device does what it does."""
    if decision is not None:
        for orders in (decision.setpoints, decision.batteries, decision.heat_pumps, decision.loads):
            if (order := orders.get(id_)) is not None:
                return {"reason": {"key": order.reason.key.value, **order.reason.details}}
    return {"reason": None}


def _held_back(decision: Decision | None) -> list[dict[str, Any]]:
    """Return what holds whom back now, the gravest first."""
    if decision is None:
        return []
    found = [
        (LIMITING.index(order.reason.key), {"id": id_, "key": order.reason.key.value, **order.reason.details})
        for orders in (decision.setpoints, decision.heat_pumps, decision.loads, decision.batteries, decision.solar)
        for id_, order in orders.items()
        if order.reason.key in LIMITING
    ]
    return [told for _, told in sorted(found, key=lambda it: it[0])]


def _quarter(decision: Decision | None) -> dict[str, Any] | None:
    """Return the running quarter of an hour."""
    quarter = decision.state.quarter if decision is not None else None
    if quarter is None:
        return None
    return {
        "ends_at": quarter.ends_at.isoformat(),
        "used": quarter.used,
        "demand": quarter.demand,
        "forecast": quarter.forecast,
        "hold_target": quarter.hold_target,
        "wished_target": quarter.wished_target,
        "month_peak": quarter.month_peak,
        "month_peak_at": quarter.month_peak_at.isoformat() if quarter.month_peak_at is not None else None,
    }
