"""Names shared by the rooms of the integration."""

from datetime import timedelta
import logging
from typing import Final

from homeassistant.const import Platform

DOMAIN: Final = "overshot"
LOGGER: Final = logging.getLogger(__package__)

PLATFORMS: Final = (
    Platform.BINARY_SENSOR,
    Platform.CALENDAR,
    Platform.DATETIME,
    Platform.EVENT,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
)

# Site: the data of a config entry. Name, latitude/longitude and country use Home Assistant's own keys.
CONF_CONNECTION_TYPE: Final = "connection_type"
"""A `ConnectionType` value."""
CONF_FUSE: Final = "fuse"
CONF_EXPORT_LIMIT: Final = "export_limit"
"""What the connection may feed in at most (W); missing: no limit."""
"""Nominal current of the main fuse (A)."""
CONF_DERATING: Final = "derating"
"""Share of the fuse used continuously (%)."""
CONF_CT_RATIO: Final = "ct_ratio"
"""Current transformer ratio, for meters that report secondary values (1 where there is none)."""

# Devices: the data of a subentry. Host, port and device (serial port) use Home Assistant's own keys.
CONF_FAMILY: Final = "family"
"""A device family of `devices.registry`, or one of the two below."""
FAMILY_P1: Final = "p1"
FAMILY_ENTITIES: Final = "entities"
CONF_REGISTER_MAP: Final = "register_map"
"""The installer's own register map (docs/own-register-map.md), of a device of that family."""
CONF_UNIT_ID: Final = "unit_id"
CONF_FRAMER: Final = "framer"
"""`FRAMER_RTU` where host and port are those of a gateway that passes the frames of a serial line through."""
FRAMER_RTU: Final = "rtu"
CONF_BAUDRATE: Final = "baudrate"
"""Speed of the serial line (baud)."""
CONF_LINE_FORMAT: Final = "line_format"
"""A `modbus_link.LineFormat` value."""
CONF_SERIAL_FORMAT: Final = "serial_format"
"""A `devices.p1_source.SerialFormat` value."""
CONF_SERIAL_NUMBER: Final = "serial_number"
CONF_MANUFACTURER: Final = "manufacturer"
CONF_MODEL: Final = "model"
CONF_PLANNED: Final = "planned"
"""There where a device was added before it existed, until it appears for the first time."""
CONF_GRID_ROLE: Final = "grid_role"
"""Whether this device is the site's grid meter. Exactly one is."""

CONF_INVERT: Final = "invert"
"""Which values of the device count the other way round: a list of `core.model.turn.Turn` values, for every kind of
device. `screen` turns them."""

# Grid meter made of entities.
CONF_POWER_ENTITIES: Final = "power_entities"
"""One entity with the total, or three for L1, L2, L3; + is import (W or kW by their unit)."""
CONF_EXPORT_ENTITIES: Final = "export_entities"
"""Entities that measure export as a positive number, subtracted; as many as above, or none."""
CONF_CURRENT_ENTITIES: Final = "current_entities"
"""Three entities for L1, L2, L3 (A), or none."""

# Meter.
CONF_METER_ROLE: Final = "meter_role"
"""A `meter_role.MeterRole` value: what the meter measures. One without measures the grid, if anything does."""
CONF_PEAK_POWER: Final = "peak_power"
"""Of the solar panels behind the meter (W)."""
CONF_INVERT_METER: Final = "invert_meter"
"""Whether the device's own meter counts the other way round (`Driver.invert_meter`)."""

# Inverter.
CONF_USES_WALLBOXES: Final = "uses_wallboxes"
"""Whether the wallboxes behind an E3/DC system are read."""

# Heat pump.
CONF_WIRING: Final = "wiring"
"""Which outputs of a board are its contacts; see `drivers.wiring_of`."""
CONF_NOMINAL_POWER: Final = "nominal_power"
"""Electrical power of the heat pump while it runs (W)."""
CONF_START_CURRENT: Final = "start_current"
"""What it draws on each phase for a moment when it starts (A)."""

# Charge point.
CONF_PHASES: Final = "phases"
CONF_ROTATION: Final = "rotation"
CONF_MAX_CURRENT: Final = "max_current"
CONF_FALLBACK_CURRENT: Final = "fallback_current"

# Battery.
CONF_CAPACITY: Final = "capacity"
"""Usable energy of the battery (kWh)."""
CONF_MAX_CHARGE: Final = "max_charge"
"""Charging power at most (W)."""
CONF_MAX_DISCHARGE: Final = "max_discharge"
"""Discharging power at most (W)."""

# Circuits.
CONF_CIRCUIT: Final = "circuit"
"""Of a device: the unique id of the circuit it hangs on; absent: the grid connection."""
CONF_LIMIT: Final = "limit"
"""Of a circuit, on each phase (A)."""
CONF_PARENT: Final = "parent"
"""Of a circuit: the unique id of the one it hangs on; absent: the grid connection."""
CONF_CIRCUIT_METER: Final = "circuit_meter"
"""Of a circuit: the meter that tells what flows into it, by the id of its subentry, `/` and its number there. A circuit
may have `CONF_CURRENT_ENTITIES` instead."""

# Loads: what `from_entities.keys` has no name for.
CONF_POWER: Final = "power"
"""What it takes at its highest level (W)."""
CONF_LOWEST_POWER: Final = "lowest_power"
"""What one that takes any power takes at its lowest above 0 (W)."""
CONF_LEVELS: Final = "levels"
"""Power (W) by option, of a load that is a select."""
CONF_MAX_TEMPERATURE: Final = "max_temperature"
"""Above it the load is left off (degrees Celsius)."""
CONF_VOLUME: Final = "volume"
"""Of the water it heats (l)."""

# Panels: a group that faces one way.
CONF_PANEL_COUNT: Final = "panel_count"
CONF_PANEL_POWER: Final = "panel_power"
"""Of one panel (W peak)."""
CONF_AZIMUTH: Final = "azimuth"
"""Where they face (degrees): 0 is north, 90 is east."""
CONF_TILT: Final = "tilt"
"""0 is flat, 90 is upright (degrees)."""

# Forecast: in the data of a config entry.
CONF_WEATHER: Final = "weather_entity"
"""Whose forecast is used; absent: the first one that tells hours."""
CONF_SOLAR_FORECASTS: Final = "solar_forecasts"
"""Config entries of the solar forecasts that are used; absent: those of the Energy preferences."""
CONF_YEARLY_CONSUMPTION: Final = "yearly_consumption"
"""What the house uses in a year without cars (kWh), if known."""

# Records: in the data of a config entry.
CONF_CO2_ENTITY: Final = "co2_entity"
"""Tells how much CO2 a kWh from the grid stands for."""
CONF_CO2_INTENSITY: Final = "co2_intensity"
"""The same as a number (g/kWh), where no entity tells."""

# Subentry types. Up to the heat pump they are `DeviceKind` values; a load is a device too, those of `NO_DEVICES` are none.
SUBENTRY_CONTROLLER: Final = "controller"
SUBENTRY_INVERTER: Final = "inverter"
SUBENTRY_CHARGE_POINT: Final = "charge_point"
SUBENTRY_METER: Final = "meter"
SUBENTRY_HEAT_PUMP: Final = "heat_pump"
SUBENTRY_LOAD: Final = "load"
SUBENTRY_CIRCUIT: Final = "circuit"
SUBENTRY_CONTRACT: Final = "contract"
SUBENTRY_PANELS: Final = "panels"
SUBENTRY_CARD: Final = "card"
SUBENTRY_PERSON: Final = "person"
SUBENTRY_GROUP: Final = "group"
SUBENTRY_VEHICLE: Final = "vehicle"
ACCESS_SUBENTRIES: Final = frozenset({SUBENTRY_CARD, SUBENTRY_PERSON, SUBENTRY_GROUP, SUBENTRY_VEHICLE})
"""The access list; its keys are in `access.subentries`."""
NO_DEVICES: Final = frozenset({SUBENTRY_CIRCUIT, SUBENTRY_CONTRACT, SUBENTRY_PANELS}) | ACCESS_SUBENTRIES

DEFAULT_MODBUS_PORT: Final = 502
IDENTITY_INTERVAL: Final = timedelta(minutes=5)
"""How often a device is asked again who it is."""
PLANNED_INTERVAL: Final = timedelta(minutes=1)
"""How often a planned device is looked out for."""

CYCLE_INTERVAL: Final = timedelta(seconds=1)
