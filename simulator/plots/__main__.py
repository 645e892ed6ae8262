"""Draw the pictures of the documentation: `python -m simulator.plots [NAME...]`."""

from collections.abc import Sequence
from pathlib import Path
import sys

from ..every_house import SCENARIOS
from ..loop import Loop
from ..report import record
from ..scenario import load_scenario
from .command import draw_pictures
from .pictures import PICTURES, Picture
from .svg import Line, Panel, draw

FOLDER = Path(__file__).parents[2] / "docs" / "images" / "control"
POINTS = 360
"""Across a picture."""


def picture(wanted: Picture) -> str:
    """Live through the scenario of a picture and return it as SVG."""
    scenario = load_scenario(SCENARIOS / f"{wanted.scenario}.json")
    loop = Loop(scenario)
    midnight = scenario.start.replace(hour=0, minute=0, second=0, microsecond=0)
    offset = (scenario.start - midnight).total_seconds()
    every = max(1, round((wanted.end - wanted.begin) / POINTS / scenario.step))
    points: dict[str, list[tuple[float, float]]] = {}
    for count in range(round(wanted.end / scenario.step)):
        decision = loop.step()
        if loop.world.t < wanted.begin or count % every:
            continue
        step = record(loop, decision)
        for _, curves in wanted.panels:
            for curve in curves:
                value = _at(step, curve.path)
                if value is not None:
                    points.setdefault(curve.path, []).append((loop.world.t + offset, round(value * curve.factor, 3)))
    panels = [
        Panel(title, [Line(it.label, it.colour, points.get(it.path, []), it.dashed) for it in curves])
        for title, curves in wanted.panels
    ]
    return draw(panels, offset + wanted.begin, offset + wanted.end)


def _at(step: object, path: str) -> float | None:
    """Return the number at a dotted path of a record."""
    for key in path.split("."):
        if isinstance(step, dict):
            step = step.get(key)
        elif isinstance(step, list):
            step = step[int(key)]
    return float(step) if isinstance(step, int | float) else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the pictures that are named, or all."""
    return draw_pictures("Draws the pictures of docs/control.md.", PICTURES, picture, FOLDER, arguments)


if __name__ == "__main__":
    sys.exit(main())
