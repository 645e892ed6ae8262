"""The states of things, as every driver reports them and every entity shows them."""

from enum import StrEnum


class VehicleState(StrEnum):
    """The vehicle states of IEC 61851-1."""

    A = "a"
    """No vehicle."""

    B = "b"
    """Connected, not ready to take current."""

    C = "c"
    """Ready to take current."""

    D = "d"
    """Ready to take current, asks for ventilation."""

    E = "e"
    """No power at the station."""

    F = "f"
    """The station is out of order."""

    @property
    def connected(self) -> bool:
        """Whether a vehicle is plugged in."""
        return self in (VehicleState.B, VehicleState.C, VehicleState.D)


class ChargePointFault(StrEnum):
    """Why a charge point cannot charge."""

    STATION = "station"
    UNAUTHORISED = "unauthorised"
    STARTING = "starting"


class ChargePointStatus(StrEnum):
    """What a charge point is doing, in the words of its indicator."""

    STARTING = "starting"
    AVAILABLE = "available"
    CONNECTED = "connected"
    UNAUTHORISED = "unauthorised"
    WAITING_FOR_SURPLUS = "waiting_for_surplus"
    CHARGING_REGULATED = "charging_regulated"
    CHARGING_FULL = "charging_full"
    LIMITED = "limited"
    FINISHED = "finished"
    FAULT = "fault"


class BatteryState(StrEnum):
    """What a battery is doing."""

    STANDBY = "standby"
    CHARGING = "charging"
    DISCHARGING = "discharging"
    FAULT = "fault"


class BatteryMode(StrEnum):
    """What a battery is told to do."""

    AUTO = "auto"
    """Its own automatic."""

    HOLD = "hold"
    """Give nothing; whether it may still take solar power is the family's, its docstring says so."""

    CHARGE = "charge"
    """Take so much power, from the grid where the sun does not suffice."""

    DISCHARGE = "discharge"
    """Give so much power."""


class ChargingMode(StrEnum):
    """What the user wants of a charge point."""

    OFF = "off"
    BOOST = "boost"
    """As fast as the laws allow."""

    TURBO = "turbo"
    """As fast as the wished peak allows."""

    PV_SURPLUS = "pv_surplus"
    SAFE_PV_SURPLUS = "safe_pv_surplus"
    """Solar first, an amount of energy guaranteed."""

    EFFICIENT_PV_SURPLUS = "efficient_pv_surplus"
    """An amount of energy at a time: solar first, the best or the latest quarters for the rest."""


class ConnectionStatus(StrEnum):
    """How far a device has come: added, recognised, answering, or not."""

    PLANNED = "planned"
    PAIRED = "paired"
    CONNECTED = "connected"
    FAILED = "failed"
