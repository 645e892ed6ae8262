"""Contracts to start from. Suppliers change theirs every month, so that these are shapes rather than offers."""

from dataclasses import dataclass
from datetime import date

from ..energy_price import DynamicPrice
from .fact import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTemplate:
    """A contract whose numbers the user corrects."""

    key: str
    """Of its translated name."""

    import_price: Fact[DynamicPrice]
    feed_in: Fact[DynamicPrice]


CONTRACTS: tuple[ContractTemplate, ...] = (
    ContractTemplate(
        key="dynamic",
        import_price=Fact(
            value=DynamicPrice(factor=1.0, adder=0.0),
            unit="EUR/kWh",
            source="the day-ahead price itself",
            valid_from=None,
            unsure=True,
            remark="Add what the supplier asks on top: the formula is on the tariff card.",
        ),
        feed_in=Fact(
            value=DynamicPrice(factor=1.0, adder=0.0),
            unit="EUR/kWh",
            source="the day-ahead price itself",
            valid_from=None,
            unsure=True,
            remark="Take off what the supplier keeps.",
        ),
    ),
    ContractTemplate(
        key="dynamic_with_fees",
        import_price=Fact(
            value=DynamicPrice(factor=1.06, adder=0.14),
            unit="EUR/kWh",
            source="assumption of the benchmark homes: VAT, distribution and levies are in it",
            valid_from=date(2024, 3, 1),
            unsure=True,
            remark="A first guess for Belgium, for comparisons; no offer of a supplier.",
        ),
        feed_in=Fact(
            value=DynamicPrice(factor=1.0, adder=-0.01),
            unit="EUR/kWh",
            source="assumption of the benchmark homes",
            valid_from=date(2024, 3, 1),
            unsure=True,
        ),
    ),
)
