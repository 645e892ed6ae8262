"""Names in the data of a device that is made of entities. Each is a field of the form that fills it, too.

What a form asked is stored below the key of its part, `solar`, `battery`, `station` or `orders`, as it was entered. The grid
meter is flat: `const.CONF_POWER_ENTITIES` and its neighbours.
"""

from enum import StrEnum
from typing import Final

# Where the entities come from.
SOURCE_DEVICE: Final = "source_device"
"""Of another integration, by its id in the device registry; its recipe fills the forms in."""
SOURCE_ENTITY: Final = "source_entity"
"""The same for an integration that registers no devices."""
RECIPE: Final = "recipe"
"""Key of the recipe the forms were filled in from, if any."""

# Parts of the data.
SOLAR: Final = "solar"
BATTERY: Final = "battery"
STATION: Final = "station"
ORDERS: Final = "orders"

# Read.
POWER_ENTITIES: Final = "power_entities"
"""Solar: those that add up. Battery: one, + is discharging; or two, discharging and charging, both positive."""
POWER_ENTITY: Final = "power_entity"
POWER_FACTOR: Final = "power_factor"
"""What a reading is multiplied by; negative turns its sign."""
POWER_ATTRIBUTE: Final = "power_attribute"
"""Attribute of the power entities the value stands in, if not their state (W)."""
ENERGY_ENTITY: Final = "energy_entity"
LIMIT_ENTITY: Final = "limit_entity"
"""A number that limits what an inverter gives."""
SOC_ENTITY: Final = "soc_entity"
VEHICLE_ENTITY: Final = "vehicle_entity"
CHARGING_ENTITY: Final = "charging_entity"
STATES: Final = "states"
"""Vehicle states A, B, C, F by what the vehicle entity says."""
CURRENT_ENTITIES: Final = "current_entities"
SESSION_ENTITY: Final = "session_entity"
SETPOINT_ENTITY: Final = "setpoint_entity"
TAG_ENTITY: Final = "tag_entity"
"""What tells the RFID card of the session."""
REPORT_INTERVAL: Final = "report_interval"
"""How often the entities report while a car charges (s)."""

# Orders.
KIND: Final = "kind"
"""An `OrderKind` value."""
CURRENT_ENTITY: Final = "current_entity"
CURRENT_FACTOR: Final = "current_factor"
"""What the value of the current entity is multiplied by to get A."""
CURRENT_STEP: Final = "current_step"
"""Smallest change of the current entity when it was picked (A)."""
PAUSE_ENTITY: Final = "pause_entity"
"""A switch that is off while charging pauses, or the button that pauses it."""
RESUME_ENTITY: Final = "resume_entity"
"""The button that ends the pause, where the other one is a button."""
PHASES_ENTITY: Final = "phases_entity"
OPTION_1: Final = "option_1"
OPTION_3: Final = "option_3"
ACTION: Final = "action"
DATA: Final = "data"
PAUSE_ACTION: Final = "pause_action"
RESUME_ACTION: Final = "resume_action"
ACTION_STEP: Final = "action_step"
MODE_ENTITY: Final = "mode_entity"
ENABLE_ENTITY: Final = "enable_entity"
"""What must be set besides, for the mode to count."""
POWER_SIGN: Final = "power_sign"
"""A `PowerSign` value."""
HEARTBEAT: Final = "heartbeat"
"""After so long the device ends an order by itself (s); only a recipe knows."""
OPTION_AUTO: Final = "option_auto"
OPTION_ENABLED: Final = "option_enabled"
OPTION_HOLD: Final = "option_hold"
OPTION_CHARGE: Final = "option_charge"
OPTION_DISCHARGE: Final = "option_discharge"
SG1_ENTITY: Final = "sg1_entity"
SG2_ENTITY: Final = "sg2_entity"
SG1_INVERTED: Final = "sg1_inverted"
SG2_INVERTED: Final = "sg2_inverted"
STATE_ENTITY: Final = "state_entity"
OPTION_BLOCK: Final = "option_block"
OPTION_NORMAL: Final = "option_normal"
OPTION_RECOMMEND: Final = "option_recommend"
OPTION_FORCE: Final = "option_force"
LOAD_ENTITY: Final = "load_entity"
"""A switch, number or select that switches or sets a load."""
TEMPERATURE_ENTITY: Final = "temperature_entity"
DEVID: Final = "devid"
CONNECTOR: Final = "connector"
OCPP_VERSION: Final = "ocpp_version"


class OrderKind(StrEnum):
    """How orders are given."""

    ENTITIES = "entities"
    """Numbers, selects, switches and buttons."""

    ACTION = "action"
    """An action (service) with data."""

    OCPP = "ocpp"
    """The action of the custom `ocpp` integration, with profiles that expire."""

    CONTACTS = "contacts"
    """Two switches on the SG-Ready terminals."""

    STATES = "states"
    """One select with the SG-Ready states."""


class PowerSign(StrEnum):
    """What the sign of a battery's power number means."""

    UNSIGNED = "unsigned"
    """The mode says the direction."""

    DISCHARGE_POSITIVE = "discharge_positive"
    CHARGE_POSITIVE = "charge_positive"
