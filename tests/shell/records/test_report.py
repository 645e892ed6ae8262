"""Reports of a living house: the action and the commands, the running quarter, the forecast beside it, and what is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.overshot.core.model import MonthPeak
from custom_components.overshot.records.database import Database, RecordsError

from ..ordered import Memory, in_memory
from ..tariffs.prices import version
from .household import START, STATION, Household, World, make_household

CAPACITY = version(capacity_price=50.0)


@pytest.fixture
async def house(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Any:
    """Return a house at ten in the morning, with a capacity tariff."""
    freezer.move_to(START)
    await hass.config.async_set_time_zone("Europe/Brussels")
    assert await async_setup_component(hass, "websocket_api", {})
    memory = Memory()
    with in_memory(memory):
        world = World(load=1000.0, solar=3000.0, car=2.0)
        yield await make_household(hass, freezer, memory, contracts=(CAPACITY,), world=world)


async def ask(house: Household, **asked: Any) -> Any:
    """Ask for a report by the action."""
    return await house.hass.services.async_call(
        "overshot", "get_energy_report", asked, blocking=True, return_response=True
    )


async def test_a_day_as_bars_charts_and_a_bill(house: Household) -> None:
    await house.quarters(2)
    await house.live(300)
    day = await ask(house)
    assert (day["period"], day["currency"], len(day["bars"])) == ("day", "EUR", 24)
    bars = [bar for bar in day["bars"] if bar["recorded"]]
    assert [bar["start"] for bar in bars] == ["2026-11-17T10:00:00+01:00"]
    totals = day["totals"]
    for name in ("imported", "exported", "solar", "consumed", "cost", "revenue"):
        assert sum(bar[name] for bar in day["bars"]) == pytest.approx(totals[name], abs=0.2), name
    # 35 minutes, the running quarter among them.
    assert totals["solar"] == pytest.approx(3000 * 35 / 60, rel=0.07)
    charts = day["charts"]
    assert sum(charts["solar_to"].values()) == pytest.approx(totals["solar"], abs=1)
    assert sum(charts["sources"].values()) == pytest.approx(totals["consumed"], abs=1)
    assert sum(charts["consumers"].values()) == pytest.approx(totals["consumed"], abs=1)
    car, rest = (next(each for each in day["consumers"] if each["use"] == use) for use in ("car", "house"))
    assert (car["name"], rest["name"]) == ("Garage", None)
    assert car["device_id"] == house.entry.runtime_data.devices[house.id_of(STATION)].device_id
    assert car["energy"] > rest["energy"]
    assert day["bill"]["total"] == pytest.approx(
        sum(item["amount"] + item["vat"] for item in day["bill"]["items"]), abs=0.01
    )
    assert day["savings"]["paid"] <= day["savings"]["without_battery"] + 0.01
    assert day["peaks"]["quarter"]["ends_at"] == "2026-11-17T09:45:00+00:00"


@pytest.mark.parametrize(("period", "bars"), [("hour", 4), ("day", 24), ("week", 7), ("month", 30), ("year", 12)])
async def test_every_period(house: Household, period: str, bars: int) -> None:
    await house.quarters()
    report = await ask(house, period=period, at=START.isoformat())
    assert len(report["bars"]) == bars
    assert report["totals"]["solar"] > 0
    assert datetime.fromisoformat(report["totals"]["start"]) <= START < datetime.fromisoformat(report["totals"]["end"])
    assert (report["savings"] is None) is (period in ("hour", "year"))


async def test_nothing_is_recorded_of_another_year(house: Household) -> None:
    report = await ask(house, period="year", at="2024-02-29")
    assert report["totals"]["quarters"] == 0
    assert report["consumers"] == []
    assert report["bill"]["items"] == []
    assert report["savings"] is None


@pytest.mark.parametrize("asked", [{"period": "decade"}, {"at": "someday"}, {"at": "0001-01-01"}, {"at": 3}])
async def test_what_makes_no_sense_is_refused(house: Household, asked: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="period|at|recorded|datetime|value") as refused:
        await ask(house, **asked)
    assert type(refused.value).__module__.startswith(("voluptuous", "probatio"))
    with pytest.raises(ServiceValidationError):
        await ask(house, config_entry_id="another house")


async def test_records_that_cannot_be_read_are_said_so(house: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(self: Database, start: datetime, end: datetime) -> None:
        raise RecordsError("disk is gone")

    monkeypatch.setattr(Database, "async_quarters", broken)
    with pytest.raises(HomeAssistantError) as told:
        await ask(house)
    assert told.value.translation_key == "records_unreadable"
    assert told.value.translation_placeholders == {"error": "disk is gone"}


async def test_cards_ask_over_the_websocket(house: Household, hass_ws_client: WebSocketGenerator) -> None:
    history = tuple(
        MonthPeak(demand=3000.0 + month, at=None, month=datetime(2026, month, 1, tzinfo=UTC)) for month in range(1, 11)
    )
    house.world.peaks = history
    await house.quarters()
    client = await hass_ws_client(house.hass)
    await client.send_json_auto_id(
        {"type": "overshot/energy/report", "config_entry_id": house.entry.entry_id, "period": "week"}
    )
    answer = await client.receive_json()
    assert answer["success"]
    assert len(answer["result"]["bars"]) == 7
    await client.send_json_auto_id({"type": "overshot/energy/peaks", "config_entry_id": house.entry.entry_id})
    answer = await client.receive_json()
    assert [month["source"] for month in answer["result"]["months"]][:10] == ["meter"] * 10
    mean = answer["result"]["mean"]
    assert answer["result"]["cost_per_year"] == pytest.approx(50 * mean / 1000, abs=0.01)
    assert house.number("mean_peak") == pytest.approx(mean / 1000, abs=0.01)
    assert house.number("capacity_cost") == pytest.approx(50 * mean / 1000, abs=0.1)
    # The meter's peaks stay known though the meter is replaced by one that tells none.
    house.world.peaks = ()
    assert await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.measure()
    assert len(house.keeper.page().months) >= 10
    await client.send_json_auto_id({"type": "overshot/energy/peaks", "config_entry_id": "another house"})
    answer = await client.receive_json()
    assert answer["error"]["code"] == "not_found"


async def test_what_is_expected_stands_beside_what_came(house: Household) -> None:
    await house.quarters()
    report = await ask(house)
    now = dt_util.as_local(dt_util.utcnow())
    ahead = [bar for bar in report["bars"] if datetime.fromisoformat(bar["start"]) > now + timedelta(hours=1)]
    expected = house.entry.runtime_data.forecasts.data
    if expected is None:
        assert all(bar["expected_load"] is None for bar in ahead)
    else:
        assert all(bar["expected_load"] > 0 for bar in ahead)
