"""A station is left alone with the user's consent, and must fall back by itself."""

import pytest

from custom_components.overshot.setup_check import fallback

from ..conftest import SETPOINT
from .wired import Dialogue, Wired

pytestmark = pytest.mark.timeout(400)
"""Minutes of the house, second by second: a busy machine takes its time."""


def silent(wired: Wired) -> bool:
    """Return whether nobody speaks to the station."""
    return wired.house.site.fleet.stations[wired.house.station_id].silent


async def test_a_station_that_falls_back(wired: Wired, user: Dialogue) -> None:
    """Nothing is asked and nothing written; the meter shows the fall, and then all goes on."""
    wired.watchdog = 40.0
    report = await user.check(fallback_test=True)
    assert "✅ Fallback: left alone, the car was lowered to the fallback current within 4" in report
    assert "✅ Phases as set" in report
    assert not silent(wired)
    assert wired.house.station.setpoint == 16, "given back as it was found"
    assert wired.house.site.devices[wired.house.station_id].last_update_success


async def test_a_station_that_does_not(wired: Wired, user: Dialogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """All the silence there is patience for, and it went on as before."""
    monkeypatch.setattr(fallback, "PATIENCE", 50.0)
    report = await user.check(fallback_test=True)
    assert "❌ Fallback: left alone for 51 s" in report


async def test_without_consent_nothing_falls_silent(wired: Wired, user: Dialogue) -> None:
    wired.watchdog = 40.0
    report = await user.check()
    assert "➖ Fallback not tested; the station confirms a fallback current of 6 A." in report


async def test_a_limit_that_has_to_be_lowered_ends_the_silence(wired: Wired, user: Dialogue) -> None:
    """The oven comes on while nobody speaks to the station: the fuse goes first."""
    await user.open()
    await user.choose("check")
    await user.answer({"stations": [wired.house.station_id], "fallback_test": True})
    for _ in range(200):
        if silent(wired):
            break
        await wired.live(1)
    assert silent(wired)
    await wired.live(15)
    assert silent(wired), "that it is not heard of is no reason to speak"
    before = len(wired.house.station.writes)
    wired.extra = (12.0, 0.0, 0.0)
    await wired.live(4)
    assert not silent(wired)
    assert wired.house.station.writes[before][0] == SETPOINT
    assert wired.house.station.setpoint == 6, "nor is it given back the 16 A it was found at"
    await user.wait()
    assert "➖ Fallback not tested: a limit had to be lowered meanwhile" in user.report


async def test_too_small_a_difference(wired: Wired, user: Dialogue) -> None:
    wired.house.site.async_wish(wired.house.station_id, max_current=8)
    assert "➖ Fallback not tested: the highest current is too near" in await user.check(fallback_test=True)


@pytest.mark.parametrize(("held", "text"), [(60, "confirms a fallback current of 6 A"), (100, "holds 10 A of its own")])
async def test_what_a_station_without_a_car_tells(wired: Wired, user: Dialogue, held: int, text: str) -> None:
    wired.plugged = False
    wired.house.station.unit.holding[0x301F] = held
    await wired.live(2)
    assert text in await user.check()
