"""The device families Overshot speaks, and finding out which one answers."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Final

from modbus_connection import ModbusConnectionError, ModbusError, ModbusExceptionError, ModbusTimeoutError

from .abb_terra import AbbTerra
from .alfen import Alfen
from .driver import DeviceKind, Driver, Identity, UnitFor
from .e3dc import E3dc
from .errors import CannotConnectError, HungUpError, NotModbusError, SilentError
from .goodwe_et import GoodweEt
from .hager_ecr import HagerEcr
from .hager_flow import HagerFlow
from .hager_witty import HagerWitty
from .hager_xev1k import HagerXev1k
from .heidelberg import Heidelberg
from .keba import Keba
from .mennekes import Mennekes
from .sunspec import GoodweUt, SunSpec
from .webasto import WebastoNext, WebastoUnite

FAMILIES: Final[Mapping[str, type[Driver]]] = {
    driver.family: driver
    for driver in (
        HagerWitty,
        HagerXev1k,
        AbbTerra,
        GoodweEt,
        # After the ET, which may speak SunSpec besides.
        GoodweUt,
        Alfen,
        Keba,
        WebastoUnite,
        # Tells no name: after those on its unit that do.
        WebastoNext,
        Heidelberg,
        Mennekes,
        E3dc,
        HagerEcr,
        # After all that have a map of their own, which may have SunSpec as a second one.
        SunSpec,
        # Last: some devices take a request to unit 0 for a broadcast and stay silent.
        HagerFlow,
    )
}
"""Driver classes by family, in the order they are asked for."""

SILENT_FOR: Final = 2
"""A unit that was silent for so many families is not asked by others: each would wait for nothing. One may be ignored."""


def families_of(kind: DeviceKind) -> tuple[str, ...]:
    """Return the families of one kind of device."""
    return tuple(family for family, driver in FAMILIES.items() if driver.kind is kind)


async def identify(
    unit_for: UnitFor,
    *,
    families: Iterable[str] | None = None,
    unit_id: int | None = None,
    known: Mapping[str, type[Driver]] = FAMILIES,
    speaks_unasked: Callable[[], Awaitable[bool]] | None = None,
) -> Identity | None:
    """Find out which family answers on a link, reading only, each on its default unit or all on `unit_id`.

    `known` are the drivers by family, where it is not about those of the registry.

    Returns None where Modbus is spoken but no family recognised. Raises `CannotConnectError` where nobody opens,
    `SilentError` where nothing answers any unit, `NotModbusError` where what answers is no Modbus, and `HungUpError`
    where the connection is closed on a request. A link throws away what it did not ask for, so a port that chatters
    (a P1 bridge, a login prompt) looks silent; `speaks_unasked` (see `scan.speaks_unasked`) tells the two apart.
    """
    wanted = list(known) if families is None else list(families)
    # All at once: each says how long it waits, and a link that must wait longer is opened anew.
    drivers = [known[family](unit_for, known[family].default_unit if unit_id is None else unit_id) for family in wanted]
    silent: Counter[int] = Counter()
    spoken = False
    problem: ModbusError | None = None
    dropped: list[bool] = []
    forget = [driver.unit.on_connection_lost(lambda: dropped.append(True)) for driver in drivers]
    try:
        for driver in drivers:
            asked = driver.also_asks or {driver.unit_id}
            if all(silent[unit] >= SILENT_FOR for unit in asked):
                continue
            try:
                identity = await driver.identify()
            except ModbusTimeoutError as err:
                if not driver.unit.connected:
                    raise CannotConnectError(str(err)) from err
                silent.update(asked)
            except ModbusConnectionError as err:
                if not dropped and not spoken and problem is None:
                    raise CannotConnectError(str(err)) from err
                problem = err
            except ModbusExceptionError:
                spoken = True
            except ModbusError as err:
                problem = err
            else:
                spoken = True
                if identity is not None:
                    return identity
    finally:
        for unsubscribe in forget:
            unsubscribe()
    if spoken:
        return None
    if isinstance(problem, ModbusConnectionError):
        raise HungUpError(str(problem)) from problem
    if problem is not None:
        raise NotModbusError(str(problem)) from problem
    if speaks_unasked is not None and await speaks_unasked():
        raise NotModbusError("speaks without being asked")
    raise SilentError("nothing answers on this connection")
