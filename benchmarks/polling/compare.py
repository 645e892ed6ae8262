"""See that both sides read the same: no value of ours without its points, no point without its value, and equal numbers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import isclose
from typing import Final

from homeassistant.components.modbus.sensor import ModbusRegisterSensor

from .points import Family

_ROUNDING: Final = 0.01
"""The YAML integration rounds to three places, our drivers do not."""


def check(name: str, family: Family, ours: Mapping[str, object], sensors: Sequence[ModbusRegisterSensor]) -> None:
    """Compare what both sides know of a device. Raises ValueError where they differ."""
    theirs: defaultdict[str, float] = defaultdict(float)
    for point, sensor in zip(family.points, sensors, strict=True):
        if sensor.native_value is None or not sensor.available:
            raise ValueError(f"{name}: {point.entity} at {point.address} was not read")
        if not point.code:
            theirs[point.entity] += float(str(sensor.native_value))
    read = {point.entity for point in family.points}
    if read | family.follows != set(ours) or read & family.follows:
        raise ValueError(f"{name}: not on both sides: {sorted((read | family.follows) ^ set(ours))}")
    for entity, value in theirs.items():
        if not isclose(float(str(ours[entity])), value, abs_tol=_ROUNDING, rel_tol=1e-6):
            raise ValueError(f"{name}: {entity} is {ours[entity]} here and {value} there")
