"""What is played on the stage: a morning that is judged, a house to look at, a picture of it."""

import asyncio
from pathlib import Path
from time import monotonic

from simulator.events import SetMode

from .add_site import DERATING, FALLBACK_CURRENT, FUSE
from .books import judge_books
from .dashboard import PATH, PLAN
from .home_assistant import URL, HomeAssistant
from .house import Happening, MorningHouse
from .morning import Morning
from .plan import follow_plan, follow_rules, judge_plan
from .stage import HOLD_TIME, Stage
from .verdict import Finding, Rules, judge, left_safe

RULES = Rules(
    car_minimum=3 * 230 * 6.0,
    hold_time=HOLD_TIME * 60,
    limit=FUSE * DERATING / 100,
    fallback=float(FALLBACK_CURRENT),
)

CAR_RESPONSE = 8.0
"""A car follows its station within 2 to 6 s; after so long it has (s)."""

STEADY = 6
"""After so many seconds on surplus the battery has made room and the grid stands near zero."""


async def check(stage: Stage) -> bool:
    """Live through a morning, stop Home Assistant, and return whether the house was kept well."""
    house = stage.house
    scale, lasts = house.scenario.time_scale, house.scenario.duration
    began = monotonic()
    print("==> Planning with the prices of today and tomorrow, and looking at last month", flush=True)
    planned = await judge_plan(stage.client, stage.entities, stage.states)
    planned += await judge_books(stage.client, stage.entry_id)
    for finding in planned:
        print(f"    {'ok  ' if finding.holds else 'FAIL'}  {finding.text}", flush=True)
    # What the plan does depends on the hour; the morning is judged by the rules, at any hour.
    await follow_rules(stage.client, stage.entities)
    print(
        f"==> {house.scenario.name}: weather and events run {scale:.0f} times faster, {lasts:.0f} s in all. Telegrams,"
        f" car, battery, fuse and\n    controller live in real seconds. The controller is the one users run; its hold"
        f" time was set to {HOLD_TIME * 60:.0f} s with its\n    own number entity, as a user could.",
        flush=True,
    )
    morning = Morning(house, stage.told, table=True)
    await _live_as_user(stage, morning)

    print("==> Stopping Home Assistant", flush=True)
    orderly = await stage.home_assistant.stop()
    await asyncio.sleep(CAR_RESPONSE)
    station = house.station
    findings = [
        *planned,
        *judge(morning.samples, RULES),
        left_safe(station.setpoint, max(station.currents), RULES),
        stop_finding(orderly),
        log_finding(stage.home_assistant),
    ]
    tell(findings, monotonic() - began)
    return all(finding.holds for finding in findings)


def stop_finding(orderly: bool) -> Finding:
    """Return how Home Assistant went."""
    return Finding(orderly, f"Home Assistant stopped {'in' if orderly else 'not in'} good order")


def log_finding(home_assistant: HomeAssistant) -> Finding:
    """Return whether the integration complained in Home Assistant's log."""
    complaints = home_assistant.complaints()
    return Finding(
        not complaints,
        "no warning and no error of the integration in the log of Home Assistant",
        tuple(complaints[:10]),
    )


async def stay(stage: Stage) -> None:
    """Let the user look, one morning after the other, until Ctrl-C; the battery follows the plan."""
    await follow_plan(stage.client, stage.entities)
    print(
        f"\n  Dashboard        {URL}/{PATH}\n  The plan         {URL}/{PATH}/{PLAN}\n  The integration  {URL}/config/integrations/integration/overshot"
        f"\n  Energy           {URL}/energy/now  (Home Assistant draws its first statistics after 5 minutes)\n\n  No login is needed on this machine. A morning of"
        f" {stage.house.scenario.duration:.0f} s repeats itself; Ctrl-C ends the demo.\n",
        flush=True,
    )
    while True:
        await Morning(stage.house, stage.told, table=False).live()


async def newcomer(house: MorningHouse) -> None:
    """Let the user add the house by hand, one morning after the other, until Ctrl-C."""
    ports = dict(house.ports)
    p1 = ports.pop("p1")
    print(
        f"\n  Home Assistant   {URL}  (no login is needed on this machine)\n\n  Add the integration *Overshot* yourself, as docs/first-evening.md"
        f" tells. When it asks:\n    P1 over the network   host 127.0.0.1, port {p1}\n    Search the network    where: 127.0.0.1/32, and"
        f" under More options the Modbus ports: {', '.join(map(str, ports.values()))}\n\n  A morning of {house.scenario.duration:.0f} s repeats"
        " itself; a car arrives in its first minute. Ctrl-C ends the demo.\n",
        flush=True,
    )
    await _empty_mornings(house)


async def arrive(house: MorningHouse, home_assistant: HomeAssistant) -> bool:
    """Let a newcomer add the house with a browser while mornings pass, and return whether a car came to charge on the sun.

    Raises `BrowserError` without a browser.
    """
    # Only there in an environment with a browser.
    from .newcomer import first_evening  # noqa: PLC0415

    began = monotonic()
    morning = asyncio.create_task(_empty_mornings(house))
    try:
        findings = [*await first_evening(house), log_finding(home_assistant)]
    finally:
        morning.cancel()
        await asyncio.gather(morning, return_exceptions=True)
    tell(findings, monotonic() - began, "The newcomer's house")
    return all(finding.holds for finding in findings)


async def pictures(stage: Stage, folder: Path) -> None:
    """Take the pictures of the docs into a folder while the car charges on surplus.

    Raises `BrowserError` without a browser.
    """
    # Only there in an environment with a browser.
    from .pictures import take_pictures  # noqa: PLC0415

    house = stage.house

    async def good_light() -> None:
        """Wait until the car has charged on the sun for some seconds; what the plan does depends on the hour."""
        await follow_rules(stage.client, stage.entities)
        print("==> Waiting for good light", flush=True)
        steady = 0
        while steady < STEADY:
            await asyncio.sleep(1)
            good = house.station.power > RULES.car_minimum / 2 and abs(house.world.grid.power) < RULES.balance
            steady = steady + 1 if good else 0
        print(f"==> Taking pictures: {', '.join(stage.told())}", flush=True)

    await follow_plan(stage.client, stage.entities)
    morning = asyncio.create_task(_mornings(stage))
    try:
        await take_pictures(folder, good_light)
    finally:
        morning.cancel()
        await asyncio.gather(morning, return_exceptions=True)


async def look_around(stage: Stage, folder: Path) -> bool:
    """Use the dashboard with a browser while mornings pass, and return whether all was well; pictures go to `folder`.

    Raises `BrowserError` without a browser.
    """
    # Only there in an environment with a browser.
    from .browse import browse  # noqa: PLC0415

    began = monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    await follow_plan(stage.client, stage.entities)
    morning = asyncio.create_task(_mornings(stage))
    try:
        findings = [*await browse(stage, folder), log_finding(stage.home_assistant)]
    finally:
        morning.cancel()
        await asyncio.gather(morning, return_exceptions=True)
    tell(findings, monotonic() - began, "The dashboard")
    return all(finding.holds for finding in findings)


async def _empty_mornings(house: MorningHouse) -> None:
    """Live one morning after the other, beside a Home Assistant that may know nothing of it."""
    while True:
        await Morning(house, lambda: ("", ""), table=False).live()


async def _mornings(stage: Stage) -> None:
    """Live one morning after the other."""
    while True:
        await Morning(stage.house, stage.told, table=False).live()


async def _live_as_user(stage: Stage, morning: Morning) -> None:
    """Live a morning, and do in Home Assistant what the user of the scenario does."""
    async with asyncio.TaskGroup() as tasks:

        def happens(happening: Happening) -> None:
            morning.note(happening)
            if isinstance(happening, SetMode):
                tasks.create_task(stage.choose(happening.mode.value))

        stage.house.on_happening = happens
        await morning.live()


def tell(findings: list[Finding], seconds: float, what: str = "The house") -> None:
    """Print the verdict on `what`."""
    print("\nVerdict")
    for finding in findings:
        print(f"  {'ok  ' if finding.holds else 'FAIL'}  {finding.text}")
        for detail in finding.details:
            print(f"          {detail}")
    well = all(finding.holds for finding in findings)
    print(
        f"\n{f'{what} was kept well' if well else f'{what} WAS NOT KEPT WELL'.upper()} ({seconds:.0f} s).", flush=True
    )
