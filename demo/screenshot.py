"""Look at Home Assistant with a real browser, and keep what it shows."""

from pathlib import Path
import shutil

from playwright.async_api import async_playwright

from .home_assistant import TIME_ZONE

SIZE = (1280, 900)
FIRST_PAINT = 60_000
"""How long the page may take until it shows something (ms)."""

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


class BrowserError(RuntimeError):
    """There is no browser, or it shows nothing."""


async def take_screenshot(url: str, target: Path, *, wait_for: str, settle: float = 12.0) -> None:
    """Open `url`, wait until `wait_for` stands on the page and `settle` seconds more, and save it as PNG.

    Raises `BrowserError` where there is no Chromium.
    """
    executable = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        try:
            width, height = SIZE
            context = await browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="light",
                locale="en-GB",
                timezone_id=TIME_ZONE,
            )
            # The sidebar folded to its icons, as a user would to see more.
            await context.add_init_script("localStorage.setItem('dockedSidebar', '\"auto\"')")
            page = await context.new_page()
            await page.goto(url)
            await page.get_by_text(wait_for, exact=True).first.wait_for(timeout=FIRST_PAINT)
            await page.wait_for_timeout(settle * 1000)
            target.parent.mkdir(parents=True, exist_ok=True)
            await page.screenshot(path=target)
        finally:
            await browser.close()
