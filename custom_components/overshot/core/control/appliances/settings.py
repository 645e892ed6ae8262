"""What the user wishes of heat pumps and of loads that can be switched or set."""

from dataclasses import dataclass, field
from datetime import datetime, time

from ..stored import checked


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleEntry:
    """A state of the heat pump at a time of day, by local time."""

    start: time
    end: time
    """Before `start`: on the next day."""

    state: int
    """SG-Ready 1 to 4."""

    weekdays: frozenset[int] = frozenset(range(7))
    """On which it starts; 0 is Monday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusSwitch:
    """When a load is switched on by the surplus, and for how long: the parameters of the Thermia/Loxone seed."""

    switch_on_power: float = 3000.0
    """Surplus from which it is switched on (W)."""

    own_power: float = 2000.0
    """What it takes then (W)."""

    activation_delay: float = 0.0
    """How long the surplus must last before (s)."""

    min_on: float = 300.0
    """It stays on at least so long (s)."""

    min_off: float = 600.0
    """It stays off at least so long (s)."""

    min_on_per_day: float = 0.0
    """Made up for before the end of the day (s)."""

    day_ends_at: time | None = None
    """When `min_on_per_day` has to be reached (local); None: at sunset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatPumpSettings:
    """The wishes for one heat pump."""

    controlled: bool = False
    """Whether Overshot may write to it at all."""

    state: int | None = field(default=None, metadata=checked(lambda state: state in (None, 1, 2, 3, 4)))
    """The SG-Ready state (1..4) the user orders; None leaves it to the controller."""

    until: datetime | None = None
    """When that order ends (aware UTC); None: when the user ends it."""

    surplus: SurplusSwitch | None = None
    """None: the surplus does not switch it."""

    surplus_state: int = 4
    """The state it gets on surplus: 3 comfort, 4 boost."""

    block_above: float | None = None
    """Import from which the load manager blocks it (W); None: never."""

    schedule: tuple[ScheduleEntry, ...] = ()
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSettings:
    """The wishes for one load."""

    controlled: bool = False
    """Whether Overshot may write to it at all."""

    power: float | None = None
    """What the user orders (W); None leaves it to the controller."""

    surplus: SurplusSwitch | None = None
    """None: the surplus does not switch it."""

    priority: int = 0
    """The lower, the earlier it gets surplus, and the later it is switched off for a limit."""
