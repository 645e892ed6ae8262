"""A limit on the power of some consumers together, beside the circuits."""

from dataclasses import dataclass

from ...model import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """What some charge points together may draw (W)."""

    power: float
    """Never negative."""

    members: frozenset[str]
    """Ids of the charge points it binds."""

    reason: Reason
    """Given to whom it lowers."""

    law: bool = False
    """Whether it binds guaranteed currents too (`Wish.floor`)."""
