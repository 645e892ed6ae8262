"""Finding out who answers: every family by name, and what it means when none does."""

from modbus_connection import (
    GatewayTargetError,
    IllegalDataAddressError,
    ModbusConnectionError,
    ModbusError,
    ModbusProtocolError,
    ModbusTimeoutError,
    ServerDeviceBusyError,
    ServerDeviceFailureError,
)
from modbus_connection.mock import MockModbusConnection
import pytest

from custom_components.overshot.devices.driver import DeviceKind
from custom_components.overshot.devices.errors import (
    CannotConnectError,
    DeviceError,
    HungUpError,
    NotModbusError,
    SilentError,
)
from custom_components.overshot.devices.registry import FAMILIES, families_of, identify

from .alfen_map import ALFEN_STATION
from .conftest import fill
from .emc_map import HOUSE
from .goodwe_map import GOODWE
from .keba_map import KEBA
from .witty_map import WITTY
from .xev1k_map import XEV1K

DEFAULT_UNITS = sorted({unit for driver in FAMILIES.values() for unit in (driver.default_unit, *driver.also_asks)})


def test_families() -> None:
    assert families_of(DeviceKind.CONTROLLER) == ("hager_flow",)
    assert "hager_witty_plus" in families_of(DeviceKind.CHARGE_POINT)
    assert "goodwe_et" in families_of(DeviceKind.INVERTER)
    assert {family for kind in DeviceKind for family in families_of(kind)} == set(FAMILIES)
    for family, driver in FAMILIES.items():
        assert driver.family == family
        assert driver.capabilities.roles


@pytest.mark.parametrize(
    ("unit", "registers", "family"),
    [(1, WITTY, "hager_witty_plus"), (247, GOODWE, "goodwe_et"), (0, HOUSE, "hager_flow")],
)
@pytest.mark.parametrize("others", [ModbusTimeoutError(), IllegalDataAddressError(), ModbusProtocolError()])
async def test_each_family_is_recognised_whatever_the_other_units_do(
    link: MockModbusConnection,
    unit: int,
    registers: dict[int, int | list[int]],
    family: str,
    others: ModbusError,
) -> None:
    for other in DEFAULT_UNITS:
        link.for_unit(other).fail_requests(others)
    link.for_unit(unit).fail_requests(None)
    fill(link.for_unit(unit), registers)
    identity = await identify(link.for_unit)
    assert identity is not None
    assert identity.family == family


async def test_only_the_families_asked_for(link: MockModbusConnection) -> None:
    fill(link.for_unit(1), WITTY)
    assert await identify(link.for_unit, families=["goodwe_et"]) is None
    assert link.for_unit(1).read_events == []


async def test_it_writes_nothing(link: MockModbusConnection) -> None:
    written: list[object] = []
    for unit in DEFAULT_UNITS:
        link.for_unit(unit).on_write(written.append)
    fill(link.for_unit(0), HOUSE)
    await identify(link.for_unit)
    assert written == []


@pytest.mark.parametrize(
    ("problem", "error", "expected"),
    [
        ("nobody opens", ModbusConnectionError(), CannotConnectError),
        ("open, but silent", ModbusTimeoutError(), SilentError),
        ("an answer that is no Modbus", ModbusProtocolError(), NotModbusError),
        ("something else is wrong", ModbusError(), NotModbusError),
    ],
)
async def test_what_it_means_when_none_answers(
    link: MockModbusConnection, problem: str, error: ModbusError, expected: type[DeviceError]
) -> None:
    for unit in DEFAULT_UNITS:
        link.for_unit(unit).fail_requests(error)
    with pytest.raises(DeviceError) as caught:
        await identify(link.for_unit)
    assert type(caught.value) is expected, problem


async def test_modbus_but_no_family(link: MockModbusConnection) -> None:
    assert await identify(link.for_unit) is None
    for unit in DEFAULT_UNITS:
        link.for_unit(unit).fail_requests(IllegalDataAddressError())
    assert await identify(link.for_unit) is None


async def test_one_unit_that_speaks_outweighs_silence_and_garbage(link: MockModbusConnection) -> None:
    link.for_unit(0).fail_requests(ModbusTimeoutError())
    link.for_unit(247).fail_requests(ModbusProtocolError())
    assert await identify(link.for_unit) is None


@pytest.mark.parametrize(("speaks", "expected"), [(True, NotModbusError), (False, SilentError)])
async def test_who_chatters_unasked_is_not_silent(
    link: MockModbusConnection, speaks: bool, expected: type[DeviceError]
) -> None:
    for unit in DEFAULT_UNITS:
        link.for_unit(unit).fail_requests(ModbusTimeoutError())

    async def speaks_unasked() -> bool:
        return speaks

    with pytest.raises(DeviceError) as caught:
        await identify(link.for_unit, speaks_unasked=speaks_unasked)
    assert type(caught.value) is expected


def test_each_error_has_a_message_of_its_own() -> None:
    keys = [error.key for error in (CannotConnectError, SilentError, NotModbusError, HungUpError)]
    assert len(set(keys)) == 4


@pytest.mark.parametrize(
    ("unit", "registers", "family"),
    [(1, WITTY, "hager_witty_plus"), (247, GOODWE, "goodwe_et"), (0, HOUSE, "hager_flow")],
)
@pytest.mark.parametrize("error", [ServerDeviceBusyError(), ServerDeviceFailureError(), GatewayTargetError()])
async def test_a_busy_device_is_not_taken_for_another_one(
    link: MockModbusConnection,
    unit: int,
    registers: dict[int, int | list[int]],
    family: str,
    error: ModbusError,
) -> None:
    fill(link.for_unit(unit), registers)
    driver = FAMILIES[family](link.for_unit, unit)
    link.for_unit(unit).fail_requests(error)
    with pytest.raises(type(error)):
        await driver.identify()
    assert driver.identity is None
    link.for_unit(unit).fail_requests(None)
    assert await driver.identify() == driver.identity
    assert driver.identity is not None


async def test_a_unit_that_is_silent_for_two_families_is_not_asked_by_a_third(link: MockModbusConnection) -> None:
    for unit in DEFAULT_UNITS:
        link.for_unit(unit).fail_requests(ModbusTimeoutError())
    with pytest.raises(SilentError):
        await identify(link.for_unit)
    asked = {unit: len(link.for_unit(unit).read_events) for unit in DEFAULT_UNITS}
    assert set(asked.values()) <= {1, 2}
    assert sum(driver.default_unit == 1 for driver in FAMILIES.values()) > 2


async def test_a_silence_for_one_family_hides_no_other(link: MockModbusConnection) -> None:
    fill(link.for_unit(255), KEBA)
    fill(link.for_unit(1), XEV1K)
    link.for_unit(1).fail_read(0x1001, ModbusTimeoutError())
    identity = await identify(link.for_unit)
    assert identity is not None
    assert identity.family == "hager_xev1k_e3dc"


async def test_all_on_one_unit(link: MockModbusConnection) -> None:
    fill(link.for_unit(7), KEBA)
    identity = await identify(link.for_unit, families=["hager_witty_plus", "keba_kecontact"], unit_id=7)
    assert identity is not None
    assert identity.family == "keba_kecontact"
    assert link.for_unit(255).read_events == []


async def test_the_socket_of_a_station_is_the_unit_that_was_asked_for(link: MockModbusConnection) -> None:
    fill(link.for_unit(200), {**ALFEN_STATION, 1105: 2})
    identity = await identify(link.for_unit, families=["alfen_eve"], unit_id=2)
    assert identity is not None
    assert identity.serial == "OVS0000001-2"
