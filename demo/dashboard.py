"""What the user looks at: a dashboard of the house, and the preferences of Home Assistant's own Energy dashboard."""

from typing import Any

from .client import Client
from .entities import CHARGE_POINT, INVERTER, METER, SITE, Entities
from .plan_view import plan_view
from .tiles import WIDE, Card, section, tile

PATH = "overshot-demo"
"""Where the dashboard is reached; Home Assistant wants a hyphen in it."""

LIMIT = 20.0
"""The derated main fuse (A)."""

FUSE = 25.0

MINUTES = 5
"""How far back the graphs look: the demo's morning."""


async def make_dashboard(client: Client, entities: Entities) -> None:
    """Create the dashboard and put it first."""
    await client.command(
        "lovelace/dashboards/create",
        url_path=PATH,
        title="Overshot",
        icon="mdi:water-outline",
        mode="storage",
        show_in_sidebar=True,
        require_admin=False,
    )
    await client.command("lovelace/config/save", url_path=PATH, config=dashboard(entities))
    await client.command("frontend/set_system_data", key="core", value={"default_panel": PATH})


async def set_energy_preferences(client: Client, entities: Entities, entry_id: str) -> None:
    """Tell the Energy dashboard which meters, prices and forecast to use, as its own settings page does."""
    await client.command(
        "energy/save_prefs",
        energy_sources=[
            {
                "type": "grid",
                "stat_energy_from": entities(METER, "energy_import"),
                "stat_energy_to": entities(METER, "energy_export"),
                "stat_cost": None,
                "entity_energy_price": entities(SITE, "import_price"),
                "number_energy_price": None,
                "stat_compensation": None,
                "entity_energy_price_export": entities(SITE, "feed_in_price"),
                "number_energy_price_export": None,
                "cost_adjustment_day": 0,
                "power_config": {"stat_rate": entities(METER, "grid_power")},
            },
            {
                "type": "solar",
                "stat_energy_from": entities(INVERTER, "solar_energy"),
                "stat_rate": entities(INVERTER, "solar_power"),
                "config_entry_solar_forecast": [entry_id],
            },
            {
                "type": "battery",
                "stat_energy_from": entities(INVERTER, "energy_discharged"),
                "stat_energy_to": entities(INVERTER, "energy_charged"),
                "power_config": {"stat_rate": entities(INVERTER, "battery_power")},
                "stat_soc": entities(INVERTER, "state_of_charge"),
            },
        ],
        device_consumption=[{"stat_consumption": entities(CHARGE_POINT, "session_energy")}],
    )


def dashboard(entities: Entities) -> dict[str, Any]:
    """Return the dashboard: the house as it is and its last minutes, and what is planned for it."""
    return {
        "views": [
            {
                "title": "Home",
                "path": "home",
                "type": "sections",
                "max_columns": 3,
                "sections": [
                    section("House", "mdi:home-lightning-bolt-outline", _house(entities)),
                    section("Car", "mdi:ev-station", _charge_point(entities)),
                    section(f"Main fuse {FUSE:g} A, used to {LIMIT:g} A", "mdi:fuse", _connection(entities)),
                    section("The last minutes", "mdi:chart-line", [_history(entities)], column_span=3),
                ],
            },
            plan_view(entities),
        ]
    }


def _house(entities: Entities) -> list[Card]:
    """Return the powers of the house."""
    return [
        _power(entities(INVERTER, "solar_power"), "Solar", "mdi:solar-power-variant", "amber"),
        _power(entities(METER, "grid_power"), "Grid", "mdi:transmission-tower", "blue"),
        _power(entities(INVERTER, "battery_power"), "Battery", "mdi:home-battery", "teal"),
        _power(entities(SITE, "house_power"), "House", "mdi:home-lightning-bolt", "purple"),
        tile(entities(INVERTER, "state_of_charge"), "State of charge", color="teal"),
        tile(entities(SITE, "surplus"), "Surplus", icon="mdi:water-outline", color="green"),
        tile(entities(METER, "quarter_demand"), "Quarter hour", icon="mdi:clock-time-three-outline"),
        tile(entities(METER, "month_peak"), "Month peak", icon="mdi:summit"),
    ]


def _charge_point(entities: Entities) -> list[Card]:
    """Return what the charge point does, why, and what the user can set."""
    return [
        tile(
            entities(CHARGE_POINT, "charging_mode"),
            "Charging mode",
            color="green",
            features=[{"type": "select-options"}],
            **WIDE,
        ),
        tile(entities(CHARGE_POINT, "reason"), "Why", icon="mdi:help-circle-outline", color="green", **WIDE),
        _power(entities(CHARGE_POINT, "charging_power"), "Charging", "mdi:car-electric", "green"),
        _power(entities(CHARGE_POINT, "setpoint"), "Setpoint", "mdi:current-ac", "green"),
        tile(entities(CHARGE_POINT, "status"), "Status", icon="mdi:ev-plug-type2"),
        tile(entities(CHARGE_POINT, "session_energy"), "Session", icon="mdi:counter"),
    ]


def _connection(entities: Entities) -> list[Card]:
    """Return a gauge for the current on each phase, red beyond the derated limit, and what else guards the house."""
    gauges = [
        {
            "type": "gauge",
            "entity": entities(METER, f"grid_current_l{phase}"),
            "name": f"L{phase}",
            "min": 0,
            "max": FUSE,
            "needle": True,
            "severity": {"green": 0, "yellow": 0.8 * LIMIT, "red": LIMIT},
            "grid_options": {"columns": 4, "rows": 2},
        }
        for phase in (1, 2, 3)
    ]
    return [
        *gauges,
        tile(entities(CHARGE_POINT, "control"), "Control", icon="mdi:steering", color="green"),
        tile(entities(CHARGE_POINT, "fallback_current"), "Fallback", icon="mdi:lifebuoy"),
        tile(entities(CHARGE_POINT, "hold_time"), "Hold time", icon="mdi:timer-outline"),
        tile(entities(CHARGE_POINT, "writes"), "Writes", icon="mdi:pencil-outline"),
        tile(
            entities(CHARGE_POINT, "max_current"),
            "Maximum current",
            icon="mdi:car-speed-limiter",
            features=[{"type": "numeric-input", "style": "slider"}],
            **WIDE,
        ),
    ]


def _history(entities: Entities) -> Card:
    """Return the course of the powers."""
    return {
        "type": "history-graph",
        "hours_to_show": MINUTES / 60,
        "entities": [
            {"entity": entities(INVERTER, "solar_power"), "name": "Solar"},
            {"entity": entities(CHARGE_POINT, "charging_power"), "name": "Car"},
            {"entity": entities(INVERTER, "battery_power"), "name": "Battery"},
            {"entity": entities(METER, "grid_power"), "name": "Grid"},
        ],
        "grid_options": {"columns": "full", "rows": 5},
    }


def _power(entity: str, name: str, icon: str, color: str) -> Card:
    """Return a tile with a value and its course."""
    course = {"type": "trend-graph", "hours_to_show": MINUTES / 60}
    return tile(entity, name, icon=icon, color=color, features=[course])
