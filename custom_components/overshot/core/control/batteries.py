"""What each battery is told: what the user orders, within what the fuse leaves for charging."""

from collections.abc import Mapping
from datetime import datetime

from ..model import (
    NO_PHASES,
    Battery,
    BatteryMode,
    BatteryReading,
    BatterySetpoint,
    PhaseVector,
    Reading,
    Reason,
    ReasonKey,
    Site,
    Snapshot,
)
from .balance import BATTERY_SILENT_AFTER
from .settings import BatterySettings, SiteSettings

_UNTOUCHED = BatterySettings()


def pending_charge(site: Site, orders: Mapping[str, float], snapshot: Snapshot) -> PhaseVector:
    """Return what batteries were told to charge with and do not draw yet (A on each phase): booked for them."""
    booked = 0.0
    for battery in site.batteries:
        told = orders.get(battery.id, 0.0)
        if told > 0:
            measured = snapshot.batteries.get(battery.id)
            booked += max(0.0, told - _charging(measured)) / _power_per_ampere(site, battery)
    return (booked, booked, booked) if booked else NO_PHASES


def order_batteries(
    site: Site, settings: SiteSettings, snapshot: Snapshot, left: PhaseVector | None, now: datetime
) -> dict[str, BatterySetpoint]:
    """Return what each battery is told.

    `left` is what the house and the cars leave on each phase (A) beside what the batteries draw already; None while the
    grid meter is silent, which gives every battery back to its own automatic.
    """
    room = min(left[: site.connection.type.phases]) if left is not None else 0.0
    told: dict[str, BatterySetpoint] = {}
    for battery in site.batteries:
        wish = settings.batteries.get(battery.id, _UNTOUCHED)
        measured = snapshot.batteries.get(battery.id)
        setpoint = _order(site, battery, wish, measured, room if left is not None else None, now)
        told[battery.id] = setpoint
        if setpoint.mode is BatteryMode.CHARGE:
            room -= max(0.0, setpoint.power - _charging(measured)) / _power_per_ampere(site, battery)
    return told


def _order(
    site: Site,
    battery: Battery,
    wish: BatterySettings,
    measured: Reading[BatteryReading] | None,
    room: float | None,
    now: datetime,
) -> BatterySetpoint:
    """Return what one battery is told."""
    if not wish.controlled:
        return BatterySetpoint(mode=None, power=0.0, reason=Reason(ReasonKey.READ_ONLY))
    if measured is None or abs(measured.age(now)) > BATTERY_SILENT_AFTER:
        return _automatic(ReasonKey.BATTERY_SILENT)
    if room is None:
        return _automatic(ReasonKey.METER_STALE)
    if wish.mode is BatteryMode.AUTO or (wish.until is not None and now >= wish.until):
        return _automatic(ReasonKey.AUTOMATIC)
    if wish.mode is BatteryMode.HOLD:
        return BatterySetpoint(mode=wish.mode, power=0.0, reason=Reason(ReasonKey.BY_HAND))
    if wish.mode is BatteryMode.DISCHARGE:
        power = min(wish.power, battery.max_discharge)
        return BatterySetpoint(mode=wish.mode, power=power, reason=Reason(ReasonKey.BY_HAND))
    wished = min(wish.power, battery.max_charge)
    possible = max(0.0, _charging(measured) + room * _power_per_ampere(site, battery))
    if possible < wished:
        # Holding would still let it charge on the sun alone; a charge of nothing takes from nobody.
        return BatterySetpoint(
            mode=BatteryMode.CHARGE, power=round(possible), reason=Reason(ReasonKey.FUSE_LIMITED, {"power": possible})
        )
    return BatterySetpoint(mode=BatteryMode.CHARGE, power=wished, reason=Reason(ReasonKey.BY_HAND))


def charge_orders(setpoints: Mapping[str, BatterySetpoint]) -> dict[str, float]:
    """Return the charging power each battery was told (W)."""
    return {id_: setpoint.power if setpoint.mode is BatteryMode.CHARGE else 0.0 for id_, setpoint in setpoints.items()}


def _automatic(key: ReasonKey) -> BatterySetpoint:
    """Return the order to run by itself."""
    return BatterySetpoint(mode=BatteryMode.AUTO, power=0.0, reason=Reason(key))


def _charging(measured: Reading[BatteryReading] | None) -> float:
    """Return with what a battery charges (W)."""
    return max(0.0, -(measured.value.power or 0.0)) if measured is not None else 0.0


def _power_per_ampere(site: Site, battery: Battery) -> float:
    """Return what one ampere on each of its phases means (W/A)."""
    return site.connection.type.power_per_ampere(battery.phases, site.connection.voltage)
