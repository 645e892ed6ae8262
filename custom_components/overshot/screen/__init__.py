"""What stands between a device and everybody else: only what can be true gets through."""

from .limits import Limits
from .screen import Screen

__all__ = ["Limits", "Screen"]
