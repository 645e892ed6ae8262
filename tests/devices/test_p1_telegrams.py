"""Every kind of telegram a Belgian or Dutch meter sends becomes the reading it means."""

from datetime import UTC, datetime

import pytest

from custom_components.overshot.core.model import ConnectionType
from custom_components.overshot.devices.p1 import Specification, parse_telegram

from .telegram_files import telegram_text

PHASES = (612.0, 904.0, 320.0)


@pytest.mark.parametrize(
    ("problem", "name", "expected"),
    [
        (
            "three phases with neutral",
            "be_three_phase",
            {
                "power": 1836.0,
                "phase_power": PHASES,
                "currents": (2.71, 3.98, 1.44),
                "voltages": (232.1, 230.8, 233.4),
                "energy_import": 7_531_375.0,
                "energy_export": 2_641_875.0,
                "quarter_demand": 1204.0,
                "tariff": 1,
                "breaker_closed": True,
                "gas": 2468.135,
                "water": None,
            },
        ),
        (
            "export: totals are netted, currents get the sign of their phase",
            "be_export_mixed",
            {
                "power": -4122.0,
                "phase_power": (-2518.0, 241.0, -1845.0),
                "currents": (-10.85, 1.16, -7.9),
            },
        ),
        (
            "3 x 230 V, seen from L2 without voltage: currents unsigned, no power per phase",
            "be_delta_by_shape",
            {"power": 213.0, "phase_power": None, "currents": (0.94, 1.12, 1.58)},
        ),
        (
            "3 x 230 V, named by 94.32.1",
            "be_delta_named",
            {"phase_power": None, "currents": (0.94, 1.12, 1.58), "voltages": (232.7, 231.9, 233.6)},
        ),
        (
            "one phase, history without a record",
            "be_single_phase_empty_history",
            {
                "power": 612.0,
                "phase_power": (612.0, 0.0, 0.0),
                "currents": (2.71, 0.0, 0.0),
                "voltages": (232.1, 0.0, 0.0),
                "peak_history": (),
            },
        ),
        (
            "no capacity tariff on this meter",
            "be_no_capacity_objects",
            {"power": 1836.0, "quarter_demand": None, "month_peak": None, "peak_history": ()},
        ),
        (
            "four open relays are not the breaker; water on channel 2, channels 3 and 4 are no meters",
            "be_emucs_2_relays_water",
            {"breaker_closed": True, "gas": 2468.135, "water": 357.911},
        ),
        ("Belgian night is tariff 2", "be_night_tariff", {"tariff": 2}),
        (
            "Dutch day is tariff 2, currents in whole amperes",
            "nl_5_three_phase",
            {"power": 1836.0, "tariff": 1, "currents": (3.0, 4.0, 1.0), "gas": 2468.135, "month_peak": None},
        ),
        ("DSMR 4 with voltages", "nl_4_voltages", {"voltages": (232.1, 230.8, 233.4), "gas": 2468.135}),
        (
            "DSMR 2.2 has neither checksum nor phases; Dutch night is tariff 1",
            "nl_2_2_no_checksum",
            {
                "power": 1830.0,
                "phase_power": None,
                "currents": None,
                "energy_import": 7_531_375.0,
                "gas": 2468.135,
                "tariff": 2,
                "breaker_closed": True,
            },
        ),
        ("a checksum written with three digits", "be_unpadded_checksum", {"power": 1836.0}),
    ],
)
def test_reading(problem: str, name: str, expected: dict[str, object]) -> None:
    reading = parse_telegram(telegram_text(name)).reading
    assert {field: getattr(reading, field) for field in expected} == expected, problem


@pytest.mark.parametrize(
    ("name", "specification", "version", "interval", "connection", "meter_id"),
    [
        ("be_three_phase", Specification.BELGIUM, "50217", 1.0, ConnectionType.THREE_PHASE, "1OVS0000000001"),
        ("be_emucs_2_relays_water", Specification.BELGIUM, "50221", 1.0, ConnectionType.THREE_PHASE, "1OVS0000000001"),
        ("be_delta_named", Specification.BELGIUM, "50221", 1.0, ConnectionType.THREE_PHASE_DELTA, "1OVS0000000001"),
        ("be_delta_by_shape", Specification.BELGIUM, "50217", 1.0, ConnectionType.THREE_PHASE_DELTA, "1OVS0000000001"),
        (
            "be_single_phase_empty_history",
            Specification.BELGIUM,
            "50217",
            1.0,
            ConnectionType.SINGLE_PHASE,
            "1OVS0000000001",
        ),
        ("nl_5_three_phase", Specification.DSMR_5, "50", 1.0, ConnectionType.THREE_PHASE, "E0OVS000000000001"),
        ("nl_4_voltages", Specification.DSMR_4, "42", 10.0, ConnectionType.THREE_PHASE, "E0OVS000000000001"),
        ("nl_2_2_no_checksum", Specification.DSMR_2_2, None, 10.0, None, "E0OVS000000000001"),
    ],
)
def test_what_it_says_of_the_meter(
    name: str,
    specification: Specification,
    version: str | None,
    interval: float,
    connection: ConnectionType | None,
    meter_id: str,
) -> None:
    telegram = parse_telegram(telegram_text(name))
    assert telegram.specification is specification
    assert telegram.version == version
    assert telegram.interval == interval
    assert telegram.connection == connection
    assert telegram.meter_id == meter_id


def test_ean_of_the_connection() -> None:
    assert parse_telegram(telegram_text("be_emucs_2_relays_water")).ean == "541448800000000017"
    assert parse_telegram(telegram_text("be_three_phase")).ean is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("be_three_phase", datetime(2026, 2, 14, 9, 17, 30, tzinfo=UTC)),
        ("be_export_mixed", datetime(2026, 6, 21, 11, 45, tzinfo=UTC)),
        ("be_last_summer_second", datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC)),
        ("be_first_winter_second", datetime(2026, 10, 25, 1, 0, 0, tzinfo=UTC)),
        ("nl_2_2_no_checksum", None),
    ],
)
def test_clock_of_the_meter(name: str, expected: datetime | None) -> None:
    assert parse_telegram(telegram_text(name)).timestamp == expected


def test_what_the_user_says_of_the_connection_outweighs_the_telegram() -> None:
    reading = parse_telegram(telegram_text("be_export_mixed"), ConnectionType.THREE_PHASE_DELTA).reading
    assert reading.phase_power is None
    assert reading.currents == (10.85, 1.16, 7.9)


def test_bare_line_feeds_of_a_bridge() -> None:
    text = telegram_text("be_three_phase").replace("\r\n", "\n")
    assert parse_telegram(text).reading == parse_telegram(telegram_text("be_three_phase")).reading
