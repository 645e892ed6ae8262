"""Stand between the house and Home Assistant as another integration would: entities show the house, and it obeys others.

What they show is written through Home Assistant's REST API; what the house obeys are helpers of its configuration.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, override

from simulator.battery import EmsMode
from simulator.house import House

from .background import Background
from .client import Client
from .play import Bridge, Shown
from .states import States
from .truth import Truth

PACE: Final = 1.0
"""How often the entities are brought up to date (s)."""

BATTERY_MODES: Final[Mapping[str, EmsMode]] = {
    "automatic": EmsMode.AUTO,
    "hold": EmsMode.BATTERY_STANDBY,
    "charge": EmsMode.CHARGE_BATTERY,
    "discharge": EmsMode.DISCHARGE_BATTERY,
}


class EntityBridge(Background):
    """Where a play has no such entities, it does nothing."""

    def __init__(self, bridge: Bridge, house: House, client: Client, states: States) -> None:
        """Take what is shown, and what obeys."""
        self._shows = bridge.shows
        self._obeys = bridge.obeys
        self._house = house
        self._client = client
        self._states = states
        self._truth = Truth(house)

    @override
    async def _begin(self) -> bool:
        """Show the house once, then keep pace with it."""
        if self._shows:
            await self._show()
        for helper in self._obeys:
            self._states.watch(helper, partial(self._obey, helper))
        return bool(self._shows)

    @override
    async def _run(self) -> None:
        """Keep pace until Home Assistant hangs up."""
        while True:
            await asyncio.sleep(PACE)
            await self._show()

    async def _show(self) -> None:
        """Write every state; one that has not changed too, so that it is seen to be alive."""
        await asyncio.gather(*(self._write(entity, it) for entity, it in self._shows.items()))

    async def _write(self, entity: str, it: Shown) -> None:
        """Write one state."""
        value = self._truth.raw(it.truth)
        state = ("on" if value else "off") if isinstance(value, bool) else value
        shown = round(state, 3) if isinstance(state, float) else state
        attributes = {"friendly_name": it.name, **it.attributes}
        await self._client.post(f"/api/states/{entity}", state=str(shown), attributes=attributes)

    def _obey(self, helper: str, state: str) -> None:
        """Let the house follow a helper."""
        what, _, key = self._obeys[helper].rpartition(".")
        orders: Mapping[str, Callable[[str, str], None]] = {"battery": self._battery, "heat_pump": self._heat_pump}
        if what in orders:
            orders[what](key, state)
        else:
            self._station(what.removeprefix("stations."), key, state)

    def _station(self, id_: str, key: str, state: str) -> None:
        """Let a charging station follow."""
        station = self._house.world.stations[id_]
        if key == "setpoint":
            station.setpoint = float(state)
        elif key == "available":
            station.available = state == "on"
        else:
            raise LookupError(f"a station follows no {key}")

    def _battery(self, key: str, state: str) -> None:
        """Let the battery follow: `mode` or `set_power` (W)."""
        battery = self._house.world.battery
        assert battery is not None
        if key == "mode":
            battery.command(BATTERY_MODES[state], battery.set_power)
        else:
            battery.command(battery.mode, float(state))

    def _heat_pump(self, key: str, state: str) -> None:
        """Let the heat pump follow: `sg1` or `sg2`."""
        pump = self._house.world.heat_pump
        assert pump is not None
        sg1, sg2 = pump.contacts
        closed = state == "on"
        pump.close_contacts(*((closed, sg2) if key == "sg1" else (sg1, closed)))
