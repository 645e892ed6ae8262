"""The plan: what batteries, cars and flexible loads should do until the end of known prices.

The solver (`highspy`) is imported only when a plan is made, and may be missing: then plain rules make the plan.
"""

from .course import Course, idle, judge
from .horizon import along, boundaries, covers, price_steps, twin
from .plan import BatteryPlan, LoadPlan, Plan, PlanLack, PlanReason, PlanReasonKey, PlanStatus
from .planner import TIME_LIMIT, make_plan
from .problem import (
    CapacityTariff,
    EnergyDemand,
    FlexibleLoad,
    LoadKind,
    Outlook,
    PlanBattery,
    PlanCircuit,
    PlanInputError,
    PlanInputProblem,
    PlanProblem,
    PlanStep,
    PlanWeights,
    value_left,
    wear_cost,
)
from .rules import plan_by_rules

__all__ = [
    "TIME_LIMIT",
    "BatteryPlan",
    "CapacityTariff",
    "Course",
    "EnergyDemand",
    "FlexibleLoad",
    "LoadKind",
    "LoadPlan",
    "Outlook",
    "Plan",
    "PlanBattery",
    "PlanCircuit",
    "PlanInputError",
    "PlanInputProblem",
    "PlanLack",
    "PlanProblem",
    "PlanReason",
    "PlanReasonKey",
    "PlanStatus",
    "PlanStep",
    "PlanWeights",
    "along",
    "boundaries",
    "covers",
    "idle",
    "judge",
    "make_plan",
    "plan_by_rules",
    "price_steps",
    "twin",
    "value_left",
    "wear_cost",
]
