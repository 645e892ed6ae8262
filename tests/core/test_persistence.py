"""What the controller must not forget over a restart is carried over; whatever else the file holds does no harm."""

from datetime import UTC, datetime, timedelta
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.control import ChargePointMemory, Memory
from custom_components.overshot.core.control.limits.memory import LoadMemory
from custom_components.overshot.core.control.persistence import memory_from_dict, memory_to_dict

NOW = datetime(2026, 6, 21, 10, tzinfo=UTC)

FULL = ChargePointMemory(
    setpoint=11.5,
    charging=True,
    changing_since=NOW - timedelta(seconds=40),
    fuse_paused=True,
    room_since=NOW - timedelta(seconds=7, microseconds=250),
    drawing=(True, False, False),
    draws=((NOW, (11.0, 0.0, 0.0)),),
    orders=((NOW, 11.5),),
)


def restarted(memory: Memory) -> Memory:
    """Return the memory as it is after a restart."""
    return memory_from_dict(json.loads(json.dumps(memory_to_dict(memory))))


def test_timers_pauses_and_setpoints_survive():
    memory = Memory(
        grid_at=NOW,
        surplus=1234.0,
        loads=LoadMemory(raw=(1.0, 2.0, 3.0)),
        charge_points={"garage": FULL, "drive": ChargePointMemory()},
    )
    again = restarted(memory)
    assert again.charge_points["drive"] == ChargePointMemory()
    for name in ("setpoint", "charging", "changing_since", "fuse_paused", "room_since", "drawing"):
        assert getattr(again.charge_points["garage"], name) == getattr(FULL, name), name


def test_old_measurements_do_not():
    loads = LoadMemory(raw=(1.0, 1.0, 1.0), suspected=((NOW, (1.0, 1.0, 1.0)),))
    again = restarted(Memory(grid_at=NOW, surplus=9.0, loads=loads, charge_points={"a": FULL}))
    assert (again.grid_at, again.surplus, again.loads) == (None, None, LoadMemory())
    assert again.charge_points["a"].draws == ()
    assert again.charge_points["a"].orders == ()


def test_moments_come_back_as_utc():
    """A database edited by hand may hold local time; all comparisons are in UTC."""
    again = memory_from_dict({"charge_points": {"a": {"changing_since": "2026-06-21T12:00:00+02:00"}}})
    since = again.charge_points["a"].changing_since
    assert since == NOW
    assert since.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("problem", "entry", "expected"),
    [
        ("an empty entry", {}, None),
        ("an entry of something else", {"mode": "boost"}, None),
        ("no entry at all", None, None),
        ("a list", ["setpoint"], None),
        ("a setpoint as text", {"setpoint": "16"}, ChargePointMemory()),
        ("a negative setpoint", {"setpoint": -3}, ChargePointMemory()),
        ("a setpoint without end", {"setpoint": float("inf")}, ChargePointMemory()),
        ("a setpoint that is no number", {"setpoint": float("nan")}, ChargePointMemory()),
        ("a setpoint no float can hold", {"setpoint": 10**400}, ChargePointMemory()),
        ("a setpoint that is a truth value", {"setpoint": True}, ChargePointMemory()),
        ("charging as text", {"charging": "false"}, ChargePointMemory()),
        ("charging as a number", {"charging": 1}, ChargePointMemory()),
        ("a time without zone", {"setpoint": 6, "room_since": "2026-06-21T10:00:00"}, ChargePointMemory(setpoint=6)),
        ("a time that is none", {"setpoint": 6, "room_since": "yesterday"}, ChargePointMemory(setpoint=6)),
        ("a time as a number", {"setpoint": 6, "changing_since": 1782000000}, ChargePointMemory(setpoint=6)),
        ("a time before time", {"changing_since": "0001-01-01T00:00:00+14:00"}, ChargePointMemory()),
        ("two terminals", {"drawing": [True, False]}, ChargePointMemory()),
        ("terminals as numbers", {"drawing": [1, 0, 0]}, ChargePointMemory()),
        ("no terminal", {"drawing": [False, False, False]}, ChargePointMemory()),
        ("good beside bad", {"fuse_paused": True, "drawing": 3}, ChargePointMemory(fuse_paused=True)),
    ],
)
def test_garbage_takes_the_default(problem, entry, expected):
    assert memory_from_dict({"charge_points": {"a": entry}}).charge_points.get("a") == expected


@pytest.mark.parametrize("data", [None, 3, "x", [], {}, {"charge_points": None}, {"charge_points": [1]}])
def test_a_spoilt_file_is_an_empty_memory(data):
    assert memory_from_dict(data) == Memory()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
entries = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("setpoint", "charging", "changing_since", "fuse_paused", "room_since", "drawing"), json_values
    ),
)


@given(json_values | st.fixed_dictionaries({"charge_points": st.dictionaries(st.text(max_size=4), entries)}))
def test_no_file_makes_it_raise(data):
    again = memory_from_dict(data)
    assert restarted(again) == again
