"""Cards: until when and where they open a charge point, and what priority a session has by them."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.overshot.core.access import Card, CardState, Group, Person, Register

BRUSSELS = ZoneInfo("Europe/Brussels")


def card(id_: str = "card", **traits: Any) -> Card:
    """Return a card."""
    return Card(**{"id": id_, "name": id_.title(), "tag": f"hash of {id_}", **traits})


@pytest.mark.parametrize(
    ("problem", "traits", "now", "state"),
    [
        ("for ever", {}, datetime(2099, 1, 1, tzinfo=UTC), CardState.ACTIVE),
        (
            "the last day counts whole, in local time",
            {"valid_until": date(2026, 6, 30)},
            datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC),
            CardState.ACTIVE,
        ),
        (
            "it ends at local midnight",
            {"valid_until": date(2026, 6, 30)},
            datetime(2026, 6, 30, 22, tzinfo=UTC),
            CardState.EXPIRED,
        ),
        (
            "in winter that is an hour later",
            {"valid_until": date(2026, 12, 31)},
            datetime(2026, 12, 31, 22, 59, tzinfo=UTC),
            CardState.ACTIVE,
        ),
        (
            "the day the clock is put back has 25 hours",
            {"valid_until": date(2026, 10, 25)},
            datetime(2026, 10, 25, 22, 59, tzinfo=UTC),
            CardState.ACTIVE,
        ),
        (
            "the day it is put forward has 23",
            {"valid_until": date(2026, 3, 29)},
            datetime(2026, 3, 29, 22, tzinfo=UTC),
            CardState.EXPIRED,
        ),
        ("the last day there is", {"valid_until": date.max}, datetime(2099, 1, 1, tzinfo=UTC), CardState.ACTIVE),
        ("blocked", {"blocked": True}, datetime(2026, 1, 1, tzinfo=UTC), CardState.BLOCKED),
        (
            "blocked goes before expired",
            {"blocked": True, "valid_until": date(2020, 1, 1)},
            datetime(2026, 1, 1, tzinfo=UTC),
            CardState.BLOCKED,
        ),
    ],
)
def test_until_when_a_card_may_be_used(problem: str, traits: dict[str, Any], now: datetime, state: CardState) -> None:
    assert card(**traits).state(now, BRUSSELS) is state, problem


def test_a_charge_point_is_opened_by_the_cards_that_may() -> None:
    """One of another charge point, a blocked one and one that has expired do not."""
    register = Register(
        cards={
            it.id: it
            for it in (
                card("everywhere"),
                card("here", charge_points=frozenset({"garage", "drive"})),
                card("there", charge_points=frozenset({"drive"})),
                card("lost", blocked=True),
                card("guest", valid_until=date(2026, 6, 1)),
            )
        }
    )
    now = datetime(2026, 6, 2, 12, tzinfo=UTC)
    assert register.allowed_tags("garage", now, BRUSSELS) == {"hash of everywhere", "hash of here"}
    earlier = datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert register.allowed_tags("drive", earlier, BRUSSELS) == {
        "hash of everywhere",
        "hash of here",
        "hash of there",
        "hash of guest",
    }


@pytest.mark.parametrize(
    ("problem", "own", "person", "group", "priority"),
    [
        ("nobody told", None, None, None, None),
        ("the group's", None, None, 5, 5),
        ("the person's goes before that of the group", None, 3, 5, 3),
        ("the card's goes before all", 1, 3, 5, 1),
        ("0 is a priority, not none", 0, 3, 5, 0),
    ],
)
def test_the_priority_of_a_session(
    problem: str, own: int | None, person: int | None, group: int | None, priority: int | None
) -> None:
    anna = Person(id="anna", name="Anna", group="family", priority=person)
    register = Register(persons={"anna": anna}, groups={"family": Group(id="family", name="Family", priority=group)})
    assert register.priority_of(card(priority=own), anna) == priority, problem


def test_a_group_that_was_removed_means_nothing() -> None:
    assert Register().priority_of(None, Person(id="anna", name="Anna", group="gone")) is None


def test_the_secret_is_shown_to_nobody() -> None:
    assert "a secret" not in repr(Register(key="a secret"))
