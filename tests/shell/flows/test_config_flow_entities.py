"""Setting up a site: entities as its grid meter."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from .test_config_flow_meter import at_grid_meter, finish
from .test_config_flow_site import CONNECTION, HOUSE
from .walk import Walk


@pytest.fixture
def entities(hass: HomeAssistant) -> None:
    """Put entities of some other integration there."""
    for name, state, unit in (
        ("power", "1234", "W"),
        ("export", "0.2", "kW"),
        *((f"power_l{phase}", "400", "W") for phase in (1, 2, 3)),
        *((f"export_l{phase}", "0", "W") for phase in (1, 2, 3)),
        *((f"current_l{phase}", "1.7", "A") for phase in (1, 2, 3)),
        ("asleep", "unavailable", "W"),
        ("endless", "inf", "W"),
        ("unitless", "3", None),
    ):
        attributes = {} if unit is None else {"unit_of_measurement": unit}
        hass.states.async_set(f"sensor.{name}", state, attributes)


def three(name: str) -> list[str]:
    """Return the entities of L1, L2 and L3."""
    return [f"sensor.{name}_l{phase}" for phase in (1, 2, 3)]


TOTAL = {"power_entities": ["sensor.power"]}


@pytest.mark.parametrize(
    ("problem", "connection", "chosen"),
    [
        ("the total", "three_phase", TOTAL),
        ("the total, one phase", "single_phase", TOTAL),
        ("the phases", "three_phase", {"power_entities": three("power")}),
        (
            "everything there is",
            "three_phase",
            {
                "power_entities": three("power"),
                "export_entities": three("export"),
                "current_entities": three("current"),
            },
        ),
        (
            "export in another unit",
            "three_phase",
            {"power_entities": ["sensor.power"], "export_entities": ["sensor.export"]},
        ),
        (
            "no neutral",
            "three_phase_delta",
            {"power_entities": ["sensor.power"], "current_entities": three("current")},
        ),
    ],
)
@pytest.mark.usefixtures("entities")
async def test_entities_make_a_grid_meter(
    hass: HomeAssistant, problem: str, connection: str, chosen: dict[str, Any]
) -> None:
    walk = await at_grid_meter(hass, connection_type=connection)
    await walk.pick("entities")
    entry = await finish(await walk.fill(**chosen))
    (device,) = entry.subentries.values()
    assert device.data == {"family": "entities", "grid_role": True, **chosen}, problem
    assert (device.subentry_type, device.title) == ("meter", "Grid meter")


@pytest.mark.parametrize(
    ("problem", "connection", "chosen", "errors"),
    [
        ("two", "three_phase", {"power_entities": three("power")[:2]}, {"power_entities": "entity_count"}),
        ("three of one", "single_phase", {"power_entities": three("power")}, {"power_entities": "entity_count"}),
        (
            "export of one phase",
            "three_phase",
            {"power_entities": three("power"), "export_entities": ["sensor.export"]},
            {"export_entities": "entity_export_count"},
        ),
        (
            "one current",
            "three_phase",
            TOTAL | {"current_entities": ["sensor.current_l1"]},
            {"current_entities": "entity_current_count"},
        ),
        ("no currents without neutral", "three_phase_delta", TOTAL, {"base": "entity_delta"}),
        (
            "phase power without neutral",
            "three_phase_delta",
            {"power_entities": three("power"), "current_entities": three("current")},
            {"base": "entity_delta"},
        ),
        (
            "the same twice",
            "three_phase",
            {"power_entities": ["sensor.power_l1", "sensor.power_l2", "sensor.power_l1"]},
            {"power_entities": "entity_twice"},
        ),
        (
            "nobody there",
            "three_phase",
            {"power_entities": ["sensor.gone"]},
            {"power_entities": "entity_not_found"},
        ),
        (
            "asleep",
            "three_phase",
            {"power_entities": ["sensor.asleep"]},
            {"power_entities": "entity_not_numeric"},
        ),
        (
            "no number of this world",
            "three_phase",
            {"power_entities": ["sensor.endless"]},
            {"power_entities": "entity_not_numeric"},
        ),
        (
            "no unit",
            "three_phase",
            {"power_entities": ["sensor.unitless"]},
            {"power_entities": "entity_unit_power"},
        ),
        (
            "a current for a power",
            "three_phase",
            {"power_entities": ["sensor.current_l1"]},
            {"power_entities": "entity_unit_power"},
        ),
        (
            "a power for a current",
            "three_phase",
            TOTAL | {"current_entities": three("power")},
            {"current_entities": "entity_unit_current"},
        ),
        (
            "export that is none",
            "three_phase",
            TOTAL | {"export_entities": ["sensor.asleep"]},
            {"export_entities": "entity_not_numeric"},
        ),
    ],
)
@pytest.mark.usefixtures("entities")
async def test_entities_that_make_none(
    hass: HomeAssistant, problem: str, connection: str, chosen: dict[str, Any], errors: dict[str, str]
) -> None:
    walk = await at_grid_meter(hass, connection_type=connection)
    await walk.pick("entities")
    await walk.fill(**chosen)
    assert (walk.step, walk.errors) == ("entities", errors), problem
    assert walk.shown == chosen | {"power_factor": 1.0}
    good = TOTAL | ({"current_entities": three("current")} if connection == "three_phase_delta" else {})
    await finish(await walk.fill(**good))


@pytest.mark.usefixtures("entities")
async def test_overshot_is_not_its_own_source(hass: HomeAssistant) -> None:
    own = er.async_get(hass).async_get_or_create("sensor", "overshot", "x")
    hass.states.async_set(own.entity_id, "1", {"unit_of_measurement": "W"})
    walk = await at_grid_meter(hass)
    await walk.pick("entities")
    await walk.fill(power_entities=[own.entity_id])
    assert walk.errors == {"power_entities": "entity_own"}
    assert walk.placeholders["entity"] == own.entity_id
    await finish(await walk.fill(**TOTAL))


@pytest.mark.usefixtures("entities")
async def test_the_same_entities_do_not_measure_two_sites(hass: HomeAssistant) -> None:
    walk = await at_grid_meter(hass)
    await walk.pick("entities")
    await finish(await walk.fill(**TOTAL))
    walk = await Walk.new_site(hass)
    await walk.fill(**HOUSE | {"name": "Second"})
    await walk.fill(**CONNECTION)
    await walk.pick("entities")
    await walk.fill(**TOTAL)
    assert walk.errors == {"base": "already_configured"}
    await finish(await walk.fill(power_entities=three("power")))
