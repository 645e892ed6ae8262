"""Faults of the house's devices, switched on by hand or by a scenario."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

GRID_METER = "p1"
"""The P1 meter."""

CONTROLLER = "emc"
"""The Hager flow EMC."""

INVERTER = "goodwe"
"""The hybrid inverter."""


class FaultKind(StrEnum):
    """How a device fails."""

    SILENT = "silent"
    """Connected, but says nothing."""

    LATE = "late"
    """Answers, but too late."""

    WRONG_CRC = "wrong_crc"
    """Its checksums are wrong (P1 telegrams, Modbus in RTU framing)."""

    EXCEPTION = "exception"
    """Answers every Modbus request with an exception."""

    GARBAGE = "garbage"
    """Sends bytes that mean nothing."""

    REFUSED = "refused"
    """Accepts no connection."""


P1_FAULTS = frozenset(FaultKind) - {FaultKind.EXCEPTION}
MODBUS_FAULTS = frozenset(FaultKind) - {FaultKind.WRONG_CRC}
"""Modbus TCP carries no checksum."""

DEFAULT_LATENESS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault of one device. `duration` and `lateness` are seconds of physics, whatever the time scale is."""

    device: str
    kind: FaultKind
    duration: float | None = None
    """How long it lasts (s); None: until it is cleared."""

    lateness: float = DEFAULT_LATENESS
    """How late a late answer is (s)."""


class FaultBoard:
    """Which device fails how, now. A device has at most one fault."""

    __slots__ = ("_active", "_next_end")

    def __init__(self) -> None:
        """Start with everything in order."""
        self._active: dict[str, tuple[Fault, float]] = {}
        self._next_end = float("inf")

    def begin(self, fault: Fault, t: float) -> None:
        """Let a fault begin at `t` (s since the start); it replaces the device's earlier one."""
        end = float("inf") if fault.duration is None else t + fault.duration
        self._active[fault.device] = (fault, end)
        self._plan()

    def clear(self, device: str | None = None) -> None:
        """End the fault of one device, or all of them."""
        if device is None:
            self._active.clear()
        else:
            self._active.pop(device, None)
        self._plan()

    def step(self, t: float) -> None:
        """End the faults that are over at `t`."""
        if t >= self._next_end:
            self._active = {device: entry for device, entry in self._active.items() if entry[1] > t}
            self._plan()

    def of(self, device: str) -> Fault | None:
        """Return the fault of a device, or None where it is in order."""
        entry = self._active.get(device)
        return entry[0] if entry is not None else None

    @property
    def active(self) -> Iterable[Fault]:
        """Return all present faults."""
        return [fault for fault, _ in self._active.values()]

    def _plan(self) -> None:
        """Find out when the next fault ends."""
        self._next_end = min((end for _, end in self._active.values()), default=float("inf"))


def allowed_faults(device: str) -> frozenset[FaultKind]:
    """Return how a device can fail."""
    return P1_FAULTS if device == GRID_METER else MODBUS_FAULTS
