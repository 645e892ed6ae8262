"""Walk a newcomer's first evening with a browser: from an empty Home Assistant to a car that charges on surplus."""

import asyncio
from collections.abc import Mapping
import re
from time import monotonic
from typing import Final

from playwright.async_api import Error, Locator, Page

from .browser import open_browser, open_window
from .clicks import CLICKS, Click, Kind
from .home_assistant import URL
from .house import MorningHouse
from .verdict import Finding

GOAL: Final = 300.0
"""So long a newcomer may need (s): five minutes."""

PATIENCE: Final = 60_000
"""A label may take so long to appear on a busy machine (ms)."""

FIRST_PAINT: Final = 180_000
"""The very first page may take longer: the browser fetches Home Assistant's interface (ms)."""

GLANCE: Final = 400
"""Nobody clicks faster (ms)."""

LEAST: Final = 0.9 * 3 * 230 * 6
"""A car that draws so much charges (W)."""

BALANCED: Final = 250.0
"""With so little from the grid it charges on the sun (W)."""

STEADY: Final = 5
"""For so many seconds in a row."""


async def first_evening(house: MorningHouse) -> list[Finding]:
    """Click through docs/first-evening.md, and return what came of it. Raises `BrowserError` without a browser."""
    ports = dict(house.ports)
    told = {"p1": str(ports.pop("p1")), "ports": ", ".join(map(str, ports.values()))}
    async with open_browser() as browser, open_window(browser, "light", 1280, 900) as window:
        page = window.page
        page.set_default_timeout(PATIENCE)
        await page.goto(URL)
        await page.get_by_role("link", name="Settings").wait_for(timeout=FIRST_PAINT)
        began = monotonic()
        print("==> The first evening begins", flush=True)
        for number, click in enumerate(CLICKS):
            try:
                await _do(page, click, told)
            except Error as error:
                stuck = f"click {number + 1}, {click.kind} {click.label!r}: {str(error).splitlines()[0]}"
                return [Finding(False, "every label of docs/first-evening.md is there to be clicked", (stuck,))]
            print(f"    {monotonic() - began:5.0f} s  {click.kind:6}  {click.label}", flush=True)
        clicked = monotonic() - began
        on_sun = await _on_surplus(house, began + GOAL)
        took = monotonic() - began
        shown = (await page.locator("overshot-charge-point-card").first.inner_text()).splitlines()
        ours = [it for it in window.complaints if "overshot" in it.partition(": ")[2]]
    station = house.station
    return [
        Finding(True, f"{len(CLICKS)} steps of docs/first-evening.md were clicked in {clicked:.0f} s"),
        Finding(
            on_sun,
            f"a car charges on surplus {took:.0f} s after the first click"
            if on_sun
            else f"no car charged on surplus within {GOAL:.0f} s of the first click",
            (
                f"the car draws {station.power:.0f} W of {station.setpoint:g} A, the grid {house.world.grid.power:.0f} W",
                f"the card says: {' | '.join(it for it in shown if it)[:160]}",
            ),
        ),
        Finding(not ours, "no error of the integration in the browser's console", tuple(ours)),
    ]


async def _do(page: Page, click: Click, told: Mapping[str, str]) -> None:
    """Do one thing as a user would: look for its label, and use it. Raises playwright's `Error` where it is not there."""
    await page.wait_for_timeout(GLANCE)
    if click.kind is Kind.KEY:
        await _press(page, click.label)
        return
    place = _place(page, click)
    match click.kind:
        case Kind.AWAIT:
            await place.wait_for()
        case Kind.FILL:
            await place.fill(click.value.format(**told))
            await place.press("Tab")
        case _:
            await place.click()


async def _press(page: Page, key: str) -> None:
    """Press a key; F5 is the browser's, which a page's own keyboard does not reach."""
    if key == "F5":
        # The dialogue that was just closed goes back in the page's history, which would end a reload.
        await page.wait_for_timeout(5 * GLANCE)
        await page.reload(timeout=FIRST_PAINT)
    else:
        await page.keyboard.press(key)


def _place(page: Page, click: Click) -> Locator:
    """Return where a label is used. Home Assistant's dialogues come last in the page."""
    label = click.label
    begins = re.compile(rf"^{re.escape(label)}\b")
    match click.kind:
        case Kind.LINK:
            return page.get_by_role("link", name=begins).last
        case Kind.BUTTON:
            return page.get_by_role("button", name=label).last
        case Kind.ITEM:
            return page.locator("ha-list-item").filter(has=page.get_by_text(label, exact=True))
        case Kind.CHOICE:
            return page.get_by_role("menuitem", name=label, exact=True)
        case Kind.TICK:
            return page.locator("ha-checkbox, ha-formfield").filter(has_text=label).last
        case Kind.TAB:
            return page.get_by_role("tab", name=label)
        case Kind.RADIO:
            return page.get_by_role("radio", name=label, exact=True)
        case Kind.TILE:
            return page.locator("hui-tile-card").filter(has_text=label).get_by_role("button", name=begins).first
        case Kind.FILL if label == "Hold time":
            # In the dialogue of an entity its name stands beside the field, which has none.
            return page.locator("ha-more-info-dialog").get_by_role("spinbutton")
        case Kind.FILL:
            named = page.get_by_role("textbox", name=begins).or_(page.get_by_role("spinbutton", name=begins))
            return named.or_(page.get_by_placeholder(label)).last
        case _:
            return page.get_by_text(label, exact=True).last


async def _on_surplus(house: MorningHouse, deadline: float) -> bool:
    """Watch the house itself until its car has drawn the sun's power for some seconds; what is shown plays no part."""
    steady = 0
    while monotonic() < deadline:
        lives = house.station.power >= LEAST and abs(house.world.grid.power) <= BALANCED
        steady = steady + 1 if lives else 0
        if steady >= STEADY:
            return True
        await asyncio.sleep(1)
    return False
