"""What is known of grid operators, state and contracts: tables, each line with its source, its date, and its doubts."""

from .contracts import CONTRACTS, ContractTemplate
from .fact import Fact
from .flanders import CAPACITY_TARIFF, GRID_OPERATORS, GridOperator
from .netherlands import MINIMUM_FEED_IN_SHARE, MINIMUM_FEED_IN_UNTIL, NET_METERING_UNTIL

__all__ = [
    "CAPACITY_TARIFF",
    "CONTRACTS",
    "GRID_OPERATORS",
    "MINIMUM_FEED_IN_SHARE",
    "MINIMUM_FEED_IN_UNTIL",
    "NET_METERING_UNTIL",
    "ContractTemplate",
    "Fact",
    "GridOperator",
]
