"""The tables say where each number is from, and what is not sure says so."""

from dataclasses import fields
from datetime import date

import pytest

from custom_components.overshot.core.tariff import CapacityTariff, Contract, FeedIn
from custom_components.overshot.core.tariff.contract import FLOOR
from custom_components.overshot.core.tariff.data import (
    CAPACITY_TARIFF,
    CONTRACTS,
    ENERGY_TAX,
    GRID_OPERATORS,
    MINIMUM_FEED_IN_SHARE,
    MINIMUM_FEED_IN_UNTIL,
    NET_METERING_UNTIL,
    TAX_CREDIT,
    Fact,
)

FACTS: list[Fact] = [
    *(getattr(CAPACITY_TARIFF, field.name) for field in fields(CAPACITY_TARIFF)),
    *(fact for operator in GRID_OPERATORS for fact in (operator.capacity, operator.distribution)),
    *(fact for contract in CONTRACTS for fact in (contract.import_price, contract.feed_in)),
    NET_METERING_UNTIL,
    MINIMUM_FEED_IN_SHARE,
    MINIMUM_FEED_IN_UNTIL,
    ENERGY_TAX,
    TAX_CREDIT,
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.remark or fact.unit)
def test_every_fact_has_a_source_or_is_left_open(fact: Fact) -> None:
    """What has no source has no value; what is sure has a date."""
    assert fact.unit
    if not fact.source:
        assert fact.value is None
    if fact.value is None or fact.valid_from is None:
        assert fact.unsure


def test_the_rules_are_those_the_code_reckons_with() -> None:
    """One floor, one number of months."""
    tariff = CapacityTariff(per_kw_year=40.0)
    assert CAPACITY_TARIFF.floor.value == tariff.floor == FLOOR == 2500
    assert CAPACITY_TARIFF.months.value == tariff.months == 12
    assert NET_METERING_UNTIL.value == date(2027, 1, 1)


def test_templates_make_contracts() -> None:
    """Every template is one that can be used as it stands."""
    assert len({template.key for template in CONTRACTS}) == len(CONTRACTS)
    for template in CONTRACTS:
        made = Contract(
            name=template.key,
            starts=date(2026, 1, 1),
            import_price=template.import_price.value,
            feed_in=(FeedIn(price=template.feed_in.value),),
        )
        assert made.import_price == template.import_price.value
