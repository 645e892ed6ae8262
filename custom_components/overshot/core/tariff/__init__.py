"""What energy costs: contracts and grid fees with their history, prices ahead, and the bill of what was used."""

from .bill import Bill, Item, ItemKey, QuarterEnergy, Remark, Unit
from .billing import make_bill, month_bill, month_peaks
from .capacity import BilledPeak, at_maximum, billed_peak, cost_of_raise, is_at_maximum, month_cost, over_maximum
from .contract import FLOOR, CapacityTariff, Contract, FeedIn, GridFees, Levy
from .energy_price import DynamicPrice, EnergyPrice, FixedPrice, Rate, Window, single, two_rates
from .errors import TariffError, TariffProblem
from .history import Entry, added, history_of, in_force, starts_on
from .market import MarketPrices, RawPrice, of_day, read_prices, with_last_known
from .prices import Lack, Tariff, UnitPrice, export_price, export_series, import_price, import_series, lacking
from .units import PriceUnit, find_unit, parse_unit

__all__ = [
    "FLOOR",
    "Bill",
    "BilledPeak",
    "CapacityTariff",
    "Contract",
    "DynamicPrice",
    "EnergyPrice",
    "Entry",
    "FeedIn",
    "FixedPrice",
    "GridFees",
    "Item",
    "ItemKey",
    "Lack",
    "Levy",
    "MarketPrices",
    "PriceUnit",
    "QuarterEnergy",
    "Rate",
    "RawPrice",
    "Remark",
    "Tariff",
    "TariffError",
    "TariffProblem",
    "Unit",
    "UnitPrice",
    "Window",
    "added",
    "at_maximum",
    "billed_peak",
    "cost_of_raise",
    "export_price",
    "export_series",
    "find_unit",
    "history_of",
    "import_price",
    "import_series",
    "in_force",
    "is_at_maximum",
    "lacking",
    "make_bill",
    "month_bill",
    "month_cost",
    "month_peaks",
    "of_day",
    "over_maximum",
    "parse_unit",
    "read_prices",
    "single",
    "starts_on",
    "two_rates",
    "with_last_known",
]
