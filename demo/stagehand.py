"""Perform a play: do what its acts say, and see whether what is expected comes true."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any

from simulator.events import HouseEvent
from simulator.house import House
from simulator.scenario import read_command

from .client import Client
from .entities import Entities
from .play import Act, Expectation, Play, judged
from .states import States
from .truth import Truth
from .verdict import Finding

LOOK = 0.5
"""How often is looked whether something has come true (s)."""

type Lookup = Callable[[Expectation], tuple[str | float, float | None]]
"""Returns what is found, and the truth it has to be like."""


class Stagehand:
    """Does what the acts of a play ask for, in the house and in Home Assistant."""

    def __init__(self, play: Play, house: House, client: Client, entities: Entities, states: States) -> None:
        """Take everything that takes part."""
        self._play = play
        self._house = house
        self._client = client
        self._entities = entities
        self._states = states
        self._truth = Truth(house)

    async def perform(self) -> list[Finding]:
        """Perform all acts in turn and return what was found."""
        findings: list[Finding] = []
        for act in self._play.acts:
            print(f"==> {act.say}", flush=True)
            findings.append(summed_up(act.say, await self._perform(act)))
        return findings

    async def _perform(self, act: Act) -> list[Finding]:
        """Do what an act says, then wait for everything it expects, side by side; tell each as it was found."""
        for order in act.do:
            await self._do(order)
        findings = await watch(act.expect, self._look)
        for finding in findings:
            print(f"    {'ok  ' if finding.holds else 'FAIL'}  {finding.text}", flush=True)
        return findings

    async def _do(self, order: Mapping[str, Any]) -> None:
        """Call a service as a user would, or let something happen in the house."""
        if "event" in order:
            event = read_command("event", order["event"], self._house.scenario.house)
            assert isinstance(event, HouseEvent)
            self._house.happen(event)
            return
        device, _, key = order["on"].partition(".")
        entity = self._entities(device, key, order["call"].partition(".")[0])
        await self._client.call(order["call"], entity, **order.get("data", {}))

    def _look(self, expectation: Expectation) -> tuple[str | float, float | None]:
        """Return what is, and what it has to be like."""
        like = None if expectation.like is None else self._truth(expectation.like)
        if not expectation.state:
            return self._truth(expectation.what), like
        device, _, key = expectation.what.partition(".")
        return self._states[self._entities(device, key)], like


def summed_up(what: str, findings: Sequence[Finding]) -> Finding:
    """Return one finding for many; its details are those that do not hold, or how many do."""
    failed = tuple(finding.text for finding in findings if not finding.holds)
    return Finding(not failed, what, failed or (f"{len(findings)} of {len(findings)} as expected",))


async def watch(expectations: Sequence[Expectation], look: Lookup) -> list[Finding]:
    """Wait until each expectation has come true, or its time is over; they are watched side by side."""
    return list(await asyncio.gather(*(_watch(expectation, look) for expectation in expectations)))


async def _watch(expectation: Expectation, look: Lookup) -> Finding:
    """Wait for one. It has come true once it was so without a break for as long as it has to stay."""
    began = monotonic()
    since: float | None = None
    while True:
        elapsed = monotonic() - began
        try:
            found, truth = look(expectation)
            holds = expectation.holds(found, truth)
        except LookupError as error:
            found, truth, holds = str(error), None, False
        if not holds:
            since = None
        elif since is None:
            since = elapsed
        if since is not None and elapsed - since >= expectation.during:
            return judged(expectation, since=since, found=found, truth=truth)
        if since is None and elapsed >= expectation.within:
            return judged(expectation, since=None, found=found, truth=truth)
        await asyncio.sleep(LOOK)


async def look_afterwards(play: Play, house: House) -> list[Finding]:
    """Return how Home Assistant left the house."""
    truth = Truth(house)
    found = await watch(play.left, lambda expectation: (truth(expectation.what), None))
    return [Finding(finding.holds, f"after Home Assistant stopped, {finding.text}") for finding in found]
