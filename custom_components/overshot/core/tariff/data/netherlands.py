"""The Netherlands: the end of net metering, and what comes after it.

The energy tax and its credit are levies of the contract. They change on every first of January: what is in here is a first
entry that the user compares with the bill.
"""

from datetime import date

from .fact import Fact

NET_METERING_UNTIL: Fact[date] = Fact(
    value=date(2027, 1, 1),
    unit="date",
    source="Parliamentary papers 36611 no. 3, and note of 6 December 2024",
    valid_from=date(2024, 12, 6),
    unsure=True,
    remark="The first day without. The vote of the Senate (17 December 2024) is not in the text that was read.",
)

MINIMUM_FEED_IN_SHARE: Fact[float] = Fact(
    value=0.5,
    unit="of the bare supply price",
    source="Amendment Grinwis to 36611, note of 6 December 2024",
    valid_from=date(2027, 1, 1),
    unsure=True,
    remark="What a reasonable fee is at least; not applied by itself, the contract's own price counts.",
)

MINIMUM_FEED_IN_UNTIL: Fact[date] = Fact(
    value=date(2030, 1, 1),
    unit="date",
    source="Amendment Grinwis to 36611, note of 6 December 2024",
    valid_from=date(2027, 1, 1),
    unsure=True,
)

ENERGY_TAX: Fact[float] = Fact(
    value=0.0916,
    unit="EUR/kWh",
    source="gelijkvergelijk.nl on the energy tax of 2026 (0.09160 without VAT); no official table was at hand",
    valid_from=date(2026, 1, 1),
    unsure=True,
    remark="Without VAT, up to 10 000 kWh a year.",
)

TAX_CREDIT: Fact[float] = Fact(
    value=524.95,
    unit="EUR/year",
    source="rijksfinancien.nl, explanatory memorandum of the tax plan 2026, on the amount of 2025",
    valid_from=date(2025, 1, 1),
    unsure=True,
    remark="Without VAT. It was raised for 2026; the amount of this year is on the bill.",
)
