"""Flanders: the capacity tariff, and what grid operators ask.

The rates of the single grid operators change every year and are not in here: no list of them was at hand that could be
checked. Whoever adds them gives each its source and its date. Until then the user copies them from the bill; the average
is a first guess. The maximum tariff is a setting for the same reason.
"""

from dataclasses import dataclass
from datetime import date

from ..contract import FLOOR
from .fact import Fact

_SINCE = date(2023, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityFacts:
    """The rules of the capacity tariff."""

    floor: Fact[float]
    months: Fact[int]
    maximum: Fact[float | None]


CAPACITY_TARIFF = CapacityFacts(
    floor=Fact(
        value=FLOOR,
        unit="W",
        source="VREG, questions about grid tariffs; worked example: wikibooks, Energietransitie/Capaciteitstarief",
        valid_from=_SINCE,
        unsure=False,
        remark="Every month counts with at least this; a classic meter pays exactly this.",
    ),
    months=Fact(
        value=12,
        unit="month",
        source="VREG, questions about grid tariffs",
        valid_from=_SINCE,
        unsure=False,
        remark="The running month and the eleven before it.",
    ),
    maximum=Fact(
        value=None,
        unit="EUR/kWh",
        source="",
        valid_from=None,
        unsure=True,
        remark="No amount could be checked. Reckoned as a ceiling on capacity tariff and distribution together, a kWh.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridOperator:
    """What is known of the fees of a grid operator, without VAT."""

    key: str
    """Of its translated name."""

    capacity: Fact[float | None]
    """EUR/kW a year."""

    distribution: Fact[float | None]
    """EUR/kWh."""


GRID_OPERATORS: tuple[GridOperator, ...] = (
    GridOperator(
        key="flanders_average",
        capacity=Fact(
            value=40.4,
            unit="EUR/kW/year",
            source="Fluvius, questions about the capacity tariff",
            valid_from=_SINCE,
            unsure=True,
            remark="About the average of 2023, without VAT; it differs between grid operators and from year to year.",
        ),
        distribution=Fact(
            value=None,
            unit="EUR/kWh",
            source="",
            valid_from=None,
            unsure=True,
            remark="Copy it from the bill.",
        ),
    ),
)
