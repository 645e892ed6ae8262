"""Draw the pictures of docs/planning.md: `python -m benchmarks.plots [NAME...]`. All together take some minutes."""

import argparse
from collections.abc import Sequence
from pathlib import Path
import sys
from typing import Final

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
    parser = argparse.ArgumentParser(prog="plots planning", description="Draws the pictures of docs/planning.md.")
    parser.add_argument("name", nargs="*", choices=[[], *PICTURES], default=[], help="default: all of them")
    names = parser.parse_args(arguments).name or list(PICTURES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        path = FOLDER / f"{name}.svg"
        path.write_text(picture(PICTURES[name]), encoding="utf-8")
        print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
