"""Whether a user finds last month again: its energy and its sessions, and the table of them that a spreadsheet opens."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any, Final

from .client import Client
from .day_ahead import local_now
from .last_month import DRIVERS, HOURS
from .verdict import Finding

LIVED_DAYS: Final = HOURS // 24 - 1
"""Whole local days that last month has at least, with any change of the clock."""

CENT: Final = 0.005
WATT_HOUR: Final = 0.001
"""kWh."""


async def judge_books(client: Client, entry_id: str) -> list[Finding]:
    """Return what was found of last month."""
    yesterday = local_now().date() - timedelta(days=1)
    return [await _energy(client, yesterday), *await _sessions(client, entry_id, yesterday)]


async def _energy(client: Client, yesterday: date) -> Finding:
    """Return whether each day of last month tells where its energy came from, and what it cost."""
    answer = await client.command(
        "call_service",
        domain="overshot",
        service="get_energy_report",
        service_data={"period": "month", "at": yesterday.isoformat()},
        return_response=True,
    )
    report = answer["response"]
    days = [day for day in report["bars"] if day["recorded"] and day["start"][:10] <= yesterday.isoformat()]
    off = [day["start"][:10] for day in days if abs(sum(day["sources"].values()) - day["consumed"]) > 1]
    cost = report["totals"]["cost"]
    return Finding(
        len(days) >= min(yesterday.day, LIVED_DAYS) and not off and cost > 0,
        f"{len(days)} days of this month were known before today, {cost:.2f} EUR of import in them; sources add up to consumption",
        tuple(off),
    )


async def _sessions(client: Client, entry_id: str, yesterday: date) -> list[Finding]:
    """Return whether sessions can be found, filtered, and taken along with the same sums."""
    period = {"start": (yesterday - timedelta(days=40)).isoformat(), "end": (yesterday + timedelta(days=1)).isoformat()}
    asked = {"config_entry_id": entry_id, **period}
    everybody = (await client.command("overshot/sessions/list", **asked))["totals"]
    each = [(await client.command("overshot/sessions/list", **asked, person=[name]))["totals"] for name in DRIVERS]
    link = await client.command("overshot/sessions/export", **asked)
    table = await client.text(link["url"])
    lines = _lines(table)
    energy = sum(_number(line["Energy (kWh)"]) for line in lines)
    cost = sum(_number(line["Cost (EUR)"]) for line in lines)
    return [
        Finding(
            everybody["count"] > 0 and all(0 < it["count"] < everybody["count"] for it in each),
            f"{everybody['count']} sessions are listed, by person {' and '.join(str(it['count']) for it in each)}",
        ),
        Finding(
            len(lines) == everybody["count"]
            and abs(energy - everybody["energy"]) <= WATT_HOUR * len(lines)
            and abs(cost - everybody["cost"]) <= CENT * len(lines),
            f"the table of them has {len(lines)} lines, {energy:.2f} kWh and {cost:.2f} EUR, as the list says",
        ),
    ]


def _lines(table: str) -> list[dict[str, Any]]:
    """Return the sessions of a table, without the line of its sums."""
    delimiter = csv.Sniffer().sniff(table.splitlines()[0], ";,\t").delimiter
    return [line for line in csv.DictReader(StringIO(table), delimiter=delimiter) if line.get("End")]


def _number(told: str) -> float:
    """Return a number as a table of a language with a decimal comma, or point, has it."""
    return float(told.replace(",", ".")) if told else 0.0
