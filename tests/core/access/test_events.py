"""Who was let in and who was not: told once a session, and nothing of who has only not shown a card yet."""

from datetime import UTC, date
from typing import Any

import pytest

from custom_components.overshot.core.access import Card, Identity, KnownBy, Register
from custom_components.overshot.core.access.events import AccessEvent, Refusal, Told, look
from custom_components.overshot.core.control import ChargePointSettings
from custom_components.overshot.core.control.charging.memory import SessionMemory
from custom_components.overshot.core.control.charging.settings import Access
from tests.core.house import START, at

REGISTER = Register(
    cards={
        it.id: it
        for it in (
            Card(id="known", name="Known", tag="known"),
            Card(id="lost", name="Lost", tag="lost", blocked=True),
            Card(id="old", name="Old", tag="old", valid_until=date(2020, 1, 1)),
            Card(id="there", name="There", tag="there", charge_points=frozenset({"street"})),
        )
    }
)


def told(
    settings: dict[str, Any], tag: str | None = None, who: Identity | None = None, known: dict[str, Told] | None = None
) -> tuple[tuple[AccessEvent, ...], dict[str, Told]]:
    """Return what is new about the one charge point."""
    session = SessionMemory(since=START, tag=tag)
    wishes = ChargePointSettings(allowed_tags=REGISTER.allowed_tags("car", START, UTC), **settings)
    identities = {"car": who} if who is not None else {}
    return look(REGISTER, {"car": wishes}, {"car": session}, identities, known or {}, START, UTC)


@pytest.mark.parametrize(
    ("problem", "settings", "tag", "who", "event"),
    [
        ("free for everybody", {}, None, None, None),
        ("free, and a card tells who", {}, "known", Identity(tag="known", known_by=KnownBy.CARD), ("authorized", None)),
        ("free, and the car tells who", {}, None, Identity(known_by=KnownBy.VEHICLE), None),
        ("the key is turned", {"access": Access.KEY, "unlocked": True}, None, None, ("authorized", None)),
        ("the key is not turned", {"access": Access.KEY}, None, None, None),
        ("no card yet", {"access": Access.RFID}, None, None, None),
        ("a known card", {"access": Access.RFID}, "known", None, ("authorized", None)),
        ("let in by name", {"access": Access.RFID, "authorized": True}, None, None, ("authorized", None)),
        ("a stranger's", {"access": Access.RFID}, "?", None, ("refused", Refusal.UNKNOWN)),
        ("a lost one", {"access": Access.RFID}, "lost", None, ("refused", Refusal.BLOCKED)),
        ("one of last year", {"access": Access.RFID}, "old", None, ("refused", Refusal.EXPIRED)),
        ("one for the street", {"access": Access.RFID}, "there", None, ("refused", Refusal.ELSEWHERE)),
        (
            "any, at a blocked charge point",
            {"access": Access.RFID, "blocked": True},
            "known",
            None,
            ("refused", Refusal.CHARGE_POINT_BLOCKED),
        ),
        ("stopped by hand", {"access": Access.RFID, "stopped": True}, "known", None, None),
    ],
)
def test_what_is_told(
    problem: str, settings: dict[str, Any], tag: str | None, who: Identity | None, event: tuple[str, Any] | None
) -> None:
    events, _ = told(settings, tag, who)
    assert [(it.key, it.refusal) for it in events] == ([event] if event else []), problem


def test_it_is_told_once_and_again_for_the_next_card_or_session() -> None:
    rfid = {"access": Access.RFID}
    first, known = told(rfid, "?")
    assert len(first) == 1
    again, known = told(rfid, "?", known=known)
    assert again == ()
    known_card, after = told(rfid, "known", Identity(tag="known"), known=known)
    assert [it.key for it in known_card] == ["authorized"]
    later = SessionMemory(since=at(3600), tag="known")
    wishes = ChargePointSettings(access=Access.RFID, allowed_tags=frozenset({"known"}))
    events, _ = look(REGISTER, {"car": wishes}, {"car": later}, {"car": Identity(tag="known")}, after, at(3600), UTC)
    assert [it.key for it in events] == ["authorized"]
