"""What lets the demo's site plan, added as a user would: an energy contract, solar panels, and what the battery is.

And whether it does.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final
from zoneinfo import ZoneInfo

from .add_site import DEVICE_ANSWERS, AddedSite, add_device, change_device
from .client import Client, ClientError
from .day_ahead import ENTITY, local_now
from .entities import INVERTER, SITE, Entities
from .home_assistant import TIME_ZONE
from .states import States
from .verdict import Finding

_COSTS: Final[Mapping[str, Any]] = {
    "region": {"next_step_id": "flanders"},
    "costs": {
        "distribution": 0.05,
        "levies": [{"name": "Excise", "per_kwh": 0.05}],
        "capacity_price": 40,
    },
    "maximum": {},
}
FIXED: Final[Mapping[str, Any]] = {
    "contract": {"name": "Fixed", "kind": "single", "vat": 6, "starts": "2025-01-01"},
    "price_single": {"price": 0.13},
    "feed_in": {"feed_in": [{"price": 0.04}]},
    **_COSTS,
}
DYNAMIC: Final[Mapping[str, Any]] = {
    "contract": {"name": "Dynamic", "kind": "dynamic", "vat": 6},
    "price_dynamic": {"factor": 1.02, "adder": 0.012},
    "feed_in": {"feed_in": [{"price": -0.01, "factor": 1}]},
    "source": {"source": f"entity:{ENTITY}"},
    **_COSTS,
}
"""The contract of last month, and the one that begins today; the amounts are round numbers of the usual size, nobody's offer."""

PANELS: Final[Mapping[str, Any]] = {
    "type": "panels",
    "as": "panels",
    "answers": {"user": {"name": "Roof", "panel_count": 20, "panel_power": 450, "azimuth": 180, "tilt": 35}},
}

BATTERY: Final = {"reconfigure": {"next_step_id": "inverter"}, "inverter": DEVICE_ANSWERS["inverter"]}

BATTERY_PRICE: Final = 4000
"""EUR."""

MIN_SOC: Final = 15
"""%; the simulated battery itself stops at 10."""

MADE: Final = ("optimal", "feasible")
PATIENCE: Final = 45.0
"""How long the plan may take to show everywhere (s)."""

NUMBERS: Final = (
    *("import_price", "feed_in_price", "planned_battery_power"),
    *("expected_cost_today", "expected_cost_tomorrow", "expected_peak"),
    *("expected_solar_tomorrow", "expected_load_tomorrow"),
)
TIMES: Final = ("prices_known_until", "next_cheap_quarter", "next_expensive_quarter")
"""Of the site."""


async def add_plan(client: Client, site: AddedSite) -> None:
    """Add what the plan is made from."""
    await change_device(client, site, INVERTER, BATTERY)
    await add_device(client, site, {}, PANELS)
    begins = {**DYNAMIC["contract"], "starts": local_now().date().isoformat()}
    for answers in (FIXED, {**DYNAMIC, "contract": begins}):
        await add_device(client, site, {}, {"type": "contract", "as": "contract", "answers": answers})


async def follow_plan(client: Client, entities: Entities) -> Mapping[str, Any]:
    """Hand the battery over to the plan, and return the plan."""
    await client.call("number.set_value", entities(INVERTER, "battery_price"), value=BATTERY_PRICE)
    await client.call("number.set_value", entities(SITE, "min_soc"), value=MIN_SOC)
    await client.call("overshot.set_control", entities(INVERTER, "control"), control="active")
    await client.call("select.select_option", entities(SITE, "battery_strategy"), option="plan")
    answer = await client.command(
        "call_service", domain="overshot", service="replan", service_data={}, return_response=True
    )
    return dict(answer["response"])


async def follow_rules(client: Client, entities: Entities) -> None:
    """Leave the battery to its own automatic, and the car to the rules."""
    await client.call("select.select_option", entities(SITE, "battery_strategy"), option="jullix")
    await client.call("overshot.set_control", entities(INVERTER, "control"), control="read_only")


async def judge_plan(client: Client, entities: Entities, states: States) -> list[Finding]:
    """Let the site plan, and return whether the plan and what shows it are there."""
    try:
        plan = await follow_plan(client, entities)
    except ClientError as error:
        return [Finding(False, f"no plan could be made: {error}")]
    shown = await _shown(entities, states)
    now = local_now()
    events = await _events(client, entities(SITE, "planned_charging"), now)
    return [plan_finding(plan, shown), prices_finding(shown, now), sensors_finding(shown), calendar_finding(events)]


async def _shown(entities: Entities, states: States) -> dict[str, str]:
    """Return what the entities of the plan show, as soon as they all show something."""
    deadline = monotonic() + PATIENCE
    while True:
        shown = {key: states[entities(SITE, key)] for key in (*NUMBERS, *TIMES, "plan_status")}
        shown["plan_reason of the battery"] = states[entities(INVERTER, "plan_reason")]
        if not _silent(shown) or monotonic() > deadline:
            return shown
        await asyncio.sleep(0.5)


async def _events(client: Client, calendar: str, now: datetime) -> list[str]:
    """Return the events of the next two days."""
    start, end = (moment.strftime("%Y-%m-%dT%H:%M:%S.000Z") for moment in _utc(now, now + timedelta(days=2)))
    listed = await client.get(f"/api/calendars/{calendar}?start={start}&end={end}")
    return [f"{event['start']['dateTime'][5:16].replace('T', ' ')} {event['summary']}" for event in listed]


def _utc(*moments: datetime) -> list[datetime]:
    return [moment.astimezone(ZoneInfo("UTC")) for moment in moments]


def _silent(shown: Mapping[str, str]) -> list[str]:
    """Return what shows nothing."""
    return [key for key, state in shown.items() if state in ("unknown", "unavailable")]


def plan_finding(plan: Mapping[str, Any], shown: Mapping[str, str]) -> Finding:
    """Judge the plan: a solver made it, and Home Assistant shows so."""
    status, steps = plan["status"], len(plan["steps"])
    return Finding(
        status in MADE and shown["plan_status"] == status and steps > 1,
        f"a plan was made: {status}, {steps} steps; the sensor shows {shown['plan_status']}",
        (f"it lacks {', '.join(plan['lacks']) or 'nothing'}",),
    )


def prices_finding(shown: Mapping[str, str], now: datetime) -> Finding:
    """Judge the prices: known now, and until the end of tomorrow."""
    local = now.astimezone(ZoneInfo(TIME_ZONE))
    end = datetime.combine(local.date() + timedelta(days=2), datetime.min.time(), local.tzinfo)
    until = shown["prices_known_until"]
    try:
        holds = datetime.fromisoformat(until) == end and float(shown["import_price"]) > float(shown["feed_in_price"])
    except ValueError:
        holds = False
    return Finding(
        holds, f"a kWh costs {shown['import_price']} and earns {shown['feed_in_price']} EUR, known until {until}"
    )


def sensors_finding(shown: Mapping[str, str]) -> Finding:
    """Judge the sensors: each shows something."""
    silent = _silent(shown)
    return Finding(
        not silent,
        f"{len(shown) - len(silent)} of {len(shown)} sensors of prices, plan and forecast show something",
        tuple(f"{key} is {shown[key]}" for key in silent),
    )


def calendar_finding(events: list[str]) -> Finding:
    """Judge the calendar: something is planned."""
    return Finding(bool(events), f"the calendar has {len(events)} events for the next two days", tuple(events[:5]))
