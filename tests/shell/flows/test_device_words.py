"""What the flows say of a device in plain words: each family what is true of it, and nothing else."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot.devices.hager_stations import station_of
from custom_components.overshot.devices.register_map_driver import driver_for
from custom_components.overshot.devices.registry import FAMILIES
from custom_components.overshot.devices.waveshare_relay import WaveshareRelay
from custom_components.overshot.flows.words import NOTES, async_said, notes_of, with_notes

from ...packaging.repository import INTEGRATION, load_json
from .conftest import AddSite, meter
from .neighbourhood import WITTY_2, WITTY_2_HOST, Neighbourhood
from .site_walk import SEARCH, at_search
from .walk import Walk


@pytest.mark.parametrize(
    ("family", "notes"),
    [
        ("hager_witty_plus", ["heartbeat"]),
        ("hager_xev1k_e3dc", ["experimental", "no_fallback"]),
        ("abb_terra_ac", ["no_fallback"]),
        ("alfen_eve", ["fallback_of_installer", "heartbeat"]),
        ("heidelberg_energy_control", []),
        ("goodwe_et", ["holds_on", "wears_memory", "goodwe_meter", "separate_units"]),
        ("goodwe_ut", ["lets_go", "separate_units"]),
        ("sunspec", ["lets_go"]),
        ("e3dc", []),
        ("hager_ecr", []),
        ("hager_flow", []),
    ],
)
def test_what_is_said_of_a_family(family: str, notes: list[str]) -> None:
    assert [key for key, _ in notes_of(FAMILIES[family])] == notes


def test_what_is_said_of_a_relay_board() -> None:
    assert [key for key, _ in notes_of(WaveshareRelay)] == ["holds_on_contacts"]


@pytest.mark.parametrize("language", sorted(path.stem for path in (INTEGRATION / "translations").glob("*.json")))
async def test_every_note_is_said_in_every_language(hass: HomeAssistant, language: str) -> None:
    hass.config.language = language
    texts = load_json(INTEGRATION / "translations" / f"{language}.json")["selector"][NOTES]["options"]
    made = [(key, {"seconds": "5", "model": "XEV1K"}) for key in texts]
    said = (await async_said(hass, made)).splitlines()
    assert len(said) == len(texts)
    assert all(line.startswith("- ") and "{" not in line for line in said)


async def test_every_note_there_is_has_a_text(hass: HomeAssistant) -> None:
    made: list[Any] = [*FAMILIES.values(), WaveshareRelay]
    document = {
        "format": 1,
        "manufacturer": "Example",
        "model": "Box",
        "readings": {"meter": {"power": {"register": 7, "type": "int16"}}},
    }
    made.append(driver_for(document))
    for driver in made:
        for model in ("", "XEV1K22T2TFS", "XEV1K11T2"):
            notes = notes_of(driver, model)
            assert (await async_said(hass, notes)).count("\n- ") == max(0, len(notes) - 1)


def test_notes_are_a_paragraph_of_their_own() -> None:
    assert with_notes({"device": "Box"}, "") == {"device": "Box", "notes": ""}
    assert with_notes({}, "- so") == {"notes": "\n\n- so"}


@pytest.mark.parametrize(
    ("model", "phases", "current", "switches", "cards", "needs"),
    [
        ("XEV1K22T2S", 3, 32.0, True, True, ""),
        ("xev1k07t2s ", 1, 32.0, False, True, ""),
        ("XEV1K22T2TFS", 3, 32.0, True, False, "XEVA265"),
        ("XEV1K11T2", 3, 32.0, False, False, "XEVA260"),
    ],
)
def test_the_catalogue_of_hager_stations(
    model: str, phases: int, current: float, switches: bool, cards: bool, needs: str
) -> None:
    station = station_of(model)
    assert station is not None
    assert (station.phases, station.max_current, station.switches_phases) == (phases, current, switches)
    assert (station.reads_cards, station.needs) == (cards, needs)


@pytest.mark.parametrize("model", ["", "XVP1K22T2S", "XEV1K22T2E3DC", "Box"])
def test_other_stations_are_in_no_catalogue(model: str) -> None:
    assert station_of(model) is None


async def test_a_station_of_the_catalogue_fills_its_form(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_2)
    neighbourhood.links[WITTY_2_HOST, 502].for_unit(1).holding.update(_product("XEV1K07T2S"))
    walk = await Walk.new_device(hass, add_site(meter()), "charge_point")
    await walk.pick("by_hand")
    await walk.send_as_shown(host=WITTY_2_HOST)
    assert walk.step == "charge_point"
    # 32 A is what the station can, 20 A is what the connection bears.
    assert (walk.shown["phases"], walk.shown["rotation"], walk.shown["max_current"]) == ("1", "l1", 20)
    assert "every 5 s" in walk.placeholders["notes"]


def _product(model: str) -> dict[int, int]:
    """Return a witty plus' product reference as registers."""
    raw = model.encode().ljust(32, b"\0")
    return {0x1003 + at: int.from_bytes(raw[2 * at : 2 * at + 2], "big") for at in range(16)}


@pytest.mark.usefixtures("p1")
async def test_a_new_site_says_it_of_each_device_that_was_found(
    hass: HomeAssistant, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_goodwe()
    neighbourhood.add_witty()
    walk = await at_search(hass)
    await walk.fill(**SEARCH)
    assert walk.step == "choose"
    notes = walk.placeholders["notes"]
    assert notes.startswith("\n\nGoodWe GW10K-ET:\n\n- ")
    assert "Disconnect the inverter's own meter" in notes
    # What a station means is said when its currents are asked for.
    assert "every 5 s" not in notes
