"""What is known of grid operators, state and contracts: tables, each line with its source, its date, and its doubts."""

from .contracts import CONTRACTS, ContractTemplate
from .fact import Fact
from .flanders import CAPACITY_TARIFF, GRID_OPERATORS, GridOperator
from .netherlands import ENERGY_TAX, MINIMUM_FEED_IN_SHARE, MINIMUM_FEED_IN_UNTIL, NET_METERING_UNTIL, TAX_CREDIT

__all__ = [
    "CAPACITY_TARIFF",
    "CONTRACTS",
    "ENERGY_TAX",
    "GRID_OPERATORS",
    "MINIMUM_FEED_IN_SHARE",
    "MINIMUM_FEED_IN_UNTIL",
    "NET_METERING_UNTIL",
    "TAX_CREDIT",
    "ContractTemplate",
    "Fact",
    "GridOperator",
]
