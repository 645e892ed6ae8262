"""From the house as it stands to a problem that can be planned: the same for the house and for the backtest."""

from ...forecast.home import Measured
from .assemble import assemble
from .inputs import SUGGESTED_WEAR, AssemblySettings, BatteryDetails, CarDetails, PlanInputs
from .measured import measure

__all__ = [
    "SUGGESTED_WEAR",
    "AssemblySettings",
    "BatteryDetails",
    "CarDetails",
    "Measured",
    "PlanInputs",
    "assemble",
    "measure",
]
