"""Set the stage: a simulated house, a Home Assistant beside it, and the site added as a user would add it."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
import shutil
import tempfile
from time import monotonic

from .add_site import add_site
from .client import Client
from .dashboard import make_dashboard, set_energy_preferences
from .day_ahead import DayAhead
from .entities import CHARGE_POINT, INVERTER, SITE, Entities
from .home_assistant import HomeAssistant, StartError
from .house import MorningHouse
from .last_month import add_history, add_sessions, wait_for_history
from .plan import add_plan
from .states import States

HOLD_TIME = 0.5
"""Minutes. Five are recommended; a morning of four minutes needs a shorter one."""

ENTITIES_TIMEOUT = 60.0

AWAITED = (
    *((CHARGE_POINT, key) for key in ("hold_time", "control", "charging_mode")),
    (INVERTER, "control"),
    *((SITE, key) for key in ("import_price", "battery_strategy")),
)
"""What must show something before the site is ready."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that runs."""

    house: MorningHouse
    home_assistant: HomeAssistant
    client: Client
    entities: Entities
    states: States
    entry_id: str
    """Of the site."""

    def told(self) -> tuple[str, str]:
        """Return the charging mode and the reason that Home Assistant shows."""
        mode, reason = (self.entities(CHARGE_POINT, key) for key in ("charging_mode", "reason"))
        return self.states[mode], self.states[reason]

    async def choose(self, mode: str) -> None:
        """Choose a charging mode, as an automation of the user would."""
        await self.client.call("overshot.set_charging_mode", self.entities(CHARGE_POINT, "charging_mode"), mode=mode)


@asynccontextmanager
async def set_stage(port_base: int | None, *, keep: bool, also: Sequence[Path] = ()) -> AsyncIterator[Stage]:
    """Start everything, and stop it again; the folder of Home Assistant goes too, unless it is to be kept.

    `also` are folders of other integrations.
    """
    began = monotonic()
    async with (
        MorningHouse(port_base) as house,
        beside(house.ports, keep=keep, also=also) as (home_assistant, client),
        DayAhead(client),
    ):
        states = States()
        await states.follow(client)
        entry_id, entities = await _add(client, house, states)
        await make_dashboard(client)
        await set_energy_preferences(client, entities, entry_id)
        print(f"==> Ready after {monotonic() - began:.0f} s", flush=True)
        yield Stage(house, home_assistant, client, entities, states, entry_id)


@asynccontextmanager
async def set_empty_stage(port_base: int | None, *, keep: bool) -> AsyncIterator[tuple[MorningHouse, HomeAssistant]]:
    """Start the house and a Home Assistant that knows nothing of it, and stop them again."""
    async with (
        MorningHouse(port_base) as house,
        beside(house.ports, keep=keep) as (home_assistant, client),
        DayAhead(client),
    ):
        yield house, home_assistant


@asynccontextmanager
async def beside(
    ports: Mapping[str, int], *, keep: bool, configuration: str = "", also: Sequence[Path] = ()
) -> AsyncIterator[tuple[HomeAssistant, Client]]:
    """Start a Home Assistant beside a house that listens on `ports`, and sign in; stop it again."""
    folder = Path(tempfile.mkdtemp(prefix="overshot-demo-"))
    home_assistant = HomeAssistant(folder / "config", configuration, also)
    try:
        async with Client() as client:
            told = ", ".join(f"{name} {port}" for name, port in ports.items()) or "no port at all"
            print(f"==> The simulated house listens on 127.0.0.1: {told}", flush=True)
            print("==> Starting Home Assistant", flush=True)
            try:
                await home_assistant.start()
                await client.onboard()
                config = await client.command("get_config")
                if Path(config["config_dir"]) != home_assistant.folder:
                    raise StartError(f"another Home Assistant answers, that of {config['config_dir']}")
                print(f"==> Home Assistant {config['version']} runs", flush=True)
                yield home_assistant, client
            finally:
                await home_assistant.stop()
    finally:
        if keep:
            print(f"==> Home Assistant's folder is kept: {home_assistant.folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


async def _add(client: Client, house: MorningHouse, states: States) -> tuple[str, Entities]:
    """Add the site and what it plans with, hand the station over to Overshot, and shorten the hold time."""
    await add_history(client)
    print("==> Adding the site through the config flow", flush=True)
    site = await add_site(client, house.ports)
    await add_plan(client, site)
    entities = await _wait_for_entities(client, site.entry_id, states)
    await wait_for_history(client)
    await add_sessions(client)
    await client.call("number.set_value", entities(CHARGE_POINT, "hold_time"), value=HOLD_TIME)
    await client.call("overshot.set_control", entities(CHARGE_POINT, "control"), control="active")
    return site.entry_id, entities


async def _wait_for_entities(client: Client, entry_id: str, states: States) -> Entities:
    """Wait until the devices have told what they have. Raises `LookupError` naming what never came."""
    deadline = monotonic() + ENTITIES_TIMEOUT
    while True:
        entities = await Entities.load(client, entry_id)
        try:
            entities.check_complete()
            _check_heard(entities, states)
        except LookupError:
            if monotonic() > deadline:
                raise
            await asyncio.sleep(0.5)
        else:
            return entities


def _check_heard(entities: Entities, states: States) -> None:
    """Raise `LookupError` naming an entity that shows nothing: with each thing that is added the site loads again."""
    for kind, key in AWAITED:
        if states[entities(kind, key)] in ("unknown", "unavailable"):
            raise LookupError(f"{key} of the {kind} shows nothing")
