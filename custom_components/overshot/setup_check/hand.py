"""Something that the user switches by hand: by how much the import rises, and on which phase."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ..core.checks.phase_mapping import MOVED
from ..core.checks.sample import Sample, mean
from ..core.model import PhaseVector
from .results import HandResult
from .watching import Watcher, mean_of

if TYPE_CHECKING:
    from ..site import SiteCoordinator

LEAST_POWER: Final = 300.0
"""Less is lost among everything else (W)."""

NOISE: Final = 0.4
"""The house may change by itself by this share of it."""

SETTLING: Final = 3.0


async def async_baseline(site: SiteCoordinator) -> list[Sample]:
    """Return what the house does for a while."""
    watcher = Watcher(site)
    with watcher.watching():
        return await watcher.wait(watcher.quiet_time)


async def async_after(site: SiteCoordinator) -> list[Sample]:
    """Return what the house does for a while, after it has settled."""
    watcher = Watcher(site)
    with watcher.watching():
        await watcher.wait(SETTLING)
        return await watcher.wait(watcher.quiet_time)


def compare(
    name: str,
    before: Sequence[Sample],
    after: Sequence[Sample],
    *,
    id_: str | None = None,
    expected: tuple[int, ...] | None = None,
) -> HandResult:
    """Return what changed between two whiles, what was switched being off in the first."""
    old, new = _powers(before), _powers(after)
    if not old or not new:
        return HandResult(name=name, power=None, expected=expected, id=id_)
    rise = mean_of(new) - mean_of(old)
    spread = max(max(old) - min(old), max(new) - min(new))
    noisy = abs(rise) < LEAST_POWER or spread > NOISE * abs(rise)
    return HandResult(name=name, power=rise, phases=_moved(before, after), expected=expected, noisy=noisy, id=id_)


def _powers(samples: Sequence[Sample]) -> list[float]:
    """Return all import that was told (W)."""
    return [sample.power for sample in samples if sample.power is not None]


def _moved(before: Sequence[Sample], after: Sequence[Sample]) -> tuple[int, ...]:
    """Return the phases that moved (0..2)."""
    old = [sample.phases for sample in before if sample.phases is not None]
    new = [sample.phases for sample in after if sample.phases is not None]
    if not old or not new:
        return ()
    was, now = mean(old), mean(new)
    change: PhaseVector = (now[0] - was[0], now[1] - was[1], now[2] - was[2])
    strongest = max(abs(each) for each in change)
    return tuple(phase for phase in range(3) if strongest and abs(change[phase]) >= MOVED * strongest)
