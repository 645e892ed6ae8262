"""The command that draws pictures by name: shared by the pictures of scenarios and those of measured homes."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def draw_pictures[P](
    title: str,
    pictures: Mapping[str, P],
    draw: Callable[[P], str],
    folder: Path,
    arguments: Sequence[str] | None,
    *,
    prog: str = "plots",
) -> int:
    """Draw the pictures that are named, or all, as SVG into a folder; return the exit code."""
    parser = argparse.ArgumentParser(prog=prog, description=title)
    parser.add_argument("name", nargs="*", choices=[[], *pictures], default=[], help="default: all of them")
    names = parser.parse_args(arguments).name or list(pictures)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        path = folder / f"{name}.svg"
        path.write_text(draw(pictures[name]), encoding="utf-8")
        print(path.name)
    return 0
