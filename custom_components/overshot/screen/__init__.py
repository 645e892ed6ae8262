"""What stands between a device and everybody else: only what can be true gets through."""

from .limits import Limits
from .screen import Screen
from .totals import Totals
from .turned import turns_of

__all__ = ["Limits", "Screen", "Totals", "turns_of"]
