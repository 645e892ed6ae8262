"""Random weather and random use of a house, as the series and events of a scenario."""

from math import pi, sin
from random import Random
from typing import Any

DAY = 86_400.0
SUN_STEP = 120.0
LOAD_STEP = 600.0

_SEASONS = {"2026-01-12": (8.5, 17.0, 0.35), "2026-04-13": (6.8, 20.3, 0.8), "2026-07-06": (5.6, 21.9, 1.0)}
"""Mondays: when the sun rises and sets (h), and how strong it is."""

_APPLIANCES = (
    ("kettle", 2200.0, 150.0, 6),
    ("oven", 2800.0, 2400.0, 1),
    ("washing_machine", 2000.0, 1500.0, 1),
    ("hob", 1800.0, 1500.0, 2),
    ("vacuum", 900.0, 900.0, 1),
    ("dryer", 2300.0, 3600.0, 1),
)
"""Name, power (W), how long it runs (s), times a day."""


def season(random: Random) -> str:
    """Return a first day."""
    return random.choice(list(_SEASONS))


def sun(random: Random, first_day: str, days: float, peak: float) -> dict[str, Any]:
    """Return what the sun offers: clear hours, broken clouds, grey hours, each day its own mixture."""
    rise, fall, strength = _SEASONS[first_day]
    values: list[float] = []
    sky, left = 1.0, 0
    for index in range(round(days * DAY / SUN_STEP) + 1):
        hour = index * SUN_STEP / 3600 % 24
        if left <= 0:
            kind = random.choice(("clear", "broken", "broken", "grey"))
            left = random.randint(10, 90) if kind != "broken" else random.randint(1, 6)
            sky = {"clear": 1.0, "grey": 0.2}.get(kind) or random.choice((0.15, 0.4, 0.7, 1.0))
        left -= 1
        height = max(0.0, sin(pi * (hour - rise) / (fall - rise))) if rise < hour < fall else 0.0
        values.append(round(peak * strength * height * sky * random.uniform(0.97, 1.0)))
    return {"step": SUN_STEP, "power": values}


def load(random: Random, days: float, phases: int) -> dict[str, Any]:
    """Return the base load of each phase."""
    count = round(days * DAY / LOAD_STEP) + 1
    series: dict[str, Any] = {"step": LOAD_STEP}
    for phase in range(phases):
        series[f"l{phase + 1}"] = [
            round(random.uniform(60, 250) + (250 if 6 < index * LOAD_STEP / 3600 % 24 < 23 else 0))
            for index in range(count)
        ]
    return series


def appliances(random: Random, days: float, phases: int) -> list[dict[str, Any]]:
    """Return appliances that are switched on during the day, each on a phase of its own."""
    events: list[dict[str, Any]] = []
    wired = {name: f"l{random.randint(1, phases)}" for name, *_ in _APPLIANCES}
    for day in range(int(days) + 1):
        for name, power, lasts, times in _APPLIANCES:
            for _ in range(random.randint(0, times)):
                at = round(day * DAY + random.uniform(6.5, 22.5) * 3600)
                if at < days * DAY - 60:
                    use = {"at": at, "type": "appliance_on", "name": name, "power": power, "phases": [wired[name]]}
                    events.append({**use, "for": round(lasts * random.uniform(0.5, 1.3))})
    return events
