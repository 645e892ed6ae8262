"""SG-Ready contacts on a board: the four states, both contacts at once, and what each board lacks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import permutations

from modbus_connection import (
    IllegalDataAddressError,
    IllegalFunctionError,
    ModbusSerialParams,
    ModbusTcpParams,
    ModbusTimeoutError,
)
from modbus_connection.mock import MockModbusConnection, MockModbusUnit, WriteEvent
from modbus_connection.tmodbus import ModbusConnection
import pytest

from custom_components.overshot.core.model import ConnectionType, GridConnection, HeatPumpReading, Site
from custom_components.overshot.devices.driver import DeviceKind, Identity, Role, SerialSettings
from custom_components.overshot.devices.errors import NotTakenError
from custom_components.overshot.devices.hager_htc320h import HagerHtc320h, htc320h_for
from custom_components.overshot.devices.registry import FAMILIES
from custom_components.overshot.devices.sg_ready import CONTACTS, CoilWiring, RegisterBitWiring, SgReadyDriver
from custom_components.overshot.devices.waveshare_relay import WaveshareRelay, waveshare_for
from simulator.faults import FaultBoard
from simulator.grid import GridSpec
from simulator.heat_pump import HeatPumpSpec, SgReady
from simulator.servers.waveshare_relay import WaveshareRelayServer
from simulator.world import HouseSpec, World

type Writes = list[tuple[int, list[int], int]]


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SgReadyDriver, "dwell", 0.0)


@pytest.fixture
def unit(link: MockModbusConnection) -> MockModbusUnit:
    """Return a board with eight relays, all off."""
    link.for_unit(1).coil.update(dict.fromkeys(range(8), False))
    return link.for_unit(1)


@pytest.fixture
def writes(unit: MockModbusUnit) -> Writes:
    """Return address, values and function of every write."""
    events: Writes = []

    def note(event: WriteEvent) -> None:
        events.append((event.address, [int(value) for value in event.values], event.function_code))

    unit.on_write(note)
    return events


def board(link: MockModbusConnection, wiring: CoilWiring | None = None) -> WaveshareRelay:
    return (WaveshareRelay if wiring is None else waveshare_for(wiring))(link.for_unit, 1)


def put(unit: MockModbusUnit, state: int) -> None:
    unit.coil.update(dict(enumerate(CONTACTS[state])))


async def state_of(driver: SgReadyDriver) -> int | None:
    reading = (await driver.poll()).heat_pumps[1]
    assert reading == HeatPumpReading(state=reading.state)
    return reading.state


async def test_who_it_is(link: MockModbusConnection, unit: MockModbusUnit, writes: Writes) -> None:
    relay = board(link)
    assert await relay.identify() == Identity(
        family="waveshare_relay", serial="1", manufacturer="Waveshare", model="Modbus RTU Relay"
    )
    assert (relay.kind, relay.tells_serial) == (DeviceKind.HEAT_PUMP, False)
    assert relay.capabilities.roles == {Role.HEAT_PUMP}
    assert relay.capabilities.sets_sg_ready
    unit.fail_read(0, IllegalDataAddressError(), register_type="coil")
    assert await relay.identify() is None
    assert writes == []
    assert {WaveshareRelay.family, HagerHtc320h.family}.isdisjoint(FAMILIES)


@pytest.mark.parametrize(("sg1", "sg2", "state"), [(1, 0, 1), (0, 0, 2), (0, 1, 3), (1, 1, 4)])
async def test_states_by_the_label(
    link: MockModbusConnection, unit: MockModbusUnit, writes: Writes, sg1: int, sg2: int, state: int
) -> None:
    unit.coil.update({0: bool(sg1), 1: bool(sg2)})
    assert await state_of(board(link)) == state
    put(unit, 3 if state == 2 else 2)
    await board(link).set_sg_ready(state)
    assert writes == [(0, [sg1, sg2], 15)]


@pytest.mark.parametrize(("before", "wanted"), permutations((1, 2, 3, 4), 2))
async def test_every_change_is_one_write(
    link: MockModbusConnection, unit: MockModbusUnit, writes: Writes, before: int, wanted: int
) -> None:
    put(unit, before)
    relay = board(link)
    await relay.set_sg_ready(wanted)
    await relay.set_sg_ready(wanted)
    assert [function for _, _, function in writes] == [15]
    assert await state_of(relay) == wanted


@pytest.mark.parametrize(
    ("before", "wanted", "expected"),
    [
        (1, 3, [(0, [0], 5), (1, [1], 5)]),
        (3, 1, [(1, [0], 5), (0, [1], 5)]),
        (2, 4, [(1, [1], 5), (0, [1], 5)]),
        (4, 2, [(0, [0], 5), (1, [0], 5)]),
        (4, 1, [(1, [0], 5)]),
        (4, 3, [(0, [0], 5)]),
        (2, 1, [(0, [1], 5)]),
    ],
)
@pytest.mark.parametrize("known", [True, False])
async def test_a_board_that_takes_one_a_write(
    link: MockModbusConnection,
    unit: MockModbusUnit,
    writes: Writes,
    monkeypatch: pytest.MonkeyPatch,
    before: int,
    wanted: int,
    expected: Writes,
    known: bool,
) -> None:
    put(unit, before)
    asked = []

    async def refuse(address: int, values: list[bool]) -> None:
        asked.append(address)
        raise IllegalFunctionError

    monkeypatch.setattr(unit, "write_coils", refuse)
    relay = board(link, CoilWiring(writes_many=not known))
    await relay.set_sg_ready(wanted)
    assert writes == expected
    await relay.set_sg_ready(before)
    assert asked == ([] if known else [0])
    assert await state_of(relay) == before


async def test_contacts_rest_open_between_block_and_recommendation(
    link: MockModbusConnection, unit: MockModbusUnit, writes: Writes, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[tuple[float, int]] = []

    async def sleep(delay: float) -> None:
        slept.append((delay, len(writes)))

    monkeypatch.setattr(SgReadyDriver, "dwell", 2.0)
    monkeypatch.setattr("custom_components.overshot.devices.sg_ready.asyncio.sleep", sleep)
    put(unit, 1)
    relay = board(link, CoilWiring(writes_many=False))
    await relay.set_sg_ready(3)
    await relay.set_sg_ready(4)
    await relay.set_sg_ready(2)
    assert slept == [(2.0, 1)]


async def test_other_wirings(link: MockModbusConnection, unit: MockModbusUnit, writes: Writes) -> None:
    relay = board(link, CoilWiring(sg1=5, sg2=4, sg1_inverted=True))
    assert await state_of(relay) == 1  # the normally closed contact without current
    await relay.set_sg_ready(3)
    assert writes == [(4, [1, 1], 15)]
    far = board(link, CoilWiring(sg1=0, sg2=7, read_count=8))
    await far.set_sg_ready(4)
    assert writes[1:] == [(7, [1], 5), (0, [1], 5)]
    assert {event.count for event in unit.read_events[-2:]} == {8}


@pytest.mark.parametrize("state", [0, 5, -1])
async def test_no_such_state(link: MockModbusConnection, writes: Writes, state: int) -> None:
    with pytest.raises(ValueError):
        await board(link).set_sg_ready(state)
    assert writes == []


async def test_a_relay_that_does_not_obey(
    link: MockModbusConnection, unit: MockModbusUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def deaf(address: int, values: list[bool]) -> None:
        """Acknowledge and do nothing."""

    monkeypatch.setattr(unit, "write_coils", deaf)
    with pytest.raises(NotTakenError, match="state 4 was ordered, but the contacts make 2"):
        await board(link).set_sg_ready(4)


async def test_a_silent_board(link: MockModbusConnection, unit: MockModbusUnit) -> None:
    unit.fail_requests(ModbusTimeoutError())
    relay = board(link)
    for call in (relay.identify(), relay.poll(), relay.set_sg_ready(2)):
        with pytest.raises(ModbusTimeoutError):
            await call


async def test_bits_of_a_register_leave_the_others_alone(link: MockModbusConnection, writes: Writes) -> None:
    link.for_unit(1).holding.update({40: 0xA5F0, 50: 0})
    module = htc320h_for(RegisterBitWiring(register=40, sg1=1, sg2=15))(link.for_unit, 1)
    assert await state_of(module) == 3
    await module.set_sg_ready(1)
    await module.release_heat_pump()
    assert writes == [(40, [0x25F2], 6), (40, [0x25F0], 6)]
    many = htc320h_for(RegisterBitWiring(register=40, writes_many=True, read_register=50))(link.for_unit, 1)
    with pytest.raises(NotTakenError):
        await many.set_sg_ready(4)
    assert writes[2:] == [(40, [0x25F3], 16)]


def test_an_htc320h_has_no_wiring_of_its_own(link: MockModbusConnection) -> None:
    assert HagerHtc320h.default_serial == SerialSettings(baudrate=19200, parity="E")
    assert HagerHtc320h.experimental
    with pytest.raises(AttributeError):
        HagerHtc320h(link.for_unit, 1)


def test_wirings_that_cannot_be() -> None:
    for wrong in (
        lambda: CoilWiring(sg1=1, sg2=1),
        lambda: CoilWiring(sg1=-1),
        lambda: CoilWiring(read_count=0),
        lambda: RegisterBitWiring(register=0, sg2=16),
        lambda: RegisterBitWiring(register=70_000),
        lambda: RegisterBitWiring(register=0, read_register=-1),
    ):
        with pytest.raises(ValueError):
            wrong()


@asynccontextmanager
async def a_house(*, rtu: bool, takes_many: bool) -> AsyncIterator[tuple[World, WaveshareRelayServer, WaveshareRelay]]:
    """Serve the relays of a house with a heat pump."""
    kind = ConnectionType.THREE_PHASE
    site = Site(connection=GridConnection(type=kind, fuse=25.0))
    spec = HouseSpec(site=site, grid=GridSpec(type=kind), heat_pump=HeatPumpSpec())
    world = World(spec, datetime(2026, 1, 16, 10, 0, tzinfo=UTC))
    server = WaveshareRelayServer(world, "relays", FaultBoard(), rtu=rtu, takes_many=takes_many)
    await server.start()
    params = (
        ModbusSerialParams(device=f"socket://127.0.0.1:{server.port}")
        if rtu
        else ModbusTcpParams(host="127.0.0.1", port=server.port)
    )
    link = ModbusConnection(params, timeout=5.0)
    try:
        yield world, server, WaveshareRelay(link.for_unit, 1)
    finally:
        await link.close()
        await server.stop()


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("rtu", [True, False])
@pytest.mark.parametrize("takes_many", [True, False])
async def test_over_a_socket_down_to_the_heat_pump(rtu: bool, takes_many: bool) -> None:
    async with a_house(rtu=rtu, takes_many=takes_many) as (world, server, relay):
        assert await relay.identify() is not None
        heat_pump = world.heat_pump
        assert heat_pump is not None
        orders = [SgReady.FORCE, SgReady.BLOCK, SgReady.RECOMMEND, SgReady.BLOCK, SgReady.NORMAL]
        for state in orders:
            await relay.set_sg_ready(state)
            assert await state_of(relay) == heat_pump.state == state
        if takes_many:
            assert server.seen == [SgReady.NORMAL, *orders]
            assert [len(values) for _, _, values in server.writes] == [2] * len(orders)
        else:
            # By way of recommendation and normal, never of block or force.
            assert [int(state) for state in server.seen] == [2, 3, 4, 1, 2, 3, 2, 1, 2]
        await relay.set_sg_ready(SgReady.FORCE)
        for _ in range(60):
            world.step()
        assert heat_pump.power > 0
        server.lose_power()
        assert await state_of(relay) == SgReady.NORMAL
