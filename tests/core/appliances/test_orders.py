"""What heat pumps are told through SG-Ready: what the user orders, and normal whenever anything is not as it should be."""

from dataclasses import dataclass, replace

import pytest

from custom_components.overshot.core.control import HeatPumpSettings, Memory, SiteSettings, step
from custom_components.overshot.core.model import HeatPump, HeatPumpReading, Reading, ReasonKey, Snapshot

from ..house import START, at, house, meter

SITE = replace(house(), charge_points=(), heat_pumps=(HeatPump(id="pump", name="Heat pump"),))


FORCED = HeatPumpSettings(controlled=True, state=4)


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is known, what is wished, and what must come of it."""

    name: str
    wish: HeatPumpSettings = FORCED
    metered: bool = True
    age: float | None = 0.0
    on_backup: bool = False
    told: int | None = 2
    reason: ReasonKey


CASES = (
    Case(name="nobody switched control on", wish=HeatPumpSettings(state=4), told=None, reason=ReasonKey.READ_ONLY),
    Case(name="a state by hand", told=4, reason=ReasonKey.BY_HAND),
    Case(name="a block by hand", wish=HeatPumpSettings(controlled=True, state=1), told=1, reason=ReasonKey.BY_HAND),
    Case(name="nothing is asked of it", wish=HeatPumpSettings(controlled=True), reason=ReasonKey.AUTOMATIC),
    Case(name="nobody watches the fuse", metered=False, reason=ReasonKey.METER_STALE),
    Case(name="a block is not held blindly either", wish=HeatPumpSettings(controlled=True, state=1), metered=False,
         reason=ReasonKey.METER_STALE),
    Case(name="it has not answered for a minute", age=61.0, reason=ReasonKey.HEAT_PUMP_SILENT),
    Case(name="it was never heard", age=None, reason=ReasonKey.HEAT_PUMP_SILENT),
    Case(name="its clock is ahead", age=-3600.0, reason=ReasonKey.HEAT_PUMP_SILENT),
    Case(name="the battery alone carries the house", on_backup=True, reason=ReasonKey.ON_BACKUP),
    Case(name="on backup power the meter is dead as well", on_backup=True, metered=False, reason=ReasonKey.ON_BACKUP),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_heat_pump_is_told(case: Case) -> None:
    known = Snapshot(
        grid=Reading(meter((1, 1, 1)), START) if case.metered else None,
        heat_pumps={"pump": Reading(HeatPumpReading(state=2), at(-case.age))} if case.age is not None else {},
        on_backup=case.on_backup,
    )
    decision = step(SITE, SiteSettings(heat_pumps={"pump": case.wish}), Memory(), known, None, START)
    setpoint = decision.heat_pumps["pump"]
    assert (setpoint.state, setpoint.reason.key) == (case.told, case.reason)
