"""What the user looks at: Overshot's own dashboard, and the preferences of Home Assistant's own Energy dashboard."""

from .client import Client
from .entities import CHARGE_POINT, INVERTER, METER, SITE, Entities

PATH = "overshot-demo"
"""Where the dashboard is reached; Home Assistant wants a hyphen in it."""

PLAN = "plan"
"""Its view of what is planned."""


async def make_dashboard(client: Client) -> None:
    """Create the dashboard, as *Add dashboard* does, and put it first."""
    await client.command(
        "lovelace/dashboards/create",
        url_path=PATH,
        title="Overshot",
        icon="mdi:water-outline",
        mode="storage",
        show_in_sidebar=True,
        require_admin=False,
    )
    await client.command("lovelace/config/save", url_path=PATH, config={"strategy": {"type": "custom:overshot"}})
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
