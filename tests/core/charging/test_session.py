"""The energy since plug-in, whatever a station tells of it: nothing counted twice, nothing lost."""

from datetime import datetime
from typing import Any

import pytest

from custom_components.overshot.core.control.charging.memory import SessionMemory
from custom_components.overshot.core.control.charging.session import count
from custom_components.overshot.core.model import ChargePointReading, VehicleState
from tests.core.house import at

MOST = 11_000.0
type Told = tuple[float, float | None, float | None, float]
"""When (s), the station's own count (Wh), its meter (Wh), its power (W)."""

CASES: list[tuple[str, list[Told], float]] = [
    ("its own count", [(0, 0, None, 0), (1800, 5000, None, 0), (3600, 10_000, None, 0)], 10_000),
    ("met while it charges", [(0, 4000, None, 0), (60, 4100, None, 0)], 4100),
    ("by its meter", [(0, None, 1e6, 0), (1800, None, 1e6 + 5000, 0)], 5000),
    ("by its power", [(second, None, None, 3600) for second in range(0, 601, 10)], 600),
    (
        "Home Assistant was away for an hour: the count goes on (peers 24)",
        [(0, 2000, 1e6, 7000), (3600, 9000, 1e6 + 7000, 7000)],
        9000,
    ),
    (
        "the count fell to zero while the car charged: what was given stays given",
        [(0, 0, None, 7200), (3600, 7000, None, 7200), (3601, 0, None, 7200), (3611, 20, None, 7200)],
        7022,
    ),
    (
        "a zero between two readings is not counted twice (peers 24)",
        [(0, 11_900, 5e5, 7200), (50, 12_000, 5e5 + 100, 7200), (51, 0, None, 7200), (52, 12_004, 5e5 + 104, 7200)],
        12_004,
    ),
    (
        "another car came while nobody looked",
        [(0, 9000, None, 0), (7200, 300, None, 0)],
        300,
    ),
    (
        "the count comes late after a restart of the station's interface",
        [(0, None, None, 7200), (10, None, None, 7200), (20, 6000, None, 7200)],
        6000,
    ),
    (
        "a meter that was replaced, or reads garbage, gives nothing",
        [(0, None, 1e6, 0), (60, None, 5e6, 0), (120, None, 5e6 + 50, 0)],
        50,
    ),
    (
        "a reading that comes after a long silence counts its power for a minute at most",
        [(0, None, None, 3600), (86_400, None, None, 3600)],
        60,
    ),
]


@pytest.mark.parametrize(
    ("problem", "told", "energy"), CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_energy_since_plug_in(problem: str, told: list[Told], energy: float) -> None:
    """Whatever was told, this is what the car got."""
    session = SessionMemory()
    for seconds, own, meter, power in told:
        session = _count(session, at(seconds), power, session_energy=own, energy=meter)
    assert session.energy == pytest.approx(energy, abs=15), problem


def test_the_same_reading_counts_once() -> None:
    """A step each second with a station polled every ten."""
    session = _count(SessionMemory(), at(0), 3600)
    for _ in range(10):
        session = _count(session, at(10), 3600)
    assert session.energy == pytest.approx(10)


def test_what_the_sun_did_not_cover_is_counted_apart() -> None:
    """A quarter of the current came from the grid."""
    session = _count(SessionMemory(), at(0), 0, 0.75, session_energy=0.0)
    session = _count(session, at(3600), 0, 0.75, session_energy=8000.0)
    assert session.imported == pytest.approx(2000)


def _count(session: SessionMemory, moment: datetime, power: float, share: float = 0.0, **told: Any) -> SessionMemory:
    return count(session, ChargePointReading(vehicle=VehicleState.C, power=power, **told), moment, power, MOST, share)
