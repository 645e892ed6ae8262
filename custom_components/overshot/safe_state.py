"""What devices are told and left with when nobody can decide: what is safe without knowing anything."""

from dataclasses import replace

from .core.control import Decision, Memory, SiteSettings, SiteState as Outlook
from .core.control.solar.memory import SolarMemory
from .core.control.solar.order import without_meter
from .core.model import (
    BatteryMode,
    BatterySetpoint,
    ChargePointSetpoint,
    ChargePointStatus,
    ChargingMode,
    HeatPumpSetpoint,
    LoadSetpoint,
    Reason,
    ReasonKey,
    Site,
)

NORMAL = 2
"""The SG-Ready state in which a heat pump runs as it would by itself."""


def safe_decision(site: Site, settings: SiteSettings, last: Decision | None) -> Decision:
    """Hold everybody at the fallback current at most, let batteries and heat pumps run by themselves, and loads be off.

    The sun is let go, but for the export limit of the connection. `last` is the decision before. The memory starts anew
    with the next reading.
    """
    failed = Reason(ReasonKey.CONTROL_FAILED)
    setpoints: dict[str, ChargePointSetpoint] = {}
    for point in site.charge_points:
        wish = settings.charge_points[point.id]
        before = last.setpoints[point.id].current if last is not None else None
        current = min(point.fallback_current, wish.max_current, before if before is not None else 0.0)
        fallback = 0.0 if wish.mode is ChargingMode.OFF or wish.blocked or wish.stopped else point.fallback_current
        setpoints[point.id] = ChargePointSetpoint(
            current=current if wish.controlled else None,
            fallback_current=fallback if wish.controlled else None,
            reason=failed,
            status=ChargePointStatus.FAULT,
        )
    batteries = {id_ for id_, battery in settings.batteries.items() if battery.controlled}
    loads = {id_ for id_, load in settings.loads.items() if load.controlled}
    heat_pumps = {id_ for id_, heat_pump in settings.heat_pumps.items() if heat_pump.controlled}
    held = last.memory.solar if last is not None else SolarMemory()
    solar, solar_memory = without_meter(site, settings, held)
    return Decision(
        setpoints=setpoints,
        solar={
            id_: replace(order, reason=failed) if order.reason.key is ReasonKey.METER_STALE else order
            for id_, order in solar.items()
        },
        batteries={
            battery.id: BatterySetpoint(
                mode=BatteryMode.AUTO if battery.id in batteries else None, power=0.0, reason=failed
            )
            for battery in site.batteries
        },
        heat_pumps={
            pump.id: HeatPumpSetpoint(state=NORMAL if pump.id in heat_pumps else None, reason=failed)
            for pump in site.heat_pumps
        },
        loads={load.id: LoadSetpoint(power=0.0 if load.id in loads else None, reason=failed) for load in site.loads},
        memory=Memory(solar=solar_memory),
        state=Outlook(meter_stale=False, surplus=None, other_load=None, headroom=None),
    )


def safe_station_current(setpoint: ChargePointSetpoint) -> float | None:
    """Return what a station is left with (A): its fallback current, and never more than it has now.

    A paused car stays paused until the station's own watchdog decides, one that is switched off stays off. None for a
    station that is only observed: it is left alone.
    """
    if setpoint.current is None or setpoint.fallback_current is None:
        return None
    return min(setpoint.current, setpoint.fallback_current)
