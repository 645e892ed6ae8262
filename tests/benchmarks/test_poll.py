"""Our drivers and the YAML integration read the same points of the same devices, and ours with a third of the requests."""

import asyncio
from functools import cache
import json
import subprocess
import sys
from types import SimpleNamespace
from typing import Any, cast

from homeassistant.components.modbus.sensor import ModbusRegisterSensor
import pytest

from benchmarks.poll import MOST_REQUESTS
from benchmarks.polling.blocking import longest_callback, percentile
from benchmarks.polling.compare import check
from benchmarks.polling.points import FAMILIES, Family, Point, joined
from benchmarks.polling.servers import SERVERS

ROUNDS = 2


@cache
def _told() -> dict[str, Any]:
    """Return what the command tells. It runs by itself: Home Assistant here is the one of the tests."""
    command = [sys.executable, "-m", "benchmarks", "poll", "--rounds", str(ROUNDS), "--json", "-"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    # A busy machine may break the claim about blocking: the command ends with 1 then, but it tells.
    assert run.stdout, run.stderr
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def test_a_third_of_the_requests() -> None:
    told = _told()
    assert 0 < told["requests_ratio"] <= MOST_REQUESTS
    assert told["requests_ratio"] == told["requests"] / told["yaml_requests"]
    assert told["requests_ratio"] < told["requests_ratio_virtual_count"] < 1
    assert told["requests"] == sum(family["requests"] for family in told["families"].values())


def test_times_are_told() -> None:
    told = _told()
    assert told["time_ratio"] == told["milliseconds"] / told["yaml_milliseconds"] > 0
    assert 0 < told["blocking_p99_ms"] <= told["blocking_max_ms"]


@pytest.mark.parametrize("name", FAMILIES)
def test_each_family_is_counted(name: str) -> None:
    family = _told()["families"][name]
    assert family["yaml_requests"] == len(FAMILIES[name].points)
    # Not the same number in each round: a station is asked once more which card was held to it.
    assert family["requests"] * ROUNDS == int(family["requests"] * ROUNDS)
    assert 0 < family["requests"] < family["yaml_requests"]
    assert family["first_requests"] > family["requests"]
    assert family["milliseconds"] > 0
    assert family["yaml_milliseconds"] > 0


def test_every_device_has_its_points() -> None:
    assert SERVERS.keys() == FAMILIES.keys() == _told()["families"].keys()


def _points(*entities: str) -> Family:
    """Return a family with powers that follow each other."""
    points = (Point(entity=entity, address=2 * n, kind="int32", unit=1) for n, entity in enumerate(entities))
    return Family(unit=1, points=tuple(points), follows=frozenset({"state"}))


def _sensors(*values: float | None) -> list[ModbusRegisterSensor]:
    """Return sensors of the YAML integration that show these values."""
    return cast("list[ModbusRegisterSensor]", [SimpleNamespace(native_value=value, available=True) for value in values])


@pytest.mark.parametrize(
    ("ours", "theirs", "problem"),
    [
        pytest.param({"power": 3, "state": "on"}, (1, 2), None, id="a sum of two"),
        pytest.param({"power": 4, "state": "on"}, (1, 2), "power is 4 here and 3.0 there", id="another value or scale"),
        pytest.param({"power": 3}, (1, 2), "not on both sides: .*state", id="a point without an entity"),
        pytest.param({"power": 3, "state": "on", "x": 1}, (1, 2), "not on both sides: .*x", id="one without a point"),
        pytest.param({"power": 3, "state": "on"}, (1, None), "power at 2 was not read", id="a sensor without a value"),
    ],
)
def test_both_sides_are_compared(
    ours: dict[str, object], theirs: tuple[float | None, ...], problem: str | None
) -> None:
    family, sensors = _points("power", "power"), _sensors(*theirs)
    if problem is None:
        check("a device", family, ours, sensors)
        return
    with pytest.raises(ValueError, match=problem):
        check("a device", family, ours, sensors)


def test_what_virtual_count_could_join() -> None:
    assert joined(_points("power", "power_l1", "power_l2", "power_l3").points) == 1
    assert joined(_points("power_l1", "energy", "power_l2").points) == 3


def test_the_longest_callback_is_found() -> None:
    """One that works for long enough to be seen above anything else."""

    async def sleepy() -> float:
        with longest_callback() as longest:
            await asyncio.sleep(0)
            asyncio.get_running_loop().call_soon(sum, range(1_000_000))
            await asyncio.sleep(0.001)
        return longest.seconds

    with longest_callback() as outside:
        pass
    assert outside.seconds == 0.0
    assert asyncio.run(sleepy()) > 0.001


def test_percentile() -> None:
    assert percentile([3.0, 1.0, 2.0], 99) == 3.0
    assert percentile(range(1, 201), 99) == 198
    assert percentile([7.0], 50) == 7.0
