"""What connection, circuits and the month's peak leave to everything that is planned, in watts."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import inf, isfinite
from typing import Final
from zoneinfo import ZoneInfo

from ...control.charging.view import View
from ...control.peak.state import QuarterState
from ...model import Circuit, Site
from ...model.series import QUARTER, local_midnight
from ..problem import CapacityTariff, FlexibleLoad, PlanBattery, PlanCircuit
from .inputs import PlanInputs

WISHED_PEAK_PRICE: Final = 5.0
"""What a kW above a wished peak is taken to cost where no tariff says so (EUR): about what it costs in Flanders."""

ALL_CHARGING: Final = "overshot_all_charging"
"""The circuit that stands for the limit of all charging together."""


def import_limit(inputs: PlanInputs) -> float:
    """Return what may be imported (W): by the derated connection, and by what the grid operator allows now."""
    connection = inputs.site.connection
    limit = connection.limit * connection.type.power_per_ampere(connection.type.phases, connection.voltage)
    told = inputs.settings.grid_limit
    if told is not None and (told.until is None or inputs.now < told.until):
        limit = min(limit, max(0.0, told.power))
    return limit


def most_current(site: Site, circuit: str | None) -> float:
    """Return what a device on a circuit may draw on each phase (A), were it alone."""
    return min((site.connection.limit, *(above.limit for above in _above(site, circuit))))


def known_circuit(site: Site, circuit: str | None) -> str | None:
    """Return a circuit where it exists and has a limit, else what it hangs on."""
    return next((above.id for above in _above(site, circuit) if _sound(above)), None)


def circuits(
    inputs: PlanInputs, views: Sequence[View], devices: Sequence[PlanBattery | FlexibleLoad]
) -> tuple[PlanCircuit, ...]:
    """Return the circuits that something planned hangs on, with what flows there besides where a meter tells."""
    site = inputs.site
    per_ampere = site.connection.type.power_per_ampere(site.connection.type.phases, site.connection.voltage)
    used = {above.id for device in devices for above in _above(site, device.circuit) if _sound(above)}
    planned = {device.id for device in devices}
    found = [
        PlanCircuit(
            id=circuit.id,
            limit=circuit.limit * per_ampere,
            parent=known_circuit(site, circuit.parent),
            other=_other(inputs, circuit, views, planned),
        )
        for circuit in site.circuits
        if circuit.id in used
    ]
    if any(device.circuit == ALL_CHARGING for device in devices):
        found.append(PlanCircuit(id=ALL_CHARGING, limit=max(0.0, inputs.settings.charging_limit or 0.0)))
    return tuple(found)


def open_quarter(inputs: PlanInputs) -> QuarterState | None:
    """Return the quarter that is known, if it is the one that runs."""
    quarter = inputs.quarter
    if quarter is None or not quarter.ends_at - QUARTER <= inputs.now < quarter.ends_at:
        return None
    return quarter


def capacity_tariff(inputs: PlanInputs) -> CapacityTariff | None:
    """Return what the month's peak costs, with the peak so far and what the open quarter took already.

    Where no tariff has a price for it, a peak that the user wishes to hold gets one. Next month begins anew: it is taken
    to come as high as this one, so that the last evening of a month is planned like any other.
    """
    tariff, wishes = inputs.capacity, inputs.settings.peak
    quarter, so_far = open_quarter(inputs), _month_peak(inputs)
    if tariff is not None and tariff.measured and tariff.per_kw_year > 0:
        price, peak = tariff.per_kw_year / 12, max(tariff.floor, so_far)
    elif wishes.active:
        price, peak = WISHED_PEAK_PRICE, max(wishes.wished, so_far)
    else:
        return None
    today = inputs.now.astimezone(ZoneInfo(inputs.site.time_zone)).date()
    following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return CapacityTariff(
        price=price,
        peak=peak,
        quarter_energy=max(0.0, quarter.used) if quarter is not None else None,
        month_end=local_midnight(following, inputs.site.time_zone),
        next_peak=peak,
    )


def _month_peak(inputs: PlanInputs) -> float:
    """Return the peak of this local month so far (W)."""
    quarter, zone = inputs.quarter, ZoneInfo(inputs.site.time_zone)
    if quarter is None:
        return 0.0
    counted, now = (quarter.ends_at - QUARTER).astimezone(zone), inputs.now.astimezone(zone)
    return max(0.0, quarter.month_peak) if (counted.year, counted.month) == (now.year, now.month) else 0.0


def _sound(circuit: Circuit) -> bool:
    """Whether a circuit has a limit."""
    return isfinite(circuit.limit) and circuit.limit > 0


def _above(site: Site, circuit: str | None) -> list[Circuit]:
    """Return a circuit and all that it hangs on."""
    by_id: Mapping[str, Circuit] = {it.id: it for it in site.circuits}
    found: list[Circuit] = []
    while circuit is not None and (it := by_id.get(circuit)) is not None and it not in found:
        found.append(it)
        circuit = it.parent
    return found


def _other(inputs: PlanInputs, circuit: Circuit, views: Sequence[View], planned: set[str]) -> float:
    """Return what flows on a metered circuit besides what is planned (W); 0 where nobody tells."""
    measured = inputs.snapshot.circuits.get(circuit.id)
    if measured is None or measured.value.power is None or abs(measured.age(inputs.now)) > QUARTER.total_seconds():
        return 0.0
    flows = measured.value.power
    for view in views:
        if view.point.id in planned and circuit in _above(inputs.site, view.point.circuit):
            flows -= view.last_power
    for battery in inputs.site.batteries:
        reading = inputs.snapshot.batteries.get(battery.id)
        if battery.id in planned and reading is not None and circuit in _above(inputs.site, battery.circuit):
            flows += reading.value.power or 0.0
    return flows if isfinite(flows) and abs(flows) < inf else 0.0
