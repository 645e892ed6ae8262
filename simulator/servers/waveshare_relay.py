"""A Waveshare relay board, whose first two relays are the SG-Ready contacts of the house's heat pump.

Source: Waveshare's wiki "Modbus RTU Relay", protocol V2: coils 0 to 7, FC01, FC05 and FC15, RTU framing. Inferred: the
relays keep their state when nobody writes any more, and lose it with their supply.
"""

import asyncio
from functools import partial

from ..faults import FaultBoard
from ..world import World
from .modbus import ModbusServer
from .registers import WRITE_COILS, Coil, RegisterBank

UNIT = 1
RELAYS = 8
SG1, SG2 = 0, 1


class WaveshareRelayServer(ModbusServer):
    """The board `name`. Raises ValueError where the house has no heat pump."""

    def __init__(
        self,
        world: World,
        name: str,
        faults: FaultBoard,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        rtu: bool = True,
        takes_many: bool = True,
    ) -> None:
        """Prepare; nothing listens before `start`. Some boards do not know FC15: `takes_many` is false."""
        if world.heat_pump is None:
            raise ValueError("the house has no heat pump to switch")
        self._heat_pump = world.heat_pump
        self._relays = [False] * RELAYS
        self.seen = [self._heat_pump.state]
        """Every state the heat pump saw after an order, in turn."""
        coils = [
            Coil(address=number, read=partial(self._relays.__getitem__, number), write=partial(self._switch, number))
            for number in range(RELAYS)
        ]
        functions = frozenset({WRITE_COILS}) if takes_many else frozenset[int]()
        bank = RegisterBank(UNIT, (), coils=coils, write_functions=functions)
        super().__init__(name, (bank,), faults, host, port, rtu=rtu)

    def lose_power(self) -> None:
        """Lose the supply for a moment: every relay drops."""
        self._relays[:] = [False] * RELAYS
        self._look()

    def _switch(self, number: int, value: bool) -> None:
        self._relays[number] = value
        # Once the whole order is carried out: relays of one write move together.
        asyncio.get_running_loop().call_soon(self._look)

    def _look(self) -> None:
        """Let the heat pump see the contacts."""
        self._heat_pump.close_contacts(self._relays[SG1], self._relays[SG2])
        if self.seen[-1] is not self._heat_pump.state:
            self.seen.append(self._heat_pump.state)
