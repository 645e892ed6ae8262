"""Whatever stands in its registers, no driver raises, and nothing it says is impossible."""

from dataclasses import fields, is_dataclass
from math import isfinite
import random

from modbus_connection.mock import MockModbusConnection
import pytest

from custom_components.overshot.devices.driver import DeviceReadings, Driver
from custom_components.overshot.devices.goodwe_et import GoodweEt
from custom_components.overshot.devices.hager_flow import HagerFlow
from custom_components.overshot.devices.hager_witty import HagerWitty
from custom_components.overshot.devices.plausible import Bounds

from .conftest import fill
from .emc_map import ALL_UNITS, HEAT_PUMP, HOUSE, METER, STATION
from .goodwe_map import GOODWE
from .registers import spread
from .witty_map import WITTY

BOUNDS = {
    "power": Bounds.POWER,
    "phase_power": Bounds.PHASE_POWER,
    "currents": Bounds.CURRENT,
    "voltages": Bounds.VOLTAGE,
    "soc": Bounds.STATE_OF_CHARGE,
    "energy": Bounds.ENERGY,
    "session_energy": Bounds.ENERGY,
    "setpoint": Bounds.SETPOINT,
    "fallback_current": Bounds.SETPOINT,
    "house_power": Bounds.POWER,
}
INTERESTING = (0, 1, 2, 255, 0x7FFF, 0x8000, 0xFFFF)


def _check(value: object, name: str = "") -> int:
    """Check every number within a reading; return how many there were."""
    if isinstance(value, dict):
        return sum(_check(entry, name) for entry in value.values())
    if isinstance(value, tuple):
        return sum(_check(entry, name) for entry in value)
    if is_dataclass(value):
        return sum(_check(getattr(value, field.name), field.name) for field in fields(value))
    if not isinstance(value, float):
        return 0
    assert isfinite(value)
    if name in BOUNDS:
        lowest, highest = BOUNDS[name].value
        assert lowest <= value <= highest, name
    return 1


def _scramble(chance: random.Random, words: dict[int, int], share: float) -> dict[int, int]:
    """Replace a share of the registers by odd words."""
    return {
        address: chance.choice((*INTERESTING, chance.randrange(0x10000))) if chance.random() < share else word
        for address, word in words.items()
    }


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("family", [HagerWitty, HagerFlow, GoodweEt])
async def test_odd_words(family: type[Driver], share: float) -> None:
    chance = random.Random(f"{family.family} {share}")
    numbers = 0
    for _ in range(40):
        link = MockModbusConnection()
        if family is HagerFlow:
            for unit_id, registers in {0: HOUSE, 1: STATION, 30: METER, 50: HEAT_PUMP}.items():
                fill(link.for_unit(unit_id), spread(registers))
            driver: Driver = family(link.for_unit, 0)
            await driver.poll()
            for unit_id in (0, *ALL_UNITS):
                words = dict.fromkeys(range(4098, 4170), 0) | dict(link.for_unit(unit_id).holding)
                fill(link.for_unit(unit_id), _scramble(chance, words, share))  # type: ignore[arg-type]
        else:
            driver = family(link.for_unit, family.default_unit)
            registers = WITTY if family is HagerWitty else GOODWE
            fill(link.for_unit(family.default_unit), _scramble(chance, spread(registers), share))
        await driver.identify()
        readings: DeviceReadings = await driver.poll()
        numbers += _check(readings)
    assert numbers > 100
