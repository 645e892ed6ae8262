"""What each heat pump is told through its SG-Ready interface."""

from datetime import datetime
from typing import Final

from ...model import HeatPumpSetpoint, Reason, ReasonKey, Site, Snapshot
from ..settings import SiteSettings
from .settings import HeatPumpSettings

SILENT_AFTER: Final = 60.0
"""An interface that has not answered for this long is silent (s)."""

NORMAL: Final = 2
"""The SG-Ready state in which it runs as it would by itself."""

_UNTOUCHED = HeatPumpSettings()


def order_heat_pumps(
    site: Site, settings: SiteSettings, snapshot: Snapshot, meter_stale: bool, now: datetime
) -> dict[str, HeatPumpSetpoint]:
    """Return what each heat pump is told; all run normally on backup power and while the grid meter is silent."""
    told: dict[str, HeatPumpSetpoint] = {}
    for pump in site.heat_pumps:
        wish = settings.heat_pumps.get(pump.id, _UNTOUCHED)
        measured = snapshot.heat_pumps.get(pump.id)
        if not wish.controlled:
            told[pump.id] = HeatPumpSetpoint(state=None, reason=Reason(ReasonKey.READ_ONLY))
        elif measured is None or abs(measured.age(now)) > SILENT_AFTER:
            told[pump.id] = HeatPumpSetpoint(state=NORMAL, reason=Reason(ReasonKey.HEAT_PUMP_SILENT))
        elif snapshot.on_backup:
            told[pump.id] = HeatPumpSetpoint(state=NORMAL, reason=Reason(ReasonKey.ON_BACKUP))
        elif meter_stale:
            told[pump.id] = HeatPumpSetpoint(state=NORMAL, reason=Reason(ReasonKey.METER_STALE))
        elif wish.state is None:
            told[pump.id] = HeatPumpSetpoint(state=NORMAL, reason=Reason(ReasonKey.AUTOMATIC))
        else:
            told[pump.id] = HeatPumpSetpoint(state=wish.state, reason=Reason(ReasonKey.BY_HAND))
    return told
