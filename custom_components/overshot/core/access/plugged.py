"""Which charge points have a vehicle, since when, and which card was held to them for it.

Of those that Overshot steers the controller knows; of those it only looks at, this remembers.
"""

from collections.abc import Mapping
from dataclasses import replace

from ..control.charging.access import tag_hash
from ..control.charging.memory import ChargePointMemory, SessionMemory
from ..model import Snapshot, VehicleState


def plugged_in(
    known: Mapping[str, SessionMemory], steered: Mapping[str, ChargePointMemory], snapshot: Snapshot, key: str
) -> dict[str, SessionMemory]:
    """Return the sessions by charge point, those that stand empty too; `known` is what this returned last.

    A charge point that was never heard of is left out. `key` is the secret the hashes of the tags are made with.
    """
    sessions = dict(known)
    for id_, heard in snapshot.charge_points.items():
        reading, before = heard.value, known.get(id_, SessionMemory())
        if id_ in steered:
            session = steered[id_].session
            sessions[id_] = SessionMemory(since=session.since, tag=session.tag)
        elif reading.vehicle is VehicleState.A:
            sessions[id_] = SessionMemory()
        elif reading.vehicle is not None and reading.vehicle.connected:
            tag = tag_hash(reading.tag, key) if key and reading.tag else before.tag
            sessions[id_] = replace(before, since=before.since or heard.at, tag=tag)
    return sessions
