"""The home as Overshot knows it, and what its user wishes: one battery, one station, a monthly peak that costs money."""

from dataclasses import replace
from typing import Final

from custom_components.overshot.core.control import ChargePointSettings, SiteSettings
from custom_components.overshot.core.control.batteries.settings import BatterySettings, BatteryStrategy, StorageSettings
from custom_components.overshot.core.control.charging.settings import RangeWish
from custom_components.overshot.core.control.peak.settings import PeakSettings
from custom_components.overshot.core.forecast.home import HomeForecastSettings
from custom_components.overshot.core.forecast.sun import Location
from custom_components.overshot.core.model import (
    Battery,
    ChargePoint,
    ChargingMode,
    ConnectionType,
    GridConnection,
    Inverter,
    Site,
)
from custom_components.overshot.core.planning.assembly import BatteryDetails
from custom_components.overshot.core.tariff import CapacityTariff

from .home import Home, Session
from .station import Station
from .world import ARRAY, BATTERY, MIN_SOC, POINT

VOLTAGE: Final = 230.0

_ONE_PHASE: Final = 7.5
"""Up to this power (kW) a station is taken to have one phase."""

_FUSE: Final = 100.0
"""The files tell of none (A): it never limits."""


def station_of(home: Home) -> Station:
    """Return the station of a home. Its voltage is such that whole amperes give its power exactly."""
    phases = 1 if home.charge_power <= _ONE_PHASE else 3
    amps = round(1000 * home.charge_power / VOLTAGE / phases)
    return Station(1000 * home.charge_power / amps / phases, phases)


def site_of(home: Home, station: Station) -> Site:
    """Return the site."""
    battery = Battery(
        id=BATTERY,
        name="Battery",
        # What can be used lies above the minimum.
        capacity=1000 * home.battery.capacity / (1 - MIN_SOC / 100),
        max_charge=1000 * home.battery.power,
        max_discharge=1000 * home.battery.power,
        phases=3,
    )
    point = ChargePoint(
        id=POINT,
        name="Car",
        phases=station.wired,
        max_current=round(1000 * home.charge_power / station.voltage / station.wired),
        switches_phases=station.wired > 1,
    )
    return Site(
        connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=_FUSE, derating=1.0, voltage=station.voltage),
        charge_points=(point,),
        batteries=(battery,) if home.battery.capacity > 0 else (),
        inverters=(Inverter(id=ARRAY, name="Array", limits_export=True),),
        time_zone=home.tariff.time_zone,
        latitude=home.latitude,
        longitude=home.longitude,
    )


def settings_of(home: Home, site: Site) -> SiteSettings:
    """Return what the user wishes: everything as it comes, but Overshot in control, the peak held, and the sun where it costs."""
    floor = 1000 * home.tariff.floor
    return SiteSettings(
        charge_points={
            POINT: ChargePointSettings(
                mode=ChargingMode.EFFICIENT_PV_SURPLUS, controlled=True, max_current=site.charge_points[0].max_current
            )
        },
        batteries={BATTERY: BatterySettings(controlled=True), ARRAY: BatterySettings(controlled=True)},
        curtailment=True,
        peak=PeakSettings(active=home.tariff.capacity > 0, wished=floor, capacity_tariff=True),
        storage=StorageSettings(strategy=BatteryStrategy.PLAN, min_soc=MIN_SOC),
    )


def wish_for(settings: SiteSettings, session: Session | None) -> SiteSettings:
    """Return the wishes once somebody has plugged in and told energy and departure; None once they have left."""
    point = settings.charge_points[POINT]
    wish = None
    if session is not None:
        wish = RangeWish(distance=1000 * session.energy / point.consumption, until=session.plugged_out)
    return replace(settings, charge_points={POINT: replace(point, range_wish=wish, eco_share=0.0)})


def forecast_settings(home: Home) -> HomeForecastSettings:
    """Return what the user says of the house: where it stands."""
    return HomeForecastSettings(
        time_zone=home.tariff.time_zone,
        place=Location(latitude=home.latitude, longitude=home.longitude),
        solar=any(home.solar),
    )


def battery_details(home: Home) -> BatteryDetails:
    """Return what no inverter tells: its losses, and that wear is not on the bill."""
    it = home.battery
    return BatteryDetails(
        charge_efficiency=it.charge_efficiency, discharge_efficiency=it.discharge_efficiency, wear=0.0
    )


def capacity_tariff(home: Home) -> CapacityTariff | None:
    """Return what the monthly peak costs."""
    if home.tariff.capacity <= 0:
        return None
    return CapacityTariff(per_kw_year=home.tariff.capacity, floor=1000 * home.tariff.floor)
