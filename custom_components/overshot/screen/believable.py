"""Which values a device can have: each that cannot be is taken for not known, the others stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from math import isfinite
from typing import Any

from ..core.model import MonthPeak
from ..devices.driver import DeviceReadings
from ..devices.plausible import Bounds
from .limits import Limits

type Range = tuple[float, float]


def _station() -> dict[str, Range]:
    """Return the ranges of a charge point."""
    return {
        "power": Bounds.STATION_POWER.value,
        "currents": Bounds.STATION_CURRENT.value,
        "voltages": Bounds.VOLTAGE.value,
        "setpoint": Bounds.SETPOINT.value,
        "fallback_current": Bounds.SETPOINT.value,
        "phases": (1, 3),
        "session_energy": Bounds.SESSION_ENERGY.value,
        "energy": Bounds.ENERGY.value,
    }


def _meter(limits: Limits) -> dict[str, Range]:
    """Return the ranges of a meter."""
    power = (-limits.power, limits.power)
    return {
        "power": power,
        "phase_power": power,
        "currents": (-limits.current, limits.current),
        "voltages": Bounds.VOLTAGE.value,
        "energy_import": Bounds.ENERGY.value,
        "energy_export": Bounds.ENERGY.value,
        "quarter_demand": power,
        "tariff": (1, 4),
        "gas": Bounds.VOLUME.value,
        "water": Bounds.VOLUME.value,
    }


@dataclass(frozen=True, slots=True)
class Ranges:
    """The lowest and highest value of every field, by the part it belongs to."""

    parts: Mapping[str, Mapping[str, Range]]
    peak: Range

    @classmethod
    def of(cls, limits: Limits) -> Ranges:
        """Return the ranges of a house."""
        power = (-limits.power, limits.power)
        return cls(
            parts={
                "grid": _meter(limits),
                "meters": _meter(limits),
                "solar": {"power": power, "energy": Bounds.ENERGY.value},
                "battery": {
                    "power": power,
                    "soc": Bounds.STATE_OF_CHARGE.value,
                    "energy_charged": Bounds.ENERGY.value,
                    "energy_discharged": Bounds.ENERGY.value,
                },
                "charge_points": _station(),
                "heat_pumps": {"state": (1, 4)},
                "device": {"house_power": power},
            },
            peak=(0.0, limits.power),
        )


def believable(readings: DeviceReadings, ranges: Ranges, doubted: set[str]) -> DeviceReadings:
    """Return the readings without what cannot be, and add the path of each such value to `doubted`."""
    changes: dict[str, Any] = {}
    if not _in((readings.house_power,), ranges.parts["device"]["house_power"]):
        doubted.add("house_power")
        changes["house_power"] = None
    for name in ("grid", "solar", "battery"):
        if (part := getattr(readings, name)) is not None:
            changes[name] = _part(part, name, ranges.parts[name], ranges.peak, doubted)
    for name in ("charge_points", "meters", "heat_pumps"):
        changes[name] = {
            number: _part(part, f"{name}.{number}", ranges.parts[name], ranges.peak, doubted)
            for number, part in getattr(readings, name).items()
        }
    return replace(readings, **changes)


def _part[P: Any](part: P, path: str, ranges: Mapping[str, Range], peak: Range, doubted: set[str]) -> P:
    """Return one part of the readings without what cannot be."""
    changes: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, MonthPeak):
            wrong = not _in((value.demand,), peak)
        elif field.name == "peak_history":
            history = tuple(month for month in value if _in((month.demand,), peak))
            if history != value:
                doubted.add(f"{path}.{field.name}")
                changes[field.name] = history
            continue
        elif field.name in ranges and value is not None:
            wrong = not _in(value if isinstance(value, tuple) else (value,), ranges[field.name])
        else:
            continue
        if wrong:
            doubted.add(f"{path}.{field.name}")
            changes[field.name] = None
    return replace(part, **changes) if changes else part


def _in(values: Iterable[float | None], allowed: Range) -> bool:
    """Whether all values that are known can be."""
    return all(value is None or (isfinite(value) and allowed[0] <= value <= allowed[1]) for value in values)
