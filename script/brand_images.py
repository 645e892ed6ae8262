"""Draw the icon and the logo of Overshot: a wheel that takes the water at its very top, and turns it into electricity.

Everything is vector geometry in a square of side 1 (y downwards), drawn large and scaled down, in the sizes that Home
Assistant asks of a brand: icons of 256 and 512 pixels, logos 128 to 256 (and twice that) high, transparent and trimmed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, radians, sin
from pathlib import Path
import sys

from PIL import Image, ImageDraw

type Point = tuple[float, float]
type Colour = tuple[int, int, int]

WATER: Colour = (30, 165, 240)
WATER_DEEP: Colour = (12, 116, 204)
BOLT: Colour = (255, 184, 28)
INK: Colour = (24, 78, 124)
"""Wheel and letters on a light background."""

INK_DARK: Colour = (214, 231, 245)
"""Wheel and letters on a dark background."""

ICON_SIZE = 256
LOGO_HEIGHT = 200
SUPERSAMPLING = 8

CENTRE: Point = (0.47, 0.585)
RIM = 0.272
RIM_WIDTH = 0.07
TIP = 0.362
BLADES = 9
BLADE_WIDTH = 0.07
STREAM_RADIUS = 0.455
STREAM_WIDTH = 0.095
STREAM_END = 62.0
"""Where the falling water ends (degrees below the horizontal, on the right of the wheel)."""


@dataclass(slots=True)
class Canvas:
    """A transparent picture in units of its own height."""

    image: Image.Image
    scale: float

    @classmethod
    def of(cls, width: float, height_pixels: int) -> Canvas:
        """Return an empty canvas of a width (in heights) and a final height (px)."""
        scale = height_pixels * SUPERSAMPLING
        return cls(Image.new("RGBA", (round(width * scale), scale)), scale)

    def polygon(self, points: Iterable[Point], colour: Colour) -> None:
        """Fill a polygon."""
        ImageDraw.Draw(self.image).polygon([(x * self.scale, y * self.scale) for x, y in points], fill=colour)

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        """Fill a circle."""
        (x, y), s = centre, self.scale
        box = ((x - radius) * s, (y - radius) * s, (x + radius) * s, (y + radius) * s)
        ImageDraw.Draw(self.image).ellipse(box, fill=colour)

    def stroke(self, points: list[Point], width: float, colour: Colour) -> None:
        """Draw a line with round ends and joints."""
        for (ax, ay), (bx, by) in pairwise(points):
            length = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 1e-9)
            nx, ny = (ay - by) / length * width / 2, (bx - ax) / length * width / 2
            self.polygon([(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)], colour)
        for point in points:
            self.disc(point, width / 2, colour)

    def finish(self, height: int, *, trim: bool) -> Image.Image:
        """Return the picture at its final height (px), without empty borders where asked."""
        image = self.image.crop(self.image.getbbox()) if trim else self.image
        size = (round(image.width * height / image.height), height)
        return image.resize(size, Image.Resampling.BOX)


def arc(centre: Point, radius: float, start: float, end: float, steps: int = 96) -> list[Point]:
    """Return points of an arc between two angles (degrees, 0 = right, clockwise on the screen)."""
    angles = (radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)) for angle in angles]


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """Return a colour between two, `share` of the way."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def draw_wheel(canvas: Canvas, ink: Colour) -> None:
    """Draw rim and blades; the blades lean forward to hold the water that falls from the left."""
    for blade in range(BLADES):
        angle = 2 * pi * (blade + 0.5) / BLADES
        root = (CENTRE[0] + RIM * cos(angle), CENTRE[1] + RIM * sin(angle))
        lean = angle - 0.24
        tip = (CENTRE[0] + TIP * cos(lean), CENTRE[1] + TIP * sin(lean))
        canvas.stroke([root, tip], BLADE_WIDTH, ink)
    canvas.stroke(arc(CENTRE, RIM, 0, 360), RIM_WIDTH, ink)


def draw_stream(canvas: Canvas) -> None:
    """Draw the water: in from the left, over the top, down the right side, thinner as it falls."""
    top = CENTRE[1] - STREAM_RADIUS
    steps = 240
    path = [(x / 40 * CENTRE[0] + (1 - x / 40) * 0.055, top) for x in range(40)]
    canvas.stroke(path, STREAM_WIDTH, WATER)
    for step, point in enumerate(arc(CENTRE, STREAM_RADIUS, -90, STREAM_END, steps)):
        share = step / steps
        canvas.disc(point, STREAM_WIDTH / 2 * (1 - 0.82 * share**1.6), blend(WATER, WATER_DEEP, share))


def draw_bolt(canvas: Canvas) -> None:
    """Draw the flash in the middle of the wheel."""
    outline = [(0.06, -0.20), (-0.135, 0.035), (-0.015, 0.035), (-0.06, 0.20), (0.135, -0.045), (0.015, -0.045)]
    points = [(CENTRE[0] + x, CENTRE[1] + y) for x, y in outline]
    canvas.polygon(points, BOLT)
    canvas.stroke([*points, points[0]], 0.022, BOLT)


def draw_icon(canvas: Canvas, ink: Colour) -> None:
    """Draw the whole mark into the unit square."""
    draw_wheel(canvas, ink)
    draw_stream(canvas)
    draw_bolt(canvas)


def word(x: float, baseline: float, size: float) -> list[list[Point]]:
    """Return the strokes of the word "overshot", from x on, with lower-case letters of a height `size`."""
    r = size / 2
    middle = baseline - r
    strokes: list[list[Point]] = []

    def bowl(width: float = r) -> Point:
        return x + width, middle

    strokes.append(arc(bowl(), r, 0, 360))  # o
    x += 2 * r + 0.62 * r
    strokes.append([(x, baseline - size), (x + 0.86 * r, baseline), (x + 1.72 * r, baseline - size)])  # v
    x += 1.72 * r + 0.56 * r
    strokes.append([(x, middle), (x + 2 * r, middle), *arc(bowl(), r, 0, -318)])  # e
    x += 2 * r + 0.66 * r
    strokes.append([(x, baseline - size), (x, baseline)])  # r
    strokes.append(arc((x + 0.92 * r, baseline - size + 0.92 * r), 0.92 * r, 180, 292))
    x += 1.30 * r + 0.46 * r
    h = r / 2  # s: two half circles, one above the other
    strokes.append(
        [
            *arc((x + 0.72 * r, middle - h), h, -28, -180)[:-1],
            *arc((x + 0.72 * r, middle - h), h, -180, -270)[:-1],
            *arc((x + 0.72 * r, middle + h), h, -90, 152),
        ]
    )
    x += 1.44 * r + 0.46 * r
    strokes.append([(x, baseline - 1.62 * size), (x, baseline)])  # h
    strokes.append([*arc((x + 0.86 * r, middle - 0.14 * r), 0.86 * r, 180, 360), (x + 1.72 * r, baseline)])
    x += 1.72 * r + 0.62 * r
    strokes.append(arc(bowl(), r, 0, 360))  # o
    x += 2 * r + 0.50 * r
    strokes.append([(x, baseline - size), (x + 1.1 * r, baseline - size)])  # t
    stem = x + 0.42 * r
    strokes.append(
        [
            (stem, baseline - 1.46 * size),
            (stem, baseline - 0.5 * r),
            *arc((stem + 0.5 * r, baseline - 0.5 * r), 0.5 * r, 180, 78),
        ]
    )
    return strokes


def icon(size: int, ink: Colour) -> Image.Image:
    """Return the icon, `size` pixels square."""
    canvas = Canvas.of(1, size)
    draw_icon(canvas, ink)
    return canvas.finish(size, trim=False)


def logo(height: int, ink: Colour) -> Image.Image:
    """Return mark and name side by side, `height` pixels high."""
    canvas = Canvas.of(5, height)
    draw_icon(canvas, ink)
    for points in word(1.12, 0.80, 0.36):
        canvas.stroke(points, 0.088, ink)
    return canvas.finish(height, trim=True)


def main() -> None:
    """Write every picture into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for prefix, ink in (("", INK), ("dark_", INK_DARK)):
        for suffix, factor in (("", 1), ("@2x", 2)):
            icon(ICON_SIZE * factor, ink).save(folder / f"{prefix}icon{suffix}.png", optimize=True)
            logo(LOGO_HEIGHT * factor, ink).save(folder / f"{prefix}logo{suffix}.png", optimize=True)
    print(f"Drew {len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main()
