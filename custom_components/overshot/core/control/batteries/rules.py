"""What each battery is told: what it should do, within what the circuits leave for charging.

A battery answers within seconds, and its own reading is some seconds older than the meter's. So a new order is left to
settle before what is measured is believed again; only an excess that the meter shows lowers it meanwhile.
"""

from collections.abc import Mapping
from datetime import datetime
from math import floor
from typing import Final

from ...model import Battery, BatteryMode, BatteryReading, BatterySetpoint, Reading, Reason, ReasonKey, Site, Snapshot
from ..balance import BATTERY_SILENT_AFTER
from ..limits.booking import Booking, RoomOf
from ..settings import SiteSettings
from .memory import ChargeOrder
from .settings import BatterySettings
from .sharing import BatteryWish

SETTLE: Final = 15.0
"""So long after an order the battery's reading does not tell yet what it draws (s): a poll, its answer, another poll."""

POWER_STEP: Final = 100.0
"""A charge that the fuse limits is told in such steps (W), so that not every watt of the house is an order."""

_UNTOUCHED = BatterySettings()
_AUTOMATIC = BatteryWish(mode=BatteryMode.AUTO, reason=Reason(ReasonKey.AUTOMATIC))


def pending_charges(site: Site, orders: Mapping[str, ChargeOrder], snapshot: Snapshot) -> list[Booking]:
    """Return what batteries were told to charge with and do not draw yet: booked for them, on any phase."""
    booked: list[Booking] = []
    for battery in site.batteries:
        order = orders.get(battery.id)
        if order is not None and order.power > 0:
            charging = _charging(snapshot.batteries.get(battery.id))
            amps = max(0.0, order.power - charging) / _power_per_ampere(site, battery)
            if amps > 0:
                booked.append(Booking(circuit=battery.circuit, currents=(amps, amps, amps)))
    return booked


def order_batteries(
    site: Site,
    settings: SiteSettings,
    wishes: Mapping[str, BatteryWish],
    orders: Mapping[str, ChargeOrder],
    snapshot: Snapshot,
    left: RoomOf | None,
    headroom: RoomOf | None,
    now: datetime,
) -> dict[str, BatterySetpoint]:
    """Return what each battery is told; one without a wish runs by its own automatic.

    `left` is what the house, the batteries and the cars left on each phase of a circuit in the last seconds (A),
    `headroom` what the newest reading of the meters leaves of the limits (A). Both are None while the grid meter is
    silent, which gives every battery back to its own automatic.
    """
    phases = site.connection.type.phases
    # What was given to one before does not show in the room yet.
    taken = 0.0
    told: dict[str, BatterySetpoint] = {}
    for battery in site.batteries:
        wish = wishes.get(battery.id, _AUTOMATIC)
        measured = snapshot.batteries.get(battery.id)
        controlled = settings.batteries.get(battery.id, _UNTOUCHED).controlled
        setpoint = _idle(controlled, measured, snapshot.on_backup, now)
        if setpoint is None and (left is None or headroom is None):
            setpoint = _automatic(ReasonKey.METER_STALE)
        if setpoint is None and left is not None and headroom is not None:
            room = min(left(battery.circuit)[:phases]) - taken
            spare = min(headroom(battery.circuit)[:phases])
            setpoint = _order(site, battery, wish, orders.get(battery.id), measured, room, spare, now)
            if setpoint.mode is BatteryMode.CHARGE:
                taken += max(0.0, setpoint.power - _charging(measured)) / _power_per_ampere(site, battery)
        assert setpoint is not None
        told[battery.id] = setpoint
    return told


def remember_charges(
    orders: Mapping[str, ChargeOrder], setpoints: Mapping[str, BatterySetpoint], now: datetime
) -> dict[str, ChargeOrder]:
    """Return with what each battery was told to charge (W), and since when."""
    remembered: dict[str, ChargeOrder] = {}
    for id_, setpoint in setpoints.items():
        power = setpoint.power if setpoint.mode is BatteryMode.CHARGE else 0.0
        before = orders.get(id_)
        # An order from the future was given before the clock was set back.
        same = before is not None and before.power == power and before.since <= now
        remembered[id_] = before if same and before is not None else ChargeOrder(power, now)
    return remembered


def _idle(
    controlled: bool, measured: Reading[BatteryReading] | None, on_backup: bool, now: datetime
) -> BatterySetpoint | None:
    """Return what a battery is told that nothing can be ordered of now, or None."""
    if not controlled:
        return BatterySetpoint(mode=None, power=0.0, reason=Reason(ReasonKey.READ_ONLY))
    if measured is None or abs(measured.age(now)) > BATTERY_SILENT_AFTER:
        return _automatic(ReasonKey.BATTERY_SILENT)
    if on_backup:
        return _automatic(ReasonKey.ON_BACKUP)
    return None


def _order(
    site: Site,
    battery: Battery,
    wish: BatteryWish,
    before: ChargeOrder | None,
    measured: Reading[BatteryReading] | None,
    room: float,
    spare: float,
    now: datetime,
) -> BatterySetpoint:
    """Return what one battery is told; only charging takes room."""
    if wish.mode is not BatteryMode.CHARGE:
        return BatterySetpoint(mode=wish.mode, power=wish.power, reason=wish.reason)
    watts = _power_per_ampere(site, battery)
    possible = _possible(before, measured, room * watts, spare * watts, now)
    if possible >= wish.power:
        return BatterySetpoint(mode=BatteryMode.CHARGE, power=wish.power, reason=wish.reason)
    if before is not None and possible == before.power and _settling(before, now) and spare >= 0:
        # It is raised a little later; nothing limits it.
        return BatterySetpoint(mode=BatteryMode.CHARGE, power=before.power, reason=wish.reason)
    # Holding would still let it charge on the sun alone; a charge of nothing takes from nobody.
    power = floor(max(0.0, possible) / POWER_STEP) * POWER_STEP
    return BatterySetpoint(
        mode=BatteryMode.CHARGE, power=power, reason=Reason(ReasonKey.FUSE_LIMITED, {"power": power})
    )


def _possible(
    before: ChargeOrder | None, measured: Reading[BatteryReading] | None, room: float, spare: float, now: datetime
) -> float:
    """Return with what a battery may charge (W): what it draws, and what is left (W); less where the meter is above.

    `room` is what the last seconds left, `spare` what is left by the newest reading.
    """
    drawn = _charging(measured)
    ordered = before is not None and before.power > 0
    if before is not None and ordered and _settling(before, now):
        # It is on its way: nothing is added, and a reduction under way is not made twice.
        return min(before.power, drawn + spare) if spare < 0 else before.power
    if measured is None or abs(measured.age(now)) >= SETTLE:
        # What it drew then says nothing of now.
        drawn = 0.0
    return drawn + spare if spare < 0 else drawn + max(0.0, room)


def _settling(before: ChargeOrder, now: datetime) -> bool:
    """Whether an order was given so lately that what is measured does not tell yet what comes of it."""
    return 0 <= (now - before.since).total_seconds() < SETTLE


def _automatic(key: ReasonKey) -> BatterySetpoint:
    """Return the order to run by itself."""
    return BatterySetpoint(mode=BatteryMode.AUTO, power=0.0, reason=Reason(key))


def _charging(measured: Reading[BatteryReading] | None) -> float:
    """Return with what a battery charges (W)."""
    return max(0.0, -(measured.value.power or 0.0)) if measured is not None else 0.0


def _power_per_ampere(site: Site, battery: Battery) -> float:
    """Return what one ampere on each of its phases means (W/A)."""
    return site.connection.type.power_per_ampere(battery.phases, site.connection.voltage)
