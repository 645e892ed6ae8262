"""Who may charge, and what a station does that nobody may charge at."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.overshot.core.control.charging.access import tag_hash
from custom_components.overshot.core.control.charging.settings import Access
from custom_components.overshot.core.model import (
    ChargePointStatus,
    ChargingMode,
    MeterReading,
    PhaseVector,
    ReasonKey,
    VehicleState,
)
from tests.core.house import Controller, house, meter, station, wishes

KEY = "a secret of this house"
KNOWN = tag_hash("04:A2:2B:91", KEY)
QUIET: PhaseVector = (1.0, 1.0, 1.0)
CARDS: dict[str, Any] = {"access": Access.RFID, "allowed_tags": frozenset({KNOWN}), "tag_key": KEY}


def controller(**settings: Any) -> Controller:
    """Return a controller of one charge point in Boost."""
    site = house(fuse=63)
    return Controller(site, wishes(site, ChargingMode.BOOST, **settings))


def quiet() -> MeterReading:
    """Return the meter of a quiet house."""
    return meter(QUIET)


@pytest.mark.parametrize(
    ("problem", "settings", "tag", "reason"),
    [
        ("free for everybody", {}, None, None),
        ("blocked for everybody", {"blocked": True}, None, ReasonKey.BLOCKED),
        ("blocked whatever card is held to it", {"blocked": True, **CARDS}, "04A22B91", ReasonKey.BLOCKED),
        ("the key is not turned", {"access": Access.KEY}, None, ReasonKey.LOCKED),
        ("the key is turned", {"access": Access.KEY, "unlocked": True}, None, None),
        ("no card", CARDS, None, ReasonKey.TAG_MISSING),
        ("a stranger's card", CARDS, "04A22B92", ReasonKey.TAG_UNKNOWN),
        ("a known card", CARDS, "04:A2:2B:91", None),
        ("the same card as another station writes it", CARDS, "04a2-2b91", None),
        ("no card is allowed any more", {**CARDS, "allowed_tags": frozenset()}, "04A22B91", ReasonKey.TAG_UNKNOWN),
        ("a list of another house", {**CARDS, "tag_key": "another secret"}, "04A22B91", ReasonKey.TAG_UNKNOWN),
    ],
)
def test_who_may_charge(problem: str, settings: dict[str, Any], tag: str | None, reason: ReasonKey | None) -> None:
    """Who may not gets 0 A, and the station's own watchdog gives nothing either."""
    allowed = 6.0 if reason is None else 0.0
    decision = controller(**settings).live(30, quiet(), car=station(tag=tag, fallback_current=allowed))
    told = decision.setpoints["car"]
    assert (told.current, told.fallback_current) == ((16, 6) if reason is None else (0, 0)), problem
    if reason is not None:
        assert (told.reason.key, told.status) == (reason, ChargePointStatus.UNAUTHORISED)


def test_nothing_rises_before_the_fallback_is_safe_again() -> None:
    """A card is accepted; the station still holds 0 A as its fallback."""
    control = controller(**CARDS)
    decision = control.live(5, quiet(), car=station(tag="04A22B91", fallback_current=0.0))
    assert (decision.setpoints["car"].current, decision.setpoints["car"].fallback_current) == (0, 6)
    assert control.live(5, quiet(), car=station(tag="04A22B91")).setpoints["car"].current == 16


def test_a_card_holds_for_its_session_only() -> None:
    """The station tells it for a moment; the next car needs one of its own."""
    control = controller(**CARDS)
    control.live(5, quiet(), car=station(tag="04A22B91"))
    assert control.live(60, quiet(), car=station()).setpoints["car"].current == 16
    control.live(5, quiet(), car=station(vehicle=VehicleState.A))
    assert control.live(5, quiet(), car=station()).setpoints["car"].reason.key is ReasonKey.TAG_MISSING


def test_the_card_itself_is_never_stored() -> None:
    """It has so few digits that a bare hash would tell it."""
    control = controller(**CARDS)
    control.live(5, quiet(), car=station(tag="04A22B91"))
    session = control.memory.charge_points["car"].session
    assert session.tag == KNOWN
    assert "04A22B91" not in repr(replace(session))
    assert tag_hash("04A22B91", "") != KNOWN


def test_a_car_that_charges_is_stopped_when_it_is_blocked() -> None:
    """At once, by the user."""
    control = controller()
    control.live(30, quiet(), car=station((16, 16, 16)))
    control.settings = controller(blocked=True).settings
    assert control.live(1, quiet(), car=station((16, 16, 16))).setpoints["car"].current == 0


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({}, ChargePointStatus.AVAILABLE),
        (CARDS, ChargePointStatus.AVAILABLE),
        ({"access": Access.KEY}, ChargePointStatus.AVAILABLE),
        ({"blocked": True}, ChargePointStatus.UNAUTHORISED),
    ],
)
def test_without_a_car_only_a_blocked_one_is_not_available(settings: dict[str, Any], status: ChargePointStatus) -> None:
    """A card is held to it when a car has come."""
    decision = controller(**settings).live(5, quiet(), car=station(vehicle=VehicleState.A))
    assert decision.setpoints["car"].status is status


def test_a_silent_meter_does_not_let_a_stranger_charge() -> None:
    """The fallback is for who may charge."""
    control = controller(**CARDS)
    control.live(5, quiet(), car=station(fallback_current=0.0))
    decision = control.blind(30, car=station(fallback_current=0.0))
    assert (decision.setpoints["car"].current, decision.setpoints["car"].fallback_current) == (0, 0)
