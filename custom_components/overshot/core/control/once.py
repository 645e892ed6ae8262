"""Work something out of a site once: a site never changes, and comparing two would take longer than what is saved."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from ..model import Site

_KEPT: Final = 16
"""Sites that are remembered; in a house there is one."""


def once_a_site[T](work: Callable[[Site], T]) -> Callable[[Site], T]:
    """Let a function of a site answer from memory when it meets the very same site again."""
    known: dict[int, tuple[Site, T]] = {}

    @wraps(work)
    def remembered(site: Site) -> T:
        found = known.get(id(site))
        if found is not None:
            return found[1]
        answer = work(site)
        while len(known) >= _KEPT:
            known.pop(next(iter(known)), None)
        # The site is kept alive with its answer: no other can take its identity.
        known[id(site)] = (site, answer)
        return answer

    return remembered
