"""How much CO2 a kWh from the grid stands for: a number, or what an entity tells."""

from collections.abc import Mapping
from math import isfinite
import re
from typing import Any, Final

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant, State

from ..const import CONF_CO2_ENTITY, CONF_CO2_INTENSITY
from ..from_entities.points import NOT_KNOWN, number_of

HIGHEST: Final = 3000.0
"""No grid is dirtier (g/kWh): lignite alone makes a little above 1000."""

_UNIT: Final = re.compile(r"(k?g)\s*(?:co2|co₂)?\s*(?:eq|-eq)?\s*/\s*([km])wh")
_GRAMS: Final[Mapping[tuple[str, str], float]] = {
    ("g", "k"): 1.0,
    ("kg", "k"): 1000.0,
    ("kg", "m"): 1.0,
    ("g", "m"): 0.001,
}


def scale_of(unit: object) -> float | None:
    """Return what makes g/kWh of a value in this unit (`gCO2eq/kWh`, `kg/MWh`); None for one that is no intensity."""
    found = _UNIT.fullmatch(unit.strip().casefold()) if isinstance(unit, str) else None
    return None if found is None else _GRAMS[found[1], found[2]]


def intensity_of(hass: HomeAssistant, data: Mapping[str, Any]) -> float | None:
    """Return the CO2 of a kWh from the grid now (g/kWh): what the entity tells, else the number; None: nobody says.

    `data` is that of the config entry. While the entity tells nothing the number counts, if there is one.
    """
    told = told_by(hass.states.get(data.get(CONF_CO2_ENTITY) or ""))
    if told is not None:
        return told
    number = data.get(CONF_CO2_INTENSITY)
    return None if number is None else float(number)


def has_intensity(data: Mapping[str, Any]) -> bool:
    """Return whether anything was entered that tells the CO2 of a kWh."""
    return data.get(CONF_CO2_ENTITY) is not None or data.get(CONF_CO2_INTENSITY) is not None


def told_by(state: State | None) -> float | None:
    """Return what an entity tells (g/kWh); None where it tells nothing that can be."""
    if state is None or state.state in NOT_KNOWN:
        return None
    scale, value = scale_of(state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)), number_of(state.state)
    if scale is None or value is None:
        return None
    grams = scale * value
    return grams if isfinite(grams) and 0 <= grams <= HIGHEST else None
