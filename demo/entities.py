"""Find entities by what they are, not by how they are called: device, part and key as the integration registers them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from .client import Client

METER = "meter"
INVERTER = "inverter"
CHARGE_POINT = "charge_point"
SITE = "site"

NEEDED = {
    METER: (
        *("grid_power", "energy_import", "energy_export", "quarter_demand", "month_peak"),
        *("grid_current_l1", "grid_current_l2", "grid_current_l3"),
    ),
    INVERTER: (
        *("solar_power", "solar_energy", "battery_power", "state_of_charge"),
        *("energy_charged", "energy_discharged", "control", "battery_price", "plan_reason"),
    ),
    CHARGE_POINT: (
        *("charging_mode", "reason", "setpoint", "status", "control", "hold_time", "max_current"),
        *("charging_power", "session_energy", "fallback_current", "writes", "plan_reason", "departure_energy"),
    ),
    SITE: (
        *("house_power", "surplus", "battery_strategy", "min_soc"),
        *("import_price", "feed_in_price", "prices_known_until"),
        *("plan_status", "next_cheap_quarter", "next_expensive_quarter", "best_hour", "planned_battery_power"),
        *("expected_cost_today", "expected_cost_tomorrow", "expected_peak", "planned_charging"),
        *("expected_solar_today", "expected_solar_tomorrow", "expected_load_today", "expected_load_tomorrow"),
    ),
}
"""What the demo shows and uses."""


@dataclass(frozen=True, slots=True)
class Entities:
    """The entities of one site by (name or kind of device, key)."""

    by_key: Mapping[tuple[str, str], str]
    by_domain: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """The same by (name or kind of device, key, domain): a battery has its power as a sensor and as a number."""

    @classmethod
    async def load(cls, client: Client, entry_id: str, names: Mapping[str, str] | None = None) -> Self:
        """Read the registry of a site; `names` by the unique id of a device, which else is called by its kind."""
        owners = {entry_id: SITE}
        for subentry in await client.command("config_entries/subentries/list", entry_id=entry_id):
            owner = subentry["unique_id"] or subentry["subentry_id"]
            owners[owner] = (names or {}).get(owner, subentry["subentry_type"])
        found: dict[tuple[str, str, str], str] = {}
        for entity in await client.command("config/entity_registry/list"):
            if entity["platform"] != "overshot" or entity["config_entry_id"] != entry_id:
                continue
            for owner, kind in owners.items():
                if entity["unique_id"].startswith(f"{owner}_"):
                    key = entity["unique_id"].removeprefix(f"{owner}_")
                    found[kind, key, entity["entity_id"].partition(".")[0]] = entity["entity_id"]
        shown = sorted(found, key=lambda name: name[2] == "sensor")
        return cls({(kind, key): found[kind, key, domain] for kind, key, domain in shown}, found)

    def check_complete(self) -> None:
        """Raise `LookupError` where something is missing that the demo needs."""
        for kind, keys in NEEDED.items():
            for key in keys:
                self(kind, key)

    def __call__(self, kind: str, key: str, domain: str = "") -> str:
        """Return the entity id of one value, that of a domain where it has one there.

        Raises `LookupError` naming it where there is none.
        """
        if (kind, key, domain) in self.by_domain:
            return self.by_domain[kind, key, domain]
        try:
            return self.by_key[kind, key]
        except KeyError:
            raise LookupError(f"the {kind} has no entity {key}") from None
