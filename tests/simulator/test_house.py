"""A house lives in real time, in a process of its own too, and leaves nothing behind."""

import asyncio
from datetime import UTC, datetime
import json
from pathlib import Path
import signal
import sys
from typing import Any

import pytest

from simulator.events import CarLeaves, SetMode, SettingsEvent
from simulator.house import House, main

from .houses import a_scenario, raw_scenario
from .links import read_telegram

pytestmark = pytest.mark.usefixtures("socket_enabled")

ROOT = Path(__file__).parents[2]


async def _until(condition: Any, seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


async def test_it_lives_faster_than_real_time() -> None:
    loop = asyncio.get_running_loop()
    async with House(a_scenario(), speed=100) as house:
        begun = loop.time()
        await _until(lambda: house.world.t >= 50)
        assert 0.4 < loop.time() - begun < 2
        assert not house.finished
        await _until(lambda: house.finished)
        assert house.world.start == datetime(2026, 6, 16, 10, 0, tzinfo=UTC)


async def test_at_speed_one_it_lives_today() -> None:
    async with House(a_scenario()) as house:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.ports["p1"])
        telegram = await read_telegram(reader, timeout=4)
        writer.close()
        assert abs((house.world.now - datetime.now(UTC)).total_seconds()) < 2  # noqa: TID251
        assert f"0-0:1.0.0({house.world.now.astimezone(a_scenario().start.tzinfo):%y%m%d%H%M%S}" in telegram
        # The servers look at the meter that was set to today, not at the one before.
        assert house.goodwe is not None
        assert house.goodwe._world.grid is house.world.grid


async def test_events_faults_and_who_is_told() -> None:
    told: list[SettingsEvent] = []
    events = [
        {"at": 2, "type": "car_arrives", "charge_point": "garage"},
        {"at": 3, "type": "set_mode", "charge_point": "garage", "mode": "boost"},
    ]
    faults = [{"device": "p1", "kind": "silent", "at": 4, "for": 3}]
    async with House(a_scenario(events=events, faults=faults), speed=0, on_settings_event=told.append) as house:
        await house.advance(4)
        assert house.world.stations["garage"].pilot.startswith(("B", "C"))
        assert [type(event) for event in told] == [SetMode]
        assert house.faults.of("p1") is None
        await house.advance(1)
        assert house.faults.of("p1") is not None
        await house.advance(3)
        assert list(house.faults.active) == []
        house.happen(CarLeaves("garage"))
        assert house.world.stations["garage"].car is None


async def test_a_scenario_may_be_left_to_somebody_else() -> None:
    async with House(a_scenario(), speed=0, follow_scenario=False) as house:
        await house.advance(60)
        assert house.world.stations["garage"].car is None


async def test_ports_that_are_asked_for_or_taken() -> None:
    async with House(a_scenario(), speed=0) as first:
        taken = first.ports["garage"]
        second = House(a_scenario(), speed=0, ports={"garage": taken})
        with pytest.raises(OSError):
            await second.start()
        with pytest.raises(OSError):
            await asyncio.open_connection("127.0.0.1", second.ports["p1"])
    async with House(a_scenario(), speed=0, ports={"garage": taken}) as third:
        assert third.ports["garage"] == taken
    with pytest.raises(ValueError, match="tv"):
        House(a_scenario(), ports={"tv": 1})


async def test_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "house.json"
    path.write_text(json.dumps(raw_scenario(events=[])), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "simulator.house",
        str(path),
        "--speed",
        "50",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    out = process.stdout

    async def line(kind: str) -> dict[str, Any]:
        async with asyncio.timeout(30):
            while True:
                text = await out.readline()
                assert text, "the house has ended"
                content: dict[str, Any] = json.loads(text)
                if content["type"] == kind:
                    return content

    async def say(command: Any) -> None:
        assert process.stdin is not None
        process.stdin.write((command if isinstance(command, str) else json.dumps(command)).encode() + b"\n")
        await process.stdin.drain()

    try:
        ports = (await line("ports"))["ports"]
        assert sorted(ports) == ["emc", "garage", "goodwe", "p1"]
        await say({"event": {"type": "car_arrives", "charge_point": "garage"}})
        async with asyncio.timeout(20):
            while (await line("state"))["charge_points"]["garage"]["pilot"] != "C2":
                pass
        await say({"event": {"type": "set_mode", "charge_point": "garage", "mode": "boost"}})
        told = await line("settings_event")
        assert (told["event"], told["charge_point"], told["mode"]) == ("SetMode", "garage", "boost")
        await say({"fault": {"device": "p1", "kind": "refused"}})
        await line("state")
        await line("state")
        with pytest.raises(OSError):
            await asyncio.open_connection("127.0.0.1", ports["p1"])
        for bad in ("{", {"event": {"type": "party"}}, {"fault": {"device": "p1"}, "event": {}}, [1]):
            await say(bad)
            assert (await line("error"))["message"]
        await say({"summary": {}})
        assert (await line("summary"))["fuse_trips"] == []
        process.send_signal(signal.SIGTERM)
        assert (await line("summary"))["derated_limit"] == 20
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def test_a_file_or_port_it_cannot_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "house.json"
    path.write_text("{}", encoding="utf-8")
    assert main([str(path)]) == 2
    assert "required property" in capsys.readouterr().err
    path.write_text(json.dumps(raw_scenario()), encoding="utf-8")
    assert main([str(path), "--ports", "tv=1"]) == 2
    assert "tv" in capsys.readouterr().err
