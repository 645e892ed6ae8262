"""The cars: what each wants by when, by its mode, its targets and its habits, and what its station really can."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ...control.charging.modes import FAST
from ...control.charging.phases import can_switch, full_power, minimum_power
from ...control.charging.settings import ChargePointSettings, PhaseManagement
from ...control.charging.targets import TOLERANCE, range_goal, weekly_goals
from ...control.charging.view import View, look
from ...control.charging.wiring import most_phases
from ...forecast.cars import Arrival, Departure
from ...model import ChargingMode, Series
from ..problem import EnergyDemand, FlexibleLoad, LoadKind
from .inputs import AssemblySettings, CarDetails, PlanInputs
from .limits import ALL_CHARGING, known_circuit, most_current
from .outlooks import FixedLoad

LIKELY: Final = 0.5
"""A stay that is less likely than not is not expected: what is kept for it would be kept in vain more often than not."""

READY_BEFORE: Final = timedelta(minutes=5)
"""A car is planned to be ready so much before it leaves: what is left for the last minutes can only be had at full power."""

READY_SHARE: Final = 0.1
"""...but of a short stay no more than this share of the time that is left, as all of it is needed."""

MARGIN_SHARE: Final = 0.1
"""The margin before a deadline is no more than this share of the time that is left: in a short stay all would be hurried."""

EXPECTED_WORTH: Final = 0.01
"""A kWh is worth so much more to a car that is expected than it costs at most while it will be there (EUR/kWh).

It is no demand: nobody misses what a car does not get that may not even come, and it is no reason to raise a peak.
"""

_UNTOUCHED: Final = ChargePointSettings()
_UNTOLD: Final = CarDetails()
_FROM_GRID: Final = frozenset({ChargingMode.SAFE_PV_SURPLUS, ChargingMode.EFFICIENT_PV_SURPLUS})


@dataclass(frozen=True, slots=True)
class Cars:
    """All cars of a site."""

    planned: tuple[FlexibleLoad, ...] = ()
    fixed: tuple[FixedLoad, ...] = ()


@dataclass(frozen=True, slots=True)
class _Want:
    """Energy (Wh) that is still missing at a time."""

    due: datetime
    missing: float


def look_at_all(inputs: PlanInputs) -> tuple[View, ...]:
    """Return every charge point as the controller sees it."""
    return tuple(
        look(
            inputs.site,
            point,
            inputs.settings.charge_points.get(point.id, _UNTOUCHED),
            inputs.memory.charge_points.get(point.id),
            inputs.snapshot,
            inputs.now,
        )
        for point in inputs.site.charge_points
    )


def find_cars(inputs: PlanInputs, settings: AssemblySettings, views: Sequence[View], until: datetime) -> Cars:
    """Return the cars that can be planned, and those that charge whatever the plan says; `until` the prices are known."""
    planned: list[FlexibleLoad] = []
    fixed: list[FixedLoad] = []
    for view in views:
        mode = view.settings.mode
        if not view.settings.controlled or mode is ChargingMode.OFF:
            fixed += _as_it_charges(inputs, view)
        elif mode in FAST:
            fixed += _as_fast_as_it_may(inputs, settings, view, until)
        else:
            at_once = _at_once(view)
            fixed += at_once
            if (load := _flexible(inputs, settings, view, at_once, until)) is not None:
                planned.append(load)
    return Cars(tuple(planned), tuple(fixed))


def deadlines(cars: Cars, until: datetime) -> tuple[datetime, ...]:
    """Return when cars must be ready that are asked for energy before a moment."""
    return tuple(it.end for load in cars.planned for it in load.demands if it.energy > 0 and it.end <= until)


def room_worth(load: FlexibleLoad, value: float) -> FlexibleLoad:
    """Return a load with what it can take on top worth so much (EUR/kWh), where nothing else was said of it."""
    demands = (replace(it, room_value=value) if it.room and not it.room_value else it for it in load.demands)
    return replace(load, demands=tuple(demands))


def plugged_in(view: View) -> bool:
    """Whether a vehicle is connected; of a station that is silent, whether one was."""
    return view.connected or (view.reading is None and view.session.since is not None)


def _at_once(view: View) -> list[FixedLoad]:
    """Return what the safe mode guarantees: at least the minimum from plug-in on, whatever the plan says."""
    missing = view.settings.guaranteed_energy - view.session.energy
    if view.settings.mode is not ChargingMode.SAFE_PV_SURPLUS or missing <= TOLERANCE:
        return []
    if not plugged_in(view) or _wants_nothing(view) or view.barred is not None or view.on_backup:
        return []
    return [FixedLoad(power=_least(view), energy=missing, most_energy=missing)]


def _flexible(
    inputs: PlanInputs, settings: AssemblySettings, view: View, at_once: Sequence[FixedLoad], until: datetime
) -> FlexibleLoad | None:
    """Return a charge point as a load that can be moved, after what is given at once; None where nothing charges there."""
    most, least = _most(inputs, view), _least(view)
    if view.barred is not None or view.on_backup or most <= 0 or most < least:
        return None
    demands: list[EnergyDemand] = []
    if plugged_in(view) and not _wants_nothing(view):
        demands = _demands(inputs, settings, view, most, at_once)
    if settings.arrivals and view.settings.mode in _FROM_GRID:
        after = demands[-1].end if demands else inputs.now
        if plugged_in(view) and not demands:
            after = _departure(inputs, view).median
        demands += _arriving(inputs, view, after, until)
    if not demands:
        return None
    return FlexibleLoad(
        id=view.point.id,
        max_power=most,
        min_power=least,
        steady=settings.steady_cars,
        easy_power=_easy(view),
        kind=LoadKind.CAR,
        demands=tuple(demands),
        circuit=_circuit(inputs, view),
    )


def _demands(
    inputs: PlanInputs, settings: AssemblySettings, view: View, most: float, at_once: Sequence[FixedLoad]
) -> list[EnergyDemand]:
    """Return what a plugged-in car wants, one after the other; on top of the first one what the sun gives over."""
    details, habits = inputs.cars.get(view.point.id, _UNTOLD), _departure(inputs, view)
    asked = sum(it.energy for it in at_once)
    now = inputs.now + sum((timedelta(hours=it.energy / it.power) for it in at_once), timedelta())
    wants = sorted(_wants(inputs, settings, view, details, habits), key=lambda it: it.due)
    energies: list[tuple[datetime, float]] = []
    for want in wants:
        more = want.missing - asked
        if more > TOLERANCE and want.due > now:
            energies.append((want.due, more))
            asked = want.missing
    demands: list[EnergyDemand] = []
    carried = 0.0
    for index in reversed(range(len(energies))):
        due, energy = energies[index]
        start = energies[index - 1][0] if index else now
        energy += carried
        # What does not fit between two deadlines has to be there at the first one.
        fits = most * (due - start) / timedelta(hours=1) if index else energy
        carried = max(0.0, energy - fits)
        energy -= carried
        # Where all of the time is needed, nothing is early.
        lasts = timedelta(hours=energy / most) if most > 0 else due - start
        ready = min(due, max(due - min(READY_BEFORE, READY_SHARE * (due - start)), start + lasts))
        margin = min(settings.margin, MARGIN_SHARE * (ready - start))
        demands.insert(0, EnergyDemand(energy=energy, start=start, end=ready, margin=margin, told=due))
    room = _room(inputs, view, habits, asked)
    if room > TOLERANCE:
        if demands:
            demands[0] = replace(demands[0], room=room)
        else:
            leaves = max(details.departure or habits.median, now + timedelta(minutes=15))
            demands = [EnergyDemand(energy=0.0, start=now, end=leaves, room=room)]
    return demands


def _wants(
    inputs: PlanInputs, settings: AssemblySettings, view: View, details: CarDetails, habits: Departure
) -> list[_Want]:
    """Return what must be there by when, all counted from now."""
    mode, session, now = view.settings.mode, view.session, inputs.now
    leaves = details.departure if details.departure is not None and details.departure > now else None
    if details.energy is not None:
        return [_Want(leaves or habits.early, max(0.0, details.energy - session.energy))]
    wants: list[_Want] = []
    if mode is ChargingMode.PV_SURPLUS:
        return wants
    if mode is ChargingMode.EFFICIENT_PV_SURPLUS:
        zone = ZoneInfo(inputs.site.time_zone)
        wants += [_Want(it.due, it.missing) for it in weekly_goals(view.settings.targets, session, zone, now)]
    wish = range_goal(view.settings, session, now)
    if wish is not None:
        wants.append(_Want(wish.due, wish.missing))
    untold = mode is ChargingMode.EFFICIENT_PV_SURPLUS and not view.settings.targets and wish is None
    if untold and settings.learnt_needs and habits.learnt:
        wants.append(_Want(leaves or habits.early, habits.energy))
    left = _left_in_vehicle(view)
    return wants if left is None else [_Want(it.due, min(it.missing, left)) for it in wants]


def _room(inputs: PlanInputs, view: View, habits: Departure, asked: float) -> float:
    """Return what a car can take of the sun beyond what is asked for (Wh).

    Where its user told what it needs and the vehicle tells nothing, it may well be full by then: nothing is kept for it.
    """
    if inputs.cars.get(view.point.id, _UNTOLD).energy is not None:
        return 0.0
    left, mode = _left_in_vehicle(view), view.settings.mode
    if left is None:
        wish = view.settings.range_wish
        if wish is not None and wish.until > inputs.now and mode in _FROM_GRID:
            # Of a wished range, the sun has to give its eco share.
            left = wish.distance * view.settings.consumption - view.session.energy
        elif mode is ChargingMode.EFFICIENT_PV_SURPLUS and view.settings.targets:
            left = 0.0
        else:
            left = habits.mean_energy
    return max(0.0, left - asked)


def _left_in_vehicle(view: View) -> float | None:
    """Return what the battery of a vehicle can still take (Wh), where it tells."""
    soc = view.reading.vehicle_soc if view.reading is not None else None
    capacity = view.settings.vehicle_capacity
    if soc is None or capacity is None or capacity <= 0:
        return None
    return capacity * max(0.0, 100.0 - soc) / 100


def _departure(inputs: PlanInputs, view: View) -> Departure:
    """Return what the car at a charge point will do by its habits."""
    since = view.session.since
    arrived = min(since, inputs.now) if since is not None else inputs.now
    return inputs.outlook.departure(view.point.id, arrived, inputs.now, view.session.energy)


def _wants_nothing(view: View) -> bool:
    """Whether a car is full, asleep or out of order."""
    reading = view.reading
    if view.memory.minimum.exhausted:
        return True
    return reading is not None and (reading.finished or reading.fault is not None)


def _arriving(inputs: PlanInputs, view: View, after: datetime, until: datetime) -> list[EnergyDemand]:
    """Return what a car will want that comes as it uses to, weighted by how likely that is; nobody insists on it."""
    found: list[EnergyDemand] = []
    for it in _likely(inputs, view, after, until):
        if it.arrives >= (found[-1].end if found else after):
            found.append(
                EnergyDemand(
                    energy=0.0,
                    start=it.arrives,
                    end=it.leaves,
                    room=it.probability * it.energy,
                    room_value=_dearest(inputs.import_prices, it.arrives, it.leaves) + EXPECTED_WORTH,
                )
            )
    return found


def _dearest(prices: Series, start: datetime, end: datetime) -> float:
    """Return the highest price between two moments, as far as they are known (EUR/kWh)."""
    return max((it.value for it in prices.spans if it.start < end and it.end > start), default=0.0)


def _likely(inputs: PlanInputs, view: View, after: datetime, until: datetime) -> list[Arrival]:
    """Return the stays that are likely between two moments."""
    return [
        it
        for it in inputs.outlook.arrivals(view.point.id, inputs.now, until)
        if it.arrives >= after and it.leaves > it.arrives and it.probability >= LIKELY and it.energy > TOLERANCE
    ]


def _as_fast_as_it_may(
    inputs: PlanInputs, settings: AssemblySettings, view: View, until: datetime
) -> list[FixedLoad]:  # fmt: skip
    """Return what a car draws that charges whatever it costs, and what one will that is likely to come."""
    found = []
    most = _most(inputs, view)
    peak = inputs.settings.peak
    if view.settings.mode is ChargingMode.TURBO and peak.active:
        most = min(most, max(peak.wished, _least(view)))
    stays = plugged_in(view)
    if most <= 0 or view.barred is not None or view.on_backup:
        return []
    if stays and not _wants_nothing(view):
        habits, told = _departure(inputs, view), inputs.cars.get(view.point.id, _UNTOLD).energy
        left = None if told is None else max(0.0, told - view.session.energy)
        power = view.last_power if view.charging else most
        found.append(
            FixedLoad(
                power=power,
                energy=habits.mean_energy if left is None else left,
                most_energy=habits.energy if left is None else left,
            )
        )
    if settings.arrivals and not stays:
        found += [
            FixedLoad(power=most * it.probability, energy=it.energy, most_energy=it.energy, start=it.arrives)
            for it in _likely(inputs, view, inputs.now, until)
        ]
    return found


def _as_it_charges(inputs: PlanInputs, view: View) -> list[FixedLoad]:
    """Return what a car draws that Overshot does not steer, as long as it is expected to."""
    if not view.charging:
        return []
    habits = _departure(inputs, view)
    return [FixedLoad(power=view.last_power, energy=habits.mean_energy, most_energy=habits.energy)]


def _most(inputs: PlanInputs, view: View) -> float:
    """Return the most its car can take (W): by station, car, fuse, circuits and what all charging may take."""
    most, limit = full_power(view), view.memory.minimum.limit
    current = view.maximum if limit is None else min(view.maximum, max(limit, view.minimum))
    if current > 0:
        most *= min(1.0, most_current(inputs.site, view.point.circuit) / current)
    together = inputs.settings.charging_limit
    return most if together is None else min(most, max(0.0, together))


def _least(view: View) -> float:
    """Return the least power above 0 that its car takes (W), on the fewest phases its station can charge on."""
    if can_switch(view):
        three = view.settings.phase_management is PhaseManagement.THREE_PHASE
        return minimum_power(view, most_phases(view.point) if three else 1)
    return view.minimum * view.power_per_ampere


def _easy(view: View) -> float | None:
    """Return the most its car takes on one phase (W), where its station can choose between one and more."""
    if not can_switch(view) or view.settings.phase_management is not PhaseManagement.AUTOMATIC:
        return None
    return view.maximum / view.minimum * minimum_power(view, 1)


def _circuit(inputs: PlanInputs, view: View) -> str | None:
    """Return the circuit of a charge point, or the one that stands for the limit of all charging."""
    circuit = known_circuit(inputs.site, view.point.circuit)
    if circuit is None and inputs.settings.charging_limit is not None:
        return ALL_CHARGING
    return circuit
