"""What is remembered of batteries from one step to the next."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChargeOrder:
    """With what a battery was told to charge (W; 0 where it was told something else), and since when."""

    power: float
    since: datetime
