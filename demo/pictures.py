"""The pictures of the README and of docs/: what the demo's dashboard shows while its car charges on the sun."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
from playwright.async_api import Browser

from .browser import Scheme, Window, open_browser, open_window
from .dashboard import PATH

DESKTOP: Final = (1440, 900)
PHONE: Final = (390, 844)

SETTLED: Final = 2000
"""A chart that was asked for is drawn after so long (ms)."""


class Picture(NamedTuple):
    """One picture: the view of the dashboard, and how it is looked at."""

    name: str
    view: str
    size: tuple[int, int] = DESKTOP
    scheme: Scheme = "light"
    clicks: tuple[str, ...] = ()
    """Buttons that are pressed first, by their labels."""


OF_NOW: Final = (
    Picture("dashboard", "now"),
    Picture("dashboard-dark", "now", scheme="dark"),
    Picture("dashboard-phone", "now", PHONE),
    Picture("dashboard-charging", "charging"),
    Picture("dashboard-charging-phone", "charging", PHONE),
)
"""What shows the house as it is: taken at one moment, in good light."""

OF_ANY_TIME: Final = (
    Picture("dashboard-plan", "plan"),
    Picture("dashboard-history", "history", clicks=("Month",)),
    Picture("dashboard-peaks", "peaks"),
)


async def take_pictures(folder: Path, good_light: Callable[[], Awaitable[None]]) -> None:
    """Take all pictures into a folder as PNG; `good_light` waits for the moment. Raises `BrowserError` without a browser."""
    folder.mkdir(parents=True, exist_ok=True)
    async with open_browser() as browser:
        for picture in OF_ANY_TIME:
            async with AsyncExitStack() as windows:
                _keep(folder, picture, await _shoot(await _look(windows, browser, picture)))
        async with AsyncExitStack() as windows:
            opened = [(picture, await _look(windows, browser, picture)) for picture in OF_NOW]
            await good_light()
            for picture, taken in [(picture, await _shoot(window)) for picture, window in opened]:
                _keep(folder, picture, taken)


async def _look(windows: AsyncExitStack, browser: Browser, picture: Picture) -> Window:
    """Open a window on a view, and wait until all of it is drawn."""
    window = await windows.enter_async_context(open_window(browser, picture.scheme, *picture.size))
    await window.show(f"/{PATH}/{picture.view}")
    for label in picture.clicks:
        await window.page.get_by_role("button", name=label, exact=True).click()
        await window.page.wait_for_timeout(SETTLED)
    return window


async def _shoot(window: Window) -> bytes:
    """Return what a window shows as PNG."""
    await window.page.bring_to_front()
    taken: bytes = await window.page.screenshot()
    return taken


def _keep(folder: Path, picture: Picture, taken: bytes) -> None:
    """Write a picture as small as it gets without losing a colour."""
    target = folder / f"{picture.name}.png"
    with Image.open(BytesIO(taken)) as image:
        image.convert("RGB").save(target, optimize=True)
    print(f"==> {target}: {target.stat().st_size / 1000:.0f} kB", flush=True)
