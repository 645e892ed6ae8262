"""What a station is told besides its current: its phases, and what is tried when it does not obey."""

from dataclasses import replace

from freezegun.api import FrozenDateTimeFactory
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from modbus_connection import ModbusConnectionError
import pytest

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.control.charging.memory import ChargePointMemory, Problem, RecoveryMemory
from custom_components.overshot.core.model import (
    ChargePointSetpoint,
    ChargePointStatus,
    Reason,
    ReasonKey,
    RecoveryAction,
)
from custom_components.overshot.writers.station import PHASES_AGAIN

from .conftest import SETPOINT, House

PHASES = 0x3022
AVAILABLE = 0x3020
TOLD = ChargePointSetpoint(
    current=10.0, fallback_current=16.0, reason=Reason(ReasonKey.BOOST), status=ChargePointStatus.CHARGING_FULL
)
PAUSED = replace(TOLD, current=0.0)


@pytest.fixture
async def steered(house: House, freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch) -> House:
    """Return a house whose station gets its orders from the test."""
    house.station.plug(10.0)
    await house.poll()
    await house.control()
    monkeypatch.setattr(house.site.fleet, "order", lambda *_: None)
    await told(house, freezer, TOLD)
    house.station.writes.clear()
    return house


async def told(house: House, freezer: FrozenDateTimeFactory, setpoint: ChargePointSetpoint, seconds: float = 5) -> None:
    """Give an order, long after the one before."""
    freezer.tick(seconds)
    await house.poll()
    house.site.fleet.stations[house.station_id].order(setpoint)
    await house.settle()


async def test_phases_are_changed_only_while_nothing_is_drawn(steered: House, freezer: FrozenDateTimeFactory) -> None:
    """A contactor that opens under load wears, and some cars take it for a fault of the grid."""
    await told(steered, freezer, replace(TOLD, phases=1))
    assert steered.station.written_to(PHASES) == []
    await told(steered, freezer, replace(PAUSED, phases=1))
    assert [register for register, _ in steered.station.writes if register in (SETPOINT, PHASES)][-2:] == [
        SETPOINT,
        PHASES,
    ]
    assert len(steered.station.written_to(PHASES)) == 1


async def test_phases_are_not_hammered(steered: House, freezer: FrozenDateTimeFactory) -> None:
    """A station that shows nothing of its phases is told again once a minute, not with every step."""
    order = replace(PAUSED, phases=1)
    await told(steered, freezer, order)
    steered.station.unit.holding[PHASES] = 0
    written = len(steered.station.written_to(PHASES))
    for _ in range(5):
        await told(steered, freezer, order)
    assert len(steered.station.written_to(PHASES)) == written
    await told(steered, freezer, order, PHASES_AGAIN)
    assert len(steered.station.written_to(PHASES)) == written + 1


async def test_phases_it_charges_on_already_need_no_order(steered: House, freezer: FrozenDateTimeFactory) -> None:
    await told(steered, freezer, replace(PAUSED, phases=3))
    assert steered.station.written_to(PHASES) == []


async def test_a_repeated_order_is_written_although_nothing_changed(
    steered: House, freezer: FrozenDateTimeFactory
) -> None:
    """A station that forgot its limit, and says it did not, is told once more."""
    steered.station.writes.clear()
    await told(steered, freezer, replace(TOLD, recovery=RecoveryAction.REPEAT), 0.1)
    await told(steered, freezer, replace(TOLD, recovery=RecoveryAction.REPEAT), 0.1)
    assert steered.station.written_to(SETPOINT) == [100]


async def test_a_repetition_waits_for_a_station_that_does_not_answer(
    steered: House, freezer: FrozenDateTimeFactory
) -> None:
    """It is asked for in one step only; a lost frame must not swallow it."""
    steered.station.unit.fail_write(SETPOINT, ModbusConnectionError("gone"))
    await told(steered, freezer, replace(TOLD, recovery=RecoveryAction.REPEAT), 0.1)
    steered.station.unit.fail_write(SETPOINT, None)
    steered.station.writes.clear()
    await told(steered, freezer, TOLD, 1.1)
    assert steered.station.written_to(SETPOINT) == [100]


async def test_a_pause_takes_the_car_down_and_up_again(steered: House, freezer: FrozenDateTimeFactory) -> None:
    await told(steered, freezer, replace(TOLD, recovery=RecoveryAction.PAUSE))
    assert steered.station.setpoint == 0
    await told(steered, freezer, TOLD)
    assert steered.station.setpoint == 10


async def test_a_restart_takes_the_station_out_of_service_once(steered: House, freezer: FrozenDateTimeFactory) -> None:
    """Off while it lasts, and on again by itself."""
    order = replace(TOLD, recovery=RecoveryAction.RESTART)
    await told(steered, freezer, order)
    await told(steered, freezer, order)
    assert steered.station.setpoint == 0
    assert steered.station.written_to(AVAILABLE) == [0]
    await told(steered, freezer, PAUSED)
    assert steered.station.written_to(AVAILABLE) == [0, 1]


async def test_a_station_that_was_taken_out_of_service_is_not_left_so(
    steered: House, freezer: FrozenDateTimeFactory
) -> None:
    """Switching control off in the middle of an attempt leaves a station that charges."""
    await told(steered, freezer, replace(TOLD, recovery=RecoveryAction.RESTART))
    await steered.control(False)
    assert steered.station.written_to(AVAILABLE) == [0, 1]


async def test_the_user_is_told_with_the_evidence(house: House, freezer: FrozenDateTimeFactory) -> None:
    """Nothing helped: a repair says what it was told and what it does, and goes when it obeys."""
    await house.control()
    await house.telegram(0)
    decision = house.site.data
    assert decision is not None
    memory = decision.memory.charge_points.get(house.station_id, ChargePointMemory())
    evidence = replace(memory, recovery=RecoveryMemory(problem=Problem.IGNORES_CURRENT, told=6.0, seen=15.8))
    gone = replace(
        decision,
        setpoints={house.station_id: replace(TOLD, recovery=RecoveryAction.GIVE_UP)},
        memory=replace(decision.memory, charge_points={house.station_id: evidence}),
    )
    house.site.watch.async_look(gone, dt_util.utcnow())
    issues = ir.async_get(house.hass)
    issue = issues.async_get_issue(DOMAIN, f"station_does_not_obey_{house.station_id}")
    assert issue is not None
    assert issue.translation_placeholders == {"device": "Garage", "told": "6", "seen": "15.8"}
    house.site.watch.async_look(decision, dt_util.utcnow())
    assert issues.async_get_issue(DOMAIN, f"station_does_not_obey_{house.station_id}") is None
