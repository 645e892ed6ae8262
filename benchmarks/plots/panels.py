"""What a picture shows of a life: a day, quarter by quarter, or a month by the highest quarter of each day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from custom_components.overshot.core.planning import Plan
from simulator.plots.svg import Line, Panel, Points, draw

from ..homes.home import Home
from ..homes.world import MIN_SOC
from .life import Life

_QUARTER, _DAY = 900.0, 86_400.0
_QUARTERS = 96


def day(life: Life, which: date) -> str:
    """Return an SVG of a local day of 24 h: prices, powers, and the battery beside its plan of midnight."""
    first = life.index(which)
    part = slice(first, first + _QUARTERS)
    lived, home = life.lived, life.home
    plan = life.at_midnight[which]
    battery = next(iter(plan.batteries.values()))
    ends = [*plan.starts[1:], plan.end]
    planned, expected = ([power / 1000 for power in values] for values in (battery.power, _sun(plan)))
    # A battery tells all it holds; a home's file counts what can be used, which lies above the minimum.
    kept = home.battery.capacity * MIN_SOC / (100 - MIN_SOC)
    stored = [
        (_seconds(home, plan.made_at, which), _before(life, first)),
        *((_seconds(home, end, which), soc / 1000 - kept) for end, soc in zip(ends, battery.soc, strict=True)),
    ]
    panels = [
        Panel(
            "Prices (cents/kWh)",
            [
                Line("import", "grid", _stairs([100 * it for it in home.import_prices[part]], _QUARTER)),
                Line("feed-in", "solar", _stairs([100 * it for it in home.export_prices[part]], _QUARTER)),
            ],
        ),
        Panel(
            "Power (kW)",
            [
                Line("grid", "grid", _stairs(lived.grid[part], _QUARTER)),
                Line("car", "car", _stairs(lived.car[part], _QUARTER)),
                Line("sun", "solar", _stairs(lived.solar[part], _QUARTER)),
                Line("house", "load", _stairs(home.load[part], _QUARTER)),
                Line("sun expected", "solar", _planned(home, plan, expected, which), dashed=True),
            ],
        ),
        Panel(
            "Battery (kW, + gives)",
            [
                Line("it did", "battery", _stairs(lived.battery[part], _QUARTER)),
                Line("planned at midnight", "second", _planned(home, plan, planned, which), dashed=True),
            ],
        ),
        Panel(
            "In the battery (kWh)",
            [
                Line(
                    "it held",
                    "battery",
                    [
                        (0.0, _before(life, first)),
                        *((_QUARTER * (index + 1), soc) for index, soc in enumerate(lived.soc[part])),
                    ],
                ),
                Line("planned at midnight", "second", [it for it in stored if it[0] <= _DAY], dashed=True),
            ],
        ),
    ]
    return draw(panels, 0.0, _DAY)


def month(life: Life, begin: date, days: int) -> str:
    """Return an SVG of some local days: the highest quarter of each, and the peak of the month so far."""
    courses = {"Overshot": life.lived.grid, "by themselves (B1)": life.b1}
    colours = {"Overshot": "battery", "by themselves (B1)": "grid"}
    first = life.index(begin)
    highest = {
        name: [max(0.0, *grid[first + at : first + at + _QUARTERS]) for at in range(0, days * _QUARTERS, _QUARTERS)]
        for name, grid in courses.items()
    }
    so_far = {name: _rising(grid[first : first + days * _QUARTERS]) for name, grid in courses.items()}
    bound = max(life.foreseen[first : first + days * _QUARTERS])
    panels = [
        Panel(
            "Highest quarter of each day (kW)",
            [Line(name, colours[name], _stairs(values, _DAY)) for name, values in highest.items()],
        ),
        Panel(
            "Peak of the month so far (kW)",
            [
                *(Line(name, colours[name], values) for name, values in so_far.items()),
                Line("all foreseen", "limit", [(0.0, bound), (days * _DAY, bound)], dashed=True),
            ],
        ),
    ]
    return draw(panels, 0.0, days * _DAY)


def _sun(plan: Plan) -> list[float]:
    """Return what a plan expects the sun to give (W)."""
    return [given + held for given, held in zip(plan.solar, plan.curtailed, strict=True)]


def _before(life: Life, first: int) -> float:
    """Return what the battery held (kWh) before a quarter."""
    return life.lived.soc[first - 1] if first else life.home.battery.start


def _seconds(home: Home, moment: datetime, since: date) -> float:
    """Return the seconds since local midnight of a day."""
    return (moment - datetime.combine(since, time(), tzinfo=home.zone)).total_seconds()


def _stairs(values: Sequence[float], width: float) -> Points:
    """Return values that hold for so long each (s)."""
    return [(width * (index + side), round(value, 3)) for index, value in enumerate(_eased(values)) for side in (0, 1)]


def _eased(values: Iterable[float]) -> list[float]:
    """Return values without what is too little to be seen."""
    return [0.0 if abs(value) < 0.001 else value for value in values]


def _planned(home: Home, plan: Plan, values: Sequence[float], which: date) -> Points:
    """Return the values of a plan's steps, until the day ends."""
    ends = [*plan.starts[1:], plan.end]
    return [
        (_seconds(home, at, which), round(value, 3))
        for start, end, value in zip(plan.starts, ends, _eased(values), strict=True)
        for at in (start, end)
        if _seconds(home, end, which) <= _DAY
    ]


def _rising(values: Sequence[float]) -> Points:
    """Return the highest value so far, where it changes."""
    points = [(0.0, 0.0)]
    for index, value in enumerate(values):
        if value > points[-1][1]:
            points += [(_QUARTER * (index + 1), points[-1][1]), (_QUARTER * (index + 1), round(value, 3))]
    return [*points, (_QUARTER * len(values), points[-1][1])]
