"""The device families Overshot speaks, and finding out which one answers."""

from collections.abc import Iterable, Mapping
from typing import Final

from modbus_connection import (
    ModbusConnectionError,
    ModbusError,
    ModbusExceptionError,
    ModbusProtocolError,
    ModbusTimeoutError,
)

from .driver import DeviceKind, Driver, Identity, UnitFor
from .errors import CannotConnectError, NotModbusError, SilentError
from .goodwe_et import GoodweEt
from .hager_flow import HagerFlow
from .hager_witty import HagerWitty

FAMILIES: Final[Mapping[str, type[Driver]]] = {
    driver.family: driver
    for driver in (
        HagerWitty,
        GoodweEt,
        # Last: some devices take a request to unit 0 for a broadcast and stay silent.
        HagerFlow,
    )
}
"""Driver classes by family, in the order they are asked for."""


def families_of(kind: DeviceKind) -> tuple[str, ...]:
    """Return the families of one kind of device."""
    return tuple(family for family, driver in FAMILIES.items() if driver.kind is kind)


async def identify(unit_for: UnitFor, *, families: Iterable[str] | None = None) -> Identity | None:
    """Find out which family answers on a link, reading only, each on its default unit.

    Returns None where Modbus is spoken but no family recognised. Raises `CannotConnectError` where nobody opens,
    `SilentError` where nothing answers any unit, and `NotModbusError` where what answers is no Modbus.
    """
    wanted = FAMILIES if families is None else {family: FAMILIES[family] for family in families}
    spoken = False
    garbage: ModbusError | None = None
    for driver_class in wanted.values():
        driver = driver_class(unit_for, driver_class.default_unit)
        try:
            identity = await driver.identify()
        except ModbusTimeoutError:
            continue
        except ModbusExceptionError:
            spoken = True
            continue
        except ModbusProtocolError as err:
            garbage = err
            continue
        except ModbusConnectionError as err:
            if spoken:
                continue
            raise CannotConnectError(str(err)) from err
        except ModbusError as err:
            garbage = err
            continue
        finally:
            driver.unit.require_timeout(None)
        spoken = True
        if identity is not None:
            return identity
    if spoken:
        return None
    if garbage is not None:
        raise NotModbusError(str(garbage)) from garbage
    raise SilentError("nothing answers on this connection")
