"""What a charging station says of its vehicle, in the words of many integrations."""

from collections.abc import Iterable, Mapping
from typing import Final

from homeassistant.const import STATE_OFF, STATE_ON

from ..core.model import VehicleState

_A, _B, _C, _F = VehicleState.A, VehicleState.B, VehicleState.C, VehicleState.F

COMMON: Final[Mapping[str, VehicleState]] = {
    # IEC 61851-1, as many stations report it.
    "a": _A,
    "a1": _A,
    "a2": _A,
    "b": _B,
    "b1": _B,
    "b2": _B,
    "c": _C,
    "c1": _B,
    "c2": _C,
    "d": VehicleState.D,
    "d1": _B,
    "d2": VehicleState.D,
    "e": VehicleState.E,
    "f": _F,
    # OCPP 1.6 and 2.0.1.
    "available": _A,
    "reserved": _A,
    "preparing": _B,
    "occupied": _B,
    "ev_connected": _B,
    "suspended_ev": _B,
    "suspendedev": _B,
    "suspended_evse": _B,
    "suspendedevse": _B,
    "finishing": _B,
    "charging": _C,
    "faulted": _F,
    "unavailable": _F,
    # Peblar: `peblar.sensor.cp_state` (seen in code).
    "no_ev_connected": _A,
    "suspended": _B,
    "error": _F,
    "fault": _F,
    "invalid": _F,
    # Words that other integrations use for the same.
    "charge_paused": _B,
    "charging_paused": _B,
    "charging_completed": _B,
    "complete": _B,
    "completed": _B,
    "connected": _B,
    "connected_not_charging": _B,
    "disconnected": _A,
    "finished": _B,
    "fully_charged": _B,
    "idle": _A,
    "not_connected": _A,
    "paused": _B,
    "plugged_in": _B,
    "ready": _A,
    "ready_to_charge": _B,
    "scheduled": _B,
    "standby": _A,
    "unplugged": _A,
    "waiting": _B,
    "waiting_for_car": _B,
}
"""By the state in lower case, words joined by underscores."""

FINISHED: Final = frozenset({"charging_completed", "complete", "completed", "finished", "fully_charged"})
"""States in which the vehicle has ended charging by itself."""

SWITCHED: Final = frozenset({STATE_OFF, STATE_ON})
"""Of an entity that only says whether a vehicle is plugged in."""


def normal(state: str) -> str:
    """Return a state as `COMMON` spells it."""
    return "_".join(state.strip().casefold().replace("-", " ").replace("_", " ").split())


def vehicle_of(said: str, chosen: Mapping[str, str], charging: bool | None) -> VehicleState | None:
    """Return the vehicle state for what the station says; None for a word that nobody explained.

    `chosen` are the user's own explanations by state, `charging` what an entity says that only knows whether it charges.
    """
    if said in SWITCHED:
        if said == STATE_OFF:
            return _A
        return _C if charging else _B
    known = VehicleState(chosen[said]) if said in chosen else COMMON.get(normal(said))
    if charging and known is _B:
        return _C
    return known


def proposed(states: Iterable[str]) -> dict[VehicleState, list[str]]:
    """Return which of some states stand for which vehicle state, as far as the words are common."""
    found: dict[VehicleState, list[str]] = {_A: [], _B: [], _C: [], _F: []}
    for state in states:
        known = COMMON.get(normal(state))
        if known in found:
            found[known].append(state)
    return found
