"""Adding circuits, changing them, and importing tables of them: nothing is stored that cannot be meant."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigSubentry, ConfigSubentryData
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.circuits import circuit_of, circuits_of
from custom_components.overshot.core.model import MeterReading

from ..test_circuit_tables import GUIDE
from .conftest import AddSite, device_id, meter, station
from .walk import Walk

DONE = "aborted: reconfigure_successful"


def circuit(name: str, limit: float = 32.0, **data: Any) -> ConfigSubentryData:
    """Return a circuit."""
    return ConfigSubentryData(
        data=MappingProxyType({"limit": limit, "parent": None, **data}),
        subentry_type="circuit",
        title=name,
        unique_id=f"circuit_{name}",
    )


@pytest.fixture
def site(add_site: AddSite) -> MockConfigEntry:
    """Return a site with a station and two circuits."""
    return add_site(meter(), station(), circuit("UV1"), circuit("UV2", parent="circuit_UV1"))


def of_type(site: MockConfigEntry, kind: str, title: str) -> ConfigSubentry:
    """Return a subentry."""
    return next(each for each in site.get_subentries_of_type(kind) if each.title == title)


async def begin(hass: HomeAssistant, site: MockConfigEntry, option: str = "circuit") -> Walk:
    """Begin to add a circuit."""
    walk = await Walk.new_device(hass, site, "circuit")
    assert walk.options == ["circuit", "import_table"]
    return await walk.pick(option)


# One circuit


async def test_the_first_circuit_takes_a_station(hass: HomeAssistant, add_site: AddSite) -> None:
    """Where there is none yet, there is nothing to connect it to but the grid."""
    site = add_site(meter(), station())
    walk = await begin(hass, site)
    assert walk.placeholders["limit"] == "20"
    assert "parent" not in walk.shown
    await walk.fill(name=" UV1 ", limit=25, devices=[device_id(site, "Garage")], measured="not")
    assert walk.step == "created"
    (made,) = circuits_of(site)
    assert (made.name, made.limit, made.parent, made.metered) == ("UV1", 25, None, False)
    assert circuit_of(site, of_type(site, "charge_point", "Garage").data) == made.id


async def test_a_site_without_devices_has_circuits_too(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter())
    walk = await begin(hass, site)
    await walk.fill(name="UV1", limit=25, measured="not")
    assert walk.step == "created"


async def test_a_circuit_below_another(hass: HomeAssistant, site: MockConfigEntry) -> None:
    walk = await begin(hass, site)
    await walk.fill(name="UV3", limit=16, parent="circuit_UV2", measured="not")
    assert walk.step == "created"
    assert of_type(site, "circuit", "UV3").data == {"limit": 16, "parent": "circuit_UV2"}


@pytest.mark.parametrize(
    ("entered", "errors"),
    [
        ({"name": "  "}, {"name": "circuit_name"}),
        ({"name": "uv1"}, {"name": "circuit_name"}),
        ({"limit": 0.5}, {"limit": "invalid_limit"}),
        ({"limit": float("nan")}, {"limit": "invalid_limit"}),
        ({"measured": "meter"}, {"measured": "no_meter"}),
        ({"limit": 5, "devices": "Garage"}, {"base": "circuit_fallback"}),
    ],
    ids=["no name", "a name twice", "no limit", "not a number", "no meter there", "fallback currents do not fit"],
)
async def test_what_cannot_be(
    hass: HomeAssistant, site: MockConfigEntry, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    walk = await begin(hass, site)
    values = {"name": "UV3", "limit": 25, "measured": "not", **entered}
    if "devices" in values:
        values["devices"] = [device_id(site, values["devices"])]
    await walk.fill(**values)
    assert (walk.step, walk.errors) == ("circuit", errors)
    assert len(circuits_of(site)) == 2


async def test_a_circuit_is_changed(hass: HomeAssistant, site: MockConfigEntry) -> None:
    """Its name, its limit and who hangs on it, and none of it without the rest."""
    uv2 = of_type(site, "circuit", "UV2")
    walk = await Walk.change_device(hass, site, uv2.subentry_id)
    assert walk.shown == {"name": "UV2", "limit": 32, "parent": "circuit_UV1", "devices": [], "measured": "not"}
    garage = device_id(site, "Garage")
    await walk.send_as_shown(name="Carport", limit=20, devices=[garage])
    assert walk.step == DONE
    assert site.subentries[uv2.subentry_id].title == "Carport"
    assert site.subentries[garage].data["circuit"] == "circuit_UV2"
    walk = await Walk.change_device(hass, site, uv2.subentry_id)
    assert walk.shown["devices"] == [garage]
    await walk.send_as_shown(devices=[])
    assert site.subentries[garage].data["circuit"] is None


async def test_a_loaded_site_hears_of_a_change(hass: HomeAssistant, site: MockConfigEntry) -> None:
    heard: list[str] = []

    async def note(hass: HomeAssistant, entry: Any) -> None:
        heard.append(entry.title)

    site.add_update_listener(note)
    walk = await Walk.change_device(hass, site, of_type(site, "circuit", "UV2").subentry_id)
    await walk.send_as_shown(limit=21)
    await hass.async_block_till_done()
    assert (walk.step, heard) == (DONE, ["Home"])


async def test_no_circuit_hangs_on_itself(hass: HomeAssistant, site: MockConfigEntry) -> None:
    walk = await Walk.change_device(hass, site, of_type(site, "circuit", "UV1").subentry_id)
    await walk.send_as_shown(parent="circuit_UV2")
    assert walk.errors == {"parent": "circuit_cycle"}


async def test_a_circuit_above_counts_too(hass: HomeAssistant, add_site: AddSite) -> None:
    """Fallback currents have to fit every circuit on the way to the grid."""
    site = add_site(meter(), station(circuit="circuit_UV2"), circuit("UV1"), circuit("UV2", parent="circuit_UV1"))
    walk = await Walk.change_device(hass, site, of_type(site, "circuit", "UV1").subentry_id)
    await walk.send_as_shown(limit=4)
    assert walk.errors == {"base": "circuit_fallback"}
    assert (walk.placeholders["circuit"], walk.placeholders["shortfall"]) == ("UV1", "2")


async def test_a_removed_circuit_leaves_its_own_to_the_grid(hass: HomeAssistant, site: MockConfigEntry) -> None:
    hass.config_entries.async_remove_subentry(site, of_type(site, "circuit", "UV1").subentry_id)
    (left,) = circuits_of(site)
    assert (left.name, left.parent) == ("UV2", None)


# What measures it


async def test_entities_measure_it(hass: HomeAssistant, site: MockConfigEntry) -> None:
    for phase in (1, 2, 3):
        hass.states.async_set(f"sensor.l{phase}", "4.2", {"unit_of_measurement": "A"})
    hass.states.async_set("sensor.watts", "4.2", {"unit_of_measurement": "W"})
    walk = await begin(hass, site)
    await walk.fill(name="UV3", limit=25, measured="entities")
    assert walk.step == "circuit_entities"
    for entities, error in (
        (["sensor.l1", "sensor.l2"], "entity_current_count"),
        (["sensor.l1", "sensor.l2", "sensor.l2"], "entity_current_count"),
        (["sensor.l1", "sensor.l2", "sensor.watts"], "entity_unit_current"),
        (["sensor.l1", "sensor.l2", "sensor.gone"], "entity_not_found"),
    ):
        await walk.fill(current_entities=entities)
        assert walk.errors == {"current_entities": error}
    await walk.fill(current_entities=["sensor.l1", "sensor.l2", "sensor.l3"])
    assert walk.step == "created"
    assert circuits_of(site)[-1].metered
    walk = await Walk.change_device(hass, site, of_type(site, "circuit", "UV3").subentry_id)
    assert walk.shown["measured"] == "entities"
    await walk.send_as_shown()
    assert walk.shown == {"current_entities": ["sensor.l1", "sensor.l2", "sensor.l3"]}


async def test_a_meter_of_the_site_measures_it(hass: HomeAssistant, site: MockConfigEntry) -> None:
    """The grid meter is none of them; one with several meters has them all."""
    garage = device_id(site, "Garage")
    grid = device_id(site, "P1 meter")
    readings = {1: MeterReading(power=1.0), 2: MeterReading(power=2.0)}
    devices = {
        id_: SimpleNamespace(
            name=site.subentries[id_].title,
            subentry=site.subentries[id_],
            data=SimpleNamespace(meters=readings, part_names={"meter_2": "Boiler"}),
        )
        for id_ in (garage, grid)
    }
    site.runtime_data = SimpleNamespace(devices=devices)
    walk = await begin(hass, site)
    await walk.fill(name="UV3", limit=25, measured="meter")
    assert walk.step == "circuit_meter"
    (field,) = walk.result["data_schema"].schema.values()
    assert field.config["options"] == [
        {"value": f"{garage}/1", "label": "Garage (1)"},
        {"value": f"{garage}/2", "label": "Boiler"},
    ]
    await walk.fill(circuit_meter=f"{garage}/2")
    assert walk.step == "created"
    walk = await Walk.change_device(hass, site, of_type(site, "circuit", "UV3").subentry_id)
    assert walk.shown["measured"] == "meter"
    await walk.send_as_shown()
    assert walk.shown == {"circuit_meter": f"{garage}/2"}


# The circuit of a charge point


async def test_a_charge_point_chooses_its_circuit(hass: HomeAssistant, site: MockConfigEntry) -> None:
    garage = device_id(site, "Garage")
    walk = await Walk.change_device(hass, site, garage)
    await walk.pick("charge_point")
    await walk.send_as_shown(circuit="circuit_UV2")
    assert walk.step == DONE
    assert site.subentries[garage].data["circuit"] == "circuit_UV2"


async def test_its_fallback_current_has_to_fit_there(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter(), station(), circuit("UV1", limit=10.0))
    walk = await Walk.change_device(hass, site, device_id(site, "Garage"))
    await walk.pick("charge_point")
    await walk.send_as_shown(circuit="circuit_UV1", fallback_current=12)
    assert walk.errors == {"circuit": "circuit_fallback"}
    assert (walk.placeholders["circuit"], walk.placeholders["shortfall"]) == ("UV1", "2")


# Tables


async def test_the_tree_of_the_guide_is_imported(hass: HomeAssistant, site: MockConfigEntry) -> None:
    walk = await begin(hass, site, "import_table")
    await walk.fill(table=GUIDE)
    assert walk.step == "aborted: imported"
    assert walk.placeholders == {"count": "8"}
    made = {each.name: each for each in circuits_of(site)}
    assert set(made) == {"HV", *(f"UV{number}" for number in range(1, 8))}
    assert made["UV6"].parent == made["UV4"].id
    assert made["UV1"].id == "circuit_UV1"
    assert made["UV1"].parent == made["HV"].id
    assert made["UV2"].limit == 100


async def test_stations_are_imported(hass: HomeAssistant, site: MockConfigEntry) -> None:
    garage = device_id(site, "Garage")
    walk = await begin(hass, site, "import_table")
    await walk.fill(table="Station;Rotation;Limit;Connected to\ngarage;T/R/S;11 A;uv2\n")
    assert walk.step == "aborted: imported"
    data = site.subentries[garage].data
    assert (data["rotation"], data["max_current"], data["circuit"]) == ("l3l1l2", 11, "circuit_UV2")
    walk = await begin(hass, site, "import_table")
    serial = data["serial_number"]
    await walk.fill(table=f"Station;Rotation;Limit;Connected to\n{serial};RST;16;\n")
    data = site.subentries[garage].data
    assert (data["rotation"], data["max_current"], data["circuit"]) == ("l1l2l3", 16, None)


STATION_HEADER = "station,rotation,limit,connected to\n"
CIRCUIT_HEADER = "circuit,limit,connected to\n"


@pytest.mark.parametrize(
    ("table", "error", "row"),
    [
        ("nothing", "table_empty", "0"),
        (CIRCUIT_HEADER + "UV3,10,UV9\n", "table_circuit", "2"),
        (CIRCUIT_HEADER + "UV1,32,UV2\n", "table_cycle", "2"),
        (CIRCUIT_HEADER + "UV2,5,\n", "table_fallback", "2"),
        (STATION_HEADER + "Shed,RST,16,\n", "table_station", "2"),
        (STATION_HEADER + "Garage,RST,16,UV9\n", "table_circuit", "2"),
        (STATION_HEADER + "Garage,S,16,\n", "table_rotation", "2"),
        (STATION_HEADER + "Garage,RST,5,\n", "table_station_limit", "2"),
        (STATION_HEADER + "Garage,RST,100,\n", "table_station_limit", "2"),
        (STATION_HEADER + "Garage,RST,16,Tiny\n", "table_fallback", "0"),
    ],
)
async def test_a_table_is_taken_as_a_whole_or_not_at_all(
    hass: HomeAssistant, add_site: AddSite, table: str, error: str, row: str
) -> None:
    site = add_site(
        meter(),
        station(circuit="circuit_UV2"),
        circuit("UV1"),
        circuit("UV2", parent="circuit_UV1"),
        circuit("Tiny", limit=4.0),
    )
    before = {id_: (each.title, dict(each.data)) for id_, each in site.subentries.items()}
    walk = await begin(hass, site, "import_table")
    await walk.fill(table=table)
    assert (walk.errors, walk.placeholders["row"]) == ({"base": error}, row)
    assert walk.shown["table"] == table
    assert {id_: (each.title, dict(each.data)) for id_, each in site.subentries.items()} == before


async def test_an_empty_form_leads_back(hass: HomeAssistant, site: MockConfigEntry) -> None:
    walk = await begin(hass, site, "import_table")
    await walk.fill()
    assert walk.step == "user"


@contextmanager
def uploaded(path: Path) -> Iterator[None]:
    """Let a file be the one that was uploaded."""

    @contextmanager
    def take(hass: HomeAssistant, file_id: str) -> Iterator[Path]:
        if file_id != "f" * 32:
            raise ValueError("File does not exist")
        yield path

    with patch("custom_components.overshot.flows.circuit_import.process_uploaded_file", take):
        yield


@pytest.mark.parametrize(
    ("content", "file_id", "expected"),
    [
        (b"\xef\xbb\xbf" + GUIDE.encode(), "f" * 32, "imported"),
        (b"a,limit,connected to\nUV8,x,\n", "f" * 32, "table_limit"),
        (b"\xff\xfe\x00", "f" * 32, "table_unreadable"),
        (b"x" * (512 * 1024 + 1), "f" * 32, "table_too_long"),
        (b"", "e" * 32, "table_unreadable"),
    ],
    ids=["with a byte order mark", "a mistake", "no text", "too long", "gone"],
)
async def test_a_file_is_uploaded(
    hass: HomeAssistant, site: MockConfigEntry, tmp_path: Path, content: bytes, file_id: str, expected: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    walk = await begin(hass, site, "import_table")
    with uploaded(path):
        await walk.fill(file=file_id)
    assert expected in walk.step if expected == "imported" else walk.errors == {"base": expected}
