"""Perform the play of a house other than the morning's: found, read, steered, and released."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic

from simulator.house import House

from .acts import CAR_RESPONSE, log_finding, stop_finding, tell
from .add_site import add_device, add_site
from .bridge import EntityBridge
from .client import Client
from .entities import Entities
from .home_assistant import URL, HomeAssistant
from .play import Play
from .stage import beside
from .stagehand import Stagehand, look_afterwards
from .states import States
from .verdict import Finding

REGISTRY_PATIENCE = 30.0
"""How long the entities that a play speaks of may take to appear (s)."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """Everything that runs."""

    home_assistant: HomeAssistant
    client: Client
    entities: Entities
    states: States
    found: list[Finding]


async def perform(play: Play, port_base: int | None, *, keep: bool, judge: bool) -> bool:
    """Set a house up and perform its play; without `judge` stay, until Ctrl-C. Return whether all was as expected."""
    ports = {} if port_base is None else {spec.id: port_base + n for n, spec in enumerate(play.scenario.house.devices)}
    async with House(play.scenario, follow_scenario=not judge, ports=ports) as house:
        began = monotonic()
        async with _set_scene(play, house, keep=keep) as scene:
            print(f"==> Ready after {monotonic() - began:.0f} s", flush=True)
            if not judge:
                print(
                    f"\n  Home Assistant  {URL}\n\n  No login is needed on this machine; Ctrl-C ends the demo.",
                    flush=True,
                )
                await asyncio.Event().wait()
            acts = await Stagehand(play, house, scene.client, scene.entities, scene.states).perform()
            print("==> Stopping Home Assistant", flush=True)
            orderly = await scene.home_assistant.stop()
            await asyncio.sleep(CAR_RESPONSE)
            left = await look_afterwards(play, house)
            findings = [*scene.found, *acts, *left, stop_finding(orderly), log_finding(scene.home_assistant)]
            tell(findings, monotonic() - began)
            return all(finding.holds for finding in findings)


@asynccontextmanager
async def _set_scene(play: Play, house: House, *, keep: bool) -> AsyncIterator[_Scene]:
    """Start Home Assistant, and add the house as a user would."""
    async with beside(house.ports, keep=keep, configuration=play.configuration) as (home_assistant, client):
        states = States()
        await states.follow(client)
        async with EntityBridge(play.bridge, house, client, states):
            site = await add_site(client, house.ports, play.answers)
            for entry in play.add:
                print(f"==> Adding {entry['as']}", flush=True)
                await add_device(client, site, house.ports, entry)
            names = set(site.names.values())
            found = [
                Finding(device in names, f"the search found {device}" if device in names else f"{device} was not found")
                for device in play.found
            ]
            entities = await _entities(play, client, site.entry_id, site.names)
            yield _Scene(home_assistant, client, entities, states, found)


async def _entities(play: Play, client: Client, entry_id: str, names: dict[str, str]) -> Entities:
    """Return the entities of the site once those are there that the play speaks of, or its patience is over."""
    deadline = monotonic() + REGISTRY_PATIENCE
    while True:
        entities = await Entities.load(client, entry_id, names)
        missing = [name for name in play.entities() if tuple(name.split(".", 1)) not in entities.by_key]
        if missing and monotonic() > deadline:
            print(f"    not there: {', '.join(missing)}", flush=True)
        if not missing or monotonic() > deadline:
            return entities
        await asyncio.sleep(0.5)
