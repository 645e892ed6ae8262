"""Telegrams of the simulated meter parse with dsmr-parser, CRC included, and tell what the house does."""

from datetime import UTC, datetime
from typing import Any

from dsmr_parser import telegram_specifications
from dsmr_parser.exceptions import InvalidChecksumError
from dsmr_parser.parsers import TelegramParser
import pytest

from custom_components.overshot.core.model import ConnectionType
from simulator.grid import GridSpec
from simulator.servers.telegram import crc16, write_telegram
from simulator.world import World

from .houses import a_world, live


def _parse(world: World, **options: bool) -> Any:
    text = write_telegram(world.grid, world.now, **options).decode("ascii")
    return TelegramParser(telegram_specifications.BELGIUM_FLUVIUS).parse(text)


def test_crc() -> None:
    # The check value of CRC-16/ARC.
    assert crc16(b"123456789") == 0xBB3D


def test_it_tells_what_the_house_does() -> None:
    world = a_world(load=(1000, -2500, 300), start=datetime(2026, 6, 16, 10, 0, tzinfo=UTC))
    live(world, 90)
    grid, telegram = world.grid, _parse(world)
    assert telegram.P1_MESSAGE_TIMESTAMP.value == world.now
    assert telegram.CURRENT_ELECTRICITY_USAGE.value == 0
    assert float(telegram.CURRENT_ELECTRICITY_DELIVERY.value) == 1.2
    assert float(telegram.INSTANTANEOUS_ACTIVE_POWER_L1_POSITIVE.value) == 1.0
    assert float(telegram.INSTANTANEOUS_ACTIVE_POWER_L2_POSITIVE.value) == 0
    assert float(telegram.INSTANTANEOUS_ACTIVE_POWER_L2_NEGATIVE.value) == 2.5
    assert float(telegram.INSTANTANEOUS_ACTIVE_POWER_L3_POSITIVE.value) == 0.3
    assert float(telegram.INSTANTANEOUS_VOLTAGE_L2.value) == pytest.approx(grid.v2, abs=0.05)
    assert float(telegram.INSTANTANEOUS_CURRENT_L2.value) == pytest.approx(-grid.i2, abs=0.005)
    assert telegram.ELECTRICITY_ACTIVE_TARIFF.value == "0001"
    assert float(telegram.ELECTRICITY_USED_TARIFF_1.value) == pytest.approx(grid.import_day / 1000, abs=0.001)
    assert float(telegram.ELECTRICITY_DELIVERED_TARIFF_2.value) == pytest.approx(grid.export_night / 1000, abs=0.001)


def test_quarter_and_month_peaks() -> None:
    world = a_world(load=(3000, 0, 0), start=datetime(2026, 6, 16, 10, 0, tzinfo=UTC))
    live(world, 300)
    telegram = _parse(world)
    assert float(telegram.BELGIUM_CURRENT_AVERAGE_DEMAND.value) == pytest.approx(1.0, abs=0.001)
    assert float(telegram.BELGIUM_MAXIMUM_DEMAND_MONTH.value) == 2.5
    history = telegram.BELGIUM_MAXIMUM_DEMAND_13_MONTHS
    assert [float(peak.value) for peak in history] == [peak.demand / 1000 for peak in world.grid.peak_history]
    assert len(history) == 13
    # The record of June carries the stamp of the moment June was over.
    assert [peak.datetime for peak in history][-1] == datetime(2026, 5, 31, 22, 0, tzinfo=UTC)
    assert history[-1].occurred == world.grid.peak_history[-1].at


@pytest.mark.parametrize(
    ("kind", "lines", "absent"),
    [
        pytest.param(ConnectionType.SINGLE_PHASE, ["1-0:21.7.0(02.000*kW)"], "1-0:41.7.0", id="one phase"),
        pytest.param(
            ConnectionType.THREE_PHASE_DELTA, ["1-0:52.7.0(000.0*V)", "1-0:1.7.0(02.000*kW)"], "-0", id="no neutral"
        ),
    ],
)
def test_other_connections(kind: ConnectionType, lines: list[str], absent: str) -> None:
    world = a_world(load=(2000, 0, 0), kind=kind)
    live(world, 2)
    text = write_telegram(world.grid, world.now).decode("ascii")
    assert _parse(world).CURRENT_ELECTRICITY_USAGE.value == 2
    assert all(line in text for line in lines)
    assert f"({absent}" not in text
    assert f"{absent}(" not in text


def test_a_meter_that_does_not_tell_its_phases() -> None:
    world = a_world(load=(2000, 0, 0))
    live(world, 2)
    assert b":21.7.0" not in write_telegram(world.grid, world.now, per_phase=False)
    assert _parse(world, per_phase=False).CURRENT_ELECTRICITY_USAGE.value == 2


@pytest.mark.parametrize(
    ("moment", "stamp"),
    [
        (datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC), "261025025959S"),
        (datetime(2026, 10, 25, 1, 0, 0, tzinfo=UTC), "261025020000W"),
        (datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), "260329015959W"),
        (datetime(2026, 3, 29, 1, 0, 0, tzinfo=UTC), "260329030000S"),
    ],
)
def test_summer_and_winter(moment: datetime, stamp: str) -> None:
    world = a_world()
    assert f"0-0:1.0.0({stamp})" in write_telegram(world.grid, moment).decode("ascii")


def test_a_new_month_and_an_empty_history() -> None:
    world = a_world(start=datetime(2026, 6, 30, 21, 59, 30, tzinfo=UTC), grid=GridSpec(peak_history=()))
    assert b"0-0:98.1.0(0)(1-0:1.6.0)(1-0:1.6.0)()" in write_telegram(world.grid, world.now)
    live(world, 31)
    text = write_telegram(world.grid, world.now)
    assert b"1-0:1.6.0(632525252525W)(00.000*kW)" in text
    assert b"0-0:98.1.0(1)" in text
    assert _parse(world).BELGIUM_MAXIMUM_DEMAND_13_MONTHS[0].value == 2.5


def test_a_wrong_crc_is_wrong() -> None:
    world = a_world()
    with pytest.raises(InvalidChecksumError):
        _parse(world, wrong_crc=True)
