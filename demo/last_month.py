"""What the house did last month, so that there is a past to look at: the history that a user's Energy dashboard has already.

It was lived through by the simulated house (`tests/scenarios/month/march.json`), and ends last midnight. Write it again
with `python -m demo.last_month`.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
import json
from pathlib import Path
import sys
from time import monotonic
from typing import Any, Final
from zoneinfo import ZoneInfo

from simulator.books import Books
from simulator.loop import Loop
from simulator.scenario import load_scenario
from simulator.state import energy_counters

from .client import Client, ClientError
from .day_ahead import local_now
from .home_assistant import TIME_ZONE

SCENARIO: Final = Path(__file__).parents[1] / "tests" / "scenarios" / "month" / "march.json"
FILE: Final = Path(__file__).with_name("last_month.json")
STATION: Final = "garage"
DRIVERS: Final = ("Anna", "Bram")

HOUR: Final = timedelta(hours=1)
HOURS: Final = 30 * 24
PATIENCE: Final = 60.0
"""How long taking the history over may take (s)."""

STATISTICS: Final[Mapping[str, str]] = {
    "import": "Grid import",
    "export": "Grid export",
    "solar": "Solar production",
    "battery_charged": "Into the battery",
    "battery_discharged": "Out of the battery",
    "car": "Car",
    "heat_pump": "Heat pump",
}
"""What the recorder knows by hours: counter of the house, and its name."""


def last_midnight() -> datetime:
    """Return when today began (UTC)."""
    return datetime.combine(local_now().date(), time(), ZoneInfo(TIME_ZONE)).astimezone(UTC)


async def add_history(client: Client) -> None:
    """Let the recorder know the hours of last month, and the Energy dashboard what they count."""
    start = last_midnight() - HOURS * HOUR
    for key, name in STATISTICS.items():
        total, rows = 0.0, []
        for number, energy in enumerate(_lived()["hours"][key]):
            total += energy / 1000
            rows.append({"start": (start + number * HOUR).isoformat(), "state": total, "sum": total})
        metadata = {
            "statistic_id": _statistic(key),
            "source": "demo",
            "name": name,
            "unit_of_measurement": "kWh",
            "unit_class": "energy",
            "has_sum": True,
            "mean_type": 0,
        }
        await client.command("recorder/import_statistics", metadata=metadata, stats=rows)
    await client.command(
        "energy/save_prefs",
        energy_sources=[
            {
                "type": "grid",
                "stat_energy_from": _statistic("import"),
                "stat_energy_to": _statistic("export"),
                "stat_cost": None,
                "entity_energy_price": None,
                "number_energy_price": None,
                "stat_compensation": None,
                "entity_energy_price_export": None,
                "number_energy_price_export": None,
                "cost_adjustment_day": 0,
            },
            {"type": "solar", "stat_energy_from": _statistic("solar"), "config_entry_solar_forecast": None},
            {
                "type": "battery",
                "stat_energy_from": _statistic("battery_discharged"),
                "stat_energy_to": _statistic("battery_charged"),
            },
        ],
        device_consumption=[{"stat_consumption": _statistic(key)} for key in ("car", "heat_pump")],
    )


async def wait_for_history(client: Client) -> None:
    """Wait until the site has taken the history over: then the Energy dashboard may count other things.

    Raises `ClientError` where it never does.
    """
    yesterday = f"{local_now().date() - timedelta(days=1):%Y-%m-%d}"
    deadline = monotonic() + PATIENCE
    while True:
        answer = await client.command(
            "call_service",
            domain="overshot",
            service="get_energy_report",
            service_data={"period": "day", "at": yesterday},
            return_response=True,
        )
        if answer["response"]["totals"]["imported"] > 0:
            return
        if monotonic() > deadline:
            raise ClientError(f"the history of {yesterday} was not taken over in {PATIENCE:.0f} s")
        await asyncio.sleep(0.5)


async def add_sessions(client: Client) -> None:
    """Bring in the charging sessions of last month, as a user does with the table of an earlier app."""
    start = last_midnight() - HOURS * HOUR
    zone = ZoneInfo(TIME_ZONE)
    lines = ["Start;End;Person;Energy (kWh);Solar (kWh);Battery, solar (kWh);Grid (kWh);Cost (EUR)"]
    for number, session in enumerate(_lived()["sessions"]):
        began, ended = (start + timedelta(minutes=session[key]) for key in ("start", "end"))
        lines.append(
            ";".join(
                (
                    *(f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" for moment in (began, ended)),
                    DRIVERS[number % 5 // 3],
                    *(f"{session[key] / 1000:.3f}" for key in ("energy", "solar", "battery_solar", "grid")),
                    f"{session['cost']:.2f}",
                )
            )
        )
    await client.command(
        "call_service", domain="overshot", service="import_sessions", service_data={"content": "\n".join(lines)}
    )


def _statistic(key: str) -> str:
    """Return the id of a statistic that no entity stands for."""
    return f"demo:{key}"


def _lived() -> Mapping[str, Any]:
    """Return what was lived through: energies of the hours (Wh), sessions (Wh, EUR, minutes since the first hour)."""
    lived: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return lived


def live() -> dict[str, Any]:
    """Live through the month."""
    scenario = load_scenario(SCENARIO)
    loop = Loop(scenario)
    books = Books(loop)
    last = energy_counters(loop.world)
    hours: dict[str, list[int]] = {key: [] for key in STATISTICS}
    stays: list[list[datetime]] = []
    while len(hours["import"]) < HOURS:
        loop.step()
        books.add()
        if (loop.world.stations[STATION].car is not None) is not (bool(stays) and len(stays[-1]) == 1):
            if stays and len(stays[-1]) == 1:
                stays[-1].append(loop.world.now)
            else:
                stays.append([loop.world.now])
        if (loop.world.now - loop.world.start) % HOUR == timedelta(0):
            counted = energy_counters(loop.world)
            for key, energies in hours.items():
                energies.append(round(counted[key] - last[key]))
            last = counted
    sessions = [_session(books, loop.world.start, began, end[0] if end else loop.world.now) for began, *end in stays]
    return {"hours": hours, "sessions": [session for session in sessions if session["energy"] > 0]}


def _session(books: Books, start: datetime, began: datetime, ended: datetime) -> dict[str, float]:
    """Return what was charged while a car was there."""
    shares = [
        record.shares[STATION] for record in books.records if began <= record.start < ended and STATION in record.shares
    ]
    energy = {
        source: sum(share.energy.get(source, 0.0) for share in shares) for share in shares for source in share.energy
    }
    told = {str(source): round(value) for source, value in energy.items()}
    return {
        "start": (began - start) // timedelta(minutes=1),
        "end": (ended - start) // timedelta(minutes=1),
        "energy": sum(told.get(key, 0) for key in ("solar", "battery_solar", "grid")),
        **{key: told.get(key, 0) for key in ("solar", "battery_solar", "grid")},
        "cost": round(sum(share.cost for share in shares), 2),
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(live(), separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{FILE}: {FILE.stat().st_size / 1000:.0f} kB")
    sys.exit()
