"""What a plan has in mind for each device as blocks of time: from when to when it charges or runs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from ..core.planning import LoadKind
from .planned import Planned

_SOME: Final = 50.0
"""W: less is nothing."""


class BlockKind(StrEnum):
    """What a device does."""

    CHARGING = "charging"
    """A car or a battery."""

    RUNNING = "running"
    """A heat pump, a boiler, another load."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A time through which a device takes energy."""

    device: str
    kind: BlockKind
    start: datetime
    end: datetime
    energy: float
    """Wh."""

    price: float
    """What one more kWh costs meanwhile, on average (EUR/kWh)."""

    @property
    def hours(self) -> float:
        """Return how long it lasts (h)."""
        return (self.end - self.start).total_seconds() / 3600


def blocks_of(planned: Planned) -> list[Block]:
    """Return all blocks of a plan, the first one first."""
    plan, problem = planned.plan, planned.problem
    cars = {load.id for load in problem.loads if load.kind is LoadKind.CAR}
    taken = {id_: tuple(-power for power in battery.power) for id_, battery in plan.batteries.items()}
    taken |= {id_: load.power for id_, load in plan.loads.items()}
    found: list[Block] = []
    for id_, powers in taken.items():
        kind = BlockKind.CHARGING if id_ in cars or id_ in plan.batteries else BlockKind.RUNNING
        found += _of_device(planned, id_, kind, powers)
    return sorted(found, key=lambda block: (block.start, block.end, block.device))


def _of_device(planned: Planned, id_: str, kind: BlockKind, powers: tuple[float, ...]) -> list[Block]:
    """Return the blocks of one device (W, + = consumption)."""
    found: list[Block] = []
    begin: int | None = None
    for index in range(len(powers) + 1):
        on = index < len(powers) and powers[index] > _SOME
        if on and begin is None:
            begin = index
        elif not on and begin is not None:
            found.append(_block(planned, id_, kind, powers, range(begin, index)))
            begin = None
    return found


def _block(planned: Planned, id_: str, kind: BlockKind, powers: tuple[float, ...], places: range) -> Block:
    """Return one block."""
    steps = planned.problem.steps
    energies = [powers[index] * steps[index].hours for index in places]
    prices = [planned.marginal_price(index) for index in places]
    energy = sum(energies)
    return Block(
        device=id_,
        kind=kind,
        start=steps[places[0]].start,
        end=steps[places[-1]].end,
        energy=energy,
        price=sum(part * price for part, price in zip(energies, prices, strict=True)) / energy,
    )
