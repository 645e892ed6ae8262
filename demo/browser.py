"""A real browser that looks at the demo's Home Assistant, and remembers what its console complained of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import shutil
from typing import Any, Final, Literal

from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from .home_assistant import TIME_ZONE, URL
from .screenshot import CHROMIUM, FLAGS, BrowserError

type Scheme = Literal["light", "dark"]

PATIENCE: Final = 30_000
"""How long something may take to appear (ms)."""

DEEP: Final = """
window.overshotDeep = function* (root = document) {
  for (const element of root.querySelectorAll("*")) {
    yield element;
    if (element.shadowRoot) yield* window.overshotDeep(element.shadowRoot);
  }
};
window.overshotCards = () => [...window.overshotDeep()].filter((it) => /^overshot-.*-card$/.test(it.localName));
"""
"""Finds elements through all shadows, for what playwright's own locators do not do."""

DRAWN: Final = """
() => {
  const cards = window.overshotCards();
  return cards.length > 0 && cards.every((it) => it.shadowRoot?.querySelector("ha-card:not([aria-busy])"));
}
"""


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start Chromium, and close it again. Raises `BrowserError` where there is none."""
    executable = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if executable is None:
        raise BrowserError("there is no Chromium on this machine; script/setup browser fetches one")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


class Window:
    """A window of the browser, signed in as whoever sits at this machine is."""

    def __init__(self, page: Page) -> None:
        """Listen to what the console says."""
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        """Keep errors."""
        if message.type == "error":
            self.complaints.append(f"{self.page.url}: {message.text[:300]}")

    async def show(self, path: str) -> None:
        """Open a page and wait until all our cards on it have drawn. Raises playwright's `TimeoutError`."""
        await self.page.goto(URL + path)
        await self.page.wait_for_function(DRAWN, timeout=PATIENCE)
        await self.page.wait_for_timeout(1500)

    async def ask(self, script: str, argument: Any = None) -> Any:
        """Return what a script in the page answers."""
        return await self.page.evaluate(script, argument)


@asynccontextmanager
async def open_window(browser: Browser, scheme: Scheme, width: int, height: int) -> AsyncIterator[Window]:
    """Open a window of a size with a theme, and close it again."""
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale="en-GB",
        timezone_id=TIME_ZONE,
        has_touch=width < 600,
        accept_downloads=True,
    )
    try:
        # The sidebar folded to its icons, as a user would to see more.
        await context.add_init_script("localStorage.setItem('dockedSidebar', '\"auto\"')")
        await context.add_init_script(DEEP)
        yield Window(await context.new_page())
    finally:
        await context.close()
