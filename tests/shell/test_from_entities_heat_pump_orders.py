"""Orders to heat pumps that are made of entities: two contacts that never make another state, or one select."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.overshot.devices.errors import NotTakenError
from custom_components.overshot.devices.sg_ready import CONTACTS
from custom_components.overshot.from_entities import heat_pump_orders as module
from custom_components.overshot.from_entities.coordinator import heat_pump_orders
from custom_components.overshot.from_entities.heat_pump_orders import EntityHeatPumpOrders, SwitchedContacts

from .from_entities import calls_of, device_of, set_up_helpers, state

SG1, SG2 = "input_boolean.sg1", "input_boolean.sg2"
CONTACTS_DATA = {"kind": "contacts", "sg1_entity": SG1, "sg2_entity": SG2}
STATES_DATA = {
    "kind": "states",
    "state_entity": "input_select.sg",
    "option_block": "off",
    "option_normal": "normal",
    "option_recommend": "comfort",
    "option_force": "boost",
}


@pytest.fixture(autouse=True)
async def _helpers(hass: HomeAssistant) -> None:
    """Set up the helpers the heat pumps are made of."""
    await set_up_helpers(hass)


@pytest.fixture(autouse=True)
def slept() -> Iterator[list[float]]:
    """Wait no time; return how long was waited."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    with patch("custom_components.overshot.from_entities.heat_pump_orders.asyncio.sleep", sleep):
        yield waits


def orders_of(hass: HomeAssistant, data: dict[str, Any]) -> EntityHeatPumpOrders:
    """Return orders to a heat pump."""
    return heat_pump_orders(hass, data)


def show(hass: HomeAssistant, state_: int, inverted: tuple[bool, bool] = (False, False)) -> None:
    """Let the switches show a state."""
    for entity, closed, turned in zip((SG1, SG2), CONTACTS[state_], inverted, strict=True):
        hass.states.async_set(entity, "on" if closed != turned else "off")


@pytest.mark.parametrize("inverted", [(False, False), (True, False), (False, True), (True, True)])
@pytest.mark.parametrize("before", [1, 2, 3, 4])
@pytest.mark.parametrize("wanted", [1, 2, 3, 4])
async def test_no_state_but_normal_lies_between_two(
    hass: HomeAssistant, before: int, wanted: int, inverted: tuple[bool, bool]
) -> None:
    """A heat pump that is recommended to run is not blocked or forced on the way, whatever the wiring."""
    data = {**CONTACTS_DATA, "sg1_inverted": inverted[0], "sg2_inverted": inverted[1]}
    orders = orders_of(hass, data)
    for entity, closed, turned in zip((SG1, SG2), CONTACTS[before], inverted, strict=True):
        on = closed != turned
        await hass.services.async_call("input_boolean", f"turn_{'on' if on else 'off'}", {"entity_id": entity})
    await hass.async_block_till_done()
    assert orders.state() == before
    seen: list[int | None] = []
    together: list[bool] = []

    @callback
    def note(event: Event[Any]) -> None:
        if event.event_type == "state_changed":
            seen.append(orders.state())
        elif event.data["domain"] == "homeassistant":
            together.append(len(event.data["service_data"]["entity_id"]) == 2)

    hass.bus.async_listen("call_service", note)
    hass.bus.async_listen("state_changed", note)
    await orders.set_sg_ready(wanted)
    await hass.async_block_till_done()
    assert orders.state() == wanted
    between = set(seen) - {before, wanted}
    # Between normal and force, recommendation is on the way where the wiring forbids one call for both.
    assert together == [True] or between <= ({3} if {before, wanted} == {2, 4} else {2})


@pytest.mark.parametrize(
    ("before", "wanted", "expected", "waited"),
    [
        (2, 4, [("turn_on", [SG1, SG2])], 0),
        (4, 2, [("turn_off", [SG1, SG2])], 0),
        (1, 3, [("turn_off", [SG1]), ("turn_on", [SG2])], 1),
        (3, 1, [("turn_off", [SG2]), ("turn_on", [SG1])], 1),
        (2, 3, [("turn_on", [SG2])], 0),
        (4, 3, [("turn_off", [SG1])], 0),
        (3, 4, [("turn_on", [SG1])], 0),
        (3, 3, [], 0),
    ],
)
async def test_how_contacts_are_switched(
    hass: HomeAssistant,
    slept: list[float],
    before: int,
    wanted: int,
    expected: list[tuple[str, list[str]]],
    waited: int,
) -> None:
    show(hass, before)
    orders = orders_of(hass, CONTACTS_DATA)
    assert isinstance(orders, SwitchedContacts)
    calls = calls_of(hass)
    await orders.set_sg_ready(wanted)
    await hass.async_block_till_done()
    said = [(action.split(".")[1], data["entity_id"]) for action, data in calls if action.startswith("homeassistant")]
    assert said == expected
    assert slept.count(orders.dwell) == waited
    assert orders.state() == wanted


async def test_contacts_whose_place_is_not_known_are_both_switched(hass: HomeAssistant) -> None:
    hass.states.async_set(SG1, "unknown")
    orders = orders_of(hass, CONTACTS_DATA)
    assert orders.state() is None
    await orders.set_sg_ready(3)
    assert (state(hass, SG1), state(hass, SG2)) == ("off", "on")


@pytest.mark.parametrize("data", [CONTACTS_DATA, STATES_DATA])
async def test_an_order_that_is_not_taken(hass: HomeAssistant, data: dict[str, Any]) -> None:
    """A switch that says on and does not switch is told, not believed."""
    with (
        patch.object(module, "async_switch"),
        patch.object(module, "async_set_option"),
        pytest.raises(NotTakenError),
    ):
        await orders_of(hass, data).set_sg_ready(4)


@pytest.mark.parametrize("data", [CONTACTS_DATA, STATES_DATA])
async def test_what_is_no_state(hass: HomeAssistant, data: dict[str, Any]) -> None:
    for number in (0, 5):
        with pytest.raises(ValueError, match="1 to 4"):
            await orders_of(hass, data).set_sg_ready(number)


@pytest.mark.parametrize(("data", "entity"), [(CONTACTS_DATA, SG2), (STATES_DATA, "input_select.sg")])
@pytest.mark.parametrize("wanted", [2, 3])
async def test_an_unavailable_entity_is_an_error(
    hass: HomeAssistant, data: dict[str, Any], entity: str, wanted: int
) -> None:
    hass.states.async_set(entity, "unavailable")
    with pytest.raises(HomeAssistantError):
        await orders_of(hass, data).set_sg_ready(wanted)


async def test_one_select(hass: HomeAssistant) -> None:
    orders = orders_of(hass, STATES_DATA)
    assert orders.states == {1, 2, 3, 4}
    calls = calls_of(hass)
    for wanted, option in ((3, "comfort"), (1, "off"), (1, "off"), (4, "boost")):
        await orders.set_sg_ready(wanted)
        assert (orders.state(), state(hass, "input_select.sg")) == (wanted, option)
    await orders.release_heat_pump()
    assert orders.state() == 2
    await hass.async_block_till_done()
    assert [data["option"] for _, data in calls] == ["comfort", "off", "boost", "normal"]


async def test_a_select_with_two_states(hass: HomeAssistant) -> None:
    data = {key: STATES_DATA[key] for key in ("kind", "state_entity", "option_normal", "option_recommend")}
    orders = orders_of(hass, data)
    assert orders.states == {2, 3}
    with pytest.raises(NotImplementedError):
        await orders.set_sg_ready(1)
    hass.states.async_set("input_select.sg", "holidays")
    assert orders.state() is None


# The device


async def test_the_state_is_read_and_shown(hass: HomeAssistant) -> None:
    """The contacts' integration shows two switches; what they make together shows Overshot."""
    show(hass, 3)
    device = await device_of(hass, "heat_pump", {"orders": CONTACTS_DATA})
    assert device.data.heat_pumps[1].state == 3
    assert device.writable
    assert "3" in {found.state for found in hass.states.async_all("sensor") if "sg_ready" in found.entity_id}
    hass.states.async_set(SG1, "unavailable")
    await hass.async_block_till_done()
    assert device.status.value == "failed"
    assert not device.writable


async def test_only_the_states_it_has_are_offered(hass: HomeAssistant) -> None:
    data = {key: STATES_DATA[key] for key in ("kind", "state_entity", "option_normal", "option_force")}
    await device_of(hass, "heat_pump", {"orders": data})
    (offered,) = [found for found in hass.states.async_all("select") if "automatic" in found.attributes["options"]]
    assert offered.attributes["options"] == ["automatic", "normal", "force"]
