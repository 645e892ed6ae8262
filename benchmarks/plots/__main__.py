"""Draw the pictures of docs/planning.md: `python -m benchmarks.plots [NAME...]`. All together take some minutes."""

from collections.abc import Sequence
from pathlib import Path
import sys
from typing import Final

from simulator.plots.command import draw_pictures

from .life import life_of
from .panels import day, month
from .pictures import PICTURES, Picture

FOLDER: Final = Path(__file__).parents[2] / "docs" / "images" / "planning"


def picture(wanted: Picture) -> str:
    """Return a picture as SVG."""
    life = life_of(wanted.stay)
    return day(life, wanted.begin) if wanted.days == 1 else month(life, wanted.begin, wanted.days)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the pictures that are named, or all."""
    title = "Draws the pictures of docs/planning.md."
    return draw_pictures(title, PICTURES, picture, FOLDER, arguments, prog="plots planning")


if __name__ == "__main__":
    sys.exit(main())
