"""The Netherlands: the end of net metering, and what comes after it.

Amounts of the energy tax and of its credit are not in here: no source was at hand that could be checked. They are levies
of the contract, which the user copies from the bill.
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
