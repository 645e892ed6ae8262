"""Whatever moment a process is killed at: a minute is lost at most, and nothing is counted twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
import json
from pathlib import Path
from random import Random
import signal
import subprocess
import sys

import pytest

from custom_components.overshot.core.control.persistence import from_plain
from custom_components.overshot.core.ledger.sessions.memory import SessionsMemory
from custom_components.overshot.core.ledger.sessions.query import SessionQuery, SortKey
from custom_components.overshot.records.file import RecordFile
from tests.core.ledger.sessions.station import START

from .life import MEMORY, STAY, World

ROOT = Path(__file__).parents[3]
KILLS = 4


def lives(records: Path, world: Path, chance: Random) -> Iterator[datetime]:
    """Let processes live one after the other, and kill each; yield what the last one said it had written."""
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.shell.records.life", str(records), str(world)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(chance.randint(1, 150))]
            process.send_signal(signal.SIGKILL)
            said += process.stdout.readlines()
        # The last line may have been cut short by the kill; all before it were written.
        yield datetime.fromisoformat([line.strip() for line in said if line.endswith("\n")][-1])


@pytest.mark.timeout(240)
def test_killed_at_random_moments(tmp_path: Path) -> None:
    records, world = tmp_path / "records.db", World(tmp_path / "world")
    for said in lives(records, world.path, Random(5)):
        file = RecordFile(records)
        file.open()
        assert file.trouble is None
        memory = from_plain(SessionsMemory, json.loads(file.meta(MEMORY) or "{}"))
        page = file.sessions(SessionQuery(sort=SortKey.STARTED, descending=False), said)
        file.close()

        # All that the process said it had written is there, and the world is a minute further at most.
        point = memory.points["car"]
        assert point.at is not None
        station = world.read()
        assert said <= point.at <= station.now <= point.at + timedelta(seconds=61)

        # The file agrees with itself: each session once, one of them open at most, and that is the remembered one.
        sessions = page.sessions
        assert len({session.id for session in sessions}) == len(sessions) == page.totals.count
        running = [session for session in sessions if session.ended is None]
        assert running == ([point.session] if point.session is not None else [])

        # What the meter counted is in the sessions, but for that minute (2 Wh a second).
        total = sum(session.energy for session in sessions) + point.unassigned
        assert station.given - 122 <= total <= station.given + 1
        for session in sessions:
            begins = (session.started - START) / timedelta(minutes=1)
            assert session.duration(said) <= (STAY + 1) * 60
            assert begins >= 0
