"""The month's peak that a plan counts with: up to it power is free, beyond it each watt costs."""

from dataclasses import replace

from ..peak.settings import PeakSettings
from .follow import Followed


def held_peak(settings: PeakSettings, followed: Followed | None) -> PeakSettings:
    """Return the wishes about the peak while a plan is followed.

    Where its contract makes the peak cost money, the peak is held although the user did not ask for it: at what is
    planned, nothing below. What the user asked for stays.
    """
    if followed is None or followed.peak <= 0 or settings.active:
        return settings
    return replace(settings, active=True, wished=followed.peak)
