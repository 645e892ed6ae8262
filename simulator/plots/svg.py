"""Draw values over time as an SVG: panels below each other, lines or steps in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, LEFT, RIGHT, TOP, PANEL, GAP = 720, 52, 12, 26, 120, 34
COLOURS = {
    "grid": "#e07b00",
    "solar": "#d9b300",
    "battery": "#2a9d5c",
    "car": "#2463c4",
    "second": "#8e44ad",
    "third": "#00838f",
    "fourth": "#b03a5b",
    "load": "#7d7d7d",
    "limit": "#c62828",
}

type Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Line:
    """Values over time (s since midnight, or since the start)."""

    label: str
    colour: str
    points: Points
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines on one scale."""

    title: str
    lines: Sequence[Line]


def draw(panels: Sequence[Panel], begin: float, end: float) -> str:
    """Return an SVG of panels from `begin` to `end` (s on the clock); of many days, the days are counted from 1."""
    height = TOP + len(panels) * (PANEL + GAP) + 4
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for index, panel in enumerate(panels):
        parts += _panel(panel, TOP + index * (PANEL + GAP), begin, end)
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, top: float, begin: float, end: float) -> list[str]:
    """Return the parts of one panel."""
    values = [value for line in panel.lines for _, value in line.points]
    ticks = _ticks(min([0.0, *values]), max([*values, 1e-9]), 4)
    low, high = ticks[0], ticks[-1]

    def x(t: float) -> float:
        return LEFT + (t - begin) / (end - begin) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return top + PANEL * (1 - (value - low) / (high - low))

    parts = [f'<text x="{LEFT}" y="{top - 8}" font-weight="bold" fill="#333">{escape(panel.title)}</text>']
    for tick in ticks:
        colour = "#999" if tick == 0 else "#e4e4e4"
        parts.append(f'<path d="M{LEFT} {y(tick):.1f}H{WIDTH - RIGHT}" stroke="{colour}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end" fill="#555">{tick:g}</text>')
    steps = (60, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86_400, 172_800, 345_600, 691_200)
    step = next(step for step in steps if (end - begin) / step <= 10)
    for index in range(ceil(begin / step), floor(end / step) + 1):
        at = x(index * step)
        clock = f"{int(index * step // 3600 % 24):02}:{int(index * step % 3600 // 60):02}"
        if step >= 86_400:
            clock = str(index * step // 86_400 + 1)
        parts.append(f'<path d="M{at:.1f} {top}V{top + PANEL}" stroke="#f0f0f0"/>')
        centre = min(at, WIDTH - 16)
        parts.append(f'<text x="{centre:.1f}" y="{top + PANEL + 13}" text-anchor="middle" fill="#555">{clock}</text>')
    right = float(WIDTH - RIGHT)
    for line in reversed(panel.lines):
        colour = COLOURS[line.colour]
        dash = ' stroke-dasharray="5 3"' if line.dashed else ""
        right -= 6.2 * len(line.label) + 22
        parts.append(f'<path d="M{right:.0f} {top - 12}h14" stroke="{colour}" stroke-width="2"{dash}/>')
        parts.append(f'<text x="{right + 18:.0f}" y="{top - 8}" fill="#333">{escape(line.label)}</text>')
        path = " ".join(f"{x(t):.1f},{y(value):.1f}" for t, value in line.points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"{dash}/>')
    return parts


def _ticks(low: float, high: float, count: int) -> list[float]:
    """Return round values that enclose a range."""
    raw = (high - low) / count
    size = 10 ** floor(log10(raw))
    step = next(step * size for step in (1, 2, 2.5, 5, 10) if step * size >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(index * step, 9) for index in range(first, max(last, first + 1) + 1)]
