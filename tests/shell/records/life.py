"""A process that lives on with a station's sessions, from what the records tell, until somebody kills it.

The station's true life is in a file beside the records: it goes on whoever follows it. Run as
`python -m tests.shell.records.life RECORDS WORLD`.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
import json
from pathlib import Path
import sys

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.ledger.sessions.memory import SessionsMemory
from custom_components.overshot.core.model import VehicleState
from custom_components.overshot.records.database import Batch, Database
from tests.core.ledger.sessions.station import START, Station

MEMORY = "sessions"
MINUTE = 60.0
STAY, AWAY = 47, 13
"""Minutes with and without a car."""


@dataclass
class World:
    """What really is."""

    path: Path

    def read(self) -> Station:
        """Return the station as it is now."""
        station = Station(interval=5.0)
        lines = self.path.read_text().splitlines(keepends=True) if self.path.exists() else []
        # Whoever was killed while he noted it did not live that minute.
        if whole := [line for line in lines if line.endswith("]\n")]:
            moment, station.meter, station.given, vehicle, station.power = json.loads(whole[-1])
            station.now, station.vehicle = datetime.fromisoformat(moment), VehicleState(vehicle)
        return station

    def write(self, station: Station) -> None:
        """Note how the station is."""
        state = [station.now.isoformat(), station.meter, station.given, station.vehicle.value, station.power]
        with self.path.open("a") as file:
            file.write(f"\n{json.dumps(state)}\n" if self._cut() else f"{json.dumps(state)}\n")

    def _cut(self) -> bool:
        """Whether the last line was cut short."""
        return self.path.exists() and not self.path.read_text().endswith("\n")


def drive(station: Station) -> None:
    """Let a car come or go, if its time has come."""
    minute = round((station.now - START) / timedelta(minutes=1)) % (STAY + AWAY)
    if minute == AWAY and not station.vehicle.connected:
        station.plug()
    elif minute == 0 and station.vehicle.connected:
        station.unplug()


async def live(records: Path, world: World) -> None:
    """Follow the station, and write each minute."""
    database = Database(records)
    await database.async_open()
    station = world.read()
    kept = await database.async_meta(MEMORY)
    station.memory = from_plain(SessionsMemory, json.loads(kept) if kept else {})
    station.look()
    while True:
        drive(station)
        station.watch(MINUTE)
        world.write(station)
        memory = json.dumps(to_plain(station.memory))
        await database.async_write(Batch(sessions=station.sessions, meta={MEMORY: memory}))
        station.write()
        station.kept.clear()
        sys.stdout.write(f"{station.now.isoformat()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), World(Path(sys.argv[2]))))
