"""What was planned for each quarter when it began, beside what came of it: a plan itself only looks ahead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from ..core.ledger.flows import HOUSE
from ..core.ledger.quarter import QuarterRecord
from ..core.model import QUARTER
from ..core.model.series import quarter_start
from .planned import Planned

KEPT: Final = timedelta(days=2)

PER_HOUR: Final = timedelta(hours=1) / QUARTER
"""Turns the energy of a quarter (Wh) into its mean power (W)."""

MEASURED_ENOUGH: Final = 600.0
"""A quarter of which fewer seconds were measured tells no mean power."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a plan said of a quarter, when that began (W; battery + = discharging)."""

    load: float
    solar: float
    grid: float
    devices: Mapping[str, float]
    soc: float | None = None
    """Of all batteries at that moment, measured (%)."""


@dataclass(slots=True)
class PlanJournal:
    """The last days, by the start of each quarter. It does not survive a restart."""

    quarters: dict[datetime, Expectation] = field(default_factory=dict)

    def note(self, planned: Planned, soc: float | None, now: datetime) -> None:
        """Keep what a plan says of the running quarter, unless one has said it before that knew of the devices."""
        start = quarter_start(now)
        plan = planned.plan
        index = plan.index(now)
        if index is None:
            return
        powers = {id_: battery.power[index] for id_, battery in plan.batteries.items()}
        powers |= {id_: load.power[index] for id_, load in plan.loads.items()}
        if (known := self.quarters.get(start)) is not None and (known.devices or not powers):
            return
        for old in [it for it in self.quarters if it < now - KEPT]:
            del self.quarters[old]
        expected = planned.problem.outlooks[0]
        self.quarters[start] = Expectation(
            load=expected.load[index], solar=plan.solar[index], grid=plan.grid[index], devices=powers, soc=soc
        )


def told_past(
    journal: PlanJournal, records: Iterable[QuarterRecord], names: Mapping[str, str], start: datetime
) -> list[dict[str, Any]]:
    """Return the quarters since `start` with what was planned and what was measured, as mean powers in W."""
    measured = {record.start: record for record in records}
    moments = sorted({it for it in (*measured, *journal.quarters) if it >= start})
    return [
        {
            "start": moment.isoformat(),
            "planned": _planned(journal.quarters.get(moment), names),
            "measured": _measured(measured.get(moment), names),
            "soc": expected.soc if (expected := journal.quarters.get(moment)) is not None else None,
        }
        for moment in moments
    ]


def _planned(expected: Expectation | None, names: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what was planned for a quarter."""
    if expected is None:
        return None
    return {
        "load": round(expected.load, 1),
        "solar": round(expected.solar, 1),
        "grid": round(expected.grid, 1),
        "devices": {names.get(id_, id_): round(power, 1) for id_, power in expected.devices.items()},
    }


def _measured(record: QuarterRecord | None, names: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what was measured in a quarter."""
    if record is None or (record.known < MEASURED_ENOUGH and not record.estimated):
        return None
    devices = {id_: share.total for id_, share in record.shares.items() if id_ != HOUSE}
    for id_ in {*record.charged, *record.discharged}:
        charged = record.charged[id_].total if id_ in record.charged else 0.0
        devices[id_] = record.discharged.get(id_, 0.0) - charged
    house = record.shares.get(HOUSE)
    return {
        "load": round(house.total * PER_HOUR, 1) if house is not None else None,
        "solar": round(record.solar * PER_HOUR, 1),
        "grid": round((record.imported - record.exported) * PER_HOUR, 1),
        "devices": {names.get(id_, id_): round(energy * PER_HOUR, 1) for id_, energy in devices.items()},
    }
