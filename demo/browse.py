"""Walk through the dashboard as a user would, in both themes, on a phone and at a desk, and judge what shows."""

import asyncio
from collections.abc import Callable, Sequence
import csv
from io import StringIO
import json
from pathlib import Path
from time import monotonic
from typing import Any, Final

from playwright.async_api import Browser, Error, Page

from .browser import PATIENCE, Scheme, Window, open_browser, open_window
from .home_assistant import URL
from .stage import Stage
from .verdict import Finding

VIEWS: Final = ("now", "charging", "plan", "history", "peaks", "devices")
CARDS: Final[dict[str, tuple[str, ...]]] = {
    "now": ("flow", "charge-point", "peak", "plan"),
    "charging": ("charge-point", "sessions"),
    "plan": ("plan",),
    "history": ("history",),
    "peaks": ("peak",),
    "devices": ("devices",),
}
"""What must show in each view."""

SIZES: Final[tuple[tuple[str, int, int], ...]] = (("phone", 390, 844), ("desktop", 1440, 900))
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")

STEP: Final = 180.0
"""A step may take so long (s)."""

AWAITED: Final = 40.0
"""What the house does after a tap may take so long (s)."""

BOOSTED: Final = 10.0
"""With so much (A) a car charges faster than the sun gives."""

AXE: Final = Path(__file__).parent.parent / "frontend/node_modules/axe-core/axe.min.js"

DASHBOARD: Final = "dashboard-overshot"
"""Where the dashboard is that *Add dashboard* makes."""

LOOK: Final = """
() => ({
  cards: window.overshotCards().map((it) => it.localName.slice(9, -5)),
  broken: [...window.overshotDeep()].filter((it) => it.localName === "hui-error-card" || it.localName === "hui-warning").length,
  wide: window.overshotCards().filter((it) => it.getBoundingClientRect().right > innerWidth + 1).map((it) => it.localName),
})
"""

JUDGE: Final = """
async () => {
  const found = [];
  for (const card of window.overshotCards()) {
    const result = await axe.run(card, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa"], resultTypes: ["violations"] });
    for (const it of result.violations.filter((it) => it.impact === "serious" || it.impact === "critical")) {
      found.push(`${card.localName}: ${it.id}: ${it.nodes.map((node) => node.html.slice(0, 90)).slice(0, 3).join(" | ")}`);
    }
  }
  return found;
}
"""


async def browse(stage: Stage, folder: Path | None) -> list[Finding]:
    """Walk, and return what was found; pictures go to `folder`. Raises `BrowserError` without a browser."""
    found: list[Finding] = []
    async with open_browser() as browser:
        for step in (_add_dashboard, _choose_mode, _take_sessions):
            found += _said([await _tried(step, stage, browser)])
        for name, width, height in SIZES:
            for scheme in SCHEMES:
                found += _said(await _views(browser, name, scheme, width, height, folder))
    if folder is not None:
        told = [{"holds": it.holds, "text": it.text, "details": list(it.details)} for it in found]
        await asyncio.to_thread((folder / "findings.json").write_text, json.dumps(told, indent=2))
    return found


def _said(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Say what was found as it is found: the walk takes minutes."""
    for finding in findings:
        print(f"    {'ok  ' if finding.holds else 'FAIL'}  {finding.text}", flush=True)
    return findings


async def _tried(step: Any, stage: Stage, browser: Browser) -> Finding:
    """Return what a step found; one that gets stuck has failed."""
    try:
        async with asyncio.timeout(STEP), open_window(browser, "light", 1280, 900) as window:
            finding: Finding = await step(stage, window)
    except (Error, TimeoutError) as error:
        return Finding(
            False, f"{step.__name__.strip('_').replace('_', ' ')}: {(str(error) or 'took too long').splitlines()[0]}"
        )
    return finding


async def _add_dashboard(stage: Stage, window: Window) -> Finding:
    """Add the dashboard where Home Assistant offers it."""
    page = window.page
    await page.goto(f"{URL}/config/lovelace/dashboards")
    await page.get_by_role("button", name="Add dashboard").click(timeout=PATIENCE)
    await page.get_by_role("button", name="Overshot").last.click(timeout=PATIENCE)
    await page.get_by_role("button", name="Create").last.click(timeout=PATIENCE)
    await page.wait_for_timeout(2000)
    await window.show(f"/{DASHBOARD}/now")
    tabs = await page.get_by_role("tab").all_inner_texts()
    return Finding(
        [tab.strip().lower() for tab in tabs] == list(VIEWS),
        f"the dashboard was added in Home Assistant's own dialogue; its views: {', '.join(tab.strip() for tab in tabs)}",
    )


async def _choose_mode(stage: Stage, window: Window) -> Finding:
    """Choose modes on the card, and see the simulated station follow."""
    page, station = window.page, stage.house.station
    await _until(lambda: station.car is not None)
    await window.show(f"/{DASHBOARD}/charging")
    await page.get_by_role("radio", name="Boost").click(timeout=PATIENCE)
    boosted = await _until(lambda: station.setpoint >= BOOSTED)
    await page.get_by_role("radio", name="Off").click(timeout=PATIENCE)
    off = await _until(lambda: station.setpoint == 0)
    chosen = await page.get_by_role("radio", name="Off").get_attribute("aria-checked")
    await page.get_by_role("radio", name="PV surplus", exact=True).click(timeout=PATIENCE)
    back = await _until(lambda: stage.told()[0] == "pv_surplus")
    return Finding(
        boosted and off and back and chosen == "true",
        f"taps on the card: the station {'went' if boosted else 'did not go'} up with Boost, and"
        f" {'down' if off else 'not down'} with Off",
        (f"the setpoint is {station.setpoint:g} A, the card shows Off: {chosen}",),
    )


async def _until(holds: Callable[[], bool]) -> bool:
    """Wait until something holds, and return whether it came to that."""
    deadline = monotonic() + AWAITED
    while not holds() and monotonic() < deadline:
        await asyncio.sleep(0.2)
    return holds()


async def _take_sessions(stage: Stage, window: Window) -> Finding:
    """Filter the sessions, unfold one, and take them along."""
    page = window.page
    await window.show(f"/{DASHBOARD}/charging")
    await page.get_by_label("Period").select_option("last_month")
    await page.wait_for_timeout(1500)
    count = await _count(page)
    await page.locator("overshot-sessions-card tbody button.unfold").first.click()
    details = await page.locator("overshot-sessions-card dl.details dt").count()
    async with page.expect_download() as waiting:
        await page.get_by_role("button", name="Download").click()
    download = await waiting.value
    text = await asyncio.to_thread((await download.path()).read_text, "utf-8-sig")
    lines = [line for line in csv.reader(StringIO(text), delimiter=";" if ";" in text else ",") if any(line)]
    await page.get_by_label("Status").select_option("running")
    await page.wait_for_timeout(1500)
    running = await _count(page)
    return Finding(
        count > 0 and details > 5 and len(lines) > count and running <= 1,
        f"last month has {count} sessions, one unfolds, {download.suggested_filename} has {len(lines)} lines",
        (f"{running} sessions run", f"{details} details"),
    )


async def _count(page: Page) -> int:
    """Return how many sessions the card counts."""
    return int(await page.locator("overshot-sessions-card dl.totals dd").first.inner_text())


async def _views(
    browser: Browser, name: str, scheme: Scheme, width: int, height: int, folder: Path | None
) -> Sequence[Finding]:
    """Open every view, and return whether all is there, nothing is too wide, and nobody complains."""
    found: list[Finding] = []
    amiss: list[str] = []
    async with open_window(browser, scheme, width, height) as window:
        await window.page.goto(URL)
        for view in VIEWS:
            try:
                await window.show(f"/{DASHBOARD}/{view}")
                seen = await window.ask(LOOK)
                missing = [card for card in CARDS[view] if card not in seen["cards"]]
                told = [f"no {card}" for card in missing] + [f"{card} is too wide" for card in seen["wide"]]
                if seen["broken"]:
                    told.append(f"{seen['broken']} broken cards")
                amiss += [f"{view}: {it}" for it in (*told, *await _inaccessible(window))]
                if folder is not None:
                    await window.page.screenshot(path=folder / f"{view}-{name}-{scheme}.png")
            except Error as error:
                amiss.append(f"{view}: {str(error).splitlines()[0]}")
        found.append(Finding(not amiss, f"all views, {name}, {scheme}: complete, accessible", tuple(amiss)))
        found.append(
            Finding(not window.complaints, f"no error in the console, {name}, {scheme}", tuple(window.complaints))
        )
    return found


async def _inaccessible(window: Window) -> list[str]:
    """Return what axe finds serious in our cards; nothing where axe is not installed (script/frontend fetches it)."""
    if not await asyncio.to_thread(AXE.exists):
        return []
    await window.page.add_script_tag(path=AXE)
    found: list[str] = await window.ask(JUDGE)
    return found
