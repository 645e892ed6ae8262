"""What recipes find: registry entries with the unique ids that the integrations themselves make."""

from pathlib import Path
from typing import Any

from homeassistant import components
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.overshot.from_entities.recipe_table import RECIPES
from custom_components.overshot.from_entities.recipes import Filled, fill

from .entity_registry import Registry

SERIAL = "S1"


def steps_of(registry: Registry, subentry_type: str, device_id: str | None, entity_id: str | None = None) -> Any:
    """Return what the recipe proposes, by unique ids."""
    filled = fill(registry.hass, RECIPES, subentry_type, device_id, entity_id)
    assert filled.recipe == registry.platform
    return registry.unique_ids(dict(filled.steps))


def sensors(pattern: str, *keys: str) -> list[str]:
    """Return sensors with these keys in their unique ids."""
    return [f"sensor:{pattern.replace('*', key)}" for key in keys]


# The keys are those of the integrations' own sources, whose libraries need not be installed


@pytest.mark.parametrize(
    ("module", "unique_id", "keys"),
    [
        (
            "homewizard/sensor.py",
            '{coordinator.config_entry.unique_id}_{description.key}"',
            ["active_power_w", "active_power_l1_w", "active_current_l3_a", "state_of_charge_pct"],
        ),
        ("homewizard/sensor.py", "", ["battery_group_power_w"]),
        ("homewizard/select.py", "{coordinator.config_entry.unique_id}_{description.key}", ["battery_group_mode"]),
        (
            "dsmr/sensor.py",
            "{device_serial}_{entity_description.key}",
            [
                "current_electricity_usage",
                "current_electricity_delivery",
                *(f"instantaneous_active_power_l{n}_{way}" for n in "123" for way in ("positive", "negative")),
                *(f"instantaneous_current_l{n}" for n in "123"),
            ],
        ),
        ("fronius/sensor.py", "-power_flow-{description.key}", ["power_grid", "power_battery", "power_photovoltaics"]),
        ("fronius/sensor.py", "{storage_data['serial']['value']}-{description.key}", ["state_of_charge"]),
        ("fronius/sensor.py", "{coordinator.inverter_info.unique_id}-{description.key}", ["power_ac", "energy_total"]),
        (
            "fronius/number.py",
            "{coordinator.inverter_info.unique_id}-modbus-{description.key}",
            ["battery_discharge_power_limit"],
        ),
        (
            "fronius/switch.py",
            "{coordinator.inverter_info.unique_id}-modbus-{description.key}",
            ["battery_discharge_power_limit_enabled"],
        ),
        ("peblar/entity.py", "{entry.unique_id}_{description.key}", []),
        ("peblar/sensor.py", "", ["cp_state", "power_total", "energy_session", "current_phase_1", "current_total"]),
        ("peblar/number.py", "", ["charge_current_limit"]),
        ("peblar/switch.py", "", ["force_single_phase", "charge"]),
        ("solaredge_modbus/entity.py", "{serial_number}_{key_prefix}{description.key}", []),
        ("solaredge_modbus/entity.py", 'key_prefix=f"battery_{identity}_"', []),
        ("solaredge_modbus/entity.py", 'key_prefix=f"meter_{identity}_"', []),
        (
            "solaredge_modbus/sensor.py",
            "",
            ["ac_power", "ac_energy", "ac_power_phase_a", "dc_power", "state_of_energy"],
        ),
        ("solaredge_modbus/number.py", "", ["charge_limit", "discharge_limit"]),
        ("solaredge_modbus/select.py", "", ["storage_command_mode", "storage_control_mode"]),
        ("goodwe/sensor.py", "{DOMAIN}-{sensor.id_}-{inverter.serial_number}", []),
        ("keba/sensor.py", "{keba.device_id}_{entity_type}", []),
        ("keba/sensor.py", '"charging_power"', []),
        ("keba/sensor.py", '"session_energy"', []),
        ("keba/sensor.py", '"max_current"', []),
        ("keba/binary_sensor.py", '"plug_state"', []),
        ("keba/binary_sensor.py", '"charging_state"', []),
        ("keba/__init__.py", "keba_wallbox_", []),
        ("keba/services.py", '"set_current"', []),
        ("keba/services.py", '"disable"', []),
    ],
)
def test_the_integrations_still_call_it_that(module: str, unique_id: str, keys: list[str]) -> None:
    """What changes in their sources must change here."""
    source = (Path(components.__path__[0]) / module).read_text()
    assert unique_id in source
    assert [key for key in keys if f'key="{key}"' not in source] == []


# Meters


async def test_homewizard_meter(hass: HomeAssistant) -> None:
    registry = Registry(hass, "homewizard")
    keys = ["active_power_w", *(f"active_power_l{n}_w" for n in "123"), *(f"active_current_l{n}_a" for n in "123")]
    device = registry.device("P1", *sensors(f"HWE-P1_{SERIAL}_*", *keys, "active_tariff"))
    steps = steps_of(registry, "meter", device)
    assert steps["entities"] == {
        "power_entities": [f"HWE-P1_{SERIAL}_active_power_l{n}_w" for n in "123"],
        "current_entities": [f"HWE-P1_{SERIAL}_active_current_l{n}_a" for n in "123"],
    }
    assert steps["entities_total"]["power_entities"] == [f"HWE-P1_{SERIAL}_active_power_w"]


async def test_homewizard_on_one_phase(hass: HomeAssistant) -> None:
    registry = Registry(hass, "homewizard")
    device = registry.device("P1", *sensors("HWE-P1_S1_*", "active_power_w", "active_power_l1_w"))
    assert steps_of(registry, "meter", device)["entities"] == {"power_entities": ["HWE-P1_S1_active_power_w"]}


async def test_dsmr_meter(hass: HomeAssistant) -> None:
    registry = Registry(hass, "dsmr")
    powers = [f"instantaneous_active_power_l{n}_{way}" for n in "123" for way in ("positive", "negative")]
    totals = ["current_electricity_usage", "current_electricity_delivery"]
    device = registry.device(
        "Meter", *sensors("12345_*", *powers, *totals, *(f"instantaneous_current_l{n}" for n in "123"))
    )
    assert steps_of(registry, "meter", device) == {
        "entities": {
            "power_entities": [f"12345_instantaneous_active_power_l{n}_positive" for n in "123"],
            "export_entities": [f"12345_instantaneous_active_power_l{n}_negative" for n in "123"],
            "current_entities": [f"12345_instantaneous_current_l{n}" for n in "123"],
        },
        "entities_total": {
            "power_entities": ["12345_current_electricity_usage"],
            "export_entities": ["12345_current_electricity_delivery"],
            "current_entities": [f"12345_instantaneous_current_l{n}" for n in "123"],
        },
    }
    assert fill(hass, RECIPES, "meter", device).note == "dsmr_interval"


# Inverters


async def test_goodwe(hass: HomeAssistant) -> None:
    """Its operation modes are no orders: they charge with full power."""
    registry = Registry(hass, "goodwe")
    ids = ("ppv", "ppv1", "e_total", "pbattery1", "battery_soc", "battery_soh", "active_power_total", "active_power")
    device = registry.device("Inverter", *sensors("goodwe-*-9010", *ids), "select:goodwe-operation_mode-9010")
    assert steps_of(registry, "inverter", device) == {
        "solar_entities": {"power_entities": ["goodwe-ppv-9010"], "energy_entity": "goodwe-e_total-9010"},
        "battery_entities": {"power_entities": ["goodwe-pbattery1-9010"], "soc_entity": "goodwe-battery_soc-9010"},
    }
    meter = steps_of(registry, "meter", device)
    assert meter["entities"] == {"power_entities": ["goodwe-active_power_total-9010"], "power_factor": -1.0}


async def test_solaredge_with_its_meter_and_battery(hass: HomeAssistant) -> None:
    """Three devices of one entry: the inverter is picked, the battery's entities are found as well."""
    registry = Registry(hass, "solaredge_modbus")
    inverter = registry.device(
        "SE10K",
        *sensors("7E1_*", "ac_power", "ac_energy", "dc_power", "status"),
        "select:7E1_storage_command_mode",
        "select:7E1_storage_control_mode",
        "select:7E1_storage_default_mode",
        "number:7E1_charge_limit",
        "number:7E1_discharge_limit",
    )
    registry.device("Battery 1", *sensors("7E1_battery_B9_*", "dc_power", "state_of_energy", "state_of_health"))
    meter = registry.device(
        "Meter 1", *sensors("7E1_meter_M7_*", "ac_power", *(f"ac_power_phase_{n}" for n in "abc"), "energy_imported")
    )
    assert steps_of(registry, "inverter", inverter) == {
        "solar_entities": {
            "power_entities": ["7E1_ac_power", "7E1_battery_B9_dc_power"],
            "energy_entity": "7E1_ac_energy",
        },
        "battery_entities": {
            "power_entities": ["7E1_battery_B9_dc_power"],
            "soc_entity": "7E1_battery_B9_state_of_energy",
            "power_factor": -1.0,
        },
        "battery_orders": {
            "mode_entity": "7E1_storage_command_mode",
            "enable_entity": "7E1_storage_control_mode",
            "power_entities": ["7E1_charge_limit", "7E1_discharge_limit"],
            "heartbeat": 3600.0,
        },
        "battery_options": {
            "option_auto": "maximize_self_consumption",
            "option_enabled": "remote_control",
            "option_hold": "solar_only",
            "option_charge": "charge_from_solar_and_grid",
            "option_discharge": "discharge_to_maximize_export",
        },
    }
    assert steps_of(registry, "meter", meter)["entities"] == {
        "power_entities": [f"7E1_meter_M7_ac_power_phase_{n}" for n in "abc"],
        "power_factor": -1.0,
    }


async def test_solaredge_without_a_battery(hass: HomeAssistant) -> None:
    registry = Registry(hass, "solaredge_modbus")
    inverter = registry.device("SE5K", *sensors("7E1_*", "ac_power", "ac_energy"))
    steps = steps_of(registry, "inverter", inverter)
    assert steps["solar_entities"] == {"power_entities": ["7E1_ac_power"], "energy_entity": "7E1_ac_energy"}
    assert steps["battery_entities"] == steps["battery_orders"] == {}


async def test_fronius(hass: HomeAssistant) -> None:
    registry = Registry(hass, "fronius")
    solar_net = registry.device(
        "SolarNet",
        *sensors("solar_net_1-power_flow-*", "power_grid", "power_battery", "power_photovoltaics", "energy_total"),
    )
    inverter = registry.device(
        "Gen24",
        *sensors("34.1-*", "power_ac", "energy_total"),
        "number:34.1-modbus-battery_discharge_power_limit",
        "number:34.1-modbus-battery_charge_power_limit",
        "switch:34.1-modbus-battery_discharge_power_limit_enabled",
    )
    registry.device("BYD", *sensors("P03-*", "state_of_charge", "capacity_maximum"))
    expected = {
        "solar_entities": {
            "power_entities": ["solar_net_1-power_flow-power_photovoltaics"],
            "energy_entity": "34.1-energy_total",
        },
        "battery_entities": {
            "power_entities": ["solar_net_1-power_flow-power_battery"],
            "soc_entity": "P03-state_of_charge",
        },
        "battery_orders": {
            "mode_entity": "34.1-modbus-battery_discharge_power_limit_enabled",
            "power_entities": ["34.1-modbus-battery_discharge_power_limit"],
        },
        "battery_options": {"option_auto": "off", "option_hold": "on"},
    }
    assert steps_of(registry, "inverter", solar_net) == steps_of(registry, "inverter", inverter) == expected
    meter = steps_of(registry, "meter", solar_net)
    assert meter["entities"] == {"power_entities": ["solar_net_1-power_flow-power_grid"]}


async def test_homewizard_battery(hass: HomeAssistant) -> None:
    registry = Registry(hass, "homewizard")
    p1 = registry.device(
        "P1", *sensors("HWE-P1_S1_*", "active_power_w", "battery_group_power_w"), "select:HWE-P1_S1_battery_group_mode"
    )
    battery = steps_of(registry, "inverter", p1)
    assert battery["battery_entities"] == {
        "power_entities": ["HWE-P1_S1_battery_group_power_w"],
        "power_factor": -1.0,
    }
    assert battery["battery_orders"] == {"mode_entity": "HWE-P1_S1_battery_group_mode"}
    assert battery["battery_options"] == {"option_auto": "zero", "option_hold": "standby"}


# Stations


async def test_peblar(hass: HomeAssistant) -> None:
    registry = Registry(hass, "peblar")
    device = registry.device(
        "Peblar",
        *sensors("23-45_*", "cp_state", "power_total", "energy_session", "energy_total", "charge_current_limit_source"),
        *sensors("23-45_*", *(f"current_phase_{n}" for n in "123")),
        "number:23-45_charge_current_limit",
        "switch:23-45_charge",
        "switch:23-45_force_single_phase",
        "switch:23-45_socket_lock",
    )
    assert steps_of(registry, "charge_point", device) == {
        "station_entities": {"vehicle_entity": "23-45_cp_state", "power_entity": "23-45_power_total"},
        "station_more": {
            "report_interval": 10,
            "current_entities": [f"23-45_current_phase_{n}" for n in "123"],
            "session_entity": "23-45_energy_session",
        },
        "station_orders": {
            "current_entity": "23-45_charge_current_limit",
            "pause_entity": "23-45_charge",
            "phases_entity": "23-45_force_single_phase",
        },
        "station_phases": {"option_1": "on", "option_3": "off"},
    }


async def test_keba_has_no_device_and_is_found_by_an_entity(hass: HomeAssistant) -> None:
    registry = Registry(hass, "keba")
    ids = [
        *(f"sensor:keba_wallbox_17_{key}" for key in ("charging_power", "session_energy", "max_current")),
        *(f"binary_sensor:keba_wallbox_17_{key}" for key in ("plug_state", "charging_state", "device_state")),
    ]
    entity = [registry.add(unique_id) for unique_id in ids][0]
    steps = steps_of(registry, "charge_point", None, entity)
    assert steps["station_entities"] == {
        "vehicle_entity": "keba_wallbox_17_plug_state",
        "charging_entity": "keba_wallbox_17_charging_state",
        "power_entity": "keba_wallbox_17_charging_power",
    }
    assert steps["station_action"] == {
        "action": "keba.set_current",
        "data": {"current": "{current}"},
        "action_step": 1.0,
        "pause_action": "keba.disable",
        "resume_action": "keba.enable",
    }


async def test_ocpp_with_one_connector(hass: HomeAssistant) -> None:
    registry = Registry(hass, "ocpp")
    keys = ("status_connector", "status", "power_active_import", "current_offered", "energy_session")
    device = registry.device(
        "garage", *sensors("ocpp.garage.*.sensor", *keys), "number:number.ocpp.garage.maximum_current"
    )
    assert steps_of(registry, "charge_point", device) == {
        "station_entities": {
            "vehicle_entity": "ocpp.garage.status_connector.sensor",
            "power_entity": "ocpp.garage.power_active_import.sensor",
        },
        "station_more": {
            "report_interval": 60,
            "session_entity": "ocpp.garage.energy_session.sensor",
            "setpoint_entity": "ocpp.garage.current_offered.sensor",
        },
        "station_orders": {"current_entity": "number.ocpp.garage.maximum_current"},
        "station_ocpp": {"devid": "garage", "connector": 1},
    }


async def test_ocpp_with_two_connectors(hass: HomeAssistant) -> None:
    registry = Registry(hass, "ocpp")
    devices = [
        registry.device(
            f"hall {number}",
            *sensors(f"ocpp.hall.conn{number}.*.sensor", "status_connector", "power_active_import"),
            f"number:number.ocpp.hall.conn{number}.maximum_current",
        )
        for number in (1, 2)
    ]
    steps = steps_of(registry, "charge_point", devices[1])
    assert steps["station_entities"]["vehicle_entity"] == "ocpp.hall.conn2.status_connector.sensor"
    assert steps["station_ocpp"] == {"devid": "hall", "connector": 2}


# What is not there


async def test_a_device_that_nobody_knows_has_a_name_at_least(hass: HomeAssistant) -> None:
    registry = Registry(hass, "acme")
    device = registry.device("Box", "sensor:1_active_power_w")
    assert fill(hass, RECIPES, "charge_point", device) == Filled(title="Box", manufacturer="Maker", model="Model")
    entity = registry.add("sensor:2_active_power_w", device)
    assert fill(hass, RECIPES, "meter", None, entity).title == "Box"
    assert fill(hass, RECIPES, "meter", None) == Filled()
    assert fill(hass, RECIPES, "meter", "gone", "sensor.gone") == Filled()


async def test_a_known_integration_that_plays_no_such_part(hass: HomeAssistant) -> None:
    registry = Registry(hass, "peblar")
    device = registry.device("Peblar", "sensor:1_cp_state")
    assert fill(hass, RECIPES, "meter", device).recipe is None


async def test_what_is_disabled_or_ambiguous_is_left_to_the_user(hass: HomeAssistant) -> None:
    registry = Registry(hass, "peblar")
    device = registry.device("Peblar", "sensor:1_cp_state", "sensor:1_power_total")
    registry.add("sensor:1_energy_session", device, disabled_by=er.RegistryEntryDisabler.USER)
    steps = steps_of(registry, "charge_point", device)
    assert steps["station_more"] == {"report_interval": 10}
    assert steps["station_orders"] == {}
    registry.add("sensor:2_power_total", device)
    assert steps_of(registry, "charge_point", device)["station_entities"] == {"vehicle_entity": "1_cp_state"}
