"""Make readings of the house's parts from what entities say now.

Each takes Home Assistant's states and gives a reading with when it was measured, or None where what the part cannot do
without is missing. What is optional and missing is None inside the reading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import copysign
from typing import Any

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant

from ..core.model import BatteryReading, ChargePointReading, MeterReading, PhaseVector, SolarReading, VehicleState
from . import keys
from .points import Point, Quantity, optional_value, points_of, read_all, text_of, vector
from .vehicle import FINISHED, normal, vehicle_of

_NO_TAG = frozenset({"", "no card", "no_card", "none", "null"})


@dataclass(frozen=True, slots=True)
class Read[T]:
    """A reading and when it was measured."""

    reading: T
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterPoints:
    """What a meter reads."""

    power: tuple[Point, ...]
    export: tuple[Point, ...]
    currents: tuple[Point, ...]

    @property
    def entities(self) -> list[str]:
        """Return all entities."""
        return [point.entity for point in (*self.power, *self.export, *self.currents)]

    def read(self, hass: HomeAssistant) -> Read[MeterReading] | None:
        """Return power and currents, as old as the oldest of them; one that is missing makes the reading incomplete."""
        power = read_all(hass, self.power)
        export = read_all(hass, self.export)
        currents = read_all(hass, self.currents)
        if power is None or export is None or currents is None:
            return None
        values, ats = power
        if self.export:
            values = [value - given for value, given in zip(values, export[0], strict=True)]
            ats = [*ats, *export[1]]
        phases = vector(values)
        amps = _signed(vector(currents[0]), phases)
        return Read(MeterReading(power=sum(values), phase_power=phases, currents=amps), min(ats))


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarPoints:
    """What an inverter's solar side reads."""

    power: tuple[Point, ...]
    energy: tuple[Point, ...]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> SolarPoints:
        """Return what the data of the part describes."""
        return cls(
            power=_power(data, data[keys.POWER_ENTITIES]),
            energy=points_of(_one(data, keys.ENERGY_ENTITY), Quantity.ENERGY),
        )

    @property
    def entities(self) -> list[str]:
        """Return all entities."""
        return [point.entity for point in (*self.power, *self.energy)]

    def read(self, hass: HomeAssistant) -> Read[SolarReading] | None:
        """Return the production."""
        power = read_all(hass, self.power)
        if power is None:
            return None
        return Read(SolarReading(power=sum(power[0]), energy=optional_value(hass, self.energy)), min(power[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryPoints:
    """What a battery reads."""

    power: tuple[Point, ...]
    """One, + is discharging; or two, discharging and charging."""

    soc: tuple[Point, ...]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> BatteryPoints:
        """Return what the data of the part describes."""
        return cls(
            power=_power(data, data[keys.POWER_ENTITIES]),
            soc=points_of(_one(data, keys.SOC_ENTITY), Quantity.PERCENT),
        )

    @property
    def entities(self) -> list[str]:
        """Return all entities."""
        return [point.entity for point in (*self.power, *self.soc)]

    def read(self, hass: HomeAssistant) -> Read[BatteryReading] | None:
        """Return power and state of charge."""
        power = read_all(hass, self.power)
        if power is None:
            return None
        values, ats = power
        soc = optional_value(hass, self.soc)
        if soc is not None and not 0 <= soc <= 100:
            soc = None
        # A zero that is subtracted from must not become -0.0.
        return Read(BatteryReading(power=values[0] - sum(values[1:]) + 0.0, soc=soc), min(ats))


@dataclass(frozen=True, slots=True, kw_only=True)
class StationPoints:
    """What a charging station reads."""

    vehicle: str
    charging: str | None
    states: Mapping[str, str]
    """Vehicle states by what the vehicle entity says, as the user explained them."""

    power: tuple[Point, ...]
    currents: tuple[Point, ...]
    session: tuple[Point, ...]
    setpoint: tuple[Point, ...]
    tag: str | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> StationPoints:
        """Return what the data of the part describes."""
        return cls(
            vehicle=data[keys.VEHICLE_ENTITY],
            charging=data.get(keys.CHARGING_ENTITY),
            states=data.get(keys.STATES) or {},
            power=_power(data, _one(data, keys.POWER_ENTITY)),
            currents=points_of(data.get(keys.CURRENT_ENTITIES) or (), Quantity.CURRENT),
            session=points_of(_one(data, keys.SESSION_ENTITY), Quantity.ENERGY),
            setpoint=points_of(_one(data, keys.SETPOINT_ENTITY), Quantity.CURRENT),
            tag=data.get(keys.TAG_ENTITY),
        )

    @property
    def entities(self) -> list[str]:
        """Return all entities."""
        points = (*self.power, *self.currents, *self.session, *self.setpoint)
        told = (self.charging, self.tag)
        return [self.vehicle, *(entity for entity in told if entity), *(point.entity for point in points)]

    def read(self, hass: HomeAssistant, now: datetime) -> Read[ChargePointReading] | None:
        """Return what the station tells.

        A vehicle that takes current is as old as its power. One that takes none draws none: many integrations report no
        more of it until something changes, so it is known for as long as Home Assistant does not call the entities
        unavailable.
        """
        said = text_of(hass, self.vehicle)
        power = read_all(hass, self.power)
        if said is None or power is None:
            return None
        charging = _switched(text_of(hass, self.charging))
        vehicle = vehicle_of(said, self.states, charging)
        if vehicle is None:
            return None
        reading = ChargePointReading(
            vehicle=vehicle,
            power=sum(power[0]),
            currents=_currents(hass, self.currents),
            setpoint=optional_value(hass, self.setpoint),
            session_energy=optional_value(hass, self.session),
            finished=vehicle is VehicleState.B and normal(said) in FINISHED,
            tag=_tag(text_of(hass, self.tag)),
        )
        draws = vehicle in (VehicleState.C, VehicleState.D)
        return Read(reading, min(power[1]) if draws else now)


def _tag(said: str | None) -> str | None:
    """Return the card a station tells; many say with a word or with zeros that there is none."""
    return said if said is not None and said.casefold() not in _NO_TAG and said.strip("0:- ") else None


def _signed(currents: PhaseVector | None, power: PhaseVector | None) -> PhaseVector | None:
    """Return currents with the direction of the power: most meters tell how much flows, not which way."""
    if currents is None or power is None or min(currents) < 0:
        return currents
    return vector([copysign(current, watts) for current, watts in zip(currents, power, strict=True)])


def _power(data: Mapping[str, Any], entities: Sequence[str]) -> tuple[Point, ...]:
    """Return power points with the scale, sign and attribute that were chosen."""
    return points_of(
        entities,
        Quantity.POWER,
        factor=float(data.get(keys.POWER_FACTOR, 1.0)),
        attribute=data.get(keys.POWER_ATTRIBUTE),
    )


def _one(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return one entity or none."""
    return (data[key],) if data.get(key) else ()


def _currents(hass: HomeAssistant, points: Sequence[Point]) -> PhaseVector | None:
    """Return the currents by terminal; a station that tells one has one phase."""
    read = read_all(hass, points)
    if read is None or not points:
        return None
    values = read[0]
    return vector([*values, *[0.0] * (3 - len(values))])


def _switched(state: str | None) -> bool | None:
    """Return whether something is on, or None where that is not known."""
    return {STATE_ON: True, STATE_OFF: False}.get(state or "")
