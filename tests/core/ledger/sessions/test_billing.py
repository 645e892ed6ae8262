"""What is paid back for a session: each quarter hour of it at the price that was agreed on for it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.ledger.sessions.billing import Billing, SalePrice, reimbursed
from custom_components.overshot.core.ledger.sessions.growth import spread
from custom_components.overshot.core.ledger.sessions.session import Session

BRUSSELS = ZoneInfo("Europe/Brussels")


def charged(start: datetime, hours: float, energy: float = 10_000.0, **who: Any) -> Session:
    """Return a session of 10 kWh, evenly from a local moment on."""
    begin = start.astimezone(UTC)
    return Session(
        id="session",
        charge_point="garage",
        started=begin,
        energy=energy,
        profile=spread({}, energy, begin, begin + timedelta(hours=hours)),
        **who,
    )


EVENING = charged(datetime(2026, 10, 5, 20, tzinfo=BRUSSELS), 4, person="anna", group="staff", cost_centre="4711")
"""A Monday."""

NIGHT = charged(datetime(2026, 10, 5, 22, tzinfo=BRUSSELS), 10)

RULES = [
    ("everybody, always", EVENING, [SalePrice(price=0.3)], 3.0),
    ("nothing agreed on", EVENING, [], None),
    ("for somebody else", EVENING, [SalePrice(price=0.3, person="ben")], None),
    ("the first that fits", EVENING, [SalePrice(price=0.2, group="staff"), SalePrice(price=0.3)], 2.0),
    ("by person", EVENING, [SalePrice(price=0.2, person="ben"), SalePrice(price=0.4, person="anna")], 4.0),
    ("by cost centre", EVENING, [SalePrice(price=0.2, cost_centre="4711")], 2.0),
    ("by charge point", EVENING, [SalePrice(price=0.2, charge_point="street"), SalePrice(price=0.5)], 5.0),
    ("by weekday", EVENING, [SalePrice(price=0.2, weekdays=frozenset({5, 6})), SalePrice(price=0.4)], 4.0),
    (
        "a price that begins in the session",
        charged(datetime(2026, 10, 5, 22, tzinfo=BRUSSELS), 4),
        [SalePrice(price=0.4, valid_from=date(2026, 10, 6)), SalePrice(price=0.2)],
        3.0,
    ),
    ("a last day is part of it", EVENING, [SalePrice(price=0.4, valid_until=date(2026, 10, 5))], 4.0),
    ("it has ended the day before", EVENING, [SalePrice(price=0.4, valid_until=date(2026, 10, 4))], None),
    (
        "by hour",
        EVENING,
        [SalePrice(price=0.1, start=time(22), end=time(23)), SalePrice(price=0.3)],
        2.5,
    ),
    (
        "over midnight",
        NIGHT,
        [SalePrice(price=0.1, start=time(23), end=time(7)), SalePrice(price=0.6)],
        0.1 * 8 + 0.6 * 2,
    ),
    (
        "the night of a Monday lasts until Tuesday morning",
        NIGHT,
        [SalePrice(price=0.1, start=time(22), end=time(6), weekdays=frozenset({0}))],
        0.8,
    ),
    (
        "the hour that comes twice when summer time ends",
        charged(datetime(2026, 10, 25, 1, tzinfo=BRUSSELS), 4),  # 1:00 to 4:00, and 2:00 to 3:00 twice
        [SalePrice(price=0.1, start=time(2), end=time(3)), SalePrice(price=0.3)],
        0.5 * 1 + 0.5 * 3,
    ),
    (
        "the hour that is missing when it begins",
        charged(datetime(2027, 3, 28, 1, tzinfo=BRUSSELS), 2),  # 1:00 to 4:00
        [SalePrice(price=0.1, start=time(2), end=time(3)), SalePrice(price=0.3)],
        3.0,
    ),
]


@pytest.mark.parametrize(("session", "prices", "paid"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_prices(session: Session, prices: list[SalePrice], paid: float | None) -> None:
    amount = reimbursed(session, Billing(prices=tuple(prices)), BRUSSELS)
    assert amount == (None if paid is None else pytest.approx(paid))


def test_what_was_agreed_on_survives_a_restart() -> None:
    price = SalePrice(
        price=0.31,
        person="anna",
        valid_from=date(2026, 1, 1),
        weekdays=frozenset({0, 4}),
        start=time(22),
        end=time(6, 30),
    )
    billing = Billing(prices=(price,), mid_meters={"garage": "MID 1"})
    assert from_plain(Billing, to_plain(billing)) == billing
