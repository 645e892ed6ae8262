"""The devices of a house that can be spoken to: which part of it each speaks for, in which family's own language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

NOBODY = "none"
"""The family of a part of the house that no device speaks for: it is there, and only the grid meter feels it."""


class Part(StrEnum):
    """What a device speaks for."""

    GRID_METER = "grid_meter"
    CONTROLLER = "controller"
    INVERTER = "inverter"
    """The battery, and the panels behind the same inverter."""

    SOLAR = "solar"
    """Panels with an inverter of their own."""

    CHARGE_POINT = "charge_point"
    HEAT_PUMP = "heat_pump"
    METER = "meter"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSpec:
    """One device on a port of its own."""

    id: str
    part: Part
    family: str
    of: str = ""
    """What a meter hangs on: `connection`, `solar`, `heat_pump`, or the id of a charge point."""

    options: Mapping[str, Any] = field(default_factory=dict)
    """Quirks of its family, as its server takes them."""

    single_connection: bool = False
    """Whether it hangs up on whoever comes while another is connected."""

    latency: float = 0.0
    """What it takes to answer (s)."""
