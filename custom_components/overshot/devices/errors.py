"""What can go wrong while talking to a device, each with the key of its translated message."""

from typing import ClassVar

from modbus_connection import ModbusError


class DeviceError(Exception):
    """A device could not be talked to."""

    key: ClassVar[str] = "unknown"
    """Under which the user interface translates it."""


class CannotConnectError(DeviceError):
    """Nobody opens the door: connection refused, host unreachable, no such serial port."""

    key = "cannot_connect"


class SilentError(DeviceError):
    """The connection stands, but nothing is said."""

    key = "silent"


class NotModbusError(DeviceError):
    """Something answers, but it does not speak Modbus."""

    key = "not_modbus"


class HungUpError(NotModbusError):
    """Whoever opened the connection closed it on the first request: no Modbus, or a device busy with its only client."""

    key = "hung_up"


class GarbageError(DeviceError):
    """Bytes arrive, but no telegram: a wrong speed, or no P1 port."""

    key = "garbage"


class TelegramError(DeviceError):
    """A telegram arrived that cannot be used."""

    key = "bad_telegram"


class ChecksumError(TelegramError):
    """The checksum of a telegram does not match: bytes were lost or changed on the way."""

    key = "bad_checksum"


class MissingChecksumError(ChecksumError):
    """A telegram whose specification has a checksum came without one: something on the way stripped it."""

    key = "missing_checksum"


class NotTakenError(ModbusError):
    """A device acknowledged an order, but reads back something else: it does not obey."""
