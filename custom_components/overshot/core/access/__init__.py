"""Who may charge, and who it is: cards, persons, groups and vehicles."""

from .identify import NOBODY, Identity, KnownBy, Stay, identify, identify_all
from .register import MOST_CARDS, Card, CardState, Group, Person, Register, Vehicle

__all__ = [
    "MOST_CARDS",
    "NOBODY",
    "Card",
    "CardState",
    "Group",
    "Identity",
    "KnownBy",
    "Person",
    "Register",
    "Stay",
    "Vehicle",
    "identify",
    "identify_all",
]
