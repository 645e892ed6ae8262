"""How a load is told: it waits for the sun, yields to a limit, and is off when nobody watches."""

from types import MappingProxyType
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.overshot.core.model import Load, Rotation
from custom_components.overshot.from_entities.load_orders import load_orders

from .ordered import Memory, OrderedHouse, in_memory, set_up, tick

BOILER, HEATER, PUMP = "boiler", "heater", "pump"

HELPERS: dict[str, Any] = {
    "input_boolean": {"boiler": {"initial": False}},
    "input_number": {"heater": {"min": 0, "max": 3000, "step": 50, "initial": 0, "unit_of_measurement": "W"}},
    "input_select": {"pump": {"options": ["off", "eco", "fast"], "initial": "off"}},
}


def load(title: str, entity: str, power: float, **data: Any) -> ConfigSubentryData:
    """Return a load."""
    return ConfigSubentryData(
        data=MappingProxyType(
            {"family": "entities", "grid_role": False, "load_entity": entity, "power": power, **data}
        ),
        subentry_type="load",
        title=title.title(),
        unique_id=title,
    )


@pytest.fixture
async def house(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Any:
    """Return a site with a boiler, a heater that takes any power, and a pump with steps."""
    assert await async_setup_component(hass, "homeassistant", {})
    for domain, config in HELPERS.items():
        assert await async_setup_component(hass, domain, {domain: config})
    hass.states.async_set("sensor.water", "45", {"unit_of_measurement": "°C"})
    freezer.move_to("2026-06-21 10:00:00+00:00")
    with in_memory(Memory()):
        house = await set_up(
            hass,
            load(
                BOILER,
                "input_boolean.boiler",
                2400,
                temperature_entity="sensor.water",
                max_temperature=60,
                volume=200,
                phases=1,
                rotation="l2",
            ),
            load(HEATER, "input_number.heater", 3000, lowest_power=500),
            load(PUMP, "input_select.pump", 110, levels={"off": 0, "eco": 40, "fast": 110}),
        )
        yield house


def shown(house: OrderedHouse, entity_id: str) -> str:
    """Return the state of an entity of another integration."""
    state = house.hass.states.get(entity_id)
    assert state is not None
    return state.state


async def test_what_the_site_knows_of_them(house: OrderedHouse) -> None:
    boiler, heater, pump = house.site.site.loads
    assert boiler == Load(
        id=house.id_of(BOILER), name="Boiler", levels=(0, 2400), rotation=Rotation.L2, max_temperature=60, volume=200
    )
    assert (heater.levels, heater.modulating) == ((0, 500, 3000), True)
    assert (pump.levels, pump.modulating) == ((0, 40, 110), False)
    assert house.site.parameters(heater.id).surplus.own_power == 3000
    assert house.site.snapshot.loads.keys() == {boiler.id, heater.id, pump.id}
    assert house.site.snapshot.loads[boiler.id].value.temperature == 45


@pytest.mark.parametrize(
    ("attributes", "shown_as", "power", "written"),
    [
        ({"unit_of_measurement": "%"}, 1500.0, 1234.0, 41.0),
        ({"unit_of_measurement": "%", "step": 0.5}, 1500.0, 1234.0, 41.0),
        ({"unit_of_measurement": "kW", "step": 0.1}, 50_000.0, 1234.0, 1.2),
        ({}, 1500.0, 3000.0, 100.0),
    ],
)
async def test_numbers_of_other_units(
    hass: HomeAssistant, attributes: dict[str, Any], shown_as: float, power: float, written: float
) -> None:
    """A share of its power, or kW; rounded down, for what is not there must not be drawn."""
    calls = async_mock_service(hass, "number", "set_value")
    orders = load_orders(hass, {"load_entity": "number.rod", "power": 3000})
    hass.states.async_set("number.rod", "50", attributes)
    assert orders.setpoint() == shown_as
    await orders.set_power(power)
    assert calls[0].data["value"] == pytest.approx(written)
    hass.states.async_set("number.rod", "unknown", attributes)
    assert orders.setpoint() is None


async def test_a_power_without_an_option(hass: HomeAssistant) -> None:
    hass.states.async_set("select.pump", "off")
    orders = load_orders(hass, {"load_entity": "select.pump", "power": 110, "levels": {"off": 0, "fast": 110}})
    with pytest.raises(ValueError, match="no option for 50 W"):
        await orders.set_power(50)


async def test_read_only_until_control_is_on(house: OrderedHouse, freezer: FrozenDateTimeFactory) -> None:
    await house.act("select", "load_mode", BOILER, "select_option", option="on")
    await tick(house, freezer, 5)
    assert shown(house, "input_boolean.boiler") == "off"
    assert house.state("sensor", "reason", BOILER) == "read_only"


async def test_by_hand(house: OrderedHouse, freezer: FrozenDateTimeFactory) -> None:
    for owner in (BOILER, HEATER, PUMP):
        await house.control(owner)
    await house.act("select", "load_mode", BOILER, "select_option", option="on")
    await house.act("select", "load_mode", HEATER, "select_option", option="on")
    await house.act("select", "load_mode", PUMP, "select_option", option="40 W")
    await tick(house, freezer, 30)
    assert shown(house, "input_boolean.boiler") == "on"
    assert float(shown(house, "input_number.heater")) == 3000
    assert shown(house, "input_select.pump") == "eco"
    assert house.state("sensor", "reason", BOILER) == "by_hand"
    await house.act("select", "load_mode", BOILER, "select_option", option="off")
    await tick(house, freezer)
    assert shown(house, "input_boolean.boiler") == "off"
    await house.act("select", "load_mode", BOILER, "select_option", option="automatic")
    assert house.state("select", "load_mode", BOILER) == "automatic"


async def test_the_sun_switches_it_on(house: OrderedHouse, freezer: FrozenDateTimeFactory) -> None:
    """From the switch-on power on, after the delay; and it stays on for its minimum time."""
    await house.control(BOILER)
    await tick(house, freezer, 20, -4000)
    assert shown(house, "input_boolean.boiler") == "off", "the surplus does not switch it yet"
    await house.act("number", "switch_on_power", BOILER, "set_value", value=2500)
    await house.act("switch", "surplus", BOILER, "turn_on")
    await tick(house, freezer, 20, -4000)
    assert shown(house, "input_boolean.boiler") == "on"
    assert house.state("sensor", "reason", BOILER) == "surplus"
    await tick(house, freezer, 30, 3000)
    assert house.state("sensor", "reason", BOILER) == "minimum_on"
    assert shown(house, "input_boolean.boiler") == "on"


async def test_parameters_are_kept_while_it_is_off(house: OrderedHouse) -> None:
    """Switching the surplus off and on again asks nobody for the numbers again."""
    id_ = house.id_of(BOILER)
    values = (("switch_on_power", 2500), ("activation_delay", 3), ("min_on", 10), ("min_off", 20))
    for key, value in values:
        await house.act("number", key, BOILER, "set_value", value=value)
    assert house.site.state.settings.loads[id_].surplus is None
    await house.act("switch", "surplus", BOILER, "turn_on")
    surplus = house.site.state.settings.loads[id_].surplus
    assert surplus is not None
    assert (surplus.switch_on_power, surplus.activation_delay, surplus.min_on) == (2500, 180, 600)
    await house.act("number", "own_power", BOILER, "set_value", value=2000)
    changed = house.site.state.settings.loads[id_].surplus
    assert changed is not None
    assert changed.own_power == 2000, "a parameter counts at once where it is switched"
    await house.act("switch", "surplus", BOILER, "turn_off")
    assert float(house.state("number", "min_off", BOILER)) == 20
    assert await house.hass.config_entries.async_reload(house.entry.entry_id)
    assert float(house.state("number", "min_off", BOILER)) == 20


async def test_a_warm_boiler_is_left_off(house: OrderedHouse, freezer: FrozenDateTimeFactory) -> None:
    await house.control(BOILER)
    await house.act("select", "load_mode", BOILER, "select_option", option="on")
    await tick(house, freezer, 20)
    assert shown(house, "input_boolean.boiler") == "on"
    house.hass.states.async_set("sensor.water", "61", {"unit_of_measurement": "°C"})
    await tick(house, freezer, 2)
    assert shown(house, "input_boolean.boiler") == "off"
    assert house.state("sensor", "reason", BOILER) == "temperature_reached"


async def test_a_boiler_whose_thermometer_is_gone(house: OrderedHouse, freezer: FrozenDateTimeFactory) -> None:
    """Nobody knows how hot it is: it is off."""
    await house.control(BOILER)
    await house.act("select", "load_mode", BOILER, "select_option", option="on")
    await tick(house, freezer, 20)
    house.hass.states.async_set("sensor.water", "unavailable")
    await tick(house, freezer, 70)
    assert house.state("sensor", "reason", BOILER) == "load_silent"


@pytest.mark.parametrize("end", ["control", "unload"])
async def test_it_is_off_at_the_end(
    hass: HomeAssistant, house: OrderedHouse, freezer: FrozenDateTimeFactory, end: str
) -> None:
    """Nobody heats water that nobody watches; what Overshot never switched on stays as it is."""
    await house.control(BOILER)
    await house.control(PUMP)
    await house.act("select", "load_mode", BOILER, "select_option", option="on")
    await tick(house, freezer, 20)
    await hass.services.async_call(
        "input_select", "select_option", {"entity_id": "input_select.pump", "option": "off"}, blocking=True
    )
    if end == "control":
        await house.control(BOILER, False)
    else:
        assert await hass.config_entries.async_unload(house.entry.entry_id)
    assert shown(house, "input_boolean.boiler") == "off"


async def test_somebody_else_switches_it(house: OrderedHouse, freezer: FrozenDateTimeFactory) -> None:
    """It is told again after a while, not at once: two masters must not fight every second."""
    await house.control(BOILER)
    await house.act("select", "load_mode", BOILER, "select_option", option="on")
    await tick(house, freezer, 20)
    await house.hass.services.async_call(
        "input_boolean", "turn_off", {"entity_id": "input_boolean.boiler"}, blocking=True
    )
    await tick(house, freezer, 5)
    assert shown(house, "input_boolean.boiler") == "off"
    await tick(house, freezer, 60)
    assert shown(house, "input_boolean.boiler") == "on"


async def test_the_controller_fails(
    house: OrderedHouse, freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.control(BOILER)
    await house.act("select", "load_mode", BOILER, "select_option", option="on")
    await tick(house, freezer, 20)

    def fail(*_: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr("custom_components.overshot.site.step", fail)
    await tick(house, freezer, 2)
    assert shown(house, "input_boolean.boiler") == "off"
    assert house.state("sensor", "reason", BOILER) == "control_failed"
