"""Work out the solar surplus of the site from meter, batteries and cars."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from ..model import Battery, BatteryReading, MeterReading, Reading, Site, Snapshot
from .charging.memory import PriorityMemory
from .charging.modes import FOLLOWING
from .charging.surplus import timer
from .charging.view import View
from .settings import SiteSettings, SurplusPriority

BATTERY_SILENT_AFTER = 60.0
"""A battery silent for longer is unknown power: no surplus is assumed from it (s)."""

SURPLUS_TIME_CONSTANT = 5.0
"""Smoothing of the surplus (s)."""

FULL = 99.0
"""From here on a battery is full (%): many never tell 100."""

SOC_BAND = 5.0
"""Batteries that have come to their state of charge come first again when they have lost so much (%)."""

EXPORTING = 200.0
"""What goes to the grid beside a charging battery from here on is more than it can take (W)."""

ANSWERED = 45.0
"""...where it lasts so long (s): a battery answers within that time."""

FORGETTING = 3600.0
"""A battery that could not take more is believed to take all it is rated for again after so long (s)."""


def fresh_batteries(
    batteries: Mapping[str, Reading[BatteryReading]], now: datetime
) -> tuple[list[Reading[BatteryReading]], datetime | None]:
    """Return the batteries whose power is known, and when the oldest of them was read."""
    fresh = [
        battery
        for battery in batteries.values()
        if battery.value.power is not None and abs(battery.age(now)) <= BATTERY_SILENT_AFTER
    ]
    return fresh, min((battery.at for battery in fresh), default=None)


def site_surplus(
    reading: MeterReading, views: Sequence[View], batteries: Iterable[Reading[BatteryReading]]
) -> float | None:
    """Return what the house without its steered cars leaves over (W), None where the meter is mute.

    What a battery charges with is surplus too: by default the charge point comes first. What it discharges is not.
    """
    power = reading.power
    if power is None:
        if reading.phase_power is None:
            return None
        power = sum(reading.phase_power)
    for battery in batteries:
        power += battery.value.power or 0.0
    for view in views:
        if view.steered:
            power -= view.last_power
    return -power


def smooth(previous: float | None, value: float, seconds: float, lateness: float) -> float:
    """Return an exponentially smoothed value, `seconds` after the previous one; the first one as it is.

    A battery on its own automatic answers a car within seconds. By its power of `lateness` seconds ago the surplus is
    too high by all that the car has taken since, and followed at once it would make the car take still more. The older
    the battery's reading, the less the value weighs. The same goes for a station that is read seldom: by its power of
    then, the car's own new load is somebody else's.
    """
    if previous is None:
        return value
    weight = seconds / (SURPLUS_TIME_CONSTANT + 2 * lateness + seconds)
    return previous + weight * (value - previous)


def left_by_others(surplus: float, views: Iterable[View]) -> float:
    """Return the surplus that cars in another mode leave for those that follow it (W).

    They are counted as they draw now: when a boosting car is told to follow the sun, its share is free at once.
    """
    return surplus - sum(view.last_power for view in views if view.steered and view.settings.mode not in FOLLOWING)


def _charge_of_all(site: Site, batteries: Mapping[str, Reading[BatteryReading]], now: datetime) -> float | None:
    """Return the state of charge of all batteries together (%), weighted by capacity; None where none is known.

    One of unknown capacity counts as much as the others do on average.
    """
    known = [
        (_battery(site, id_).capacity, battery.value.soc)
        for id_, battery in batteries.items()
        if battery.value.soc is not None and abs(battery.age(now)) <= BATTERY_SILENT_AFTER
    ]
    told = [capacity for capacity, _ in known if capacity]
    usual = sum(told) / len(told) if told else 1.0
    total = sum(capacity or usual for capacity, _ in known)
    return sum((capacity or usual) * soc for capacity, soc in known) / total if total else None


def keep_for_batteries(
    site: Site,
    settings: SiteSettings,
    memory: PriorityMemory,
    snapshot: Snapshot,
    power: float,
    elapsed: float,
    now: datetime,
) -> tuple[float, PriorityMemory]:
    """Return what of the surplus is kept for the batteries (W), and what to remember.

    Where they come first they keep all they could take, up to their state of charge; what goes to the grid (its `power`
    in W, negative) beside them `elapsed` seconds after the last reading shows that they take no more than they do.
    """
    soc = _charge_of_all(site, snapshot.batteries, now)
    if settings.surplus_priority is SurplusPriority.CHARGE_POINT or soc is None:
        return 0.0, _CARS_FIRST
    goal = min(settings.surplus_priority_soc, FULL)
    first = soc < (goal if memory.batteries_first is not False else goal - SOC_BAND)
    if not first:
        return 0.0, PriorityMemory(batteries_first=False)
    most = charging = 0.0
    for id_, battery in snapshot.batteries.items():
        if abs(battery.age(now)) <= BATTERY_SILENT_AFTER and (battery.value.soc or 0.0) < goal:
            most += _battery(site, id_).max_charge
            charging += max(0.0, -(battery.value.power or 0.0))
    before = memory.takes if memory.takes is not None else most
    takes = max(charging, before + most * elapsed / FORGETTING)
    since = timer(memory.exporting_since, now) if power < -EXPORTING else None
    if since is not None and (now - since).total_seconds() >= ANSWERED:
        takes = charging
    takes = min(most, takes)
    return takes, PriorityMemory(batteries_first=True, takes=takes, exporting_since=since)


def _battery(site: Site, id_: str) -> Battery:
    """Return what is known of a battery; the usual of one that is only read."""
    return next((battery for battery in site.batteries if battery.id == id_), _USUAL)


_CARS_FIRST = PriorityMemory()
_USUAL = Battery(id="", name="")
