"""The last quarter of an hour is in the diagnostics download, and another desk decides the same from it."""

from dataclasses import replace
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import ExtendedJSONEncoder
import pytest

from custom_components.overshot.core.control import step
from custom_components.overshot.core.control.charging.access import tag_hash
from custom_components.overshot.core.control.charging.settings import Access
from custom_components.overshot.core.control.recording import replay
from custom_components.overshot.core.model import ChargingMode, VehicleState
from custom_components.overshot.diagnostics import async_get_config_entry_diagnostics
from custom_components.overshot.flight_recorder import KEPT, FlightRecorder
from simulator.simulate import main

from .conftest import House


async def download(house: House) -> Any:
    """Return a diagnostics download as Home Assistant hands it out."""
    data = await async_get_config_entry_diagnostics(house.hass, house.entry)
    return json.loads(json.dumps({"home_assistant": {}, "data": data}, cls=ExtendedJSONEncoder))


async def live(house: House, freezer: FrozenDateTimeFactory, seconds: int, power: float) -> None:
    """Let seconds pass with a telegram (W) each, a car taking what it may."""
    for _ in range(seconds):
        freezer.tick(timedelta(seconds=1))
        if house.station.setpoint:
            house.station.plug(house.station.setpoint)
        await house.poll()
        await house.telegram(power + 690 * house.station.setpoint)


async def test_a_download_is_replayed(
    house: House, freezer: FrozenDateTimeFactory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The controller of the house, with what it was asked and shown; and a controller that would decide otherwise is found."""
    await house.control()
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    house.station.plug()
    await live(house, freezer, 40, 500)
    await house.hass.services.async_call("overshot", "set_grid_limit", {"power": 6000}, blocking=True)
    await live(house, freezer, 20, 500)
    data = await download(house)
    replayed = list(replay(data["data"]["flight_recorder"]))
    assert len(replayed) >= 60
    assert [list(each.differences()) for each in replayed if not each.same] == []
    reasons = {each.again["setpoints"][house.station_id]["reason"]["key"] for each in replayed}
    assert "grid_operator_limit" in reasons

    path = tmp_path / "diagnostics.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert main(["--replay", str(path)]) == 0
    assert "0 of them differ" in capsys.readouterr().out
    data["data"]["flight_recorder"]["shared"]["site"][0]["connection"]["fuse"] = 10.0
    path.write_text(json.dumps(data), encoding="utf-8")
    assert main(["--replay", str(path), "--every", "1000"]) == 1
    assert "DIFFERENT" in capsys.readouterr().out
    path.write_text("{}", encoding="utf-8")
    assert main(["--replay", str(path)]) == 2


async def test_a_controller_that_fails_fails_again(
    house: House, freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What led to it is in the recording, too; memory is told anew after it."""
    await live(house, freezer, 3, 500)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("custom_components.overshot.site.step", fail)
        await live(house, freezer, 1, 500)
    await live(house, freezer, 3, 500)
    recording = (await download(house))["data"]["flight_recorder"]
    monkeypatch.setattr("custom_components.overshot.core.control.recording.step", fail)
    with pytest.raises(ZeroDivisionError):
        list(replay(recording))


async def test_a_quarter_of_an_hour_is_kept(house: House, freezer: FrozenDateTimeFactory, hass: HomeAssistant) -> None:
    for _ in range(20):
        freezer.tick(timedelta(minutes=1))
        await house.telegram(500)
    told = await house.site.recorder.async_tell(hass)
    moments = [cycle["now"] for cycle in told["cycles"]]
    assert moments == sorted(moments)
    last = house.site.recorder._cycles[-1].now
    assert all(last - cycle.now <= KEPT for cycle in house.site.recorder._cycles)
    assert 15 <= len(moments) <= 50


async def test_nothing_was_decided_yet(hass: HomeAssistant) -> None:
    told = await FlightRecorder().async_tell(hass)
    assert list(replay(told)) == []


async def test_cards_have_other_names_and_open_the_same_doors(house: House, freezer: FrozenDateTimeFactory) -> None:
    """Neither card, key nor hash leaves the house; who was let in is let in again."""
    cards, key = ("04A2B3C4D5E6F7", "99887766554433"), "the key of this house"
    known = tag_hash(cards[0], key)
    await house.control()
    house.site.async_wish(
        house.station_id, mode=ChargingMode.BOOST, access=Access.RFID, allowed_tags=frozenset({known}), tag_key=key
    )
    recorder = FlightRecorder()
    await live(house, freezer, 2, 500)
    recorder.note(_with_tag(house, cards[0]))
    recorder.note(_with_tag(house, cards[1]))
    told = json.loads(json.dumps(await recorder.async_tell(house.hass)))
    text = json.dumps(told)
    assert not [secret for secret in (*cards, key, known) if secret in text]
    assert "127.0.0.1" not in text
    decisions = [each.again["setpoints"][house.station_id]["reason"]["key"] for each in replay(told)]
    recorded = [each.recorded["setpoints"][house.station_id]["reason"]["key"] for each in replay(told)]
    assert decisions == recorded
    assert decisions[1] == "tag_unknown"
    assert decisions[0] != "tag_unknown"


async def test_the_place_is_told_roughly(house: House, hass: HomeAssistant) -> None:
    await house.telegram(500)
    told = await house.site.recorder.async_tell(hass)
    (site,) = told["shared"]["site"][-1:]
    assert (site["latitude"], site["longitude"]) == (round(hass.config.latitude), round(hass.config.longitude))


def _with_tag(house: House, tag: str) -> Any:
    """Return the newest cycle with a card held to the station."""
    cycle = house.site.recorder._cycles[-1]
    reading = cycle.snapshot.charge_points[house.station_id]
    held = replace(reading, value=replace(reading.value, tag=tag, vehicle=VehicleState.C))
    settings = replace(
        cycle.settings,
        charge_points={house.station_id: house.site.state.settings.charge_points[house.station_id]},
    )
    changed = replace(
        cycle, snapshot=replace(cycle.snapshot, charge_points={house.station_id: held}), settings=settings
    )
    decision = step(changed.site, settings, changed.memory, changed.snapshot, changed.plan, changed.now, changed.prices)
    return replace(changed, decision=decision)
