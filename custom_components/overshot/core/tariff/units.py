"""In which unit prices come: as their source says, unless that cannot be."""

from collections.abc import Sequence
from enum import StrEnum
from math import log
from typing import Final

from .errors import TariffError, TariffProblem


class PriceUnit(StrEnum):
    """Units in which sources give prices."""

    PER_KWH = "EUR/kWh"
    CENT_PER_KWH = "ct/kWh"
    PER_MWH = "EUR/MWh"

    @property
    def factor(self) -> float:
        """Return what a price is multiplied with to be in EUR/kWh."""
        return _FACTORS[self]


_FACTORS: Final = {PriceUnit.PER_KWH: 1.0, PriceUnit.CENT_PER_KWH: 0.01, PriceUnit.PER_MWH: 0.001}

_CENTS: Final = ("c", "ct", "cent", "cents", "ceur", "eurct", "eurcent", "eurcents")

_LOWEST: Final = -1.0
_HIGHEST: Final = 5.0
"""No single price lies outside these, taxes included (EUR/kWh; ours)."""

_MEAN: Final = 0.8
"""A day is not dearer than this in the mean (EUR/kWh; ours)."""

_FLAT: Final = 0.005
"""Over a day some price is further from 0 than this (EUR/kWh; ours)."""

_DAY: Final = 12
"""So many prices are a day, or enough of it."""

_USUAL: Final = 0.1
"""Where nothing is known of earlier prices (EUR/kWh)."""

_CLEARLY: Final = 3.0
"""One unit is believed over another when its prices are nearer to the usual ones by this factor."""


def parse_unit(text: str) -> PriceUnit:
    """Return the unit a source names: `EUR/kWh`, `€/MWh`, `c€/kWh`, `ct/kWh`, `Cent/kWh`...

    Raises:
        TariffError: another currency, or no price of energy at all.
    """
    plain = text.strip().lower().replace(" ", "").replace("€", "eur")
    money, _, energy = plain.partition("/")
    if energy == "kwh" and money in _CENTS:
        return PriceUnit.CENT_PER_KWH
    for unit in (PriceUnit.PER_KWH, PriceUnit.PER_MWH):
        if plain == unit.value.lower():
            return unit
    raise TariffError(TariffProblem.UNIT_UNKNOWN, unit=text)


def find_unit(values: Sequence[float], declared: PriceUnit | None = None, usual: float | None = None) -> PriceUnit:
    """Return the unit of some prices.

    What the source declares is believed while it makes sense; one that cannot be (0.09 EUR/MWh all day, 90 EUR/kWh) gives
    way to the one that can. Without a declaration the unit is taken whose prices are clearly the nearest to usual.

    Args:
        values: as they came.
        declared: by the source, if it does.
        usual: mean of earlier prices (EUR/kWh), if there are any.

    Raises:
        TariffError: prices that make sense in no unit, or in several; the user has to say which.
    """
    if declared is not None and _possible(values, declared):
        return declared
    candidates = [unit for unit in PriceUnit if _possible(values, unit)]
    if not candidates:
        raise TariffError(TariffProblem.UNIT_WRONG, lowest=min(values), highest=max(values))
    mean = sum(abs(value) for value in values) / len(values)
    if len(candidates) == 1 or mean == 0:
        return candidates[0]
    target = abs(usual) if usual else _USUAL
    ranked = sorted((abs(log(mean * unit.factor / target)), unit) for unit in candidates)
    if ranked[1][0] - ranked[0][0] < log(_CLEARLY):
        raise TariffError(
            TariffProblem.UNIT_AMBIGUOUS, lowest=min(values), highest=max(values), units=", ".join(candidates)
        )
    return ranked[0][1]


def _possible(values: Sequence[float], unit: PriceUnit) -> bool:
    """Return whether prices can be in a unit."""
    prices = [value * unit.factor for value in values]
    sizes = [abs(price) for price in prices]
    if min(prices) < _LOWEST or max(prices) > _HIGHEST or sum(sizes) / len(sizes) > _MEAN:
        return False
    return len(prices) < _DAY or max(sizes) >= _FLAT or max(sizes) == 0
