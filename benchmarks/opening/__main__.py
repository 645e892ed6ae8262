"""Open the dashboard again and again in the demo's Home Assistant, and print what that cost its event loop as JSON.

Each round is a stretch of time in which the house lives as always, and another just as long in which a client also asks
all that the dashboard's views ask when they open. The stretches take turns in coming first. The client is a process of
its own: what it does is not measured.
"""

import asyncio
from contextlib import redirect_stdout
import json
from pathlib import Path
import sys
from typing import Any, Final

from demo.client import Client
from demo.stage import Stage, set_stage

STRETCH: Final = 2.0
"""So long everything has been asked and answered (s)."""

QUIET: Final = 20.0
"""After the site was set up, Home Assistant has done what it still had to do (s)."""

TICKER: Final = Path(__file__).parent / "event_loop_ticker"

Measured = dict[str, float]


async def measure(rounds: int) -> list[dict[str, Measured]]:
    """Return what each round measured, `idle` and `opening`."""
    async with set_stage(None, keep=False, also=(TICKER,)) as stage, Client() as visitor:
        await visitor.sign_in_as(stage.client)
        await asyncio.sleep(QUIET)
        found: list[dict[str, Measured]] = []
        for number in range(rounds + 1):
            order = ("idle", "opening") if number % 2 else ("opening", "idle")
            found.append({kind: await _stretch(stage, visitor, opening=kind == "opening") for kind in order})
    # The first one finds caches empty; it is told apart.
    return found


async def _stretch(stage: Stage, visitor: Client, *, opening: bool) -> Measured:
    """Measure a stretch of time."""
    await stage.client.command("event_loop_ticker/start")
    loop = asyncio.get_running_loop()
    ends = loop.time() + STRETCH
    if opening:
        await _open(visitor, stage.entry_id)
    answered = loop.time() - ends + STRETCH
    await asyncio.sleep(max(0.0, ends - loop.time()))
    told: Measured = await stage.client.command("event_loop_ticker/stop")
    return {**told, "answered_ms": 1000 * answered if opening else 0.0}


async def _open(client: Client, entry_id: str) -> None:
    """Ask what the views ask: first which sites there are, and then all the rest at once."""
    (site,) = (await client.command("overshot/dashboard"))["sites"]
    assert site["entry_id"] == entry_id
    here = {"config_entry_id": entry_id}

    async def service(name: str) -> Any:
        return await client.command(
            "call_service", domain="overshot", service=name, service_data=here, return_response=True
        )

    live = asyncio.create_task(client.listen(lambda _: None, "overshot/live", **here))
    await asyncio.gather(
        live,
        *(service(name) for name in ("get_plan", "get_forecast", "get_prices")),
        client.command("overshot/plan/past", **here),
        client.command("overshot/energy/peaks", **here),
        client.command("overshot/energy/report", period="day", **here),
        client.command(
            "overshot/sessions/list", period="last_month", sort="started", descending=True, limit=500, **here
        ),
    )


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):
        measured = asyncio.run(measure(int(sys.argv[1])))
    print(json.dumps(measured))
