"""Homes to live in: a measured one, two days of it, and one of the simplest kind."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.homes.home import Home, HomeBattery, Session, Tariff, read
from custom_components.overshot.core.model.series import QUARTER

DATA = Path(__file__).parents[3] / "benchmarks" / "data"
MIDNIGHT = datetime(2024, 3, 3, 23, tzinfo=UTC)
QUARTERS = 96

PLAIN = Home(
    name="plain",
    latitude=50.85,
    longitude=4.35,
    charge_power=11.0,
    battery=HomeBattery(capacity=10.0, power=5.0, charge_efficiency=0.95, discharge_efficiency=0.95, start=5.0),
    tariff=Tariff(
        vat=1.06,
        import_adder=0.14,
        export_factor=1.0,
        export_adder=-0.01,
        capacity=55.0,
        floor=2.5,
        published=13.0,
        time_zone="Europe/Brussels",
    ),
    starts=tuple(MIDNIGHT + index * QUARTER for index in range(QUARTERS)),
    load=(1.0,) * QUARTERS,
    solar=(0.0,) * QUARTERS,
    solar_told=(0.0,) * QUARTERS,
    temperature=(None,) * QUARTERS,
    spot=(0.1,) * QUARTERS,
    sessions=(),
)


@pytest.fixture(scope="session")
def home_a() -> Home:
    """Return the whole year of home A."""
    return read(DATA / "home_a")


@pytest.fixture(scope="session")
def two_days(home_a: Home) -> Home:
    """Return two days of home A on which a car comes."""
    return home_a.slice(date(2024, 3, 4), 2)


@pytest.fixture
def plain() -> Callable[..., Home]:
    """Return a maker of homes: one local day of which every quarter is alike, but for what is given."""

    def make(stays: tuple[tuple[float, float, float], ...] = (), **changes: Any) -> Home:
        """Return a home with stays (h after midnight, h, kWh); a number given for a column holds all day."""
        columns: dict[str, Any] = {
            name: (value,) * QUARTERS if isinstance(value, int | float) else value for name, value in changes.items()
        }
        sessions = tuple(
            Session(
                plugged_in=MIDNIGHT + timedelta(hours=after),
                plugged_out=MIDNIGHT + timedelta(hours=after + hours),
                energy=energy,
            )
            for after, hours, energy in stays
        )
        return replace(PLAIN, sessions=sessions, **columns)

    return make
