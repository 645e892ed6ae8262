"""What happens is told once: to automations on the bus, and to people by the event entity of the site."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.overshot.announcer import EVENT
from custom_components.overshot.core.control import Decision
from custom_components.overshot.core.control.charging.memory import ChargePointMemory, RecoveryMemory, TargetMemory
from custom_components.overshot.core.control.events import EventKey
from custom_components.overshot.core.control.peak.state import QuarterState
from custom_components.overshot.core.model import Reason, ReasonKey, RecoveryAction
from custom_components.overshot.wishes.places import Place

from .conftest import House

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Teller:
    """A house whose decisions the test makes."""

    def __init__(self, house: House, decision: Decision) -> None:
        """Begin with a decision."""
        self.house, self.id_ = house, house.station_id
        self.decision = decision
        self.heard = async_capture_events(house.hass, EVENT)

    async def decide(self, decision: Decision) -> list[str]:
        """Let the controller decide something else; return what was told."""
        before = len(self.heard)
        site = self.house.site
        site.announcer.async_look(self.decision, decision)
        site.async_set_updated_data(decision)
        self.decision = decision
        await self.house.settle()
        return [event.data["type"] for event in self.heard[before:]]

    def with_memory(self, **changes: Any) -> Decision:
        """Return the decision with another memory of the charge point."""
        memory = self.decision.memory
        point = replace(memory.charge_points.get(self.id_, ChargePointMemory()), **changes)
        return replace(self.decision, memory=replace(memory, charge_points={self.id_: point}))

    def with_order(self, **changes: Any) -> Decision:
        """Return the decision with another order to the charge point."""
        order = replace(self.decision.setpoints[self.id_], **changes)
        return replace(self.decision, setpoints={self.id_: order})

    def entity(self) -> Any:
        """Return the state of the event entity."""
        state = self.house.hass.states.get(self.house.entity_id("event", "event", self.house.entry.entry_id))
        assert state is not None
        return state


@pytest.fixture
async def teller(hass: HomeAssistant, house: House) -> Teller:
    """Return a house that has decided once, and told nothing."""
    await house.telegram(0)
    decision = house.site.data
    assert decision is not None
    teller = Teller(house, decision)
    assert teller.entity().state == "unknown"
    return teller


def missed(at: datetime) -> dict[str, Any]:
    """Return a memory of a target that was missed."""
    return {"target": TargetMemory(missed=at, missing=4200.4)}


async def test_a_missed_target(teller: Teller) -> None:
    assert await teller.decide(teller.with_memory(**missed(NOON))) == ["target_missed"]
    state = teller.entity()
    assert state.attributes["event_type"] == "target_missed"
    assert (state.attributes["energy"], state.attributes["due"]) == (4200, NOON.isoformat())
    assert (state.attributes["name"], state.attributes["site"]) == ("Garage", "Home")
    assert teller.heard[0].data["device_id"]
    assert await teller.decide(teller.with_memory(**missed(NOON))) == [], "it is told once"
    assert await teller.decide(teller.with_memory(**missed(NOON + timedelta(days=7)))) == ["target_missed"]


async def test_an_impossible_target_is_told_once_however_often_a_limit_comes_and_goes(teller: Teller) -> None:
    impossible = Reason(ReasonKey.TARGET_IMPOSSIBLE, {"energy": 3000, "due": "07:30"})
    limited = Reason(ReasonKey.FUSE_LIMITED, {"phase": "L1"})
    assert await teller.decide(teller.with_order(reason=impossible)) == ["target_impossible"]
    assert await teller.decide(teller.with_order(reason=limited)) == []
    assert await teller.decide(teller.with_order(reason=impossible)) == []
    other = Reason(ReasonKey.TARGET_IMPOSSIBLE, {"energy": 3000, "due": "08:30"})
    await teller.decide(teller.with_order(reason=limited))
    assert await teller.decide(teller.with_order(reason=other)) == ["target_impossible"]


async def test_a_station_that_was_given_up(teller: Teller) -> None:
    teller.decision = teller.with_memory(recovery=RecoveryMemory(told=6.0, seen=15.83))
    assert await teller.decide(teller.with_order(recovery=RecoveryAction.REPEAT)) == []
    assert await teller.decide(teller.with_order(recovery=RecoveryAction.GIVE_UP)) == ["station_disobeys"]
    assert (teller.entity().attributes["told"], teller.entity().attributes["seen"]) == (6.0, 15.8)
    assert await teller.decide(teller.decision) == []


async def test_a_full_charge_that_is_due(teller: Teller) -> None:
    state = teller.decision.state
    full = teller.decision
    due = replace(full, state=replace(state, full_charge_due=("battery",)))
    assert await teller.decide(due) == ["full_charge_due"]
    assert await teller.decide(due) == []
    # And by a notification, since nobody ordered it; it goes when the battery is full.
    told = persistent_notification._async_get_or_create_notifications(teller.house.hass)
    (notification,) = told.values()
    assert notification["message"] == "Full charge of a battery due"
    await teller.decide(full)
    assert not told


def quarter(peak: float) -> QuarterState:
    """Return a running quarter in a month with this peak (W)."""
    return QuarterState(
        ends_at=NOON,
        used=0.0,
        demand=0.0,
        forecast=0.0,
        hold_target=max(4000.0, peak),
        wished_target=4000.0,
        hold_power=0.0,
        wished_power=0.0,
        month_peak=peak,
        month_peak_at=None,
    )


@pytest.mark.parametrize(
    ("active", "before", "after", "expected"),
    [
        (True, 3000.0, 4500.0, ["peak_exceeded"]),
        (True, 3000.0, 3900.0, []),
        (True, 5000.0, 0.0, []),
        (False, 3000.0, 4500.0, []),
    ],
    ids=["above the wished peak", "below it", "a new month", "nobody holds it"],
)
async def test_a_peak_that_was_exceeded(
    teller: Teller, active: bool, before: float, after: float, expected: list[str]
) -> None:
    teller.house.site.state.wish(Place.PEAK, active=active)
    state = teller.decision.state
    teller.decision = replace(teller.decision, state=replace(state, quarter=quarter(before)))
    assert await teller.decide(replace(teller.decision, state=replace(state, quarter=quarter(after)))) == expected
    if expected:
        assert (teller.entity().attributes["power"], teller.entity().attributes["target"]) == (4500, 4000)


async def test_what_was_so_at_the_start_is_no_event(teller: Teller) -> None:
    """A restart does not tell everything again."""
    site = teller.house.site
    site.announcer.async_look(None, teller.with_memory(**missed(NOON)))
    assert site.announcer.events == ()


async def test_every_event_is_known_to_the_entity(teller: Teller) -> None:
    assert set(teller.entity().attributes["event_types"]) == {key.value for key in EventKey}
