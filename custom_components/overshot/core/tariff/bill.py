"""What a month or a year costs, line by line, out of what was measured in each quarter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class ItemKey(StrEnum):
    """Lines of a bill, each with a translated name."""

    ENERGY_IMPORT = "energy_import"
    ENERGY_EXPORT = "energy_export"
    NET_METERING = "net_metering"
    MONTHLY_FEE = "monthly_fee"
    LEVY = "levy"
    LEVY_FEE = "levy_fee"
    DISTRIBUTION = "distribution"
    EXPORT_FEE = "export_fee"
    GRID_FEE = "grid_fee"
    CAPACITY = "capacity"
    MAXIMUM_TARIFF = "maximum_tariff"


_SHOWN: Final = (ItemKey.ENERGY_IMPORT, ItemKey.ENERGY_EXPORT)
"""Energy that is free is a line of its own; a fee that is not asked is none."""


class Unit(StrEnum):
    """What the quantity of a line is in."""

    WATT_HOUR = "Wh"
    WATT_MONTH = "W*month"
    """Over one month the peak it is billed with."""

    MONTH = "month"


class Remark(StrEnum):
    """What a bill lacked, each with a translated message."""

    UNMEASURED = "bill_unmeasured"
    """Quarters of which nothing was measured are not in it."""

    UNPRICED = "bill_unpriced"
    """Energy for which there was no contract or no price is not in it."""

    PEAKS_UNKNOWN = "bill_peaks_unknown"
    """The peaks of some of the months behind a capacity tariff are not known and left out of the mean."""

    NETTED_HERE = "bill_netted_here"
    """Export was taken off import within this bill; the supplier does so over a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterEnergy:
    """What went through the meter in a clock quarter."""

    start: datetime
    imported: float = 0.0
    """Wh."""

    exported: float = 0.0
    """Wh."""

    register: int | None = None
    """What the meter said of it (`MeterReading.tariff`), 1 by day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line; what is earned is negative."""

    key: ItemKey
    name: str = ""
    """Of the rate or the levy, as the contract names it."""

    quantity: float
    unit: Unit
    amount: float
    """Without VAT (EUR)."""

    vat: float
    """EUR."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What a time costs."""

    start: datetime
    end: datetime
    items: tuple[Item, ...]
    remarks: frozenset[Remark]
    imported: float
    """Wh."""

    exported: float
    """Wh."""

    unmeasured: int
    """Quarters of which nothing was measured."""

    unpriced_import: float
    """Wh."""

    unpriced_export: float
    """Wh."""

    peaks: Mapping[date, float]
    """Highest quarter (W) by the first day of its month, as far as they are known."""

    @property
    def vat(self) -> float:
        """Return the value-added tax in it (EUR)."""
        return sum(item.vat for item in self.items)

    @property
    def total(self) -> float:
        """Return what there is to pay, VAT included (EUR)."""
        return sum(item.amount + item.vat for item in self.items)

    def of(self, *keys: ItemKey) -> float:
        """Return what some kinds of lines come to, VAT included (EUR)."""
        return sum(item.amount + item.vat for item in self.items if item.key in keys)


class Ledger:
    """Adds amounts up to lines while a bill is made."""

    def __init__(self) -> None:
        """Start with an empty bill."""
        self._lines: dict[tuple[ItemKey, str], tuple[Unit, float, float, float]] = {}

    def add(self, key: ItemKey, quantity: float, unit: Unit, amount: float, vat: float, name: str = "") -> None:
        """Add to a line."""
        _, had, paid, taxed = self._lines.get((key, name), (unit, 0.0, 0.0, 0.0))
        self._lines[key, name] = (unit, had + quantity, paid + amount, taxed + vat)

    def amount(self, *keys: ItemKey) -> float:
        """Return what some kinds of lines come to so far, without VAT (EUR)."""
        return sum(line[2] for (key, _), line in self._lines.items() if key in keys)

    def scaled(self, factor: float) -> Ledger:
        """Return the same lines for a part of everything."""
        part = Ledger()
        for (key, name), (unit, quantity, amount, vat) in self._lines.items():
            part.add(key, factor * quantity, unit, factor * amount, factor * vat, name)
        return part

    def take(self, other: Ledger) -> None:
        """Add all lines of another one."""
        for (key, name), (unit, quantity, amount, vat) in other._lines.items():
            self.add(key, quantity, unit, amount, vat, name)

    def items(self) -> tuple[Item, ...]:
        """Return the lines that say something, in the order of a bill."""
        order: Sequence[ItemKey] = tuple(ItemKey)
        return tuple(
            Item(key=key, name=name, quantity=quantity, unit=unit, amount=amount, vat=vat)
            for (key, name), (unit, quantity, amount, vat) in sorted(
                self._lines.items(), key=lambda line: (order.index(line[0][0]), line[0][1])
            )
            if amount or (quantity and key in _SHOWN)
        )
