"""A home to plan: one car, one battery, no sun unless said; with whatever a test puts into it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.overshot.core.control.batteries.settings import BatterySettings
from custom_components.overshot.core.control.charging.memory import ChargePointMemory, SessionMemory
from custom_components.overshot.core.control.charging.settings import ChargePointSettings
from custom_components.overshot.core.control.memory import Memory
from custom_components.overshot.core.control.settings import SiteSettings
from custom_components.overshot.core.forecast.cars import CarSettings, CarState, Stay
from custom_components.overshot.core.forecast.home import HomeOutlook
from custom_components.overshot.core.forecast.outlook import Outlook
from custom_components.overshot.core.model import (
    Battery,
    BatteryReading,
    ChargePoint,
    ChargePointReading,
    ChargingMode,
    ConnectionType,
    GridConnection,
    MeterReading,
    Reading,
    Site,
    Snapshot,
    VehicleState,
)
from custom_components.overshot.core.model.series import QUARTER, Series, quarter_start
from custom_components.overshot.core.planning import PlanProblem
from custom_components.overshot.core.planning.assembly import AssemblySettings, BatteryDetails, PlanInputs, assemble
from custom_components.overshot.core.tariff import CapacityTariff

NOW = datetime(2026, 1, 12, 17, 0, tzinfo=UTC)
"""A Monday, 18:00 in Brussels."""

ZONE = "Europe/Brussels"
HOUR = timedelta(hours=1)
FLANDERS = CapacityTariff(per_kw_year=55.0)


def site(**more: Any) -> Site:
    """Return a site on 3 x 40 A with a charge point of 11 kW that switches phases, and a battery of 10 kWh."""
    usual: dict[str, Any] = {
        "connection": GridConnection(type=ConnectionType.THREE_PHASE, fuse=40),
        "charge_points": (ChargePoint(id="car", name="Car", switches_phases=True),),
        "batteries": (Battery(id="battery", name="Battery", capacity=10_000),),
        "time_zone": ZONE,
        "latitude": 51.0,
        "longitude": 4.0,
    }
    return Site(**(usual | more))


def settings(car: dict[str, Any] | None = None, battery: dict[str, Any] | None = None, **more: Any) -> SiteSettings:
    """Return wishes: both are controlled, the car charges for targets."""
    of_car: dict[str, Any] = {"controlled": True, "mode": ChargingMode.EFFICIENT_PV_SURPLUS} | (car or {})
    of_battery: dict[str, Any] = {"controlled": True} | (battery or {})
    return SiteSettings(
        charge_points={"car": ChargePointSettings(**of_car)},
        batteries={"battery": BatterySettings(**of_battery)},
        **more,
    )


def snapshot(now: datetime = NOW, *, car: Any = None, soc: float | None = 50.0, **more: Any) -> Snapshot:
    """Return what is measured: 500 W from the grid, a car that waits, a battery half full that rests."""
    reading = {"vehicle": VehicleState.B, "power": 0.0} | (car or {})
    usual: dict[str, Any] = {
        "grid": Reading(MeterReading(power=500.0), now),
        "charge_points": {"car": Reading(ChargePointReading(**reading), now)},
        "batteries": {"battery": Reading(BatteryReading(power=0.0, soc=soc), now)},
    }
    return Snapshot(**(usual | more))


def outlook(
    now: datetime = NOW,
    *,
    load: float = 500.0,
    solar: float = 0.0,
    stays: tuple[Stay, ...] = (),
    quarters: int = 240,
    **more: Any,
) -> HomeOutlook:
    """Return the same load and sun all the time (W), in which a bad day draws twice as much and has half of the sun."""
    start = quarter_start(now)

    def line(value: float, low: float, high: float) -> Outlook:
        mean = (value,) * quarters
        return Outlook(
            start=start, mean=mean, low=(low * value,) * quarters, median=mean, high=(high * value,) * quarters
        )

    usual: dict[str, Any] = {
        "made_at": now,
        "load": line(load, 0.5, 2.0),
        "solar": line(solar, 0.5, 1.5),
        "calendar": CarSettings(time_zone=ZONE),
        "cars": {"car": CarState(stays=stays, since=stays[0].arrived)} if stays else {},
    }
    return HomeOutlook(**(usual | more))


def prices(now: datetime = NOW, hours: float = 30, price: float = 0.30) -> Series:
    """Return a price (EUR/kWh) from the local midnight of a winter's day on, until so many hours ahead."""
    start = quarter_start(now) - timedelta(hours=18)
    return Series.of(start, [price] * round((quarter_start(now) + hours * HOUR - start) / QUARTER))


def plugged_in(energy: float = 0.0, since: datetime = NOW - HOUR, **more: Any) -> Memory:
    """Return the memory of a car that has got so much (Wh)."""
    session = SessionMemory(since=since, energy=energy, at=NOW, **more)
    return Memory(charge_points={"car": ChargePointMemory(session=session)})


def inputs(now: datetime = NOW, **more: Any) -> PlanInputs:
    """Return all that a plan is made from."""
    usual: dict[str, Any] = {
        "now": now,
        "site": site(),
        "settings": settings(),
        "snapshot": snapshot(now),
        "memory": plugged_in(since=now - HOUR),
        "outlook": outlook(now),
        "import_prices": prices(now),
        "export_prices": prices(now, price=0.05),
        "capacity": FLANDERS,
        "batteries": {"battery": BatteryDetails(wear=0.05)},
    }
    return PlanInputs(**(usual | more))


def problem(given: PlanInputs, how: AssemblySettings | None = None) -> PlanProblem:
    """Return the problem; there is one."""
    found, _ = assemble(given, how or AssemblySettings())
    assert found is not None
    return found


def evenings(days: int = 14, energy: float = 9_000.0, until: datetime = NOW) -> tuple[Stay, ...]:
    """Return the stays of a car that comes home at 19:00 and leaves at 07:30, every day."""
    first = until.replace(hour=18, minute=0, second=0, microsecond=0) - timedelta(days=days)
    return tuple(
        Stay(arrived=it, left=it + timedelta(hours=12, minutes=30), energy=energy)
        for it in (first + timedelta(days=day) for day in range(days))
    )
