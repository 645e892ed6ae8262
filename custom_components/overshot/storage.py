"""What must survive a restart: the wishes, the controller's memory and the learnt base load."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .const import DOMAIN, LOGGER
from .core.control import BatterySettings, ChargePointSettings, HeatPumpSettings, Memory
from .core.control.persistence import from_plain, memory_from_dict, memory_to_dict, to_plain
from .core.model.load_percentile import LoadPercentile
from .screen import Totals

STORAGE_VERSION = 1
SAVE_DELAY = 10
"""Changes are written together after this long (s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSettings:
    """The limits the user sets for an inverter (W); None is no limit."""

    export: float | None = None
    output: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControllerSettings:
    """The wishes for a controller that steers its stations itself."""

    controlled: bool = False
    """Whether Overshot may tell it to boost."""

    boosted: tuple[int, ...] = ()
    """Charge points that boost because Overshot said so."""


@dataclass(kw_only=True)
class SiteState:
    """The state of a site that outlives a restart; wishes by subentry id."""

    charge_points: dict[str, ChargePointSettings] = field(default_factory=dict)
    batteries: dict[str, BatterySettings] = field(default_factory=dict)
    limits: dict[str, LimitSettings] = field(default_factory=dict)
    heat_pumps: dict[str, HeatPumpSettings] = field(default_factory=dict)
    controllers: dict[str, ControllerSettings] = field(default_factory=dict)
    unreleased: set[str] = field(default_factory=set)
    """Devices that could not be let go of."""

    memory: Memory = field(default_factory=Memory)
    base_load: LoadPercentile = field(default_factory=LoadPercentile)
    totals: dict[str, Totals] = field(default_factory=dict)
    """High-water marks of the counters."""

    def controlled(self, id_: str) -> bool:
        """Return whether Overshot may write to a device."""
        groups = (self.charge_points, self.batteries, self.heat_pumps, self.controllers)
        return any(group[id_].controlled for group in groups if id_ in group)

    def control(self, id_: str, active: bool) -> None:
        """Let Overshot write to a device, or not."""
        if id_ in self.charge_points:
            self.charge_points[id_] = replace(self.charge_points[id_], controlled=active)
        if id_ in self.batteries:
            self.batteries[id_] = replace(self.batteries[id_], controlled=active)
        if id_ in self.heat_pumps:
            self.heat_pumps[id_] = replace(self.heat_pumps[id_], controlled=active)
        if id_ in self.controllers:
            self.controllers[id_] = replace(self.controllers[id_], controlled=active)

    def as_dict(self) -> dict[str, Any]:
        """Return the state for storage: plain values, times in ISO 8601."""
        return {
            "charge_points": to_plain(self.charge_points),
            "batteries": to_plain(self.batteries),
            "limits": to_plain(self.limits),
            "heat_pumps": to_plain(self.heat_pumps),
            "controllers": to_plain(self.controllers),
            "unreleased": sorted(self.unreleased),
            "memory": memory_to_dict(self.memory),
            "base_load": self.base_load.to_dict(),
            "totals": {id_: totals.to_dict() for id_, totals in self.totals.items()},
        }


class SiteStore:
    """Loads and saves the state of one site."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Name the file after the config entry."""
        self._store: Store[dict[str, Any]] = Store(hass, STORAGE_VERSION, f"{DOMAIN}.{entry_id}")

    async def async_load(self) -> SiteState:
        """Return the stored state; what cannot be read falls back to its default."""
        stored = await self._store.async_load() or {}
        return SiteState(
            charge_points=_read(stored, "charge_points", ChargePointSettings),
            batteries=_read(stored, "batteries", BatterySettings),
            limits=_read(stored, "limits", LimitSettings),
            heat_pumps=_read(stored, "heat_pumps", HeatPumpSettings),
            controllers=_read(stored, "controllers", ControllerSettings),
            unreleased={id_ for id_ in stored.get("unreleased", ()) if isinstance(id_, str)},
            memory=memory_from_dict(stored.get("memory", {})),
            base_load=LoadPercentile.from_dict(stored.get("base_load", {})),
            totals={id_: Totals.from_dict(data) for id_, data in stored.get("totals", {}).items()},
        )

    def async_delay_save(self, state: SiteState) -> None:
        """Save soon."""
        self._store.async_delay_save(state.as_dict, SAVE_DELAY)

    async def async_save(self, state: SiteState) -> None:
        """Save now."""
        await self._store.async_save(state.as_dict())

    async def async_remove(self) -> None:
        """Forget the site."""
        await self._store.async_remove()


def _read[S](stored: Mapping[str, Any], key: str, kind: type[S]) -> dict[str, S]:
    """Return the stored wishes of one kind without those that make no sense."""
    known: dict[str, S] = {}
    for id_, data in stored.get(key, {}).items():
        try:
            known[id_] = from_plain(kind, data, strict=True)
        except ValueError as err:
            LOGGER.warning("Stored settings (%s) could not be read (%s); the device starts read-only", key, err)
    return known
