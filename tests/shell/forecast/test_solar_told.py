"""Solar forecasts of other integrations: whoever the user chose, whatever they tell, and never ourselves."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.forecast.sun import Location
from custom_components.overshot.core.model import Series
from custom_components.overshot.plans import solar_told
from custom_components.overshot.plans.solar_told import SolarTold, async_preferred, async_providers, energies_of

from .conftest import START, Sky, hours

GHENT = Location(latitude=51.05, longitude=3.72)
NOON = START.replace(hour=10, second=0)


def energy(series: Series | None) -> float:
    """Return the energy of a series (Wh)."""
    assert series is not None
    return sum(span.value / 4 for span in series.spans)


@pytest.fixture
def told(hass: HomeAssistant, sky: Sky) -> SolarTold:
    """Return who asks."""
    return SolarTold(hass, GHENT)


async def test_the_forecast_of_the_energy_preferences_is_heard(hass: HomeAssistant, sky: Sky, told: SolarTold) -> None:
    roof = sky.add_provider()
    await sky.prefer(roof)
    sky.provider.answer = hours(NOON, [2000, 2500, 2200])
    assert await async_preferred(hass) == (roof,)
    assert energy(await told.async_ask((roof,), START)) == pytest.approx(6700)
    assert sky.provider.asked == [roof]


async def test_nobody_is_asked_where_nobody_was_chosen(hass: HomeAssistant, sky: Sky, told: SolarTold) -> None:
    sky.add_provider()
    await sky.prefer()
    assert await async_preferred(hass) == ()
    assert await told.async_ask((), START) is None
    assert sky.provider.asked == []


async def test_our_own_forecast_is_never_our_source(hass: HomeAssistant, sky: Sky) -> None:
    """What we tell is made of what the others told: a loop would believe itself more every day."""
    own = MockConfigEntry(domain=DOMAIN)
    own.add_to_hass(hass)
    roof = sky.add_provider()
    await sky.prefer(own.entry_id, roof)
    assert await async_preferred(hass) == (roof,)
    assert list(await async_providers(hass)) == [roof]


async def test_a_provider_that_was_removed_is_not_waited_for(hass: HomeAssistant, sky: Sky) -> None:
    roof = sky.add_provider()
    await sky.prefer("gone", roof)
    assert await async_preferred(hass) == (roof,)


async def test_two_roofs_add_up_and_one_alone_is_no_forecast(hass: HomeAssistant, sky: Sky, told: SolarTold) -> None:
    both = (sky.add_provider("East"), sky.add_provider("West"))
    sky.provider.answer = hours(NOON, [1000, 1000])
    assert energy(await told.async_ask(both, START)) == pytest.approx(4000)
    first, second = both
    fresh = SolarTold(hass, GHENT)
    hass.config_entries._entries.pop(second, None)
    assert await fresh.async_ask((first, second), START) is None


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (None, "tells nothing"),
        ("sunny", "tells nothing"),
        ({"wh_hours": None}, "tells nothing"),
        ({"wh_hours": {"soon": 5, "2026-06-16T12:00:00+02:00": "much", "x": True}}, "tells nothing"),
        (hours(NOON, [-1, float("nan")]), "no energies by the hour"),
        ({"wh_hours": {f"2026-06-{day}T00:00:00+02:00": 20_000 for day in (16, 17, 18)}}, "no energies by the hour"),
        (RuntimeError("no licence"), "no licence"),
    ],
    ids=["nothing", "text", "no hours", "garbage", "impossible", "whole days", "an error"],
)
async def test_what_is_of_no_use_is_said_once(
    sky: Sky, told: SolarTold, caplog: pytest.LogCaptureFixture, answer: Any, reason: str
) -> None:
    roof = sky.add_provider("My roof")
    sky.provider.answer = answer
    for _ in range(3):
        assert await told.async_ask((roof,), START) is None
    assert caplog.text.count("The solar forecast of My roof cannot be used") == 1
    assert reason in caplog.text


async def test_a_provider_that_falls_silent_counts_for_half_a_day(
    sky: Sky, told: SolarTold, caplog: pytest.LogCaptureFixture
) -> None:
    roof = sky.add_provider()
    sky.provider.answer = hours(NOON, [2000] * 5)
    heard = await told.async_ask((roof,), START)
    sky.provider.answer = None
    assert await told.async_ask((roof,), START + timedelta(hours=11)) == heard
    assert await told.async_ask((roof,), START + timedelta(hours=13)) is None
    sky.provider.answer = hours(NOON, [2000])
    assert await told.async_ask((roof,), START + timedelta(hours=14)) is not None
    assert caplog.text.count("can be used again") == 1


async def test_a_provider_that_hangs_holds_nobody_up(
    hass: HomeAssistant, sky: Sky, told: SolarTold, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    roof = sky.add_provider()

    async def hang() -> None:
        await asyncio.Event().wait()

    sky.provider.answer = hang
    asking = hass.async_create_task(told.async_ask((roof,), START))
    await asyncio.sleep(0)
    freezer.tick(solar_told.TIMEOUT + 1)
    async_fire_time_changed(hass)
    assert await asking is None
    assert "does not answer" in caplog.text


@pytest.mark.parametrize(
    ("key", "start"),
    [
        ("2026-06-16T12:00:00+02:00", datetime(2026, 6, 16, 10, tzinfo=UTC)),
        ("2026-06-16T10:00:00Z", datetime(2026, 6, 16, 10, tzinfo=UTC)),
        ("2026-06-16 12:00:00", datetime(2026, 6, 16, 10, tzinfo=UTC)),
        ("2026-10-25T02:30:00+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
    ids=["local", "UTC", "no zone", "the hour that comes twice, first", "the hour that comes twice, second"],
)
@pytest.mark.usefixtures("sky")
async def test_starts_are_read_whatever_their_zone(key: str, start: datetime) -> None:
    assert energies_of({"wh_hours": {key: 700}}) == {start: 700}


@pytest.mark.parametrize(
    "key", ["2026-06-31T12:00:00+02:00", "2026-06-16T25:00:00Z", "0001-01-01T00:00:00+10:00", "noon"]
)
@pytest.mark.usefixtures("sky")
async def test_a_start_that_cannot_be_is_left_out(key: str) -> None:
    assert energies_of({"wh_hours": {key: 700, "2026-06-16T10:00:00Z": 500}}) == {
        datetime(2026, 6, 16, 10, tzinfo=UTC): 500
    }
