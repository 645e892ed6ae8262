"""What the running quarter leaves, for whoever must keep within it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterState:
    """The running quarter of an hour, as it stands."""

    ends_at: datetime
    """UTC."""

    used: float
    """Imported so far (Wh)."""

    demand: float
    """That, over the whole quarter (W): where the quarter ends if nothing more is imported."""

    forecast: float
    """Where the quarter ends if the import stays as it is (W)."""

    hold_target: float
    """max(wished, this month's peak, the floor of a capacity tariff, the peak of a plan that is followed) (W)."""

    wished_target: float
    """The wished peak (W)."""

    hold_power: float
    """What may be imported on average until the end of the quarter to end at the hold target (W, never negative)."""

    wished_power: float
    """Likewise for the wished target (W, never negative)."""

    month_peak: float
    """W."""

    month_peak_at: datetime | None
