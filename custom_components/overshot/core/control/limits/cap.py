"""Limits on the power of some consumers together, beside the circuits; and those of them that are laws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ...model import Reason, ReasonKey
from ..charging.view import View
from ..settings import SiteSettings
from .rooms import Rooms

MEASURED_MARGIN: Final = 200.0
"""Room beyond what a car needs to be raised below a limit on measured power (W): noise does not lower it again."""


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

    margin: float = 0.0
    """So much less is there for raising somebody who charges (W): for a cap that moves with the noise of a meter."""


def law_caps(settings: SiteSettings, views: Sequence[View], rooms: Rooms, now: datetime) -> list[Cap]:
    """Return the caps that are laws: what the grid operator allows to import, and what all charging may draw always."""
    members = frozenset(view.point.id for view in views if view.steered)
    caps: list[Cap] = []
    limit = settings.grid_limit
    if limit is not None and (limit.until is None or now < limit.until):
        silent = sum(view.reserved * view.power_per_ampere for view in views if _is_silent(view))
        caps.append(
            Cap(
                power=max(0.0, limit.power - rooms.other_power - silent),
                members=members,
                reason=Reason(ReasonKey.GRID_OPERATOR_LIMIT, {"power": limit.power}),
                law=True,
                margin=MEASURED_MARGIN,
            )
        )
    if settings.charging_limit is not None:
        others = sum(_unsteered_power(view) for view in views if not view.steered)
        caps.append(
            Cap(
                power=max(0.0, settings.charging_limit - others),
                members=members,
                reason=Reason(ReasonKey.CHARGING_LIMIT, {"power": settings.charging_limit}),
                law=True,
            )
        )
    return caps


def _is_silent(view: View) -> bool:
    """Whether a station of ours does not answer."""
    return view.settings.controlled and view.reading is None


def _unsteered_power(view: View) -> float:
    """Return what a charge point draws that is not steered now (W): as measured, or what it may draw while silent."""
    if view.reading is not None:
        return view.last_power
    current = view.reserved if view.settings.controlled else view.point.max_current
    return current * view.power_per_ampere
