"""Lists that actions take: amounts of energy by weekday, timers of batteries, the schedule of a heat pump."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any, Final

from homeassistant.const import ATTR_MODE, WEEKDAYS
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from .const import DOMAIN
from .core.control.appliances.settings import ScheduleEntry
from .core.control.batteries.settings import BatteryTimer
from .core.control.charging.settings import EnergyTarget
from .core.model import BatteryMode
from .select import BATTERY_MODES, SG_READY_STATES

ATTR_ENERGY: Final = "energy"
ATTR_END: Final = "end"
ATTR_POWER: Final = "power"
ATTR_START: Final = "start"
ATTR_STATE: Final = "state"
ATTR_TIME: Final = "time"
ATTR_UNTIL_SOC: Final = "until_soc"
ATTR_WEEKDAY: Final = "weekday"
ATTR_WEEKDAYS: Final = "weekdays"

MOST_ENTRIES: Final = 100
"""A list longer than this is a mistake of an automation."""

_POWER: Any = vol.All(vol.Coerce(float), vol.Range(min=0, max=1_000_000))
_SPAN: dict[Any, Any] = {
    vol.Required(ATTR_START): cv.time,
    vol.Required(ATTR_END): cv.time,
    vol.Optional(ATTR_WEEKDAYS, default=list(WEEKDAYS)): vol.All(cv.ensure_list, [vol.In(WEEKDAYS)], vol.Length(min=1)),
}


def _list(entry: dict[Any, Any]) -> Any:
    """Return the schema of a list of entries."""
    return vol.All(cv.ensure_list, vol.Length(max=MOST_ENTRIES), [vol.Schema(entry)])


TARGETS_SCHEMA: Any = _list(
    {
        vol.Required(ATTR_WEEKDAY): vol.In(WEEKDAYS),
        vol.Required(ATTR_TIME): cv.time,
        vol.Required(ATTR_ENERGY): vol.All(vol.Coerce(float), vol.Range(min=0.1, max=1000)),
    }
)

TIMERS_SCHEMA: Any = _list(
    {
        **_SPAN,
        vol.Required(ATTR_MODE): vol.In(
            [option for option, mode in BATTERY_MODES.items() if mode is not BatteryMode.AUTO]
        ),
        vol.Optional(ATTR_POWER, default=0.0): _POWER,
        vol.Optional(ATTR_UNTIL_SOC): vol.All(vol.Coerce(float), vol.Range(min=0, max=100)),
    }
)

SCHEDULE_SCHEMA: Any = _list(
    {
        **_SPAN,
        vol.Required(ATTR_STATE): vol.In([option for option, state in SG_READY_STATES.items() if state is not None]),
    }
)


def targets_of(entries: Iterable[Mapping[str, Any]]) -> tuple[EnergyTarget, ...]:
    """Return amounts of energy by weekday, earliest first. Raises `ServiceValidationError` for two at one moment."""
    targets = sorted(
        (
            EnergyTarget(
                weekday=WEEKDAYS.index(entry[ATTR_WEEKDAY]), at=entry[ATTR_TIME], energy=1000 * entry[ATTR_ENERGY]
            )
            for entry in entries
        ),
        key=lambda target: (target.weekday, target.at),
    )
    if len({(target.weekday, target.at) for target in targets}) < len(targets):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="target_twice")
    return tuple(targets)


def timers_of(
    entries: Iterable[Mapping[str, Any]], modes: Iterable[BatteryMode], device: str
) -> tuple[BatteryTimer, ...]:
    """Return the timers of a battery that takes these modes. Raises `ServiceValidationError` for one that cannot be."""
    taken = frozenset(modes)
    timers: list[BatteryTimer] = []
    for entry in entries:
        mode = BATTERY_MODES[entry[ATTR_MODE]]
        if mode not in taken:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="battery_mode_not_possible",
                translation_placeholders={"device": device, "mode": entry[ATTR_MODE]},
            )
        if mode is not BatteryMode.HOLD and entry[ATTR_POWER] <= 0:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="timer_without_power")
        start, end, weekdays = _span(entry)
        timers.append(
            BatteryTimer(
                start=start,
                end=end,
                weekdays=weekdays,
                mode=mode,
                power=entry[ATTR_POWER],
                until_soc=entry.get(ATTR_UNTIL_SOC),
            )
        )
    return tuple(timers)


def schedule_of(entries: Iterable[Mapping[str, Any]]) -> tuple[ScheduleEntry, ...]:
    """Return the schedule of a heat pump. Raises `ServiceValidationError` for an entry that cannot be."""
    schedule: list[ScheduleEntry] = []
    for entry in entries:
        start, end, weekdays = _span(entry)
        state = SG_READY_STATES[entry[ATTR_STATE]]
        assert state is not None
        schedule.append(ScheduleEntry(start=start, end=end, weekdays=weekdays, state=state))
    return tuple(schedule)


def _span(entry: Mapping[str, Any]) -> tuple[time, time, frozenset[int]]:
    """Return start, end and weekdays. Raises `ServiceValidationError` where it ends as it begins."""
    start, end = entry[ATTR_START], entry[ATTR_END]
    if start == end:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="span_empty")
    return start, end, frozenset(WEEKDAYS.index(day) for day in entry[ATTR_WEEKDAYS])
