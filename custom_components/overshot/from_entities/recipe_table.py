"""What each integration calls its entities: unique ids as its own source has them (seen in code, Home Assistant 2026.11).

One table an integration; steps and fields are those of the forms (`docs/entities.md`). Signs are turned to Overshot's where the
integration's differ: its own are given beside each factor of -1.
"""

from collections.abc import Mapping
from typing import Final

from ..const import (
    CONF_CURRENT_ENTITIES,
    CONF_EXPORT_ENTITIES,
    CONF_POWER_ENTITIES,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_INVERTER,
    SUBENTRY_METER,
)
from . import keys
from .recipes import Every, First, Given, One, Part, Recipe

TOTAL: Final = "entities_total"
"""The form of a grid meter where the power of one phase means nothing, or there is one phase only."""

_TURNED: Final = Given(-1.0)


def _sensor(pattern: str) -> One:
    """Return the sensor whose unique id fits."""
    return One("sensor", pattern)


def _sensors(*patterns: str) -> Every:
    """Return sensors in order, all or none."""
    return Every(tuple(_sensor(pattern) for pattern in patterns))


def _phases(pattern: str, names: str = "123") -> Every:
    """Return the sensors of L1, L2 and L3, whose unique ids fit with `#` for the phase."""
    return _sensors(*(pattern.replace("#", name) for name in names))


HOMEWIZARD: Final = Recipe(
    steps={
        SUBENTRY_METER: {
            "entities": {
                CONF_POWER_ENTITIES: First((_phases(r"_active_power_l#_w$"), _sensors(r"_active_power_w$"))),
                CONF_CURRENT_ENTITIES: _phases(r"_active_current_l#_a$"),
            },
            TOTAL: {
                CONF_POWER_ENTITIES: _sensors(r"_active_power_w$"),
                CONF_CURRENT_ENTITIES: _phases(r"_active_current_l#_a$"),
            },
        },
        SUBENTRY_INVERTER: {
            # A kWh meter in front of an inverter measures its consumption as positive.
            "solar_entities": {keys.POWER_ENTITIES: _sensors(r"_active_power_w$"), keys.POWER_FACTOR: _TURNED},
            # Positive while charging, of all batteries on the P1 meter or of one.
            "battery_entities": {
                keys.POWER_ENTITIES: First((_sensors(r"_battery_group_power_w$"), _sensors(r"_active_power_w$"))),
                keys.SOC_ENTITY: _sensor(r"_state_of_charge_pct$"),
                keys.POWER_FACTOR: _TURNED,
            },
            "battery_orders": {keys.MODE_ENTITY: One("select", r"_battery_group_mode$")},
            "battery_options": {keys.OPTION_AUTO: Given("zero"), keys.OPTION_HOLD: Given("standby")},
        },
    },
    notes={SUBENTRY_INVERTER: "homewizard_battery"},
)

DSMR: Final = Recipe(
    steps={
        SUBENTRY_METER: {
            "entities": {
                CONF_POWER_ENTITIES: First(
                    (_phases(r"_instantaneous_active_power_l#_positive$"), _sensors(r"_current_electricity_usage$"))
                ),
                CONF_EXPORT_ENTITIES: First(
                    (_phases(r"_instantaneous_active_power_l#_negative$"), _sensors(r"_current_electricity_delivery$"))
                ),
                CONF_CURRENT_ENTITIES: _phases(r"_instantaneous_current_l#$"),
            },
            TOTAL: {
                CONF_POWER_ENTITIES: _sensors(r"_current_electricity_usage$"),
                CONF_EXPORT_ENTITIES: _sensors(r"_current_electricity_delivery$"),
                CONF_CURRENT_ENTITIES: _phases(r"_instantaneous_current_l#$"),
            },
        }
    },
    notes={SUBENTRY_METER: "dsmr_interval"},
)

GOODWE: Final = Recipe(
    steps={
        SUBENTRY_METER: {
            # Positive while exporting.
            "entities": {
                CONF_POWER_ENTITIES: First(
                    (_phases(r"^goodwe-meter_active_power#-"), _sensors(r"^goodwe-active_power_total-"))
                ),
                CONF_CURRENT_ENTITIES: _phases(r"^goodwe-meter_current#-"),
                keys.POWER_FACTOR: _TURNED,
            },
            TOTAL: {
                CONF_POWER_ENTITIES: _sensors(r"^goodwe-active_power_total-"),
                CONF_CURRENT_ENTITIES: _phases(r"^goodwe-meter_current#-"),
                keys.POWER_FACTOR: _TURNED,
            },
        },
        SUBENTRY_INVERTER: {
            "solar_entities": {
                keys.POWER_ENTITIES: _sensors(r"^goodwe-ppv-"),
                keys.ENERGY_ENTITY: _sensor(r"^goodwe-e_total-"),
            },
            # Positive while discharging. Its operation modes charge at full power, and are no orders.
            "battery_entities": {
                keys.POWER_ENTITIES: _sensors(r"^goodwe-pbattery1-"),
                keys.SOC_ENTITY: _sensor(r"^goodwe-battery_soc-"),
            },
        },
    },
    notes={SUBENTRY_INVERTER: "goodwe_modes"},
)

SOLAREDGE_MODBUS: Final = Recipe(
    steps={
        SUBENTRY_METER: {
            # Positive while exporting.
            "entities": {
                CONF_POWER_ENTITIES: First(
                    (_phases(r"_meter_.+_ac_power_phase_#$", "abc"), _sensors(r"_meter_.+_ac_power$"))
                ),
                CONF_CURRENT_ENTITIES: _phases(r"_meter_.+_ac_current_phase_#$", "abc"),
                keys.POWER_FACTOR: _TURNED,
            },
            TOTAL: {
                CONF_POWER_ENTITIES: _sensors(r"_meter_.+_ac_power$"),
                CONF_CURRENT_ENTITIES: _phases(r"_meter_.+_ac_current_phase_#$", "abc"),
                keys.POWER_FACTOR: _TURNED,
            },
        },
        SUBENTRY_INVERTER: {
            # What the inverter gives, and what its battery takes before that: together the panels.
            "solar_entities": {
                keys.POWER_ENTITIES: First(
                    (
                        _sensors(r"^[^_]+_ac_power$", r"_battery_.+_dc_power$"),
                        _sensors(r"^[^_]+_ac_power$"),
                    )
                ),
                keys.ENERGY_ENTITY: _sensor(r"^[^_]+_ac_energy$"),
            },
            # Positive while charging.
            "battery_entities": {
                keys.POWER_ENTITIES: _sensors(r"_battery_.+_dc_power$"),
                keys.SOC_ENTITY: _sensor(r"_battery_.+_state_of_energy$"),
                keys.POWER_FACTOR: _TURNED,
            },
            "battery_orders": {
                keys.MODE_ENTITY: One("select", r"_storage_command_mode$"),
                keys.ENABLE_ENTITY: One("select", r"_storage_control_mode$"),
                keys.POWER_ENTITIES: Every((One("number", r"_charge_limit$"), One("number", r"_discharge_limit$"))),
                # The inverter ends a command after an hour unless it is repeated (its default time-out).
                keys.HEARTBEAT: Given(3600.0),
            },
            "battery_options": {
                keys.OPTION_AUTO: Given("maximize_self_consumption"),
                keys.OPTION_ENABLED: Given("remote_control"),
                keys.OPTION_HOLD: Given("solar_only"),
                keys.OPTION_CHARGE: Given("charge_from_solar_and_grid"),
                keys.OPTION_DISCHARGE: Given("discharge_to_maximize_export"),
            },
        },
    },
    notes={SUBENTRY_INVERTER: "solaredge_storage"},
)

FRONIUS: Final = Recipe(
    steps={
        SUBENTRY_METER: {
            # The power flow is asked every 10 s, the meter itself every minute: too seldom to guard a fuse.
            "entities": {CONF_POWER_ENTITIES: _sensors(r"-power_flow-power_grid$")},
            TOTAL: {CONF_POWER_ENTITIES: _sensors(r"-power_flow-power_grid$")},
        },
        SUBENTRY_INVERTER: {
            "solar_entities": {
                keys.POWER_ENTITIES: First((_sensors(r"-power_flow-power_photovoltaics$"), _sensors(r"-power_ac$"))),
                keys.ENERGY_ENTITY: _sensor(r"^(?!.*power_flow).*-energy_total$"),
            },
            # Positive while discharging.
            "battery_entities": {
                keys.POWER_ENTITIES: _sensors(r"-power_flow-power_battery$"),
                keys.SOC_ENTITY: _sensor(r"-state_of_charge$"),
            },
            # A limit of what may be discharged: 0 holds, and nothing charges from the grid.
            "battery_orders": {
                keys.MODE_ENTITY: One("switch", r"-modbus-battery_discharge_power_limit_enabled$"),
                keys.POWER_ENTITIES: Every((One("number", r"-modbus-battery_discharge_power_limit$"),)),
            },
            "battery_options": {keys.OPTION_AUTO: Given("off"), keys.OPTION_HOLD: Given("on")},
        },
    },
    notes={SUBENTRY_INVERTER: "fronius_hold"},
)

PEBLAR: Final = Recipe(
    steps={
        SUBENTRY_CHARGE_POINT: {
            "station_entities": {
                keys.VEHICLE_ENTITY: _sensor(r"_cp_state$"),
                keys.POWER_ENTITY: _sensor(r"_power_total$"),
            },
            # Disabled when they are new: the user may enable them first.
            "station_more": {
                keys.REPORT_INTERVAL: Given(10),
                keys.CURRENT_ENTITIES: First((_phases(r"_current_phase_#$"), _sensors(r"_current_total$"))),
                keys.SESSION_ENTITY: _sensor(r"_energy_session$"),
            },
            "station_orders": {
                keys.CURRENT_ENTITY: One("number", r"_charge_current_limit$"),
                keys.PAUSE_ENTITY: One("switch", r"_charge$"),
                keys.PHASES_ENTITY: One("switch", r"_force_single_phase$"),
            },
            "station_phases": {keys.OPTION_1: Given("on"), keys.OPTION_3: Given("off")},
        }
    },
)

KEBA: Final = Recipe(
    steps={
        SUBENTRY_CHARGE_POINT: {
            "station_entities": {
                keys.VEHICLE_ENTITY: One("binary_sensor", r"^keba_wallbox_.+_plug_state$"),
                keys.CHARGING_ENTITY: One("binary_sensor", r"^keba_wallbox_.+_charging_state$"),
                keys.POWER_ENTITY: _sensor(r"^keba_wallbox_.+_charging_power$"),
            },
            "station_more": {
                keys.REPORT_INTERVAL: Given(5),
                keys.SESSION_ENTITY: _sensor(r"^keba_wallbox_.+_session_energy$"),
                keys.SETPOINT_ENTITY: _sensor(r"^keba_wallbox_.+_max_current$"),
            },
            "station_action": {
                keys.ACTION: Given("keba.set_current"),
                keys.DATA: Given({"current": "{current}"}),
                keys.ACTION_STEP: Given(1.0),
                keys.PAUSE_ACTION: Given("keba.disable"),
                keys.RESUME_ACTION: Given("keba.enable"),
            },
        }
    },
    notes={SUBENTRY_CHARGE_POINT: "keba_failsafe"},
)

OCPP: Final = Recipe(
    steps={
        SUBENTRY_CHARGE_POINT: {
            "station_entities": {
                keys.VEHICLE_ENTITY: _sensor(r"\.status_connector\.sensor$"),
                keys.POWER_ENTITY: _sensor(r"\.power_active_import\.sensor$"),
            },
            "station_more": {
                keys.REPORT_INTERVAL: Given(60),
                keys.SESSION_ENTITY: _sensor(r"\.energy_session\.sensor$"),
                keys.SETPOINT_ENTITY: _sensor(r"\.current_offered\.sensor$"),
            },
            "station_orders": {keys.CURRENT_ENTITY: One("number", r"\.maximum_current$")},
            "station_ocpp": {
                keys.DEVID: Part("number", r"^number\.ocpp\.(.+?)(?:\.conn\d+)?\.maximum_current$"),
                keys.CONNECTOR: First((Part("number", r"\.conn(\d+)\.maximum_current$", whole=True), Given(1))),
            },
        }
    },
    notes={SUBENTRY_CHARGE_POINT: "ocpp_limits"},
)

RECIPES: Final[Mapping[str, Recipe]] = {
    "dsmr": DSMR,
    "fronius": FRONIUS,
    "goodwe": GOODWE,
    "homewizard": HOMEWIZARD,
    "keba": KEBA,
    "ocpp": OCPP,
    "peblar": PEBLAR,
    "solaredge_modbus": SOLAREDGE_MODBUS,
}
"""By the platform that registers the entities."""
