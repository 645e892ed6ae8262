"""Random faults: every row of the fail-safe table, at random moments."""

from collections.abc import Callable
from random import Random
from typing import Any

type Site = dict[str, Any]
type Happening = tuple[str, dict[str, Any]]
"""`events` or `faults`, and the entry."""

EVERY = 2400.0
"""Between two faults, on average (s)."""


def random_faults(seed: int, scenario: dict[str, Any]) -> dict[str, Any]:
    """Return a scenario with faults added, one at a time."""
    random = Random(f"faults {seed}")
    events: list[dict[str, Any]] = list(scenario["events"])
    faults: list[dict[str, Any]] = []
    at = random.uniform(600, EVERY)
    while at < scenario["duration"] - 600:
        lasts = round(random.choice((5, 15, 30, 60, 120, 400)) * random.uniform(0.7, 1.4))
        where, entry = random.choice(_ROWS)(random, scenario["site"], lasts)
        (events if where == "events" else faults).append({"at": round(at), **entry})
        at += lasts + random.uniform(120, 2 * EVERY)
    return {**scenario, "name": f"{scenario['name']} with faults", "events": events, "faults": faults}


def _meter(random: Random, site: Site, lasts: int) -> Happening:
    """The grid meter is silent, or sends garbage, or late."""
    kind = random.choice(("silent", "garbage", "wrong_crc", "refused", "late"))
    return "faults", {"device": "p1", "kind": kind, "for": lasts, "lateness": random.choice((2, 5, 15))}


def _station(random: Random, site: Site, lasts: int) -> Happening:
    """A charge point is silent, or answers late."""
    point = random.choice(site["charge_points"])["id"]
    kind = random.choice(("silent", "refused", "late"))
    return "faults", {"device": point, "kind": kind, "for": lasts, "lateness": random.choice((1, 3))}


def _deaf_station(random: Random, site: Site, lasts: int) -> Happening:
    """A charge point ignores what it is told."""
    point = random.choice(site["charge_points"])["id"]
    cure = random.choice(("time", "repeat", "pause", "restart"))
    return "events", {"type": "station_ignores", "charge_point": point, "cure": cure, "for": lasts * 3}


def _inverter(random: Random, site: Site, lasts: int) -> Happening:
    """Battery and solar inverter are silent."""
    device = "goodwe" if "battery" in site else "heat_pump"
    return "faults", {"device": device, "kind": random.choice(("silent", "late")), "for": lasts}


def _appliance(random: Random, site: Site, lasts: int) -> Happening:
    """The heat pump's contacts or the boiler are silent."""
    return "faults", {"device": random.choice(("heat_pump", "boiler")), "kind": "silent", "for": lasts}


def _restart(random: Random, site: Site, lasts: int) -> Happening:
    """Home Assistant restarts."""
    return "events", {"type": "restart", "for": lasts}


_ROWS: tuple[Callable[[Random, Site, int], Happening], ...] = (
    _meter,
    _meter,
    _station,
    _deaf_station,
    _inverter,
    _appliance,
    _restart,
)
