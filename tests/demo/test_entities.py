"""Entities are found by device and key, and where two share a key by their domain."""

from typing import Any

import pytest

from demo.client import Client
from demo.entities import Entities


class _Registry(Client):
    """A registry that was written down."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def command(self, kind: str, **fields: Any) -> Any:
        """Return what the registry holds."""
        self.asked.append(kind)
        if kind == "config_entries/subentries/list":
            return [
                {"subentry_id": "1", "unique_id": "SN1", "subentry_type": "inverter"},
                {"subentry_id": "2", "unique_id": "SN2", "subentry_type": "inverter"},
            ]
        names = [
            ("SN1_battery_power", "number.goodwe_ordered_power"),
            ("SN1_battery_power", "sensor.goodwe_power"),
            ("SN2_battery_power", "sensor.other_power"),
            ("entry_surplus", "sensor.home_surplus"),
        ]
        return [
            {"platform": "overshot", "config_entry_id": "entry", "unique_id": unique, "entity_id": entity}
            for unique, entity in names
        ]


async def test_two_devices_of_a_kind_and_two_entities_of_a_key() -> None:
    entities = await Entities.load(_Registry(), "entry", {"SN1": "goodwe", "SN2": "roof"})
    assert entities("goodwe", "battery_power") == "sensor.goodwe_power"
    assert entities("goodwe", "battery_power", "number") == "number.goodwe_ordered_power"
    assert entities("goodwe", "battery_power", "overshot") == "sensor.goodwe_power"
    assert entities("roof", "battery_power", "number") == "sensor.other_power"
    assert entities("site", "surplus") == "sensor.home_surplus"
    with pytest.raises(LookupError, match="roof has no entity control"):
        entities("roof", "control")
