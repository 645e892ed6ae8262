"""Meters made of entities, whose clamps and signs may be wrong: found with a car, and turned by a click."""

from dataclasses import dataclass

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.model import PhaseVector

from ..conftest import House, Station, subentries
from .wired import Dialogue, V, Wired

pytestmark = pytest.mark.timeout(400)
"""Minutes of the house, second by second: a busy machine takes its time."""

PHASES = ["sensor.l1", "sensor.l2", "sensor.l3"]
DEVICES = {
    "Meter": ("meter", {"family": "entities", "grid_role": True, "power_entities": PHASES}),
    "Solar": ("inverter", {"family": "entities", "grid_role": False, "solar": {"power_entities": ["sensor.solar"]}}),
    "Battery": (
        "inverter",
        {"family": "entities", "grid_role": False, "battery": {"power_entities": ["sensor.battery"]}},
    ),
    "Boiler": (
        "load",
        {"family": "entities", "grid_role": False, "load_entity": "switch.boiler", "power": 2400, "phases": 1}
        | {"rotation": "l1"},
    ),
}


@dataclass
class Measured(Wired):
    """A house that is measured by other integrations."""

    solar: float = 0.0
    battery: float = 0.0
    """Share of the car's power that the battery gives."""

    battery_sign: float = 1.0

    async def tell(self, phases: PhaseVector) -> None:
        """Let the entities report; the battery gives its share on L1."""
        given = self.battery * V * self.drawn * self.terminals
        for name, current in zip(PHASES, phases, strict=True):
            power = V * current - (given * self.flips[0] if name == PHASES[0] else 0.0)
            self.hass.states.async_set(name, f"{power:.1f}", {"unit_of_measurement": "W"})
        self.hass.states.async_set(
            "sensor.battery",
            f"{self.battery_sign * given + 0.1 * (self.seconds % 3):.1f}",
            {"unit_of_measurement": "W"},
        )
        self.hass.states.async_set("sensor.solar", f"{self.solar + self.seconds % 3:.1f}", {"unit_of_measurement": "W"})
        await self.house.settle()


@pytest.fixture
async def measured(hass: HomeAssistant, station: Station, links: None, freezer: FrozenDateTimeFactory) -> Measured:
    """Set up a site whose grid, sun and battery are entities, and a car."""
    hass.states.async_set("switch.boiler", "off")
    for name in (*PHASES, "sensor.solar", "sensor.battery"):
        hass.states.async_set(name, "0", {"unit_of_measurement": "W"})
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={"connection_type": "three_phase", "fuse": 25, "derating": 80, "ct_ratio": 1, "country": "BE"},
        subentries_data=[
            *(
                {"data": data, "subentry_type": kind, "title": title, "unique_id": title.lower()}
                for title, (kind, data) in DEVICES.items()
            ),
            subentries()[1],
        ],
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    measured = Measured(House(hass, entry, station), freezer)
    await measured.live(3)
    return measured


def id_of(house: Measured, title: str) -> str:
    """Return the subentry id of a device."""
    return next(id_ for id_, each in house.house.entry.subentries.items() if each.title == title)


async def test_a_meter_that_counts_the_other_way_round(measured: Measured) -> None:
    """All clamps face the other way: found, turned by a click, and confirmed by a second check."""
    measured.flips = (-1.0, -1.0, -1.0)
    measured.terminals = 3
    user = Dialogue(measured)
    report = await user.check()
    assert "❌ The meter counts the wrong way round: L1, L2, L3 fell while the car took more." in report
    assert "❌ Sign of Meter: import falls when the car takes more." in report
    form = await user.choose("finish")
    (correction,) = form["data_schema"]({})["corrections"]
    assert correction == f"{id_of(measured, 'Meter')}:grid"
    await user.answer({"corrections": [correction]})
    await user.answer({"steered": []})
    await measured.hass.async_block_till_done()
    assert measured.house.entry.subentries[id_of(measured, "Meter")].data["invert"] == ["grid"]
    assert measured.house.state("switch", "control") == "off"

    await measured.live(3)
    report = await user.check()
    assert "❌" not in report
    assert "✅ Sign of Meter: import rises when the car takes more." in report


async def test_one_clamp_is_no_reason_to_turn_the_meter(measured: Measured) -> None:
    measured.flips = (-1.0, 1.0, 1.0)
    user = Dialogue(measured)
    report = await user.check()
    assert "❌ L1 of the meter counts the wrong way round" in report
    assert (await user.choose("finish"))["step_id"] == "control", "no setting mends a clamp"


@pytest.mark.parametrize(
    ("sign", "told", "corrected"),
    [
        (1.0, "✅ Sign of Battery: it discharges more when the car takes more.", False),
        (-1.0, "❌ Sign of Battery: it seems to charge when the car takes more.", True),
    ],
)
async def test_a_battery_that_helps(measured: Measured, sign: float, told: str, corrected: bool) -> None:
    """It gives half of what the car takes, and says so one way or the other."""
    measured.battery, measured.battery_sign = 0.5, sign
    user = Dialogue(measured)
    report = await user.check()
    assert told in report
    assert "✅ Sign of Meter" in report
    form = await user.choose("finish")
    assert (form["step_id"] == "finish") is corrected
    if corrected:
        assert form["data_schema"]({})["corrections"] == [f"{id_of(measured, 'Battery')}:battery"]


@pytest.mark.parametrize(
    ("power", "told"),
    [
        (2000.0, "✅ Sign of Solar: it produces."),
        (-2000.0, "❌ Sign of Solar: its panels seem to consume."),
        (5.0, "➖ Sign of Solar not tested: it gives too little now."),
    ],
)
async def test_panels(measured: Measured, power: float, told: str) -> None:
    measured.solar = power
    assert told in await Dialogue(measured).check()


@pytest.mark.parametrize(
    ("extra", "told", "corrected"),
    [
        ((10.0, 0.0, 0.0), "✅ Boiler: import rose by 2300 W on L1, as set.", None),
        ((0.0, 0.0, 10.0), "❌ Boiler: set is L1, but import rose by 2300 W on L3.", "l3"),
    ],
)
async def test_a_boiler_that_is_switched_by_hand(
    measured: Measured, extra: PhaseVector, told: str, corrected: str | None
) -> None:
    """Compared with the phase that was told, and corrected where it hangs on another one."""
    measured.hungry = False
    await measured.live(2)
    boiler = id_of(measured, "Boiler")
    user = Dialogue(measured)
    await user.open()
    await user.choose("hand")
    await user.answer({"what": boiler})
    await user.wait()
    measured.extra = extra
    await user.answer({})
    await user.wait()
    assert told in user.report
    form = await user.choose("finish")
    assert form["step_id"] == ("control" if corrected is None else "finish")
    if corrected is not None:
        await user.answer(form["data_schema"]({}))
        await user.answer({"steered": []})
        await measured.hass.async_block_till_done()
        assert measured.house.entry.subentries[boiler].data["rotation"] == corrected
