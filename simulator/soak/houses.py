"""Random houses with random cars, as scenarios."""

from random import Random
from typing import Any

from . import weather

KINDS = ("three_phase", "three_phase_delta", "single_phase")

_MODES = ("boost", "turbo", "pv_surplus", "pv_surplus", "safe_pv_surplus", "efficient_pv_surplus")
_ROTATIONS = ("l1l2l3", "l2l3l1", "l3l1l2", "l1l3l2", "l2l1l3", "l3l2l1")


def random_house(seed: int, days: float, kind: str) -> dict[str, Any]:
    """Return a house and what happens in it for some days, as a scenario. The same seed gives the same one."""
    random = Random(f"{seed} {kind}")
    first_day = weather.season(random)
    phases = 1 if kind == "single_phase" else 3
    # Big enough for what the cars may draw when they fall back, beside all appliances at once.
    fuse = random.choice((40, 50, 63) if phases == 1 else (32, 40, 50))
    count = 1 if phases == 1 else random.randint(1, 3)
    site: dict[str, Any] = {
        "connection": {"type": kind, "fuse": fuse, "month_peak": 2500},
        "grid_meter": {"interval": random.choice((1, 1, 10)), "noise": random.choice((0, 10, 40))},
        "charge_points": [_charge_point(random, index, phases) for index in range(count)],
        "solar": {"peak": random.choice((4000, 7000, 11_000))},
        "heat_pump": {
            "power": random.choice((1500, 2500)),
            "temperature": 46,
            **({"phases": ["l1"]} if phases == 1 else {}),
        },
        "loads": [
            {"id": "boiler", "levels": [0, 500, 2000], "modulating": random.random() < 0.5, "max_temperature": 65}
        ],
    }
    if random.random() < 0.7:
        site["battery"] = {
            "soc": random.randint(15, 90),
            "capacity": random.choice((5000, 10_000)),
            **({"phases": ["l1"], "max_charge": 3000, "max_discharge": 3000} if phases == 1 else {}),
        }
    return {
        "name": f"{kind} {seed}",
        "site": site,
        "start": f"{first_day}T00:00",
        "duration": days * weather.DAY,
        "series": {
            "load": weather.load(random, days, phases),
            "solar": weather.sun(random, first_day, days, site["solar"]["peak"]),
        },
        "settings": _settings(random, site),
        "events": [*weather.appliances(random, days, phases), *_cars(random, days, site)],
    }


def _charge_point(random: Random, index: int, phases: int) -> dict[str, Any]:
    """Return a charge point."""
    wired = {"phases": 1, "rotation": "l1"} if phases == 1 else {"rotation": random.choice(_ROTATIONS)}
    return {
        "id": f"car{index + 1}",
        **wired,
        "max_current": random.choice((16, 32)),
        "fallback_current": 6 if index == 0 else 0,
        "switches_phases": phases == 3 and random.random() < 0.6,
        "station": {"setpoint": 0, "switch_time": random.choice((5, 8, 12)), "tells_phases": random.random() < 0.7},
    }


def _settings(random: Random, site: dict[str, Any]) -> dict[str, Any]:
    """Return what the owner wishes."""
    settings: dict[str, Any] = {
        "charge_points": {
            point["id"]: {
                "mode": random.choice(_MODES),
                "max_current": point["max_current"],
                "guaranteed_energy": random.choice((0, 3000, 8000)),
                "targets": [{"weekday": day, "at": "07:00", "energy": 8000} for day in range(7)],
                "priority": random.randint(0, 1),
            }
            for point in site["charge_points"]
        },
        "peak": {"active": random.random() < 0.5, "wished": random.choice((2500, 5000))},
        "heat_pumps": {"heat_pump": {"surplus": {"own_power": site["heat_pump"]["power"]}, "surplus_state": 3}},
        "loads": {"boiler": {"surplus": {"switch_on_power": 700, "own_power": 500}, "priority": 1}},
    }
    if "battery" in site:
        settings["batteries"] = {"goodwe": {}}
        settings["storage"] = {"strategy": random.choice(("jullix", "self_consumption")), "buffer": 10}
    return settings


def _cars(random: Random, days: float, site: dict[str, Any]) -> list[dict[str, Any]]:
    """Return cars that come and go, and owners who change their mind."""
    events: list[dict[str, Any]] = []
    end = days * weather.DAY
    for point in site["charge_points"]:
        at = random.uniform(0, 10) * 3600
        while at < end - 1800:
            stays = random.uniform(0.5, 12) * 3600
            events.append({"at": round(at), "type": "car_arrives", "charge_point": point["id"], "car": _car(random)})
            change = at + random.uniform(0.2, 0.8) * stays
            if random.random() < 0.4 and change < end:
                mode = random.choice(_MODES)
                events.append({"at": round(change), "type": "set_mode", "charge_point": point["id"], "mode": mode})
            if at + stays < end:
                events.append({"at": round(at + stays), "type": "car_leaves", "charge_point": point["id"]})
            at += stays + random.uniform(0.2, 8) * 3600
    return events


def _car(random: Random) -> dict[str, Any]:
    """Return a car."""
    return {
        "soc": random.randint(10, 75),
        "target_soc": random.choice((80, 90, 100)),
        "capacity": random.choice((20_000, 50_000, 80_000)),
        "phases": random.choice((1, 1, 2, 3, 3, 3)),
        "max_current": random.choice((10, 16, 16, 32)),
        "min_current": random.choice((6, 6, 6, 7, 9)),
        "delay": random.choice((2, 3, 4, 5)),
        "negotiation": random.choice((0, 0, 10, 30)),
    }
