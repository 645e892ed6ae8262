"""The view of the plan: prices, what is planned and why, what it will cost, and the calendar; built-in cards only."""

from .entities import CHARGE_POINT, INVERTER, SITE, Entities
from .tiles import WIDE, Card, section, tile

PATH = "plan"

BARS = """\
{{% set hours = state_attr('{entity}', 'forecast') or [] | list %}}
{{% set from = now().replace(minute=0, second=0, microsecond=0) %}}
{{% set ns = namespace(rows=[], highest=0.01) %}}
{{% for quarter in hours if as_datetime(quarter.start) >= from and as_datetime(quarter.start).minute == 0 %}}
{{% set ns.rows = ns.rows + [quarter] %}}
{{% set ns.highest = [ns.highest, quarter.price] | max %}}
{{% endfor %}}
| | EUR/kWh | |
|:--|--:|:--|
{{% for row in ns.rows[:24] -%}}
| {{{{ as_local(as_datetime(row.start)).strftime('%H:%M') }}}} | {{{{ '%.3f' | format(row.price) }}}} | {{{{ '█' * ((row.price / ns.highest * 16) | round | int) }}}} |
{{% endfor %}}"""
"""Draws the price of the next hours as bars."""


def plan_view(entities: Entities) -> Card:
    """Return the view."""
    return {
        "title": "Plan",
        "path": PATH,
        "type": "sections",
        "max_columns": 3,
        "sections": [
            section("Plan", "mdi:clipboard-text-clock-outline", _plan(entities)),
            section("Prices", "mdi:currency-eur", [*_prices(entities), _calendar(entities)]),
            section("The next hours", "mdi:chart-bar", [_hours(entities)]),
        ],
    }


def _plan(entities: Entities) -> list[Card]:
    """Return what is planned and why, and a button that plans anew."""
    return [
        tile(entities(SITE, "plan_status"), "Plan"),
        {
            "type": "button",
            "name": "Plan again",
            "show_icon": False,
            "tap_action": {"action": "perform-action", "perform_action": "overshot.replan"},
            "grid_options": {"columns": 6, "rows": 1},
        },
        tile(
            entities(SITE, "battery_strategy"), "Strategy", features=[{"type": "select-options"}], color="teal", **WIDE
        ),
        tile(entities(INVERTER, "plan_reason"), "Battery: why", color="teal", **WIDE),
        tile(entities(SITE, "planned_battery_power"), "Planned power", color="teal"),
        tile(entities(INVERTER, "state_of_charge"), "State of charge", color="teal"),
        tile(entities(CHARGE_POINT, "plan_reason"), "Car: why", color="green", **WIDE),
        tile(entities(SITE, "expected_solar_today"), "Sun today", color="amber"),
        tile(entities(SITE, "expected_solar_tomorrow"), "Sun tomorrow", color="amber"),
        tile(entities(SITE, "expected_load_today"), "House today", color="purple"),
        tile(entities(SITE, "expected_load_tomorrow"), "House tomorrow", color="purple"),
    ]


def _prices(entities: Entities) -> list[Card]:
    """Return what a kWh costs now and when that changes, and what is expected of the bill."""
    return [
        tile(entities(SITE, "import_price"), "Import price", color="blue"),
        tile(entities(SITE, "feed_in_price"), "Feed-in price", color="amber"),
        tile(entities(SITE, "next_cheap_quarter"), "Next cheap quarter", color="green", **WIDE),
        tile(entities(SITE, "next_expensive_quarter"), "Next expensive quarter", color="red", **WIDE),
        tile(entities(SITE, "best_hour"), "Best hour for a load", color="green", **WIDE),
        tile(entities(SITE, "expected_cost_today"), "Rest of today"),
        tile(entities(SITE, "expected_cost_tomorrow"), "Tomorrow"),
        tile(entities(SITE, "expected_peak"), "Month peak", icon="mdi:summit"),
        tile(entities(SITE, "prices_known_until"), "Known until"),
    ]


def _hours(entities: Entities) -> Card:
    """Return the prices ahead as bars."""
    return {
        "type": "markdown",
        "content": BARS.format(entity=entities(SITE, "import_price")),
        "text_only": True,
        "grid_options": {"columns": 12},
    }


def _calendar(entities: Entities) -> Card:
    """Return the calendar as a list of what comes."""
    return {
        "type": "calendar",
        "entities": [entities(SITE, "planned_charging")],
        "initial_view": "listWeek",
        "grid_options": {"columns": 12, "rows": 6},
    }
