"""Sessions of a running site: followed, shown, told, asked for, taken along and brought in."""

from collections.abc import Iterator
import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
import sqlite3
from typing import Any
from zipfile import ZipFile

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockUser, async_capture_events
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.overshot.announcer import EVENT
from custom_components.overshot.backup import async_post_backup, async_pre_backup
from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.ledger.sessions.session import Session, SessionStatus
from custom_components.overshot.logbook import async_describe_events
from custom_components.overshot.records.database import Batch, Database, database_path
from custom_components.overshot.records.sessions import SessionKeeper

from ..ordered import Memory, in_memory
from .household import STATION, Household, make_household
from .made import session

OCTOBER = {"start": "2026-10-01", "end": "2026-10-31"}


@pytest.fixture
def memory() -> Iterator[Memory]:
    """Return devices in memory."""
    memory = Memory()
    with in_memory(memory):
        yield memory


@pytest.fixture
async def house(hass: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory) -> Household:
    """Return a house at ten in the morning of 17 November, in Brussels."""
    freezer.move_to(datetime(2026, 11, 17, 9, 0, 2, tzinfo=UTC))
    await hass.config.async_set_time_zone("Europe/Brussels")
    return await make_household(hass, freezer, memory)


def keeper(house: Household) -> SessionKeeper:
    """Return the sessions of a house."""
    sessions: SessionKeeper = house.entry.runtime_data.sessions
    return sessions


def database(house: Household) -> Database:
    """Return the records of a house."""
    return house.keeper.database


async def keep(house: Household, *days: float, **changes: Any) -> list[Session]:
    """Keep sessions of October at the station of the house, and return them."""
    point = house.id_of(STATION)
    kept = [session(day, point=point, **{"charge_point_name": "Garage", **changes}) for day in days]
    await database(house).async_write(Batch(sessions=kept))
    return kept


async def ask(house: Household, service: str, user: MockUser | None = None, **data: Any) -> dict[str, Any]:
    """Call an action."""
    context = Context(user_id=user.id) if user is not None else None
    answer = await house.hass.services.async_call(
        DOMAIN, service, data, blocking=True, return_response=True, context=context
    )
    assert isinstance(answer, dict)
    return answer


def parsed(text: str, delimiter: str = ",") -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the rows and the sums of a CSV, as a spreadsheet reads it."""
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))
    return rows[:-1], rows[-1]


async def charge(house: Household, minutes: float = 12, amps: float = 10.0) -> None:
    """Have a car come and charge."""
    house.world.solar, house.world.car = 2400.0, amps
    unit, count = house.station.unit, 0.0
    for _ in range(round(2 * minutes)):
        await house.live(30)
        count += 690 * amps / 120
        unit.holding[0x5000] = [0, round(count)]


async def leave(house: Household) -> None:
    """Have it leave."""
    house.world.car = 0.0
    house.station.unplug()
    await house.live(120)
    house.station.unit.holding[0x5000] = [0, 0]


async def test_a_session_is_shown_told_and_kept(hass: HomeAssistant, house: Household) -> None:
    heard = async_capture_events(hass, EVENT)
    assert house.shown("session_charged", STATION).state == "unknown"  # type: ignore[union-attr]
    await charge(house)
    assert [event.data["type"] for event in heard] == ["session_started"]
    running = keeper(house).running(house.id_of(STATION))
    assert running is not None
    assert house.number("session_charged", STATION) == pytest.approx(running.energy / 1000, abs=0.06)
    assert house.number("session_cost", STATION) > 0
    assert 0 < house.number("session_solar_share", STATION) < 100

    await leave(house)
    assert [event.data["type"] for event in heard] == ["session_started", "session_ended"]
    ended = heard[-1].data
    assert ended["name"] == "Garage"
    assert ended["status"] == "finished"
    assert ended["energy"] == pytest.approx(6.9 / 5, rel=0.05)
    event_id = house.entity_id("event", "charging_event", STATION)
    assert event_id is not None
    event = hass.states.get(event_id)
    assert event is not None
    assert event.attributes["event_type"] == "session_ended"
    assert event.attributes["energy"] == ended["energy"]
    assert house.number("last_session_energy", STATION) == pytest.approx(ended["energy"], abs=0.01)
    assert house.number("last_session_cost", STATION) == pytest.approx(ended["cost"], abs=0.001)
    assert house.shown("session_charged", STATION).state == "unknown"  # type: ignore[union-attr]

    answer = await ask(house, "get_sessions", period="this_month")
    (told,) = answer["sessions"]
    assert told["energy"] == ended["energy"] == answer["totals"]["energy"]
    assert told["charge_point_name"] == "Garage"
    assert sum(told["sources"].values()) == pytest.approx(told["energy"], abs=0.01)
    assert "tag" not in told
    assert 0 < answer["occupancy"]["Garage"] < 1


async def test_a_station_whose_own_count_stands_still(house: Household) -> None:
    house.world.car = 10.0
    await house.live(1800)
    await leave(house)
    (told,) = (await ask(house, "get_sessions"))["sessions"]
    assert told["energy"] == told["estimated"] == pytest.approx(6.9 / 2, rel=0.05)
    assert told["metering"] == "ledger"


async def test_a_restart_goes_on_with_the_session(hass: HomeAssistant, house: Household) -> None:
    await charge(house)
    before = keeper(house).running(house.id_of(STATION))
    assert before is not None
    assert await hass.config_entries.async_reload(house.entry.entry_id)
    await house.measure()
    await house.live(600)
    running = keeper(house).running(house.id_of(STATION))
    assert running is not None
    assert (running.id, running.started) == (before.id, before.started)
    assert running.energy > before.energy
    await leave(house)
    answer = await ask(house, "get_sessions", period="all")
    assert answer["totals"]["count"] == 1


async def test_a_crash_loses_a_minute_at_most(hass: HomeAssistant, house: Household, tmp_path: Path) -> None:
    await charge(house, 5.5)
    live = keeper(house).running(house.id_of(STATION))
    assert live is not None
    # What the disk holds at this moment, as a killed process leaves it.
    path = database_path(hass.config.config_dir, house.entry.entry_id)
    for end in ("", "-wal"):
        (tmp_path / f"copy.db{end}").write_bytes(path.with_name(path.name + end).read_bytes())
    connection = sqlite3.connect(tmp_path / "copy.db")
    ((energy, status),) = connection.execute("SELECT energy, status FROM sessions").fetchall()
    connection.close()
    assert status == "running"
    assert live.energy - 6900 / 60 * 1.1 <= energy <= live.energy


async def test_lists_are_filtered_sorted_and_summed(house: Household, hass_read_only_user: MockUser) -> None:
    await keep(house, 1, 2, 3)
    await keep(house, 4, person="anna", person_name="Anna", energy=10_000.0)
    answer = await ask(house, "get_sessions", **OCTOBER, sort="energy", descending=False, limit=2)
    assert [each["energy"] for each in answer["sessions"]] == [10.0, 20.0]
    assert answer["totals"]["count"] == 4
    assert answer["totals"]["energy"] == 70.0
    assert answer["occupancy"]["Garage"] == pytest.approx(100 * 32 / (31 * 24 + 1), abs=0.1)
    answer = await ask(house, "get_sessions", **OCTOBER, person="unknown", charge_point="garage")
    assert answer["totals"]["count"] == 3
    assert (await ask(house, "get_sessions", start="2026-10-05"))["totals"]["count"] == 1
    assert (await ask(house, "get_sessions", period="last_month", status="running"))["totals"]["count"] == 0


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"charge_point": "Elsewhere"}, "no_such_charge_point"),
        ({"person": "Nobody"}, "no_such_person"),
        ({"vehicle": "Bike"}, "no_such_vehicle"),
        ({"period": "all", "start": "2026-10-01"}, "period_twice"),
        ({"start": "2026-10-02", "end": "2026-10-01"}, "period_backwards"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_cannot_be_asked_is_said(house: Household, asked: dict[str, Any], error: str) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await ask(house, "get_sessions", **asked)
    assert raised.value.translation_key == error


async def test_only_administrators_take_sessions_along(house: Household, hass_read_only_user: MockUser) -> None:
    for service, data in (
        ("export_sessions", {}),
        ("import_sessions", {"content": "Start;End;Energy"}),
        ("set_reimbursement", {"prices": []}),
    ):
        with pytest.raises(Unauthorized):
            await ask(house, service, hass_read_only_user, **data)
    # Who may see everything may list sessions.
    assert (await ask(house, "get_sessions", hass_read_only_user))["totals"]["count"] == 0


async def test_the_sums_of_a_csv_are_those_of_its_rows(house: Household) -> None:
    await keep(house, *[day / 3 for day in range(40)], cost=1 / 3, energy=9876.543)
    answer = await ask(house, "export_sessions", **OCTOBER, language="en")
    (file,) = answer["files"]
    rows, sums = parsed(file["content"])
    assert file["sessions"] == len(rows) == 40
    for heading in ("Energy (kWh)", "Solar (kWh)", "Grid (kWh)", "Cost (EUR)", "CO2 (kg)"):
        assert sum(round(float(row[heading]) * 10_000) for row in rows) == round(float(sums[heading]) * 10_000)
    assert float(sums["Energy (kWh)"]) == pytest.approx(file["energy"], abs=0.02)
    listed = await ask(house, "get_sessions", **OCTOBER)
    assert float(sums["Energy (kWh)"]) == pytest.approx(listed["totals"]["energy"], abs=0.02)
    assert rows[0]["Start"] == "2026-10-01 02:00:00"
    assert rows[0]["Address"] == house.entry.title


async def test_a_file_for_each_person(house: Household) -> None:
    await keep(house, 1, 2, person="a", person_name="Anna")
    await keep(house, 3, person="b", person_name="=HYPERLINK(1)")
    await keep(house, 4)
    answer = await ask(house, "export_sessions", **OCTOBER, by="owner", language="nl")
    assert [file["sessions"] for file in answer["files"]] == [1, 2, 1]
    rows, sums = parsed(answer["files"][0]["content"], ";")
    assert rows[0]["Persoon"] == "'=HYPERLINK(1)"
    assert (rows[0]["Energie (kWh)"], sums["Energie (kWh)"]) == ("20,000", "20,000")
    assert [file["name"] for file in answer["files"]][1] == "overshot-home-anna-20261001-20261031.csv"
    by_point = await ask(house, "export_sessions", **OCTOBER, by="location")
    assert [file["sessions"] for file in by_point["files"]] == [4]


async def test_a_monthly_report(house: Household) -> None:
    await keep(house, 1, 2, person="a", person_name="Anna <b>", reimbursement=6.4)
    await ask(house, "set_reimbursement", mid_meters={"Garage": "MID 123"})
    (file,) = (await ask(house, "export_sessions", **OCTOBER, format="monthly_csv", language="en"))["files"]
    rows, _ = parsed(file["content"])
    assert [(row["Month"], row["Person"], row["Sessions"], row["Energy (kWh)"]) for row in rows] == [
        ("2026-10", "Anna <b>", "2", "40.000")
    ]
    (page,) = (await ask(house, "export_sessions", **OCTOBER, format="html", language="nl"))["files"]
    assert page["name"].endswith(".html")
    assert "Anna &lt;b&gt;" in page["content"]
    assert "<b>" not in page["content"]
    assert "MID 123" in page["content"]
    assert "Laadrapport" in page["content"]
    assert "40.000" in page["content"]


async def test_what_is_paid_back_is_calculated_anew(house: Household) -> None:
    await keep(house, 1, 2)
    answer = await ask(
        house,
        "set_reimbursement",
        prices=[{"price": 0.5, "valid_from": "2026-10-03"}, {"price": 0.25}],
    )
    assert answer["changed_sessions"] == 2
    assert answer["prices"][0]["valid_from"] == "2026-10-03"
    listed = await ask(house, "get_sessions", **OCTOBER)
    assert [each["reimbursement"] for each in listed["sessions"]] == [10.0, 5.0]
    assert listed["totals"]["reimbursement"] == 15.0
    await charge(house)
    await leave(house)
    (session,) = (await ask(house, "get_sessions", period="this_month"))["sessions"]
    assert session["reimbursement"] == pytest.approx(session["energy"] * 0.5, rel=0.01)
    assert await house.hass.config_entries.async_reload(house.entry.entry_id)
    assert [price.price for price in keeper(house).billing.prices] == [0.5, 0.25]


async def test_what_was_exported_can_be_imported(house: Household) -> None:
    kept = await keep(house, 1, 2, 3, person_name="Anna")
    (file,) = (await ask(house, "export_sessions", **OCTOBER, language="nl"))["files"]
    again = await ask(house, "import_sessions", content=file["content"])
    assert again == {"imported": 0, "energy": 0.0, "refused": [2, 3, 4]}
    later = file["content"].replace("2026-10-", "2025-10-")
    assert (await ask(house, "import_sessions", content=later))["imported"] == 3
    (first, *_), totals = (listed := await ask(house, "get_sessions", status="imported"))["sessions"], listed["totals"]
    assert totals["energy"] == sum(each.energy for each in kept) / 1000
    assert totals["cost"] == pytest.approx(sum(each.cost or 0 for each in kept))
    assert first["person"] == "Anna"
    assert first["solar_share"] == 60.0
    # She is in no access list, but there are sessions of her.
    assert (await ask(house, "get_sessions", person="anna", status="imported"))["totals"]["count"] == 3
    assert (await ask(house, "get_sessions", person="unknown"))["totals"]["count"] == 0


async def test_a_table_that_cannot_be_read_is_not_imported_at_all(house: Household) -> None:
    content = "Start;End;Energy (kWh)\n2026-10-01 10:00;2026-10-01 12:00;7,4\nsoon;2026-10-02 12:00;1\n"
    with pytest.raises(ServiceValidationError) as raised:
        await ask(house, "import_sessions", content=content)
    placeholders = raised.value.translation_placeholders
    assert placeholders is not None
    assert placeholders["problems"] == "line 3: no date and time (soon)"
    assert (await ask(house, "get_sessions"))["totals"]["count"] == 0


async def test_the_list_for_cards(
    house: Household, hass_ws_client: WebSocketGenerator, hass_read_only_access_token: str
) -> None:
    await keep(house, 1, 2, 3)
    entry = {"config_entry_id": house.entry.entry_id}
    client = await hass_ws_client(house.hass)
    await client.send_json_auto_id({"type": "overshot/sessions/list", **entry, **OCTOBER, "limit": 2})
    answer = await client.receive_json()
    assert answer["success"]
    assert len(answer["result"]["sessions"]) == 2
    assert answer["result"]["totals"]["count"] == 3
    await client.send_json_auto_id({"type": "overshot/sessions/list", "config_entry_id": "no"})
    assert (await client.receive_json())["error"]["code"] == "not_found"
    await client.send_json_auto_id({"type": "overshot/sessions/list", **entry, "charge_point": "Elsewhere"})
    assert not (await client.receive_json())["success"]

    reader = await hass_ws_client(house.hass, hass_read_only_access_token)
    await reader.send_json_auto_id({"type": "overshot/sessions/list", **entry})
    assert (await reader.receive_json())["success"]
    await reader.send_json_auto_id({"type": "overshot/sessions/export", **entry})
    assert (await reader.receive_json())["error"]["code"] == "unauthorized"


async def test_downloads(
    house: Household,
    hass_ws_client: WebSocketGenerator,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    hass_read_only_access_token: str,
) -> None:
    await keep(house, 1, 2, person_name="Anna")
    await keep(house, 3, person_name="Ben")
    entry = {"config_entry_id": house.entry.entry_id}
    client = await hass_ws_client(house.hass)
    browser = await hass_client_no_auth()

    await client.send_json_auto_id({"type": "overshot/sessions/export", **entry, **OCTOBER, "language": "en"})
    url = (await client.receive_json())["result"]["url"]
    answer = await browser.get(url)
    assert answer.status == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="overshot-home-20261001-20261031.csv"'
    rows, sums = parsed((await answer.read()).decode())
    assert len(rows) == 3
    assert sums["Energy (kWh)"] == "60.000"
    # Who has the address has this file, and no other.
    assert (await browser.get(url.replace("2026-10-01", "2025-10-01"))).status == 401

    await client.send_json_auto_id(
        {"type": "overshot/sessions/export", **entry, **OCTOBER, "by": "owner", "status": ["finished"]}
    )
    answer = await browser.get((await client.receive_json())["result"]["url"])
    assert answer.content_type == "application/zip"
    with ZipFile(BytesIO(await answer.read())) as archive:
        assert archive.namelist() == [
            "overshot-home-anna-20261001-20261031.csv",
            "overshot-home-ben-20261001-20261031.csv",
        ]

    await client.send_json_auto_id({"type": "overshot/sessions/export", **entry, **OCTOBER, "format": "html"})
    answer = await browser.get((await client.receive_json())["result"]["url"])
    assert answer.content_type == "text/html"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]

    path = f"/api/overshot/sessions/{house.entry.entry_id}"
    assert (await browser.get(path)).status == 401
    admin = await hass_client()
    assert (await admin.get(path)).status == 200
    assert (await admin.get(path, params={"by": "nobody"})).status == 400
    assert (await admin.get(path, params={"person": "Nobody"})).status == 400
    assert (await admin.get(f"{path}x")).status == 404
    reader = await hass_client(hass_read_only_access_token)
    assert (await reader.get(path)).status == 401


async def test_the_logbook_says_what_happened(hass: HomeAssistant, house: Household) -> None:
    described: dict[str, Any] = {}
    async_describe_events(hass, lambda domain, event, describe: described.update({event: describe}))
    heard = async_capture_events(hass, EVENT)
    await charge(house)
    await leave(house)
    told = [described[EVENT](event) for event in heard]
    assert [each["name"] for each in told] == ["Garage", "Garage"]
    assert told[0]["message"] == "session started"
    assert told[1]["message"].startswith("session ended: 1.")
    assert "kWh" in told[1]["message"] and "EUR" in told[1]["message"]


async def test_backups_have_the_records_of_one_moment(hass: HomeAssistant, house: Household) -> None:
    await keep(house, 1)
    await async_pre_backup(hass)
    path = database_path(hass.config.config_dir, house.entry.entry_id)
    held = path.read_bytes()
    await keep(house, 2, 3)
    assert path.read_bytes() == held
    await async_post_backup(hass)
    assert (await ask(house, "get_sessions", **OCTOBER))["totals"]["count"] == 3


async def test_a_backup_without_the_records_of_a_site_is_none(hass: HomeAssistant, house: Household) -> None:
    """Home Assistant stops the backup and says why, instead of copying a file that is written to."""
    await hass.async_add_executor_job(database(house)._file.close)
    with pytest.raises(HomeAssistantError) as caught:
        await async_pre_backup(hass)
    assert caught.value.translation_key == "records_unreadable"
    assert caught.value.translation_placeholders == {"error": "The records are closed"}


async def test_records_that_cannot_be_written_to_after_a_backup_do_not_fail_it(
    hass: HomeAssistant, house: Household, caplog: pytest.LogCaptureFixture
) -> None:
    """The backup is good; what is written goes to the log until the file is opened again."""
    await async_pre_backup(hass)
    await hass.async_add_executor_job(database(house)._file.close)
    await async_post_backup(hass)
    assert "The records stay in their write-ahead log until they are opened again" in caplog.text


async def test_damaged_records_are_told(hass: HomeAssistant, house: Household) -> None:
    path = database_path(hass.config.config_dir, house.entry.entry_id)
    assert await hass.config_entries.async_unload(house.entry.entry_id)
    path.write_bytes(b"nothing" * 1000)
    assert await hass.config_entries.async_setup(house.entry.entry_id)
    issue = ir.async_get(hass).async_get_issue(DOMAIN, f"records_damaged_{house.entry.entry_id}")
    assert issue is not None and issue.translation_placeholders is not None
    assert path.with_name(issue.translation_placeholders["kept"]).exists()
    await house.measure()
    await charge(house, 5)
    assert (await ask(house, "get_sessions"))["totals"]["count"] == 1


async def test_records_go_with_the_site(hass: HomeAssistant, house: Household) -> None:
    await charge(house, 5)
    path = database_path(hass.config.config_dir, house.entry.entry_id)
    assert path.exists()
    await hass.config_entries.async_remove(house.entry.entry_id)
    assert not list(path.parent.glob(f"{path.name}*"))


async def test_a_session_whose_memory_is_lost_ends_where_it_was_last_seen(
    hass: HomeAssistant, house: Household
) -> None:
    now = datetime(2026, 11, 16, 20, tzinfo=UTC)
    left = session(0, point=house.id_of(STATION))
    await database(house).async_write(
        Batch(sessions=[_running(left, now)], meta={"unrelated": "1"}),
    )
    assert await hass.config_entries.async_reload(house.entry.entry_id)
    (told,) = (await ask(house, "get_sessions"))["sessions"]
    assert told["status"] == "interrupted"
    assert told["end_estimated"]


def _running(left: Session, now: datetime) -> Session:
    """Return a session as a crash leaves it."""
    return replace(left, started=now - timedelta(hours=1), ended=None, status=SessionStatus.RUNNING)
