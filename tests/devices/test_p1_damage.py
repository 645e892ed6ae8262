"""A damaged telegram is refused with the reason, never half believed."""

from dsmr_parser.parsers import TelegramParser
import pytest

from custom_components.overshot.devices.errors import ChecksumError, MissingChecksumError, TelegramError
from custom_components.overshot.devices.p1 import parse_telegram

from .telegram_files import telegram_text


def _with_checksum(body: str) -> str:
    """Close a changed telegram with the checksum it then needs."""
    body = body[: body.rindex("!") + 1]
    return f"{body}{TelegramParser.crc16(body):04X}\r\n"


def test_wrong_checksum() -> None:
    with pytest.raises(ChecksumError):
        parse_telegram(telegram_text("be_bad_checksum"))


def test_missing_checksum() -> None:
    with pytest.raises(MissingChecksumError):
        parse_telegram(telegram_text("be_no_checksum"))


@pytest.mark.parametrize("position", range(40, 1330, 61))
def test_one_changed_byte_anywhere(position: int) -> None:
    text = telegram_text("be_three_phase")
    changed = "5" if text[position] != "5" else "6"
    with pytest.raises(TelegramError):
        parse_telegram(text[:position] + changed + text[position + 1 :])


def test_a_lost_version_line_does_not_excuse_a_wrong_checksum() -> None:
    text = telegram_text("nl_5_three_phase").replace("1-3:0.2.8(50)\r\n", "")
    with pytest.raises(ChecksumError):
        parse_telegram(text)


@pytest.mark.parametrize("value", ["--.---*kW", "*kW", "01.836", "01,836*kW", "99999999.000*kW"])
def test_power_that_is_no_power(value: str) -> None:
    text = telegram_text("be_three_phase").replace("1-0:1.7.0(01.836*kW)", f"1-0:1.7.0({value})")
    text = text.replace("1-0:2.7.0(00.000*kW)\r\n", "")
    if value == "01.836":
        assert parse_telegram(_with_checksum(text)).reading.power == 1836.0
        return
    with pytest.raises(TelegramError):
        parse_telegram(_with_checksum(text))


def test_impossible_values_are_not_known() -> None:
    text = telegram_text("be_three_phase").replace("(232.1*V)", "(999.9*V)").replace("(002.71*A)", "(99999.99*A)")
    reading = parse_telegram(_with_checksum(text)).reading
    assert reading.voltages is None
    assert reading.currents is None
    assert reading.phase_power == (612.0, 904.0, 320.0)


@pytest.mark.parametrize("text", ["", "!", "/!", "/OVS5\\X\r\n\r\n!\r\n", "hello", "/" * 50])
def test_no_telegram_at_all(text: str) -> None:
    with pytest.raises(TelegramError):
        parse_telegram(text)


def test_open_breaker() -> None:
    text = telegram_text("be_three_phase").replace("0-0:96.3.10(1)", "0-0:96.3.10(0)")
    assert parse_telegram(_with_checksum(text)).reading.breaker_closed is False
