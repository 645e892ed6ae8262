"""What can be left out of a backtest, or be known perfectly, to learn what each part is good for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from .run import Options

type Change = Callable[[Options], Options]


def _forecasts(**changes: bool) -> Change:
    """Return a change of the forecasts."""
    return lambda options: replace(options, forecasts=replace(options.forecasts, **changes))


def _assembly(**changes: bool | float | timedelta) -> Change:
    """Return a change of how a problem is put together."""
    return lambda options: replace(options, assembly=replace(options.assembly, **changes))  # type: ignore[arg-type]


PARTS: Final[Mapping[str, Change]] = {
    "plan": lambda options: replace(options, planned=False),
    "load-forecast": _forecasts(load=False),
    "solar-correction": _forecasts(solar_correction=False),
    "momentum": _forecasts(now=False),
    "peak": lambda options: replace(options, peak_planned=False),
    "twin": _assembly(twin=False),
    "reserve": _assembly(reserve=0.0),
    "margin": _assembly(margin=timedelta()),
    "arrivals": _assembly(arrivals=False),
    "steady-cars": _assembly(steady_cars=False),
    "beyond-prices": _assembly(beyond_prices=False),
    "in-quarter": lambda options: replace(options, in_quarter=False),
}
"""By the name that `--without` takes."""

PERFECT: Final = ("load", "sun")
"""What `--perfect` can make known in advance: a look at the future, for a ceiling, never a result."""


def options_of(*, solar_told: bool = True, without: Iterable[str] = (), perfect: Iterable[str] = ()) -> Options:
    """Return the options of a run. Raises `ValueError` for a part that does not exist."""
    options = Options(solar_told=solar_told)
    for name in without:
        if name not in PARTS:
            raise ValueError(f"there is no part {name!r} to leave out, only {', '.join(PARTS)}")
        options = PARTS[name](options)
    known = frozenset(perfect)
    if unknown := known - set(PERFECT):
        raise ValueError(f"{', '.join(sorted(unknown))} cannot be perfect, only {', '.join(PERFECT)}")
    return replace(options, perfect=known)
