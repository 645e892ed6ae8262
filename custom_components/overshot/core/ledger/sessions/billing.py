"""What is paid back for a kWh: prices by person, group, cost centre, charge point, day and hour, as data.

An employer or an owner pays what was agreed on, whatever the energy cost. Of the agreed prices the first one that fits
counts, so the order is the user's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo

from ...control.stored import within
from .session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SalePrice:
    """One agreed price. What is left empty does not matter."""

    price: float = field(metadata=within(-10, 10))
    """EUR/kWh."""

    person: str | None = None
    """Id in the access list."""

    group: str | None = None
    """Id in the access list."""

    cost_centre: str | None = None
    charge_point: str | None = None
    valid_from: date | None = None
    """The first local day it holds."""

    valid_until: date | None = None
    """The last local day it holds."""

    weekdays: frozenset[int] = frozenset()
    """0 is Monday; empty: every day."""

    start: time | None = None
    """Local; with `end`, from then on."""

    end: time | None = None
    """Exclusive; at or before `start` it is of the next day, which still counts as the day before."""

    def fits(self, session: Session, local: datetime) -> bool:
        """Whether it is the price of what a session took at a local moment."""
        day = local.date()
        if self.start is not None and self.end is not None:
            over_midnight = self.end <= self.start
            late, early = local.time() >= self.start, local.time() < self.end
            if not (late or early if over_midnight else late and early):
                return False
            if over_midnight and not late:
                day = date.fromordinal(day.toordinal() - 1)
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        if self.valid_from is not None and day < self.valid_from:
            return False
        if self.valid_until is not None and day > self.valid_until:
            return False
        return all(
            wanted is None or wanted == found
            for wanted, found in (
                (self.person, session.person),
                (self.group, session.group),
                (self.cost_centre, session.cost_centre),
                (self.charge_point, session.charge_point),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Billing:
    """What was agreed on for a site."""

    prices: tuple[SalePrice, ...] = ()
    mid_meters: Mapping[str, str] = field(default_factory=dict)
    """Of charge points whose meter is certified for billing (MID, 2014/32/EU): what it is called, as its serial number."""


def reimbursed(session: Session, billing: Billing, zone: tzinfo) -> float | None:
    """Return what is paid back for a session (EUR): each quarter hour of it at its own price; None where none fits."""
    amount, priced = 0.0, False
    for quarter, energy in session.profile.items():
        local = datetime.fromisoformat(quarter).astimezone(zone)
        for each in billing.prices:
            if each.fits(session, local):
                amount += energy / 1000 * each.price
                priced = True
                break
    return amount if priced else None
