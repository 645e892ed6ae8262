"""On which phases something hangs, as shares of its power."""

from collections.abc import Sequence

type PhaseShare = tuple[float, float, float]
"""Share of a device's power on L1, L2, L3; they add up to 1.

In a 3 x 230 V grid the three places are the loads between L1 and L2, L2 and L3, L3 and L1.
"""

ALL_PHASES: PhaseShare = (1 / 3, 1 / 3, 1 / 3)


def share_of(phases: Sequence[str]) -> PhaseShare:
    """Return equal shares on the named phases (`l1`, `l2`, `l3`). Raises ValueError for none or an unknown one."""
    if not phases or not set(phases) <= {"l1", "l2", "l3"}:
        raise ValueError(f"no phases are {list(phases)}")
    part = 1 / len(set(phases))
    return (part if "l1" in phases else 0.0, part if "l2" in phases else 0.0, part if "l3" in phases else 0.0)
