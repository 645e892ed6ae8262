"""Read one value from an entity: its state or an attribute, in the house's own unit, with when it was measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from math import isfinite

from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    UnitOfElectricCurrent,
    UnitOfEnergy,
    UnitOfPower,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.unit_conversion import (
    BaseUnitConverter,
    ElectricCurrentConverter,
    EnergyConverter,
    PowerConverter,
    UnitlessRatioConverter,
)

from ..core.model import PhaseVector

NOT_KNOWN = (STATE_UNAVAILABLE, STATE_UNKNOWN)


class Quantity(Enum):
    """What a point measures, and the unit the house counts it in."""

    POWER = UnitOfPower.WATT
    CURRENT = UnitOfElectricCurrent.AMPERE
    ENERGY = UnitOfEnergy.WATT_HOUR
    PERCENT = "%"

    @property
    def converter(self) -> type[BaseUnitConverter]:
        """Return Home Assistant's converter."""
        return _CONVERTERS[self]


_CONVERTERS: dict[Quantity, type[BaseUnitConverter]] = {
    Quantity.POWER: PowerConverter,
    Quantity.CURRENT: ElectricCurrentConverter,
    Quantity.ENERGY: EnergyConverter,
    Quantity.PERCENT: UnitlessRatioConverter,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A value in the house's unit, and when it was measured."""

    value: float
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where a value stands."""

    entity: str
    quantity: Quantity
    attribute: str | None = None
    """Instead of the state; an attribute has no unit and is taken for W, A, Wh or %."""

    factor: float = 1.0
    """What the value is multiplied by; negative turns its sign."""

    def read(self, hass: HomeAssistant) -> Measured | None:
        """Return the value, or None where it is not known: never a number that was not measured."""
        state = hass.states.get(self.entity)
        if state is None or state.state in NOT_KNOWN:
            return None
        value = _number(state, self.attribute, self.quantity)
        return None if value is None else Measured(value * self.factor, state.last_reported)


def points_of(
    entities: Iterable[str], quantity: Quantity, *, factor: float = 1.0, attribute: str | None = None
) -> tuple[Point, ...]:
    """Return points that are read alike."""
    return tuple(Point(entity=entity, quantity=quantity, factor=factor, attribute=attribute) for entity in entities)


def read_all(hass: HomeAssistant, points: Sequence[Point]) -> tuple[list[float], list[datetime]] | None:
    """Return all values and when each was measured, or None where one is missing."""
    found = [point.read(hass) for point in points]
    known = [measured for measured in found if measured is not None]
    if len(known) < len(found):
        return None
    return [measured.value for measured in known], [measured.at for measured in known]


def vector(values: Sequence[float]) -> PhaseVector | None:
    """Return three values as a phase vector; None for any other number of them."""
    return (values[0], values[1], values[2]) if len(values) == 3 else None


def text_of(hass: HomeAssistant, entity: str | None) -> str | None:
    """Return the state of an entity as text, or None where it is not known."""
    state = hass.states.get(entity) if entity else None
    return None if state is None or state.state in NOT_KNOWN else state.state


def _number(state: State, attribute: str | None, quantity: Quantity) -> float | None:
    """Return a number in the house's unit, or None where there is none."""
    unit = quantity.value
    raw = state.state if attribute is None else state.attributes.get(attribute)
    measured = unit if attribute is not None else state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) or unit
    try:
        value = float(raw)  # type: ignore[arg-type]
        converted = quantity.converter.convert(value, measured, unit)
    except TypeError, ValueError, HomeAssistantError:
        return None
    return converted if isfinite(converted) else None
