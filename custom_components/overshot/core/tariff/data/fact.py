"""A number or a date that somebody else decides."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact[T]:
    """What is known, from where, since when, and whether it can be relied on."""

    value: T
    unit: str
    source: str
    valid_from: date | None
    """None where the source does not say."""

    unsure: bool
    """Whether the user must compare it with the bill before money is reckoned with it."""

    remark: str = ""
